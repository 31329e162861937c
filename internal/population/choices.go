package population

import (
	"mockserver/internal/fake"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

func (b *builder) weights(c *Collection, f *Field, n *tree.Node) {
	if !b.is(n, tree.Object, "weights") {
		return
	}
	choice, mistakes := &fake.Choice{}, len(b.errs)
	for i, key := range n.Keys {
		if weight, ok := b.weight(n.Items[i]); ok {
			choice.Add(plainKey(key), weight)
		}
	}
	if len(b.errs) == mistakes {
		b.choose(c, f, n, choice)
	}
}

func (b *builder) weight(n *tree.Node) (int64, bool) {
	weight, ok := n.Int()
	if !ok || weight < 0 || weight > fake.MaxWeight {
		b.fail(n, "a weight is %s; it is an integer from 0 to %d", literal(n), fake.MaxWeight)
		return 0, false
	}
	return weight, true
}

// plainKey is what a key of YAML stands for: null, a boolean, an integer or a text.
func plainKey(key string) any {
	switch key {
	case "null", "~":
		return nil
	case "true", "false":
		return key == "true"
	}
	if i, ok := value.ParseInteger(key); ok {
		return i
	}
	return key
}

func (b *builder) pick(c *Collection, f *Field, n *tree.Node) {
	if !b.is(n, tree.Array, "pick") {
		return
	}
	choice := &fake.Choice{}
	for _, item := range n.Items {
		choice.Add(item.Value(), 1)
	}
	b.choose(c, f, n, choice)
}

func (b *builder) choose(c *Collection, f *Field, n *tree.Node, choice *fake.Choice) {
	switch {
	case choice.Total() == 0:
		b.fail(n, "there is nothing to choose from; give at least one value, with a weight above 0")
		return
	case c.distinct(f) && !choice.Texts():
		b.fail(n, "%s is to be unique, but its values repeat and only texts can be told apart by a number behind them; "+
			"use sequence, or int with unique: true", f.Name)
		return
	}
	f.make = suffixed(func(f *Field, c *cell) any { return choice.Draw(f.key.Cell(c.number)) })
}
