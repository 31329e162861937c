package population

import (
	"errors"
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
	backwards  []backward
	own        *tree.Node // the fixture's collections, without what is described elsewhere
}

func (b *builder) fail(at *tree.Node, format string, args ...any) {
	said := fmt.Sprintf(format, args...)
	if at != nil && at.File != "" {
		said = at.Place() + ": " + said
	}
	if last := len(b.errs) - 1; last < 0 || b.errs[last].Error() != said { // a circle is met more than once
		b.errs = append(b.errs, errors.New(said))
	}
}

// object refuses what is no object, and reports members that are not in its grammar. It tells whether there are any to read.
func (b *builder) object(n *tree.Node, what string, names ...string) bool {
	if !n.Is(tree.Object) {
		b.fail(n, "%s is %s; it is an object with %s", what, n.Kind.WithArticle(), strings.Join(names, ", "))
		return false
	}
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
	return true
}

// is tells whether a node is there, and refuses it if it is of another kind.
func (b *builder) is(n *tree.Node, kind tree.Kind, what string) bool {
	if n != nil && n.Kind != kind {
		b.fail(n, "%s is %s; it is %s", what, n.Kind.WithArticle(), kind.WithArticle())
	}
	return n.Is(kind)
}

func (b *builder) fixture(n *tree.Node) {
	if n == nil || !b.object(n, "a fixture", "for", "collections") {
		return
	}
	collections := n.Get("collections")
	if !b.is(collections, tree.Object, "collections") {
		return
	}
	for i, name := range collections.Keys {
		b.collection(name, collections.Items[i])
	}
	if len(b.errs) > 0 {
		return
	}
	for i, c := range b.population.collections {
		b.fields(c, collections.Items[i])
	}
	b.turnBackwards()
	if len(b.errs) == 0 {
		b.dependencies()
	}
}

// collection reads all but the fields, which may refer to collections further down.
func (b *builder) collection(name string, n *tree.Node) {
	if !b.object(n, "the collection "+name, "records", "fixed", "timezone", "key", "pinned", "fields", "schemas", "examples") {
		return
	}
	c := &Collection{Name: name, Zone: time.UTC, Key: "id", population: b.population,
		key: b.population.key.Sub(name), byName: map[string]*Field{}}
	if key := n.Get("key"); b.is(key, tree.String, "key") {
		c.Key = key.Text
	}
	if zone := n.Get("timezone"); zone != nil {
		loaded, err := time.LoadLocation(zone.Str())
		if err != nil || zone.Str() == "" || zone.Str() == "Local" {
			b.fail(zone, "timezone %q is not a name of the IANA time zone database, such as America/New_York", zone.Text)
		} else {
			c.Zone = loaded
		}
	}
	if pinned := n.Get("pinned"); b.is(pinned, tree.Array, "pinned") {
		for _, row := range pinned.Items {
			if b.is(row, tree.Object, "a pinned record") {
				c.pinned = append(c.pinned, row.Value().(*value.Object))
			}
		}
	}
	b.is(n.Get("fields"), tree.Object, "fields")
	b.described(c, n)
	b.size(c, n)
	b.population.collections = append(b.population.collections, c)
}

func (b *builder) size(c *Collection, n *tree.Node) {
	fixed, records := n.Get("fixed"), n.Get("records")
	b.is(fixed, tree.Bool, "fixed")
	pinned := len(c.pinned)
	switch size, ok := records.Int(); {
	case records == nil && fixed.True():
		c.declared = pinned
	case records == nil:
		c.declared = max(defaultRecords, pinned)
	case !ok || size < 0 || size > MaxRecords:
		b.fail(records, "records is %s; it is an integer from 0 to %d", literal(records), MaxRecords)
	case size < int64(pinned):
		b.fail(records, "records is %d, but %d are pinned", size, pinned)
	default:
		c.declared = int(size)
	}
	c.Size = c.declared
	if b.config.Records > 0 && !fixed.True() {
		c.Size = min(b.config.Records, MaxRecords)
	}
}

// literal is what a node is, for messages: its text, or the name of its kind.
func literal(n *tree.Node) string {
	if n.Text == "" {
		return n.Kind.WithArticle()
	}
	return n.Text
}

func (b *builder) fields(c *Collection, n *tree.Node) {
	fields := n.Get("fields")
	for i, name := range fields.Members() {
		c.add(&Field{Name: name, at: fields.Items[i]})
	}
	if c.described != nil {
		b.describedFields(c, n)
		return
	}
	b.pinnedFields(c, n.Get("pinned").Elements(), fields.Members())
	if c.byName[c.Key] == nil {
		b.fail(n, "the collection %s has no field %q, its key", c.Name, c.Key)
	}
	for _, f := range c.fields {
		if f.make == nil {
			b.field(c, f)
		}
	}
	c.addNumbering()
	b.pinned(c, n.Get("pinned"))
	b.unique(c, n.Get("pinned"))
	b.pinnedKey(c, n)
}

func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}

// pinnedFields adds the fields that are described by their pinned values alone, but for what is a slip of the pen.
func (b *builder) pinnedFields(c *Collection, rows []*tree.Node, described []string) {
	for _, row := range rows {
		for i, name := range row.Keys {
			if c.byName[name] != nil {
				continue
			}
			if near := violation.Closest(name, without(described, row.Keys)); near != "" {
				b.fail(row.Items[i], "%s has no field %q; did you mean %q? If not, describe it under fields", c.Name, name, near)
			}
			c.add(&Field{Name: name, at: row.Items[i], make: func(*Field, *cell) any { return nil }})
		}
	}
}

func (c *Collection) add(f *Field) {
	f.key = c.key.Sub(f.Name)
	f.nullKey = f.key.Sub("null")
	c.fields = append(c.fields, f)
	c.byName[f.Name] = f
}
