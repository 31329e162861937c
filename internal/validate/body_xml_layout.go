package validate

import (
	"cmp"
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// layout says under which names the properties of an object stand in XML. It is made once for each schema, so that an
// element costs what is in it, however many properties there could be.
type layout struct {
	fields     []schema.Property // with the schemas by which they are read
	elements   map[string][]int  // name of an element → positions in fields
	attributes map[string][]int  // name of an attribute → positions in fields
	lists      []string          // properties of which no element is an empty array
}

// maxLists bounds lists: each element may come to have all of them. Only elements that are left out need it.
const maxLists = 100

// layout is that of a schema, by one of its choices.
func (x *xmlReading) layout(s, choice *schema.Schema) *layout {
	key := [2]*schema.Schema{s, choice}
	if known := x.layouts[key]; known != nil {
		return known
	}
	l := &layout{elements: map[string][]int{}, attributes: map[string][]int{}}
	required := requiredOf(s)
	for i, field := range fieldsOf(s) {
		member := x.memberBy(s, choice, field.Name)
		if required[field.Name] && len(l.lists) < maxLists && isBareList(member) {
			l.lists = append(l.lists, field.Name)
		}
		l.fields = append(l.fields, schema.Property{Name: field.Name, Schema: member})
		if of := xmlOf(member); of.Attribute {
			name := cmp.Or(of.Name, field.Name)
			l.attributes[name] = append(l.attributes[name], i)
			continue
		}
		for _, name := range elementNames(field.Name, member) {
			l.elements[name] = append(l.elements[name], i)
		}
	}
	if x.layouts == nil {
		x.layouts = map[[2]*schema.Schema]*layout{}
	}
	x.layouts[key] = l
	return l
}

// requiredOf are the names that a schema requires whatever its choices are.
func requiredOf(s *schema.Schema) map[string]bool {
	names := map[string]bool{}
	for _, part := range partsOf(s) {
		for _, name := range part.Required {
			names[name] = true
		}
	}
	return names
}

// isBareList tells whether a property is an array that may be empty and has no wrapper, so that nothing at all is its form.
func isBareList(s *schema.Schema) bool {
	of := xmlOf(s)
	return takesArray(s) && !of.Wrapped && !of.Attribute && s.Fits([]any{}, schema.ReadRequest)
}

// emptied sets the required properties of which there is no element but that may be empty arrays.
func (l *layout) emptied(o *value.Object) {
	for _, name := range l.lists {
		if _, given := o.Get(name); !given {
			o.Set(name, []any{})
		}
	}
}

// of lists the properties that an element may hold, in the order of the schema.
func (l *layout) of(e *element) []schema.Property {
	var positions []int
	for _, child := range e.children {
		positions = append(positions, l.elements[child.name.Local]...)
	}
	for _, a := range e.attributes {
		positions = append(positions, l.attributes[a.Name.Local]...)
	}
	slices.Sort(positions)
	positions = slices.Compact(positions)
	held := make([]schema.Property, len(positions))
	for i, at := range positions {
		held[i] = l.fields[at]
	}
	return held
}

// elementNames are the names of the elements that a property is: of an array without a wrapper, those of its elements.
func elementNames(name string, s *schema.Schema) []string {
	of := xmlOf(s)
	if takesArray(s) && !of.Wrapped {
		if inner := xmlOf(elementOf(s, 0)).Name; inner != "" {
			return []string{inner}
		}
		if of.Name != "" {
			return []string{of.Name, name}
		}
	}
	return []string{cmp.Or(of.Name, name)}
}
