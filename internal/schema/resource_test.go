package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// An OpenAPI document in which schemas are known by their names.
const identified = `{"components":{"schemas":{
	"Pet":{"$id":"https://example.com/pet","properties":{
		"owner":{"$ref":"owner"},
		"tag":{"$ref":"#/$defs/tag"},
		"food":{"$ref":"#/components/schemas/Food"},
		"mother":{"$ref":"#animal"}},
		"$anchor":"animal","$defs":{"tag":{"type":"string"}}},
	"Owner":{"$id":"https://example.com/owner","type":"object","properties":{"pet":{"$ref":"https://example.com/pet#animal"}}},
	"Food":{"$anchor":"food","enum":["hay"]},
	"Meal":{"$ref":"#food"},
	"List":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},"$defs":{"item":{"$dynamicAnchor":"item"}}},
	"Numbers":{"$id":"numbers","$ref":"list","$defs":{"item":{"$dynamicAnchor":"item","type":"number"}}}}}}`

func TestSchemasAreFoundByTheirNames(t *testing.T) {
	root, err := tree.Parse("api.json", []byte(identified), tree.DefaultLimits)
	require.NoError(t, err)
	for _, c := range []struct {
		name, at, value string
		fits            bool
	}{
		{"by a relative $id", "Pet", `{"owner":1}`, false},
		{"by a pointer within the resource", "Pet", `{"tag":1}`, false},
		{"by a pointer that is meant for the document", "Pet", `{"food":"hay"}`, true},
		{"by a pointer that is meant for the document, and refused", "Pet", `{"food":"nails"}`, false},
		{"by an $anchor of the resource", "Pet", `{"mother":{"tag":1}}`, false},
		{"by $id and $anchor", "Owner", `{"pet":{"mother":{"owner":{"pet":{"tag":1}}}}}`, false},
		{"and what fits them all", "Owner", `{"pet":{"mother":{"owner":{"pet":{"tag":"x"}}}}}`, true},
		{"by an $anchor of the document", "Meal", `"hay"`, true},
		{"by an $anchor of the document, and refused", "Meal", `"nails"`, false},
		{"by a dynamic anchor, by itself", "List", `["x"]`, true},
		{"by a dynamic anchor, from outside", "Numbers", `["x"]`, false},
		{"by a dynamic anchor, from outside, and fitting", "Numbers", `[1]`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			// each schema on its own, and among others that are compiled already
			for _, before := range []string{"", "List", "Owner"} {
				compiler := schema.NewCompiler(schema.Config{Resolve: local(root), Root: root})
				if before != "" {
					_, err := compiler.Compile(root.Path("components", "schemas", before), "/components/schemas/"+before)
					require.NoError(t, err)
				}
				s, err := compiler.Compile(root.Path("components", "schemas", c.at), "/components/schemas/"+c.at)
				require.NoError(t, err)
				require.Equal(t, c.fits, s.Fits(parse(t, c.value), schema.ReadRequest))
				found := s.Check(parse(t, c.value), "body", schema.ReadRequest)
				require.Equal(t, c.fits, len(found) == 0)
				for _, v := range found {
					require.NotNil(t, root.At(v.Document), v.Document)
				}
			}
		})
	}
}

func TestADynamicReferenceIsKnownWhereItLeadsByItself(t *testing.T) {
	s := must(t, schema.Draft202012, `{"items":{"$dynamicRef":"#a"},"$defs":{"a":{"$dynamicAnchor":"a","type":"integer"}}}`)
	require.Equal(t, "/$defs/a", s.Items.DynamicRef.Pointer)
}

func TestAnchorsInOtherFiles(t *testing.T) {
	scenario.Shared(t, "json-schema-test-suite/remotes/draft2020-12/locationIndependentIdentifier.json")
	s, err := compile(t, schema.Draft202012, `{"$ref":"http://localhost:1234/draft2020-12/locationIndependentIdentifier.json#foo"}`)
	require.NoError(t, err)
	require.True(t, s.Fits(int64(1), schema.Answer))
	require.False(t, s.Fits("x", schema.Answer))
}
