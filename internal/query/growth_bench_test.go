package query_test

import (
	"testing"
	"time"

	"mockserver/internal/population"
	"mockserver/internal/query"
)

// BenchmarkGrowth asks ten times the records the same and says how many times as long it takes (x-time): at most 11.
//
//	go test ./internal/query -run '^$' -bench Growth -benchtime 5x
func BenchmarkGrowth(b *testing.B) {
	few, many := customersOf(b, "teamup", million/10).Snapshot().View("customers"), customers(b).Snapshot().View("customers")
	for _, asked := range []struct {
		name string
		ask  func(b *testing.B, view *population.View, records int64)
	}{
		{"first grouping", func(b *testing.B, _ *population.View, records int64) {
			group(b, customersOf(b, "teamup", int(records)).Snapshot().View("customers"), firstPage)
		}},
		{"filtered grouping", func(b *testing.B, view *population.View, _ int64) { group(b, view, activeIn2023()) }},
		{"search", func(b *testing.B, view *population.View, _ int64) {
			q := firstPage
			q.Where = []query.Condition{query.Text{Paths: []string{"full_name", "email"}, Text: "ann", Fold: true}}
			selectRows(b, view, q)
		}},
		{"first page", func(b *testing.B, view *population.View, _ int64) { selectRows(b, view, firstPage) }},
		{"deep page of a sort", func(b *testing.B, view *population.View, records int64) {
			selectRows(b, view, query.Query{Key: "id", Sort: []query.Key{{Path: "created_at", Descending: true}},
				Page: query.Page{Offset: records / 2, Limit: 50}})
		}},
	} {
		b.Run(asked.name, func(b *testing.B) {
			asked.ask(b, few, million/10) // the columns are made
			asked.ask(b, many, million)
			var least [2]time.Duration // what others of the machine do only adds
			for b.Loop() {
				for i, view := range []*population.View{few, many} {
					begin := time.Now()
					asked.ask(b, view, []int64{million / 10, million}[i])
					if took := time.Since(begin); least[i] == 0 || took < least[i] {
						least[i] = took
					}
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(least[0].Microseconds())/1000, "tenth-ms")
			b.ReportMetric(float64(least[1].Microseconds())/1000, "million-ms")
			b.ReportMetric(float64(least[1])/float64(least[0]), "x-time")
		})
	}
}
