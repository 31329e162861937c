package validate

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"mockserver/internal/violation"
)

// InOrder sorts violations as the document lists what they are about: the parameters, then what belongs to none,
// then the body. Those of one place stay as they are.
func (c *Call) InOrder(vs []violation.Violation) []violation.Violation {
	if len(vs) < 2 {
		return slices.Clone(vs)
	}
	places := placesOf(c)
	if inOrder(vs, places) { // as nearly all are
		return slices.Clone(vs)
	}
	type placed struct {
		place     int
		violation violation.Violation
	}
	all := make([]placed, len(vs))
	for i, v := range vs {
		all[i] = placed{placeOf(v.Where, places), v}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	sorted := make([]violation.Violation, len(vs))
	for i := range all {
		sorted[i] = all[i].violation
	}
	return sorted
}

// inOrder tells whether violations are in their order already.
func inOrder(vs []violation.Violation, places map[string]int) bool {
	before := 0
	for i := range vs {
		place := placeOf(vs[i].Where, places)
		if place < before {
			return false
		}
		before = place
	}
	return true
}

// placesOf says which parameter stands at each place, "in.name". They are known of a call that was checked.
func placesOf(c *Call) map[string]int {
	if c.table != nil {
		return c.table.places
	}
	places := make(map[string]int, len(c.Params))
	for i, p := range c.Params {
		if _, twice := places[p.Where()]; !twice {
			places[p.Where()] = i
		}
	}
	return places
}

// placeOf is the number of the parameter that a violation is about.
func placeOf(where string, places map[string]int) int {
	if where == "body" || strings.HasPrefix(where, "body/") {
		return math.MaxInt
	}
	for i := range where {
		if where[i] == '/' {
			if place, known := places[where[:i]]; known {
				return place
			}
		}
	}
	if place, known := places[where]; known {
		return place
	}
	return math.MaxInt - 1
}
