package fake

import (
	"slices"

	"mockserver/internal/schema"
)

// mostContains bounds the parts whose contains are told from each other.
const mostContains = 64

// spread gives each contains elements of its own where it does not go together with another one, or with what is said of
// the element anyway. False: there is nothing to spread, or no room.
func (a *arrayMaker) spread() bool {
	var demands []part
	prefix := false
	for _, p := range a.want.parts {
		if p.Contains != nil && p.MinContains > 0 {
			demands = append(demands, p)
		}
		prefix = prefix || len(p.PrefixItems) > 0
	}
	if len(demands) == 0 || len(demands) == 1 && !prefix || len(demands) > mostContains {
		return false
	}
	a.clashes = map[[2]*schema.Schema]bool{}
	plan := [][]*schema.Schema{}
	for _, p := range demands {
		for at, n := 0, int64(0); n < p.MinContains; at++ {
			if a.exhausted != nil || at >= a.Limits.GeneratedItems || a.want.maxItems >= 0 && int64(at) >= a.want.maxItems {
				return false
			}
			if at == len(plan) {
				plan = append(plan, nil)
			}
			if a.takesIn(p.Contains, plan[at], at) {
				plan[at] = append(plan[at], p.Contains)
				n++
			}
		}
	}
	a.plan, a.used = plan, nil
	return true
}

// takesIn tells whether an element that fits some contains may fit one more.
func (a *arrayMaker) takesIn(one *schema.Schema, others []*schema.Schema, at int) bool {
	var base []*schema.Schema
	common := true // what is said of all elements that no prefix speaks of
	for _, p := range a.want.parts {
		switch {
		case at < len(p.PrefixItems):
			base, common = append(base, p.PrefixItems[at]), false
		case p.Items != nil:
			base = append(base, p.Items)
		}
	}
	if others == nil {
		others = []*schema.Schema{anything}
	}
	return !slices.ContainsFunc(others, func(other *schema.Schema) bool {
		pair := [2]*schema.Schema{one, other}
		clash, known := a.clashes[pair]
		if !known || !common {
			clash = !a.goTogether(append(base[:len(base):len(base)], pair[:]...))
		}
		if common {
			a.clashes[pair] = clash
		}
		return clash
	})
}

// goTogether tells whether a value is found that fits all schemas.
func (a *arrayMaker) goTogether(list []*schema.Schema) bool {
	values := a.values
	_, err := a.value(spot{key: a.key.Sub("contains"), depth: a.at.depth + 1, required: true, thrifty: true}, list)
	a.values = values
	return err == nil
}

// holds tells whether an element is one of those that are made for a contains.
func (a *arrayMaker) holds(p part, i int64) bool {
	if a.plan != nil {
		return i < int64(len(a.plan)) && slices.Contains(a.plan[i], p.Contains)
	}
	return i < p.MinContains
}
