package spec

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// inspectReferences reports the $refs that lead nowhere: each text of a file once, where it stands first.
func (d *Document) inspectReferences() {
	w := referenceWalk{document: d, known: map[written]*dangling{}, ids: map[string]bool{}, visited: map[*tree.Node]bool{}, told: map[*tree.Node]bool{}}
	w.visit(d.Root, "", false)
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		w.visit(next.node, next.pointer, false)
	}
	w.tellIgnored()
	if len(w.order) == 0 {
		return
	}
	used := d.usedReferences()
	told := map[string]bool{}
	for _, f := range d.Findings {
		told[f.Place] = true
	}
	for i, bad := range w.order {
		if address, _, _ := strings.Cut(bad.at[0].Str(), "#"); w.ids[address] {
			continue
		}
		lost, elsewhere := bad.item, ""
		for _, n := range bad.at {
			lost = lost || used[n]
			d.told[n.Place()] = true
		}
		if n := len(bad.at); n > 1 {
			elsewhere = fmt.Sprintf("; it stands at %d places", n)
		}
		f := findingOf(bad.err, bad.at[0], bad.pointer, lost)
		if told[f.Place] {
			continue // a path item that leads nowhere
		}
		if i < maxSuggested {
			f.Message += d.suggestion(bad.at[0])
		}
		if f.Message += elsewhere; !lost {
			f.Message += "; no operation is lost by it"
		}
		d.Findings = append(d.Findings, f)
	}
}

// Bounds of the search for what a $ref that leads nowhere was to name. Only suggestions depend on them.
const (
	maxSuggested  = 50
	maxNeighbours = 10_000
)

// suggestion is what a $ref that leads nowhere was likely to name, "" if nothing near is there.
func (d *Document) suggestion(ref *tree.Node) string {
	address, pointer, _ := strings.Cut(ref.Text, "#")
	last := strings.LastIndexByte(pointer, '/')
	if address != "" || last < 0 {
		return ""
	}
	siblings := d.rootOf(ref).At(pointer[:last])
	if siblings.Get(pointer[last+1:]) != nil || siblings.Len() > maxNeighbours {
		return ""
	}
	near := violation.Closest(pointer[last+1:], siblings.Members())
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", shorten("#"+tree.Join(pointer[:last], near)))
}

// dangling is a $ref that leads nowhere, and all places where it stands.
type dangling struct {
	at      []*tree.Node
	pointer string // of the first
	item    bool   // it is that of a path item
	err     error
}

// referenceWalk looks at every $ref of a document, and at those in what it refers to in other files.
type referenceWalk struct {
	document *Document
	known    map[written]*dangling // nil: it leads somewhere
	order    []*dangling
	queue    []place             // in other files
	visited  map[*tree.Node]bool // in other files
	ids      map[string]bool     // $id of schemas, which $refs may name
	within   int                 // schemas with an $id around the place: $refs are resolved against those
	ignored  ignored
	told     map[*tree.Node]bool // objects with repeated keys, and numbers, that are told of
	prefix   string
	tokens   []string
}

// ignored is what stands beside $refs and is not read.
type ignored struct {
	places  int
	first   *tree.Node
	pointer string
	members []string // each once, some of them
}

// dataMembers hold what looks like the document but is not: a $ref in them is data.
var dataMembers = map[string]bool{"example": true, "default": true, "enum": true, "const": true, "value": true, "examples": true, "dataValue": true}

// namedMembers hold objects whose keys are names that the document's author chose, not words of the standard.
var namedMembers = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true,
	"schemas": true, "parameters": true, "responses": true, "headers": true, "requestBodies": true, "paths": true, "callbacks": true, "links": true,
	"securitySchemes": true, "securityDefinitions": true, "pathItems": true, "webhooks": true, "content": true, "mediaTypes": true,
	additional: true,
}

// skipped tells whether a member of an object is none of the document's own text.
func skipped(key string, named bool) bool {
	return !named && (dataMembers[key] || strings.HasPrefix(key, "x-"))
}

