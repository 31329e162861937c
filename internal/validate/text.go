package validate

import (
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// numberText is the grammar of numbers in JSON: no leading zeros, no plus.
var numberText = lazyregexp.New(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// maxNestedTypings is how deep alternatives are tried within alternatives: their number grows as a power, so that limit.Set.Choices
// would be used up before a deeper one is right.
const maxNestedTypings = 4

// retries counts how often it is still read anew.
type retries struct {
	left, nested int
	steps, most  int // of judging what was read
	numbers      value.Limits
	patience
}

func newRetries(l *limit.Set) retries {
	return retries{left: l.Choices, most: l.CheckSteps, numbers: jsonLimits(l)}
}

func jsonLimits(l *limit.Set) value.Limits {
	return value.Limits{Depth: l.BodyDepth, Digits: l.Digits, Values: l.BodyValues}
}

// may tells whether another choice may be tried.
func (r *retries) may() bool {
	r.left--
	return r.left >= 0 && r.nested <= maxNestedTypings && r.steps <= r.most
}

// fits tells whether a value that was read fits. It does not, once that has taken too long for other values.
func (r *retries) fits(s *schema.Schema, v any) bool {
	if r.steps > r.most {
		return false
	}
	fits, steps := s.FitsIn(v, schema.ReadRequest)
	r.steps += steps
	return fits
}

// typing is one typed on its way.
type typing struct{ retries }

// typed turns texts into values of the types that a schema asks for. A text that is none of them stays as it is, so
// that the check of the schema says what is wrong. Where the schema has choices, the one is taken that fits in the end.
// Lists may be typed in place.
func typed(untyped any, s *schema.Schema, l *limit.Set) any {
	if text, ok := untyped.(string); ok && s != nil {
		if v, ok := plainly(untyped, text, s.Kinds(), l.Digits); ok {
			return v
		}
	}
	t := typing{newRetries(l)}
	return t.value(untyped, s)
}

func (t *typing) value(untyped any, s *schema.Schema) any {
	if s == nil {
		return untyped
	}
	if text, ok := untyped.(string); ok {
		if v, ok := plainly(untyped, text, s.Kinds(), t.numbers.Digits); ok {
			return v
		}
		return typedText(text, s, t.numbers)
	}
	choices := choicesOf(s)
	if len(choices) == 0 {
		return t.inner(untyped, s, choice{})
	}
	t.nested++
	defer func() { t.nested-- }()
	first := t.inner(untyped, s, choice{})
	if t.fits(s, first) {
		return first
	}
	for _, choice := range choices {
		if !t.may() {
			break
		}
		if v := t.inner(untyped, s, choice); t.fits(s, v) {
			return v
		}
	}
	return first
}

// inner types the elements or members of a value, by one of the choices of its schema.
func (t *typing) inner(untyped any, s *schema.Schema, by choice) any {
	switch u := untyped.(type) {
	case []any:
		items := u
		if t.nested > 0 { // another choice begins with the same texts
			items = make([]any, len(u))
		}
		for i := range u {
			element := elementBy(s, by, i)
			items[i] = t.value(u[i], element)
			if text, ok := items[i].(string); ok && element != nil && element.Kinds() == schema.Types(schema.Array) {
				items[i] = commaList(text, element, t.numbers)
			}
		}
		return items
	case *value.Object:
		o := value.NewObject(u.Len())
		for _, m := range u.Members() {
			o.Set(m.Name, t.value(m.Value, t.memberBy(s, by, m.Name)))
		}
		return o
	}
	return untyped
}

// plainly reads a text of which there is no doubt, as nearly all are (BenchmarkMiss… in package server); ok is false of all others.
func plainly(untyped any, text string, kinds schema.TypeSet, digits int) (v any, ok bool) {
	switch kinds {
	case schema.Types(schema.String):
		return untyped, true
	case schema.Types(schema.Integer), schema.Types(schema.Number), schema.Types(schema.Integer, schema.Number):
		i, ok := value.ParseInteger(text)
		return i, ok && len(text) <= digits
	}
	return nil, false
}

// typedText reads a text as the first type that it can be. Where a schema leaves more than one open, the value that
// fits is taken.
func typedText(text string, s *schema.Schema, l value.Limits) any {
	kinds := s.Kinds()
	candidates := candidatesOf(text, kinds, l.Digits)
	composed := kinds&schema.Types(schema.Array, schema.Object) != 0 && text != "" && (text[0] == '{' || text[0] == '[')
	if len(candidates) == 1 && !composed {
		return candidates[0]
	}
	for _, v := range candidates {
		if s.Fits(v, schema.ReadRequest) {
			return v
		}
	}
	if composed {
		// How arrays and objects stand within something that is separated by commas and the like, the standard leaves
		// open (OAS 3.1 §4.8.12.4); clients write JSON.
		if v, err := value.ParseJSON([]byte(text), l); err == nil {
			return v
		}
	}
	return candidates[0]
}

// commaList reads an array within an array as Swagger 2.0 writes it where its items say nothing else: collectionFormat csv.
func commaList(text string, s *schema.Schema, l value.Limits) []any {
	var items []any
	for part := range strings.SplitSeq(text, ",") {
		item := any(part)
		if element := elementOf(s, len(items)); element != nil {
			item = candidatesOf(part, element.Kinds(), l.Digits)[0]
		}
		items = append(items, item)
	}
	return items
}

// candidatesOf are the values that a text can stand for; the text itself comes first where any type will do, and else
// behind numbers and booleans. For null stands "null" and nothing at all, if nothing else fits.
func candidatesOf(text string, kinds schema.TypeSet, digits int) []any {
	var all []any
	if n := numberOf(text, kinds, digits); n != nil {
		all = append(all, n)
	} else if (kinds == 0 || kinds.Has(schema.Boolean)) && (text == "true" || text == "false") {
		all = append(all, text == "true")
	}
	null := kinds.Has(schema.Null) && (text == "" || text == "null")
	switch {
	case kinds == 0:
		return append([]any{text}, all...)
	case kinds.Has(schema.String) || len(all) == 0 && !null:
		all = append(all, text)
	}
	if null {
		all = append(all, nil)
	}
	return all
}

// numberOf is the number that a text stands for where the types allow one, else nil. An integer may be written as 1.0
// or 1e3 (JSON Schema, section 6.1.1), and is an int64 wherever it fits in.
func numberOf(text string, kinds schema.TypeSet, digits int) any {
	number := kinds.Has(schema.Number) || kinds == 0
	if len(text) > digits || !number && !kinds.Has(schema.Integer) || !numberText.MatchString(text) {
		return nil
	}
	n := value.ParseNumber(text)
	if number {
		return n
	}
	if i, ok := value.Int(n); ok {
		return i
	}
	if value.IsInteger(n) {
		return n
	}
	return nil
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
