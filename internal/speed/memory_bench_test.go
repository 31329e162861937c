package speed_test

import "testing"

// BenchmarkMemory reports the resident memory of the program, in MB, when it listens, after half of the requests and after all of
// them, each a query that did not come before. It takes no more for more of them:
//
//	go test ./internal/speed -run '^$' -bench Memory -benchtime 2000000x
func BenchmarkMemory(b *testing.B) {
	for _, c := range []struct {
		name    string
		request request
		args    []string
	}{
		{name: "search", request: get(numbered("/aggregation/v1/customers?search=ann&limit=25&start=", 1), finicity...)},
		{name: "report", request: get(numbered(report+"&page_size=5&query=", 0), teamup...)},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := ours(b, c.args...)
			idle := resident(b, p)
			l := newLoad(b, p)
			b.ResetTimer()
			l.round(b, c.request, 0, b.N/2)
			half := resident(b, p)
			l.round(b, c.request, b.N/2, b.N-b.N/2)
			b.ReportMetric(idle, "idle-MB")
			b.ReportMetric(half, "half-MB")
			b.ReportMetric(resident(b, p), "MB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// resident is the memory of a process that is in use, in MB (proc(5), "VmRSS").
func resident(b *testing.B, p *process) float64 {
	kilobytes := inProcess(p.command.Process.Pid, "VmRSS:")
	if kilobytes == 0 {
		b.Skip("the memory of processes is read from /proc, which only Linux has")
	}
	return kilobytes / 1024
}
