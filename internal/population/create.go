package population

import (
	"errors"
	"slices"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

// complete generates the key of a new record and the fields named by fill, where they are not given. It fails if there is
// no way to make a key.
func (c *Collection) complete(r record, fill []string, snap *Snapshot) error {
	made := newCell(c, snap)
	made.number = r.number
	made.raw = func(name string) any {
		if need := c.byName[name]; need.derived {
			return need.value(made)
		}
		return r.values[name]
	}
	for _, f := range c.fields {
		if f.Name == c.Key || slices.Contains(fill, f.Name) {
			f.complete(made, r.values)
		}
	}
	key, err := keyOf(r.values[c.Key])
	if err != nil {
		return &Invalid{Field: c.Key, Err: errors.New("it has to be given: the population does not make one")}
	}
	r.values[c.Key] = key
	return nil
}

// complete generates the value of a field that is not given. What it is made of stays absent, unless it cannot be made
// without.
func (f *Field) complete(c *cell, values map[string]any) {
	if _, given := values[f.Name]; given {
		return
	}
	v := f.value(c)
	if v == nil {
		for _, name := range f.needs {
			c.collection.byName[name].complete(c, values)
		}
		v = f.value(c)
	}
	if !f.derived {
		values[f.Name] = v
	}
}

// with is the set of rows of a column that have a value.
func with(c column.Column, wanted any) column.Bits {
	switch c := c.(type) {
	case *column.Numbers:
		if kind, n, ok := column.NumberOf(wanted); ok && kind == c.Kind() {
			return c.Between(n, n)
		}
	case *column.Texts:
		if text, ok := wanted.(string); ok {
			return c.WhereText(func(other string) bool { return other == text })
		}
		return column.NewBits(c.Len())
	}
	return column.Where(c, func(v any) bool { return value.Equal(v, wanted) })
}
