package schema

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// This file compiles the keywords that the readers of read.go cannot. What they return is a mistake for which the keyword
// is left out.

func compileType(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	names := []*tree.Node{n}
	if n.Is(tree.Array) && len(n.Items) > 0 {
		names = n.Items
	}
	var types TypeSet
	for _, name := range names {
		k := slices.Index(kindNames[:], name.Str())
		switch {
		case name.Is(tree.Null):
			k = int(Null)
			c.mistake(fail(name, pointer, `is null; expected the name of a type, "null" in quotes`))
		case k < 0:
			meant, known := misnamed[strings.ToLower(name.Str())]
			if !known {
				return unknownType(name, pointer)
			}
			if k = int(meant.kind); s.Format == "" {
				s.Format = meant.format
			}
			if name.Str() != "file" || c.dialect != Swagger20 {
				c.mistake(fail(name, pointer, "is %s, read as %s; expected one of %s", described(name), meant.kind, strings.Join(kindNames[:], ", ")))
			}
		}
		types |= Types(Kind(k))
	}
	s.Types = types
	return nil
}

// misnamed are the names of types that other languages have, and what is read for them: a type, and the format of schemas
// that have none.
var misnamed = map[string]struct {
	kind   Kind
	format string
}{
	"int": {Integer, ""}, "int32": {Integer, "int32"}, "int64": {Integer, "int64"}, "long": {Integer, "int64"},
	"float": {Number, "float"}, "double": {Number, "double"}, "decimal": {Number, ""},
	"str": {String, ""}, "text": {String, ""}, "date": {String, "date"}, "date-time": {String, "date-time"}, "datetime": {String, "date-time"},
	"uuid": {String, "uuid"}, "file": {String, "binary"}, "binary": {String, "binary"},
	"bool": {Boolean, ""}, "list": {Array, ""}, "map": {Object, ""}, "dict": {Object, ""}, "hash": {Object, ""},
}

func unknownType(name *tree.Node, pointer string) *Error {
	hint := ""
	if near := violation.Closest(name.Str(), kindNames[:]); near != "" {
		hint = "; did you mean " + near + "?"
	}
	return fail(name, pointer, "is %s; expected one of %s%s", emptyOr(name), strings.Join(kindNames[:], ", "), hint)
}

func compileEnum(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if n.Is(tree.Array) && len(n.Items) == 0 && c.dialect == Draft202012 {
		c.mistake(fail(n, pointer, "is an empty array, so that nothing fits; expected at least one value"))
	} else if !n.Is(tree.Array) || len(n.Items) == 0 {
		return fail(n, pointer, "is %s; expected an array of values", emptyOr(n))
	}
	s.Enum = n.Value().([]any)
	return nil
}

func compileConst(_ *compilation, s *Schema, n *tree.Node, _ string) *Error {
	s.Const, s.HasConst = n.Value(), true
	return nil
}

func compilePattern(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !n.Is(tree.String) {
		return fail(n, pointer, "is %s; expected a regular expression in a string", described(n))
	}
	s.Pattern = c.pattern(n.Text)
	c.tellUnenforced(s.Pattern, n, pointer)
	return nil
}

// pattern compiles a regular expression, each text once, until those of the document are too large together.
func (c *compilation) pattern(text string) *Pattern {
	p, ok := c.patterns[text]
	if ok {
		return p
	}
	if most := c.shared.limits.PatternSize; c.patternSize > most {
		p = &Pattern{Text: text, reason: fmt.Sprintf("the patterns before it have more than %d instructions together, the limit that --limit pattern-size=N sets", most)}
	} else {
		p = newPattern(text, c.shared.limits)
		c.patternSize += p.size
	}
	c.patterns[text] = p
	return p
}

func (c *compilation) tellUnenforced(p *Pattern, n *tree.Node, pointer string) {
	if p.Enforced() {
		return
	}
	mistake := fail(n, pointer, "the pattern %s is not enforced, so every text matches it: %s", shown(p.Text), p.Reason())
	mistake.Unenforced = true
	c.mistake(mistake)
}

func compilePatternProperties(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !n.Is(tree.Object) {
		return fail(n, pointer, "is %s; expected an object of schemas", described(n))
	}
	for i, key := range n.Keys {
		at := tree.Join(pointer, key)
		p := PatternProperty{c.pattern(key), c.part(s, n.Items[i], at)}
		c.tellUnenforced(p.Pattern, n.Items[i], at)
		s.PatternProperties = append(s.PatternProperties, p)
	}
	return nil
}

