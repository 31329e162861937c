package speed_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
func resident(t testing.TB, p *process) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		t.Skip("the memory of processes is read from /proc, which only Linux has")
	}
	_, rest, found := strings.Cut(string(text), "VmRSS:")
	require.True(t, found)
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	require.NoError(t, err)
	return float64(kilobytes) / 1024
}
