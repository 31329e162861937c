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
	layouts map[layoutKey]*layout
	laying  []*schema.Schema // of which a layout is being made
	retries
}

// value is what an element stands for. Where the schema has choices, the one is taken that fits in the end.
func (x *xmlReading) value(e *element, s *schema.Schema, where string) any {
	if s == nil {
		return generic(e)
	}
	if isNil(e) {
		x.filled(e, s, where)
		return nil
	}
	if inner, name := s.XMLWithin(); inner != nil && len(e.children) == 1 && called(e.children[0].name, inner.InXML(), elementName(name, e.name.Local)) {
		return x.value(e.children[0], inner, where)
	}
	choices := choicesOf(s)
	if len(choices) == 0 {
		return x.by(e, s, choice{}, where)
	}
	x.nested++
	defer func() { x.nested-- }()
	before := len(x.broken)
	first := x.by(e, s, choice{}, where)
	if len(x.broken) == before && x.fits(s, first) {
		return first
	}
	broken := slices.Clone(x.broken[before:])
	for _, one := range choices {
		if !x.may() {
			break
		}
		x.broken = x.broken[:before]
		if v := x.by(e, s, one, where); len(x.broken) == before && x.fits(s, v) {
			return v
		}
	}
	x.broken = append(x.broken[:before], broken...)
	return first
}

// filled notes what is in an element that is null: there must be nothing (XML Schema Part 1 §3.3.1), but space is let through,
// as any program that indents leaves it.
func (x *xmlReading) filled(e *element, s *schema.Schema, where string) {
	if _, said := e.content(); !said && len(e.children) == 0 {
		return
	}
	x.breaks(violation.Violation{
		Where: where, Rule: "xml", Limit: "nil", Received: strings.TrimSpace(e.text), Expected: "an empty element", Document: s.Pointer,
		Says: where + " has xsi:nil, which says that it is null, but is not empty; expected an empty element or one without xsi:nil.",
	})
}

// by reads an element by one of the choices of its schema.
func (x *xmlReading) by(e *element, s *schema.Schema, by choice, where string) any {
	kinds := s.Kinds()
	for one := range by.inwards {
		if one.Kinds() != 0 {
			kinds = one.Kinds()
			break
		}
	}
	inner := len(e.children) > 0
	switch {
	case kinds == 0 && len(fieldsOf(s)) == 0 && elementOf(s, 0) == nil:
		return generic(e)
	case kinds.Has(schema.Array) && (inner || !kinds.Has(schema.String)), kinds == 0 && len(fieldsOf(s)) == 0:
		return x.list(e, s, by, where)
	case kinds.Has(schema.Object) && (inner || len(e.attributes) > 0 || kinds&^schema.Types(schema.Object, schema.Null) == 0), kinds == 0:
		if !inner && strings.TrimSpace(e.text) != "" && len(e.attributes) == 0 && x.layout(s, by).text < 0 {
			return e.text
		}
		return x.object(e, s, by, where)
	case inner:
		return generic(e)
	}
	return x.text(e.text, s)
}

// text is a value that is written as text. Of other values than strings the space around is none of theirs.
func (x *xmlReading) text(text string, s *schema.Schema) any {
	if kinds := kindsOf(s); kinds != 0 && !kinds.Has(schema.String) {
		text = strings.TrimSpace(text)
	}
	return x.typedBy(text, s)
}

// mixed is a text among elements, which may be indented: a string that fits only without the space around has none.
func (x *xmlReading) mixed(text string, s *schema.Schema) any {
	v := x.text(text, s)
	if kept, ok := v.(string); ok && s != nil && !s.Fits(kept, schema.ReadRequest) {
		if v := x.text(strings.TrimSpace(text), s); s.Fits(v, schema.ReadRequest) {
			return v
		}
	}
	return v
}

// list reads the children of an element as the elements of an array, and its texts where some elements are that.
func (x *xmlReading) list(wrapper *element, s *schema.Schema, by choice, where string) any {
	items := make([]any, 0, len(wrapper.children))
	for behind := range len(wrapper.children) + 1 {
		element := elementBy(s, by, len(items))
		if element.InXML().Text {
			text, said := wrapper.run(behind)
			if said || behind < len(wrapper.children) && len(items) < positions(s) {
				items = append(items, x.mixed(text, element))
			}
			element = elementBy(s, by, len(items))
		}
		if behind == len(wrapper.children) {
			break
		}
		child := wrapper.children[behind]
		if of := element.InXML(); (of.Name != "" || of.Namespace != "") && !called(child.name, of, elementName(of.Name, child.name.Local)) {
			x.stray(child, of, element, where)
		}
		items = append(items, x.value(child, element, tree.Join(where, value.Text(int64(len(items))))))
	}
	return items
}

