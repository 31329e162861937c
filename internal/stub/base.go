package stub

import (
	"slices"

	"mockserver/internal/fault"
)

// Base is what each session begins with; all share it.
type Base struct {
	shelf *shelf
	next  uint64 // the number that no entry has
}

// NewBase takes mappings in the order in which they were read: of equal priority the last answers. Of those that have one
// ID the last counts; those that have none get one.
func NewBase(mappings []*Mapping) *Base {
	s := newShelf()
	last := make(map[string]int, len(mappings))
	for i, m := range mappings {
		if m.ID == "" {
			m.ID = fault.ID(idKind, "", uint64(i))
		}
		last[m.ID] = i
	}
	for i, m := range mappings {
		if last[m.ID] == i {
			e := &entry{m, uint64(i)}
			at := placeOf(m.Pattern)
			s.lists[at] = append(s.lists[at], e)
			s.note(e)
		}
	}
	for at := range s.lists {
		slices.SortFunc(s.lists[at], (*entry).compare)
	}
	return &Base{s, uint64(len(mappings))}
}
