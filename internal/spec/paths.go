package spec

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// methods are the members of a path item that are operations; query is new in OpenAPI 3.2.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

// itemMembers are what a path item has besides methods (OAS 3.2 §4.9.1).
var itemMembers = []string{"$ref", "summary", "description", "servers", "parameters", additional}

// additional is the member of a path item with the operations of other methods, by their names as they are sent.
const additional = "additionalOperations"

// reader is what must be known of other operations while the paths are read.
type reader struct {
	document *Document
	ids      map[string]*Operation
	shapes   map[shape]*Operation // by method and path without the names of parameters
	room     *room
}

// pathItem is a path with what stands at it.
type pathItem struct {
	written   string // the template with a query or fragment, which is read without
	template  string
	segments  []segment
	names     []string
	node      *tree.Node
	pointer   string
	shape     digest   // of the segments
	basePaths []string // of its own servers; nil: it has none
	baseShape digest   // of them
}

// readPaths lists the operations of all path items, in the order of the document.
func (d *Document) readPaths(paths *tree.Node, pointer string) {
	r := reader{document: d, ids: map[string]*Operation{}, shapes: map[shape]*Operation{}, room: newRoom(d.config.Limits.Routes)}
	for i, template := range paths.Members() {
		if strings.HasPrefix(template, "x-") || template == "$ref" {
			continue
		}
		at := tree.Join(pointer, template)
		if !strings.HasPrefix(template, "/") {
			d.found(paths.Items[i], at, false, "a path begins with a slash; %q is read as if it did", template)
			template = "/" + template
		}
		r.path(template, paths.Items[i], at)
	}
	r.fitBasePaths()
}

// path reads one path item. Operations beside a $ref come before those of what it points to.
func (r *reader) path(template string, n *tree.Node, at string) {
	d, written := r.document, template
	if end := queryAt(template); end >= 0 {
		d.found(n, at, false, "a path has no query and no fragment; %q is read as %q", template, template[:end])
		template = template[:end]
	}
	if most := d.config.Limits.PathParameters; strings.Count(template, "{") > most {
		d.found(n, at, true, "the path %q has more than %d parameters, the limit that --limit path-parameters=N sets, so it is not served", shorten(template), most)
		return
	}
	if most := d.config.Limits.PathSegments; strings.Count(template, "/") > most {
		d.found(n, at, true, "the path %q has more than %d segments, the limit that --limit path-segments=N sets, so it is not served", shorten(template), most)
		return
	}
	segments, names, ok := parseTemplate(template)
	if !ok {
		d.found(n, at, false, "the braces of the path %q do not pair, or a name in them is empty or stands twice", template)
	}
	own := pathItem{written: written, template: template, segments: segments, names: names, node: n, pointer: at, shape: digestOfPath(segments)}
	done := r.item(own, nil)
	target, targetAt, err := d.Resolve(n, at)
	switch {
	case err != nil:
		d.lost(n, tree.Join(at, "$ref"), err)
	case target.Is(tree.Null):
	case !target.Is(tree.Object):
		d.found(target, targetAt, true, "the path item %q is %s; it would be an object from method to operation", template, target.Kind.WithArticle())
	case target != n:
		own.node, own.pointer = target, targetAt
		r.item(own, done)
	}
}

// queryAt is where a query or a fragment begins in a template, outside of its parameters; -1 if it has none.
func queryAt(template string) int {
	depth := 0
	for i, c := range []byte(template) {
		switch {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case depth <= 0 && (c == '?' || c == '#'):
			return i
		}
	}
	return -1
}

// shorten is a text as a message repeats it.
func shorten(text string) string {
	const shown = 100 // characters
	return value.Cut(text, shown)
}

