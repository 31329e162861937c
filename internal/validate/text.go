package validate

import (
	"regexp"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// The texts of numbers: an integer has no leading zeros and no plus, a number follows the grammar of JSON.
var (
	integerText = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	numberText  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)
)

// maxDigits bounds the text of a number that is read as one.
const maxDigits = 1000

// typed turns texts into values of the types that a schema asks for. A text that is none of them stays as it is, so
// that the check of the schema says what is wrong.
func typed(untyped any, s *schema.Schema) any {
	switch u := untyped.(type) {
	case string:
		return typedText(u, s)
	case []any:
		element := s.Element()
		for i := range u {
			if element != nil {
				u[i] = typed(u[i], element)
			}
		}
		return u
	case *value.Object:
		o := value.NewObject(u.Len())
		for _, m := range u.Members() {
			if inner := memberOf(s, m.Name); inner != nil {
				m.Value = typed(m.Value, inner)
			}
			o.Set(m.Name, m.Value)
		}
		return o
	}
	return untyped
}

// memberOf is the schema of a property, declared or additional; nil if there is none.
func memberOf(s *schema.Schema, name string) *schema.Schema {
	if field := s.Field(name); field != nil {
		return field
	}
	return s.AdditionalProperties
}

// typedText reads a text as the first type that it can be. Where a schema leaves more than one open, the value that
// fits is taken.
func typedText(text string, s *schema.Schema) any {
	kinds := s.Kinds()
	candidates := candidatesOf(text, kinds)
	if len(candidates) == 1 {
		return candidates[0]
	}
	for _, v := range candidates {
		if s.Fits(v, schema.ReadRequest) {
			return v
		}
	}
	return candidates[0]
}

// candidatesOf are the values that a text can stand for; the text itself comes first where any type will do, and
// last otherwise. It never stands for null.
func candidatesOf(text string, kinds schema.TypeSet) []any {
	var all []any
	number := kinds.Has(schema.Number) || kinds == 0
	switch {
	case len(text) > maxDigits:
	case (number || kinds.Has(schema.Integer)) && integerText.MatchString(text), number && numberText.MatchString(text):
		all = append(all, value.ParseNumber(text))
	case (kinds == 0 || kinds.Has(schema.Boolean)) && (text == "true" || text == "false"):
		all = append(all, text == "true")
	}
	switch {
	case kinds == 0:
		return append([]any{text}, all...)
	case kinds.Has(schema.String) || len(all) == 0:
		return append(all, text)
	}
	return all
}

// tooLarge is the violation of an integer beyond 64 bits that breaks no bound of its own: it is refused, not wrapped.
func tooLarge(v any, s *schema.Schema, where string, broken []violation.Violation) []violation.Violation {
	if items, ok := v.([]any); ok {
		var all []violation.Violation
		for _, item := range items {
			if element := s.Element(); element != nil {
				all = append(all, tooLarge(item, element, where, broken)...)
			}
		}
		return all
	}
	kinds := s.Kinds()
	n, ok := v.(value.Number)
	if !ok || !kinds.Has(schema.Integer) || kinds.Has(schema.Number) || kinds.Has(schema.String) || reports(broken, n) {
		return nil
	}
	return []violation.Violation{{
		Where: where, Rule: "format", Limit: "int64", Received: n, Expected: "an integer of at most 64 bits", Document: s.Pointer,
	}}
}

// reports tells whether a value is already known to be wrong.
func reports(broken []violation.Violation, n value.Number) bool {
	for _, v := range broken {
		if v.Received == any(n) {
			return true
		}
	}
	return false
}

// defaultOf is the default of a schema, or of what it refers to.
func defaultOf(s *schema.Schema) (any, bool) {
	for s != nil {
		if s.HasDefault {
			return s.Default, true
		}
		for _, part := range s.AllOf {
			if v, ok := defaultOf(part); ok {
				return v, true
			}
		}
		s = s.Ref
	}
	return nil, false
}

// emptyOf is what an empty text stands for where allowEmptyValue lets it through.
func emptyOf(s *schema.Schema) any {
	if s == nil || s.Kinds() == 0 || s.Kinds().Has(schema.String) {
		return ""
	}
	return nil
}

// words say what a parameter takes.
func words(p *spec.Parameter) string {
	switch {
	case p.Schema != nil && p.Schema.Element() != nil:
		return p.Schema.Words() + ", each " + p.Schema.Element().Words()
	case p.Schema != nil:
		return p.Schema.Words()
	case p.Content != nil:
		return p.Content.Type
	}
	return "a value"
}
