package schema

import (
	"slices"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// raise turns what older dialects write differently into 2020-12, and settles what depends on several keywords.
func (c *compilation) raise(s *Schema) {
	c.raiseNullable(s)
	s.Minimum, s.ExclusiveMinimum = c.raiseBound(s, "exclusiveMinimum", s.Minimum, s.ExclusiveMinimum)
	s.Maximum, s.ExclusiveMaximum = c.raiseBound(s, "exclusiveMaximum", s.Maximum, s.ExclusiveMaximum)
	if s.Contains != nil && s.Node.Get("minContains") == nil {
		s.MinContains = 1
	}
	s.enum = slices.SortedFunc(slices.Values(s.Enum), value.Compare)
}

// raiseNullable lets null in beside a type, as OpenAPI 3.0.4 has it. In requests null fits also beside an enum that lacks it, and
// beside an allOf, to which nullable is often added because the siblings of $ref are ignored: whoever writes that has nothing
// else in mind. What we send keeps to the letter.
func (c *compilation) raiseNullable(s *Schema) {
	keyword := map[Dialect]string{Draft202012: "nullable", OpenAPI30: "nullable", Swagger20: "x-nullable"}[c.dialect]
	n := s.Node.Get(keyword)
	if n == nil {
		return
	}
	if c.dialect == Draft202012 {
		if n.True() {
			c.mistake(fail(n, tree.Join(s.Pointer, keyword), `means nothing since OpenAPI 3.1; expected "null" among the types`))
		}
		return
	}
	if !n.Is(tree.Bool) {
		c.mistake(fail(n, tree.Join(s.Pointer, keyword), "is %s; expected true or false", described(n)))
	}
	if !n.True() {
		return
	}
	s.Nullable = true
	if s.Types != 0 && c.dialect != Swagger20 { // an extension, which judges other than ours need not know: never sent
		s.Types |= Types(Null)
	}
}

// raiseBound turns a bound with a boolean beside it into one of the two bounds.
func (c *compilation) raiseBound(s *Schema, keyword string, bound, exclusive any) (inclusive, strict any) {
	isSwitch := exclusive == true || exclusive == false
	switch n := s.Node.Get(keyword); {
	case exclusive == nil:
		return bound, nil
	case isSwitch && c.dialect == Draft202012:
		c.mistake(fail(n, tree.Join(s.Pointer, keyword), "is %s, as OpenAPI 3.0 had it; expected the bound itself, a number", described(n)))
	case !isSwitch && c.dialect != Draft202012:
		c.mistake(fail(n, tree.Join(s.Pointer, keyword), "is %s, as OpenAPI 3.1 has it; expected true or false beside the bound", described(n)))
	}
	switch {
	case exclusive == true && bound == nil:
		return nil, nil
	case exclusive == true:
		return nil, bound
	case exclusive == false:
		return bound, nil
	}
	return bound, exclusive
}

// finish prepares what can only be known once all that the schema refers to is compiled.
func (s *Schema) finish() {
	const indexFrom = 8 // properties above which a map is faster than a scan
	if len(s.Properties) > indexFrom {
		s.index = make(map[string]int, len(s.Properties))
		for i, p := range s.Properties {
			s.index[p.Name] = i
		}
	}
	if s.ContentSchema != nil && s.ContentSchema.lost != nil {
		s.ContentSchema = nil
	}
	s.unevaluated = s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil
	for range s.inPlace {
		s.hasBranches = true
		break
	}
}
