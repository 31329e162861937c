package validate

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// xmlReading makes values of elements.
type xmlReading struct {
	content *content
	broken  []violation.Violation
	layouts map[[2]*schema.Schema]*layout // by schema and choice
	retries
}

// value is what an element stands for. Where the schema has choices, the one is taken that fits in the end.
func (x *xmlReading) value(e *element, s *schema.Schema, where string) any {
	if s == nil {
		return generic(e)
	}
	if isNil(e) && (s.Kinds() == 0 || s.Kinds().Has(schema.Null)) {
		return nil
	}
	choices := choicesOf(s)
	if len(choices) == 0 {
		return x.by(e, s, nil, where)
	}
	x.nested++
	defer func() { x.nested-- }()
	first := x.by(e, s, nil, where)
	if x.fits(s, first) {
		return first
	}
	for _, choice := range choices {
		if !x.may() {
			break
		}
		if v := x.by(e, s, choice, where); x.fits(s, v) {
			return v
		}
	}
	return first
}

// by reads an element by one of the choices of its schema.
func (x *xmlReading) by(e *element, s, choice *schema.Schema, where string) any {
	kinds := s.Kinds()
	if choice != nil && choice.Kinds() != 0 {
		kinds = choice.Kinds()
	}
	inner := len(e.children) > 0
	switch {
	case kinds == 0 && len(fieldsOf(s)) == 0 && elementOf(s, 0) == nil:
		return generic(e)
	case kinds.Has(schema.Array) && (inner || !kinds.Has(schema.String)), kinds == 0 && len(fieldsOf(s)) == 0:
		return x.list(e, s, choice, where)
	case kinds.Has(schema.Object) && (inner || len(e.attributes) > 0 || kinds&^schema.Types(schema.Object, schema.Null) == 0), kinds == 0:
		if !inner && strings.TrimSpace(e.text) != "" && len(e.attributes) == 0 {
			return e.text
		}
		return x.object(e, s, choice, where)
	case inner:
		return generic(e)
	case kinds.Has(schema.String):
		return typedText(e.text, s, x.numbers)
	}
	return typedText(strings.TrimSpace(e.text), s, x.numbers)
}

// list reads the children of an element as the elements of an array.
func (x *xmlReading) list(wrapper *element, s, choice *schema.Schema, where string) any {
	items := make([]any, len(wrapper.children))
	for i, child := range wrapper.children {
		element := elementBy(s, choice, i)
		if of := xmlOf(element); of.Name != "" && !called(child.name, of, of.Name) {
			x.stray(child, of.Name, element, where)
		}
		items[i] = x.value(child, element, tree.Join(where, value.Text(int64(i))))
	}
	return items
}

// stray notes an element that has another name than those of an array have; once for each array.
func (x *xmlReading) stray(child *element, name string, s *schema.Schema, where string) {
	if len(x.broken) >= x.content.limits.Violations || slices.ContainsFunc(x.broken, func(v violation.Violation) bool { return v.Where == where }) {
		return
	}
	x.broken = append(x.broken, violation.Violation{
		Where: where, Rule: "xml", Limit: name, Received: child.name.Local, Expected: "elements called " + name,
		Document: tree.Join(s.Pointer, "xml"), Says: where + " has an element " + child.name.Local + "; expected elements called " + name + ".",
	})
}

