package fake

import "mockserver/internal/schema"

const (
	deepFrom     = 4       // from this depth on, values are as small as they can be
	endless      = 1 << 20 // the height of a schema whose values never end
	maxReachable = 20_000  // schemas whose heights are reckoned
)

// smallest is what each value of a schema has at least; endless if the schema has no value that ends.
type smallest struct {
	height int // arrays and objects within each other
	values int // all that are in it, and it itself
}

// height is how many arrays and objects lie within each other at least in a value of a schema.
func (r *run) height(s *schema.Schema) int { return r.least(s).height }

// fewest is how many values there are at least in a value of a schema.
func (r *run) fewest(s *schema.Schema) int { return r.least(s).values }

// least is reckoned for all schemas that can be reached: each has as much as what it needs, which is repeated until nothing
// changes.
func (r *run) least(s *schema.Schema) smallest {
	if l, ok := r.heights[s]; ok {
		return l
	}
	if r.heights == nil {
		r.heights = map[*schema.Schema]smallest{}
	}
	reachable := []*schema.Schema{s}
	r.heights[s] = smallest{endless, endless}
	for i := 0; i < len(reachable) && len(reachable) < maxReachable; i++ {
		for _, next := range needed(reachable[i]) {
			if _, known := r.heights[next]; !known {
				r.heights[next] = smallest{endless, endless}
				reachable = append(reachable, next)
			}
		}
	}
	if len(reachable) >= maxReachable { // unknown: whether it ends, the limits say
		for _, s := range reachable {
			r.heights[s] = smallest{}
		}
		return smallest{}
	}
	for changed := true; changed; {
		changed = false
		for i := len(reachable) - 1; i >= 0; i-- {
			if l, before := r.reckon(reachable[i]), r.heights[reachable[i]]; l.height < before.height || l.values < before.values {
				r.heights[reachable[i]], changed = l, true
			}
		}
	}
	return r.heights[s]
}

// needed are the schemas on which the height of one depends.
func needed(s *schema.Schema) []*schema.Schema {
	var list []*schema.Schema
	if s.Ref != nil {
		list = append(list, s.Ref)
	}
	list = append(append(append(list, s.AllOf...), s.AnyOf...), s.OneOf...)
	for _, name := range s.Required {
		if p := s.Property(name); p != nil {
			list = append(list, p)
		}
	}
	if needsOthers(s) {
		list = append(list, s.AdditionalProperties)
	}
	if s.MinItems > 0 {
		list = append(list, s.PrefixItems[:min(s.MinItems, int64(len(s.PrefixItems)))]...)
		if s.Items != nil && s.MinItems > int64(len(s.PrefixItems)) {
			list = append(list, s.Items)
		}
	}
	return list
}

// needsOthers tells whether an object must have properties that no keyword but additionalProperties speaks of.
func needsOthers(s *schema.Schema) bool {
	return s.AdditionalProperties != nil && s.MinProperties > int64(len(s.Properties)) && s.PatternProperties == nil
}

// reckon is the least as far as those of the others are known.
func (r *run) reckon(s *schema.Schema) smallest {
	l := r.own(s)
	if s.Ref != nil {
		l = l.and(r.heights[s.Ref])
	}
	for _, sub := range s.AllOf {
		l = l.and(r.heights[sub])
	}
	for _, list := range [][]*schema.Schema{s.AnyOf, s.OneOf} {
		lowest := smallest{endless, endless}
		for _, sub := range list {
			lowest = lowest.or(r.heights[sub])
		}
		if list != nil {
			l = l.and(lowest)
		}
	}
	return l
}

// and is what a value has that must be as large as two say; or, as one of them.
func (l smallest) and(other smallest) smallest {
	return smallest{max(l.height, other.height), max(l.values, other.values)}
}

func (l smallest) or(other smallest) smallest {
	return smallest{min(l.height, other.height), min(l.values, other.values)}
}

// hold puts n values like another into an array or object.
func (l smallest) hold(other smallest, n int64) smallest {
	if n > 0 {
		l.height = min(endless, max(l.height, other.height+1))
		l.values = min(endless, l.values+int(min(n, endless))*other.values)
	}
	return l
}

// own is what type, required properties and elements make out.
func (r *run) own(s *schema.Schema) smallest {
	object, array := schema.Types(schema.Object), schema.Types(schema.Array)
	if s.HasConst || s.Enum != nil || s.Types&^(object|array) != 0 {
		return smallest{0, 1}
	}
	asObject, asArray := smallest{1, 1}, smallest{1, 1}
	for _, name := range s.Required {
		if p := s.Property(name); p != nil && !oneWay(p, r.Mode) {
			asObject = asObject.hold(r.heights[p], 1)
		}
	}
	if needsOthers(s) {
		asObject = asObject.hold(r.heights[s.AdditionalProperties], s.MinProperties-int64(len(s.Properties)))
	}
	left := s.MinItems
	for i, sub := range s.PrefixItems {
		if int64(i) < s.MinItems {
			asArray = asArray.hold(r.heights[sub], 1)
			left--
		}
	}
	if s.Items != nil && left > 0 {
		asArray = asArray.hold(r.heights[s.Items], left)
	}
	switch {
	case s.Types == 0 && s.Required == nil && s.MinItems == 0 && s.MinProperties == 0:
		return smallest{0, 1}
	case s.Types == array, s.Types == 0 && s.Required == nil && s.MinProperties == 0:
		return asArray
	case s.Types == object|array:
		return asArray.or(asObject)
	}
	return asObject
}

// oneWay tells whether a property goes only the other way: the server alone sets it, or only receives it.
func oneWay(s *schema.Schema, m schema.Mode) bool {
	return m == schema.ReadRequest && s.IsReadOnly() || m == schema.Answer && s.IsWriteOnly()
}
