// Package schema compiles a JSON Schema once and judges values with it.
//
// One dialect inside: what OpenAPI 3.0 and Swagger 2.0 write (nullable, boolean exclusiveMinimum, type: file) is raised to
// 2020-12 when a schema is compiled. What those two lack of 2020-12 (patternProperties, lists of types, const …) is judged
// there all the same: who writes it means it. Only the siblings of $ref are ignored, as both say.
package schema

import (
	"sync/atomic"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// Dialect is the flavour a schema is written in.
type Dialect uint8

// The dialects of OpenAPI documents.
const (
	Draft202012 Dialect = iota // OpenAPI 3.1 and 3.2
	OpenAPI30                  // OpenAPI 3.0: nullable, boolean exclusive bounds, siblings of $ref ignored
	Swagger20                  // Swagger 2.0: as 3.0 but without nullable (x-nullable is common), type: file, discriminator as a text
)

// Resolver finds what a $ref points to, with the JSON pointer of the target.
type Resolver func(ref string, from *tree.Node) (target *tree.Node, pointer string, err error)

// Schema is a compiled schema: its keywords as they were written (JSON Schema 2020-12), all to be read only. A keyword that
// is not there is nil, empty or 0. Values are those of package value, numbers as they were written.
type Schema struct {
	Pointer string // the JSON pointer of the schema in its document
	Node    *tree.Node

	Always     *bool   // of the schemas true and false
	Ref        *Schema // of $ref; the keywords beside it apply too (OpenAPI 3.0 ignores them)
	DynamicRef *Schema // of $dynamicRef: where it leads if nothing on the way to it says otherwise

	Types    TypeSet
	Nullable bool  // null fits, whatever the other keywords say: nullable of OpenAPI 3.0, x-nullable of Swagger 2.0
	Enum     []any // nil: any value
	Const    any
	HasConst bool

	Format    string
	Pattern   *Pattern
	MinLength int64 // in characters (code points)
	MaxLength *int64

	Minimum, Maximum                   any // int64 or value.Number
	ExclusiveMinimum, ExclusiveMaximum any
	MultipleOf                         any

	Items                    *Schema // of the elements after PrefixItems
	PrefixItems              []*Schema
	Contains                 *Schema
	MinContains              int64 // 1 unless the schema says otherwise
	MaxContains              *int64
	MinItems                 int64
	MaxItems                 *int64
	UniqueItems              bool
	UnevaluatedItems         *Schema
	Properties               []Property
	PatternProperties        []PatternProperty
	AdditionalProperties     *Schema
	UnevaluatedProperties    *Schema
	PropertyNames            *Schema
	Required                 []string
	MinProperties            int64
	MaxProperties            *int64
	DependentRequired        []Dependency
	DependentSchemas         []Property
	AllOf, AnyOf, OneOf      []*Schema
	Not                      *Schema
	If, Then, Else           *Schema
	Discriminator            *Discriminator
	XML                      *XML // how the value looks in XML; nil: as the defaults have it
	ContentEncoding          string
	ContentMediaType         string
	ContentSchema            *Schema // of what is encoded; it only describes, so one that cannot judge is none
	ReadOnly, WriteOnly      bool
	Title, Description       string
	Default                  any
	HasDefault               bool
	Examples                 []any // of examples and example
	rules                    []rule
	index                    map[string]int // of Properties, where they are many
	enum                     []any          // Enum, in the order of value.Compare
	unevaluated, hasBranches bool           // whether it holds unevaluated…; whether others judge the same value
	readOnly, writeOnly      bool           // whether it says so, or what it refers to, or a part of its allOf
	plain                    bool           // see markPlain
	circled, marked, sorted  progress       // of findCircles, markWays and markPlain
	shared                   *shared
	resource                 *resource // nil in a dialect that has no $id
	dynamicAnchor            string    // that $dynamicRef looks for in the resources on the way to it; "": only DynamicRef counts
	lost                     *Error    // what keeps it, or something it leads to, from judging; such a schema never leaves Compile
	summary                  atomic.Pointer[summary]
	beside                   atomic.Pointer[string] // of alternative
	words                    atomic.Pointer[string] // of Words

	Kept atomic.Value // what somebody who makes values of it found out about it, once
}

// shared is what all schemas of a Compiler have in common.
type shared struct {
	dialect Dialect
	limits  limit.Set
	dynamic atomic.Bool // whether there is a $dynamicRef
}

// Property is a named schema.
type Property struct {
	Name   string
	Schema *Schema
}

// PatternProperty is the schema of the properties whose names match.
type PatternProperty struct {
	Pattern *Pattern
	Schema  *Schema
}

// Dependency says what a property requires beside it.
type Dependency struct {
	Name     string
	Required []string
}

// Discriminator names the property that tells which schema an object follows (OpenAPI 3.1, section 4.8.25).
type Discriminator struct {
	Property string
	Mapping  []Mapping
	Default  string // JSON pointer of the alternative for objects that name none (OpenAPI 3.2); "": there is none

	known  atomic.Pointer[choices] // of the alternatives that were asked about last
	line   []*inheritor            // the schema itself, and those that inherit it
	family atomic.Pointer[family]  // what line comes to
}

// Mapping is one value of the discriminating property, and the JSON pointer of the schema that it stands for.
type Mapping struct {
	Value   string
	Pointer string
}

// rule is a keyword that judges, in the order of the document.
type rule struct {
	keyword string
	check   check
}

// check judges a value by one keyword.
type check func(j *judge, s *Schema, v any, at place, seen *marks) bool
