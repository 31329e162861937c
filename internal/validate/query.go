package validate

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// raw is a text of a request before it is decoded, so that separators are told from data (%2C is no comma).
type raw struct {
	text     string
	encoding encoding
}

// encoding says how a raw text is decoded.
type encoding uint8

const (
	plain   encoding = iota // as it is
	percent                 // percent-encoded
	form                    // percent-encoded, and a plus is a space
)

// split takes the text apart at each of the separators.
func (r raw) split(separator string, others ...string) []raw {
	text := r.text
	for _, s := range others {
		text = strings.ReplaceAll(text, s, separator)
	}
	var parts []raw
	for part := range strings.SplitSeq(text, separator) {
		if r.encoding == plain {
			part = strings.TrimSpace(part)
		}
		parts = append(parts, raw{part, r.encoding})
	}
	return parts
}

// decode gives the text as it was meant; ok is false for a malformed escape and for what is not UTF-8.
func (r raw) decode() (text string, ok bool) {
	var err error
	switch r.encoding {
	case percent:
		text, err = url.PathUnescape(r.text)
	case form:
		text, err = url.QueryUnescape(r.text)
	default:
		text = r.text
	}
	if err != nil || !utf8.ValidString(text) {
		return strings.ToValidUTF8(r.text, "\uFFFD"), false
	}
	return text, true
}

// pair is a name and value of a query or a cookie.
type pair struct {
	name  string // decoded
	sound bool   // the name could be decoded
	value raw
	taken bool // a parameter or a security scheme knows it
}

// query is the query of a request, in its order.
type query struct{ pairs []pair }

// parseQuery splits a query at each & (and nowhere else). Empty parts are none.
func parseQuery(text string) *query {
	q := &query{}
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, v, _ := strings.Cut(part, "=")
		p := pair{value: raw{v, form}}
		p.name, p.sound = raw{name, form}.decode()
		q.pairs = append(q.pairs, p)
	}
	return q
}

// all are the values that a name is given, which from then on counts as known.
func (q *query) all(name string) []raw {
	var values []raw
	for i := range q.pairs {
		if q.pairs[i].name == name {
			q.pairs[i].taken = true
			values = append(values, q.pairs[i].value)
		}
	}
	return values
}

// maxStrangers is the most unknown names of one request that are looked at.
const maxStrangers = 100

// strangers are the names that nothing knows so far, each once; of very many the first hundred.
func (q *query) strangers() []string {
	var names []string
	for _, p := range q.pairs {
		if len(names) < maxStrangers && !p.taken && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return names
}

// parseCookies lists the cookies of a request in their order (RFC 6265, section 5.4).
func parseCookies(h http.Header) []pair {
	var all []pair
	for _, line := range h.Values("Cookie") {
		for part := range strings.SplitSeq(line, ";") {
			name, v, ok := strings.Cut(strings.TrimSpace(part), "=")
			if v = strings.TrimSpace(v); ok {
				all = append(all, pair{name: strings.TrimSpace(name), sound: true, value: raw{unquote(v), cookieEncoding(v)}})
			}
		}
	}
	return all
}

func unquote(v string) string {
	if len(v) > 1 && v[0] == '"' && v[len(v)-1] == '"' {
		return v[1 : len(v)-1]
	}
	return v
}

// cookieEncoding is percent where that works: cookies have no encoding of their own, but the style form has.
func cookieEncoding(v string) encoding {
	if _, err := url.PathUnescape(v); err != nil {
		return plain
	}
	return percent
}
