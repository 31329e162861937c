package schema

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// This file compiles the keywords that the readers of read.go cannot.

func refuseDynamic(_ *compilation, _ *Schema, n *tree.Node, pointer string) error {
	return fail(n, pointer, "$dynamicRef is not understood yet; expected $ref")
}

func compileType(_ *compilation, s *Schema, n *tree.Node, pointer string) error {
	names := []*tree.Node{n}
	if n.Is(tree.Array) {
		names = n.Items
	}
	for _, name := range names {
		k := slices.Index(kindNames[:], name.Str())
		if k < 0 || !name.Is(tree.String) {
			hint := ""
			if near := violation.Closest(name.Str(), kindNames[:]); near != "" {
				hint = "; did you mean " + near + "?"
			}
			return fail(name, pointer, "is %s; expected one of %s%s", described(name), strings.Join(kindNames[:], ", "), hint)
		}
		s.Types |= Types(Kind(k))
	}
	return nil
}

func compileEnum(_ *compilation, s *Schema, n *tree.Node, pointer string) error {
	if !n.Is(tree.Array) {
		return fail(n, pointer, "is %s; expected an array of values", described(n))
	}
	s.Enum = n.Value().([]any)
	return nil
}

func compileConst(_ *compilation, s *Schema, n *tree.Node, _ string) error {
	s.Const, s.HasConst = n.Value(), true
	return nil
}

func compilePattern(c *compilation, s *Schema, n *tree.Node, pointer string) error {
	if !n.Is(tree.String) {
		return fail(n, pointer, "is %s; expected a regular expression in a string", described(n))
	}
	s.Pattern = c.pattern(n.Text)
	return nil
}

// pattern compiles a regular expression, each text once.
func (c *compilation) pattern(text string) *Pattern {
	p, ok := c.patterns[text]
	if !ok {
		p = NewPattern(text)
		c.patterns[text] = p
	}
	return p
}

func compilePatternProperties(c *compilation, s *Schema, n *tree.Node, pointer string) error {
	if !n.Is(tree.Object) {
		return fail(n, pointer, "is %s; expected an object of schemas", described(n))
	}
	for i, key := range n.Keys {
		sub, err := c.schema(n.Items[i], tree.Join(pointer, key))
		if err != nil {
			return err
		}
		s.PatternProperties = append(s.PatternProperties, PatternProperty{c.pattern(key), sub})
	}
	return nil
}

func compileDependentRequired(_ *compilation, s *Schema, n *tree.Node, pointer string) error {
	if !n.Is(tree.Object) {
		return fail(n, pointer, "is %s; expected an object of arrays of names", described(n))
	}
	for i, key := range n.Keys {
		names, expected := readNames(n.Items[i])
		if expected != "" {
			return fail(n.Items[i], tree.Join(pointer, key), "is %s; expected %s", described(n.Items[i]), expected)
		}
		s.DependentRequired = append(s.DependentRequired, Dependency{key, names})
	}
	return nil
}

func compileDiscriminator(c *compilation, s *Schema, n *tree.Node, pointer string) error {
	property := n.Get("propertyName")
	if !property.Is(tree.String) {
		return fail(n, pointer, "has no propertyName; expected an object with the name of a property")
	}
	s.Discriminator = &Discriminator{Property: property.Text}
	mapping := n.Get("mapping")
	for i := range mapping.Len() {
		to := mapping.Items[i]
		if !mapping.Is(tree.Object) || !to.Is(tree.String) {
			return fail(mapping, tree.Join(pointer, "mapping"), "is %s; expected an object of strings", described(mapping))
		}
		ref := to.Text
		if !strings.ContainsAny(ref, "#/.") {
			ref = "#" + tree.Join("/components/schemas", ref)
		}
		target, at, err := c.resolve(ref, to)
		if err != nil || target == nil {
			return fail(to, tree.Join(pointer, "mapping", mapping.Keys[i]), "%q is neither a schema's name nor a reference to one", to.Text)
		}
		s.Discriminator.Mapping = append(s.Discriminator.Mapping, Mapping{mapping.Keys[i], at})
	}
	return nil
}

// raise turns what OpenAPI 3.0 writes differently into 2020-12, and settles what depends on several keywords.
func (c *compilation) raise(s *Schema) error {
	if s.Node.Get("nullable").True() && c.dialect == OpenAPI30 {
		if s.Types != 0 {
			s.Types |= Types(Null)
		}
		if s.Enum != nil && !slices.Contains(s.Enum, nil) {
			s.Enum = append(s.Enum, nil)
		}
	}
	s.Minimum, s.ExclusiveMinimum = raiseBound(s.Minimum, s.ExclusiveMinimum)
	s.Maximum, s.ExclusiveMaximum = raiseBound(s.Maximum, s.ExclusiveMaximum)
	if s.Contains != nil && s.Node.Get("minContains") == nil {
		s.MinContains = 1
	}
	s.enum = slices.SortedFunc(slices.Values(s.Enum), value.Compare)
	return nil
}

// raiseBound turns a bound with a boolean beside it into one of the two bounds.
func raiseBound(bound, exclusive any) (inclusive, strict any) {
	switch exclusive {
	case true:
		return nil, bound
	case false:
		return bound, nil
	}
	return bound, exclusive
}

// finish prepares what can only be known once all that the schema refers to is compiled.
func (s *Schema) finish() {
	const indexFrom = 8 // properties above which a map is faster than a scan
	if len(s.Properties) > indexFrom {
		s.index = make(map[string]*Schema, len(s.Properties))
		for _, p := range s.Properties {
			s.index[p.Name] = p.Schema
		}
	}
	s.unevaluated = s.UnevaluatedItems != nil || s.UnevaluatedProperties != nil
	for range s.inPlace {
		s.hasBranches = true
		break
	}
}
