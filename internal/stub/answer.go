package stub

import (
	"cmp"
	"slices"
)

// Match is the mapping that answers a request, nil if none does: of those that fit, and whose scenarios are in the states
// that they require, that of the lowest priority, and of these the newest. Its scenario goes on to the next state; no other
// request sees the state between the two. The stubs that are undecided, by their IDs, may fit too: judging them takes more than
// the limits allow.
func (s *Set) Match(r *Request) (m *Mapping, undecided []string) {
	if !s.Any() {
		return nil, nil
	}
	v := see(r)
	var fitting []*entry
	inOrder(s.meant(v), func(e *entry) bool {
		v.undecided = false
		if !e.Pattern.matches(v) {
			if v.undecided && len(undecided) < mostUndecided {
				undecided = append(undecided, e.ID)
			}
			return true
		}
		fitting = append(fitting, e)
		return e.bound() // else it answers, if none before it does
	})
	return s.answer(fitting), undecided
}

// mostUndecided is how many stubs that nobody can judge are told.
const mostUndecided = 3

// meant are the lists of the entries that may be meant for a request.
func (s *Set) meant(v *view) [][]*entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.own.meant(v, s.base.meant(v, make([][]*entry, 0, 8)))
}

// answer takes the first entry that the states of the scenarios allow.
func (s *Set) answer(fitting []*entry) *Mapping {
	if len(fitting) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range fitting {
		if e.bound() && s.state(e.Scenario) != e.Required {
			continue
		}
		if s.find(e.ID) == e { // else it is removed by now, and nothing is noted of it
			s.used[e.ID] = true
			if e.Scenario != "" && e.Next != "" {
				s.states[e.Scenario] = e.Next
			}
		}
		return e.Mapping
	}
	return nil
}

// NearMiss is a mapping that a request could have been meant for.
type NearMiss struct {
	Mapping  *Mapping
	Distance float64 // 0 same, 1 nothing in common
}

// NearMisses are the n mappings that a request is nearest to, the nearest first, whatever the states of their scenarios.
func (s *Set) NearMisses(r *Request, n int) []NearMiss {
	v, all := see(r), s.All()
	misses := make([]NearMiss, len(all))
	for i, m := range all {
		misses[i] = NearMiss{m, m.Pattern.distance(v)}
	}
	slices.SortStableFunc(misses, func(a, b NearMiss) int { return cmp.Compare(a.Distance, b.Distance) })
	return misses[:min(n, len(misses))]
}
