package journal

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mockserver/internal/value"
)

// HAR writes entries as an HTTP Archive 1.2, the oldest first. Bodies that are no UTF-8 are in base64; what the standard has no
// member for stands in members that begin with _, as it allows.
func HAR(entries []*Entry, version string) []byte {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b *Entry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Number, b.Number)) })
	out := []byte(`{"log":{"version":"1.2","creator":`)
	out = value.AppendJSON(out, object("name", "mockserver", "version", version))
	out = append(out, `,"entries":[`...)
	for i, e := range entries {
		if i > 0 {
			out = append(out, ',')
		}
		out = value.AppendJSON(out, harEntry(e))
	}
	return append(out, "]}}\n"...)
}

// object has these members: a name and a value in turn.
func object(members ...any) *value.Object {
	o := value.NewObject(len(members) / 2)
	for i := 0; i < len(members); i += 2 {
		o.Set(members[i].(string), members[i+1])
	}
	return o
}

// without leaves out the members of an object that are empty.
func without(o *value.Object) *value.Object {
	kept := value.NewObject(o.Len())
	for _, m := range o.Members() {
		if m.Value != "" && m.Value != nil {
			kept.Set(m.Name, m.Value)
		}
	}
	return kept
}

func harEntry(e *Entry) *value.Object {
	took := milliseconds(e.Timing.Total)
	o := object(
		"startedDateTime", value.TimeOf(e.At), "time", took,
		"request", harRequest(&e.Request), "response", harAnswer(e), "cache", object(),
		"timings", object("send", int64(0), "wait", took, "receive", int64(0)),
		"_mockserver", without(object("id", e.ID, "session", e.Session, "document", e.Document, "operation", e.Operation,
			"source", e.Answer.Source, "stub", e.Stub, "fault", e.Fault, "violations", harViolations(e))),
	)
	return o
}

func harViolations(e *Entry) any {
	var all []any
	for _, v := range slices.Concat(e.Violations, e.StubViolations) {
		all = append(all, v.Object())
	}
	if all == nil {
		return nil
	}
	return all
}

func milliseconds(d time.Duration) any { return value.Decimal(max(d, 0).Microseconds(), 3) }

func harRequest(q *Request) *value.Object {
	o := object(
		"method", q.Method, "url", cmp.Or(q.Scheme, "http")+"://"+q.Host+q.URL, "httpVersion", cmp.Or(q.Protocol, "HTTP/1.1"),
		"cookies", harCookies(q.Header.Values("Cookie")), "headers", harHeader(q.Header), "queryString", harQuery(q.URL),
		"headersSize", int64(-1), "bodySize", int64(q.BodyBytes),
	)
	if q.BodyBytes > 0 {
		text, encoding := harText(q.Body)
		post := object("mimeType", q.Header.Get("Content-Type"), "text", text)
		if encoding != "" {
			post.Set("_encoding", encoding) // the standard has none for requests
		}
		o.Set("postData", noted(post, q.Cut, q.Withheld()))
	}
	return o
}

func harAnswer(e *Entry) *value.Object {
	a := &e.Answer
	text, encoding := harText(a.Body)
	content := object("size", int64(a.BodyBytes), "mimeType", cmp.Or(a.Header.Get("Content-Type"), "x-unknown"), "text", text)
	if encoding != "" {
		content.Set("encoding", encoding)
	}
	var cookies []any
	for _, line := range a.Header.Values("Set-Cookie") {
		cookies = append(cookies, harSetCookie(line))
	}
	return object(
		"status", int64(a.Status), "statusText", http.StatusText(a.Status), "httpVersion", cmp.Or(e.Request.Protocol, "HTTP/1.1"),
		"cookies", list(cookies), "headers", harHeader(a.Header), "content", noted(content, a.Cut, a.Withheld()),
		"redirectURL", a.Header.Get("Location"), "headersSize", int64(-1), "bodySize", int64(a.BodyBytes),
	)
}

// noted says of a body that is not whole that it is not.
func noted(o *value.Object, cut, withheld bool) *value.Object {
	switch {
	case withheld:
		o.Set("comment", "the body is not kept, since it could not be searched for secrets")
	case cut:
		o.Set("comment", "only the beginning of the body is kept")
	}
	return o
}

// list is never null.
func list(items []any) []any {
	if items == nil {
		return []any{}
	}
	return items
}

func harText(body []byte) (text, encoding string) {
	if utf8.Valid(body) {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}

func harHeader(h Header) []any {
	var all []any
	for _, line := range h {
		all = append(all, object("name", line[0], "value", line[1]))
	}
	return list(all)
}

func harQuery(target string) []any {
	_, query, _ := strings.Cut(target, "?")
	var all []any
	for pair := range strings.SplitSeq(query, "&") {
		if name, text, _ := strings.Cut(pair, "="); pair != "" {
			all = append(all, object("name", unescaped(name), "value", unescaped(text)))
		}
	}
	return list(all)
}

func harCookies(lines []string) []any {
	var all []any
	for _, line := range lines {
		for pair := range strings.SplitSeq(line, ";") {
			if pair = strings.TrimSpace(pair); pair != "" {
				all = append(all, harCookie(pair))
			}
		}
	}
	return list(all)
}

func harCookie(pair string) *value.Object {
	name, text, found := strings.Cut(pair, "=")
	if !found {
		name, text = "", pair
	}
	return object("name", strings.TrimSpace(name), "value", strings.TrimSpace(text))
}

// harSetCookie has the attributes that are the same in both notations.
func harSetCookie(line string) *value.Object {
	pair, rest, _ := strings.Cut(line, ";")
	cookie := harCookie(pair)
	for attribute := range strings.SplitSeq(rest, ";") {
		name, text, _ := strings.Cut(strings.TrimSpace(attribute), "=")
		switch name = strings.ToLower(name); name {
		case "path", "domain":
			cookie.Set(name, text)
		case "secure":
			cookie.Set("secure", true)
		case "httponly":
			cookie.Set("httpOnly", true)
		}
	}
	return cookie
}
