package fake

import "mockserver/internal/schema"

const (
	deepFrom     = 4       // from this depth on, values are as small as they can be
	endless      = 1 << 20 // the height of a schema whose values never end
	maxReachable = 20_000  // schemas whose heights are reckoned
)

// height is how many arrays and objects lie within each other at least in a value of a schema; endless if there is no
// such value. It is reckoned for all schemas that can be reached: each is as high as what it needs, which is repeated
// until nothing changes.
func (r *run) height(s *schema.Schema) int {
	if h, ok := r.heights[s]; ok {
		return h
	}
	if r.heights == nil {
		r.heights = map[*schema.Schema]int{}
	}
	reachable := []*schema.Schema{s}
	r.heights[s] = endless
	for i := 0; i < len(reachable) && len(reachable) < maxReachable; i++ {
		for _, next := range needed(reachable[i]) {
			if _, known := r.heights[next]; !known {
				r.heights[next] = endless
				reachable = append(reachable, next)
			}
		}
	}
	if len(reachable) >= maxReachable { // unknown: whether it ends, the limits say
		for _, s := range reachable {
			r.heights[s] = 0
		}
		return 0
	}
	for changed := true; changed; {
		changed = false
		for i := len(reachable) - 1; i >= 0; i-- {
			if h := r.reckon(reachable[i]); h < r.heights[reachable[i]] {
				r.heights[reachable[i]], changed = h, true
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
		if p := propertyOf(s, name); p != nil {
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

func propertyOf(s *schema.Schema, name string) *schema.Schema {
	for _, p := range s.Properties {
		if p.Name == name {
			return p.Schema
		}
	}
	return nil
}

// reckon is the height as far as those of the others are known.
func (r *run) reckon(s *schema.Schema) int {
	h := 0
	if s.Ref != nil {
		h = max(h, r.heights[s.Ref])
	}
	for _, sub := range s.AllOf {
		h = max(h, r.heights[sub])
	}
	for _, list := range [][]*schema.Schema{s.AnyOf, s.OneOf} {
		lowest := endless
		for _, sub := range list {
			lowest = min(lowest, r.heights[sub])
		}
		if list != nil {
			h = max(h, lowest)
		}
	}
	return max(h, r.ownHeight(s))
}

// ownHeight is what type, required properties and elements make out.
func (r *run) ownHeight(s *schema.Schema) int {
	object, array := schema.Types(schema.Object), schema.Types(schema.Array)
	if s.HasConst || s.Enum != nil || s.Types&^(object|array) != 0 {
		return 0
	}
	asObject, asArray := 0, 0
	for _, name := range s.Required {
		if p := propertyOf(s, name); p != nil && !oneWay(p, r.Mode) {
			asObject = max(asObject, r.heights[p])
		}
	}
	if needsOthers(s) {
		asObject = max(asObject, r.heights[s.AdditionalProperties])
	}
	for i, sub := range s.PrefixItems {
		if int64(i) < s.MinItems {
			asArray = max(asArray, r.heights[sub])
		}
	}
	if s.Items != nil && s.MinItems > int64(len(s.PrefixItems)) {
		asArray = max(asArray, r.heights[s.Items])
	}
	switch {
	case s.Types == 0 && s.Required == nil && s.MinItems == 0 && s.MinProperties == 0:
		return 0
	case s.Types == array, s.Types == 0 && s.Required == nil && s.MinProperties == 0:
		return min(endless, asArray+1)
	case s.Types == object|array:
		return min(endless, min(asArray, asObject)+1)
	}
	return min(endless, asObject+1)
}

// oneWay tells whether a property goes only the other way: the server alone sets it, or only receives it.
func oneWay(s *schema.Schema, m schema.Mode) bool {
	return m == schema.ReadRequest && s.IsReadOnly() || m == schema.Answer && s.IsWriteOnly()
}
