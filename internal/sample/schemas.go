package sample

import (
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// maxParts bounds the alternatives within each other in which the xml object of a member is looked for. No document of a vendor
// comes near; beyond, the element has the name of the property.
const maxParts = 100

// componentName is what a schema, or the first that it refers to, is called among the components; "" if none is one.
func componentName(s *schema.Schema) string {
	for one := range s.Chain {
		if name := one.Component(); name != "" {
			return name
		}
	}
	return ""
}

// members finds the schemas of an object's members.
type members struct {
	object *value.Object
	parts  []*schema.Schema // that describe them, as far as anybody asked
	next   *schema.Schema   // part; nil: there are no more
}

func membersOf(s *schema.Schema, o *value.Object) *members { return &members{object: o, next: s} }

// field is the schema of a member, also where only one alternative of a oneOf or anyOf declares it: the first that the
// object fits. nil if there is none.
func (m *members) field(name string) *schema.Schema {
	for _, part := range m.parts {
		if f := part.Field(name); f != nil {
			return f
		}
	}
	for m.next != nil && len(m.parts) < maxParts {
		part := m.next
		m.parts, m.next = append(m.parts, part), m.inside(part)
		if f := part.Field(name); f != nil {
			return f
		}
	}
	return nil
}

// inside is the schema that a part leads to.
func (m *members) inside(part *schema.Schema) *schema.Schema {
	if part.Ref != nil {
		return part.Ref
	}
	for _, alternatives := range [][]*schema.Schema{part.OneOf, part.AnyOf} {
		for _, one := range alternatives {
			if one.Fits(m.object, schema.Answer) {
				return one
			}
		}
	}
	return m.heir(part)
}

// heir is the schema that inherits a part and that the object names; nil if there is none.
func (m *members) heir(part *schema.Schema) *schema.Schema {
	if part.Discriminator == nil || !part.HasHeirs() {
		return nil
	}
	name, _ := m.object.Get(part.Discriminator.Property)
	if heir := heirCalled(part, name); heir != nil && heir != part && heir.Fits(m.object, schema.Answer) {
		return heir
	}
	return nil
}

// heirCalled is the schema, of those that inherit one or it itself, that a discriminator calls by a name; nil if none is.
func heirCalled(s *schema.Schema, name any) *schema.Schema {
	for _, heir := range s.Heirs(nil) {
		if heir.Name != "" && heir.Name == name {
			return heir.Schema
		}
	}
	return nil
}

// isWriteOnly tells whether a property is kept from answers.
func isWriteOnly(s *schema.Schema) bool {
	return s != nil && s.IsWriteOnly()
}

// withoutWriteOnly is a value without the properties that are kept from answers.
func withoutWriteOnly(v any, s *schema.Schema) any {
	switch v := v.(type) {
	case *value.Object:
		o, of := value.NewObject(v.Len()), membersOf(s, v)
		for _, m := range v.Members() {
			f := of.field(m.Name)
			if !isWriteOnly(f) {
				o.Set(m.Name, withoutWriteOnly(m.Value, f))
			}
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = withoutWriteOnly(item, s.Element())
		}
		return list
	}
	return v
}
