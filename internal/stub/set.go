package stub

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/value"
)

// SetConfig is what the stubs of a session take.
type SetConfig struct {
	Limits  limit.Set // of its zero value, each limit is the default
	Session string
	Room    *Room
}

// Set is the stubs of one session and the states of their scenarios. It may be used by several goroutines.
type Set struct {
	c     SetConfig
	begin *Base
	any   atomic.Int64 // how many there are

	mu     sync.Mutex
	base   *shelf // shared, never changed; nil: there is none of it, or own has what is left
	own    *shelf
	taken  int               // bytes of the room
	sizes  map[string]int    // of what each stub has taken
	next   uint64            // the number of the next entry
	given  uint64            // IDs so far
	states map[string]string // of scenarios that have left the first one
	used   map[string]bool   // by ID: it has answered
	closed bool
}

const idKind = "stub"

// Full says that no more stubs can be taken.
type Full struct{ Message string }

// Error is the message.
func (f *Full) Error() string { return f.Message }

// NewSet makes the stubs of a session of mappings that it alone begins with. Where sessions share them, Base.NewSet does.
func NewSet(base []*Mapping, c SetConfig) *Set { return NewBase(base).NewSet(c) }

// NewSet makes the stubs of a session, which begin as the base.
func (b *Base) NewSet(c SetConfig) *Set {
	c.Limits = c.Limits.OrDefault()
	s := &Set{c: c, begin: b}
	s.restart(b.shelf)
	return s
}

// restart leaves nothing but a base. IDs that have been given out are not given again.
func (s *Set) restart(base *shelf) {
	s.c.Room.Give(s.taken)
	s.base, s.own, s.taken, s.next = base, newShelf(), 0, s.begin.next
	s.sizes, s.states, s.used = map[string]int{}, map[string]string{}, map[string]bool{}
	s.count()
}

func (s *Set) count() { s.any.Store(int64(s.len())) }

func (s *Set) len() int { return s.own.len() + s.base.len() }

// Any tells whether there are stubs at all.
func (s *Set) Any() bool { return s.any.Load() > 0 }

// Reset goes back to the base, and each scenario to its first state.
func (s *Set) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.restart(s.begin.shelf)
	}
}

// Clear removes all stubs, those of the base too.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restart(nil)
}

// Close gives back the room; the set is empty from then on, and takes nothing.
func (s *Set) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restart(nil)
	s.closed = true
}

// Add takes a mapping, and gives it an ID if it has none. One that has the ID of another takes its place, as the newest. The
// error is a *Full.
func (s *Set) Add(m *Mapping) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name(m)
	old := s.find(m.ID)
	if err := s.reserve(s.changeOf(old, m)); err != nil {
		return err
	}
	s.put(m, old, s.next)
	s.next++
	return nil
}

// Replace puts a mapping in the place of the one that has the ID; false: there is none. The error is a *Full.
func (s *Set) Replace(id string, m *Mapping) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.find(id)
	if old == nil {
		return false, nil
	}
	m.ID = old.ID
	if err := s.reserve(s.changeOf(old, m)); err != nil {
		return true, err
	}
	s.put(m, old, old.number)
	return true, nil
}

// name gives a mapping an ID that no other has.
func (s *Set) name(m *Mapping) {
	for m.ID == "" {
		id := fault.ID(idKind, s.c.Session, s.given)
		if s.given++; s.find(id) == nil {
			m.ID = id
		}
	}
}

// change is what a set is going to take on.
type change struct{ stubs, bytes, scenarios int }

func (s *Set) changeOf(old *entry, m *Mapping) change {
	c := change{stubs: 1, bytes: m.bytes}
	if m.Scenario != "" && !s.hasScenario(m.Scenario) {
		c.scenarios++
	}
	if old == nil {
		return c
	}
	c.stubs, c.bytes = 0, m.bytes-s.sizes[old.ID]
	if old.Scenario != "" && old.Scenario != m.Scenario && s.members(old.Scenario) == 1 {
		c.scenarios--
	}
	return c
}

