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
	dead    map[any]bool // the keys of created records that are deleted
	bytes   int          // what the records take
	created int          // records ever created, and numbers that were passed over: no number is used twice
}

// record is a created or changed record. Its values hold the key, and what it was given or what was generated for it; a
// record of the base has its others from there.
type record struct {
	number int // from 0; those of the base keep theirs
	values map[string]any
}

// Session is one client's changes to a population, safe for concurrent use.
type Session struct {
	population *Population
	mu         sync.Mutex        // held by who changes
	taken      map[string]*taken // by collection; guarded by mu
	closed     bool              // guarded by mu
	now        atomic.Pointer[Snapshot]
	moves      atomic.Uint64 // how often now was replaced, twice each; odd while it is
}

// NewSession starts from the base.
func (p *Population) NewSession() *Session {
	s := &Session{population: p, taken: map[string]*taken{}}
	s.now.Store(p.base)
	return s
}

// Snapshot is the state as it is now.
func (s *Session) Snapshot() *Snapshot { return s.now.Load() }

func (s *Session) move(to *Snapshot) {
	s.moves.Add(1)
	s.now.Store(to)
	s.moves.Add(1)
}

// Moves is a number that is even, and the same before and after, where the state was the same all the while between.
func (s *Session) Moves() uint64 { return s.moves.Load() }

// Changed tells whether anything differs from the base.
func (s *Session) Changed() bool { return s.now.Load() != s.population.base }

// Reset drops all changes.
func (s *Session) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restart()
}

func (s *Session) restart() {
	s.population.room.give(s.now.Load().bytes())
	s.move(s.population.base)
}

// Close drops all changes; what is asked to change later is refused with a *Full.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.restart()
}

