package schema

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// This file finds who inherits a schema with a discriminator: the schemas of the document whose allOf refers to it, and those
// that inherit them. Each list of schemas is walked once, when the first such schema is compiled.

const (
	maxHeirs   = 100_000 // of all schemas with a discriminator together
	maxAliases = 100     // names in a row that stand for another
)

// inheritor is a schema that inherits another one, or that one itself.
type inheritor struct {
	declaration
	schema *Schema      // nil: the document has too many
	below  []*inheritor // that inherit it directly
}

// declaration is a schema with a name.
type declaration struct {
	name    string // "": it stands in no list
	node    *tree.Node
	pointer string
}

// lineage is what the schemas of one list inherit.
type lineage struct {
	names map[*tree.Node]string
	heirs map[*tree.Node][]declaration // that inherit a schema directly, in the order of the list
}

// inherit makes the schemas that inherit s.
func (c *compilation) inherit(s *Schema, mapped []located) {
	lines := c.lineages(s)
	if local := c.lineOf(mapped); local != nil {
		lines = append(lines, local)
	}
	self := &inheritor{declaration: declaration{node: s.Node, pointer: s.Pointer}, schema: s}
	for _, l := range lines {
		if name := l.names[s.Node]; name != "" && self.name == "" {
			self.name = name
		}
	}
	known := map[*tree.Node]*inheritor{s.Node: self}
	family := []*inheritor{self}
	for i := 0; i < len(family); i++ {
		for _, l := range lines {
			for _, heir := range l.heirs[family[i].node] {
				if c.heirs++; c.heirs > maxHeirs {
					c.mistake(fail(s.Node.Get("discriminator"), tree.Join(s.Pointer, "discriminator"),
						"does not tell apart what inherits its schema: the document has more than %d schemas that inherit one with a discriminator", maxHeirs))
					return
				}
				h := known[heir.node]
				if h == nil {
					h = &inheritor{declaration: heir}
					h.schema, _ = c.schema(heir.node, heir.pointer, c.homeOf(heir.node, heir.pointer))
					known[heir.node] = h
					family = append(family, h)
				}
				family[i].below = append(family[i].below, h)
			}
		}
	}
	s.Discriminator.line = family
	if len(family) > 1 && c.dialect == Swagger20 {
		s.rules = append(s.rules, rule{"discriminator", checkDiscriminator})
	}
}

// homeOf is home, for nodes of which no more is known than where they stand.
func (c *compilation) homeOf(n *tree.Node, pointer string) *resource {
	if known := c.schemas[n]; known != nil {
		return known.resource
	}
	return c.home(n, pointer)
}

// lineages are those of the lists in which heirs of s are looked for: the document's own, and the one that s stands in.
func (c *compilation) lineages(s *Schema) []*lineage {
	var lines []*lineage
	for _, at := range []string{"/definitions", "/components/schemas"} {
		list := c.root.At(at)
		if list.Get("$ref").Is(tree.String) {
			if to, ok := c.leadsTo(list, at); ok {
				list, at = to.node, to.pointer
			}
		}
		if list.Is(tree.Object) {
			lines = append(lines, c.lineage(list, at))
		}
	}
	prefix := filePrefix(s.Pointer)
	end := strings.LastIndexByte(s.Pointer, '/')
	if end < len(prefix) || prefix == "" && s.Component() == "" {
		return lines
	}
	file := c.root
	if prefix != "" {
		file, _, _ = c.resolve("#", s.Node)
	}
	list := file.At(s.Pointer[len(prefix):end])
	if !list.Is(tree.Object) || file.At(s.Pointer[len(prefix):]) != s.Node {
		return lines
	}
	if own := c.lineage(list, s.Pointer[:end]); !slices.Contains(lines, own) {
		lines = append(lines, own)
	}
	return lines
}

// lineage walks a list of schemas, once.
func (c *compilation) lineage(list *tree.Node, at string) *lineage {
	if known := c.lines[list]; known != nil {
		return known
	}
	l := &lineage{names: map[*tree.Node]string{}, heirs: map[*tree.Node][]declaration{}}
	for i, name := range list.Keys {
		d := declaration{name, list.Items[i], tree.Join(at, name)}
		if c.isAlias(d.node) {
			to, ok := c.leadsTo(d.node, d.pointer)
			if !ok || strings.HasPrefix(to.pointer, at+"/") { // which has a name of its own
				continue
			}
			d.node, d.pointer = to.node, to.pointer
		}
		c.enlist(l, d)
	}
	if c.lines == nil {
		c.lines = map[*tree.Node]*lineage{}
	}
	c.lines[list] = l
	return l
}

// lineOf is the lineage of the schemas that a mapping names, which may stand in no list at all.
func (c *compilation) lineOf(mapped []located) *lineage {
	if len(mapped) == 0 {
		return nil
	}
	l := &lineage{names: map[*tree.Node]string{}, heirs: map[*tree.Node][]declaration{}}
	for _, to := range mapped {
		if l.names[to.node] == "" {
			c.enlist(l, declaration{(&Schema{Pointer: to.pointer}).name(), to.node, to.pointer})
		}
	}
	return l
}

// enlist notes what a schema inherits.
func (c *compilation) enlist(l *lineage, d declaration) {
	if l.names[d.node] == "" {
		l.names[d.node] = d.name
	}
	var bases []*tree.Node
	add := func(n *tree.Node, pointer string) {
		if to, ok := c.leadsTo(n, pointer); ok && !slices.Contains(bases, to.node) && len(bases) < maxAliases {
			bases = append(bases, to.node)
		}
	}
	add(d.node, d.pointer)
	all := d.node.Get("allOf")
	for i := range all.Len() {
		if all.Is(tree.Array) {
			add(all.Items[i], tree.Join(d.pointer, "allOf", index(i)))
		}
	}
	for _, base := range bases {
		l.heirs[base] = append(l.heirs[base], d)
	}
}

// isAlias tells whether a schema says nothing but what it refers to.
func (c *compilation) isAlias(n *tree.Node) bool {
	return n.Get("$ref").Is(tree.String) && (c.dialect != Draft202012 || n.Len() == 1)
}

// leadsTo is what the $ref of a schema leads to in the end; ok is false if it has none, or one to nothing.
func (c *compilation) leadsTo(n *tree.Node, pointer string) (to located, ok bool) {
	for range maxAliases {
		ref := n.Get("$ref")
		if !ref.Is(tree.String) {
			return located{}, false
		}
		found, err := c.find(ref.Text, ref, c.homeOf(n, pointer))
		if err != nil || found.node == nil {
			return located{}, false
		}
		if !c.isAlias(found.node) {
			return found, true
		}
		n, pointer = found.node, found.pointer
	}
	return located{}, false
}
