package population

import (
	"mockserver/internal/expression"
)

// cell is the place of values to be made: a record of a collection as it stands in a snapshot.
type cell struct {
	collection *Collection
	number     int              // of the record, from 0
	raw        func(string) any // the record's own fields, references as keys
	snapshot   *Snapshot        // where references lead
	names      expression.Names // what an expression sees
	views      []*View          // of references that were followed
}

func newCell(c *Collection, s *Snapshot) *cell {
	made := &cell{collection: c, snapshot: s}
	made.names = made.see
	return made
}

// maker makes the value of a cell.
type maker func(f *Field, c *cell) any

// condition is an expression that decides whether a field has a value.
type condition struct{ program *expression.Program }

// value is the value of a base record's cell: pinned, null or made.
func (f *Field) value(c *cell) any {
	if v, ok := c.collection.pinnedValue(f, c.number); ok {
		return v
	}
	if f.left(c) {
		return nil
	}
	return f.make(f, c)
}

// pinnedValue is what a pinned record has in a field. A reference that an example gives has to lead somewhere.
func (c *Collection) pinnedValue(f *Field, number int) (v any, ok bool) {
	if f.derived || number >= len(c.pinned) {
		return nil, false
	}
	v, ok = c.pinned[number].Get(f.Name)
	if ok && f.reference != nil && c.described != nil {
		return f.reference.known(v)
	}
	return v, ok
}

// left tells whether a cell stays empty by the field's condition or share of nulls.
func (f *Field) left(c *cell) bool {
	return f.when != nil && !f.when.program.Holds(c.names) ||
		f.nulls > 0 && f.nullKey.Cell(c.number).Below(wholeShare) < f.nulls
}

// wholeShare is 100 % in the unit that shares are counted in.
const wholeShare = 10_000

// The names that an expression sees besides the fields of the record, which hide them.
const (
	clockName  = "clock"
	numberName = "number" // of the record, from 1
)

// see gives an expression of a fixture what it sees: the fields of the record, references as the records that they lead
// to, the clock and the number of the record.
func (c *cell) see(name string) any {
	f := c.collection.byName[name]
	if f == nil {
		if name == clockName {
			return c.collection.population.Clock
		}
		return int64(c.number + 1)
	}
	v := c.raw(name)
	if f.reference == nil || v == nil {
		return v
	}
	view := c.view(f.reference)
	keys, many := v.([]any)
	if !many {
		return present(view.find(v))
	}
	records := make([]any, 0, len(keys))
	for _, key := range keys {
		if r := view.find(key); r != nil {
			records = append(records, r)
		}
	}
	return records
}

// view is that of a collection in the cell's snapshot.
func (c *cell) view(of *Collection) *View {
	for _, v := range c.views {
		if v.Collection == of {
			return v
		}
	}
	v := c.snapshot.View(of.Name)
	c.views = append(c.views, v)
	return v
}

// present keeps a nil *Record from becoming a value that is not nil.
func present(r *Record) any {
	if r == nil {
		return nil
	}
	return r
}
