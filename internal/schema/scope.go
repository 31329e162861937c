package schema

// scope is the dynamic scope (JSON Schema Core 2020-12, section 7.1): the resources through which the judge came to a
// schema, each once, the outermost at the end of the list. Equal scopes are one, so that outcomes can be remembered by them.
type scope struct {
	resource *resource
	outer    *scope
	inner    map[*resource]*scope
}

// enter is the scope within a resource.
func (s *scope) enter(r *resource) *scope {
	for at := s; at != nil; at = at.outer {
		if at.resource == r {
			return s
		}
	}
	if made := s.inner[r]; made != nil {
		return made
	}
	made := &scope{resource: r, outer: s}
	if s.inner == nil {
		s.inner = map[*resource]*scope{}
	}
	s.inner[r] = made
	return made
}

// outermost is the schema that has a dynamic anchor in the outermost resource with one, nil if none has.
func (s *scope) outermost(name string) *Schema {
	var found *Schema
	for at := s; at != nil; at = at.outer {
		if at.resource == nil {
			break
		}
		if target, ok := at.resource.dynamic.Load(name); ok && target.(*Schema).lost == nil {
			found = target.(*Schema)
		}
	}
	return found
}

// checkDynamicRef follows $dynamicRef (section 8.2.3.2).
func checkDynamicRef(j *judge, s *Schema, v any, at place, seen *marks) bool {
	target := s.DynamicRef
	if s.dynamicAnchor != "" {
		if found := j.scope.outermost(s.dynamicAnchor); found != nil {
			target = found
		}
	}
	return j.followed(target, v, at, seen)
}
