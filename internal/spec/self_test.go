package spec_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

func TestADocumentIsFoundByItsSelf(t *testing.T) {
	tests := []struct {
		name, self, ref string
		found           bool
	}{
		{"as it is written", "https://example.com/api/openapi.yaml", "https://example.com/api/openapi.yaml#/components/schemas/A", true},
		{"by a path", "https://example.com/api/openapi.yaml", "/api/openapi.yaml#/components/schemas/A", true},
		{"by a name", "https://example.com/api/openapi.yaml", "openapi.yaml#/components/schemas/A", true},
		{"by a way around", "https://example.com/api/openapi.yaml", "../x/../api/openapi.yaml#/components/schemas/A", true},
		{"by a path, of a path", "/api/openapi.yaml", "/api/openapi.yaml#/components/schemas/A", true},
		{"by a name, of a path", "/api/openapi.yaml", "openapi.yaml#/components/schemas/A", true},
		{"another host", "https://example.com/api/openapi.yaml", "https://example.org/api/openapi.yaml#/components/schemas/A", false},
		{"another path", "https://example.com/api/openapi.yaml", "/openapi.yaml#/components/schemas/A", false},
		{"no self", "", "/api/openapi.yaml#/components/schemas/A", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root, err := tree.Parse("folder/shop.yaml", []byte("openapi: 3.2.0\ninfo: {title: t, version: '1'}\n$self: '"+tt.self+"'\npaths: {/a: {get: {responses: {'200': {description: d, content: {a/b: {schema: {$ref: '"+tt.ref+"'}}}}}}}}\ncomponents: {schemas: {A: {type: integer}}}\n"), tree.DefaultLimits)
			require.NoError(t, err)
			d, err := spec.New("shop", root, spec.Config{Open: func(string) (*tree.Node, error) { return nil, errors.New("no such file") }})
			require.NoError(t, err)
			c, err := d.Operations[0].Contract()
			require.Equal(t, tt.found, err == nil, "%v", err)
			if tt.found {
				assert.Equal(t, "/components/schemas/A", c.Responses[0].Content[0].Schema.Ref.Pointer)
			}
		})
	}
}
