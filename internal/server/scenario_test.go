package server_test

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/server"
	"mockserver/internal/spec"
)

// startsCall is the first line of a call; a path may be wrong.
var startsCall = regexp.MustCompile(`^[A-Za-z]+ [/*]`)

// A scenario is a file in parts, each under a line such as "-- calls --". The parts settings (name: value), api.yaml,
// overlay.yaml and fixture.yaml may be missing: the bundled APIs are served then. A call is a line with method and
// target, lines with headers, lines of the body behind "> ", and its answer, indented. A line with "#" is a comment.
// Between calls, RESET drops the changes, WAIT 60s moves the clock of rate limits, REPEAT 9 sends the next call so
// many times before its answer counts.
func TestScenarios(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		head, calls := scenario.Split(t, text, "-- calls --")
		p := newPlay(t, scenario.Parts(head))
		played := scenario.Calls{Starts: startsCall, Orders: p.orders(t), Answer: func(call []string) []string { return p.call(t, call) }}
		return head + "-- calls --\n" + played.Play(calls)
	})
}

// play is a scenario that is being played.
type play struct {
	server  *server.Server
	address string
	mu      sync.Mutex
	now     time.Time
	repeat  int
	counted bool // each call counts: there are rate limits
}

func newPlay(t *testing.T, with map[string]string) *play {
	t.Helper()
	p := &play{counted: strings.Contains(with["settings"], "rate-limit")}
	c := defaults()
	c.Now = func() time.Time {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.now
	}
	var variants []string
	findings := 0
	for line := range strings.Lines(with["settings"]) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "unknown-parameters":
			c.UnknownParameters = text
		case "max-body":
			c.MaxBody, _ = strconv.ParseInt(text, 10, 64)
		case "records":
			c.Records, _ = strconv.Atoi(text)
		case "cors":
			c.CORS = text
		case "limit": // NAME=N
			which, n, _ := strings.Cut(text, "=")
			most, err := strconv.Atoi(n)
			require.NoError(t, err)
			c.Limits = c.Limits.OrDefault()
			require.NoError(t, c.Limits.Put(which, most))
		case "dynamic":
			c.Dynamic = text == "true"
		case "findings": // how much is wrong with api.yaml
			findings, _ = strconv.Atoi(text)
		case "overlay":
			variants = append(variants, text)
		default:
			t.Fatalf("there is no setting %q", name)
		}
	}
	if api := with["api.yaml"]; api == "" {
		c = bundled(t, c, variants...)
	} else {
		root := parse(t, "api.yaml", api)
		if layer := with["overlay.yaml"]; layer != "" {
			root = overlaid(t, root, parse(t, "overlay.yaml", layer))
		}
		d, err := spec.New("api", root, spec.Config{})
		require.NoError(t, err)
		require.Len(t, d.Findings, findings, "%v", d.Findings)
		c.Documents = append(c.Documents, d)
		if f := with["fixture.yaml"]; f != "" {
			c.Fixtures = append(c.Fixtures, parse(t, "fixture.yaml", f))
		}
	}
	p.server = open(t, c)
	listening := httptest.NewServer(p.server.Handler())
	t.Cleanup(listening.Close)
	p.address = listening.Listener.Addr().String()
	return p
}

// orders are what stands between calls.
func (p *play) orders(t *testing.T) map[string]func(string) {
	return map[string]func(string){
		"RESET": func(string) { p.server.Reset() },
		"WAIT": func(rest string) {
			long, err := time.ParseDuration(rest)
			require.NoError(t, err)
			p.mu.Lock()
			defer p.mu.Unlock()
			p.now = p.now.Add(long)
		},
		"REPEAT": func(rest string) {
			var err error
			p.repeat, err = strconv.Atoi(rest)
			require.NoError(t, err)
		},
	}
}

func (p *play) call(t *testing.T, request []string) []string {
	t.Helper()
	var head, body strings.Builder
	for _, line := range request[1:] {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			body.WriteString(text)
			if strings.Contains(head.String(), "Transfer-Encoding") {
				body.WriteString("\r\n")
			}
		} else {
			head.WriteString(line + "\r\n")
		}
	}
	if body.Len() > 0 && !strings.Contains(head.String(), "Transfer-Encoding") {
		fmt.Fprintf(&head, "Content-Length: %d\r\n", body.Len())
	}
	text := request[0] + " HTTP/1.1\r\nHost: " + p.address + "\r\nConnection: close\r\n" + head.String() + "\r\n" + body.String()
	for range p.repeat {
		p.send(t, request[0], text)
	}
	p.repeat = 0
	made := p.send(t, request[0], text)
	for range p.again(request[0]) {
		require.Equal(t, made, p.send(t, request[0], text), "the answer that is remembered, and the one that was made first")
	}
	return made
}

// again is how often a call is sent once more, to get the same answer from the memo.
func (p *play) again(first string) int {
	if p.counted || !strings.HasPrefix(first, "GET ") && !strings.HasPrefix(first, "HEAD ") {
		return 0
	}
	return 2 // the second is remembered, and the third told from there
}

// send writes a request as it is: a client of net/http would mend what is to be tried.
func (p *play) send(t *testing.T, first, text string) []string {
	t.Helper()
	connection, err := net.Dial("tcp", p.address)
	require.NoError(t, err)
	defer func() { _ = connection.Close() }()
	require.NoError(t, connection.SetDeadline(time.Now().Add(scenario.Patience)))
	_, err = io.WriteString(connection, text)
	require.NoError(t, err)
	method, _, _ := strings.Cut(first, " ")
	answer, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	if answer.StatusCode != http.StatusNoContent && answer.Header.Get("Content-Length") != "" && method != http.MethodHead {
		assert.Equal(t, strconv.Itoa(len(body)), answer.Header.Get("Content-Length"))
	}
	return written(answer, string(body))
}

// unseen are the headers that say nothing here.
var unseen = []string{"Date", "Content-Length", "Connection"}

func written(answer *http.Response, body string) []string {
	lines := []string{answer.Status}
	for _, name := range slices.Sorted(maps.Keys(answer.Header)) {
		if slices.Contains(unseen, name) {
			continue
		}
		for _, v := range answer.Header[name] {
			if name == "Mockserver-Seed" && v == "1" {
				continue
			}
			lines = append(lines, name+": "+v)
		}
	}
	if body == "" {
		return lines
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(body, "\r", `\r`), "\n"), "\n") {
		lines = append(lines, line)
	}
	return lines
}
