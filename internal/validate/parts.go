package validate

import (
	"slices"

	"mockserver/internal/schema"
)

// maxParts bounds how many schemas that apply together, or of which one applies, are looked at for the types of what is
// written as text: documents of vendors have a tenth of them. A value is judged by all.
const maxParts = 200

// partsOf are a schema and those that its values must fit too: of $ref, allOf, and the one alternative beside null.
func partsOf(s *schema.Schema) []*schema.Schema {
	if s == nil {
		return nil
	}
	all := []*schema.Schema{s}
	add := func(sub *schema.Schema) {
		if sub != nil && len(all) < maxParts && !slices.Contains(all, sub) {
			all = append(all, sub)
		}
	}
	for i := 0; i < len(all); i++ {
		part := all[i]
		add(part.Ref)
		for _, sub := range part.AllOf {
			add(sub)
		}
		for _, subs := range [][]*schema.Schema{part.AnyOf, part.OneOf} {
			if alternatives := besideNull(subs); len(alternatives) == 1 {
				add(alternatives[0])
			}
		}
	}
	return all
}

// alone tells whether no other schema applies together with it, which most need not pay for.
func alone(s *schema.Schema) bool {
	return s.Ref == nil && s.AllOf == nil && s.AnyOf == nil && s.OneOf == nil
}

func besideNull(subs []*schema.Schema) []*schema.Schema {
	var all []*schema.Schema
	for _, sub := range subs {
		if sub.Types != schema.Types(schema.Null) {
			all = append(all, sub)
		}
	}
	return all
}

// fieldsOf are the properties of a schema and of its choices, each once.
func fieldsOf(s *schema.Schema) []schema.Property {
	if s == nil {
		return nil
	}
	fields := s.Fields()
	choices := choicesOf(s)
	if len(choices) == 0 {
		return fields
	}
	fields, known := slices.Clone(fields), map[string]bool{}
	for _, f := range fields {
		known[f.Name] = true
	}
	for _, choice := range choices {
		for _, f := range choice.innermost().Fields() {
			if !known[f.Name] {
				known[f.Name] = true
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// patience is what one body or parameter has with patterns of names that do not come to an end.
type patience struct{ late int }

// maxLate is how many searches may take the time of --limit pattern-micros=N; from then on patterns that need backtracking are not searched.
const maxLate = 4

func (p *patience) matches(pattern *schema.Pattern, name string) bool {
	if p.late >= maxLate && !pattern.Linear() {
		return false
	}
	found, late := pattern.Search(name)
	if late {
		p.late++
	}
	return found
}

// memberOf is the schema of a property, declared, of a choice, by a pattern of its name, or additional; nil if there is
// none.
func (p *patience) memberOf(s *schema.Schema, name string) *schema.Schema {
	return p.memberBy(s, choice{}, name)
}

// memberBy is memberOf where one of the choices is taken.
func (p *patience) memberBy(s *schema.Schema, by choice, name string) *schema.Schema {
	if s == nil {
		return nil
	}
	if field := s.Field(name); field != nil {
		return field
	}
	if field := by.field(name); field != nil {
		return field
	}
	for one := range by.inwards {
		if member := p.memberOf(one, name); member != nil {
			return member
		}
	}
	for _, other := range choicesOf(s) {
		if field := other.innermost().Field(name); field != nil {
			return field
		}
	}
	parts := partsOf(s)
	for _, part := range parts {
		for _, property := range part.PatternProperties {
			if p.matches(property.Pattern, name) {
				return property.Schema
			}
		}
	}
	for _, part := range parts {
		if part.AdditionalProperties != nil {
			return part.AdditionalProperties
		}
	}
	return nil
}

// elementOf is the schema of an array's element; nil if there is none.
func elementOf(s *schema.Schema, i int) *schema.Schema { return elementBy(s, choice{}, i) }

// elementBy is elementOf where one of the choices is taken.
func elementBy(s *schema.Schema, by choice, i int) *schema.Schema {
	if s != nil && alone(s) && s.PrefixItems == nil && s.Items != nil {
		return s.Items
	}
	for _, part := range partsOf(s) {
		if i < len(part.PrefixItems) {
			return part.PrefixItems[i]
		}
		if part.Items != nil {
			return part.Items
		}
	}
	for one := range by.inwards {
		if element := elementOf(one, i); element != nil || one == by[0] {
			return element
		}
	}
	for _, other := range choicesOf(s) {
		if element := other.innermost().Element(); element != nil {
			return element
		}
	}
	return nil
}

// positions is how many elements of an array have schemas of their own.
func positions(s *schema.Schema) int {
	most := 0
	for _, part := range partsOf(s) {
		most = max(most, len(part.PrefixItems))
	}
	return most
}

// takesArray tells whether a value that is given once is an array of one.
func takesArray(s *schema.Schema) bool {
	return s != nil && shapesOf(s, nil)[0] == list && s.Kinds()&^schema.Types(schema.Array, schema.Null) == 0
}

// takesAnyName tells whether an object has properties beyond those that are declared.
func takesAnyName(s *schema.Schema) bool {
	for _, part := range partsOf(s) {
		if extra := part.AdditionalProperties; extra != nil {
			return extra.Always == nil || *extra.Always
		}
		if len(part.PatternProperties) > 0 {
			return true
		}
	}
	return len(fieldsOf(s)) == 0
}
