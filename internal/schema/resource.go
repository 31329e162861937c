package schema

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/tree"
)

// This file keeps schema resources: the files of a document, and the schemas in them that have an $id (JSON Schema Core
// 2020-12, section 8.2). A file is searched for them only when a reference asks for a name, or for another file; a document
// without such references does not pay.

// resources are those of a Compiler.
type resources struct {
	files  map[*tree.Node]*file // by their roots
	byName map[string]*file     // by the name that their nodes have
	ids    map[string]*resource
	wanted map[string]bool              // names that a $dynamicRef looks for
	named  map[string][]dynamicLocation // where else the names are that a $dynamicRef may look for
}

// file is one file of a document.
type file struct {
	resource *resource // the whole of it
	prefix   string    // of the JSON pointers in it: "", or "other.yaml#"
	embedded map[*tree.Node]*resource
	indexed  bool
}

// resource is a schema that is known by an id, or a file.
type resource struct {
	file    *file
	root    *tree.Node
	pointer string
	id      string // without a fragment; "" of a file that does not say
	anchors map[string]anchor
	order   []string // of anchors
	entered bool     // whether a schema in it is compiled
	dynamic sync.Map // string → *Schema: its dynamic anchors that are looked for
}

// anchor is a place with a name within its resource.
type anchor struct {
	node    *tree.Node
	pointer string
	dynamic bool
}

type dynamicLocation struct {
	resource *resource
	anchor   anchor
}

type dynamicTarget struct {
	resource *resource
	name     string
	schema   *Schema
}

// absolute resolves an address against the id of a resource, which need not be absolute itself.
func (r *resource) absolute(address string) string {
	base, err := url.Parse(r.id)
	if err != nil || r.id == "" {
		return address
	}
	to, err := base.Parse(address)
	if err != nil {
		return address
	}
	if !base.IsAbs() && base.Host == "" && !strings.HasPrefix(r.id, "/") && !strings.HasPrefix(address, "/") {
		return strings.TrimPrefix(to.String(), "/")
	}
	return to.String()
}

// home is the resource of the schema at a pointer, nil in a dialect that knows none.
func (c *compilation) home(n *tree.Node, pointer string) *resource {
	if c.dialect != Draft202012 {
		return nil
	}
	prefix := filePrefix(pointer)
	return c.innermost(c.fileOf(n, prefix).resource, pointer[len(prefix):])
}

// filePrefix is "other.yaml#" of "other.yaml#/a", "" of a pointer within the document.
func filePrefix(pointer string) string {
	if pointer == "" || pointer[0] == '/' {
		return ""
	}
	return pointer[:strings.IndexByte(pointer, '#')+1]
}

// fileOf is the file that a node stands in.
func (c *compilation) fileOf(n *tree.Node, prefix string) *file {
	if c.resources == nil {
		c.resources = &resources{
			files: map[*tree.Node]*file{}, byName: map[string]*file{}, ids: map[string]*resource{},
			wanted: map[string]bool{}, named: map[string][]dynamicLocation{},
		}
		c.resources.byName[c.root.File] = c.file(c.root, "")
	}
	if f := c.resources.files[n]; f != nil {
		return f
	}
	if f := c.resources.byName[n.File]; f != nil {
		return f
	}
	root, _, err := c.resolve("#", n)
	if err != nil || root == nil {
		root = c.root
	}
	f := c.file(root, prefix)
	c.resources.byName[n.File] = f
	return f
}

func (c *compilation) file(root *tree.Node, prefix string) *file {
	if f := c.resources.files[root]; f != nil {
		return f
	}
	f := &file{prefix: prefix, embedded: map[*tree.Node]*resource{}}
	f.resource = &resource{file: f, root: root, pointer: prefix}
	if id := idOf(root); id != "" {
		f.resource.id = id
		c.resources.ids[id] = f.resource
	}
	f.embedded[root] = f.resource
	c.resources.files[root] = f
	return f
}

// idOf is the $id of a schema without its fragment, "" if it has none.
func idOf(n *tree.Node) string {
	id, _, _ := strings.Cut(n.Get("$id").Str(), "#")
	return id
}

