package schema_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// suite is JSON-Schema-Test-Suite, which is read in place.
const suite = "../../../shared/json-schema-test-suite"

type group struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

// local resolves references within one schema.
func local(root *tree.Node) schema.Resolver {
	return func(ref string, _ *tree.Node) (*tree.Node, string, error) {
		pointer, ok := strings.CutPrefix(ref, "#")
		if !ok || pointer != "" && pointer[0] != '/' {
			return nil, "", errors.New("refers to another file")
		}
		target := root.At(ref)
		if target == nil {
			return nil, "", errors.New("points to nothing")
		}
		return target, pointer, nil
	}
}

func compile(t testing.TB, d schema.Dialect, text string) (*schema.Schema, error) {
	t.Helper()
	root, err := tree.Parse("schema.json", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return schema.NewCompiler(d, local(root)).Compile(root, "")
}

func TestSuite2020(t *testing.T) { runSuite(t, "draft2020-12/*.json") }

// The formats of the suite's optional part, those that are asserted here; the others only describe.
func TestSuiteFormats(t *testing.T) {
	runSuite(t, "draft2020-12/optional/format/*.json")
}

func runSuite(t *testing.T, pattern string) {
	files, err := filepath.Glob(filepath.Join(suite, filepath.FromSlash(pattern)))
	require.NoError(t, err)
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the JSON Schema test suite is missing: " + suite)
		}
		t.Skip("the JSON Schema test suite is missing: " + suite)
	}
	ran, left := 0, 0
	for _, file := range files {
		runFile(t, file, &ran, &left)
	}
	t.Logf("%d tests of the suite ran, %d are skipped by name", ran, left)
}

func runFile(t *testing.T, file string, ran, left *int) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var groups []group
	require.NoError(t, json.Unmarshal(data, &groups))
	name := filepath.Base(file)
	for _, g := range groups {
		if skipped[name] != "" || skipped[name+": "+g.Description] != "" {
			*left += len(g.Tests)
			continue
		}
		t.Run(name+"/"+g.Description, func(t *testing.T) {
			s, err := compile(t, schema.Draft202012, string(g.Schema))
			require.NoError(t, err)
			for _, c := range g.Tests {
				*ran++
				v, err := value.ParseJSON(c.Data, value.Limits{})
				require.NoError(t, err)
				found := s.Check(v, "body", schema.ReadRequest)
				require.Equal(t, c.Valid, len(found) == 0, "%s: %s: %v", c.Description, c.Data, found)
				require.Equal(t, c.Valid, s.Fits(v, schema.ReadRequest), c.Description)
			}
		})
	}
}
