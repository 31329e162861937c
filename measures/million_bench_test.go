package measures

import (
	"syscall"
	"testing"
	"time"
)

// The benchmarks ask all engines the same question in turn, in one run:
//
//	go test -run '^$' -bench . -benchtime 5x -records 1000000
//
// x-sqlite and x-duckdb say how many times as fast as they we are by the clock; cpu-x-… by the time of all cores, which other
// programs of the machine disturb less.

// spent is time by the clock and of all cores.
type spent struct{ clock, cpu time.Duration }

func (s *spent) measure(run func()) {
	begin, before := time.Now(), cpu()
	run()
	s.clock += time.Since(begin)
	s.cpu += cpu() - before
}

func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func compare(b *testing.B, ours, sqlite, duckdb func()) {
	for _, warm := range []func(){ours, sqlite, duckdb} { // our columns are made, statements prepared
		warm()
	}
	var of [3]spent
	for b.Loop() {
		for i, run := range []func(){ours, sqlite, duckdb} {
			of[i].measure(run)
		}
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) / 1000 }
	b.ReportMetric(0, "ns/op") // of all three together: it says nothing
	b.ReportMetric(each(of[0].clock), "ours-ms")
	b.ReportMetric(each(of[1].clock), "sqlite-ms")
	b.ReportMetric(each(of[2].clock), "duckdb-ms")
	b.ReportMetric(float64(of[1].clock)/float64(of[0].clock), "x-sqlite")
	b.ReportMetric(float64(of[2].clock)/float64(of[0].clock), "x-duckdb")
	b.ReportMetric(float64(of[1].cpu)/float64(of[0].cpu), "cpu-x-sqlite")
	b.ReportMetric(float64(of[2].cpu)/float64(of[0].cpu), "cpu-x-duckdb")
}

// BenchmarkGrouping: each at least 20 times as fast as SQLite, and half as fast as DuckDB.
func BenchmarkGrouping(b *testing.B) {
	e := loaded(b)
	for _, g := range groupings {
		b.Run(g.name, func(b *testing.B) {
			compare(b, func() { e.ours.group(b, g) }, func() { e.sqlite.group(b, g) }, func() { e.duckdb.group(b, g) })
		})
	}
}

// BenchmarkSearch: each at least 5 times as fast as SQLite.
func BenchmarkSearch(b *testing.B) {
	e := loaded(b)
	for _, text := range searches {
		b.Run(text, func(b *testing.B) {
			compare(b, func() { e.ours.search(b, text) }, func() { e.sqlite.search(b, text) }, func() { e.duckdb.search(b, text) })
		})
	}
}

// BenchmarkFirstGrouping: a population of which nothing is made yet, at most 2 s for a million.
func BenchmarkFirstGrouping(b *testing.B) {
	var of spent
	for b.Loop() {
		of.measure(func() { ours{customers(b, *records)}.group(b, groupings[1]) })
	}
	b.ReportMetric(of.cpu.Seconds()/float64(b.N), "cpu-s/op")
}