// innermost is the resource at a pointer below another resource.
func (c *compilation) innermost(r *resource, pointer string) *resource {
	tokens, err := tree.Split(pointer)
	if err != nil {
		return r
	}
	n, at := r.root, r.pointer
	for _, token := range tokens {
		step := tree.Join("", token)
		n, at = n.At(step), at+step
		if n == nil {
			break
		}
		r = c.within(n, at, r)
	}
	return r
}

// within is the resource of a node whose parent stands in r.
func (c *compilation) within(n *tree.Node, pointer string, r *resource) *resource {
	id := idOf(n)
	if id == "" || n == r.root {
		return r
	}
	inner := r.file.embedded[n]
	if inner == nil {
		inner = &resource{file: r.file, root: n, pointer: pointer, id: r.absolute(id)}
		r.file.embedded[n] = inner
		if c.resources.ids[inner.id] == nil {
			c.resources.ids[inner.id] = inner
		}
	}
	return inner
}

// identified is the resource that has an id, in the document or in the file that asks for it.
func (c *compilation) identified(id string, from *file) *resource {
	for _, f := range []*file{from, c.fileOf(c.root, "")} {
		if r := c.resources.ids[id]; r != nil {
			return r
		}
		c.index(f)
	}
	return c.resources.ids[id]
}

// index searches a file for ids and anchors.
func (c *compilation) index(f *file) {
	if f.indexed {
		return
	}
	f.indexed = true
	type step struct {
		node     *tree.Node
		pointer  string
		resource *resource
	}
	steps := []step{{f.resource.root, f.prefix, f.resource}}
	for len(steps) > 0 {
		at := steps[len(steps)-1]
		steps = steps[:len(steps)-1]
		r := at.resource
		if at.node.Is(tree.Object) {
			r = c.within(at.node, at.pointer, r)
			r.addAnchors(at.node, at.pointer)
		}
		for i, child := range slices.Backward(at.node.Items) {
			switch {
			case !child.Is(tree.Object) && !child.Is(tree.Array):
			case at.node.Is(tree.Array):
				steps = append(steps, step{child, tree.Join(at.pointer, index(i)), r})
			case !isValue(at.node.Keys[i]):
				steps = append(steps, step{child, tree.Join(at.pointer, at.node.Keys[i]), r})
			}
		}
	}
}

// isValue tells whether a keyword holds values, in which $id means nothing.
func isValue(keyword string) bool {
	switch keyword {
	case "enum", "const", "default", "example", "examples":
		return true
	}
	return false
}

func (r *resource) addAnchors(n *tree.Node, pointer string) {
	for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
		name := n.Get(keyword).Str()
		if name == "" || r.anchors[name].dynamic {
			continue
		}
		if r.anchors == nil {
			r.anchors = map[string]anchor{}
		}
		if _, known := r.anchors[name]; !known {
			r.order = append(r.order, name)
		}
		r.anchors[name] = anchor{n, pointer, keyword == "$dynamicAnchor"}
	}
}

// enter is the resource of a schema that is made below r. Schemas in it may be what a $dynamicRef looks for.
func (c *compilation) enter(n *tree.Node, pointer string, r *resource) *resource {
	r = c.within(n, pointer, r)
	if !r.entered {
		r.entered = true
		c.entered = append(c.entered, r)
	}
	return r
}

// want makes the schemas of a dynamic anchor in every resource that is entered, now or later.
func (c *compilation) want(name string) {
	c.shared.dynamic.Store(true)
	if c.resources.wanted[name] {
		return
	}
	c.resources.wanted[name] = true
	for _, at := range c.resources.named[name] {
		c.target(name, at)
	}
}

// lookAround takes up the dynamic anchors of the resources that were entered since.
func (c *compilation) lookAround() {
	for len(c.entered) > 0 {
		r := c.entered[0]
		c.entered = c.entered[1:]
		c.index(r.file)
		for _, name := range r.order {
			if a := r.anchors[name]; a.dynamic {
				at := dynamicLocation{r, a}
				c.resources.named[name] = append(c.resources.named[name], at)
				if c.resources.wanted[name] {
					c.target(name, at)
				}
			}
		}
	}
}

func (c *compilation) target(name string, at dynamicLocation) {
	s, mistake := c.schema(at.anchor.node, at.anchor.pointer, at.resource)
	if mistake != nil {
		c.mistake(mistake)
		return
	}
	c.dynamic = append(c.dynamic, dynamicTarget{at.resource, name, s})
}
