package population

import (
	"strconv"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// pinned converts the pinned values to what their fields hold.
func (b *builder) pinned(c *Collection, rows *tree.Node) {
	for i, given := range c.pinned {
		row := rows.Items[i]
		for j, m := range given.Members() {
			f := c.byName[m.Name]
			if f.derived {
				b.fail(row.Items[j], "%s is derived: it cannot be pinned", m.Name)
				continue
			}
			v, err := f.accept(b.moved(c, f, m.Value))
			if err == nil && f.Name == c.Key {
				v, err = keyOf(v)
			}
			if err != nil {
				b.fail(row.Items[j], "%s: %v", m.Name, err)
			}
			given.Set(m.Name, v)
		}
	}
}

func (b *builder) unknownField(at *tree.Node, c *Collection, name string) {
	if near := violation.Closest(name, c.FieldNames()); near != "" {
		b.fail(at, "%s has no field %q; did you mean %q?", c.Name, name, near)
		return
	}
	b.fail(at, "%s has no field %q", c.Name, name)
}

// moved turns a pinned text such as -11d into what it says: the clock, moved.
func (b *builder) moved(c *Collection, f *Field, given any) any {
	text, ok := given.(string)
	if !ok || f.kind != timeKind && f.kind != dateKind {
		return given
	}
	at, ok := shifted(b.population.Clock.In(c.Zone), text)
	switch {
	case !ok:
		return given
	case f.kind == dateKind:
		return value.DateOf(at)
	}
	return value.TimeOf(at)
}

// unique refuses pinned values that another record has: a pinned one, or, of a sequence, any.
func (b *builder) unique(c *Collection, rows *tree.Node) {
	for _, f := range c.fields {
		if !c.distinct(f) {
			continue
		}
		taken := map[string]int{}
		f.pinnedBy = map[int64]int{}
		for i, given := range c.pinned {
			v, ok := given.Get(f.Name)
			if !ok || v == nil {
				continue
			}
			at := rows.Items[i].Get(f.Name)
			text := string(value.AppendJSON(nil, v))
			if other, twice := taken[text]; twice {
				b.fail(at, "%s %s is pinned for record %d already", f.Name, text, other+1)
			}
			taken[text] = i
			number, isInt := v.(int64)
			switch {
			case isInt:
				f.pinnedBy[number] = i
				b.inSequence(c, f, at, number, i)
			case f.sequence != nil:
				b.fail(at, "%s is %s; the others are numbers of a sequence, so this is one too", f.Name, text)
			}
		}
	}
}

// pinnedKey goes on counting where only pinned records say what the key is. What is no integer cannot be counted.
func (b *builder) pinnedKey(c *Collection, n *tree.Node) {
	key := c.byName[c.Key]
	if key == nil || n.Path("fields", c.Key) != nil {
		return
	}
	greatest := int64(0)
	for _, given := range c.pinned {
		v, _ := given.Get(c.Key)
		number, isInt := v.(int64)
		if greatest = max(greatest, number); !isInt && (v == nil || c.Size > len(c.pinned)) {
			b.fail(n, "%s has the key %s by its pinned records alone, and cannot go on from %s: with fixed: true and a key in each "+
				"there are no others, or fields says how the key is made", c.Name, c.Key, value.AppendJSON(nil, v))
			return
		}
		if !isInt {
			return // there are no others
		}
	}
	key.make = func(_ *Field, cell *cell) any { return greatest + int64(cell.number-len(c.pinned)) + 1 }
}

// inSequence refuses a pinned number that another record has by a sequence.
func (b *builder) inSequence(c *Collection, f *Field, at *tree.Node, number int64, record int) {
	if f.sequence == nil {
		return
	}
	if other, has := f.sequence.position(number, c.Size); has && other != record && other >= len(c.pinned) {
		b.fail(at, "%s %d is that of record %d by the sequence", f.Name, number, other+1)
	}
}

// suffixed makes texts unique by construction: the number of the record is appended to those of a unique field. What
// ends in a digit or hyphen gets a hyphen between, so that no two texts and numbers read the same.
func suffixed(made maker) maker {
	return func(f *Field, c *cell) any {
		v := made(f, c)
		text, ok := v.(string)
		if !ok || !f.Unique {
			return v
		}
		if end := len(text) - 1; end >= 0 && (text[end] == '-' || '0' <= text[end] && text[end] <= '9') {
			text += "-"
		}
		return text + strconv.Itoa(c.number+1)
	}
}