// item reads the operations of a path item but those that are done, and returns the methods that it has.
func (r *reader) item(p pathItem, done []string) []string {
	if !p.node.Is(tree.Object) {
		return done
	}
	p.basePaths = r.document.readServers(p.node.Get("servers"), tree.Join(p.pointer, "servers"))
	p.baseShape = digestOf(p.basePaths...)
	for i, key := range p.node.Keys {
		n, at := p.node.Items[i], tree.Join(p.pointer, key)
		method := strings.ToLower(key)
		switch {
		case slices.Contains(methods, method) && !slices.Contains(done, method):
			if key != method {
				r.document.found(n, at, false, "methods are written in small letters; %q is read as %q", key, method)
			}
			done = append(done, method)
			r.operation(p, strings.ToUpper(key), at, n)
		case key == additional:
			r.additional(p, n, at)
		case !slices.Contains(methods, method) && !slices.Contains(itemMembers, key) && !strings.HasPrefix(key, "x-"):
			r.stranger(p, key, n)
		}
	}
	return done
}

// additional reads the operations of methods that have no member of their own (OpenAPI 3.2, section 4.9.1).
func (r *reader) additional(p pathItem, list *tree.Node, at string) {
	if !list.Is(tree.Object) {
		r.document.found(list, at, true, "%s is %s; it would be an object from method to operation", additional, list.Kind.WithArticle())
		return
	}
	most := r.document.config.Limits.Additional
	if list.Len() > most {
		r.document.found(list, at, true, "%s has more than %d methods, the limit that --limit additional-operations=N sets; those after them are not served", additional, most)
	}
	for i, method := range list.Keys[:min(list.Len(), most)] {
		if !isToken(method) {
			r.document.found(list.Items[i], tree.Join(at, method), true, "%q is not the name of a method, so it is not served", shorten(method))
			continue
		}
		r.operation(p, method, tree.Join(at, method), list.Items[i])
	}
}

// isToken tells whether a text may be the name of a method (RFC 9110 §5.6.2).
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		return c <= ' ' || c >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
	})
}

// stranger notes a member of a path item that says nothing, most likely a misspelt method.
func (r *reader) stranger(p pathItem, key string, n *tree.Node) {
	hint := ""
	if near := violation.Closest(key, slices.Concat(methods, itemMembers)); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	r.document.found(n, tree.Join(p.pointer, key), false, "%q is neither a method nor anything else that the path item %s may have%s", key, p.template, hint)
}

func (r *reader) operation(p pathItem, method, at string, n *tree.Node) {
	d := r.document
	n, at = d.container(n, at) // what leads nowhere costs the operation when it is compiled
	if !n.Is(tree.Object) && !n.Is(tree.Null) {
		d.found(n, at, true, "%s %s is %s; an operation is an object", method, p.template, n.Kind.WithArticle())
		return
	}
	o := &Operation{
		Document: d, ID: n.Get("operationId").Str(), Method: method, Template: p.template, Node: n, Pointer: at,
		PathItem: p.node, basePaths: p.basePaths, itemPointer: p.pointer, segments: p.segments, names: p.names,
	}
	if own := d.readServers(n.Get("servers"), tree.Join(at, "servers")); len(own) > 0 {
		o.basePaths, p.baseShape = own, digestOf(own...)
	}
	if o.readQuery(p.written[len(p.template):]); o.ID == "" {
		o.ID = method + " " + p.template
		if !o.isPlain() {
			o.ID = method + " " + p.written
		}
	} else if other := r.ids[o.ID]; other != nil {
		d.found(n, tree.Join(at, "operationId"), false, "the operationId %q is also that of %s %s", o.ID, other.Method, other.Template)
	} else {
		r.ids[o.ID] = o
	}
	key := shape{method, p.shape, p.baseShape}
	switch other := r.shapes[key]; {
	case other == nil && !r.fits(o):
		d.found(n, at, true, "%s %s is not served: the document has more than %d paths and operations, the limit that --limit routes=N sets", method, shorten(p.written), d.config.Limits.Routes)
		return
	case other == nil:
		r.shapes[key] = o
	case o.isPlain() && len(other.rivals) >= d.config.Limits.IdenticalPaths:
		d.found(n, at, true, "%s %s is never reached, because %s matches the same requests and comes first", method, p.written, other.Template)
		return
	default:
		if first := other.plain(); o.isPlain() && first != nil {
			d.found(n, at, false, "%s %s matches the same requests as %s, which comes first; it gets those whose parameters only it takes", method, p.written, first.Template)
		}
		o.second, other.rivals = true, append(other.rivals, o)
	}
	d.Operations = append(d.Operations, o)
}
