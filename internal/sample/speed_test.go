package sample_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// longest is what no answer of a real document may take, by a wide margin for a busy machine: the goal is 50 ms.
const longest = 500 * time.Millisecond

// taken is how long an answer took.
type taken struct {
	what  string
	time  time.Duration
	bytes int
}

// TestNoAnswerOfRealDocumentsTakesLong makes every answer of the corpus, and tells which take longest.
func TestNoAnswerOfRealDocumentsTakesLong(t *testing.T) {
	files := scenario.Corpus(t)
	var all []taken
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		root, err := tree.Parse(filepath.Base(file), data, tree.DefaultLimits)
		require.NoError(t, err)
		d, err := spec.New(filepath.Base(file), root, spec.Config{})
		require.NoError(t, err)
		for _, o := range d.Operations {
			if c, err := o.Contract(); err == nil {
				all = append(all, timed(o, c)...)
			}
		}
	}
	slices.SortFunc(all, func(a, b taken) int { return cmp.Compare(b.time, a.time) })
	whole, bytes := time.Duration(0), 0
	for _, a := range all {
		whole, bytes = whole+a.time, bytes+a.bytes
	}
	t.Logf("%d answers of %d bytes took %v, on average %v; half of them took less than %v", len(all), bytes, whole, whole/time.Duration(len(all)), all[len(all)/2].time)
	for _, a := range all[:10] {
		t.Logf("%8.1f ms %8d bytes  %s", float64(a.time.Microseconds())/1000, a.bytes, a.what)
	}
	assert.Less(t, all[0].time, longest, all[0].what)
}

// timed makes the answers of an operation twice, as the first of them may have to wait for others.
func timed(o *spec.Operation, c *spec.Contract) []taken {
	m := maker(1)
	m.Key = fake.NewKey(1, o.Document.Name, o.ID)
	var all []taken
	for _, r := range c.Responses {
		for _, media := range r.Content {
			for _, w := range []sample.Wish{{}, {Dynamic: true}} {
				a := taken{what: fmt.Sprintf("%s %s %s %s dynamic=%v", o.Document.Name, o.ID, r.Status, media.Type, w.Dynamic), time: time.Hour}
				for range 2 {
					start := time.Now()
					body, _ := m.Body(media, w) // what is told of one that cannot be made must not take long either
					a.time, a.bytes = min(a.time, time.Since(start)), len(body.Bytes)
				}
				all = append(all, a)
			}
		}
	}
	return all
}