// visit looks at what stands below a node; named says that its keys are names.
func (w *referenceWalk) visit(n *tree.Node, pointer string, named bool) {
	w.prefix, w.tokens = pointer, w.tokens[:0]
	w.walk(n, named)
}

func (w *referenceWalk) walk(n *tree.Node, named bool) {
	if n.Repeats() != nil {
		w.repeated(n)
	}
	if id := n.Get("$id").Str(); id != "" && !named {
		w.ids[strings.TrimSuffix(id, "#")] = true
		w.within++
		defer func() { w.within-- }()
	}
	for i, child := range n.Items {
		if child.Kind < tree.Array && !(n.Kind == tree.Object && n.Keys[i] == "$ref") {
			w.number(n, i)
			continue
		}
		if n.Kind == tree.Array {
			w.below(itoa(i), child, false)
			continue
		}
		switch key := n.Keys[i]; {
		case key == "$ref" && child.Is(tree.String):
			w.reference(child)
			if !named && len(n.Keys) > 1 {
				w.beside(n)
			}
		case !skipped(key, named):
			w.below(key, child, !named && namedMembers[key])
		default:
			w.numbers(child, key)
		}
	}
}

// repeated reports the keys that stand twice in an object.
func (w *referenceWalk) repeated(n *tree.Node) {
	if w.told[n] {
		return
	}
	w.told[n] = true
	for _, key := range n.Repeats() {
		w.document.found(n.Get(key), w.pointer(key), false,
			"the key %q stands in this object more than once; the last one counts", shorten(key))
	}
}

// beside notes what stands beside a $ref: before OpenAPI 3.1 that is ignored, but for path items.
func (w *referenceWalk) beside(n *tree.Node) {
	item := len(w.tokens) == 2 && w.tokens[0] == "paths"
	if w.document.Dialect == schema.Draft202012 || item || w.prefix != "" {
		return
	}
	meaning := slices.DeleteFunc(slices.Clone(n.Keys), func(key string) bool {
		return key == "$ref" || harmless[key] || strings.HasPrefix(key, "x-")
	})
	if len(meaning) > 0 {
		w.ignored.add(n, tree.Join(w.prefix, w.tokens...), meaning)
	}
}

// add notes a place with the members that are ignored there.
func (i *ignored) add(n *tree.Node, pointer string, members []string) {
	const shown = 5
	if i.places++; i.first == nil {
		i.first, i.pointer = n, pointer
	}
	for _, key := range members {
		if len(i.members) < shown && !slices.Contains(i.members, key) {
			i.members = append(i.members, key)
		}
	}
}

// harmless are the members beside a $ref that are for readers only.
var harmless = map[string]bool{"description": true, "summary": true, "title": true, "deprecated": true, "externalDocs": true, "example": true}

func (w *referenceWalk) tellIgnored() {
	i := w.ignored
	if i.places == 0 {
		return
	}
	what := strings.Join(i.members, ", ")
	if i.places > 1 {
		what += fmt.Sprintf("; here and at %d places in all", i.places)
	}
	w.document.found(i.first, i.pointer, false, "before OpenAPI 3.1 what stands beside a $ref is ignored (%s); both would stand in allOf", what)
}

// pointer is where a member or element of the place is.
func (w *referenceWalk) pointer(token string) string {
	return tree.Join(w.prefix, append(w.tokens, token)...)
}

func (w *referenceWalk) below(token string, n *tree.Node, named bool) {
	w.tokens = append(w.tokens, token)
	w.walk(n, named)
	w.tokens = w.tokens[:len(w.tokens)-1]
}

