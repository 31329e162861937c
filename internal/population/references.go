package population

import (
	"math/bits"

	"mockserver/internal/fake"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// target finds the collection that a reference names.
func (b *builder) target(n *tree.Node) *Collection {
	if !b.is(n, tree.String, "a collection") {
		return nil
	}
	target := b.population.declared(n.Str())
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
	f.reference, f.draws = target, true
	draw := target.draw
	switch {
	case c.described != nil && f.Name == c.Key: // one for each
		c.Size = min(c.Size, target.Size)
		draw = func(_ *fake.Stream, _ *Collection, number int) int {
			return int(f.key.Permute(uint64(number), uint64(target.Size)))
		}
	case c.described != nil:
		draw = target.drawUneven
	}
	f.make = func(f *Field, cell *cell) any {
		target.ready()
		drawn := draw(f.key.Cell(cell.number), c, cell.number)
		if target == c && drawn == cell.number { // nobody refers to himself
			if drawn = (drawn + 1) % max(1, min(c.Size, c.declared)); drawn == cell.number {
				return nil
			}
		}
		return target.keyOf(drawn, cell)
	}
}

// draw takes one of the first max(declared, number+1) records: growing a collection changes no reference.
func (c *Collection) draw(s *fake.Stream, from *Collection, number int) int {
	return int(s.Below(uint64(max(c.declared, number+1)))) % c.within(from, number)
}

// drawUneven is draw with more records for the first, as there are where some customers have many orders and most have few:
// the product of three numbers that are each as likely as the others.
func (c *Collection) drawUneven(s *fake.Stream, from *Collection, number int) int {
	width := uint64(max(1, min(max(c.declared, number+1), c.within(from, number))))
	drawn := s.Below(width)
	for range 2 {
		high, low := bits.Mul64(drawn, s.Below(width))
		drawn, _ = bits.Div64(high%width, low, width)
	}
	return int(drawn)
}

// within is the number of records that one of another collection may refer to: those that there are where that record
// is. The ones that --records adds see as many as themselves.
func (c *Collection) within(from *Collection, number int) int {
	if number < from.declared {
		return max(1, min(c.declared, c.Size))
	}
	return min(max(c.declared, number+1), c.Size)
}

// keyOf is the key of a record of the base.
func (c *Collection) keyOf(number int, from *cell) any {
	return from.snapshot.population.base.View(c.Name).Record(0, number).Value(c.Key)
}

// someOf is a list of references to different records: {collection: memberships, count: {0: 30, 1: 50, 2: 20}}.
func (b *builder) someOf(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "some_of", "collection", "count") {
		return
	}
	weights := n.Get("count")
	if weights == nil && c.described != nil {
		weights = fewOf
	}
	if n.Get("collection") == nil || weights == nil {
		b.fail(n, "some_of needs a collection and the weights of its counts, such as {collection: tags, count: {0: 1, 2: 3}}")
		return
	}
	target, counts := b.target(n.Get("collection")), b.counts(weights, n.Get("collection"))
	if target == nil || counts == nil {
		return
	}
	f.reference, f.kind, f.draws = target, manyKind, true
	if c.described != nil && target.described != nil {
		b.backwards = append(b.backwards, backward{c, f, target})
	}
	f.make = func(f *Field, cell *cell) any {
		target.ready()
		return target.drawSome(f.key.Cell(cell.number), c, counts, cell)
	}
}

// fewOf are the counts of references where nothing says how many there are.
var fewOf = tree.NewObject(&tree.Node{}, []string{"1", "2", "3"}, []*tree.Node{number("2"), number("3"), number("1")})

func number(text string) *tree.Node { return &tree.Node{Kind: tree.Number, Text: text} }

