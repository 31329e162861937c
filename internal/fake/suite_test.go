package fake_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

var clock = time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)

// givenUp says for which schemas of the suite that something fits nothing is found, and why.
var givenUp = map[string]string{}

type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Data  json.RawMessage
		Valid bool
	}
}

// satisfiable tells whether something fits: the suite has an example.
func (g group) satisfiable() bool {
	for _, c := range g.Tests {
		if c.Valid {
			return true
		}
	}
	return false
}

// local resolves references within one schema.
func local(root *tree.Node) schema.Resolver {
	return func(ref string, _ *tree.Node) (*tree.Node, string, error) {
		pointer, ok := strings.CutPrefix(ref, "#")
		if target := root.At(ref); ok && target != nil {
			return target, pointer, nil
		}
		return nil, "", errors.New("points to nothing")
	}
}

func compile(text string) (*schema.Schema, error) {
	root, err := tree.Parse("schema.json", []byte(text), tree.DefaultLimits)
	if err != nil {
		return nil, err
	}
	return schema.NewCompiler(schema.Config{Resolve: local(root), Root: root}).Compile(root, "")
}

// second is a judge that is not ours; nil if it cannot read the schema.
func second(text []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if c.AddResource("https://example.com/schema.json", doc) != nil {
		return nil
	}
	s, err := c.Compile("https://example.com/schema.json")
	if err != nil {
		return nil
	}
	return s
}

func judged(t *testing.T, s *jsonschema.Schema, v any) error {
	t.Helper()
	if s == nil {
		return nil
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(value.AppendJSON(nil, v)))
	require.NoError(t, err)
	return s.Validate(doc)
}

func TestValuesForEverySchemaOfTheSuite(t *testing.T) {
	made := 0
	for _, file := range scenario.Shared(t, "json-schema-test-suite/draft2020-12/*.json") {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var groups []group
		require.NoError(t, json.Unmarshal(data, &groups))
		for _, g := range groups {
			name := filepath.Base(file) + ": " + g.Description
			s, err := compile(string(g.Schema))
			if err != nil {
				continue // what is not compiled schema's tests say
			}
			judge := second(g.Schema)
			for seed := range uint64(5) {
				v, err := fake.Generator{Clock: clock}.Value(fake.NewKey(seed, "suite"), s)
				if err != nil {
					require.ErrorAs(t, err, new(*fake.Unsatisfiable))
					assert.False(t, g.satisfiable() && givenUp[name] == "", "%s: %s: %v", name, g.Schema, err)
					continue
				}
				made++
				assert.True(t, s.Fits(v, schema.ReadRequest), "%s: %s", name, value.AppendJSON(nil, v))
				assert.NoError(t, judged(t, judge, v), "%s: %s", name, value.AppendJSON(nil, v))
				assert.Empty(t, givenUp[name], "%s is given up no more", name)
			}
		}
	}
	t.Logf("%d values fit", made)
	require.Greater(t, made, 1000)
}