// stray notes an element that has another name than those of an array have; once for each array.
func (x *xmlReading) stray(child *element, of schema.XML, s *schema.Schema, where string) {
	if slices.ContainsFunc(x.broken, func(v violation.Violation) bool { return v.Where == where }) {
		return
	}
	expected := "elements called " + elementName(of.Name, child.name.Local)
	if of.Namespace != "" {
		expected += " of the namespace " + of.Namespace
	}
	x.breaks(violation.Violation{
		Where: where, Rule: "xml", Limit: cmp.Or(of.Name, of.Namespace), Received: child.name.Local, Expected: expected,
		Document: tree.Join(s.Pointer, "xml"), Says: where + " has " + strings.Replace(described(child.name, of), "the", "an", 1) + "; expected " + expected + ".",
	})
}

func (x *xmlReading) breaks(v violation.Violation) {
	if len(x.broken) < x.content.limits.Violations {
		x.broken = append(x.broken, v)
	}
}

// object reads attributes, children and text as properties. What the schema does not know becomes a property of its own name.
func (x *xmlReading) object(e *element, s *schema.Schema, by choice, where string) any {
	o := value.NewObject(len(e.children))
	l := x.layout(s, by)
	all, taken, given := l.shares(e)
	for _, one := range all {
		field := l.fields[one.field]
		at := tree.Join(where, field.Name)
		switch {
		case l.nodes[one.field] == asParts:
			x.around(o, e, l, one, at)
		case len(one.attributes) > 0:
			o.Set(field.Name, x.text(one.attributes[0].Value, field.Schema))
		default:
			o.Set(field.Name, x.several(one.children, field.Schema, at))
		}
	}
	x.words(o, e, l, where)
	member := func(name string) *schema.Schema { return x.memberBy(s, by, name) }
	x.rest(o, e, member, l, taken, where)
	left := maxInner
	l.silent(o, &left)
	for _, a := range e.attributes {
		if given[a.Name] {
			continue
		}
		if i, known := l.attributes.local[a.Name.Local]; known {
			x.misplaced(a.Name, "attribute", l.fields[i], l.nodes[i], where)
		}
		if _, given := o.Get(a.Name.Local); !given && !isSpecial(a.Name) {
			o.Set(a.Name.Local, x.typedBy(a.Value, member(a.Name.Local)))
		}
	}
	return o
}

// several are the children that are a property: one, several, or one around several.
func (x *xmlReading) several(found []*element, s *schema.Schema, where string) any {
	array := takesArray(s)
	if len(found) == 1 && (!array || s.InXML().Wrapped) {
		return x.value(found[0], s, where)
	}
	items := make([]any, len(found))
	for i, child := range found {
		items[i] = x.value(child, elementOf(s, i), tree.Join(where, value.Text(int64(i))))
	}
	if array && len(found) == 1 && isNil(found[0]) && x.fits(s, nil) && !x.fits(s, items) { // it is no element that is null, but the array
		return nil
	}
	if array && len(found) == 1 && len(choicesOf(s)) > 0 && x.may() && !x.fits(s, items) { // one of the choices may have a wrapper
		before := len(x.broken)
		if whole := x.value(found[0], s, where); len(x.broken) == before && x.fits(s, whole) {
			return whole
		}
		x.broken = x.broken[:before]
	}
	return items
}

// around reads a property whose parts stand in the element that it is a property of, or else in one of its own name.
func (x *xmlReading) around(o *value.Object, e *element, l *layout, one *share, where string) {
	field := l.fields[one.field]
	inner := &element{name: e.name, children: one.children, attributes: one.attributes}
	if l.text == one.field {
		if text, said := e.content(); said {
			inner.text, inner.sections = text, []section{{0, len(text), len(one.children)}}
		}
	}
	o.Set(field.Name, x.value(inner, field.Schema, where))
}

// words reads the text of an element, where it is a property.
func (x *xmlReading) words(o *value.Object, e *element, l *layout, where string) {
	if l.text < 0 {
		return
	}
	field := l.fields[l.text]
	text, said := e.content()
	if _, given := o.Get(field.Name); given {
		return
	}
	switch {
	case l.nodes[l.text] == asParts:
		if said {
			x.around(o, e, l, &share{field: l.text}, tree.Join(where, field.Name))
		}
	case said:
		o.Set(field.Name, x.mixed(text, field.Schema))
	case l.required[field.Name] && kindsOf(field.Schema).Has(schema.String) && !kindsOf(field.Schema).Has(schema.Null):
		if len(e.children) > 0 {
			text = ""
		}
		o.Set(field.Name, text)
	}
}

