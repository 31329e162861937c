package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/spec"
)

// Secrets replaces secrets by tags that are equal for equal secrets. It is safe for concurrent use.
type Secrets struct {
	key   []byte
	names func() *names // collected at first use
}

// NewSecrets knows the secrets of documents. The key makes tags that nobody can compute who does not have it.
func NewSecrets(key []byte, documents []*spec.Document) *Secrets {
	return &Secrets{key: slices.Clone(key), names: sync.OnceValue(func() *names { return namesOf(documents) })}
}

// mark is what a tag begins with.
const mark = "redacted-"

var tagged = lazyregexp.New(`^` + mark + `[0-9a-f]{16}$`)

// tag is what stands for a secret. Nothing is no secret, and a tag stays as it is.
func (s *Secrets) tag(secret string) string {
	if secret == "" || tagged.MatchString(secret) {
		return secret
	}
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(secret))
	return mark + hex.EncodeToString(h.Sum(nil)[:8])
}

// Redact replaces all secrets of an entry that is not added yet: where documents and standards say that there is one, and where
// the answer, what was broken and what was warned of repeat it. Bodies whose text cannot be read are left out.
func (s *Secrets) Redact(e *Entry) {
	r := &redaction{Secrets: s, known: s.names()}
	q, a := &e.Request, &e.Answer
	q.BodyBytes, a.BodyBytes = max(q.BodyBytes, len(q.Body)), max(a.BodyBytes, len(a.Body))
	q.URL = r.path(e, r.url(q.URL))
	q.Body = r.body(q.Header, q.Body, &q.Cut)
	q.Header = r.header(q.Header)
	e.Violations, e.StubViolations = r.violations(e.Violations), r.violations(e.StubViolations)
	a.Header = r.header(a.Header)
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
	case len(secret) < shortest || tagged.MatchString(secret):
	case len(r.found) == mostSought:
		r.tooMany = true
	case !slices.Contains(r.found, secret):
		r.found = append(r.found, secret)
	}
}

// header replaces the secrets of a header.
func (r *redaction) header(h Header) Header {
	h = slices.Clone(h)
	for i := range h {
		h[i][1] = r.line(h[i][0], h[i][1])
	}
	return h
}

// line replaces the secrets of one line of a header.
func (r *redaction) line(name, text string) string {
	switch name = strings.ToLower(name); {
	case name == "authorization", name == "proxy-authorization":
		return r.credentials(text)
	case name == "cookie":
		return r.cookies(text)
	case name == "set-cookie":
		pair, attributes, found := strings.Cut(text, ";")
		if found {
			attributes = ";" + attributes
		}
		return r.cookies(pair) + attributes
	case r.known.headers[name]:
		return r.tag(text)
	case name == "referer", name == "location", name == "content-location":
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
