package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
	"net/textproto"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/spec"
)

// Secrets replaces secrets by tags that are equal for equal secrets. It is safe for concurrent use.
type Secrets struct {
	macs  sync.Pool     // of hash.Hash, under the key
	names func() *names // collected at first use
}

// NewSecrets knows the secrets of documents. The key makes tags that nobody can compute who does not have it.
func NewSecrets(key []byte, documents []*spec.Document) *Secrets {
	key = slices.Clone(key)
	return &Secrets{macs: sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}, names: sync.OnceValue(func() *names { return namesOf(documents) })}
}

// mark is what a tag begins with.
const mark = "redacted-"

// tagDigits is how many hexadecimal digits stand behind the mark.
const tagDigits = 16

func isTag(text string) bool {
	digits, ok := strings.CutPrefix(text, mark)
	return ok && len(digits) == tagDigits && strings.Trim(digits, "0123456789abcdef") == ""
}

// tag is what stands for a secret. Nothing is no secret, and a tag stays as it is.
func (s *Secrets) tag(secret string) string {
	if secret == "" || isTag(secret) {
		return secret
	}
	mac := s.macs.Get().(hash.Hash) // BenchmarkRedactAPlainRequest: one for each secret took four times as long
	defer s.macs.Put(mac)
	mac.Reset()
	_, _ = io.WriteString(mac, secret)
	var sum [sha256.Size]byte
	var text [len(mark) + tagDigits]byte
	return string(hex.AppendEncode(append(text[:0], mark...), mac.Sum(sum[:0])[:tagDigits/2]))
}

// Redact replaces all secrets of an entry that is not added yet: where documents and standards say that there is one, and where
// the answer, what was broken and what was warned of repeat it. Bodies whose text cannot be read are left out.
func (s *Secrets) Redact(e *Entry) {
	r := &redaction{Secrets: s, known: s.names()}
	q, a := &e.Request, &e.Answer
	q.BodyBytes, a.BodyBytes = max(q.BodyBytes, len(q.Body)), max(a.BodyBytes, len(a.Body))
	q.URL = r.path(e, r.url(q.URL))
	q.Body = r.body(q.Header, q.Body, &q.Cut)
	r.header(q.Header)
	e.Violations, e.StubViolations = r.violations(e.Violations), r.violations(e.StubViolations)
	r.header(a.Header)
	r.forget(e) // before the body is rewritten, where a part of a secret may look like another
	found := len(r.found)
	a.Body = r.body(a.Header, a.Body, &a.Cut)
	if len(r.found) > found {
		r.forget(e)
	}
}

// Tag is what a text becomes in a place – header, cookie, query, form or body; of a body the name is "" – so that
// what somebody asks for can be compared with what is remembered.
func (s *Secrets) Tag(place, name, text string) string {
	r := &redaction{Secrets: s, known: s.names()}
	switch place {
	case "header":
		return r.line(name, text)
	case "cookie":
		return r.tag(text)
	case "query":
		if isSecret(r.known.query, name) {
			return r.tag(text)
		}
	case "form":
		if isSecret(r.known.fields, name) {
			return r.tag(text)
		}
	case "body":
		return string(r.body(nil, []byte(text), new(bool)))
	}
	return text
}

// redaction is the work on one entry.
type redaction struct {
	*Secrets
	known   *names
	found   []string    // the secrets, each once, that may be repeated elsewhere
	others  [][2]string // texts that hold a secret, and what they become
	nested  int         // multipart bodies within each other
	inPath  bool        // the path has secrets
	tooMany bool        // more secrets were found than are looked for elsewhere
}

// mostSought is how many secrets of an entry are looked for in what repeats them.
const mostSought = 256

// tag replaces a secret, and remembers it.
func (r *redaction) tag(secret string) string {
	r.remember(secret)
	return r.Secrets.tag(secret)
}

func (r *redaction) remember(secret string) {
	switch {
	case len(secret) < shortest || isTag(secret):
	case len(r.found) == mostSought:
		r.tooMany = true
	case !slices.Contains(r.found, secret):
		r.found = append(r.found, secret)
	}
}

// header replaces the secrets of a header in place.
func (r *redaction) header(h Header) {
	for i := range h {
		h[i][1] = r.line(h[i][0], h[i][1])
	}
}

// line replaces the secrets of one line of a header.
func (r *redaction) line(name, text string) string {
	switch name = textproto.CanonicalMIMEHeaderKey(name); {
	case name == "Authorization", name == "Proxy-Authorization":
		return r.credentials(text)
	case name == "Cookie":
		return r.cookies(text)
	case name == "Set-Cookie":
		pair, attributes, found := strings.Cut(text, ";")
		if found {
			attributes = ";" + attributes
		}
		return r.cookies(pair) + attributes
	case r.known.headers[name]:
		return r.tag(text)
	case name == "Referer", name == "Location", name == "Content-Location":
		return r.url(text)
	}
	return text
}

// credentials keeps the scheme, which is no secret; a single word may be one.
func (r *redaction) credentials(text string) string {
	scheme, rest, found := strings.Cut(strings.TrimSpace(text), " ")
	if !found {
		return r.tag(scheme)
	}
	rest = strings.TrimSpace(rest)
	if strings.EqualFold(scheme, "Basic") {
		if plain, err := base64.StdEncoding.DecodeString(rest); err == nil {
			_, password, _ := strings.Cut(string(plain), ":")
			r.remember(password)
		}
	}
	return scheme + " " + r.tag(rest)
}

// cookies keeps the names. What has no name is a value (RFC 6265bis, section 5.5).
func (r *redaction) cookies(text string) string {
	pairs := strings.Split(text, ";")
	for i, pair := range pairs {
		name, text, found := strings.Cut(pair, "=")
		if !found {
			name, text = "", strings.TrimLeft(pair, " \t")
		}
		start := pair[:len(pair)-len(strings.TrimLeft(pair, " \t"))]
		if found {
			start = name + "="
		}
		text = strings.Trim(strings.TrimSpace(text), `"`)
		pairs[i] = start + r.tag(text)
	}
	return strings.Join(pairs, ";")
}
