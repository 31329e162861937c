package sample_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
)

// taken is how long an answer took.
type taken struct {
	what  string
	time  time.Duration
	bytes int
}

// BenchmarkCorpus makes every answer of the corpus, says how long one takes on average, half of them and the slowest, and
// names those that take longest. The goal is 50 ms at most.
func BenchmarkCorpus(b *testing.B) {
	files := scenario.Corpus(b)
	var all []taken
	for b.Loop() {
		all = all[:0]
		for _, file := range files {
			for _, o := range read(b, file).Operations {
				if c, err := o.Contract(); err == nil {
					all = append(all, timed(o, c)...)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b taken) int { return cmp.Compare(b.time, a.time) })
	var whole time.Duration
	for _, a := range all {
		whole += a.time
	}
	b.ReportMetric(float64(len(all)), "answers")
	b.ReportMetric(float64(whole.Microseconds())/float64(len(all)), "µs-on-average")
	b.ReportMetric(float64(all[len(all)/2].time.Microseconds()), "µs-median")
	b.ReportMetric(float64(all[0].time.Microseconds()), "µs-slowest")
	for _, a := range all[:10] {
		b.Logf("%8.1f ms %8d bytes  %s", float64(a.time.Microseconds())/1000, a.bytes, a.what)
	}
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
