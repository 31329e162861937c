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

const report = "/api/v2/reports/customers.grouped/data?columns=gender,created_year,count&sort=-count"

// calls are the rows that are measured; of what is new, no two requests are the same.
var calls = []struct {
	name    string
	request request
	args    []string
}{
	{name: "report", request: get(same(report+"&page_size=5"), teamup...)},
	{name: "search", request: get(same("/aggregation/v1/customers?search=ann&start=1&limit=25"), finicity...)},
	{name: "refused", request: get(same("/api/v2/reports/customers.grouped/data?columns=bogus&limit=101&page=0"), teamup...)},
	{name: "new-report", request: get(numbered(report+"&page_size=5&query=", 0), teamup...)},
	{name: "new-search", request: get(numbered("/aggregation/v1/customers?search=ann&limit=25&start=", 1), finicity...)},
	{name: "new-refused", request: get(numbered("/api/v2/reports/customers.grouped/data?columns=bogus&page=0&limit=", 101), teamup...)},
}

// same is the same path for each request.
func same(path string) func(int) string { return func(int) string { return path } }

// numbered ends the path with the number of the request.
func numbered(path string, first int) func(int) string {
	return func(n int) string { return path + strconv.Itoa(first+n) }
}

// BenchmarkCalls reports the time of processors that a call takes, user and system, as a multiple of what a bare net/http server
// takes that sends the same bytes (x-cpu), and the requests per second as a share of the bare one's (x-rps): side by side,
// so that all meet the same noise.
func BenchmarkCalls(b *testing.B) {
	for _, c := range calls {
		b.Run(c.name, func(b *testing.B) {
			mock := newLoad(b, ours(b, c.args...))
			sample := mock.answer(b, c.request)
			bare := newLoad(b, floor(b, "bare", sample))
			compare(b, c.request, mock, bare)
		})
	}
}

// compare loads both servers in turns.
func compare(b *testing.B, r request, mock, bare *load) {
	const slice = 2000
	for _, l := range []*load{mock, bare} { // connections, pools and the heap are as they will be
		l.round(b, r, 0, slice)
		l.cpu, l.wall, l.done = 0, 0, 0
	}
	b.ResetTimer()
	for first := 0; first < b.N; first += slice {
		count := min(slice, b.N-first)
		bare.round(b, r, slice+first, count)
		mock.round(b, r, slice+first, count)
	}
	b.ReportMetric(float64(mock.cpu)/float64(max(bare.cpu, 1)), "x-cpu")
	b.ReportMetric(float64(bare.wall)/float64(mock.wall), "x-rps")
	b.ReportMetric(float64(mock.cpu.Microseconds())/float64(b.N), "cpu-µs/call")
	b.ReportMetric(float64(bare.cpu.Microseconds())/float64(b.N), "bare-µs/call")
	b.ReportMetric(0, "ns/op")
}
