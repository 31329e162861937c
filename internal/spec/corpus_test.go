package spec_test

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// lostOperations are those that cannot be served for a mistake of the document, and the mistake.
var lostOperations = map[string]struct {
	count int
	why   string
}{
	"docusign-esign-v2.json": {30, `the $ref "#/definitions/offlineAttributes" points to nothing`},
	"square.json":            {10, `the $ref "#/components/schemas/CatalogModifierToggleOverrideType" points to nothing`},
}

func TestRealDocumentsAreServed(t *testing.T) {
	files := scenario.Corpus(t)
	assert.Len(t, files, 40)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			d, err := spec.New("x", parseFile(t, file), spec.Config{})
			require.NoError(t, err)
			require.NotEmpty(t, d.Operations)
			routes, err := spec.NewRoutes([]*spec.Document{d})
			require.NoError(t, err)
			expected := lostOperations[filepath.Base(file)]
			lost := 0
			for _, o := range d.Operations {
				assertServed(t, routes, o)
				if _, err := o.Contract(); err != nil {
					assert.ErrorContains(t, err, expected.why)
					lost++
				}
			}
			assert.Equal(t, expected.count, lost)
		})
	}
}

// What the project promises of the largest real document: less than 150 MB.
func TestALargeDocumentNeedsLittleMemory(t *testing.T) {
	data := []byte(readFile(t, scenario.Shared(t, "corpus/github.json")[0]))
	assert.Less(t, inUse(t, data), uint64(150<<20))
}

func firstContract(t testing.TB, data []byte) *spec.Document {
	t.Helper()
	root, err := tree.Parse("github.json", data, tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("github", root, spec.Config{})
	require.NoError(t, err)
	_, err = spec.NewRoutes([]*spec.Document{d})
	require.NoError(t, err)
	_, err = d.Operations[0].Contract()
	require.NoError(t, err)
	return d
}

// inUse is how many bytes a document holds once its first contract is there.
func inUse(t testing.TB, data []byte) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	d := firstContract(t, data)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(d)
	return max(after.HeapAlloc, before.HeapAlloc) - before.HeapAlloc
}

// Documents of each version, and what fuzzing makes of them: whatever they say, nothing panics and nothing hangs.
func FuzzNew(f *testing.F) {
	for _, pattern := range []string{"testdata/contracts/*.yaml", "testdata/broken.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			f.Add([]byte(readFile(f, file)))
		}
	}
	f.Add([]byte(things))
	f.Add([]byte(`{"swagger":2,"paths":{"/a":{"$ref":"#/paths/~1a","get":{"parameters":[{"$ref":"#/parameters/A"}]}}},"parameters":{"A":{"$ref":"#/parameters/A"}}}`))
	f.Add([]byte(`{"openapi":"3.1.0","paths":{"/{a}{b}":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{"$ref":"#/paths"}}}}}}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := tree.Parse("fuzz.yaml", data, tree.Limits{Bytes: 1 << 16, Nodes: 10_000})
		if err != nil {
			return
		}
		d, err := spec.New("fuzz", root, spec.Config{Open: func(string) (*tree.Node, error) { return root, nil }})
		if err != nil {
			return
		}
		for _, finding := range d.Findings {
			require.NotEmpty(t, finding.Message)
		}
		for _, o := range d.Operations {
			c, err := o.Contract()
			require.True(t, (c == nil) == (err != nil))
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			c.Success()
			c.Response(404)
		}
		routes, err := spec.NewRoutes([]*spec.Document{d})
		require.NoError(t, err)
		routes.Match("GET", string(bytes.TrimSpace(data[:min(len(data), 100)])))
	})
}
