package population

import (
	"mockserver/internal/fake"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// target finds the collection that a reference names.
func (b *builder) target(n *tree.Node) *Collection {
	target := b.population.Collection(n.Str())
	if target != nil && target.Size > 0 {
		return target
	}
	if target != nil {
		b.fail(n, "the collection %s has no records to refer to", n.Text)
	} else if near := violation.Closest(n.Text, b.population.Names()); near != "" {
		b.fail(n, "there is no collection %q; did you mean %q?", n.Text, near)
	} else {
		b.fail(n, "there is no collection %q", n.Text)
	}
	return nil
}

// oneOf is a reference: the key of a record of another collection.
func (b *builder) oneOf(c *Collection, f *Field, n *tree.Node) {
	target := b.target(n)
	if target == nil {
		return
	}
	f.reference = target
	f.make = func(f *Field, cell *cell) any {
		drawn := target.draw(f.key.Cell(cell.number), cell.number)
		if target == c && drawn == cell.number && target.Size > 1 { // nobody refers to himself
			drawn = (drawn + 1) % min(target.Size, target.declared)
		}
		return target.keyOf(drawn, cell)
	}
}

// draw takes one of the first max(declared, number+1) records: growing a collection changes no reference.
func (c *Collection) draw(s *fake.Stream, number int) int {
	drawn := int(s.Below(uint64(max(c.declared, number+1))))
	if drawn >= c.Size { // the collection was made smaller than declared, or than the one that refers to it
		return drawn % c.Size
	}
	return drawn
}

// keyOf is the key of a record of the base.
func (c *Collection) keyOf(number int, from *cell) any {
	return from.snapshot.population.base.View(c.Name).Record(0, number).Value(c.Key)
}

// someOf is a list of references to different records: {collection: memberships, count: {0: 30, 1: 50, 2: 20}}.
func (b *builder) someOf(_ *Collection, f *Field, n *tree.Node) {
	b.known(n, "some_of", "collection", "count")
	target := b.target(n.Get("collection"))
	counts := &fake.Choice{}
	weights := n.Get("count")
	for i := range weights.Len() {
		count, okC := plainKey(weights.Keys[i]).(int64)
		weight, okW := weights.Items[i].Int()
		if !okC || !okW || count < 0 || weight < 0 || weight > fake.MaxWeight || target != nil && count > int64(target.Size) {
			b.fail(weights.Items[i], "count gives weights to numbers of records that %s has", n.Get("collection").Str())
			continue
		}
		counts.Add(count, weight)
	}
	if target == nil || counts.Total() == 0 {
		b.fail(n, "some_of needs a collection and the weights of its counts")
		return
	}
	f.reference, f.kind = target, manyKind
	f.make = func(f *Field, c *cell) any {
		s := f.key.Cell(c.number)
		count := counts.Draw(s).(int64)
		order := fake.Key(s.Uint64())
		keys := make([]any, count)
		for i := range keys {
			keys[i] = target.keyOf(int(order.Permute(uint64(i), uint64(target.Size))), c)
		}
		return keys
	}
}

// refers is a reference whose key is computed: {collection: families, key: "div(number, 10)"}.
func (b *builder) refers(c *Collection, f *Field, n *tree.Node) {
	b.known(n, "refers", "collection", "key")
	target := b.target(n.Get("collection"))
	if n.Get("key") == nil {
		b.fail(n, "refers needs a key, an expression")
		return
	}
	if b.expr(c, f, n.Get("key")); target != nil {
		f.reference = target
	}
}
