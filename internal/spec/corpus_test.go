package spec_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"runtime"
	"testing"
	"time"

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

// BenchmarkFirstContract reads GitHub's document up to the first contract, and says how often encoding/json could have
// decoded it in that time, and how much memory is in use then.
func BenchmarkFirstContract(b *testing.B) {
	data := []byte(readFile(b, scenario.Shared(b, "corpus/github.json")[0]))
	var decoding time.Duration
	const rounds = 3
	for range rounds {
		start := time.Now()
		var v any
		require.NoError(b, json.Unmarshal(data, &v))
		decoding += time.Since(start)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var d *spec.Document
	for b.Loop() {
		root, err := tree.Parse("github.json", data, tree.DefaultLimits)
		require.NoError(b, err)
		d, err = spec.New("github", root, spec.Config{})
		require.NoError(b, err)
		_, err = spec.NewRoutes([]*spec.Document{d})
		require.NoError(b, err)
		_, err = d.Operations[0].Contract()
		require.NoError(b, err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/(float64(decoding)/rounds), "x-decoding")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB-in-use")
	runtime.KeepAlive(d)
}

// What the project promises of the largest real document: less than three times the time of decoding it, and 150 MB.
func TestALargeDocumentIsReadyAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	scenario.Shared(t, "corpus/github.json")
	result := testing.Benchmark(BenchmarkFirstContract)
	t.Log(result)
	assert.Less(t, result.Extra["x-decoding"], 3.0)
	assert.Less(t, result.Extra["MB-in-use"], 150.0)
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
		start := time.Now()
		defer func() { require.Less(t, time.Since(start), 2*time.Second) }()
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
