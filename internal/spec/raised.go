package spec

import (
	"slices"

	"mockserver/internal/tree"
)

// raised are the nodes that Swagger 2.0 does not have, made from those that it has, which keep their places.
type raised struct {
	schemas map[*tree.Node]*tree.Node // of a parameter or header
	targets map[*tree.Node]place      // where the $refs that were made lead
}

// place is a node and its JSON pointer.
type place struct {
	node    *tree.Node
	pointer string
}

// noKeywords are the members of a parameter that are no keywords of its schema, or mean something else there.
var noKeywords = []string{"name", "in", "required", "description", "allowEmptyValue", "collectionFormat"}

// hasSchema tells whether a parameter or a header of Swagger 2.0 has its schema in a member of its own, as OpenAPI 3 wants it.
func hasSchema(n *tree.Node) bool { return n.Get("schema") != nil && n.Get("type") == nil }

// of is the schema of a parameter or a header of Swagger 2.0 and its place.
func (r *raised) of(n *tree.Node, at string) place {
	if hasSchema(n) {
		return place{n.Get("schema"), tree.Join(at, "schema")}
	}
	return place{r.schema(n), at}
}

// schema is the schema of a parameter or a header of Swagger 2.0, whose keywords stand among its other members.
func (r *raised) schema(n *tree.Node) *tree.Node {
	if s, ok := r.schemas[n]; ok {
		return s
	}
	var keys []string
	var items []*tree.Node
	for i, key := range n.Keys {
		if !slices.Contains(noKeywords, key) {
			keys, items = append(keys, key), append(items, n.Items[i])
		}
	}
	s := neverEmpty(withoutFile(tree.NewObject(n, keys, items)), n)
	if r.schemas == nil {
		r.schemas = map[*tree.Node]*tree.Node{}
	}
	r.schemas[n] = s
	return s
}

// isFile tells whether a schema or a parameter is Swagger's `type: file`.
func isFile(n *tree.Node) bool { return n.Get("type").Str() == "file" }

// withoutFile turns `type: file` into what OpenAPI 3 says for it.
func withoutFile(n *tree.Node) *tree.Node {
	if !isFile(n) {
		return n
	}
	at := n.Get("type")
	return n.With("type", text(at, "string")).With("format", text(at, "binary"))
}

// neverEmpty adds to a schema what a parameter means that says that its value may not be empty (Swagger 2.0, Parameter Object). One
// that says nothing means the same by the letter, but hardly anybody who wrote it.
func neverEmpty(s, n *tree.Node) *tree.Node {
	says := n.Get("allowEmptyValue")
	if !says.Is(tree.Bool) || says.True() {
		return s
	}
	keyword := map[string]string{"string": "minLength", "array": "minItems"}[s.Get("type").Str()]
	if least := s.Get(keyword); keyword == "" || least != nil && least.Text != "0" {
		return s
	}
	return s.With(keyword, &tree.Node{Kind: tree.Number, Text: "1", File: says.File, Line: says.Line, Column: says.Column})
}

// reference makes a schema that is a $ref to a place, so that what is said of it has the place's own pointer.
func (r *raised) reference(to place) *tree.Node {
	ref := text(to.node, "#"+to.pointer)
	if r.targets == nil {
		r.targets = map[*tree.Node]place{}
	}
	r.targets[ref] = to
	return tree.NewObject(to.node, []string{"$ref"}, []*tree.Node{ref})
}

// form is the schema of an object with the fields of a form. That a field is required is said by a schema of its own, which
// has the field's place.
func (r *raised) form(fields []place) *tree.Node {
	at := fields[0].node
	var names []string
	var properties, required []*tree.Node
	for _, f := range fields {
		name := f.node.Get("name")
		names = append(names, name.Text)
		properties = append(properties, r.reference(r.of(f.node, f.pointer)))
		if isRequired(f) && !mayBeEmpty(f) { // else whoever reads the form looks for its name
			one := tree.NewObject(f.node, []string{"required"}, []*tree.Node{list(f.node, []*tree.Node{name})})
			required = append(required, r.reference(place{one, f.pointer}))
		}
	}
	keys, items := []string{"type", "properties"}, []*tree.Node{text(at, "object"), tree.NewObject(at, names, properties)}
	if len(required) > 0 {
		keys, items = append(keys, "allOf"), append(items, list(at, required))
	}
	return tree.NewObject(at, keys, items)
}

// mayBeEmpty tells whether an empty value stands for none, of a field that is a single value.
func mayBeEmpty(field place) bool {
	return truth(field.node.Get("allowEmptyValue")) && field.node.Get("type").Str() != "array" && !isFile(field.node)
}

func isRequired(field place) bool { return truth(field.node.Get("required")) }

// list makes an array node at the place of another.
func list(at *tree.Node, items []*tree.Node) *tree.Node {
	return &tree.Node{Kind: tree.Array, Items: items, File: at.File, Line: at.Line, Column: at.Column}
}

// text makes a string node at the place of another.
func text(at *tree.Node, s string) *tree.Node {
	return &tree.Node{Kind: tree.String, Text: s, File: at.File, Line: at.Line, Column: at.Column}
}
