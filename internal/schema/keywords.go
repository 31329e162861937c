package schema

import (
	"mockserver/internal/tree"
)

// keyword says how a keyword is compiled and how it judges. A check of nil: it only describes, or another keyword's check
// reads it.
type keyword struct {
	name    string
	compile func(c *compilation, s *Schema, n *tree.Node, pointer string) error
	check   check
}

// keywords are those of JSON Schema 2020-12 that OpenAPI documents use, and those of OpenAPI's own; any other is ignored. The
// rest of the core vocabulary ($id, $anchor, $dynamicRef) comes with the loading of several files: a reference by $id or
// $anchor is one that the Resolver does not find, a $dynamicRef is refused, so that nothing passes unjudged.
var keywords = []keyword{
	{"$ref", func(c *compilation, s *Schema, n *tree.Node, at string) error { return c.reference(s, n, at) }, checkRef},
	{"$dynamicRef", refuseDynamic, nil},
	{"type", compileType, nil},
	{"enum", compileEnum, checkEnum},
	{"const", compileConst, checkConst},

	{"format", into(readText, func(s *Schema) *string { return &s.Format }), checkFormat},
	{"pattern", compilePattern, checkPattern},
	{"minLength", into(readCount, func(s *Schema) *int64 { return &s.MinLength }), checkMinLength},
	{"maxLength", into(readMost, func(s *Schema) **int64 { return &s.MaxLength }), checkMaxLength},

	{"minimum", into(readNumber, func(s *Schema) *any { return &s.Minimum }), checkMinimum},
	{"maximum", into(readNumber, func(s *Schema) *any { return &s.Maximum }), checkMaximum},
	{"exclusiveMinimum", into(readExclusive, func(s *Schema) *any { return &s.ExclusiveMinimum }), checkExclusiveMinimum},
	{"exclusiveMaximum", into(readExclusive, func(s *Schema) *any { return &s.ExclusiveMaximum }), checkExclusiveMaximum},
	{"multipleOf", into(readDivisor, func(s *Schema) *any { return &s.MultipleOf }), checkMultipleOf},

	{"items", one(func(s *Schema) **Schema { return &s.Items }), checkItems},
	{"prefixItems", several(func(s *Schema) *[]*Schema { return &s.PrefixItems }), checkPrefixItems},
	{"contains", one(func(s *Schema) **Schema { return &s.Contains }), checkContains},
	{"minContains", into(readCount, func(s *Schema) *int64 { return &s.MinContains }), nil},
	{"maxContains", into(readMost, func(s *Schema) **int64 { return &s.MaxContains }), nil},
	{"minItems", into(readCount, func(s *Schema) *int64 { return &s.MinItems }), checkMinItems},
	{"maxItems", into(readMost, func(s *Schema) **int64 { return &s.MaxItems }), checkMaxItems},
	{"uniqueItems", into(readBool, func(s *Schema) *bool { return &s.UniqueItems }), checkUniqueItems},
	{"unevaluatedItems", one(func(s *Schema) **Schema { return &s.UnevaluatedItems }), nil},

	{"properties", named(func(s *Schema) *[]Property { return &s.Properties }), checkProperties},
	{"patternProperties", compilePatternProperties, checkPatternProperties},
	{"additionalProperties", one(func(s *Schema) **Schema { return &s.AdditionalProperties }), checkAdditionalProperties},
	{"unevaluatedProperties", one(func(s *Schema) **Schema { return &s.UnevaluatedProperties }), nil},
	{"propertyNames", one(func(s *Schema) **Schema { return &s.PropertyNames }), checkPropertyNames},
	{"required", into(readNames, func(s *Schema) *[]string { return &s.Required }), checkRequired},
	{"minProperties", into(readCount, func(s *Schema) *int64 { return &s.MinProperties }), checkMinProperties},
	{"maxProperties", into(readMost, func(s *Schema) **int64 { return &s.MaxProperties }), checkMaxProperties},
	{"dependentRequired", compileDependentRequired, checkDependentRequired},
	{"dependentSchemas", named(func(s *Schema) *[]Property { return &s.DependentSchemas }), checkDependentSchemas},

	{"allOf", several(func(s *Schema) *[]*Schema { return &s.AllOf }), checkAllOf},
	{"anyOf", several(func(s *Schema) *[]*Schema { return &s.AnyOf }), checkAnyOf},
	{"oneOf", several(func(s *Schema) *[]*Schema { return &s.OneOf }), checkOneOf},
	{"not", one(func(s *Schema) **Schema { return &s.Not }), checkNot},
	{"if", one(func(s *Schema) **Schema { return &s.If }), checkIf},
	{"then", one(func(s *Schema) **Schema { return &s.Then }), nil},
	{"else", one(func(s *Schema) **Schema { return &s.Else }), nil},

	{"discriminator", compileDiscriminator, nil},
	{"readOnly", describe(func(s *Schema, n *tree.Node) { s.ReadOnly = n.True() }), nil},
	{"writeOnly", describe(func(s *Schema, n *tree.Node) { s.WriteOnly = n.True() }), nil},
	{"title", describe(func(s *Schema, n *tree.Node) { s.Title = n.Str() }), nil},
	{"description", describe(func(s *Schema, n *tree.Node) { s.Description = n.Str() }), nil},
	{"default", describe(func(s *Schema, n *tree.Node) { s.Default, s.HasDefault = n.Value(), true }), nil},
	{"example", describe(func(s *Schema, n *tree.Node) { s.Examples = append(s.Examples, n.Value()) }), nil},
	{"examples", describe(addExamples), nil},
}

