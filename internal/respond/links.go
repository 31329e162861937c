package respond

import (
	"math"
	"net/url"
	"strings"

	"mockserver/internal/value"
)

// Target is where a request went.
type Target struct {
	Base  string // scheme and host: "http://localhost:8080"
	Path  string // escaped
	Query string // as it was sent
}

// URL is the whole address with a query.
func (t Target) URL(query string) string {
	if query == "" {
		return t.Base + t.Path
	}
	return t.Base + t.Path + "?" + query
}

// step is one parameter of a link that differs from the request; of a nil value, it is left out.
type step struct {
	name  string
	value any
}

// stepped is a query in which some parameters have other values: in their place, or at the end.
func stepped(query string, steps ...step) string {
	var parts []string
	done := map[string]bool{}
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		raw, _, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(raw)
		if err != nil {
			name = raw
		}
		changed := false
		for _, s := range steps {
			if s.name != name || s.name == "" {
				continue
			}
			if changed = true; s.value != nil && !done[name] {
				parts = append(parts, raw+"="+url.QueryEscape(value.Text(s.value)))
			}
			done[name] = true
		}
		if !changed {
			parts = append(parts, part)
		}
	}
	for _, s := range steps {
		if !done[s.name] && s.value != nil && s.name != "" {
			parts = append(parts, escapedName(s.name)+"="+url.QueryEscape(value.Text(s.value)))
			done[s.name] = true
		}
	}
	return legal(strings.Join(parts, "&"))
}

// escapedName leaves a dollar as it is, as people write it.
func escapedName(name string) string { return strings.ReplaceAll(url.QueryEscape(name), "%24", "$") }