// compileItems reads an array of schemas, which was legal until draft 2019-09, as the prefixItems that came after it.
func compileItems(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !n.Is(tree.Array) {
		return one(func(s *Schema) **Schema { return &s.Items })(c, s, n, pointer)
	}
	if mistake := several(func(s *Schema) *[]*Schema { return &s.PrefixItems })(c, s, n, pointer); mistake != nil {
		return mistake
	}
	s.rules = append(s.rules, rule{"items", checkPrefixItems})
	expected := "prefixItems"
	if c.dialect != Draft202012 {
		expected = "one schema for all elements"
	}
	return fail(n, pointer, "is an array, whose schemas are taken for the elements one by one; expected %s", expected)
}

func compileAdditionalItems(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !s.Node.Get("items").Is(tree.Array) {
		return nil // without a list of items it says nothing, in every draft
	}
	mistake := one(func(s *Schema) **Schema { return &s.Items })(c, s, n, pointer)
	if mistake == nil {
		s.rules = append(s.rules, rule{"additionalItems", checkItems})
	}
	return mistake
}

func compileDependentRequired(_ *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !n.Is(tree.Object) {
		return fail(n, pointer, "is %s; expected an object of arrays of names", described(n))
	}
	var list []Dependency
	for i, key := range n.Keys {
		names, expected := readNames(n.Items[i])
		if expected != "" {
			return fail(n.Items[i], tree.Join(pointer, key), "is %s; expected %s", described(n.Items[i]), expected)
		}
		list = append(list, Dependency{key, names})
	}
	s.DependentRequired = append(s.DependentRequired, list...)
	return nil
}

// compileDependencies reads what draft 2019-09 split in two.
func compileDependencies(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	if !n.Is(tree.Object) {
		return fail(n, pointer, "is %s; expected an object of arrays of names or of schemas", described(n))
	}
	for i, key := range n.Keys {
		item, at := n.Items[i], tree.Join(pointer, key)
		if isSchema(item) {
			s.DependentSchemas = append(s.DependentSchemas, Property{key, c.part(s, item, at)})
		} else if names, expected := readNames(item); expected == "" {
			s.DependentRequired = append(s.DependentRequired, Dependency{key, names})
		} else {
			c.mistake(fail(item, at, "is %s; expected %s or a schema", described(item), expected))
		}
	}
	s.rules = append(s.rules, rule{"dependencies", checkDependentRequired}, rule{"dependencies", checkDependentSchemas})
	return nil
}

// compileDiscriminator reads the object of OpenAPI 3 and the bare name of Swagger 2.0.
func compileDiscriminator(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
	inherited := s.Node.Get("oneOf") == nil && s.Node.Get("anyOf") == nil
	if n.Is(tree.String) {
		s.Discriminator = &Discriminator{Property: n.Text}
		if inherited {
			c.inherit(s, nil)
		}
		if c.dialect == Swagger20 {
			return nil
		}
		return fail(n, pointer, "is %s, as Swagger 2.0 had it; expected an object with the member propertyName", described(n))
	}
	property := n.Get("propertyName")
	if !property.Is(tree.String) {
		return fail(n, pointer, "has no propertyName; expected an object with the name of a property")
	}
	s.Discriminator = &Discriminator{Property: property.Text}
	if to := n.Get("defaultMapping"); to != nil {
		at, _ := c.mapped(s, to, tree.Join(pointer, "defaultMapping"))
		s.Discriminator.Default = at.pointer
	}
	mapping := n.Get("mapping")
	var targets []located
	if mapping.Is(tree.Object) {
		for i, key := range mapping.Keys {
			if at, ok := c.mapped(s, mapping.Items[i], tree.Join(pointer, "mapping", key)); ok {
				targets = append(targets, at)
				s.Discriminator.Mapping = append(s.Discriminator.Mapping, Mapping{key, at.pointer})
			}
		}
	}
	if inherited {
		c.inherit(s, targets)
	}
	if mapping != nil && !mapping.Is(tree.Object) {
		return fail(mapping, tree.Join(pointer, "mapping"), "is %s; expected an object of strings", described(mapping))
	}
	return nil
}

// mapped is what a mapping of a discriminator names at a pointer: a component, else what a reference leads to.
func (c *compilation) mapped(s *Schema, to *tree.Node, pointer string) (at located, ok bool) {
	if to.Is(tree.String) {
		at, ok = c.byName(s, to)
	}
	if !ok {
		c.mistake(fail(to, pointer, "is %s, which is neither a schema's name nor a reference to one", described(to)))
	}
	return at, ok
}

func (c *compilation) byName(s *Schema, to *tree.Node) (located, bool) {
	refs := []string{to.Text}
	if !strings.ContainsAny(to.Text, "#/") {
		refs = []string{"#" + tree.Join("/components/schemas", to.Text), to.Text}
	}
	for _, ref := range refs {
		if target, err := c.find(ref, to, s.resource); err == nil && target.node != nil {
			return target, true
		}
	}
	return located{}, false
}