func (w *referenceWalk) reference(ref *tree.Node) {
	if w.within > 0 {
		return // the compiler of schemas knows where it leads
	}
	key := written{ref.File, ref.Text}
	bad, seen := w.known[key]
	switch {
	case seen && bad == nil:
		return
	case seen:
		bad.at = append(bad.at, ref)
		return
	}
	target, at, err := w.document.find(ref.Text, ref)
	if err == nil && target.Get("$ref").Is(tree.String) {
		_, _, err = w.document.Resolve(target, at)
	}
	if err == nil {
		w.careless(ref, target, at)
	}
	if err != nil {
		bad = &dangling{at: []*tree.Node{ref}, pointer: w.pointer("$ref"), err: err, item: w.prefix == "" && len(w.tokens) == 2 && w.tokens[0] == "paths"}
		w.order = append(w.order, bad)
	} else if !w.visited[target] && w.document.rootOf(target) != w.document.Root {
		w.visited[target] = true
		w.queue = append(w.queue, place{target, at})
	}
	w.known[key] = bad
}

// careless reports a $ref that leads somewhere, though not as it is written.
func (w *referenceWalk) careless(ref, target *tree.Node, at string) {
	d := w.document
	address, _, _ := strings.Cut(ref.Text, "#")
	switch {
	case target == d.rootOf(target) && (target.Get("openapi") != nil || target.Get("swagger") != nil):
		d.found(ref, w.pointer("$ref"), false, "the $ref %q leads to an OpenAPI document as a whole, which is nothing that can stand here", shorten(ref.Text))
	case address != "" && d.rootOf(target) == d.Root:
		if _, err := d.open(d.addressOf(address, ref)); err != nil {
			d.found(ref, w.pointer("$ref"), false, "the $ref %q would be a file, which cannot be read; it is taken for %q", shorten(ref.Text), shorten("#"+at))
		}
	}
}

// usedReferences are the $refs that operations cannot be served without.
func (d *Document) usedReferences() map[*tree.Node]bool {
	u := usage{document: d, seen: map[*tree.Node]bool{}, used: map[*tree.Node]bool{}}
	for _, o := range d.Operations {
		if ref := o.Node.Get("$ref"); ref != nil {
			u.used[ref] = true
		}
		for _, n := range []*tree.Node{o.PathItem.Get("parameters"), o.Node.Get("parameters"), o.Node.Get("requestBody")} {
			u.add(n, false)
		}
		responses := o.Node.Get("responses")
		for i, key := range responses.Members() {
			if status, ok := statusOf(key); ok && weight(status, responses) == vital {
				u.answer(responses.Items[i])
			}
		}
	}
	for len(u.queue) > 0 {
		next := u.queue[len(u.queue)-1]
		u.queue = u.queue[:len(u.queue)-1]
		u.follow(next.node, next.named)
	}
	return u.used
}

// usage follows the $refs of operations.
type usage struct {
	document *Document
	seen     map[*tree.Node]bool
	used     map[*tree.Node]bool
	queue    []visit
}

// visit is a node that is yet to be looked at.
type visit struct {
	node  *tree.Node
	named bool
}

// answer adds a response but for its headers, links and examples, which it can do without.
func (u *usage) answer(n *tree.Node) {
	if ref := n.Get("$ref"); ref != nil {
		u.used[ref] = true
	}
	if target, _, err := u.document.Resolve(n, ""); err == nil {
		u.add(target.Get("content"), true)
		u.add(target.Get("schema"), false)
	}
}

func (u *usage) add(n *tree.Node, named bool) {
	if n != nil && !u.seen[n] {
		u.seen[n] = true
		u.queue = append(u.queue, visit{n, named})
	}
}

func (u *usage) follow(n *tree.Node, named bool) {
	for i, child := range n.Items {
		switch {
		case n.Kind == tree.Array:
			u.add(child, false)
		case n.Keys[i] == "$ref" && child.Is(tree.String):
			u.used[child] = true
			if target, _, err := u.document.find(child.Text, child); err == nil {
				u.add(target, false)
			}
		case child.Kind >= tree.Array && !skipped(n.Keys[i], named):
			u.add(child, !named && namedMembers[n.Keys[i]])
		}
	}
}