// describe compiles a keyword that only describes: one of the wrong kind costs nothing.
func describe(set func(*Schema, *tree.Node)) func(*compilation, *Schema, *tree.Node, string) error {
	return func(_ *compilation, s *Schema, n *tree.Node, _ string) error {
		set(s, n)
		return nil
	}
}

func addExamples(s *Schema, n *tree.Node) {
	if n.Is(tree.Array) {
		for _, item := range n.Items {
			s.Examples = append(s.Examples, item.Value())
		}
	}
}

// into compiles a keyword whose value one of the readers in read.go understands.
func into[T any](read func(*tree.Node) (T, string), field func(*Schema) *T) func(*compilation, *Schema, *tree.Node, string) error {
	return func(_ *compilation, s *Schema, n *tree.Node, pointer string) error {
		v, expected := read(n)
		if expected != "" {
			return fail(n, pointer, "is %s; expected %s", described(n), expected)
		}
		*field(s) = v
		return nil
	}
}

// one compiles a keyword that holds a schema.
func one(field func(*Schema) **Schema) func(*compilation, *Schema, *tree.Node, string) error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) (err error) {
		*field(s), err = c.schema(n, pointer)
		return err
	}
}

// several compiles a keyword that holds a list of schemas.
func several(field func(*Schema) *[]*Schema) func(*compilation, *Schema, *tree.Node, string) error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) error {
		if !n.Is(tree.Array) {
			return fail(n, pointer, "is %s; expected an array of schemas", described(n))
		}
		for i, item := range n.Items {
			sub, err := c.schema(item, tree.Join(pointer, index(i)))
			if err != nil {
				return err
			}
			*field(s) = append(*field(s), sub)
		}
		return nil
	}
}

// named compiles a keyword that holds schemas by name.
func named(field func(*Schema) *[]Property) func(*compilation, *Schema, *tree.Node, string) error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) error {
		if !n.Is(tree.Object) {
			return fail(n, pointer, "is %s; expected an object of schemas", described(n))
		}
		for i, item := range n.Items {
			sub, err := c.schema(item, tree.Join(pointer, n.Keys[i]))
			if err != nil {
				return err
			}
			*field(s) = append(*field(s), Property{n.Keys[i], sub})
		}
		return nil
	}
}
