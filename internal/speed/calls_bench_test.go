package speed_test

import (
	"strconv"
	"testing"
)

// The headers that the two bundled APIs ask for.
var (
	teamup   = []string{"Authorization: Token t"}
	finicity = []string{"App-Key: k", "Finicity-App-Token: t"}
)

const (
	grouped = "/api/v2/reports/customers.grouped/data"
	report  = grouped + "?columns=gender,created_year,count&sort=-count"
)

// calls are the rows that are measured; of what is new, no two requests are the same.
var calls = []struct {
	name     string
	request  request
	document string // that kin-openapi validates by
	args     []string
}{
	{name: "report", request: get(same(report+"&page_size=5"), teamup...), document: "teamup"},
	{name: "search", request: get(same("/aggregation/v1/customers?search=ann&start=1&limit=25"), finicity...), document: "finicity"},
	{name: "refused", request: get(same(grouped+"?columns=bogus&limit=101&page=0"), teamup...), document: "teamup"},
	{name: "new-report", request: get(numbered(report+"&page_size=5&id_gt=", 0), teamup...)},
	{name: "new-report-search", request: get(numbered(report+"&page_size=5&query=", 0), teamup...)},
	{name: "new-search", request: get(numbered("/aggregation/v1/customers?search=ann&limit=25&start=", 1), finicity...)},
	{name: "new-refused", request: get(numbered(grouped+"?columns=bogus&page=0&limit=", 101), teamup...)},
	{name: "generated", request: get(numbered("/order?__seed=", 2)), args: []string{"testdata/orders.yaml"}},
}

// same is the same path for each request.
func same(path string) func(int) string { return func(int) string { return path } }

// numbered ends the path with the number of the request.
func numbered(path string, first int) func(int) string {
	return func(n int) string { return path + strconv.Itoa(first+n) }
}

// BenchmarkCalls reports the time of processors that a call takes, user and system, as a multiple of what a bare net/http server
// takes that sends the same bytes (x-cpu), and the requests per second as a share of the bare one's (x-rps): side by side,
// so that all meet the same noise. What others use, kin-openapi that validates in front of the same bytes, is kin-x-cpu.
func BenchmarkCalls(b *testing.B) {
	for _, c := range calls {
		b.Run(c.name, func(b *testing.B) {
			mock := newLoad(b, ours(b, c.args...))
			sample := mock.answer(b, c.request)
			loads := []*load{newLoad(b, floor(b, "bare", sample)), mock}
			if c.document != "" {
				sample.Document = "../../specs/" + c.document + "/openapi.yaml"
				loads = append(loads, newLoad(b, floor(b, "kin", sample)))
			}
			compare(b, c.request, loads)
		})
	}
}

// compare loads servers in turns: the bare one, ours and maybe another.
func compare(b *testing.B, r request, loads []*load) {
	const slice = 2000
	for _, l := range loads { // connections, pools and the heap are as they will be
		l.round(b, r, 0, slice)
		l.cpu, l.wall = 0, 0
	}
	b.ResetTimer()
	for first := 0; first < b.N; first += slice {
		for _, l := range loads {
			l.round(b, r, slice+first, min(slice, b.N-first))
		}
	}
	bare, mock := loads[0], loads[1]
	per := func(l *load) float64 { return float64(l.cpu) / float64(max(bare.cpu, 1)) }
	b.ReportMetric(per(mock), "x-cpu")
	b.ReportMetric(float64(bare.wall)/float64(mock.wall), "x-rps")
	b.ReportMetric(float64(mock.cpu.Microseconds())/float64(b.N), "cpu-µs/call")
	b.ReportMetric(float64(bare.cpu.Microseconds())/float64(b.N), "bare-µs/call")
	for _, other := range loads[2:] {
		b.ReportMetric(per(other), "kin-x-cpu")
	}
	b.ReportMetric(0, "ns/op")
}
