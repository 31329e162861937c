package infer

import (
	"slices"
	"strconv"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// kinds are types of JSON, as a set.
type kinds uint8

const (
	stringKind kinds = 1 << iota
	integerKind
	numberKind
	booleanKind
	arrayKind
	objectKind
	nullKind
)

var kindsByName = map[string]kinds{
	"string": stringKind, "integer": integerKind, "number": numberKind, "boolean": booleanKind,
	"array": arrayKind, "object": objectKind, "null": nullKind, "file": 0,
}

// has tells whether one of some kinds is among them.
func (k kinds) has(some kinds) bool { return k&some != 0 }

// shape is what a schema says at a glance: enough to guess by, without compiling it. The members of allOf are one with it,
// and so are the alternatives of oneOf and anyOf, of which each object adds its properties.
type shape struct {
	pointer     string // of the schema behind all $refs, as a $ref from the document would have it, without the #
	component   string // the pointer of the component that a $ref led to first; "" if the schema stands where it is used
	kinds       kinds  // 0: nothing says
	format      string
	description string
	enum        []*tree.Node
	example     *tree.Node // its own; nil: none
	fallback    *tree.Node // its default; nil: none
	minimum     *tree.Node
	maximum     *tree.Node
	readOnly    bool
	writeOnly   bool

	reader     *reader
	parts      []part // itself, and what it is composed of
	properties []property
	known      bool // properties are
}

// part is one node of a shape.
type part struct {
	node    *tree.Node
	pointer string
	choice  bool // it is one of several alternatives: what it requires is not required
}

// property is a member of an object's shape.
type property struct {
	name     string
	node     *tree.Node
	pointer  string
	required bool
}

// reader reads the shapes of one document; each schema once.
type reader struct {
	document *spec.Document
	shapes   map[*tree.Node]*shape
}

// Bounds of a shape: what is beyond is not looked at.
const (
	maxParts      = 200
	maxPartsDeep  = 16
	maxProperties = 2000
)

// shape reads the schema at a node; nil stands for no schema, and gives an empty shape.
func (r *reader) shape(n *tree.Node, pointer string) *shape {
	if n == nil {
		return &shape{reader: r}
	}
	if s := r.shapes[n]; s != nil {
		return s
	}
	s := &shape{reader: r}
	r.shapes[n] = s
	target, at, err := r.document.Resolve(n, pointer)
	if err != nil || !target.Is(tree.Object) {
		return s
	}
	if n.Get("$ref") != nil {
		s.component = at
	}
	s.pointer = at
	s.collect(target, at, false, 0)
	s.describe()
	return s
}

// collect gathers the parts of a schema.
func (s *shape) collect(n *tree.Node, pointer string, choice bool, depth int) {
	if len(s.parts) >= maxParts || depth > maxPartsDeep || slices.ContainsFunc(s.parts, func(p part) bool { return p.node == n }) {
		return
	}
	s.parts = append(s.parts, part{n, pointer, choice})
	for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
		list := n.Get(keyword)
		alternatives := keyword != "allOf" && list.Len() > 1
		for i, item := range list.Elements() {
			target, at, err := s.reader.document.Resolve(item, tree.Join(pointer, keyword, itoa(i)))
			if err == nil && target.Is(tree.Object) {
				s.collect(target, at, choice || alternatives, depth+1)
			}
		}
	}
}

