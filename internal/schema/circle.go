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
	if s.DynamicRef != nil {
		yield(s.DynamicRef)
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

// together yields the schemas that a value of s, not being null, must fit too.
func (s *Schema) together(yield func(*Schema) bool) {
	for sub := range s.always {
		if !yield(sub) {
			return
		}
	}
	for _, list := range [][]*Schema{s.AnyOf, s.OneOf} {
		if sub := besideNull(list); sub != nil && !yield(sub) {
			return
		}
	}
}

// circle is a schema that leads back to itself, and the mistake that this is.
type circle struct {
	schema  *Schema
	mistake *Error
}

// findCircles looks for schemas that refer back to themselves by $ref and allOf alone: they say nothing, and judging with
// them would never end. A circle that goes through anyOf, oneOf and the like (a parent that lists its children, which include
// it) is common and has a meaning: where the judge comes by the same schema again, it takes it as fitting.
func findCircles(made []*Schema) []circle {
	var found []circle
	w := descent{next: (*Schema).always, state: func(s *Schema) *progress { return &s.circled }}
	w.again = func(from, to *Schema) {
		named := to.Pointer // a circle has no end whose title could be told
		if named == "" {
			named = "the whole schema"
		}
		found = append(found, circle{from, fail(from.Node, from.Pointer,
			"leads by $ref and allOf back to %s, which says nothing; expected a schema that ends", named)})
	}
	for _, s := range made {
		w.from(s)
	}
	return found
}

// markWays tells each schema whether it is readOnly or writeOnly, by itself or by what it refers to.
func markWays(made []*Schema) {
	w := descent{next: (*Schema).together, state: func(s *Schema) *progress { return &s.marked }}
	w.leave = func(s *Schema) {
		s.readOnly, s.writeOnly = s.ReadOnly, s.WriteOnly
		for sub := range s.together {
			s.readOnly = s.readOnly || sub.readOnly
			s.writeOnly = s.writeOnly || sub.writeOnly
		}
	}
	for _, s := range made {
		w.from(s)
	}
}

// markPlain tells each schema whether nothing below it judges one value in more than one way: then the time that it takes grows
// with the value alone, and no outcome has to be remembered. A schema that leads back to itself is not taken for plain.
func markPlain(made []*Schema) {
	w := descent{next: (*Schema).parts, state: func(s *Schema) *progress { return &s.sorted }}
	w.leave = func(s *Schema) {
		ways, plain := 0, true
		for range s.inPlace {
			ways++
		}
		for part := range s.parts {
			plain = plain && part.plain
		}
		s.plain = plain && (ways == 0 || ways == 1 && s.Ref != nil)
	}
	for _, s := range made {
		w.from(s)
	}
}

// descent goes through schemas depth first, without deepening the stack. Those of earlier compilations are done.
type descent struct {
	next  func(*Schema, func(*Schema) bool)
	again func(from, to *Schema) // where a way leads back to its own beginning
	leave func(*Schema)          // once all below is done
	state func(*Schema) *progress
}

// progress is how far a descent is with a schema.
type progress uint8

const (
	onPath progress = iota + 1
	done
)

func (d *descent) from(s *Schema) {
	if *d.state(s) == done {
		return
	}
	type step struct {
		schema *Schema
		rest   []*Schema
	}
	enter := func(s *Schema) step {
		*d.state(s) = onPath
		var rest []*Schema
		d.next(s, func(sub *Schema) bool {
			rest = append(rest, sub)
			return true
		})
		return step{s, rest}
	}
	path := []step{enter(s)}
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.rest) == 0 {
			*d.state(top.schema) = done
			if d.leave != nil {
				d.leave(top.schema)
			}
			path = path[:len(path)-1]
			continue
		}
		next := top.rest[0]
		top.rest = top.rest[1:]
		switch {
		case *d.state(next) == onPath && d.again != nil:
			d.again(top.schema, next)
		case *d.state(next) == 0:
			path = append(path, enter(next))
		}
	}
}
