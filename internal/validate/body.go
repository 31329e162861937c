package validate

import (
	"mime"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// body reads and judges the body of a request.
func (k *checker) body(b *spec.RequestBody) {
	switch {
	case b == nil:
		return
	case len(k.request.Body) > 0:
		k.content(b)
	case b.Required:
		k.call.Violations = append(k.call.Violations, violation.Violation{
			Where: "body", Rule: "required", Expected: "a body of " + joined(mediaTypes(b)), Document: tree.Join(b.Pointer, "required"),
		})
	}
}

// content reads a body by the media type that it says it has.
func (k *checker) content(b *spec.RequestBody) {
	if len(b.Content) == 0 {
		return
	}
	if coding := k.request.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		k.call.UnsupportedMediaType = &violation.Violation{Where: "header.Content-Encoding", Rule: "contentEncoding",
			Received: coding, Expected: "a body that is not compressed", Document: tree.Join(b.Pointer, "content")}
		return
	}
	written := k.request.Header.Get("Content-Type")
	media, essence := k.mediaType(b, written)
	if media == nil {
		k.call.UnsupportedMediaType = unsupported(b, written)
		return
	}
	k.call.MediaType = media
	for _, r := range bodyReaders {
		if r.reads(essence) {
			var broken []violation.Violation
			k.call.Body, broken = r.read(media, k.request.Body)
			k.call.Violations = append(k.call.Violations, broken...)
			return
		}
	}
}

// mediaType finds the described media type of a body: the exact one, else the narrowest range. A body that does not
// say what it is, is taken for the first.
func (k *checker) mediaType(b *spec.RequestBody, written string) (m *spec.MediaType, essence string) {
	if written == "" {
		essence = essenceOf(b.Content[0].Type)
		k.call.Warnings = append(k.call.Warnings, "the request has no Content-Type; its body is read as "+essence)
		return b.Content[0], essence
	}
	essence = essenceOf(written)
	kind, _, _ := strings.Cut(essence, "/")
	for _, want := range []string{essence, kind + "/*", "*/*"} {
		for _, m := range b.Content {
			if essence != "" && essenceOf(m.Type) == want {
				return m, essence
			}
		}
	}
	return nil, ""
}

// essenceOf is a media type in small letters and without parameters, "" if it is malformed.
func essenceOf(text string) string {
	essence, _, err := mime.ParseMediaType(text)
	if err != nil && essence == "" || !strings.Contains(essence, "/") {
		return ""
	}
	return essence
}

func unsupported(b *spec.RequestBody, written string) *violation.Violation {
	types := mediaTypes(b)
	limit := make([]any, len(types))
	for i, t := range types {
		limit[i] = t
	}
	return &violation.Violation{
		Where: "header.Content-Type", Rule: "contentType", Limit: limit, Received: written, Expected: joined(types),
		Suggestion: violation.Closest(essenceOf(written), types), Document: tree.Join(b.Pointer, "content"),
	}
}

func mediaTypes(b *spec.RequestBody) []string {
	var types []string
	for _, m := range b.Content {
		types = append(types, m.Type)
	}
	return types
}

// A bodyReader reads and judges bodies of some media types.
type bodyReader struct {
	reads func(essence string) bool
	read  func(m *spec.MediaType, body []byte) (any, []violation.Violation)
}

// bodyReaders are tried in this order; the last takes anything.
var bodyReaders = []bodyReader{
	{spec.IsJSON, readJSON},
	{func(essence string) bool { return essence == "application/x-www-form-urlencoded" }, readFormBody},
	{func(essence string) bool { return strings.HasPrefix(essence, "text/") }, readText},
	{func(string) bool { return true }, readOpaque},
}

func readJSON(m *spec.MediaType, body []byte) (any, []violation.Violation) {
	v, err := value.ParseJSON(body, value.Limits{})
	if err != nil {
		return nil, []violation.Violation{{
			Where: "body", Rule: "json", Expected: "JSON", Document: m.Pointer, Says: "body is not JSON: " + err.Error() + ".",
		}}
	}
	return v, checkBody(m, v)
}

// readFormBody reads name=value pairs as the properties of an object. Names that repeat make arrays.
func readFormBody(m *spec.MediaType, body []byte) (any, []violation.Violation) {
	o := value.NewObject(0)
	q := parseQuery(string(body))
	for _, name := range q.strangers() {
		items, _, f := decodedList(q.all(name))
		if f != nil {
			return nil, []violation.Violation{{
				Where: tree.Join("body", name), Rule: f.rule, Received: f.received, Expected: f.expected, Document: m.Pointer,
			}}
		}
		o.Set(name, items)
	}
	for _, p := range o.Members() {
		if !takesArray(m.Schema, p.Name) {
			o.Set(p.Name, oneOrAll(p.Value.([]any)))
		}
	}
	if m.Schema == nil {
		return o, nil
	}
	v := typed(o, m.Schema)
	return v, checkBody(m, v)
}

// takesArray tells whether a property of a form is an array even where its name stands once.
func takesArray(s *schema.Schema, name string) bool {
	if s == nil {
		return false
	}
	member := memberOf(s, name)
	return member != nil && member.Kinds().Has(schema.Array)
}

func readText(m *spec.MediaType, body []byte) (any, []violation.Violation) {
	return string(body), checkBody(m, string(body))
}

// readOpaque hands a body on as it is. What its schema says about it is not judged.
func readOpaque(_ *spec.MediaType, body []byte) (any, []violation.Violation) {
	return string(body), nil
}

func checkBody(m *spec.MediaType, v any) []violation.Violation {
	if m.Schema == nil {
		return nil
	}
	return m.Schema.Check(v, "body", schema.ReadRequest)
}
