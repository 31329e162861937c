package sample

import (
	"errors"
	"strconv"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Headers makes the documented headers of a response, in the order of the document: the example of each, else a value
// that fits its schema, in the style simple. Those that HTTP itself fills are left out, and, unless required, those that are longer than clients take. The error is a *fake.Unsatisfiable,
// of a header that the document requires.
func (m Maker) Headers(r *spec.Response, w Wish) ([][2]string, error) {
	var all [][2]string
	for i := range r.Headers {
		h := &r.Headers[i]
		if isFilledElsewhere(h, r.Status) {
			continue
		}
		text, err := m.header(h, w)
		if err != nil && h.Required {
			return nil, ofHeader(h.Name, err)
		}
		if err == nil && (h.Required || len(text) <= m.Bounds().GeneratedHeader) {
			all = append(all, [2]string{h.Name, text})
		}
	}
	return all, nil
}

// ofHeader says of an error which header it is about.
func ofHeader(name string, err error) error {
	var u *fake.Unsatisfiable
	if errors.As(err, &u) {
		return &fake.Unsatisfiable{Pointer: u.Pointer, Reason: "the header " + name + " cannot be made: " + u.Reason}
	}
	return err
}

// filledElsewhere are the headers that describe the message or the connection, in small letters: whoever writes those
// knows better.
var filledElsewhere = map[string]bool{
	"content-type": true, "content-length": true, "content-encoding": true, "transfer-encoding": true, "connection": true,
	"date": true, "keep-alive": true, "upgrade": true, "trailer": true, "te": true, "proxy-connection": true,
}

func isFilledElsewhere(h *spec.Header, status string) bool {
	name := strings.ToLower(h.Name)
	switch {
	case filledElsewhere[name], !isFieldName(h.Name):
		return true
	case name == "www-authenticate":
		return status != "401" && !h.Required
	case name == "vary", strings.HasPrefix(name, "access-control-"):
		return !h.Required // they are the business of --cors
	}
	return false
}

// isFieldName tells whether a name can be that of a header (RFC 9110 §5.1).
func isFieldName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	}) < 0
}

// header is the value of one header.
func (m Maker) header(h *spec.Header, w Wish) (string, error) {
	if !w.Dynamic {
		for _, v := range headerExamples(h) {
			if text, ok := v.(string); ok && h.Schema != nil && !h.Schema.Fits(v, schema.Answer) {
				v, _ = typed(text, h.Schema)
			}
			if h.Schema == nil || h.Schema.Fits(v, schema.Answer) {
				if text, ok := written(h, v); ok && text != "" {
					return text, nil
				}
			}
		}
	}
	if text := m.usual(h); text != "" {
		return text, nil
	}
	if h.Schema == nil {
		return "example", nil
	}
	return m.generatedHeader(h, w)
}

// headerAttempts is how often a value is made anew that cannot be read back: a comma parts the items of a list.
const headerAttempts = 8

func (m Maker) generatedHeader(h *spec.Header, w Wish) (string, error) {
	key := m.Key.Sub("header").Sub(strings.ToLower(h.Name))
	empty := false // is all that fits
	for i := range headerAttempts {
		if i > 0 {
			key = key.Sub("again")
		}
		v, err := m.make(key, h.Schema, Wish{Dynamic: w.Dynamic})
		if err != nil {
			return "", err
		}
		text, ok := written(h, v)
		if ok && text != "" {
			return text, nil
		}
		empty = empty || ok
	}
	if empty {
		return "", nil
	}
	return "", &fake.Unsatisfiable{Pointer: h.Pointer, Reason: "no value that fits its schema can be written as a header"}
}

// headerExamples are those of a header, of its content, then of its schema, whose default counts as one: it is what a server
// sends that says nothing else (Swagger 2.0, Header Object).
func headerExamples(h *spec.Header) []any {
	nodes := []*tree.Node{h.Node}
	if content := h.Node.Get("content"); content.Len() > 0 && content.Is(tree.Object) {
		nodes = append(nodes, content.Items[0])
	}
	var all []any
	for _, n := range nodes {
		if e := n.Get("example"); e != nil {
			all = append(all, e.Value())
		}
		named := n.Get("examples")
		for i := range named.Members() {
			if v := named.Items[i].Get("value"); v != nil {
				all = append(all, v.Value())
			}
		}
	}
	for s := range h.Schema.Chain {
		all = append(all, s.Examples...)
		if s.HasDefault {
			all = append(all, s.Default)
		}
	}
	return all
}

