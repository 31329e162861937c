package admin_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/admin"
	"mockserver/internal/limit"
	"mockserver/internal/load"
	"mockserver/internal/scenario"
	"mockserver/internal/server"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

var startsCall = regexp.MustCompile(`^[A-Z]+ /`)

// A scenario is a file of calls to the mock and, under /__admin, to its control API, in parts as those of package server are. Of an
// answer, lines "? /pointer" ask for the values at JSON pointers instead of the whole; time is a clock that only delays and the
// order WAIT move. REPEAT 9 sends the next call so many times before its answer counts; SERVE api.yaml names the part that is
// served instead of the bundled APIs; LIMIT name=N sets a limit, both before the first call.
func TestScenarios(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		head, calls := scenario.Split(t, text, "-- calls --")
		p := newPlay(t, scenario.Parts(head))
		played := scenario.Calls{Starts: startsCall, Orders: p.orders(t), Answer: func(call []string) []string { return p.call(t, call) }}
		return head + "-- calls --\n" + played.Play(calls)
	})
}

// play is a mock with its control API on one address.
type play struct {
	address string
	mu      sync.Mutex
	now     time.Time
	repeat  int
}

func newPlay(t *testing.T, parts map[string]string) *play {
	t.Helper()
	p := &play{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	limits := limit.Default()
	for line := range strings.Lines(parts["limits"]) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), "=")
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		require.NoError(t, limits.Put(name, n))
	}
	clock := time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
	c := server.Config{Seed: 1, Clock: clock, Limits: limits, Now: p.time, Wait: p.wait, UnknownParameters: "warn", Secret: []byte("secret")}
	if text := parts["api.yaml"]; text != "" {
		root, err := tree.Parse("api.yaml", []byte(text), tree.DefaultLimits)
		require.NoError(t, err)
		d, err := spec.New("api", root, spec.Config{})
		require.NoError(t, err)
		c.Documents = append(c.Documents, d)
	} else {
		p.bundled(t, &c)
	}
	c.Sessions = session.New(session.Config{Limits: limits, Now: p.time, Seed: 1})
	mock, err := server.New(c)
	require.NoError(t, err)
	control := admin.Handler(admin.Config{Sessions: c.Sessions, Mock: mock, Version: "v1.2.3", Limits: limits, Clock: func() time.Time { return clock },
		Now: p.time, Begun: p.now, Log: slog.New(slog.DiscardHandler)})
	mocked := mock.Handler()
	listening := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, admin.Prefix) {
			control.ServeHTTP(w, r)
			return
		}
		mocked.ServeHTTP(w, r)
	}))
	t.Cleanup(listening.Close)
	p.address = listening.Listener.Addr().String()
	return p
}

func (p *play) bundled(t *testing.T, c *server.Config) {
	t.Helper()
	o := load.Options{Limits: c.Limits}
	documents, err := load.Documents(t.Context(), nil, o)
	require.NoError(t, err)
	for _, d := range documents {
		compiled, err := d.Compile(c.Limits)
		require.NoError(t, err)
		c.Documents = append(c.Documents, compiled)
	}
	c.Fixtures, err = load.Fixtures(t.Context(), documents, nil, o)
	require.NoError(t, err)
}

func (p *play) time() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// wait lets the time of the clock pass, and none besides.
func (p *play) wait(_ context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
	return nil
}

func (p *play) orders(t *testing.T) map[string]func(string) {
	return map[string]func(string){
		"WAIT": func(rest string) {
			d, err := time.ParseDuration(rest)
			require.NoError(t, err)
			_ = p.wait(t.Context(), d)
		},
		"REPEAT": func(rest string) {
			var err error
			p.repeat, err = strconv.Atoi(rest)
			require.NoError(t, err)
		},
	}
}

// call sends a call: its line, headers, a body behind "> " and what is asked of the answer behind "? ".
func (p *play) call(t *testing.T, call []string) []string {
	t.Helper()
	var head, body strings.Builder
	var asked []string
	for _, line := range call[1:] {
		switch {
		case strings.HasPrefix(line, "> "):
			body.WriteString(line[2:])
		case strings.HasPrefix(line, "? "):
			asked = append(asked, line[2:])
		default:
			head.WriteString(line + "\r\n")
		}
	}
	if body.Len() > 0 {
		fmt.Fprintf(&head, "Content-Length: %d\r\n", body.Len())
		if !strings.Contains(head.String(), "Content-Type:") {
			head.WriteString("Content-Type: application/json\r\n")
		}
	}
	text := call[0] + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + head.String() + "\r\n" + body.String()
	for range p.repeat {
		p.send(t, text, asked)
	}
	p.repeat = 0
	return p.send(t, text, asked)
}

func (p *play) send(t *testing.T, text string, asked []string) []string {
	t.Helper()
	connection, err := net.Dial("tcp", p.address)
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	require.NoError(t, connection.SetDeadline(time.Now().Add(scenario.Patience)))
	_, err = io.WriteString(connection, text)
	require.NoError(t, err)
	method, _, _ := strings.Cut(text, " ")
	answer, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		return []string{"no answer: " + plainly(err)}
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	lines := []string{answer.Status}
	if err != nil {
		lines = append(lines, "broken body: "+plainly(err))
	}
	for _, name := range []string{"Allow", "Content-Type", "Location", "Retry-After", "X-Own", "Mockserver-Source", "Mockserver-Violations", "Mockserver-Warnings"} {
		for _, v := range answer.Header.Values(name) {
			lines = append(lines, name+": "+v)
		}
	}
	if len(asked) == 0 {
		if len(body) > 0 {
			lines = append(lines, strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")...)
		}
		return lines
	}
	root, err := tree.Parse("", body, tree.DefaultLimits)
	require.NoError(t, err, string(body))
	for _, pointer := range asked {
		found := "nothing"
		if n := root.At(pointer); n != nil {
			found = string(value.AppendJSON(nil, n.Value()))
		}
		lines = append(lines, pointer+": "+found)
	}
	return lines
}

// plainly is an error without the addresses, which differ from run to run.
func plainly(err error) string {
	text := err.Error()
	if at := strings.LastIndex(text, ": "); at >= 0 && strings.Contains(text, "->") {
		text = text[at+2:]
	}
	return text
}