// reserve takes the room for a change, if all of it can be taken on.
func (s *Set) reserve(c change) error {
	l := s.c.Limits
	switch {
	case s.closed:
		return &Full{"The session has ended; it takes no more stubs."}
	case c.stubs > 0 && s.len()+c.stubs > l.Stubs:
		return full("A session has", l.Stubs, "stubs", "stubs")
	case c.scenarios > 0 && s.scenarioCount()+c.scenarios > l.Scenarios:
		return full("A session has", l.Scenarios, "scenarios", "scenarios")
	case !s.c.Room.Take(c.bytes):
		return full("The stubs and faults of all sessions take", l.StubBytes, "bytes", "stub-bytes")
	}
	s.taken += c.bytes
	return nil
}

func full(who string, most int, of, name string) error {
	return &Full{fmt.Sprintf("%s at most %d %s, the limit that --limit %s=N sets; remove some.", who, most, of, name)}
}

// put places a mapping for which there is room, instead of an old one if there is one. A scenario that both are of keeps its
// state.
func (s *Set) put(m *Mapping, old *entry, number uint64) {
	e := &entry{m, number}
	if old == nil {
		s.own.put(e)
	} else {
		s.separate(old)
		s.own.drop(old)
		s.own.put(e)
		s.forget(old.Scenario)
	}
	s.sizes[m.ID] = m.bytes
	s.count()
}

// separate makes the set's own what it shared, before an entry of that is changed.
func (s *Set) separate(e *entry) {
	if s.base == nil || s.base.byID[e.ID] != e {
		return
	}
	own := s.base.clone()
	for _, list := range s.own.lists {
		for _, e := range list {
			own.put(e)
		}
	}
	s.base, s.own = nil, own
}

func (s *Set) find(id string) *entry {
	id = strings.ToLower(id)
	if e := s.own.byID[id]; e != nil || s.base == nil {
		return e
	}
	return s.base.byID[id]
}

// Get is the mapping that has the ID, nil if there is none.
func (s *Set) Get(id string) *Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.find(id); e != nil {
		return e.Mapping
	}
	return nil
}

// All are the mappings in the order in which they answer.
func (s *Set) All() []*Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all(func(*Mapping) bool { return true })
}

// all are the mappings that a condition holds of, in the order in which they answer.
func (s *Set) all(holds func(*Mapping) bool) []*Mapping {
	var found []*entry
	for _, shelf := range []*shelf{s.base, s.own} {
		if shelf == nil {
			continue
		}
		for _, e := range shelf.byID {
			if holds(e.Mapping) {
				found = append(found, e)
			}
		}
	}
	slices.SortFunc(found, (*entry).compare)
	list := make([]*Mapping, len(found))
	for i, e := range found {
		list[i] = e.Mapping
	}
	return list
}

// Unmatched are the mappings that have never answered.
func (s *Set) Unmatched() []*Mapping {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all(func(m *Mapping) bool { return !s.used[m.ID] })
}

// ForgetUse makes all mappings as if they had never answered, as where the journal is emptied.
func (s *Set) ForgetUse() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.used)
}

// Find are the mappings whose metadata, as JSON, fits a pattern.
func (s *Set) Find(metadata *matcher.Pattern) []*Mapping {
	return slices.DeleteFunc(s.All(), func(m *Mapping) bool { return !metadata.MatchText(m.metadata()).Matched })
}

func (m *Mapping) metadata() (text string, present bool) {
	if m.Metadata.Len() == 0 {
		return "", false
	}
	return string(value.AppendJSON(nil, m.Metadata)), true
}

// Remove removes the mapping that has the ID; false: there was none.
func (s *Set) Remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.find(id)
	if e != nil {
		s.remove(e)
	}
	return e != nil
}

func (s *Set) remove(e *entry) {
	s.c.Room.Give(s.sizes[e.ID])
	s.taken -= s.sizes[e.ID]
	s.lift(e)
}

// lift removes an entry whose room has been given back.
func (s *Set) lift(e *entry) {
	s.separate(e)
	s.own.drop(e)
	delete(s.sizes, e.ID)
	delete(s.used, e.ID)
	s.forget(e.Scenario)
	s.count()
}

// RemoveWhere removes the mappings whose metadata, as JSON, fits a pattern, and returns them.
func (s *Set) RemoveWhere(metadata *matcher.Pattern) []*Mapping {
	found := s.Find(metadata)
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(found, func(m *Mapping) bool {
		e := s.find(m.ID)
		gone := e == nil || e.Mapping != m // somebody else was faster
		if !gone {
			s.remove(e)
		}
		return gone
	})
}
