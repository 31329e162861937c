package stub

import (
	"net/url"
	"strings"

	"mockserver/internal/matcher"
)

// Redacted is a copy of the pattern that judges requests whose secrets have been replaced: f gives what a text in a place
// (header, cookie, query, form or body) under a name has become, and the operands of equalTo, as well as the query of a literal
// URL, become the same.
func (p *Pattern) Redacted(f func(place, name, text string) string) *Pattern {
	c := *p
	c.headers, c.cookies = redacted(p.headers, "header", f), redacted(p.cookies, "cookie", f)
	c.query, c.form = redacted(p.query, "query", f), redacted(p.form, "form", f)
	c.body = make([]*matcher.Pattern, len(p.body))
	for i, pattern := range p.body {
		c.body[i] = pattern.MapEqualTo(func(text string) string { return f("body", "", text) })
	}
	if p.url != nil && p.url.literal && p.url.whole {
		l := *p.url
		l.text = redactedURL(l.text, f)
		l.pattern = l.pattern.MapEqualTo(func(string) string { return l.text })
		c.url = &l
	}
	return &c
}

func redacted(list []named, place string, f func(place, name, text string) string) []named {
	copied := make([]named, len(list))
	for i, n := range list {
		copied[i] = named{n.name, n.pattern.MapEqualTo(func(text string) string { return f(place, n.name, text) })}
	}
	return copied
}

func redactedURL(text string, f func(place, name, text string) string) string {
	path, query, found := strings.Cut(text, "?")
	if !found {
		return text
	}
	parts := strings.Split(query, "&")
	for i, pair := range parts {
		name, of, _ := strings.Cut(pair, "=")
		plain := unescaped(of, true)
		if tag := f("query", unescaped(name, true), plain); tag != plain {
			parts[i] = name + "=" + url.QueryEscape(tag)
		}
	}
	return path + "?" + strings.Join(parts, "&")
}
