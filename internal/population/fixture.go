package population

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// builder reads a fixture; it collects mistakes instead of stopping at the first.
type builder struct {
	population *Population
	config     Config
	errs       []error
}

func (b *builder) fail(at *tree.Node, format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf("%s: %s", at.Place(), fmt.Sprintf(format, args...)))
}

// known reports members that are not in the grammar.
func (b *builder) known(n *tree.Node, what string, names ...string) {
	for i, key := range n.Keys {
		if slices.Contains(names, key) {
			continue
		}
		if near := violation.Closest(key, names); near != "" {
			b.fail(n.Items[i], "%s has no %q; did you mean %q?", what, key, near)
		} else {
			b.fail(n.Items[i], "%s has no %q; it may have %s", what, key, strings.Join(names, ", "))
		}
	}
}

func (b *builder) fixture(n *tree.Node) {
	if n == nil {
		return
	}
	if !n.Is(tree.Object) {
		b.fail(n, "a fixture is an object with `for` and `collections`")
		return
	}
	b.known(n, "a fixture", "for", "collections")
	collections := n.Get("collections")
	for i := range collections.Len() {
		b.collection(collections.Keys[i], collections.Items[i])
	}
	if len(b.errs) > 0 {
		return
	}
	for i, c := range b.population.collections {
		b.fields(c, collections.Items[i])
	}
	if len(b.errs) == 0 {
		b.dependencies()
	}
}

// collection reads all but the fields, which may refer to collections further down.
func (b *builder) collection(name string, n *tree.Node) {
	if !n.Is(tree.Object) {
		b.fail(n, "the collection %s is not an object", name)
		return
	}
	b.known(n, "a collection", "records", "fixed", "timezone", "key", "pinned", "fields")
	c := &Collection{Name: name, Zone: time.UTC, Key: "id", population: b.population,
		key: b.population.key.Sub(name), byName: map[string]*Field{}, declared: defaultRecords}
	if key := n.Get("key"); key != nil {
		c.Key = key.Str()
	}
	if zone := n.Get("timezone"); zone != nil {
		loaded, err := time.LoadLocation(zone.Str())
		if err != nil || zone.Str() == "" || zone.Str() == "Local" {
			b.fail(zone, "timezone %q is not a name of the IANA time zone database, such as America/New_York", zone.Text)
		} else {
			c.Zone = loaded
		}
	}
	b.size(c, n)
	for _, row := range n.Get("pinned").Elements() {
		if !row.Is(tree.Object) {
			b.fail(row, "a pinned record is an object")
			continue
		}
		c.pinned = append(c.pinned, row.Value().(*value.Object))
	}
	b.population.collections = append(b.population.collections, c)
}

func (b *builder) size(c *Collection, n *tree.Node) {
	fixed, records := n.Get("fixed").True(), n.Get("records")
	switch size, ok := records.Int(); {
	case records == nil && fixed:
		c.declared = n.Get("pinned").Len()
	case records == nil:
	case !ok || size < 0 || size > MaxRecords:
		b.fail(records, "records is %s; it is an integer from 0 to %d", records.Text, MaxRecords)
	default:
		c.declared = int(size)
	}
	c.Size = c.declared
	if b.config.Records > 0 && !fixed {
		c.Size = b.config.Records
	}
}

func (b *builder) fields(c *Collection, n *tree.Node) {
	fields := n.Get("fields")
	for i := range fields.Len() {
		b.add(c, &Field{Name: fields.Keys[i], at: fields.Items[i]})
	}
	for _, row := range n.Get("pinned").Elements() { // fields may be described by their pinned values alone
		for i, name := range row.Keys {
			if c.byName[name] == nil {
				b.add(c, &Field{Name: name, at: row.Items[i], make: func(*Field, *cell) any { return nil }})
			}
		}
	}
	if c.byName[c.Key] == nil {
		b.fail(n, "the collection %s has no field %q, its key", c.Name, c.Key)
	}
	for _, f := range c.fields {
		if f.make == nil {
			b.field(c, f)
		}
	}
	b.pinned(c, n.Get("pinned"))
	b.unique(c, n.Get("pinned"))
}

func (b *builder) add(c *Collection, f *Field) {
	f.key = c.key.Sub(f.Name)
	f.nullKey = f.key.Sub("null")
	c.fields = append(c.fields, f)
	c.byName[f.Name] = f
}

// pinned converts the pinned values to what their fields hold.
func (b *builder) pinned(c *Collection, rows *tree.Node) {
	for i, given := range c.pinned {
		for _, m := range given.Members() {
			f := c.byName[m.Name]
			if f.derived {
				b.fail(rows.Items[i].Get(m.Name), "%s is derived: it cannot be pinned", m.Name)
				continue
			}
			v, err := f.accept(b.moved(c, f, m.Value))
			if err != nil {
				b.fail(rows.Items[i].Get(m.Name), "%s: %v", m.Name, err)
			}
			given.Set(m.Name, v)
		}
	}
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
		if !f.Unique && f.Name != c.Key {
			continue
		}
		taken := map[string]int{}
		for i, given := range c.pinned {
			v, ok := given.Get(f.Name)
			if !ok || v == nil {
				continue
			}
			at := rows.Items[i].Get(f.Name)
			if other, twice := taken[value.Text(v)]; twice {
				b.fail(at, "%s %s is pinned for record %d already", f.Name, value.Text(v), other+1)
			}
			taken[value.Text(v)] = i
			number, isInt := v.(int64)
			if !isInt || f.sequence == nil {
				continue
			}
			if other, has := f.sequence.position(number, c.Size); has && other != i && other >= len(c.pinned) {
				b.fail(at, "%s %d is that of record %d by the sequence", f.Name, number, other+1)
			}
		}
	}
}

// dependencies refuses circles among fields, and marks the fields that are made from other collections' records.
func (b *builder) dependencies() {
	state := map[*Field]int{} // 1: being visited, 2: done
	for _, c := range b.population.collections {
		for _, f := range c.fields {
			b.visit(c, f, state)
		}
	}
}

func (b *builder) visit(c *Collection, f *Field, state map[*Field]int) {
	switch state[f] {
	case 1:
		b.fail(f.at, "the field %s of %s is computed from itself", f.Name, c.Name)
		return
	case 2:
		return
	}
	state[f] = 1
	for _, name := range f.needs {
		need := c.byName[name]
		b.visit(c, need, state)
		f.reaches = f.reaches || need.reaches || need.reference != nil
	}
	for _, use := range f.uses {
		if via := c.byName[use.Name]; via != nil && via.reference != nil {
			b.visitTarget(via.reference, use.Member, state)
		}
	}
	state[f] = 2
}

// visitTarget follows a use of another record to the fields that it may read: the member, or all of them.
func (b *builder) visitTarget(target *Collection, member string, state map[*Field]int) {
	b.visit(target, target.byName[target.Key], state)
	named, _ := target.resolve(member)
	for _, f := range target.fields {
		if member == "" || f == named {
			b.visit(target, f, state)
		}
	}
}
