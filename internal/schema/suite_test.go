package schema_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
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
			return nil, "", fmt.Errorf("%q refers to another file", ref)
		}
		target := root.At(ref)
		if target == nil {
			return nil, "", fmt.Errorf("%q points to nothing", ref)
		}
		return target, pointer, nil
	}
}

// remote resolves references as package spec does, with the suite's remotes and the metaschema as other files.
func remote(t testing.TB, root *tree.Node) schema.Resolver {
	files := map[string]*tree.Node{root.File: root}
	return func(ref string, from *tree.Node) (*tree.Node, string, error) {
		address, fragment, _ := strings.Cut(ref, "#")
		name := from.File
		if address != "" {
			base, err := url.Parse(name)
			require.NoError(t, err)
			to, err := base.Parse(address)
			if err != nil {
				return nil, "", err
			}
			name = to.String()
		}
		if files[name] == nil {
			data, err := os.ReadFile(onDisk(name))
			if err != nil {
				return nil, "", fmt.Errorf("%q cannot be read", name)
			}
			files[name], err = tree.Parse(name, data, tree.DefaultLimits)
			require.NoError(t, err)
		}
		prefix := name + "#"
		if name == root.File {
			prefix = ""
		}
		target := files[name].At("#" + fragment)
		if target == nil {
			return nil, "", fmt.Errorf("%q points to nothing", ref)
		}
		return target, prefix + fragment, nil
	}
}

// onDisk is where the file with an address lies.
func onDisk(address string) string {
	if name, ok := strings.CutPrefix(address, "https://json-schema.org/draft/2020-12/"); ok {
		return filepath.Join("testdata/metaschema", filepath.FromSlash(name))
	}
	return filepath.Join(suite, "remotes", filepath.FromSlash(strings.TrimPrefix(address, "http://localhost:1234/")))
}

func compile(t testing.TB, d schema.Dialect, text string) (*schema.Schema, error) {
	t.Helper()
	root, err := tree.Parse("schema.json", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return schema.NewCompiler(schema.Config{Dialect: d, Resolve: remote(t, root), Root: root}).Compile(root, "")
}

func TestSuite2020(t *testing.T) { runSuite(t, schema.Draft202012, skipped, "draft2020-12/*.json") }

// The optional parts of the suite, formats among them: those that are asserted here; the others only describe.
func TestSuiteOptional(t *testing.T) {
	runSuite(t, schema.Draft202012, skippedOptional, "draft2020-12/optional/*.json")
	runSuite(t, schema.Draft202012, skippedOptional, "draft2020-12/optional/format/*.json")
}

// OpenAPI 3.0 and Swagger 2.0 build on what was draft 5, which is draft 4 with other words.
func TestSuiteDraft4(t *testing.T) {
	for _, d := range []schema.Dialect{schema.OpenAPI30, schema.Swagger20} {
		runSuite(t, d, skippedDraft4, "draft4/*.json")
		runSuite(t, d, skippedDraft4, "draft4/optional/*.json")
		runSuite(t, d, skippedDraft4, "draft4/optional/format/*.json")
	}
}

func runSuite(t *testing.T, d schema.Dialect, skip map[string]string, pattern string) {
	files := scenario.Shared(t, "json-schema-test-suite/"+pattern)
	ran, left := 0, 0
	for _, file := range files {
		runFile(t, d, skip, file, &ran, &left)
	}
	t.Logf("%s: %d tests of the suite ran, %d are skipped by name", pattern, ran, left)
}

func runFile(t *testing.T, d schema.Dialect, skip map[string]string, file string, ran, left *int) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var groups []group
	require.NoError(t, json.Unmarshal(data, &groups))
	name := filepath.Base(file)
	for _, g := range groups {
		if skip[name] != "" || skip[name+": "+g.Description] != "" {
			*left += len(g.Tests)
			continue
		}
		t.Run(name+"/"+g.Description, func(t *testing.T) {
			s, err := compile(t, d, string(g.Schema))
			require.NoError(t, err)
			for _, c := range g.Tests {
				isAnnotation := name == "format.json" && strings.HasSuffix(c.Description, "is only an annotation by default")
				if skip[name+": "+g.Description+": "+c.Description] != "" || isAnnotation {
					*left++
					continue
				}
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
