package journal_test

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/journal"
)

// kilobytes8 is a request with a body of 8 kB of JSON and its answer, as a client and a server make them.
func kilobytes8(n int) *journal.Entry {
	body := append([]byte(`{"id": `+fmt.Sprint(n)+`, "items": [`), bytes.Repeat([]byte(`{"name": "Ada Lovelace", "password": "hunter22"}, `), 160)...)
	body = append(body, `{}]}`...)
	return &journal.Entry{
		Request: journal.Request{
			Method: "POST", Scheme: "http", Host: "localhost:8080", URL: fmt.Sprint("/v1/users/7?page=", n), Protocol: "HTTP/1.1",
			Header: journal.Header{{"Accept", "*/*"}, {"Authorization", "Bearer abcdefghijklmnop"}, {"Content-Type", "application/json"}, {"User-Agent", "test"}},
			Body:   body,
		},
		Answer: journal.Answer{Status: 201, Header: journal.Header{{"Content-Type", "application/json"}}, Body: []byte(`{"id": 1, "name": "Ada"}`)},
	}
}

// again is another entry of the same texts: what is added belongs to the journal.
func again(e *journal.Entry) *journal.Entry {
	other := *e
	other.Request.Header, other.Answer.Header = slices.Clone(e.Request.Header), slices.Clone(e.Answer.Header)
	other.Request.Body, other.Answer.Body = bytes.Clone(e.Request.Body), bytes.Clone(e.Answer.Body)
	return &other
}

// A million requests of 8 kB cost what the journal's budget says and no more, whatever came before.
func TestTheHeapStaysSmall(t *testing.T) {
	requests := 20_000
	if testing.Short() {
		requests = 6000
	}
	js := journal.New(journal.Config{})
	j := js.Open("")
	shared := kilobytes8(0)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range requests {
		j.Add(again(shared))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Positive(t, j.Dropped())
	grown := int(after.HeapAlloc) - int(before.HeapAlloc)
	require.LessOrEqual(t, grown, js.Bytes()+js.Bytes()/10, "what is counted is what is kept")
	require.Positive(t, j.Len())
}

func BenchmarkAdd8kB(b *testing.B) {
	j := journal.New(journal.Config{}).Open("")
	shared := kilobytes8(1)
	b.ReportAllocs()
	b.SetBytes(int64(len(shared.Request.Body)))
	for b.Loop() {
		j.Add(again(shared))
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB-of-system")
}

func BenchmarkRedactAndAdd8kB(b *testing.B) {
	j, s := journal.New(journal.Config{}).Open(""), secrets(b)
	shared := kilobytes8(1)
	b.ReportAllocs()
	for b.Loop() {
		e := again(shared)
		s.Redact(e)
		j.Add(e)
	}
}

// One that has no body with secrets: most requests.
func BenchmarkRedactAPlainRequest(b *testing.B) {
	s := secrets(b)
	shared := kilobytes8(1)
	shared.Request.Body = bytes.ReplaceAll(shared.Request.Body, []byte("password"), []byte("nickname"))
	b.ReportAllocs()
	for b.Loop() {
		e := again(shared)
		s.Redact(e)
	}
}
