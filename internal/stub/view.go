package stub

import (
	"net/url"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/matcher"
)

// view is a request with the parts that patterns ask for, each taken apart once.
type view struct {
	undecided           bool // some pattern could not be judged within the limits
	request             *Request
	path, rawQuery      string
	query, form, cookie map[string][]string // by name; nil until asked for
	text                *matcher.Subject    // the body, whose JSON is read once for all patterns
}

func see(r *Request) *view {
	v := &view{request: r}
	v.path, v.rawQuery, _ = strings.Cut(r.URL, "?")
	return v
}

func (v *view) queryOf(name string) []string {
	if v.query == nil {
		v.query = pairs(v.rawQuery, "&", true)
	}
	return v.query[name]
}

func (v *view) formOf(name string) []string {
	if v.form == nil {
		v.form = map[string][]string{}
		for _, kind := range v.request.Header["Content-Type"] {
			if strings.Contains(strings.ToLower(kind), "application/x-www-form-urlencoded") {
				v.form = pairs(string(v.request.Body), "&", true)
			}
		}
	}
	return v.form[name]
}

func (v *view) cookieOf(name string) []string {
	if v.cookie == nil {
		v.cookie = pairs(strings.Join(v.request.Header["Cookie"], ";"), ";", false)
	}
	return v.cookie[name]
}

func (v *view) headerOf(name string) []string { return v.request.Header[name] }

// body is the body under the limits of a stub's patterns, which are those of all.
func (v *view) body(l limit.Set) *matcher.Subject {
	if v.text == nil {
		v.text = matcher.NewSubject(string(v.request.Body), len(v.request.Body) > 0, l)
	}
	return v.text
}

// pairs are the values of name=value with something between them, by name.
func pairs(text, between string, escaped bool) map[string][]string {
	found := map[string][]string{}
	for pair := range strings.SplitSeq(text, between) {
		if !escaped {
			pair = strings.TrimSpace(pair)
		}
		if pair == "" {
			continue
		}
		name, of, _ := strings.Cut(pair, "=")
		if escaped {
			name, of = unescaped(name, true), unescaped(of, true)
		} else if len(of) > 1 && of[0] == '"' && of[len(of)-1] == '"' {
			of = of[1 : len(of)-1]
		}
		found[name] = append(found[name], of)
	}
	return found
}

// unescaped is a text without percent-encoding, or as it is where that is malformed.
func unescaped(text string, plus bool) string {
	decode := url.PathUnescape
	if plus {
		decode = url.QueryUnescape
	}
	if decoded, err := decode(text); err == nil {
		return decoded
	}
	return text
}