// counts reads how often there are how many references; nil if there is a mistake.
func (b *builder) counts(weights, of *tree.Node) *fake.Choice {
	if !b.is(weights, tree.Object, "count") {
		return nil
	}
	counts, mistakes := &fake.Choice{}, len(b.errs)
	target := b.population.declared(of.Str())
	for i, key := range weights.Keys {
		weight, _ := b.weight(weights.Items[i])
		count, ok := plainKey(key).(int64)
		if !ok || count < 0 || target != nil && count > int64(target.declared) {
			b.fail(weights.Items[i], "count gives a weight to %s; it is a number of records that %s has", key, literal(of))
		}
		counts.Add(count, weight)
	}
	if len(b.errs) == mistakes && counts.Total() == 0 {
		b.fail(weights, "count gives no number of records a weight")
	}
	if len(b.errs) > mistakes {
		return nil
	}
	return counts
}

// drawSome takes as many different records as one of the counts says, less if there are not as many.
func (c *Collection) drawSome(s *fake.Stream, from *Collection, counts *fake.Choice, cell *cell) []any {
	count := int(counts.Draw(s).(int64))
	order, width := fake.Key(s.Uint64()), c.within(from, cell.number)
	keys := make([]any, 0, min(count, width))
	for i := 0; i < width && len(keys) < count; i++ {
		number := int(order.Permute(uint64(i), uint64(width)))
		if c == from && number == cell.number {
			continue
		}
		keys = append(keys, c.keyOf(number, cell))
	}
	return keys
}

// refers is a reference whose key is computed: {collection: families, key: "div(number, 10)"}.
func (b *builder) refers(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "refers", "collection", "key") {
		return
	}
	target := b.target(n.Get("collection"))
	if n.Get("key") == nil || n.Get("collection") == nil {
		b.fail(n, "refers needs a collection and a key, an expression")
		return
	}
	if b.expr(c, f, n.Get("key")); target != nil {
		f.reference = target
		f.derived = c.described != nil // it shows what the field beside it leads to, whenever that changes
	}
}

// within puts references into the objects of a field, which the schemas of the collection make: {product_id: products}.
func (b *builder) within(c *Collection, f *Field, n *tree.Node) {
	if !b.is(n, tree.Object, "within") {
		return
	}
	if c.described == nil {
		b.fail(n, "within puts references into what schemas make, but the collection %s has no schemas", c.Name)
		return
	}
	targets := make([]*Collection, n.Len())
	for i := range n.Keys {
		if targets[i] = b.target(n.Items[i]); targets[i] == nil {
			return
		}
	}
	f.make = func(f *Field, cell *cell) any {
		v, _ := c.recently(cell.number).Get(f.Name)
		streams := make([]*fake.Stream, len(targets))
		for i, name := range n.Keys {
			targets[i].ready()
			streams[i] = f.key.Sub(name).Cell(cell.number)
		}
		return c.refilled(v, n.Keys, targets, streams, cell)
	}
}

// refilled is a value whose objects have keys of other collections in some members.
func (c *Collection) refilled(v any, names []string, targets []*Collection, streams []*fake.Stream, cell *cell) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = c.refilled(item, names, targets, streams, cell)
		}
		return list
	case *value.Object:
		made := value.NewObject(v.Len())
		for _, m := range v.Members() {
			made.Set(m.Name, m.Value)
		}
		for i, name := range names {
			if _, there := made.Get(name); there {
				made.Set(name, targets[i].keyOf(targets[i].drawUneven(streams[i], c, cell.number), cell))
			}
		}
		return made
	}
	return v
}

// backward is a list of references to records that may refer back, as the orders of a customer do.
type backward struct {
	from  *Collection
	field *Field
	to    *Collection
}

// turnBackwards lets lists of references to records that refer back hold just those.
func (b *builder) turnBackwards() {
	for _, one := range b.backwards {
		var back *Field
		for _, f := range one.to.fields {
			if f.draws && f.kind != manyKind && f.reference == one.from {
				back = f
				break
			}
		}
		if back == nil || one.from == one.to {
			continue
		}
		f, to, name := one.field, one.to, back.Name
		if plain(f.Name) != plain(to.Name) { // what it lists may be something else of them
			continue
		}
		f.derived, f.draws = true, false
		f.reach(to)
		f.make = func(_ *Field, cell *cell) any {
			return append([]any{}, cell.view(to).referring(name)[cell.raw(one.from.Key)]...)
		}
		f.needs = []string{one.from.Key}
	}
}
