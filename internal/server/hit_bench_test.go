package server_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
)

// BenchmarkRemembered is a request whose answer is remembered, in process, journal and coverage included.
func BenchmarkRemembered(b *testing.B) {
	c := bundled(b, defaults())
	c.Now = time.Now
	mock, err := server.New(c)
	require.NoError(b, err)
	handler := mock.Handler()
	r, err := http.NewRequest(http.MethodGet, "http://localhost:8080"+measured[0].path, nil)
	require.NoError(b, err)
	r.Body, r.RequestURI, r.RemoteAddr = http.NoBody, r.URL.RequestURI(), "127.0.0.1:50000"
	r.Header = http.Header{"Authorization": {"Token t"}, "Accept": {"application/json"}, "User-Agent": {"bench"}}
	w := &discarding{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		handler.ServeHTTP(w, r)
	}
}
