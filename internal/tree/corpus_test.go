package tree_test

import (
	stdjson "encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/tree"
)

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return data
}

func TestTheDocumentsOfRealVendorsParse(t *testing.T) {
	files := scenario.Corpus(t)
	assert.Len(t, files, 40)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := read(t, file)
			n, err := tree.Parse(filepath.Base(file), data, tree.Limits{})
			require.NoError(t, err)
			assert.True(t, n.Get("paths").Is(tree.Object))
			if filepath.Ext(file) == ".json" {
				var want any
				require.NoError(t, stdjson.Unmarshal(data, &want))
				require.True(t, same(n, want), "encoding/json reads another value")
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, name := range []string{"github.json", "square.json", "openai.yaml"} {
		b.Run(name, func(b *testing.B) {
			data := read(b, scenario.Shared(b, "corpus/"+name)[0])
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := tree.Parse(name, data, tree.Limits{})
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkEncodingJSON is what BenchmarkParse is measured against.
func BenchmarkEncodingJSON(b *testing.B) {
	for _, name := range []string{"github.json", "square.json"} {
		b.Run(name, func(b *testing.B) {
			data := read(b, scenario.Shared(b, "corpus/"+name)[0])
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				var v any
				require.NoError(b, stdjson.Unmarshal(data, &v))
			}
		})
	}
}
