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
	s := withoutFile(tree.NewObject(n, keys, items))
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

// reference makes a schema that is a $ref to a place, so that what is said of it has the place's own pointer.
func (r *raised) reference(to place) *tree.Node {
	ref := text(to.node, "#"+to.pointer)
	if r.targets == nil {
		r.targets = map[*tree.Node]place{}
	}
	r.targets[ref] = to
	return tree.NewObject(to.node, []string{"$ref"}, []*tree.Node{ref})
}

// form is the schema of an object with the fields of a form.
func (r *raised) form(fields []place) *tree.Node {
	at := fields[0].node
	var names []string
	var properties, required []*tree.Node
	for _, f := range fields {
		name := f.node.Get("name")
		names = append(names, name.Text)
		properties = append(properties, r.reference(place{r.schema(f.node), f.pointer}))
		if truth(f.node.Get("required")) {
			required = append(required, name)
		}
	}
	return tree.NewObject(at, []string{"type", "properties", "required"}, []*tree.Node{
		text(at, "object"),
		tree.NewObject(at, names, properties),
		{Kind: tree.Array, Items: required, File: at.File, Line: at.Line, Column: at.Column},
	})
}

// text makes a string node at the place of another.
func text(at *tree.Node, s string) *tree.Node {
	return &tree.Node{Kind: tree.String, Text: s, File: at.File, Line: at.Line, Column: at.Column}
}
