package schema

// inPlace yields the schemas that judge the same value as s does.
func (s *Schema) inPlace(yield func(*Schema) bool) {
	for sub := range s.always {
		if !yield(sub) {
			return
		}
	}
	for _, list := range [][]*Schema{s.AnyOf, s.OneOf, {s.Not, s.If, s.Then, s.Else}} {
		for _, sub := range list {
			if sub != nil && !yield(sub) {
				return
			}
		}
	}
	for _, p := range s.DependentSchemas {
		if !yield(p.Schema) {
			return
		}
	}
}

// always yields the schemas that every value of s must fit too: $ref and allOf.
func (s *Schema) always(yield func(*Schema) bool) {
	if s.Ref != nil && !yield(s.Ref) {
		return
	}
	for _, sub := range s.AllOf {
		if !yield(sub) {
			return
		}
	}
}

// findCircle looks for schemas that refer back to themselves by $ref and allOf alone: they say nothing, and judging with
// them would never end. A circle that goes through anyOf, oneOf and the like (a parent that lists its children, which include
// it) is common and has a meaning: where the judge comes by the same schema again, it takes it as fitting.
func findCircle(made []*Schema) error {
	const onPath, done = 1, 2
	type step struct {
		schema *Schema
		rest   []*Schema
	}
	state := make(map[*Schema]int, len(made))
	enter := func(s *Schema) step {
		state[s] = onPath
		var rest []*Schema
		for sub := range s.always {
			rest = append(rest, sub)
		}
		return step{s, rest}
	}
	for _, s := range made {
		if state[s] == done {
			continue
		}
		path := []step{enter(s)}
		for len(path) > 0 {
			top := &path[len(path)-1]
			if len(top.rest) == 0 {
				state[top.schema] = done
				path = path[:len(path)-1]
				continue
			}
			next := top.rest[0]
			top.rest = top.rest[1:]
			switch state[next] {
			case onPath:
				named := next.Pointer // a circle has no end whose title could be told
				if named == "" {
					named = "the whole schema"
				}
				return fail(top.schema.Node, top.schema.Pointer, "leads by $ref and allOf back to %s, which says nothing; expected a schema that ends", named)
			case done:
			default:
				path = append(path, enter(next))
			}
		}
	}
	return nil
}