// describe reads the plain keywords of the parts; the first that says something counts.
func (s *shape) describe() {
	for _, p := range s.parts {
		s.kinds |= kindsOf(p.node)
		if s.format == "" {
			s.format = p.node.Get("format").Str()
		}
		if s.description == "" {
			s.description = p.node.Get("description").Str()
		}
		if s.enum == nil {
			s.enum = p.node.Get("enum").Elements()
			if c := p.node.Get("const"); c != nil {
				s.enum = []*tree.Node{c}
			}
		}
		for _, member := range []struct {
			to   **tree.Node
			name string
		}{{&s.example, "example"}, {&s.fallback, "default"}, {&s.minimum, "minimum"}, {&s.maximum, "maximum"}} {
			if *member.to == nil {
				*member.to = p.node.Get(member.name)
			}
		}
		if list := p.node.Get("examples"); s.example == nil && list.Is(tree.Array) && list.Len() > 0 {
			s.example = list.Items[0]
		}
		s.readOnly = s.readOnly || p.node.Get("readOnly").True()
		s.writeOnly = s.writeOnly || p.node.Get("writeOnly").True()
	}
}

// kindsOf are the types that a schema names, or that its keywords mean.
func kindsOf(n *tree.Node) kinds {
	var k kinds
	switch t := n.Get("type"); {
	case t.Is(tree.String):
		k = kindsByName[t.Text]
	case t.Is(tree.Array):
		for _, item := range t.Items {
			k |= kindsByName[item.Str()]
		}
	case n.Get("properties").Is(tree.Object):
		k = objectKind
	case n.Get("items") != nil:
		k = arrayKind
	default:
		for _, item := range n.Get("enum").Elements() {
			k |= kindOf(item)
		}
	}
	if n.Get("nullable").True() || n.Get("x-nullable").True() {
		k |= nullKind
	}
	return k
}

// kindOf is the kind of a value.
func kindOf(n *tree.Node) kinds {
	switch n.Kind {
	case tree.String:
		return stringKind
	case tree.Number:
		if _, ok := n.Int(); ok {
			return integerKind
		}
		return numberKind
	case tree.Bool:
		return booleanKind
	case tree.Array:
		return arrayKind
	case tree.Object:
		return objectKind
	}
	return nullKind
}

// fields are the properties of an object, in the order of the document; those of alternatives too, none of them required.
func (s *shape) fields() []property {
	if s.known {
		return s.properties
	}
	s.known = true
	index := map[string]int{}
	for _, p := range s.parts {
		required := p.node.Get("required")
		properties := p.node.Get("properties")
		for i, name := range properties.Members() {
			must := !p.choice && isNamed(required, name)
			if at, there := index[name]; there {
				s.properties[at].required = s.properties[at].required || must
				continue
			}
			if len(s.properties) < maxProperties {
				index[name] = len(s.properties)
				s.properties = append(s.properties, property{name, properties.Items[i], tree.Join(p.pointer, "properties", name), must})
			}
		}
	}
	for _, p := range s.parts {
		for _, item := range p.node.Get("required").Elements() {
			if at, there := index[item.Str()]; there && !p.choice {
				s.properties[at].required = true
			}
		}
	}
	return s.properties
}

func isNamed(list *tree.Node, name string) bool {
	return slices.ContainsFunc(list.Elements(), func(item *tree.Node) bool { return item.Str() == name })
}

// field is the shape of a property; nil if there is none of the name.
func (s *shape) field(name string) *shape {
	for _, p := range s.fields() {
		if p.name == name {
			return s.reader.shape(p.node, p.pointer)
		}
	}
	return nil
}

// shapeOf is the shape of a property.
func (s *shape) shapeOf(p property) *shape { return s.reader.shape(p.node, p.pointer) }

// element is the shape of an array's items; nil if they are not described.
func (s *shape) element() *shape {
	for _, p := range s.parts {
		if items := p.node.Get("items"); items.Is(tree.Object) {
			return s.reader.shape(items, tree.Join(p.pointer, "items"))
		}
	}
	return nil
}

// isObject tells whether the shape is an object with properties.
func (s *shape) isObject() bool {
	return s != nil && (s.kinds.has(objectKind) || s.kinds&^nullKind == 0) && len(s.fields()) > 0
}

// isArray tells whether the shape is an array, and nothing else but null.
func (s *shape) isArray() bool { return s != nil && s.kinds&^nullKind == arrayKind }

func itoa(i int) string { return strconv.Itoa(i) }
