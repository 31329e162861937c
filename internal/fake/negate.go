package fake

import (
	"slices"

	"mockserver/internal/schema"
)

// deepestNegation bounds how far a negation is followed through schemas.
const deepestNegation = 6

// negated are schemas of which each fits only values that s does not fit, those that look most natural first. They are
// made for this: only what builds a value reads them, so they hold what is needed for that. A schema without keywords
// says nothing: what is made is tested anyway. No schemas: everything fits s. What is given fits anyway; nil: nothing is.
func negated(s *schema.Schema, depth int, given func(*schema.Schema) bool) []*schema.Schema {
	switch {
	case s.Always != nil && *s.Always, given != nil && given(s):
		return nil
	case s.Always != nil || depth > deepestNegation:
		return []*schema.Schema{{Pointer: s.Pointer}}
	}
	n := &negation{of: s, depth: depth, given: given}
	n.objects()
	n.lists()
	n.types()
	n.numbers()
	n.texts()
	n.arrays()
	n.members()
	n.inPlace()
	n.open = n.open || s.MultipleOf != nil || s.MaxContains != nil || s.PropertyNames != nil || s.AdditionalProperties != nil ||
		s.PatternProperties != nil || s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil
	if n.open {
		n.add(&schema.Schema{})
	}
	return n.options
}

// negation collects ways not to fit a schema.
type negation struct {
	of      *schema.Schema
	depth   int
	given   func(*schema.Schema) bool // what the value fits anyway
	options []*schema.Schema
	open    bool // there are ways that none of the options shows
}

func (n *negation) add(s *schema.Schema) {
	s.Pointer = n.of.Pointer
	n.options = append(n.options, s)
}

// never is a schema that nothing fits.
func never(pointer string) *schema.Schema {
	no := false
	return &schema.Schema{Always: &no, Pointer: pointer}
}

func not(s *schema.Schema) *schema.Schema { return &schema.Schema{Not: s, Pointer: s.Pointer} }

var objects = schema.Types(schema.Object)

// objects leaves out a required property.
func (n *negation) objects() {
	for _, name := range n.of.Required {
		n.add(&schema.Schema{Types: objects, Properties: []schema.Property{{Name: name, Schema: never(n.of.Pointer)}}})
	}
}

// lists leaves it to the test of what is made that it is none of the listed values.
func (n *negation) lists() {
	if n.of.Enum != nil || n.of.HasConst {
		n.add(&schema.Schema{})
	}
}

func (n *negation) types() {
	if n.of.Types == 0 {
		return
	}
	rest := anyKind &^ kindsOf(n.of.Types)
	if n.of.Types.Has(schema.Integer) && !n.of.Types.Has(schema.Number) {
		rest |= 1 << schema.Number
	}
	if rest != 0 {
		n.add(&schema.Schema{Types: schema.TypeSet(rest)})
	}
}

func (n *negation) numbers() {
	s, number := n.of, schema.Types(schema.Number)
	if s.Minimum != nil {
		n.add(&schema.Schema{Types: number, ExclusiveMaximum: s.Minimum})
	}
	if s.ExclusiveMinimum != nil {
		n.add(&schema.Schema{Types: number, Maximum: s.ExclusiveMinimum})
	}
	if s.Maximum != nil {
		n.add(&schema.Schema{Types: number, ExclusiveMinimum: s.Maximum})
	}
	if s.ExclusiveMaximum != nil {
		n.add(&schema.Schema{Types: number, Minimum: s.ExclusiveMaximum})
	}
}

func (n *negation) texts() {
	s, text := n.of, schema.Types(schema.String)
	if s.MinLength > 0 {
		fewer := s.MinLength - 1
		n.add(&schema.Schema{Types: text, MaxLength: &fewer})
	}
	if s.MaxLength != nil {
		n.add(&schema.Schema{Types: text, MinLength: *s.MaxLength + 1})
	}
	if s.Pattern != nil {
		n.add(&schema.Schema{Types: text, Not: &schema.Schema{Pattern: s.Pattern, Pointer: s.Pointer}})
	}
	if s.Format != "" && isTextual(s.Format) {
		n.add(&schema.Schema{Types: text, Not: &schema.Schema{Format: s.Format, Pointer: s.Pointer}})
	} else if s.Format != "" {
		n.add(&schema.Schema{Types: schema.Types(schema.Number), Not: &schema.Schema{Format: s.Format, Pointer: s.Pointer}})
	}
}

