package validate

import (
	"cmp"
	"encoding/xml"
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// layout says where the properties of an object stand in XML. It is made once for each schema, so that an element costs
// what is in it, however many properties there could be.
type layout struct {
	fields     []schema.Property // with the schemas by which they are read
	nodes      []node            // of fields
	declared   map[string]int    // by the name of a property, its position in fields
	elements   names
	attributes names
	text       int           // position of the property that is the text; -1: none is
	lists      []string      // required properties of which no element is an empty array
	nulls      []string      // properties that are no elements, of which nothing at all is null
	inner      []innerLayout // of required properties that are no nodes
	required   map[string]bool
}

// layoutKey is a schema and the one of its choices that is taken.
type layoutKey struct {
	schema *schema.Schema
	by     choice
}

// innerLayout is that of a property whose parts stand in the element around it.
type innerLayout struct {
	name string
	*layout
}

// names say which property, by its position, an element or attribute is.
type names struct {
	exact map[xml.Name]int
	loose map[xml.Name]int // where exact has none
	local map[string]int   // in any namespace
}

func newNames() names {
	return names{map[xml.Name]int{}, map[xml.Name]int{}, map[string]int{}}
}

// set notes the name of a property; the first that has it keeps it.
func (n names) set(to map[xml.Name]int, name xml.Name, field int) {
	if _, known := to[name]; !known {
		to[name] = field
	}
	if _, known := n.local[name.Local]; !known {
		n.local[name.Local] = field
	}
}

// find is the property that a name is meant for, else one that leaves the namespace open.
func (n names) find(name xml.Name) (field int, ok bool) {
	open := xml.Name{Local: name.Local}
	for _, known := range []map[xml.Name]int{n.exact, n.loose} {
		for _, one := range []xml.Name{name, open} {
			if field, ok = known[one]; ok {
				return field, true
			}
		}
	}
	return 0, false
}

// node is what a property is in XML.
type node int

const (
	asElements node = iota
	asAttribute
	asText
	asParts // its properties stand in the element around it (nodeType none)
)

const (
	maxLists = 100   // bounds lists and nulls: each element may come to have all of them
	maxInner = 10    // how deep properties stand in the element around the element around …
	maxNames = 1_000 // how many names a layout has from within its properties
)

// nodeOf is what a property is in XML. What only a text can be, arrays and objects are not.
func nodeOf(s *schema.Schema) node {
	x := s.InXML()
	switch only := kindsOf(s) &^ schema.Types(schema.Null); {
	case x.Attribute:
		return asAttribute
	case x.Text && (only == 0 || only&^schema.Types(schema.Array, schema.Object) != 0):
		return asText
	case x.None && !takesArray(s) && (only.Has(schema.Object) || only == 0 && len(fieldsOf(s)) > 0):
		return asParts
	}
	return asElements
}

func kindsOf(s *schema.Schema) schema.TypeSet {
	if s == nil {
		return 0
	}
	return s.Kinds()
}

// layout is that of a schema, by one of its choices.
func (x *xmlReading) layout(s *schema.Schema, by choice) *layout {
	key := layoutKey{s, by}
	if known := x.layouts[key]; known != nil {
		return known
	}
	l := &layout{elements: newNames(), attributes: newNames(), declared: map[string]int{}, text: -1, required: requiredOf(s, by)}
	x.laying = append(x.laying, s)
	defer func() { x.laying = x.laying[:len(x.laying)-1] }()
	inner := 0
	for i, field := range fieldsOf(s) {
		member := x.memberBy(s, by, field.Name)
		l.fields, l.nodes = append(l.fields, schema.Property{Name: field.Name, Schema: member}), append(l.nodes, nodeOf(member))
		l.declared[field.Name] = i
		if l.required[field.Name] && len(l.lists) < maxLists && isBareList(member) && !member.IsReadOnly() {
			l.lists = append(l.lists, field.Name)
		}
		if l.nodes[i] == asParts {
			inner += x.parts(l, i, inner)
		}
		l.place(i)
		own := s.Field(field.Name) != nil || by.field(field.Name) != nil
		if own && (l.nodes[i] == asAttribute || l.nodes[i] == asText) && len(l.nulls) < maxLists && kindsOf(member).Has(schema.Null) {
			l.nulls = append(l.nulls, field.Name)
		}
	}
	if x.layouts == nil {
		x.layouts = map[layoutKey]*layout{}
	}
	x.layouts[key] = l
	return l
}

// parts adds the places of what is in a property whose parts stand in the element around it.
func (x *xmlReading) parts(l *layout, i, already int) int {
	if len(x.laying) > maxInner || already+len(fieldsOf(l.fields[i].Schema.Target())) > maxNames || slices.Contains(x.laying, l.fields[i].Schema) {
		l.nodes[i] = asElements
		return 0
	}
	within := x.layout(l.fields[i].Schema, choice{})
	names := len(within.elements.local) + len(within.attributes.local)
	if already+names > maxNames {
		l.nodes[i] = asElements
		return 0
	}
	for name := range within.elements.exact { // the order does not show: each name has its own entry
		l.elements.set(l.elements.exact, name, i)
	}
	for name := range within.attributes.exact {
		l.attributes.set(l.attributes.exact, name, i)
	}
	for name := range within.attributes.loose {
		l.attributes.set(l.attributes.loose, name, i)
	}
	if name := l.fields[i].Name; l.required[name] && len(l.inner) < maxInner {
		l.inner = append(l.inner, innerLayout{name, within})
	}
	if within.text >= 0 && l.text < 0 {
		l.text = i
	}
	return names
}

// place notes under which names a property stands.
func (l *layout) place(i int) {
	name, s := l.fields[i].Name, l.fields[i].Schema
	of := s.InXML()
	elements := l.elements.exact
	switch only := kindsOf(s) &^ schema.Types(schema.Null); {
	case l.nodes[i] == asAttribute:
		called := xml.Name{Space: of.Namespace, Local: elementName(of.Name, name)}
		l.attributes.set(l.attributes.exact, called, i)
		if of.Prefix == "" {
			l.attributes.set(l.attributes.loose, xml.Name{Local: called.Local}, i)
		}
		elements = l.elements.loose
	case l.nodes[i] == asText:
		if l.text < 0 {
			l.text = i
		}
		elements = l.elements.loose
	case l.nodes[i] == asParts && only == schema.Types(schema.Object):
		return
	case l.nodes[i] == asParts:
		elements = l.elements.loose
	}
	for at, one := range elementNames(name, s) {
		if at > 0 {
			elements = l.elements.loose
		}
		l.elements.set(elements, one, i)
	}
}

// requiredOf are the names that a schema requires by one of its choices.
func requiredOf(s *schema.Schema, by choice) map[string]bool {
	names := map[string]bool{}
	for _, one := range slices.Concat(by[:by.depth()], []*schema.Schema{s}) {
		for _, part := range partsOf(one) {
			for _, name := range part.Required {
				names[name] = true
			}
		}
	}
	return names
}

// isBareList tells whether a property is an array that may be empty and has no wrapper, so that nothing at all is its node.
func isBareList(s *schema.Schema) bool {
	of := s.InXML()
	return takesArray(s) && !of.Wrapped && !of.Attribute && s.Fits([]any{}, schema.ReadRequest)
}

// silent sets the properties that are there although nothing in the element shows it, with what is in them as far as left
// allows.
func (l *layout) silent(o *value.Object, left *int) {
	for _, name := range l.lists {
		if _, given := o.Get(name); !given {
			o.Set(name, []any{})
		}
	}
	for _, name := range l.nulls {
		if _, given := o.Get(name); !given {
			o.Set(name, nil)
		}
	}
	for _, inner := range l.inner {
		if _, given := o.Get(inner.name); given || *left == 0 {
			continue
		}
		*left--
		within := value.NewObject(0)
		inner.silent(within, left)
		o.Set(inner.name, within)
	}
}

// share is what of an element belongs to one of its properties.
type share struct {
	field      int
	children   []*element
	attributes []xml.Attr
}

// shares divides an element among its properties, in the order of the schema. taken are those that one has got.
func (l *layout) shares(e *element) (all []*share, taken map[*element]bool, given map[xml.Name]bool) {
	taken, given = map[*element]bool{}, map[xml.Name]bool{}
	by := map[int]*share{}
	of := func(field int) *share {
		if by[field] == nil {
			by[field] = &share{field: field}
			all = append(all, by[field])
		}
		return by[field]
	}
	for _, child := range e.children {
		if field, ok := l.elements.find(child.name); ok && l.takes(field, child) {
			s := of(field)
			s.children, taken[child] = append(s.children, child), true
		}
	}
	for _, a := range e.attributes {
		if field, ok := l.attributes.find(a.Name); ok {
			s := of(field)
			s.attributes, given[a.Name] = append(s.attributes, a), true
		}
	}
	slices.SortFunc(all, func(a, b *share) int { return cmp.Compare(a.field, b.field) })
	return all, taken, given
}

// meant is the property that an element of a name should have been, in its namespace and in its node. A nil layout has none.
func (l *layout) meant(name string) (field int, known bool) {
	if l == nil {
		return 0, false
	}
	for _, by := range []map[string]int{l.elements.local, l.attributes.local, l.declared} {
		if field, known = by[name]; known {
			return field, true
		}
	}
	return 0, false
}

// takes tells whether an element may be a property: one that should be an attribute or text, only where it is more than that.
func (l *layout) takes(field int, child *element) bool {
	if l.nodes[field] == asElements || l.nodes[field] == asParts {
		return true
	}
	only := kindsOf(l.fields[field].Schema) &^ schema.Types(schema.Null)
	composed := only & schema.Types(schema.Array, schema.Object)
	return composed != 0 && composed == only || (only == 0 || composed != 0) && len(child.children)+len(child.attributes) > 0
}

// elementNames are the names of the elements that a property is, in their namespaces: of an array without a wrapper, those of
// its elements, whose xml objects count alone. Behind the first are names that are taken too: its own, that of a choice, and
// that of the component which a $ref leads to, by which OpenAPI 3.2 calls it.
func elementNames(name string, s *schema.Schema) []xml.Name {
	of := s.InXML()
	one, others := s, []string{}
	if takesArray(s) && !of.Wrapped {
		one = s.XMLItem(0)
		others = append(others, of.Name, elementOf(s, 0).InXML().Name)
		of = itemXML(one)
	}
	names := []xml.Name{{Space: of.Namespace, Local: elementName(of.Name, name)}}
	if of.Name != "" {
		return names
	}
	if one != nil && one.Ref != nil {
		others = append(others, one.Ref.Component())
	}
	for _, other := range others {
		if other != "" {
			names = append(names, xml.Name{Space: of.Namespace, Local: schema.XMLName(other)})
		}
	}
	return names
}

// itemXML is the xml object of an array's element; one that is no element counts for nothing where there is no wrapper.
func itemXML(s *schema.Schema) schema.XML {
	of := s.InXML()
	if of.Text || of.None || of.Attribute {
		return schema.XML{Name: of.Name}
	}
	return of
}

// elementName is the name that an xml object says, else another.
func elementName(said, otherwise string) string { return schema.XMLName(cmp.Or(said, otherwise)) }
