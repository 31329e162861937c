package infer

import (
	"slices"

	"mockserver/internal/tree"
)

// pin is the key of a record that the example of a parameter shows.
type pin struct {
	key    *tree.Node
	reason string
}

// Bounds of what is taken from a document.
const (
	maxExamples = 100 // pointers of one collection
	maxPinned   = 50
)

// place is a node of the document with its pointer.
type place struct {
	node    *tree.Node
	pointer string
}

// samples collects the examples of a collection's records: of its lists and gets, of what creates answer, and of its schemas.
func (f *finder) samples(c *collection) {
	shown := map[string]bool{} // keys
	add := func(at place) {
		if len(c.examples) >= maxExamples || slices.Contains(c.examples, at.pointer) || !c.isExample(at.node) {
			return
		}
		c.examples = append(c.examples, at.pointer)
		for _, record := range append(at.node.Elements(), at.node) {
			if key := record.Get(c.keyField()); key != nil {
				shown[key.Text] = true
			}
		}
	}
	for _, action := range []string{"list", "get", "create", "replace", "update"} {
		for _, s := range c.sites {
			for _, rd := range s.readings() {
				if rd.collection == c && rd.action == action && rd.answer != nil {
					f.samplesOf(rd, add)
				}
			}
		}
	}
	for _, s := range c.shapes {
		for _, at := range s.examples() {
			add(at)
		}
	}
	c.pinned = slices.DeleteFunc(c.pinned, func(p pin) bool {
		again := shown[p.key.Text]
		shown[p.key.Text] = true
		return again
	})
}

func (s *site) readings() []*reading { return slices.Concat(s.lists, s.items, s.makers) }

// samplesOf are the examples of the records in one answer.
func (f *finder) samplesOf(rd *reading, add func(place)) {
	path := rd.path
	if rd.action == "list" {
		path = rd.rows.path
	} else if !rd.shown {
		return
	}
	all := f.mediaExamples(rd.answer)
	if len(path) > 0 || rd.action == "list" { // else they are those of the record's schema
		all = append(all, rd.answer.body.examples()...)
	}
	for _, at := range all {
		n, pointer := at.node, at.pointer
		for _, name := range path {
			n, pointer = n.Get(name), tree.Join(pointer, name)
		}
		if n != nil {
			add(place{n, pointer})
		}
	}
}

// mediaExamples are the examples that stand beside the schema of an answer.
func (f *finder) mediaExamples(a *answer) []place {
	var all []place
	if n := a.media.Get("example"); n != nil {
		all = append(all, place{n, tree.Join(a.pointer, "example")})
	}
	examples, at := f.follow(a.media.Get("examples"), tree.Join(a.pointer, "examples"))
	for i, name := range examples.Members() {
		if a.swagger {
			if jsonType([]string{name}) != "" {
				all = append(all, place{examples.Items[i], tree.Join(at, name)})
			}
			continue
		}
		n, pointer := f.follow(examples.Items[i], tree.Join(at, name))
		for _, member := range []string{"value", "dataValue"} {
			if value := n.Get(member); value != nil {
				all = append(all, place{value, tree.Join(pointer, member)})
			}
		}
	}
	return all
}

// examples are those of the schema itself.
func (s *shape) examples() []place {
	var all []place
	for _, p := range s.parts {
		if p.choice && len(s.parts) > 1 {
			continue
		}
		if n := p.node.Get("example"); n != nil {
			all = append(all, place{n, tree.Join(p.pointer, "example")})
		}
		for i, n := range p.node.Get("examples").Elements() {
			all = append(all, place{n, tree.Join(p.pointer, "examples", itoa(i))})
		}
	}
	return all
}

// isExample tells whether a node is a record of the collection, or an array of them.
func (c *collection) isExample(n *tree.Node) bool {
	if n.Is(tree.Array) {
		return n.Len() > 0 && !slices.ContainsFunc(n.Items, func(item *tree.Node) bool { return !item.Is(tree.Object) || !c.isExample(item) })
	}
	return slices.ContainsFunc(n.Members(), func(name string) bool { return len(c.called(plain(name))) > 0 && c.field(name) != nil })
}

// pin notes the key that the example of a parameter shows.
func (f *finder) pin(c *collection, p parameter) {
	n := f.exampleOf(p)
	if n == nil || n.Text == "" || len(c.pinned) >= maxPinned {
		return
	}
	kinds := stringKind | integerKind
	if field := c.field(c.key); c.key != "" && field != nil {
		kinds = field.kinds
	}
	key := &tree.Node{Kind: n.Kind, Text: n.Text, File: n.File, Line: n.Line, Column: n.Column}
	switch k := kindOf(n); {
	case k.has(numberKind|integerKind) && !kinds.has(integerKind|numberKind):
		key.Kind = tree.String
	case k == stringKind && !kinds.has(stringKind):
		if number := (&tree.Node{Kind: tree.Number, Text: n.Text}); kinds.has(integerKind|numberKind) && isInteger(number) {
			key.Kind = tree.Number
			break
		}
		return
	case !k.has(stringKind | integerKind | numberKind):
		return
	}
	c.pinned = append(c.pinned, pin{key, "the example of the parameter " + p.name})
}

func isInteger(n *tree.Node) bool {
	i, ok := n.Int()
	return ok && n.Text[0] != '+' && itoa(int(i)) == n.Text
}

// exampleOf is the example of a parameter or of its schema; nil if it has none.
func (f *finder) exampleOf(p parameter) *tree.Node {
	for _, name := range []string{"example", "x-example"} {
		if n := p.node.Get(name); n != nil {
			return n
		}
	}
	examples := p.node.Get("examples")
	for _, item := range examples.Elements() {
		return item
	}
	for i, name := range examples.Members() {
		n, _ := f.follow(examples.Items[i], tree.Join("", name))
		if value := n.Get("value"); value != nil {
			return value
		}
	}
	return p.shape.example
}
