package stub

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// entry is a mapping in its place: of equal priority the one with the higher number comes first.
type entry struct {
	*Mapping
	number uint64
}

func (e *entry) compare(other *entry) int {
	return cmp.Or(cmp.Compare(e.Priority, other.Priority), cmp.Compare(other.number, e.number))
}

// shelf holds entries so that those that may be meant for a request are found without looking at the others: by method and
// by path where their patterns have one to the letter. The lists are in the order in which entries answer, and are never
// changed in place: who has one may read on.
type shelf struct {
	byID      map[string]*entry
	lists     map[place][]*entry
	scenarios map[string]int // how many entries each has
}

// place is what a pattern has to the letter, "" what it leaves open.
type place struct{ method, path string }

// A nil shelf is an empty one.
func newShelf() *shelf {
	return &shelf{byID: map[string]*entry{}, lists: map[place][]*entry{}, scenarios: map[string]int{}}
}

func (s *shelf) len() int {
	if s == nil {
		return 0
	}
	return len(s.byID)
}

func (s *shelf) clone() *shelf {
	return &shelf{byID: maps.Clone(s.byID), lists: maps.Clone(s.lists), scenarios: maps.Clone(s.scenarios)}
}

// placeOf is where a pattern stands. A path that is "" has its own: no request has it, and it would stand among those that
// leave it open.
func placeOf(p *Pattern) place {
	at := place{}
	if len(p.methods) == 1 {
		at.method = p.methods[0]
	}
	if path, literal := p.url.path(); literal {
		at.path = "=" + path
	}
	return at
}

func (s *shelf) put(e *entry) {
	at := placeOf(e.Pattern)
	list := s.lists[at]
	i, _ := slices.BinarySearchFunc(list, e, (*entry).compare)
	s.lists[at] = slices.Insert(slices.Clip(slices.Clone(list)), i, e)
	s.note(e)
}

func (s *shelf) note(e *entry) {
	s.byID[e.ID] = e
	if e.Scenario != "" {
		s.scenarios[e.Scenario]++
	}
}

func (s *shelf) drop(e *entry) {
	at := placeOf(e.Pattern)
	if list := slices.DeleteFunc(slices.Clone(s.lists[at]), func(other *entry) bool { return other == e }); len(list) > 0 {
		s.lists[at] = list
	} else {
		delete(s.lists, at)
	}
	delete(s.byID, e.ID)
	if e.Scenario == "" {
		return
	}
	if s.scenarios[e.Scenario]--; s.scenarios[e.Scenario] == 0 {
		delete(s.scenarios, e.Scenario)
	}
}

// meant are the lists that may have an entry for a request; nil has none.
func (s *shelf) meant(v *view, lists [][]*entry) [][]*entry {
	if s == nil {
		return lists
	}
	method, path := strings.ToUpper(v.request.Method), "="+v.path
	for _, at := range [...]place{{method, path}, {"", path}, {method, ""}, {"", ""}} {
		if list := s.lists[at]; len(list) > 0 {
			lists = append(lists, list)
		}
	}
	return lists
}

// inOrder yields the entries of lists in the order in which they answer, until it is told to stop.
func inOrder(lists [][]*entry, yield func(*entry) bool) {
	for len(lists) > 0 {
		first := 0
		for i := 1; i < len(lists); i++ {
			if lists[i][0].compare(lists[first][0]) < 0 {
				first = i
			}
		}
		e := lists[first][0]
		if lists[first] = lists[first][1:]; len(lists[first]) == 0 {
			lists = slices.Delete(lists, first, first+1)
		}
		if !yield(e) {
			return
		}
	}
}