// isForm tells whether a schema was made to say only which pattern or format a text must not have. That is left to the
// test of what is made.
func isForm(s *schema.Schema) bool { return s.Node == nil && (s.Pattern != nil || s.Format != "") }

// admitsForm tells whether a text need not have a pattern or format.
func (w *want) admitsForm(s *schema.Schema) bool {
	return !slices.Contains(w.formats, s.Format) && !slices.Contains(w.patterns, s.Pattern)
}

func (n *negation) arrays() {
	s, array := n.of, schema.Types(schema.Array)
	if s.MinItems > 0 {
		fewer := s.MinItems - 1
		n.add(&schema.Schema{Types: array, MaxItems: &fewer})
	}
	if s.MaxItems != nil {
		n.add(&schema.Schema{Types: array, MinItems: *s.MaxItems + 1})
	}
	if s.Contains != nil && s.MinContains > 0 {
		n.add(&schema.Schema{Types: array, Items: not(s.Contains)})
	}
	if s.Items != nil {
		at := int64(len(s.PrefixItems))
		prefix := slices.Repeat([]*schema.Schema{{Pointer: s.Pointer}}, int(at))
		n.add(&schema.Schema{Types: array, MinItems: at + 1, PrefixItems: append(prefix, not(s.Items))})
	}
	for i, sub := range s.PrefixItems {
		prefix := slices.Repeat([]*schema.Schema{{Pointer: s.Pointer}}, i)
		n.add(&schema.Schema{Types: array, MinItems: int64(i) + 1, PrefixItems: append(prefix, not(sub))})
	}
	if s.UniqueItems {
		n.add(&schema.Schema{Enum: []any{[]any{int64(1), int64(1)}, []any{"a", "a"}, []any{true, true}}})
	}
}

// members breaks the schema of a property.
func (n *negation) members() {
	s := n.of
	for _, p := range s.Properties {
		n.add(&schema.Schema{Types: objects, Required: []string{p.Name}, Properties: []schema.Property{{Name: p.Name, Schema: not(p.Schema)}}})
	}
	if s.MinProperties > 0 {
		fewer := s.MinProperties - 1
		n.add(&schema.Schema{Types: objects, MaxProperties: &fewer})
	}
	if s.MaxProperties != nil {
		n.add(&schema.Schema{Types: objects, MinProperties: *s.MaxProperties + 1})
	}
	for _, by := range []*schema.Schema{s.AdditionalProperties, s.UnevaluatedProperties} {
		if by != nil {
			n.add(&schema.Schema{Types: objects, Required: []string{"other"}, Properties: []schema.Property{{Name: "other", Schema: not(by)}}})
		}
	}
	for _, p := range s.PatternProperties {
		r := &run{}
		if name, ok := r.matching(p.Pattern, NewKey(0, p.Pattern.Text).Cell(0)); ok {
			n.add(&schema.Schema{Types: objects, Required: []string{name}, Properties: []schema.Property{{Name: name, Schema: not(p.Schema)}}})
		}
	}
	for _, d := range s.DependentRequired {
		for _, name := range d.Required {
			n.add(&schema.Schema{Types: objects, Required: []string{d.Name}, Properties: []schema.Property{{Name: name, Schema: never(s.Pointer)}}})
		}
	}
	for _, d := range s.DependentSchemas {
		n.add(&schema.Schema{Types: objects, Required: []string{d.Name}, Not: d.Schema})
	}
}

func (n *negation) inPlace() {
	s := n.of
	if s.Ref != nil {
		n.options = append(n.options, negated(s.Ref, n.depth+1, n.given)...)
	}
	for _, sub := range s.AllOf {
		n.options = append(n.options, negated(sub, n.depth+1, n.given)...)
	}
	for _, list := range [][]*schema.Schema{s.AnyOf, s.OneOf} {
		var none []*schema.Schema
		for _, sub := range list {
			none = append(none, not(sub))
		}
		if none != nil {
			n.add(&schema.Schema{AllOf: none})
		}
	}
	if len(s.OneOf) > 1 {
		n.add(&schema.Schema{AllOf: s.OneOf[:2]})
	}
	if s.Not != nil {
		n.options = append(n.options, s.Not)
	}
	if s.If != nil && s.Then != nil {
		n.add(&schema.Schema{AllOf: []*schema.Schema{s.If, not(s.Then)}})
	}
	if s.If != nil && s.Else != nil {
		n.add(&schema.Schema{AllOf: []*schema.Schema{not(s.If), not(s.Else)}})
	}
}