// legal escapes what of a query cannot stand in a URI (RFC 3986 §3.4), such as the brackets that clients send as they are.
func legal(query string) string {
	var b strings.Builder
	for i := range len(query) {
		c := query[i]
		escaped := c == '%' && (i+2 >= len(query) || !isHex(query[i+1]) || !isHex(query[i+2]))
		if escaped || c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>[]\\^`{|}#", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

const upperHex = "0123456789ABCDEF"

func isHex(c byte) bool { return strings.IndexByte(upperHex+"abcdef", c) >= 0 }

// linkMembers are the absolute links to this page and to others, by their relation; null where there is none.
type linkMembers answering

var linkNames = []string{"self", "next", "previous", "first", "last", "record", "header"}

// Whole is the links as an object.
func (l *linkMembers) Whole() *value.Object {
	o := objectOf(linkNames[:len(linkNames)-1], l.Member)
	o.Set("header", linkHeader(func(name string) any { link, _ := o.Get(name); return link }))
	return o
}

// Member is one of the names.
func (l *linkMembers) Member(name string) any {
	a := (*answering)(l)
	var steps []step
	there := true
	switch name {
	case "self":
	case "next":
		steps, there = a.nextSteps()
	case "previous":
		steps, there = a.previousSteps()
	case "first":
		steps, there = a.firstSteps()
	case "last":
		steps, there = a.lastSteps()
	case "record":
		return a.recordLink()
	case "header":
		return linkHeader(l.Member)
	default:
		return nil
	}
	if !there {
		return nil
	}
	return a.Target.URL(stepped(a.Target.Query, steps...))
}

// linkHeader writes the links as the header Link has them (RFC 8288); null if there is none.
func linkHeader(linkTo func(name string) any) any {
	var parts []string
	for _, relation := range [][2]string{{"next", "next"}, {"previous", "prev"}, {"first", "first"}, {"last", "last"}} {
		if link := linkTo(relation[0]); link != nil {
			parts = append(parts, "<"+link.(string)+`>; rel="`+relation[1]+`"`)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return strings.Join(parts, ", ")
}

func (a *answering) more() bool { return int64(a.before)+int64(len(a.rows)) < int64(a.total) }

func (a *answering) nextSteps() ([]step, bool) {
	b, p := a.Binding, a.Plan.Query.Page
	if !a.more() || p.Limit == 0 {
		return nil, false
	}
	switch {
	case a.Plan.PageNumber > 0 && b.Paging("number") != "":
		return a.besides(step{b.Paging("number"), a.pageNumber() + 1}, false), true
	case b.Paging("cursor") != "":
		return []step{{b.Paging("cursor"), a.cursor(false)}, {b.Paging("after"), nil}, {b.Paging("before"), nil}}, true
	case b.Paging("after") != "":
		return []step{{b.Paging("after"), a.keyOfRow(len(a.records) - 1)}, {b.Paging("before"), nil}}, len(a.records) > 0
	case b.Paging("offset") != "":
		return []step{{b.Paging("offset"), p.Offset + p.Limit}}, true
	case b.Paging("index") != "":
		return []step{{b.Paging("index"), p.Offset + p.Limit + 1}}, true
	}
	return nil, false
}

// besides adds the cursor to a step by number, where the list has both: the number may be for the client's state alone.
func (a *answering) besides(s step, back bool) []step {
	if a.Binding.Paging("cursor") == "" {
		return []step{s}
	}
	return []step{s, {a.Binding.Paging("cursor"), a.cursor(back)}, {a.Binding.Paging("after"), nil}, {a.Binding.Paging("before"), nil}}
}

func (a *answering) previousSteps() ([]step, bool) {
	b, p := a.Binding, a.Plan.Query.Page
	if a.before == 0 && p.Offset == 0 {
		return nil, false
	}
	switch {
	case a.pageNumber() > a.Plan.FirstPage && b.Paging("number") != "":
		return a.besides(step{b.Paging("number"), a.pageNumber() - 1}, true), true
	case a.Plan.PageNumber > 0 && b.Paging("number") != "":
		return nil, false
	case b.Paging("cursor") != "":
		return []step{{b.Paging("cursor"), a.cursor(true)}, {b.Paging("after"), nil}, {b.Paging("before"), nil}}, len(a.records) > 0
	case b.Paging("before") != "":
		return []step{{b.Paging("before"), a.keyOfRow(0)}, {b.Paging("after"), nil}}, len(a.records) > 0
	case b.Paging("offset") != "":
		return []step{{b.Paging("offset"), max(0, p.Offset-p.Limit)}}, true
	case b.Paging("index") != "":
		return []step{{b.Paging("index"), max(0, p.Offset-p.Limit) + 1}}, true
	}
	return nil, false
}

func (a *answering) firstSteps() ([]step, bool) {
	b := a.Binding
	switch {
	case b.Paging("number") != "":
		return []step{{b.Paging("number"), a.Plan.FirstPage}}, true
	case b.Paging("offset") != "":
		return []step{{b.Paging("offset"), int64(0)}}, true
	case b.Paging("index") != "":
		return []step{{b.Paging("index"), int64(1)}}, true
	case b.Paging("cursor") != "" || b.Paging("after") != "":
		return []step{{b.Paging("cursor"), nil}, {b.Paging("after"), nil}, {b.Paging("before"), nil}}, true
	}
	return nil, false
}

func (a *answering) lastSteps() ([]step, bool) {
	b, limit := a.Binding, a.Plan.Query.Page.Limit
	if limit <= 0 || limit == math.MaxInt64 {
		return nil, false
	}
	pages := a.pages()
	switch {
	case b.Paging("number") != "":
		return []step{{b.Paging("number"), a.Plan.FirstPage + max(pages, 1) - 1}}, true
	case b.Paging("offset") != "":
		return []step{{b.Paging("offset"), (max(pages, 1) - 1) * limit}}, true
	case b.Paging("index") != "":
		return []step{{b.Paging("index"), (max(pages, 1)-1)*limit + 1}}, true
	}
	return nil, false
}

// pages is the number of pages that there are.
func (a *answering) pages() int64 {
	limit := a.Plan.Query.Page.Limit
	if limit <= 0 || limit == math.MaxInt64 {
		return min(1, int64(a.total))
	}
	return (int64(a.total) + limit - 1) / limit
}

// pageNumber is that of this page, as the parameter counts.
func (a *answering) pageNumber() int64 {
	p := a.Plan.Query.Page
	if a.Plan.PageNumber > 0 && a.Plan.Query.Position == nil && a.Plan.Beside == nil {
		return a.Plan.PageNumber + a.Plan.FirstPage - 1
	}
	first := int64(1)
	if a.Binding.Paging("number") != "" {
		first = a.Plan.FirstPage
	}
	if p.Limit > 0 {
		return (int64(a.before)+p.Limit-1)/p.Limit + first
	}
	return first
}

// cursor seals the place behind this page, or before it; null if there is none.
func (a *answering) cursor(back bool) any {
	if len(a.records) == 0 {
		return nil
	}
	at := a.records[len(a.records)-1]
	if back {
		at = a.records[0]
	}
	return a.Binding.Seal(a.Call, a.position(at), back)
}

// cursorMembers are the cursors of the pages before and behind this one; null where there is none.
type cursorMembers answering

// Whole is the cursors as an object.
func (c *cursorMembers) Whole() *value.Object {
	return objectOf([]string{"next", "previous"}, c.Member)
}

// Member is one of the names.
func (c *cursorMembers) Member(name string) any {
	a := (*answering)(c)
	switch {
	case name == "next" && a.more():
		return a.cursor(false)
	case name == "previous" && a.before > 0:
		return a.cursor(true)
	}
	return nil
}

// keyOfRow is the key of a record of this page; null if there is none.
func (a *answering) keyOfRow(i int) any {
	if i < 0 || i >= len(a.records) {
		return nil
	}
	return a.records[i].KeyValue()
}

// recordLink is the address of the record that the operation has made or shows; null if no operation gets it.
func (a *answering) recordLink() any {
	if a.record == nil {
		return nil
	}
	template, parameter := a.Binding.Getter()
	if template == "" {
		return nil
	}
	path := template
	for _, p := range a.Call.Params {
		if p.In == "path" && p.Name != parameter {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value.Text(p.Value)))
		}
	}
	path = strings.ReplaceAll(path, "{"+parameter+"}", url.PathEscape(value.Text(a.record.KeyValue())))
	if strings.Contains(path, "{") {
		return nil
	}
	segments := strings.Split(a.Target.Path, "/")
	own := strings.Count(strings.TrimSuffix(a.Binding.Operation.Template, "/"), "/")
	if strings.HasSuffix(a.Target.Path, "/") {
		own++
	}
	return a.Target.Base + strings.Join(segments[:max(0, len(segments)-own)], "/") + path
}
