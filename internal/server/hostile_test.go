package server_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
)

// hostileRequest is one of testdata/hostile/requests.txt.
type hostileRequest struct {
	name     string
	statuses []string // that are right; "closed" for no answer
	text     string
}

// recipes make what is too long to be written down.
var recipes = template.FuncMap{
	"repeat": func(n int, text string) string { return strings.Repeat(text, n) },
	"raw": func(text string) (string, error) {
		return strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	},
	"body": func(mediaType, text string) string {
		return fmt.Sprintf("Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s", mediaType, len(text), text)
	},
	"gzipped": func(text string) (string, error) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := io.WriteString(w, text)
		return b.String(), errors.Join(err, w.Close())
	},
}

func hostileRequests(t *testing.T) []hostileRequest {
	t.Helper()
	data, err := os.ReadFile("testdata/hostile/requests.txt")
	require.NoError(t, err)
	var all []hostileRequest
	for _, part := range strings.Split(string(data), "\n=== ")[1:] {
		title, text, _ := strings.Cut(part, "\n")
		name, statuses, found := strings.Cut(title, " | ")
		require.True(t, found, title)
		text = strings.TrimSuffix(text, "\n") // the line before the next title
		if !strings.Contains(text, "{{body") && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		all = append(all, hostileRequest{name, strings.Fields(statuses), text})
	}
	return all
}

// bytes are the request as it is sent, with a Host if it has none, and the end of its head.
func (h hostileRequest) bytes(t *testing.T) string {
	t.Helper()
	text := strings.ReplaceAll(h.text, "\n", "\r\n")
	first, rest, _ := strings.Cut(text, "\r\n")
	if !strings.Contains(text, "\r\nHost:") && strings.Contains(first, "HTTP/1.1") {
		rest = "Host: mock\r\n" + rest
	}
	text = first + "\r\n" + rest
	if !strings.Contains(text, "{{body") && !strings.Contains(text, "\r\n\r\n") {
		text += "\r\n"
	}
	parsed, err := template.New(h.name).Funcs(recipes).Parse(text)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, parsed.Execute(&b, nil))
	return b.String()
}

// hostileServer listens as cmd/mockserver does.
func hostileServer(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/hostile/api.yaml")
	require.NoError(t, err)
	c := defaults()
	c.CORS, c.MaxBody = "*", 256<<10
	d, err := spec.New("api", parse(t, "api.yaml", string(data)), spec.Config{})
	require.NoError(t, err)
	c.Documents = append(c.Documents, d)
	listening := httptest.NewServer(open(t, c).Handler())
	t.Cleanup(listening.Close)
	return listening.Listener.Addr().String()
}

// ask sends bytes and closes its side; it returns the status of the first answer, or "closed".
func ask(t *testing.T, address, text string) string {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	require.NoError(t, connection.SetDeadline(time.Now().Add(scenario.Patience)))
	go func() { // the answer may come before the request has gone
		_, _ = io.WriteString(connection, text)
		_ = connection.(*net.TCPConn).CloseWrite()
	}()
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		var timeout net.Error
		require.False(t, errors.As(err, &timeout) && timeout.Timeout(), "no answer within %s", scenario.Patience)
		return "closed"
	}
	_ = answer.Body.Close()
	return strconv.Itoa(answer.StatusCode)
}

// TestHostileRequests: each gets the right status, and the server goes on.
func TestHostileRequests(t *testing.T) {
	address := hostileServer(t)
	all := hostileRequests(t)
	require.Greater(t, len(all), 100)
	for _, h := range all {
		t.Run(h.name, func(t *testing.T) {
			status := ask(t, address, h.bytes(t))
			assert.True(t, slices.Contains(h.statuses, status), "the status is %s, not %s", status, strings.Join(h.statuses, " or "))
			assert.Equal(t, "200", ask(t, address, "GET /ok HTTP/1.1\r\nHost: mock\r\n\r\n"))
		})
	}
}
