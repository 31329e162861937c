package fault_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fault"
)

// breaking is a server that breaks each connection, over TCP or TLS, after it has read the request.
func breaking(t *testing.T, b fault.Break, status int, header http.Header, secure bool) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		assert.NoError(t, err)
		conn, _, err := w.(http.Hijacker).Hijack()
		if assert.NoError(t, err) {
			assert.NoError(t, b.On(conn, r.Proto, status, header, 7))
		}
	}))
	if secure {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s
}

// asked posts a body once: a client of net/http repeats what it may.
func asked(t *testing.T, s *httptest.Server) (*http.Response, []byte, error) {
	t.Helper()
	r, err := s.Client().Post(s.URL+"/a", "text/plain", strings.NewReader(strings.Repeat("x", 10_000)))
	if err != nil {
		return nil, nil, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return r, body, err
}

func TestWhatAClientSeesOfAnEmptyResponse(t *testing.T) {
	for _, secure := range []bool{false, true} {
		_, _, err := asked(t, breaking(t, fault.EmptyResponse, 200, nil, secure))
		assert.ErrorIs(t, err, io.EOF)
	}
}

func TestWhatAClientSeesOfAReset(t *testing.T) {
	for _, secure := range []bool{false, true} {
		_, _, err := asked(t, breaking(t, fault.ConnectionReset, 200, nil, secure))
		assert.True(t, errors.Is(err, syscall.ECONNRESET), "%v", err)
	}
}

func TestWhatAClientSeesOfRandomData(t *testing.T) {
	for _, secure := range []bool{false, true} {
		_, _, err := asked(t, breaking(t, fault.RandomData, 200, nil, secure))
		assert.ErrorContains(t, err, "malformed HTTP")
	}
}

func TestWhatAClientSeesOfAMalformedChunk(t *testing.T) {
	header := http.Header{"X-A": {"1"}, "Content-Length": {"5"}, "Connection": {"keep-alive"}}
	for _, secure := range []bool{false, true} {
		r, body, err := asked(t, breaking(t, fault.MalformedChunk, 503, header, secure))
		require.NotNil(t, r, "%v", err)
		assert.Equal(t, "503 Service Unavailable", r.Status)
		assert.Equal(t, "1", r.Header.Get("X-A"))
		assert.Equal(t, []string{"chunked"}, r.TransferEncoding)
		assert.Empty(t, body)
		assert.ErrorContains(t, err, "invalid byte in chunk length")
	}
	assert.Equal(t, http.Header{"X-A": {"1"}, "Content-Length": {"5"}, "Connection": {"keep-alive"}}, header, "it stays the caller's")
}

func TestAMalformedChunkOfAStatusWithoutABodyIs200(t *testing.T) {
	for _, status := range []int{0, 100, 204, 304} {
		r, _, err := asked(t, breaking(t, fault.MalformedChunk, status, nil, false))
		require.NotNil(t, r, "%v", err)
		assert.Equal(t, 200, r.StatusCode)
		assert.ErrorContains(t, err, "invalid byte in chunk length")
	}
}

// A client of HTTP/1.0 knows no chunks: the body ends before its length.
func TestAMalformedAnswerOfHTTP10EndsEarly(t *testing.T) {
	s := breaking(t, fault.MalformedChunk, 200, nil, false)
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET /a HTTP/1.0\r\n\r\n")
	require.NoError(t, err)
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.0", r.Proto)
	_, err = io.ReadAll(r.Body)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

// All of random data and of the head of a malformed answer follow from the key.
func TestABreakIsTheSameInEachRun(t *testing.T) {
	sent := func(b fault.Break) string {
		server, client := net.Pipe()
		go func() { _ = b.On(server, "HTTP/1.1", 200, http.Header{"B": {"x\r\nC: y"}, "A": {"1"}}, 3) }()
		all, err := io.ReadAll(client)
		require.NoError(t, err)
		return string(all)
	}
	for _, b := range []fault.Break{fault.RandomData, fault.MalformedChunk, fault.EmptyResponse, fault.ConnectionReset} {
		assert.Equal(t, sent(b), sent(b))
	}
	assert.Len(t, sent(fault.RandomData), 64)
	assert.True(t, strings.HasPrefix(sent(fault.MalformedChunk), "HTTP/1.1 200 OK\r\nA: 1\r\nB: x  C: y\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"))
}
