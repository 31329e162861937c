package sample

import (
	"fmt"
	"hash/fnv"
	"mime"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// multipartFamily is a body in parts, one for each property, and for each item of a list (OpenAPI 3.1, section 4.8.14.5).
var multipartFamily = &family{
	has:   func(bare string) bool { return strings.HasPrefix(bare, "multipart/") },
	write: writeMultipart,
	kinds: schema.Types(schema.Object, schema.Array),
	empty: value.NewObject(0),
}

func writeMultipart(t *spec.MediaType, v any) (Body, bool) {
	var parts []string
	by := encodings(t)
	switch v := v.(type) {
	case *value.Object:
		for _, m := range v.Members() {
			s := t.Schema.Field(m.Name)
			items, isList := m.Value.([]any)
			if !isList {
				parts = append(parts, part(m.Name, by[m.Name], s, m.Value))
			}
			for _, item := range items {
				parts = append(parts, part(m.Name, by[m.Name], s.Element(), item))
			}
		}
	case []any:
		for _, item := range v {
			parts = append(parts, part("", nil, t.Schema.Element(), item))
		}
	default:
		return Body{}, false
	}
	boundary := boundaryOf(t.Type, parts)
	var b strings.Builder
	for _, text := range parts {
		b.WriteString("--" + boundary + "\r\n" + text + "\r\n")
	}
	b.WriteString("--" + boundary + "--\r\n")
	return Body{MediaType: spec.BareType(spec.Concrete(t.Type)) + "; boundary=" + boundary, Bytes: []byte(b.String())}, true
}

// part is one part with its headers, without the boundary.
func part(name string, e *spec.Encoding, s *schema.Schema, v any) string {
	inner := &spec.MediaType{Type: partType(e, s, v), Schema: s}
	text := value.Text(v)
	if body, err := Write(inner, v); err == nil {
		inner.Type, text = body.MediaType, string(body.Bytes)
	}
	var head strings.Builder
	if name != "" {
		fmt.Fprintf(&head, "Content-Disposition: form-data; name=%q", quotable(name))
		if familyOf(inner.Type) == bytesFamily {
			fmt.Fprintf(&head, "; filename=%q", quotable(name))
		}
		head.WriteString("\r\n")
	}
	return head.String() + "Content-Type: " + inner.Type + "\r\n\r\n" + text
}

// partType is the media type of a part: what the encoding says, else what is usual for the type of the value.
func partType(e *spec.Encoding, s *schema.Schema, v any) string {
	if e != nil && e.ContentType != "" {
		first, _, _ := strings.Cut(e.ContentType, ",")
		return spec.Concrete(first)
	}
	switch v.(type) {
	case *value.Object, []any:
		return "application/json"
	case string:
		if s != nil && (s.FormatOf() == "binary" || s.FormatOf() == "byte") {
			return "application/octet-stream"
		}
	}
	return "text/plain"
}

// quotable is a name without what would end the line it stands in.
func quotable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f {
			return '_'
		}
		return r
	}, name)
}

// boundaryOf is the boundary that the document gives, else one made from the parts; no part has it in it.
func boundaryOf(mediaType string, parts []string) string {
	if _, parameters, err := mime.ParseMediaType(mediaType); err == nil && isToken(parameters["boundary"]) && !within(parts, parameters["boundary"]) {
		return parameters["boundary"]
	}
	digest := fnv.New64a()
	for _, text := range parts {
		_, _ = digest.Write([]byte(text)) // a hash takes everything
	}
	boundary := "part-" + strconv.FormatUint(digest.Sum64(), 36)
	for within(parts, boundary) {
		boundary += "x"
	}
	return boundary
}

func within(parts []string, boundary string) bool {
	for _, text := range parts {
		if strings.Contains(text, boundary) {
			return true
		}
	}
	return false
}

// isToken tells whether a boundary needs no quotes (RFC 2046 §5.1.1).
func isToken(text string) bool {
	const most = 70
	return text != "" && len(text) <= most && strings.IndexFunc(text, func(r rune) bool {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' || r == '_' || r == '.')
	}) < 0
}
