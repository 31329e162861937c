package sample

import (
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// maxChain bounds how far a schema is followed to what it refers to.
const maxChain = 100

// xmlOf is the xml object of a schema, of what it refers to, or of a part of its allOf; empty if there is none.
func xmlOf(s *schema.Schema) schema.XML {
	for range maxChain {
		if s == nil {
			break
		}
		if s.XML != nil {
			return *s.XML
		}
		for _, part := range s.AllOf {
			for ; part != nil; part = part.Ref {
				if part.XML != nil {
					return *part.XML
				}
			}
		}
		s = s.Ref
	}
	return schema.XML{}
}

// componentName is what a schema, or the first that it refers to, is called among the components; "" if none is one.
func componentName(s *schema.Schema) string {
	for range maxChain {
		if s == nil {
			break
		}
		tokens := strings.Split(s.Pointer, "/")
		if n := len(tokens); n > 2 {
			switch tokens[n-2] {
			case "schemas", "definitions", "$defs":
				return strings.NewReplacer("~1", "/", "~0", "~").Replace(tokens[n-1])
			}
		}
		s = s.Ref
	}
	return ""
}

func element(s *schema.Schema) *schema.Schema {
	if s == nil {
		return nil
	}
	return s.Element()
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
	for m.next != nil && len(m.parts) < maxChain {
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
	return nil
}

// isWriteOnly tells whether a property is kept from answers.
func isWriteOnly(s *schema.Schema) bool {
	for range maxChain {
		if s == nil {
			break
		}
		if s.WriteOnly {
			return true
		}
		for _, part := range s.AllOf {
			if part.WriteOnly || part.Ref != nil && part.Ref.WriteOnly {
				return true
			}
		}
		s = s.Ref
	}
	return false
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
			list[i] = withoutWriteOnly(item, element(s))
		}
		return list
	}
	return v
}