// fieldText writes a value in the style simple, or as JSON where the header has content.
func fieldText(h *spec.Header, v any) string {
	text := ""
	switch v := v.(type) {
	case *value.Object, []any:
		if isContent(h) {
			text = string(value.AppendJSON(nil, v))
			break
		}
		text = simple(v, h.Node.Get("explode").True())
	default:
		text = value.Text(v)
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, text))
}

// isControl tells whether a character cannot stand in a header (RFC 9110 §5.5).
func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// isContent tells whether a header is written as a media type.
func isContent(h *spec.Header) bool { return h.Node.Get("content") != nil }

// simple joins a list, or the members of an object, with commas (OpenAPI 3.1, section 4.8.12.4).
func simple(v any, explode bool) string {
	var words []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			words = append(words, cellText(item))
		}
	case *value.Object:
		equals := ","
		if explode {
			equals = "="
		}
		for _, m := range v.Members() {
			words = append(words, m.Name+equals+cellText(m.Value))
		}
	}
	return strings.Join(words, ",")
}

// written is the text of a value, and whether it can be sent: a text without what a header cannot hold has to fit as it is then.
func written(h *spec.Header, v any) (text string, ok bool) {
	text = fieldText(h, v)
	if given, is := v.(string); is && text != given {
		return text, h.Schema == nil || h.Schema.Fits(text, schema.Answer)
	}
	return text, isReadBack(h, v)
}

// isReadBack tells whether a value in the style simple can be read as what it was; JSON always can.
func isReadBack(h *spec.Header, v any) bool {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if !isContent(h) && strings.Contains(cellText(item), ",") {
				return false
			}
		}
	case *value.Object:
		for _, m := range v.Members() {
			if !isContent(h) && strings.ContainsAny(cellText(m.Value), ",=") {
				return false
			}
		}
	}
	return true
}

// usual is a value that a header of its name has in practice, if the schema takes it; "" if there is none.
func (m Maker) usual(h *spec.Header) string {
	make := usualHeaders[strings.ToLower(h.Name)]
	if make == nil {
		return ""
	}
	text := make(m)
	if h.Schema == nil {
		return text
	}
	v, _ := typed(text, h.Schema)
	if !h.Schema.Fits(v, schema.Answer) {
		return ""
	}
	return text
}

var usualHeaders = map[string]func(Maker) string{
	"etag":          func(m Maker) string { return `"` + m.digits("etag") + `"` },
	"last-modified": func(m Maker) string { return m.httpDate(-1) },
	"expires":       func(m Maker) string { return m.httpDate(1) },
	"location":      func(m Maker) string { return "https://example.com/" + m.digits("location") },
	"link":          func(Maker) string { return `<https://example.com/?page=2>; rel="next"` },
	"set-cookie":    func(m Maker) string { return "session=" + m.digits("cookie") + "; Path=/; HttpOnly" },
	"cache-control": func(Maker) string { return "no-cache" },
	"pragma":        func(Maker) string { return "no-cache" },
	"age":           func(Maker) string { return "0" },
	"retry-after":   func(Maker) string { return "60" },
	"content-disposition": func(Maker) string {
		return `attachment; filename="example"`
	},
	"content-language":              func(Maker) string { return "en" },
	"allow":                         func(Maker) string { return "GET, HEAD, OPTIONS" },
	"accept-ranges":                 func(Maker) string { return "bytes" },
	"vary":                          func(Maker) string { return "Origin" },
	"www-authenticate":              func(Maker) string { return "Bearer" },
	"access-control-allow-origin":   func(Maker) string { return "*" },
	"access-control-allow-headers":  func(Maker) string { return "*" },
	"access-control-expose-headers": func(Maker) string { return "*" },
	"access-control-allow-methods":  func(Maker) string { return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" },
	"x-ratelimit-limit":             func(Maker) string { return "1000" },
	"x-ratelimit-remaining":         func(Maker) string { return "999" },
	"x-rate-limit-limit":            func(Maker) string { return "1000" },
	"x-rate-limit-remaining":        func(Maker) string { return "999" },
}

// digits are some that belong to a place.
func (m Maker) digits(place string) string {
	return strconv.FormatUint(m.Key.Sub("header").Sub(place).Cell(0).Uint64()>>16, 36)
}

// httpDate is a date as headers have it (RFC 9110 §5.6.7), some days from the clock.
func (m Maker) httpDate(days int) string {
	return m.clock().AddDate(0, 0, days).Format("Mon, 02 Jan 2006 15:04:05 GMT")
}