// rest sets the children that no property took.
func (x *xmlReading) rest(o *value.Object, e *element, member func(name string) *schema.Schema, l *layout, taken map[*element]bool, where string) {
	var order []string
	groups := map[string][]*element{}
	for _, child := range e.children {
		if name := child.name.Local; !taken[child] {
			if groups[name] == nil {
				order = append(order, name)
			}
			groups[name] = append(groups[name], child)
		}
	}
	for _, name := range order {
		group, at := groups[name], tree.Join(where, name)
		if i, known := l.meant(name); known {
			x.misplaced(group[0].name, "element", l.fields[i], l.nodes[i], where)
			name, at = l.fields[i].Name, tree.Join(where, l.fields[i].Name)
			if _, given := o.Get(name); given {
				continue
			}
		}
		v := x.several(group, member(name), at)
		if old, given := o.Get(name); given {
			items, several := old.([]any)
			if !several {
				items = []any{old}
			}
			if more, several := v.([]any); several && len(group) > 1 {
				v = append(items, more...)
			} else {
				v = append(items, v)
			}
		}
		o.Set(name, v)
	}
}

// misplaced notes an element or attribute that would be a property if it had its namespace, its name or were the other.
func (x *xmlReading) misplaced(name xml.Name, kind string, field schema.Property, is node, where string) {
	if len(x.broken) >= x.content.limits.Violations {
		return
	}
	of := field.Schema.InXML()
	expected := "the element " + elementName(of.Name, field.Name)
	switch is {
	case asAttribute:
		expected = "the attribute " + elementName(of.Name, field.Name)
	case asText:
		expected, of.Namespace = "the text of the element around it", ""
	case asParts:
		expected, of.Namespace = "its properties in the element around it", ""
	case asElements:
		one := elementNames(field.Name, field.Schema)[0]
		expected, of.Namespace = "the element "+one.Local, one.Space
	}
	if of.Namespace != "" {
		expected += " of the namespace " + of.Namespace
	}
	document := field.Schema.Pointer
	if field.Schema.XML != nil {
		document = tree.Join(document, "xml")
	}
	at := tree.Join(where, field.Name)
	got := described(name, of)
	if kind == "attribute" {
		got = strings.Replace(got, "element", "attribute", 1)
	}
	x.breaks(violation.Violation{
		Where: at, Rule: "xml", Limit: cmp.Or(of.Name, of.Namespace, field.Name), Received: name.Local, Expected: expected,
		Document: document, Says: at + " is " + got + "; expected " + expected + ".",
	})
}

// generic reads an element without a schema: its text, or attributes and children as members.
func generic(e *element) any {
	x := &xmlReading{}
	if isNil(e) {
		return nil
	}
	if len(e.children) == 0 && len(e.attributes) == 0 {
		return e.text
	}
	o := value.NewObject(len(e.children))
	for _, a := range e.attributes {
		if !isSpecial(a.Name) {
			o.Set(a.Name.Local, a.Value)
		}
	}
	x.rest(o, e, func(string) *schema.Schema { return nil }, nil, nil, "")
	if o.Len() == 0 {
		return e.text
	}
	return o
}

// called tells whether an element or attribute has the name, and the namespace if one is described.
func called(name xml.Name, of schema.XML, want string) bool {
	return name.Local == want && (of.Namespace == "" || name.Space == of.Namespace)
}

const instanceNamespace = "http://www.w3.org/2001/XMLSchema-instance"

// isNil is xsi:nil.
func isNil(e *element) bool {
	for _, a := range e.attributes {
		if a.Name.Space == instanceNamespace && a.Name.Local == "nil" {
			said := strings.TrimSpace(a.Value)
			return said == "true" || said == "1"
		}
	}
	return false
}

// isSpecial tells whether an attribute speaks of the XML and not of the value.
func isSpecial(name xml.Name) bool {
	return name.Space == "xmlns" || name.Local == "xmlns" || name.Space == instanceNamespace || name.Space == schema.NamespaceXML
}

func (x *xmlReading) typedBy(text string, s *schema.Schema) any {
	if s == nil {
		return text
	}
	return typedText(text, s, x.numbers)
}
