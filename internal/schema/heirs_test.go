package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// definitions compiles the schemas of a document of Swagger 2.0 that is given as YAML.
func definitions(t *testing.T, text string) (compiler *schema.Compiler, of func(string) *schema.Schema) {
	t.Helper()
	root, err := tree.Parse("d.yaml", []byte("definitions:\n"+text), tree.DefaultLimits)
	require.NoError(t, err)
	compiler = schema.NewCompiler(schema.Config{Dialect: schema.Swagger20, Resolve: local(root), Root: root})
	return compiler, func(name string) *schema.Schema {
		s, err := compiler.Compile(root.Path("definitions", name), "/definitions/"+name)
		require.NoError(t, err)
		return s
	}
}

func TestJudgingByHeirsGrowsWithTheValue(t *testing.T) {
	_, of := definitions(t, `
  Pet: {discriminator: kind, required: [kind], properties: {kind: {type: string}, friends: {type: array, items: {$ref: '#/definitions/Pet'}}}}
  Mammal: {allOf: [{$ref: '#/definitions/Pet'}], properties: {young: {type: array, items: {$ref: '#/definitions/Pet'}}}}
  Hunter: {allOf: [{$ref: '#/definitions/Pet'}], properties: {prey: {type: array, items: {$ref: '#/definitions/Cat'}}}}
  Cat: {allOf: [{$ref: '#/definitions/Mammal'}, {$ref: '#/definitions/Hunter'}, {required: [lives], properties: {kittens: {type: array, items: {$ref: '#/definitions/Cat'}}}}]}
`)
	for _, member := range []string{"friends", "young", "prey", "kittens"} {
		const deep = 200
		text := strings.Repeat(`{"kind":"Cat","lives":9,"`+member+`":[`, deep) + strings.Repeat("]}", deep)
		for _, name := range []string{"Pet", "Mammal", "Cat"} {
			fits, steps := of(name).FitsIn(parse(t, text), schema.ReadRequest)
			require.True(t, fits)
			require.Less(t, steps, 100*deep, "%s by %s", member, name)
			require.Len(t, of(name).Check(parse(t, strings.Replace(text, "[]", `[{"kind":"Cat"}]`, 1)), "body", schema.ReadRequest), 1)
		}
	}
}

func TestDiscriminatorsOfManyHeirs(t *testing.T) {
	var chain, fan strings.Builder
	for i := range 600 {
		fmt.Fprintf(&chain, "  D%d: {discriminator: k, allOf: [{$ref: '#/definitions/D%d'}]}\n", i+1, i)
	}
	compiler, of := definitions(t, "  D0: {discriminator: k, required: [k], properties: {k: {type: string}}}\n"+chain.String())
	first := of("D0")
	require.NotEmpty(t, compiler.Mistakes())
	require.True(t, first.Fits(parse(t, `{"k":"D600"}`), schema.ReadRequest))
	require.False(t, first.Fits(parse(t, `{"k":"E"}`), schema.ReadRequest))

	for i := range 20_000 {
		fmt.Fprintf(&fan, "  D%d: {allOf: [{$ref: '#/definitions/P'}, {required: [x]}]}\n", i)
	}
	_, of = definitions(t, "  P: {discriminator: k, required: [k], properties: {k: {type: string}}}\n"+fan.String())
	require.True(t, of("P").Fits(parse(t, `{"k":"D19999","x":1}`), schema.ReadRequest))
	found := of("P").Check(parse(t, `{"k":"E"}`), "body", schema.ReadRequest)
	require.Len(t, found, 1)
	require.Less(t, len(found[0].Sentence()), 5000)
}