// take asks for room for more bytes.
func (s *Session) take(more int) error {
	if s.closed {
		return &Full{"the session was reset while the request was under way"}
	}
	return s.population.room.take(more)
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

// maxCreated is the number of records that a session may create in a collection between two resets.
const maxCreated = 1_000_000

// Full says that a session has made all the changes that it may.
type Full struct{ sentence string }

func (e *Full) Error() string { return e.sentence }

// maxSkips is the number of records that are passed over because another record has their generated key.
const maxSkips = 10_000

// Create adds a record with the given fields; of the fields named by fill, those that are not given are generated.
// The error is a *Conflict, an *Invalid or a *Full.
func (s *Session) Create(collection string, given *value.Object, fill []string) (*Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.population.Collection(collection)
	snap := s.now.Load()
	next := &changes{}
	if old := snap.changes[collection]; old != nil {
		*next = *old
	}
	if next.created >= maxCreated {
		return nil, &Full{fmt.Sprintf("%d records were created, the most that are kept; a reset drops them", maxCreated)}
	}
	values, err := c.give(given)
	if err != nil {
		return nil, err
	}
	taken := s.takenIn(c, snap)
	r := record{}
	for skips := 0; ; skips++ {
		r = record{number: c.Size + next.created, values: maps.Clone(values)}
		next.created++
		if err := c.complete(r, fill, snap); err != nil {
			return nil, err
		}
		conflict := snap.conflict(c, r.values, nil, taken)
		if conflict == nil {
			break
		}
		if _, chosen := values[conflict.Field]; chosen || skips == maxSkips {
			return nil, conflict
		}
	}
	if err := s.take(r.size()); err != nil {
		return nil, err
	}
	next.bytes += r.size()
	next.records = append(next.records, r) // snapshots before this one see fewer of the same records
	s.store(snap, collection, next)
	taken.add(c, r, next)
	return s.now.Load().View(collection).Record(1, len(next.records)-1), nil
}

// give converts what a client gives; names that are no stored field are ignored, and so is a key that is null.
func (c *Collection) give(given *value.Object) (map[string]any, error) {
	values := map[string]any{}
	for _, m := range given.Members() {
		f := c.byName[m.Name]
		if f == nil || f.derived || f.Name == c.Key && m.Value == nil {
			continue
		}
		v, err := f.accept(m.Value)
		if f.reference != nil && c.described != nil {
			v = f.reference.keysIn(v)
		}
		if err == nil && f.Name == c.Key {
			v, err = keyOf(v)
		}
		if err != nil {
			return nil, &Invalid{Field: m.Name, Err: err}
		}
		values[m.Name] = kept(v)
	}
	return values, nil
}

// conflict looks for another live record that has one of the values in a unique field. taken knows those of the
// changed records, for a record that is new; nil: they are looked through.
func (s *Snapshot) conflict(c *Collection, values map[string]any, self *Record, taken *taken) *Conflict {
	view := s.View(c.Name)
	for _, f := range c.fields {
		v := values[f.Name]
		if v == nil || !c.distinct(f) {
			continue
		}
		other, known := taken.has(f, v)
		switch {
		case other:
		case f.Name == c.Key:
			other = self == nil && view.findBase(v) != nil
		default:
			other = view.hasOther(f.Name, v, self, known)
		}
		if other {
			return &Conflict{Field: f.Name, Value: v}
		}
	}
	return nil
}

// hasOther tells whether another live record than self has a value; of the base alone, or of the changes too.
func (v *View) hasOther(field string, wanted any, self *Record, baseOnly bool) bool {
	for _, s := range v.segments {
		if s.changed != nil && baseOnly {
			continue
		}
		of, err := s.Column(field)
		if err != nil {
			continue
		}
		found := with(of, wanted)
		if s.live != nil {
			found.And(s.live)
		}
		if self != nil && self.segment == s {
			found.Clear(self.row)
		}
		if found.Count() > 0 {
			return true
		}
	}
	return false
}

// Update gives fields of a record new values; the key stays. It returns nil, nil if there is no such record. The error is
// as that of Create.
func (s *Session) Update(collection string, key any, given *value.Object) (*Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, snap := s.population.Collection(collection), s.now.Load()
	found := snap.View(collection).Find(key)
	if found == nil {
		return nil, nil
	}
	id := found.KeyValue()
	values, err := c.give(given)
	if err != nil {
		return nil, err
	}
	delete(values, c.Key)
	if conflict := snap.conflict(c, values, found, nil); conflict != nil {
		return nil, conflict
	}
	r := record{number: found.segment.number(found.row), values: map[string]any{c.Key: id}}
	if found.segment.changed != nil {
		r.values = maps.Clone(found.segment.changed[found.row].values)
	}
	maps.Copy(r.values, values)
	next := snap.without(found)
	old := 0
	if was := snap.changes[collection]; was != nil {
		old = was.bytes
	}
	next.bytes += r.size()
	if err := s.take(next.bytes - old); err != nil {
		return nil, err
	}
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
	if found == nil || s.closed {
		return false
	}
	next := snap.without(found)
	if number := found.Number(); number >= found.segment.collection.Size {
		if next.dead = maps.Clone(next.dead); next.dead == nil {
			next.dead = map[any]bool{}
		}
		next.dead[found.KeyValue()] = true
		next.bytes += recordSize
	}
	if was := snap.changes[collection]; was != nil {
		s.population.room.give(was.bytes)
	}
	s.population.room.give(-next.bytes)
	s.store(snap, collection, next)
	return true
}

// without copies the changes of a collection, less one record.
func (s *Snapshot) without(r *Record) *changes {
	next := &changes{}
	if old := s.changes[r.segment.collection.Name]; old != nil {
		next = &changes{gone: maps.Clone(old.gone), records: slices.Clone(old.records), bytes: old.bytes, created: old.created, dead: old.dead}
	}
	if r.segment.changed != nil {
		next.bytes -= r.segment.changed[r.row].size()
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
	s.move(newSnapshot(s.population, s.population.room.versions.Add(1), next))
}
