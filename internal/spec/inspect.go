package spec

import (
	"strconv"
	"strings"

	"mockserver/internal/tree"
)

// inspect looks for what is wrong with a document without compiling it, and reports each place once.
func (d *Document) inspect() {
	if !d.Root.Get("info").Is(tree.Object) {
		d.found(d.Root, "", false, "the document has no info, which the standard requires")
	}
	i := inspection{document: d, seen: map[*tree.Node]bool{}}
	for _, o := range d.Operations {
		i.operation(o)
	}
	references := referenceWalk{document: d, good: map[string]bool{}}
	references.visit(d.Root, false)
}

// inspection remembers the shared parts that it has already seen.
type inspection struct {
	document *Document
	seen     map[*tree.Node]bool
}

// first tells whether a part is looked at for the first time.
func (i *inspection) first(n *tree.Node) bool {
	again := i.seen[n]
	i.seen[n] = true
	return n != nil && !again
}

func (i *inspection) operation(o *Operation) {
	named := map[string]bool{}
	i.parameters(o.PathItem.Get("parameters"), tree.Join(o.itemPointer, "parameters"), named)
	i.parameters(o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"), named)
	for _, name := range o.names {
		if !named[name] {
			i.document.found(o.Node, o.Pointer, false, "the parameter {%s} of the path %s is described nowhere; any text is accepted for it", name, o.Template)
		}
	}
	responses := o.Node.Get("responses")
	if responses.Len() == 0 && i.first(o.Node) {
		i.document.found(o.Node, o.Pointer, false, "%s %s describes no responses", o.Method, o.Template)
	}
	for j := range responses.Len() {
		key := responses.Keys[j]
		if _, ok := statusOf(key); !ok && responses.Is(tree.Object) && !strings.HasPrefix(key, "x-") {
			i.document.found(responses.Items[j], tree.Join(o.Pointer, "responses", key), false, "%q is not a status, a class of them such as 4XX, or default; the response is left out", key)
		}
	}
	i.security(o.Node.Get("security"), tree.Join(o.Pointer, "security"))
	i.security(i.document.Root.Get("security"), "/security")
}

// parameters looks at each parameter of a list, and notes which of them stand in the path.
func (i *inspection) parameters(list *tree.Node, at string, named map[string]bool) {
	for j := range list.Len() {
		at := tree.Join(at, strconv.Itoa(j))
		n, at, err := i.document.Resolve(list.Items[j], at)
		if err != nil {
			continue // reported as a reference
		}
		name, in := n.Get("name").Str(), n.Get("in").Str()
		if in == "path" {
			named[name] = true
		}
		if i.first(n) {
			i.parameter(n, at, name, in)
		}
	}
}

func (i *inspection) parameter(n *tree.Node, at, name, in string) {
	d := i.document
	allowed, known := styles[in]
	style := n.Get("style").Str()
	switch {
	case !n.Is(tree.Object) || name == "" || !known:
		d.found(n, at, true, "a parameter has a name, and in: path, query, header or cookie")
	case style != "" && !strings.Contains(allowed, " "+style+" "):
		d.found(n, at, false, "the style %q is none of those in %s:%s; the parameter is read as %s", style, in, strings.TrimRight(allowed, " "), defaultStyles[in])
	case n.Get("schema") == nil && n.Get("content") == nil:
		d.found(n, at, false, "the parameter %q has neither schema nor content; any text is accepted for it", name)
	}
}

// styles are the styles that parameters may have in each place, between spaces.
var styles = map[string]string{
	"path":   " simple label matrix ",
	"query":  " form spaceDelimited pipeDelimited deepObject ",
	"header": " simple ",
	"cookie": " form cookie ",
}

// security looks for schemes that the document does not define.
func (i *inspection) security(list *tree.Node, at string) {
	if !i.first(list) {
		return
	}
	for j := range list.Len() {
		alternative := list.Items[j]
		if !alternative.Is(tree.Object) {
			continue
		}
		for k, name := range alternative.Keys {
			if i.document.Root.Path("components", "securitySchemes", name) == nil {
				i.document.found(alternative.Items[k], tree.Join(at, strconv.Itoa(j), name), false,
					"the security scheme %q is not defined in components.securitySchemes; nothing is asked for it", name)
			}
		}
	}
}

// referenceWalk looks at every $ref of a document.
type referenceWalk struct {
	document *Document
	good     map[string]bool
	tokens   []string
}

// dataMembers hold what looks like the document but is not: a $ref in them is data.
var dataMembers = map[string]bool{"example": true, "default": true, "enum": true, "const": true, "value": true, "examples": true}

// namedMembers hold objects whose keys are names that the document's author chose, not words of the standard.
var namedMembers = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true,
	"schemas": true, "parameters": true, "responses": true, "headers": true, "requestBodies": true, "paths": true, "callbacks": true, "links": true,
	"securitySchemes": true, "pathItems": true, "webhooks": true, "content": true,
}

// visit reports the $refs below a node that lead nowhere; named says that its keys are names.
func (w *referenceWalk) visit(n *tree.Node, named bool) {
	for i, child := range n.Items {
		if child.Kind < tree.Array && !(n.Kind == tree.Object && n.Keys[i] == "$ref") {
			continue
		}
		if n.Kind == tree.Array {
			w.below(strconv.Itoa(i), child, false)
			continue
		}
		switch key := n.Keys[i]; {
		case key == "$ref" && child.Is(tree.String):
			w.reference(child)
		case !named && (dataMembers[key] || strings.HasPrefix(key, "x-")):
		default:
			w.below(key, child, !named && namedMembers[key])
		}
	}
}

func (w *referenceWalk) below(token string, n *tree.Node, named bool) {
	w.tokens = append(w.tokens, token)
	w.visit(n, named)
	w.tokens = w.tokens[:len(w.tokens)-1]
}

func (w *referenceWalk) reference(ref *tree.Node) {
	if w.good[ref.Text] {
		return
	}
	if _, _, err := w.document.find(ref.Text, ref); err != nil {
		w.document.lost(ref, tree.Join("", append(w.tokens, "$ref")...), err)
		return
	}
	w.good[ref.Text] = true
}
