package fake_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// TestManyMakeValuesOfOneSchemaAtOnce is for the detector of races: what is kept with a schema is shared.
func TestManyMakeValuesOfOneSchemaAtOnce(t *testing.T) {
	root, err := tree.Parse("order.yaml", []byte(`{type: object, required: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r],
  properties: {a: {type: string, pattern: '^[A-Z]{3}$'}, b: {type: array, minItems: 3, uniqueItems: true, items: {type: string}},
  c: {oneOf: [{type: integer}, {type: object, properties: {x: {type: string, format: date-time}}}]}, createdAt: {type: string, format: date-time}}}`), tree.DefaultLimits)
	require.NoError(t, err)
	s, err := schema.NewCompiler(schema.Config{Dialect: schema.Draft202012}).Compile(root, "")
	require.NoError(t, err)
	made := make([]string, 8)
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			v, err := fake.Generator{Mode: schema.Answer, Dynamic: true}.Value(fake.NewKey(1), s)
			assert.NoError(t, err)
			made[i] = string(value.AppendJSON(nil, v))
		})
	}
	all.Wait()
	for _, one := range made {
		assert.Equal(t, made[0], one)
	}
}
