package census

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

var binary string // the program under test, built once

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	dir, err := os.MkdirTemp("", "mockserver-census-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mockserver")
	if out, err := exec.Command("go", "build", "-o", binary, "mockserver/cmd/mockserver").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// program is the command with a clean environment: nothing of MOCKSERVER_.
func program(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "MOCKSERVER_") {
			c.Env = append(c.Env, e)
		}
	}
	return c
}

// A mock is one running process of the program, or one that runs already.
type mock struct{ url, admin string }

// start runs a server and stops it when the test ends.
func start(t *testing.T, args ...string) *mock {
	t.Helper()
	c := program(append([]string{"serve", "--port", "0", "--admin-port", "0"}, args...)...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	hung := time.AfterFunc(scenario.Patience, func() { c.Process.Kill() })
	t.Cleanup(func() {
		hung.Stop()
		c.Process.Signal(syscall.SIGTERM)
		io.Copy(io.Discard, out)
		require.NoError(t, c.Wait(), "%s", errs.String())
	})
	m := &mock{}
	for scanner := bufio.NewScanner(out); m.url == "" || m.admin == ""; {
		if !scanner.Scan() {
			require.FailNow(t, "the server ended before it listened", "%v: %s", args, errs.String())
		}
		if address, ok := strings.CutPrefix(scanner.Text(), "mock listening on "); ok {
			m.url = address
		}
		if address, ok := strings.CutPrefix(scanner.Text(), "admin listening on "); ok {
			m.admin = address
		}
	}
	hung.Stop()
	return m
}

// The client follows no redirects and asks for no compression: what comes is what was sent.
var client = &http.Client{
	Timeout:       scenario.Patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute},
}

// An answer is one response, read whole.
type answer struct {
	request string
	status  int
	header  http.Header
	text    []byte
	body    any // as JSON, numbers are json.Number; nil if it is none
}

// String shows an answer shortly.
func (a *answer) String() string {
	body := string(a.text)
	if len(body) > 600 {
		body = body[:600] + "…"
	}
	return fmt.Sprintf("%s → %d %s", a.request, a.status, body)
}

// send sends a request to a target, which is a path with its query, or an absolute URL. header are pairs of name and value.
func (m *mock) send(t testing.TB, method, target, body string, header ...string) *answer {
	t.Helper()
	if strings.HasPrefix(target, "/") {
		target = m.url + target
	}
	ours := strings.HasPrefix(target, m.url) || m.admin != "" && strings.HasPrefix(target, m.admin)
	require.True(t, ours, "a link leads elsewhere: %s", target)
	r, err := http.NewRequest(method, target, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := client.Do(r)
	require.NoError(t, err, "%s %s", method, target)
	defer response.Body.Close()
	a := &answer{request: method + " " + r.URL.RequestURI(), status: response.StatusCode, header: response.Header}
	a.text, err = io.ReadAll(response.Body)
	require.NoError(t, err, "%s", a.request)
	a.body = decode(a.text)
	return a
}

func (m *mock) get(t testing.TB, target string) *answer {
	t.Helper()
	return m.send(t, http.MethodGet, target, "")
}

// wants fails the test unless the answer has one of some statuses.
func (a *answer) wants(t testing.TB, statuses ...int) *answer {
	t.Helper()
	require.Contains(t, statuses, a.status, "%s", a)
	return a
}

// reset drops all changes.
func (m *mock) reset(t testing.TB) {
	t.Helper()
	m.send(t, http.MethodPost, m.admin+"/__admin/reset", "").wants(t, http.StatusOK)
}

// decode is a JSON text; nil if it is none.
func decode(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// show is a value as JSON text, members in the order of their names.
func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
