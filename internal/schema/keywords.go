package schema

import (
	"mockserver/internal/tree"
)

// keyword says how a keyword is compiled and how it judges. A check of nil: it only describes, or another keyword's check
// reads it.
type keyword struct {
	name    string
	compile func(c *compilation, s *Schema, n *tree.Node, pointer string) *Error
	check   check
}

// keywords are those of JSON Schema 2020-12, and those of OpenAPI's own; any other is ignored. $id, $anchor and
// $dynamicAnchor are read where references lead by them: see resource.go.
var keywords = []keyword{
	{"$ref", compileRef, checkRef},
	{"$dynamicRef", compileDynamicRef, checkDynamicRef},
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

	{"items", compileItems, checkItems},
	{"additionalItems", compileAdditionalItems, nil},
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
	{"required", into(readRequired, func(s *Schema) *[]string { return &s.Required }), checkRequired},
	{"minProperties", into(readCount, func(s *Schema) *int64 { return &s.MinProperties }), checkMinProperties},
	{"maxProperties", into(readMost, func(s *Schema) **int64 { return &s.MaxProperties }), checkMaxProperties},
	{"dependentRequired", compileDependentRequired, checkDependentRequired},
	{"dependencies", compileDependencies, nil},
	{"dependentSchemas", named(func(s *Schema) *[]Property { return &s.DependentSchemas }), checkDependentSchemas},

	{"allOf", several(func(s *Schema) *[]*Schema { return &s.AllOf }), checkAllOf},
	{"anyOf", several(func(s *Schema) *[]*Schema { return &s.AnyOf }), checkAnyOf},
	{"oneOf", several(func(s *Schema) *[]*Schema { return &s.OneOf }), checkOneOf},
	{"not", one(func(s *Schema) **Schema { return &s.Not }), checkNot},
	{"if", one(func(s *Schema) **Schema { return &s.If }), checkIf},
	{"then", one(func(s *Schema) **Schema { return &s.Then }), nil},
	{"else", one(func(s *Schema) **Schema { return &s.Else }), nil},

	{"discriminator", compileDiscriminator, nil},
	{"xml", describe(func(s *Schema, n *tree.Node) { s.XML = readXML(n) }), nil},
	{"contentEncoding", describe(func(s *Schema, n *tree.Node) { s.ContentEncoding = n.Str() }), nil},
	{"contentMediaType", describe(func(s *Schema, n *tree.Node) { s.ContentMediaType = n.Str() }), nil},
	{"contentSchema", one(func(s *Schema) **Schema { return &s.ContentSchema }), nil},
	{"readOnly", describe(func(s *Schema, n *tree.Node) { s.ReadOnly = n.True() }), nil},
	{"writeOnly", describe(func(s *Schema, n *tree.Node) { s.WriteOnly = n.True() }), nil},
	{"title", describe(func(s *Schema, n *tree.Node) { s.Title = n.Str() }), nil},
	{"description", describe(func(s *Schema, n *tree.Node) { s.Description = n.Str() }), nil},
	{"default", describe(func(s *Schema, n *tree.Node) { s.Default, s.HasDefault = n.Value(), true }), nil},
	{"example", describe(func(s *Schema, n *tree.Node) { s.Examples = append(s.Examples, n.Value()) }), nil},
	{"examples", describe(addExamples), nil},
}

// describe compiles a keyword that only describes: one of the wrong kind costs nothing.
func describe(set func(*Schema, *tree.Node)) func(*compilation, *Schema, *tree.Node, string) *Error {
	return func(_ *compilation, s *Schema, n *tree.Node, _ string) *Error {
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
func into[T any](read func(*tree.Node) (T, string), field func(*Schema) *T) func(*compilation, *Schema, *tree.Node, string) *Error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
		if most := c.shared.limits.Digits; n.Is(tree.Number) && len(n.Text) > most { // it would take long to reckon with
			return fail(n, pointer, "is %s; expected a number of at most %d characters, the limit that --limit number-digits=N sets", described(n), most)
		}
		v, expected := read(n)
		if expected != "" {
			return fail(n, pointer, "is %s; expected %s", described(n), expected)
		}
		*field(s) = v
		return nil
	}
}

// one compiles a keyword that holds a schema.
func one(field func(*Schema) **Schema) func(*compilation, *Schema, *tree.Node, string) *Error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
		if !isSchema(n) {
			return c.notSchema(n, pointer)
		}
		*field(s) = c.part(s, n, pointer)
		return nil
	}
}

func isSchema(n *tree.Node) bool { return n.Is(tree.Object) || n.Is(tree.Bool) }

func (c *compilation) notSchema(n *tree.Node, pointer string) *Error {
	return fail(n, pointer, "is %s; expected a schema, which is an object%s", described(n), c.orBoolean())
}

// several compiles a keyword that holds a list of schemas. Those that are none are left out.
func several(field func(*Schema) *[]*Schema) func(*compilation, *Schema, *tree.Node, string) *Error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
		if !n.Is(tree.Array) || len(n.Items) == 0 {
			return fail(n, pointer, "is %s; expected an array of schemas", emptyOr(n))
		}
		subs := make([]*Schema, 0, len(n.Items))
		for i, item := range n.Items {
			at := tree.Join(pointer, index(i))
			if !isSchema(item) {
				c.mistake(c.notSchema(item, at))
				continue
			}
			subs = append(subs, c.part(s, item, at))
		}
		if len(subs) == 0 {
			return fail(n, pointer, "holds no schema")
		}
		*field(s) = subs
		return nil
	}
}

func emptyOr(n *tree.Node) string {
	if n.Is(tree.Array) {
		return "an empty array"
	}
	return described(n)
}

// named compiles a keyword that holds schemas by name. To what is none, anything fits.
func named(field func(*Schema) *[]Property) func(*compilation, *Schema, *tree.Node, string) *Error {
	return func(c *compilation, s *Schema, n *tree.Node, pointer string) *Error {
		if !n.Is(tree.Object) {
			return fail(n, pointer, "is %s; expected an object of schemas", described(n))
		}
		list := make([]Property, len(n.Items))
		for i, item := range n.Items {
			list[i] = Property{n.Keys[i], c.part(s, item, tree.Join(pointer, n.Keys[i]))}
		}
		*field(s) = list
		return nil
	}
}
