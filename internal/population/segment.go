package population

import (
	"fmt"
	"slices"
	"sync"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

// segment is a run of records with columns that are made on first use: the base of a collection, or its changes.
type segment struct {
	collection *Collection
	snapshot   *Snapshot   // where references lead
	base       *segment    // the collection's own, where this is another one
	changed    []record    // of the changes; nil for a base
	live       column.Bits // the rows that are there; nil: all
	rows       int

	mu      sync.Mutex // guards the columns
	columns map[string]*lazyColumn
	members int // of the columns: those of paths into objects
	shown   shown
}

type lazyColumn struct {
	once sync.Once
	made column.Column
	err  error
}

// maxMembers is the number of paths into objects that columns are kept for: a client may name any.
const maxMembers = 200

// Column makes or finds the column of a path: a field, a member of an object field ("address.city"), or a field of
// the record that a reference leads to ("venue.name").
func (s *segment) Column(path string) (column.Column, error) {
	f, rest := s.collection.resolve(path)
	switch {
	case f == nil:
		return nil, fmt.Errorf("the collection %s has no field %q", s.collection.Name, path)
	case s.changed == nil && s.base != nil && !s.touched(path):
		return s.base.Column(path)
	}
	lazy, kept := s.lazy(path, rest != "" && f.reference == nil)
	if !kept {
		return s.build(f, rest)
	}
	lazy.once.Do(func() { lazy.made, lazy.err = s.build(f, rest) })
	return lazy.made, lazy.err
}

// touched tells whether a path of the base shows changes of this snapshot. What is stored keeps its first value.
func (s *segment) touched(path string) bool {
	return slices.ContainsFunc(s.collection.reached(path), func(c *Collection) bool { return s.snapshot.changes[c.Name] != nil })
}

func (s *segment) lazy(path string, member bool) (lazy *lazyColumn, kept bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if lazy = s.columns[path]; lazy != nil {
		return lazy, true
	}
	if member {
		if s.members == maxMembers {
			return nil, false
		}
		s.members++
	}
	lazy = &lazyColumn{}
	s.columns[path] = lazy
	return lazy, true
}

func (s *segment) build(f *Field, rest string) (column.Column, error) {
	if rest == "" {
		return s.buildField(f)
	}
	of, err := s.Column(f.Name)
	if err != nil {
		return nil, err
	}
	values := make([]any, s.rows)
	for row := range values {
		values[row] = s.follow(f, of.At(row), rest)
	}
	return column.Of(values), nil
}

// follow takes what a dotted path names behind a field's value; of several records, the list of what is there.
func (s *segment) follow(f *Field, v any, rest string) any {
	if f.reference == nil {
		return value.At(v, rest)
	}
	view := s.snapshot.View(f.reference.Name)
	keys, many := v.([]any)
	if !many {
		if r := view.find(v); r != nil {
			return r.Value(rest)
		}
		return nil
	}
	found := make([]any, 0, len(keys))
	for _, key := range keys {
		if r := view.find(key); r != nil {
			found = append(found, r.Value(rest))
		}
	}
	return found
}

func (s *segment) buildField(f *Field) (column.Column, error) {
	if f.drawn && s.changed == nil {
		return s.collection.drawnColumn(f), nil
	}
	var inputs inputs
	if s.changed == nil || f.derived { // what is stored in changes is not computed
		for _, name := range f.needs {
			c, err := s.Column(name)
			if err != nil {
				return nil, err
			}
			inputs = append(inputs, input{name, s.collection.byName[name].reference == nil, c})
		}
	}
	made := column.NewMaker(s.rows)
	values := make([]any, min(s.rows, blockRows))
	for first := 0; first < s.rows; first += blockRows {
		block := values[:min(blockRows, s.rows-first)]
		if s.changed != nil && !f.derived {
			if err := s.storedCells(f, first, block); err != nil {
				return nil, err
			}
		} else {
			onCores(s.rows, len(block), func(from, to int) { s.makeCells(f, inputs, first+from, block[from:to]) })
		}
		made.Add(block)
	}
	return made.Column(), nil
}

// input is a column that another one is made of.
type input struct {
	name   string
	plain  bool // what an expression sees is what is in it
	column column.Column
}

// inputs are few: to go through them is faster than to look a name up, which happens for each cell.
type inputs []input

func (in inputs) find(name string) *input {
	for i := range in {
		if in[i].name == name {
			return &in[i]
		}
	}
	return nil
}

// makeCells makes the values of a field in the rows from first on.
func (s *segment) makeCells(f *Field, inputs inputs, first int, values []any) {
	row := 0
	c := newCell(s.collection, s.snapshot)
	c.raw = func(name string) any { return inputs.find(name).column.At(row) }
	c.names = func(name string) any {
		if in := inputs.find(name); in != nil && in.plain {
			return in.column.At(row)
		}
		return c.see(name)
	}
	for i := range values {
		row = first + i
		c.number = s.number(row)
		values[i] = f.value(c)
	}
}

// storedCells are what the changed records from one on hold.
func (s *segment) storedCells(f *Field, first int, values []any) (err error) {
	for i := range values {
		if values[i], err = s.stored(f, first+i); err != nil {
			return err
		}
	}
	return nil
}

// manyRows is the number of records from which on those that an answer shows are made by themselves: their columns would be
// made for all records, and take gigabytes. A cell is the same either way.
const manyRows = 200_000

// isLarge tells whether the records that an answer shows are made by themselves. Those that schemas make take longer, and are
// in columns once a query has needed one.
func (s *segment) isLarge() bool {
	d := s.collection.described
	return s.rows > manyRows || d != nil && !d.filled.Load()
}

// stored is what a changed record holds: what it was given, else, if it was in the base, what it had there.
func (s *segment) stored(f *Field, row int) (any, error) {
	r := s.changed[row]
	if v, ok := r.values[f.Name]; ok || r.number >= s.collection.Size {
		return v, nil
	}
	of, err := s.base.Column(f.Name)
	if err != nil {
		return nil, err
	}
	return of.At(r.number), nil
}

// single is what a path names in one record, made without the columns.
func (s *segment) single(path string, row int) any {
	f, rest := s.collection.resolve(path)
	if f == nil {
		return nil
	}
	made := map[string]any{}
	c := newCell(s.collection, s.snapshot)
	c.number = s.number(row)
	c.raw = func(name string) any {
		v, known := made[name]
		if !known {
			v = s.one(s.collection.byName[name], row, c)
			made[name] = v
		}
		return v
	}
	v := c.raw(f.Name)
	if rest != "" {
		return s.follow(f, v, rest)
	}
	return v
}

func (s *segment) one(f *Field, row int, c *cell) any {
	switch {
	case f.derived:
		return f.value(c)
	case s.changed == nil && s.base != nil: // what is stored keeps its first value
		return s.base.single(f.Name, row)
	case s.changed == nil:
		return f.value(c)
	}
	v, err := s.stored(f, row)
	if err != nil {
		return nil
	}
	return v
}

// number is that of the record in a row.
func (s *segment) number(row int) int {
	if s.changed != nil {
		return s.changed[row].number
	}
	return row
}
