package population

import (
	"fmt"
	"strings"
	"sync"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

// segment is a run of records with columns that are made on first use: the base of a collection, or its changes.
type segment struct {
	collection *Collection
	snapshot   *Snapshot   // where references lead
	changed    []record    // of the changes; nil for the base
	live       column.Bits // the rows that are there; nil: all
	rows       int         //
	shared     *segment    // the base's own segment, for columns that no change can touch
	mu         sync.Mutex  // guards columns
	columns    map[string]*lazyColumn
}

type lazyColumn struct {
	once sync.Once
	made column.Column
	err  error
}

// Column makes or finds the column of a path: a field, a member of an object field ("address.city"), or a field of
// the record that a reference leads to ("venue.name").
func (s *segment) Column(path string) (column.Column, error) {
	if s.shared != nil && !s.collection.reaches(path) {
		return s.shared.Column(path)
	}
	s.mu.Lock()
	lazy := s.columns[path]
	if lazy == nil {
		lazy = &lazyColumn{}
		s.columns[path] = lazy
	}
	s.mu.Unlock()
	lazy.once.Do(func() { lazy.made, lazy.err = s.build(path) })
	return lazy.made, lazy.err
}

func (s *segment) build(path string) (column.Column, error) {
	field, rest := s.collection.resolve(path)
	switch {
	case field == nil:
		return nil, fmt.Errorf("the collection %s has no field %q", s.collection.Name, path)
	case rest == "":
		return s.buildField(field)
	}
	of, err := s.Column(field.Name)
	if err != nil {
		return nil, err
	}
	values := make([]any, s.rows)
	for row := range values {
		values[row] = s.follow(field, of.At(row), rest)
	}
	return column.Of(values), nil
}

// follow takes what a dotted path names behind a field's value.
func (s *segment) follow(f *Field, v any, rest string) any {
	if f.reference != nil {
		if r := s.snapshot.View(f.reference.Name).find(v); r != nil {
			return r.Value(rest)
		}
		return nil
	}
	for _, name := range strings.Split(rest, ".") {
		o, ok := v.(*value.Object)
		if !ok {
			return nil
		}
		v, _ = o.Get(name)
	}
	return v
}

func (s *segment) buildField(f *Field) (column.Column, error) {
	inputs := make(map[string]column.Column, len(f.needs))
	for _, name := range f.needs {
		c, err := s.Column(name)
		if err != nil {
			return nil, err
		}
		inputs[name] = c
	}
	values := make([]any, s.rows)
	for row := range values {
		values[row] = s.cell(f, row, func(name string) any { return inputs[name].At(row) })
	}
	return column.Of(values), nil
}

// cell is the value of a field in a row, given the raw values of the fields that it needs.
func (s *segment) cell(f *Field, row int, raw func(string) any) any {
	number := row
	if s.changed != nil {
		number = s.changed[row].number
		if !f.derived {
			return s.changed[row].values[f.Name]
		}
	}
	return f.value(&cell{collection: s.collection, number: number, raw: raw, snapshot: s.snapshot})
}

// resolve splits a path into the field with the longest name and what is behind it; the field is nil if there is none.
func (c *Collection) resolve(path string) (*Field, string) {
	if f := c.byName[path]; f != nil {
		return f, ""
	}
	for i := len(path) - 1; i > 0; i-- {
		if path[i] != '.' {
			continue
		}
		if f := c.byName[path[:i]]; f != nil {
			return f, path[i+1:]
		}
	}
	return nil, ""
}

// reaches tells whether a path's values depend on other records.
func (c *Collection) reaches(path string) bool {
	f, rest := c.resolve(path)
	return f != nil && (f.reaches || rest != "" && f.reference != nil)
}

// Has tells whether a path leads to values: a field, or a field behind a reference; what is behind an object field
// is not known before it is made.
func (c *Collection) Has(path string) bool {
	f, rest := c.resolve(path)
	switch {
	case f == nil:
		return false
	case rest != "" && f.reference != nil:
		return f.reference.Has(rest)
	}
	return true
}

// Label is what people call the value at a path, "" if the fixture does not say.
func (c *Collection) Label(path string) string {
	if f, rest := c.resolve(path); f != nil && rest == "" {
		return f.Label
	}
	return ""
}

// OrderOf is the path that a sort by a path goes by.
func (c *Collection) OrderOf(path string) string {
	if f, rest := c.resolve(path); f != nil && rest == "" && f.Order != "" {
		return f.Order
	}
	return path
}
