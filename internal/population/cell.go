package population

import (
	"mockserver/internal/expression"
)

// cell is one value to be made.
type cell struct {
	collection *Collection
	number     int              // of the record, from 0
	raw        func(string) any // the record's own fields, references as keys
	snapshot   *Snapshot        // where references lead
}

// maker makes the value of a cell.
type maker func(f *Field, c *cell) any

// condition is an expression that decides whether a field has a value.
type condition struct{ program *expression.Program }

// value is the value of a base record's cell: pinned, null or made.
func (f *Field) value(c *cell) any {
	if pinned := c.collection.pinned; !f.derived && c.number < len(pinned) {
		if v, ok := pinned[c.number].Get(f.Name); ok {
			return v
		}
	}
	if f.when != nil && !f.when.program.Holds(c.names()) {
		return nil
	}
	if f.nulls > 0 && f.nullKey.Cell(c.number).Below(wholeShare) < f.nulls {
		return nil
	}
	return f.make(f, c)
}

// wholeShare is 100 % in the unit that shares are counted in.
const wholeShare = 10_000

// names gives an expression of a fixture what it sees: the fields of the record, references as the records that
// they lead to, the clock and the number of the record (from 1).
func (c *cell) names() expression.Names {
	return func(name string) any {
		switch name {
		case "clock":
			return c.collection.population.Clock
		case "number":
			return int64(c.number + 1)
		}
		v := c.raw(name)
		f := c.collection.byName[name]
		if f.reference == nil || v == nil {
			return v
		}
		view := c.snapshot.View(f.reference.Name)
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
}

// present keeps a nil *Record from becoming a value that is not nil.
func present(r *Record) any {
	if r == nil {
		return nil
	}
	return r
}
