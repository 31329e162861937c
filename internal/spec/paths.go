package spec

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// methods are the members of a path item that are operations.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// reader is what must be known of other operations while the paths are read.
type reader struct {
	document *Document
	ids      map[string]*Operation
	shapes   map[string]*Operation // by method and path without the names of parameters
}

// pathItem is a path with what stands at it.
type pathItem struct {
	template string
	segments []segment
	names    []string
	node     *tree.Node
	pointer  string
}

// readPaths lists the operations of all path items, in the order of the document.
func (d *Document) readPaths(paths *tree.Node) {
	r := reader{document: d, ids: map[string]*Operation{}, shapes: map[string]*Operation{}}
	for i, template := range paths.Keys {
		if strings.HasPrefix(template, "x-") {
			continue
		}
		at := tree.Join("/paths", template)
		if !strings.HasPrefix(template, "/") {
			d.found(paths.Items[i], at, true, "a path begins with a slash; %q does not, so it is not served", template)
			continue
		}
		r.path(template, paths.Items[i], at)
	}
}

// path reads one path item. Operations beside a $ref come before those of what it points to.
func (r *reader) path(template string, n *tree.Node, at string) {
	d := r.document
	segments, names, ok := parseTemplate(template)
	if !ok {
		d.found(n, at, false, "the braces of the path %q do not pair, or a name in them is empty or stands twice", template)
	}
	if len(names) > maxParameters {
		d.found(n, at, true, "the path %q has more than %d parameters, so it is not served", template, maxParameters)
		return
	}
	own := pathItem{template, segments, names, n, at}
	done := r.item(own, nil)
	target, targetAt, err := d.Resolve(n, at)
	switch {
	case err != nil:
		d.lost(n, at, err)
	case !target.Is(tree.Object):
		d.found(target, targetAt, true, "the path item %q is of the kind %s; it would be an object from method to operation", template, target.Kind)
	case target != n:
		own.node, own.pointer = target, targetAt
		r.item(own, done)
	}
}

// item reads the operations of a path item but those that are done, and returns the methods that it has.
func (r *reader) item(p pathItem, done []string) []string {
	if !p.node.Is(tree.Object) {
		return done
	}
	for i, key := range p.node.Keys {
		switch {
		case slices.Contains(methods, key) && !slices.Contains(done, key):
			done = append(done, key)
			r.operation(p, key, p.node.Items[i])
		case !slices.Contains(methods, key) && !slices.Contains(itemMembers, key) && !strings.HasPrefix(key, "x-"):
			r.stranger(p, key, p.node.Items[i])
		}
	}
	return done
}

// itemMembers are what a path item has besides methods (OAS 3.2 §4.9.1, where query and additionalOperations are new).
var itemMembers = []string{"$ref", "summary", "description", "servers", "parameters", "query", "additionalOperations"}

// stranger notes a member of a path item that says nothing, most likely a misspelt method.
func (r *reader) stranger(p pathItem, key string, n *tree.Node) {
	hint := ""
	if near := violation.Closest(key, slices.Concat(methods, itemMembers)); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	r.document.found(n, tree.Join(p.pointer, key), false, "%q is neither a method nor anything else that the path item %s may have%s", key, p.template, hint)
}

func (r *reader) operation(p pathItem, key string, n *tree.Node) {
	d, at := r.document, tree.Join(p.pointer, key)
	method := strings.ToUpper(key)
	if !n.Is(tree.Object) {
		d.found(n, at, true, "%s %s is of the kind %s; an operation is an object", method, p.template, n.Kind)
		return
	}
	o := &Operation{
		Document: d, ID: n.Get("operationId").Str(), Method: method, Template: p.template, Node: n, Pointer: at,
		PathItem: p.node, itemPointer: p.pointer, segments: p.segments, names: p.names,
	}
	if o.ID == "" {
		o.ID = method + " " + p.template
	} else if other := r.ids[o.ID]; other != nil {
		d.found(n, tree.Join(at, "operationId"), false, "the operationId %q is also that of %s %s", o.ID, other.Method, other.Template)
	} else {
		r.ids[o.ID] = o
	}
	shape := shapeOf(method, p.segments)
	if other := r.shapes[shape]; other != nil {
		d.found(n, at, true, "%s %s is never reached, because %s matches the same requests and comes first", method, p.template, other.Template)
		return
	}
	r.shapes[shape] = o
	d.Operations = append(d.Operations, o)
}

// shapeOf is the same for operations that match the same requests.
func shapeOf(method string, segments []segment) string {
	var b strings.Builder
	b.WriteString(method)
	for _, s := range segments {
		b.WriteString("/" + s.shape())
	}
	return b.String()
}
