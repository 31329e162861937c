package population

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"mockserver/internal/value"
)

// changes are what a session made of a collection: a small overlay over the base.
type changes struct {
	gone    map[int]bool // rows of the base that are deleted or replaced
	records []record     // created and replaced ones
	created int
}

// record is a created or changed record, with all its stored values.
type record struct {
	number int // from 0; those of the base keep theirs
	values map[string]any
}

// Session is one client's changes to a population, safe for concurrent use.
type Session struct {
	population *Population
	mu         sync.Mutex // held by who changes
	now        atomic.Pointer[Snapshot]
}

// NewSession starts from the base.
func (p *Population) NewSession() *Session {
	s := &Session{population: p}
	s.now.Store(p.base)
	return s
}

// Snapshot is the state as it is now.
func (s *Session) Snapshot() *Snapshot { return s.now.Load() }

// Reset drops all changes.
func (s *Session) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Store(s.population.base)
}

// Conflict says that a unique field has the value already.
type Conflict struct {
	Field string
	Value any
}

func (e *Conflict) Error() string {
	return fmt.Sprintf("another record has the %s %s", e.Field, value.AppendJSON(nil, e.Value))
}

// Invalid says that a value does not fit a field.
type Invalid struct {
	Field string
	Err   error
}

func (e *Invalid) Error() string { return e.Field + ": " + e.Err.Error() }

// Create adds a record with the given fields; of the fields named by fill, those that are not given are generated.
// The error is a *Conflict or an *Invalid.
func (s *Session) Create(collection string, given *value.Object, fill []string) (*Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.population.Collection(collection)
	snap := s.now.Load()
	old := snap.changes[collection]
	if old == nil {
		old = &changes{}
	}
	r := record{number: c.Size + old.created, values: map[string]any{}}
	if err := c.give(r.values, given); err != nil {
		return nil, err
	}
	for _, f := range c.fields {
		if f.Name == c.Key || slices.Contains(fill, f.Name) {
			c.fill(r, f, snap)
		}
	}
	if err := snap.conflict(c, r, nil); err != nil {
		return nil, err
	}
	s.store(snap, collection, &changes{gone: old.gone, created: old.created + 1,
		records: append(slices.Clip(old.records), r)})
	return s.now.Load().View(collection).find(r.values[c.Key]), nil
}

// fill generates a field that is not given, and those that it is made of.
func (c *Collection) fill(r record, f *Field, snap *Snapshot) {
	if _, ok := r.values[f.Name]; ok || f.derived {
		return
	}
	var raw func(name string) any
	raw = func(name string) any {
		if need := c.byName[name]; need.derived {
			return need.value(&cell{collection: c, number: r.number, snapshot: snap, raw: raw})
		}
		return r.values[name]
	}
	for _, name := range f.needs {
		if name == c.Key {
			c.fill(r, c.byName[name], snap)
		}
	}
	r.values[f.Name] = f.value(&cell{collection: c, number: r.number, raw: raw, snapshot: snap})
}

// give converts and stores what a client gives; names that are no stored field are ignored.
func (c *Collection) give(into map[string]any, given *value.Object) error {
	for _, m := range given.Members() {
		f := c.byName[m.Name]
		if f == nil || f.derived {
			continue
		}
		v, err := f.accept(m.Value)
		if err != nil {
			return &Invalid{Field: m.Name, Err: err}
		}
		into[m.Name] = v
	}
	return nil
}

// conflict looks for another live record with the same value in a unique field.
func (s *Snapshot) conflict(c *Collection, r record, self *Record) error {
	view := s.View(c.Name)
	for _, f := range c.fields {
		v := r.values[f.Name]
		if v == nil || !f.Unique && f.Name != c.Key {
			continue
		}
		for i, seg := range view.segments {
			column, err := seg.Column(f.Name)
			if err != nil {
				return err
			}
			for row := range seg.rows {
				if seg.live != nil && !seg.live.Has(row) || self != nil && view.segments[i] == self.segment && row == self.row {
					continue
				}
				if value.Equal(column.At(row), v) {
					return &Conflict{Field: f.Name, Value: v}
				}
			}
		}
	}
	return nil
}

// Update gives fields of a record new values; the key stays. It returns nil, nil if there is no such record.
func (s *Session) Update(collection string, key any, given *value.Object) (*Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, snap := s.population.Collection(collection), s.now.Load()
	found := snap.View(collection).Find(key)
	if found == nil {
		return nil, nil
	}
	r := record{number: found.number(), values: found.stored()}
	id := r.values[c.Key]
	if err := c.give(r.values, given); err != nil {
		return nil, err
	}
	r.values[c.Key] = id
	if err := snap.conflict(c, r, found); err != nil {
		return nil, err
	}
	next := snap.without(found)
	next.records = append(next.records, r)
	s.store(snap, collection, next)
	return s.now.Load().View(collection).find(id), nil
}

// Delete removes a record, and tells whether there was one.
func (s *Session) Delete(collection string, key any) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	snap := s.now.Load()
	found := snap.View(collection).Find(key)
	if found == nil {
		return false
	}
	s.store(snap, collection, snap.without(found))
	return true
}

// without copies the changes of a collection, less one record.
func (s *Snapshot) without(r *Record) *changes {
	next := &changes{}
	if old := s.changes[r.segment.collection.Name]; old != nil {
		next = &changes{gone: maps.Clone(old.gone), records: slices.Clone(old.records), created: old.created}
	}
	if r.segment.changed != nil {
		next.records = slices.Delete(next.records, r.row, r.row+1)
		return next
	}
	if next.gone == nil {
		next.gone = map[int]bool{}
	}
	next.gone[r.row] = true
	return next
}

func (s *Session) store(old *Snapshot, collection string, c *changes) {
	next := maps.Clone(old.changes)
	if next == nil {
		next = map[string]*changes{}
	}
	next[collection] = c
	s.now.Store(newSnapshot(s.population, s.population.versions.last.Add(1), next))
}

func (r *Record) number() int {
	if r.segment.changed != nil {
		return r.segment.changed[r.row].number
	}
	return r.row
}

// stored are the values of the fields that are not derived.
func (r *Record) stored() map[string]any {
	values := map[string]any{}
	for _, f := range r.segment.collection.fields {
		if !f.derived {
			values[f.Name] = r.Value(f.Name)
		}
	}
	return values
}