// object reads attributes and children as properties. What the schema does not know becomes a property of its own name.
func (x *xmlReading) object(e *element, s, choice *schema.Schema, where string) any {
	o := value.NewObject(len(e.children))
	byName, taken := map[string][]*element{}, map[*element]bool{}
	for _, child := range e.children {
		byName[child.name.Local] = append(byName[child.name.Local], child)
	}
	attributes := map[string]bool{}
	l := x.layout(s, choice)
	for _, field := range l.of(e) {
		of := xmlOf(field.Schema)
		if of.Attribute {
			name := cmp.Or(of.Name, field.Name)
			if text, ok := attributeOf(e, of, name); ok {
				attributes[name] = true
				o.Set(field.Name, typedText(text, field.Schema, x.numbers))
			}
			continue
		}
		if v, ok := x.property(byName, taken, field.Name, field.Schema, tree.Join(where, field.Name)); ok {
			o.Set(field.Name, v)
		}
	}
	x.rest(o, e, s, taken, where)
	l.emptied(o)
	for _, a := range e.attributes {
		if _, given := o.Get(a.Name.Local); !given && !attributes[a.Name.Local] && !isSpecial(a.Name) {
			o.Set(a.Name.Local, x.typedBy(a.Value, x.memberOf(s, a.Name.Local)))
		}
	}
	return o
}

// property reads the children that are a property: one, several, or one around several.
func (x *xmlReading) property(byName map[string][]*element, taken map[*element]bool, name string, s *schema.Schema, where string) (any, bool) {
	of := xmlOf(s)
	array := takesArray(s)
	var found []*element
	for _, n := range elementNames(name, s) {
		for _, child := range byName[n] {
			if called(child.name, of, n) && !taken[child] {
				taken[child] = true
				found = append(found, child)
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, false
	case array && of.Wrapped && len(found) == 1, !array && len(found) == 1:
		return x.value(found[0], s, where), true
	}
	items := make([]any, len(found))
	for i, child := range found {
		items[i] = x.value(child, elementOf(s, i), tree.Join(where, value.Text(int64(i))))
	}
	return items, true
}

// rest sets the children that no property took.
func (x *xmlReading) rest(o *value.Object, e *element, s *schema.Schema, taken map[*element]bool, where string) {
	for _, child := range e.children {
		name := child.name.Local
		if taken[child] {
			continue
		}
		v := x.value(child, x.memberOf(s, name), tree.Join(where, name))
		if old, given := o.Get(name); given {
			items, several := old.([]any)
			if !several {
				items = []any{old}
			}
			v = append(items, v)
		}
		o.Set(name, v)
	}
}

// generic reads an element without a schema: its text, or attributes and children as members.
func generic(e *element) any {
	x := &xmlReading{}
	if len(e.children) == 0 && len(e.attributes) == 0 {
		return e.text
	}
	o := value.NewObject(len(e.children))
	for _, a := range e.attributes {
		if !isSpecial(a.Name) {
			o.Set(a.Name.Local, a.Value)
		}
	}
	x.rest(o, e, nil, nil, "")
	if o.Len() == 0 {
		return e.text
	}
	return o
}

// xmlOf says how a value looks in XML.
func xmlOf(s *schema.Schema) schema.XML {
	for _, part := range partsOf(s) {
		if part.XML != nil {
			return *part.XML
		}
	}
	return schema.XML{}
}

// called tells whether an element or attribute has the name, and the namespace if one is described.
func called(name xml.Name, of schema.XML, want string) bool {
	return name.Local == want && (of.Namespace == "" || name.Space == of.Namespace)
}

func attributeOf(e *element, of schema.XML, name string) (string, bool) {
	for _, a := range e.attributes {
		if called(a.Name, of, name) {
			return a.Value, true
		}
	}
	return "", false
}

const instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"

// isNil is xsi:nil.
func isNil(e *element) bool {
	for _, a := range e.attributes {
		if a.Name.Space == instanceNamespace && a.Name.Local == "nil" {
			return a.Value == "true" || a.Value == "1"
		}
	}
	return false
}

// isSpecial tells whether an attribute speaks of the XML and not of the value.
func isSpecial(name xml.Name) bool {
	return name.Space == "xmlns" || name.Local == "xmlns" || name.Space == instanceNamespace || name.Space == "xml"
}

func (x *xmlReading) typedBy(text string, s *schema.Schema) any {
	if s == nil {
		return text
	}
	return typedText(text, s, x.numbers)
}
