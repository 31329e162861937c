package fake_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// TestAnAnswerFollowsTheSchemaThatItNames makes many objects of a schema with a discriminator: each names one of the kinds, and
// fits what it names.
func TestAnAnswerFollowsTheSchemaThatItNames(t *testing.T) {
	const children = `
		Mammal: {allOf: [{$ref: '#/definitions/Pet'}, {properties: {legs: {type: integer}}}]},
		Cat: {allOf: [{$ref: '#/definitions/Mammal'}, {type: object, required: [lives], properties: {lives: {type: integer}}}]},
		Dog: {allOf: [{$ref: '#/definitions/Pet'}, {type: object, required: [bark], properties: {bark: {type: boolean}, friends: {type: array, items: {$ref: '#/definitions/Pet'}}}}]}`
	for _, c := range []struct {
		name        string
		dialect     schema.Dialect
		declared    string
		definitions string
		kinds       string            // that there are in the end
		named       map[string]string // kinds that are not called like their schema
	}{
		{"the names of the schemas in Swagger 2.0", schema.Swagger20, "Pet",
			`Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}},` + children, "Cat Dog Mammal Pet", nil},
		{"the names of a mapping first, and no schema that only others are made of", schema.OpenAPI30, "Pet",
			`Pet: {type: object, discriminator: {propertyName: kind, mapping: {tom: '#/definitions/Cat'}}, properties: {kind: {type: string}}},` + children, "Dog tom", map[string]string{"tom": "Cat"}},
		{"a schema that inherits, and what inherits it", schema.Draft202012, "Mammal",
			`Pet: {type: object, discriminator: {propertyName: kind}, required: [kind], properties: {kind: {type: string}}},` + children, "Cat Mammal", nil},
		{"a schema that nothing inherits is itself", schema.Draft202012, "Dog",
			`Pet: {type: object, discriminator: {propertyName: kind}, required: [kind], properties: {kind: {type: string}}},` + children, "Dog", nil},
		{"only names that the property admits", schema.Draft202012, "Pet",
			`Pet: {type: object, discriminator: {propertyName: kind}, required: [kind], properties: {kind: {enum: [Cat, Dog]}}},` + children, "Cat Dog", nil},
		{"names that the schemas give themselves", schema.Swagger20, "Pet",
			`Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}},
			Cat: {x-ms-discriminator-value: '#tom', allOf: [{$ref: '#/definitions/Pet'}, {required: [lives]}]}, Dog: {x-discriminator-value: '#rex', allOf: [{$ref: '#/definitions/Pet'}]}`,
			"#rex #tom", map[string]string{"#tom": "Cat", "#rex": "Dog"}},
		{"a reference with neighbours inherits, too", schema.Draft202012, "Pet",
			`Pet: {type: object, discriminator: {propertyName: kind}, required: [kind], properties: {kind: {type: string}}}, Cat: {$ref: '#/definitions/Pet', required: [lives]}`, "Cat Pet", nil},
		{"the schema itself where what inherits it cannot be", schema.OpenAPI30, "Pet",
			`Pet: {type: object, discriminator: {propertyName: kind, mapping: {tom: '#/definitions/Cat', rex: '#/definitions/Dog'}}, additionalProperties: false, required: [kind], properties: {kind: {type: string}, friend: {$ref: '#/definitions/Pet'}}},` + children, "Pet", nil},
		{"what needs another one ends", schema.Swagger20, "Pet",
			`Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string, enum: [And, Not, Leaf]}}},
			And: {allOf: [{$ref: '#/definitions/Pet'}, {required: [a, b], properties: {a: {$ref: '#/definitions/Pet'}, b: {$ref: '#/definitions/Pet'}}}]},
			Not: {allOf: [{$ref: '#/definitions/Pet'}, {required: [a], properties: {a: {$ref: '#/definitions/Pet'}}}]},
			Leaf: {allOf: [{$ref: '#/definitions/Pet'}, {required: [value], properties: {value: {type: integer}}}]}`, "And Leaf Not", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, err := tree.Parse("d.yaml", []byte("{definitions: {"+c.definitions+"}}"), tree.DefaultLimits)
			require.NoError(t, err)
			compiler := schema.NewCompiler(schema.Config{Dialect: c.dialect, Resolve: local(root), Root: root})
			of := func(name string) *schema.Schema {
				s, err := compiler.Compile(root.Path("definitions", name), "/definitions/"+name)
				require.NoError(t, err)
				return s
			}
			seen := map[string]bool{}
			for seed := range uint64(60) {
				v := made(t, fake.Generator{Mode: schema.Answer}, seed, of(c.declared))
				kind := textAt(v, "kind")
				seen[kind] = true
				if name := c.named[kind]; name != "" {
					kind = name
				}
				assert.True(t, of(kind).Fits(v, schema.Answer), "%s", value.AppendJSON(nil, v))
			}
			assert.Equal(t, c.kinds, strings.Join(slices.Sorted(maps.Keys(seen)), " "))
		})
	}
}
