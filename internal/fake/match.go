package fake

import (
	"slices"
	"strings"

	"mockserver/internal/value"
)

// Bounds of the elements that are told from each other together.
const (
	mostMatched = 100 // elements
	mostValues  = 400 // values that each of them may have
)

// match finds elements that differ for all places that have few values, where one after the other used up what a later one
// needs. False: there are no such places, or too few values.
func (a *arrayMaker) match() bool {
	n := min(max(a.want.minItems, a.contained()), mostMatched)
	m := &matching{taken: map[string]int64{}, values: make([][]any, n), ids: make([][]string, n)}
	for i := range n {
		list, forbidden := a.schemas(i)
		if forbidden != nil || len(list) == 0 || a.exhausted != nil {
			return false
		}
		values, ok := a.domain(list, 0)
		if !ok || len(values) > mostValues {
			continue
		}
		shift := int(a.key.Sub("match").Cell(int(i)).Below(uint64(max(1, len(values)))))
		for _, v := range rotated(values, shift%max(1, len(values))) {
			if id := identity(v); !slices.Contains(m.ids[i], id) && a.fits(list, v) {
				m.values[i], m.ids[i] = append(m.values[i], v), append(m.ids[i], id)
			}
		}
		if len(m.ids[i]) >= int(max(n, a.want.minItems)) { // whatever the others are, one is left
			m.values[i], m.ids[i] = nil, nil
		}
	}
	return a.matchEach(m)
}

// matchEach gives each place with few values one of its own.
func (a *arrayMaker) matchEach(m *matching) bool {
	for i := range m.values {
		if m.values[i] != nil && !m.place(int64(i), map[string]bool{}) {
			return false
		}
	}
	if len(m.taken) == 0 {
		return false
	}
	a.matched, a.used, a.rest = map[int64]any{}, map[string]bool{}, nil
	for i, ids := range m.ids {
		for k, id := range ids {
			if at, taken := m.taken[id]; taken && at == int64(i) {
				a.matched[int64(i)], a.used[id] = m.values[i][k], true
			}
		}
	}
	return true
}

// matching is a bipartite one of places and values, by augmenting paths.
type matching struct {
	values [][]any
	ids    [][]string
	taken  map[string]int64
}

// place gives a value to a place, and others to those that it takes it from.
func (m *matching) place(i int64, tried map[string]bool) bool {
	for _, id := range m.ids[i] {
		if tried[id] {
			continue
		}
		tried[id] = true
		if other, taken := m.taken[id]; !taken || m.place(other, tried) {
			m.taken[id] = i
			return true
		}
	}
	return false
}

// identity is the same of values that are equal: of 1 and 1.0, and of objects whatever the order of their members.
func identity(v any) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = identity(item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case *value.Object:
		parts := make([]string, 0, v.Len())
		for _, m := range v.Members() {
			parts = append(parts, identity(m.Name)+":"+identity(m.Value))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case value.Number:
		if r, ok := value.Rat(v); ok {
			return r.RatString()
		}
	}
	return string(value.AppendJSON(nil, v))
}
