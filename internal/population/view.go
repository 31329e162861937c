package population

import (
	"errors"
	"sync"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

// Snapshot is the state of a world between two changes; immutable.
type Snapshot struct {
	Version uint64 // no two states have the same, of all populations that share a Room; 0 is the base, untouched

	population *Population
	changes    map[string]*changes // by collection; nil for the untouched base
	mu         sync.Mutex          // guards views
	views      map[string]*View
}

func newSnapshot(p *Population, version uint64, changed map[string]*changes) *Snapshot {
	return &Snapshot{population: p, Version: version, changes: changed, views: map[string]*View{}}
}

// View is a collection as it stands in a snapshot.
type View struct {
	Collection *Collection

	segments []*segment   // the base, and the changes if there are any
	dead     map[any]bool // the keys of created records that are deleted
	once     sync.Once    // makes newest
	newest   map[any]int
	mu       sync.Mutex               // guards back
	back     map[string]map[any][]any // by reference: by the key that it leads to, the keys of those that refer
}

// View finds the view of a collection, which must exist.
func (s *Snapshot) View(collection string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[collection]
	if v == nil {
		v = s.newView(s.population.Collection(collection))
		s.views[collection] = v
	}
	return v
}

func (s *Snapshot) newView(c *Collection) *View {
	base := &segment{collection: c, snapshot: s, rows: c.Size, columns: map[string]*lazyColumn{}}
	v := &View{Collection: c, segments: []*segment{base}}
	if s != s.population.base {
		base.base = s.population.base.View(c.Name).segments[0]
	}
	changed := s.changes[c.Name]
	if changed == nil {
		return v
	}
	v.dead = changed.dead
	if len(changed.gone) > 0 {
		base.live = column.AllBits(c.Size)
		for row := range changed.gone {
			base.live.Clear(row)
		}
	}
	if len(changed.records) > 0 {
		v.segments = append(v.segments, &segment{collection: c, snapshot: s, base: base.base, changed: changed.records,
			rows: len(changed.records), columns: map[string]*lazyColumn{}})
	}
	return v
}

// changed finds the row of a changed record by its key.
func (v *View) changed(key any) (row int, ok bool) {
	v.once.Do(func() {
		if len(v.segments) < 2 {
			return
		}
		v.newest = make(map[any]int, v.segments[1].rows)
		for row, r := range v.segments[1].changed {
			v.newest[r.values[v.Collection.Key]] = row
		}
	})
	row, ok = v.newest[key]
	return row, ok
}

// Segments is the number of runs that the view's records are stored in; rows are counted within each.
func (v *View) Segments() int { return len(v.segments) }

// Rows is the number of rows of a segment, live or not.
func (v *View) Rows(segment int) int { return v.segments[segment].rows }

// Live is the set of rows that are there; nil: all.
func (v *View) Live(segment int) column.Bits { return v.segments[segment].live }

// Column is the column of a path in a segment.
func (v *View) Column(segment int, path string) (column.Column, error) {
	return v.segments[segment].Column(path)
}

// Record is the record in a row of a segment.
func (v *View) Record(segment, row int) *Record {
	return &Record{segment: v.segments[segment], row: row}
}

// Find finds the record that a key names; a text names an integer key if it is its decimal form, and an integer that text.
func (v *View) Find(key any) *Record {
	for _, spelled := range spellings(key) {
		if r := v.find(spelled); r != nil {
			return r
		}
	}
	return nil
}

func (v *View) find(key any) *Record {
	key, err := keyOf(key)
	if err != nil {
		return nil
	}
	if row, ok := v.changed(key); ok {
		return v.Record(1, row)
	}
	return v.findBase(key)
}

// findBase finds the record of the base that a key names, if no change replaced or deleted it.
func (v *View) findBase(key any) *Record {
	row, ok := v.Collection.row(key)
	if base := v.segments[0]; !ok || base.live != nil && !base.live.Has(row) {
		return nil
	}
	return v.Record(0, row)
}

// keyOf is a value as a key: a text, an integer, a boolean, an instant or a day. 1.0 is the integer 1.
func keyOf(v any) (any, error) {
	switch v := v.(type) {
	case string, int64, bool, value.Date, value.Time:
		return v, nil
	case value.Number:
		if i, ok := value.Int(v); ok {
			return i, nil
		}
	}
	return nil, errors.New("a key is a text or an integer")
}

// row finds the row of the base with a key; of several the first.
func (c *Collection) row(key any) (int, bool) {
	if f := c.byName[c.Key]; f != nil && f.sequence != nil && c.described == nil {
		return c.rowInSequence(f, key)
	}
	return c.rowInIndex(key)
}

// rowInSequence finds the row by counting: an index of a million keys would take longer to make than most columns.
func (c *Collection) rowInSequence(f *Field, key any) (int, bool) {
	number, isInt := key.(int64)
	if !isInt {
		return 0, false
	}
	at, has := f.sequence.position(number, c.Size)
	if has && at < len(c.pinned) {
		own, pinned := c.pinned[at].Get(f.Name)
		has = !pinned || own == key
	}
	if owner, pinned := f.pinnedBy[number]; pinned && (!has || owner < at) {
		return owner, true
	}
	return at, has
}

// rowInIndex looks a key up; the index is made at first use.
func (c *Collection) rowInIndex(key any) (int, bool) {
	c.index.once.Do(func() {
		base := c.population.base.View(c.Name).segments[0]
		c.index.rows = make(map[any]int, base.rows)
		keys, err := base.Column(c.Key)
		if err != nil {
			return
		}
		for row := base.rows - 1; row >= 0; row-- {
			if key, err := keyOf(keys.At(row)); err == nil {
				c.index.rows[key] = row
			}
		}
	})
	row, ok := c.index.rows[key]
	return row, ok
}

// keyIndex finds the rows of a collection's base by key.
type keyIndex struct {
	once sync.Once
	rows map[any]int
}

// Record is one record of a view.
type Record struct {
	segment *segment
	row     int
}

// Value is what a path names in the record; nil if there is nothing.
func (r *Record) Value(path string) any {
	if r.segment.changed != nil || r.segment.isLarge() { // columns are made for queries, not for a look at one of many
		return r.segment.single(path, r.row)
	}
	c, err := r.segment.Column(path)
	if err != nil {
		return nil
	}
	return c.At(r.row)
}

// Get is Value for expressions: it tells whether the record has such a field.
func (r *Record) Get(name string) (any, bool) {
	if !r.segment.collection.Has(name) {
		return nil, false
	}
	return r.Value(name), true
}

// KeyValue is the record's key, which it stands for where a value is wanted.
func (r *Record) KeyValue() any { return r.Value(r.segment.collection.Key) }

// Collection is the collection that the record belongs to.
func (r *Record) Collection() *Collection { return r.segment.collection }

// Related is the record that a reference leads to, or a list of those: as they are now, of those that are deleted as they
// were in the base. What leads nowhere is given back as it is kept. It is nil where the field is no reference.
func (r *Record) Related(name string) any {
	f := r.segment.collection.byName[name]
	if f == nil || f.reference == nil {
		return nil
	}
	v := r.Value(name)
	keys, many := v.([]any)
	if !many {
		return r.lead(f.reference, v)
	}
	list := make([]any, len(keys))
	for i, key := range keys {
		list[i] = r.lead(f.reference, key)
	}
	return list
}

func (r *Record) lead(to *Collection, key any) any {
	if _, err := keyOf(key); err != nil {
		return key
	}
	snapshot := r.segment.snapshot
	for _, s := range []*Snapshot{snapshot, snapshot.population.base} {
		if found := s.View(to.Name).Find(key); found != nil {
			return found
		}
	}
	return key
}

// Reference is the collection that a field refers to; nil if it is no reference.
func (c *Collection) Reference(field string) *Collection {
	if f := c.byName[field]; f != nil {
		return f.reference
	}
	return nil
}

// Number is that of the record, from 0: the order in which records came to be.
func (r *Record) Number() int { return r.segment.number(r.row) }

// WasDeleted tells whether there was a record with a key, which was deleted.
func (v *View) WasDeleted(key any) bool {
	for _, spelled := range spellings(key) {
		if row, ok := v.Collection.row(spelled); ok && v.segments[0].live != nil && !v.segments[0].live.Has(row) {
			return true
		}
		if v.dead[spelled] {
			return true
		}
	}
	return false
}

// Spellings are a key as records may have it: an integer as text too, and a text that is one as integer; none of what is no
// key.
func Spellings(key any) []any { return spellings(key) }

// referring are the keys of the records that refer to others, by the keys of those, in the order of the view.
func (v *View) referring(field string) map[any][]any {
	v.mu.Lock()
	defer v.mu.Unlock()
	if back := v.back[field]; back != nil {
		return back
	}
	back := map[any][]any{}
	for i, s := range v.segments {
		to, err := s.Column(field)
		own, err2 := s.Column(v.Collection.Key)
		if err != nil || err2 != nil {
			continue
		}
		for row := range s.rows {
			if live := v.Live(i); live != nil && !live.Has(row) {
				continue
			}
			if key, err := keyOf(to.At(row)); err == nil {
				back[key] = append(back[key], own.At(row))
			}
		}
	}
	if v.back == nil {
		v.back = map[string]map[any][]any{}
	}
	v.back[field] = back
	return back
}
