package respond

import (
	"mockserver/internal/schema"
	"mockserver/internal/spec"
)

// example is the first example of a media type or of its schema that fits the schema: documents hold others too.
func (a *answering) example(m *spec.MediaType) (any, bool) {
	for _, v := range a.examples(m) {
		if m.Schema == nil || m.Schema.Fits(v, schema.Answer) {
			return v, true
		}
	}
	return nil, false
}

// examples are all of them: that of the media type, the named ones, those of the schema.
func (a *answering) examples(m *spec.MediaType) []any {
	var all []any
	if e := m.Node.Get("example"); e != nil {
		all = append(all, e.Value())
	}
	named := m.Node.Get("examples")
	for i := range named.Len() {
		one, _, err := a.Binding.Operation.Document.Resolve(named.Items[i], m.Pointer)
		if v := one.Get("value"); err == nil && v != nil {
			all = append(all, v.Value())
		}
	}
	for s := m.Schema; s != nil; s = s.Ref {
		all = append(all, s.Examples...)
	}
	return all
}
