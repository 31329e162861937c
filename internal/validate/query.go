package validate

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"mockserver/internal/limit"
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

// split takes the text apart at a separator of one byte; where escaped is true, also at its escaped forms.
func (r raw) split(separator string, escaped bool) []raw { return r.splitTo(nil, separator, escaped) }

// splitTo is split into a list that is empty, if it has room.
func (r raw) splitTo(parts []raw, separator string, escaped bool) []raw {
	text := r.text
	if escaped && r.encoding != plain && strings.IndexByte(text, '%') >= 0 {
		code := fmt.Sprintf("%%%02X", separator[0])
		text = strings.ReplaceAll(text, code, separator)
		text = strings.ReplaceAll(text, strings.ToLower(code), separator)
	}
	if separator == " " && r.encoding == form {
		text = strings.ReplaceAll(text, "+", " ")
	}
	parts = slices.Grow(parts, 1+strings.Count(text, separator))
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

// pair is a name and value of a query, a form or the cookies.
type pair struct {
	name  string // decoded
	sound bool   // the name could be decoded
	value raw
	taken bool // a parameter or a security scheme knows it
	named bool // by this very name
	own   bool // it is the name of a parameter, not only of a property of one
}

// query is a list of pairs in their order.
type query struct {
	pairs     []pair
	more      bool             // there are more pairs than the limit
	depth     int              // brackets of a name that are read, of deepObject
	index     map[string][]int // where each name is; nil as long as looking through all is as good
	bracketed map[string][]int // where each name with brackets is, by what stands before one of them; nil until somebody asks
}

// indexFrom is the number of pairs above which looking through all takes longer.
const indexFrom = 32

// each calls yield for the pairs of a name, which from then on counts as known.
func (q *query) each(name string, yield func(*pair)) {
	if len(q.pairs) <= indexFrom {
		for i := range q.pairs {
			if q.pairs[i].name == name {
				q.pairs[i].taken, q.pairs[i].named = true, true
				yield(&q.pairs[i])
			}
		}
		return
	}
	for _, i := range q.indexed()[name] {
		q.pairs[i].taken, q.pairs[i].named = true, true
		yield(&q.pairs[i])
	}
}

func (q *query) indexed() map[string][]int {
	if q.index == nil {
		q.index = make(map[string][]int, len(q.pairs))
		for i, p := range q.pairs {
			q.index[p.name] = append(q.index[p.name], i)
		}
	}
	return q.index
}

// below says which pairs have names such as name[a] and name[a][b], as far as anybody reads brackets.
func (q *query) below(name string) []int {
	if q.bracketed == nil {
		q.bracketed = map[string][]int{}
		for i, p := range q.pairs {
			for at, depth := strings.IndexByte(p.name, '['), 0; at >= 0 && depth <= q.depth; depth++ {
				q.bracketed[p.name[:at]] = append(q.bracketed[p.name[:at]], i)
				next := strings.IndexByte(p.name[at+1:], '[')
				if next < 0 {
					break
				}
				at += 1 + next
			}
		}
	}
	return q.bracketed[name]
}

// parseQuery is parse into a query of its own.
func parseQuery(text string, l limit.Set) *query {
	q := &query{}
	q.parse(text, &l)
	return q
}

// usualPairs is how many pairs there is room for at once, whatever the text seems to hold.
const usualPairs = 32

// parse splits a query at each & (and nowhere else), up to so many pairs. Empty parts are none.
func (q *query) parse(text string, l *limit.Set) {
	q.depth = l.DeepObject
	if text != "" {
		q.pairs = make([]pair, 0, min(strings.Count(text, "&")+1, usualPairs))
	}
	for more := text != ""; more; {
		var part string
		part, text, more = strings.Cut(text, "&")
		if part == "" {
			continue
		}
		if len(q.pairs) == l.BodyParts {
			q.more = true
			break
		}
		name, v, _ := strings.Cut(part, "=")
		p := pair{value: raw{v, form}}
		p.name, p.sound = raw{name, form}.decode()
		q.pairs = append(q.pairs, p)
	}
}

// all are the values that a name is given, which from then on counts as known.
func (q *query) all(name string) []raw { return q.addAll(nil, name) }

// addAll adds them to others.
func (q *query) addAll(values []raw, name string) []raw {
	if len(q.pairs) > indexFrom {
		q.each(name, func(p *pair) { values = append(values, p.value) })
		return values
	}
	for i := range q.pairs { // as each does it, but without a function
		if q.pairs[i].name == name {
			q.pairs[i].taken, q.pairs[i].named = true, true
			values = append(values, q.pairs[i].value)
		}
	}
	return values
}

// own marks a name as that of a parameter.
func (q *query) own(name string) { q.each(name, func(p *pair) { p.own = true }) }

// has tells whether a name is in the query.
func (q *query) has(name string) bool { return len(q.indexed()[name]) > 0 }

// hasBrackets tells whether a name goes on with brackets that are closed.
func (q *query) hasBrackets(name string) bool {
	return slices.ContainsFunc(q.below(name), func(i int) bool { return strings.HasSuffix(q.pairs[i].name, "]") })
}

// claimBelow marks the names that go on with brackets behind this one as known.
func (q *query) claimBelow(name string) {
	for _, i := range q.below(name) {
		q.pairs[i].taken = true
	}
}

// claimAll marks every name as known.
func (q *query) claimAll() {
	for i := range q.pairs {
		q.pairs[i].taken = true
	}
}

// strangers are the names that nothing knows so far, each once; of very many the first.
func (q *query) strangers(most int) []string {
	var names []string
	for _, p := range q.pairs {
		if len(names) < most && !p.taken && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return names
}

// rest are the names that nothing knows so far, each once, with their values; from then on they count as known.
func (q *query) rest() (names []string, values map[string][]raw) {
	values = map[string][]raw{}
	for i := range q.pairs {
		p := &q.pairs[i]
		if p.taken || !p.sound {
			continue
		}
		p.taken = true
		if values[p.name] == nil {
			names = append(names, p.name)
		}
		values[p.name] = append(values[p.name], p.value)
	}
	return names, values
}

// unsound is the first pair whose name cannot be decoded; nil if all can.
func (q *query) unsound() *pair {
	for i := range q.pairs {
		if !q.pairs[i].sound {
			return &q.pairs[i]
		}
	}
	return nil
}

// parseCookies lists the cookies of a request in their order (RFC 6265, section 5.4), up to so many.
func (q *query) parseCookies(h http.Header, l *limit.Set) {
	q.depth = l.DeepObject
	for _, line := range h["Cookie"] {
		for part := range strings.SplitSeq(line, ";") {
			name, v, ok := strings.Cut(strings.TrimSpace(part), "=")
			if !ok {
				continue
			}
			if len(q.pairs) == l.BodyParts {
				q.more = true
				return
			}
			v = strings.TrimSpace(v)
			q.pairs = append(q.pairs, pair{name: strings.TrimSpace(name), sound: true, value: raw{unquote(v), cookieEncoding(v)}})
		}
	}
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

// spreadCookies are cookies as the style form has them: values that hold `&name=value` are several pairs
// (OAS 3.1 §4.8.12.4 shows `color=blue&color=black`).
func spreadCookies(cookies *query) *query {
	if !slices.ContainsFunc(cookies.pairs, func(p pair) bool { return strings.Contains(p.value.text, "&") }) {
		return cookies
	}
	spread := &query{depth: cookies.depth}
	for _, p := range cookies.pairs {
		for i, part := range strings.Split(p.value.text, "&") {
			next := pair{name: p.name, sound: true, value: raw{part, p.value.encoding}}
			if name, v, ok := strings.Cut(part, "="); i > 0 && ok {
				next.name, next.sound = raw{name, percent}.decode()
				next.value.text = v
			}
			spread.pairs = append(spread.pairs, next)
		}
	}
	return spread
}
