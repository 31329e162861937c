package population

import (
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// withDescribed is a fixture with the collections that are described elsewhere: member by member, and field by field, what
// comes first wins.
func withDescribed(fixture *tree.Node, described []*tree.Node) *tree.Node {
	if fixture != nil && !fixture.Is(tree.Object) {
		return fixture
	}
	all := fixture.Get("collections")
	if all != nil && !all.Is(tree.Object) {
		return fixture
	}
	for _, more := range described {
		all = merged(all, more, 0)
	}
	switch {
	case all == nil:
		return fixture
	case fixture == nil:
		return tree.NewObject(&tree.Node{}, []string{"collections"}, []*tree.Node{all})
	}
	return fixture.With("collections", all)
}

// mergedDeep is how deep objects are merged: collections, their members, and their fields.
const mergedDeep = 2

// merged is an object with the members that another has besides.
func merged(n, more *tree.Node, depth int) *tree.Node {
	switch {
	case n == nil:
		return more
	case !n.Is(tree.Object) || !more.Is(tree.Object):
		return n
	}
	keys, items := slices.Clone(n.Keys), slices.Clone(n.Items)
	for i, key := range more.Keys {
		at := slices.Index(keys, key)
		switch {
		case key == "key" && depth == 1 && n.Path("fields", "id") != nil: // by which a fixture's records are known
		case at < 0:
			keys, items = append(keys, key), append(items, more.Items[i])
		case depth < mergedDeep:
			items[at] = merged(items[at], more.Items[i], depth+1)
		}
	}
	return tree.NewObject(n, keys, items)
}

// described reads which schemas a collection is made from.
func (b *builder) described(c *Collection, n *tree.Node) {
	schemas, examples := n.Get("schemas"), n.Get("examples")
	if schemas == nil {
		if examples != nil {
			b.fail(examples, "the collection %s has examples, but no schemas that say what a record is", c.Name)
		}
		return
	}
	if b.config.Source == nil {
		b.fail(schemas, "the collection %s is made from schemas, but there is no document that has them", c.Name)
		return
	}
	c.described = &described{pointers: b.pointers(schemas, "schemas"), examples: b.pointers(examples, "examples"), given: n.Get("pinned").Elements(),
		first: b.own.Path(c.Name, "pinned") != nil}
	c.pinned = nil // they come behind the examples
	if n.Get("key") == nil {
		c.Key = "id"
	}
}

// pointers are the pointers that a list holds, each of which has to lead somewhere.
func (b *builder) pointers(n *tree.Node, what string) []*tree.Node {
	if !b.is(n, tree.Array, what) {
		return nil
	}
	for _, item := range n.Items {
		if b.is(item, tree.String, "a pointer") && item.File != "" && b.config.Source.NodeAt(item.Text) == nil {
			b.fail(item, "%s has the pointer %q, which leads to nothing in the document; one is such as #/components/schemas/Tree", what, item.Text)
		}
	}
	return n.Items
}

// describedFields reads the fields that are said of a collection that is made from schemas. The others are found when the
// collection is asked for first; at once where a user says something of it, whose expressions and pinned records may name
// them.
func (b *builder) describedFields(c *Collection, n *tree.Node) {
	if isUsers(n) {
		c.ready()
		b.describedPinned(c, b.own.Path(c.Name, "pinned"))
	}
	if key := n.Get("key"); key != nil && key.File != "" {
		c.ready()
		if c.SchemaOf(c.Key) == nil && !slices.Contains(n.Get("fields").Members(), c.Key) && !c.Broken() {
			b.unknownField(key, c, c.Key)
		}
	}
	for _, f := range slices.Clone(c.fields) {
		if f.make == nil {
			b.field(c, f)
		}
	}
	for _, pinned := range c.pinned {
		for _, m := range pinned.Members() {
			if f := c.byName[m.Name]; !f.drawn && f.Name != c.Key {
				v, err := f.accept(b.moved(c, f, m.Value))
				if err != nil && isUsers(n) {
					b.fail(n, "%s: %v", m.Name, err)
				}
				pinned.Set(m.Name, v)
			}
		}
	}
}

// isUsers tells whether something of a collection stands in a file, and was not inferred.
func isUsers(n *tree.Node) bool {
	stands := func(n *tree.Node) bool { return n.File != "" }
	return slices.ContainsFunc(valuesOf(n.Get("fields")), stands) || slices.ContainsFunc(n.Get("pinned").Elements(), stands)
}

// describedPinned refuses what a user pins that no record can have.
func (b *builder) describedPinned(c *Collection, rows *tree.Node) {
	for _, row := range rows.Elements() {
		if !b.is(row, tree.Object, "a pinned record") {
			continue
		}
		for i, name := range row.Keys {
			f, s := c.byName[name], c.SchemaOf(name)
			switch {
			case f == nil || f.hidden:
				b.unknownField(row.Items[i], c, name)
			case s != nil && f.drawn && !s.Fits(row.Items[i].Value(), schema.Answer):
				broken := s.Check(row.Items[i].Value(), name, schema.Answer)
				b.fail(row.Items[i], "a pinned record does not fit the schema of %s: %s", c.Name, broken[0].Sentence())
			}
		}
	}
}

func valuesOf(n *tree.Node) []*tree.Node {
	if !n.Is(tree.Object) {
		return nil
	}
	return n.Items
}
