package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
)

// The calls that are measured; each against a bare net/http server that sends the same bytes.
var measured = []struct{ name, path string }{
	{"report", "/api/v2/reports/customers.grouped/data?columns=gender,created_year,count&sort=-count&page_size=5"},
	{"search", "/aggregation/v1/customers?username=&type=&search=ann&start=1&limit=25"},
	{"refused", "/api/v2/reports/customers.grouped/data?columns=bogus&limit=101&page=0"},
}

// BenchmarkCalls reports x-bare: the time of a call over one connection on loopback, as a multiple of the bare server's.
func BenchmarkCalls(b *testing.B) {
	mock, err := server.New(bundled(b, defaults()))
	require.NoError(b, err)
	ours := httptest.NewServer(mock.Handler())
	defer ours.Close()
	for _, m := range measured {
		status, header, body := call(b, ours.URL+m.path)
		bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for name, values := range header {
				w.Header()[name] = values
			}
			w.WriteHeader(status)
			_, _ = w.Write(body)
		}))
		b.Run(m.name, func(b *testing.B) {
			var spent, floor time.Duration
			for b.Loop() { // side by side, so that both meet the same noise
				start := time.Now()
				call(b, bare.URL+m.path)
				middle := time.Now()
				call(b, ours.URL+m.path)
				floor += middle.Sub(start)
				spent += time.Since(middle)
			}
			b.ReportMetric(float64(spent)/float64(floor), "x-bare")
			b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "ns/call")
		})
		bare.Close()
	}
}

func call(b *testing.B, url string) (int, http.Header, []byte) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	require.NoError(b, err)
	request.Header.Set("Authorization", "Token t")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("App-Key", "k")
	request.Header.Set("Finicity-App-Token", "t")
	response, err := http.DefaultClient.Do(request)
	require.NoError(b, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(b, err)
	return response.StatusCode, response.Header, body
}
