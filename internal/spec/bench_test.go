package spec_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// BenchmarkFirstContract reads GitHub's document up to the first contract, and says how often encoding/json could have
// decoded it in that time, and how much memory is in use then.
func BenchmarkFirstContract(b *testing.B) {
	data := []byte(readFile(b, scenario.Shared(b, "corpus/github.json")[0]))
	memory := inUse(b, data)
	var decoding time.Duration
	const rounds = 3
	for range rounds {
		start := time.Now()
		var v any
		require.NoError(b, json.Unmarshal(data, &v))
		decoding += time.Since(start)
	}
	for b.Loop() {
		firstContract(b, data)
	}
	b.ReportMetric(float64(memory)/(1<<20), "MB-in-use")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/(float64(decoding)/rounds), "x-decoding")
}
