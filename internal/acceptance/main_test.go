package acceptance

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"mockserver/internal/scenario"

	"github.com/stretchr/testify/require"
)

var (
	binary string // the program under test, built once
	common *mock  // a server with default settings, for tests that change nothing
)

// memo is for the settings of every mock: all that is tested holds with the memo and without.
var memo = flag.String("memo", "on", "on or off: whether the mocks remember answers")

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "mockserver-acceptance-")
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
	if common, err = launch(nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	flag.Parse()
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == f.DefValue {
		flag.Set("rapid.seed", "1") // the same draws on every run, unless asked otherwise
		flag.Set("rapid.nofailfile", "true")
	}
	code := m.Run()
	if err := common.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "the common server:", err)
		return 1
	}
	return code
}

// A mock is one running process of the program.
type mock struct {
	url, admin string // of the two listeners
	command    *exec.Cmd
	lines      []string // of standard output, whole once stopped
	drained    chan struct{}
	stderr     bytes.Buffer
}

// start runs a server of the test's own and stops it when the test ends.
func start(t *testing.T, args ...string) *mock {
	t.Helper()
	return startWith(t, nil, args...)
}

func startWith(t *testing.T, env []string, args ...string) *mock {
	t.Helper()
	m, err := launch(env, append([]string{"--port", "0", "--admin-port", "0"}, args...)...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.stop()) })
	return m
}

func launch(env []string, args ...string) (*mock, error) {
	if args == nil {
		args = []string{"--port", "0", "--admin-port", "0"}
	}
	m := &mock{command: program(env, args...), drained: make(chan struct{})}
	m.command.Stderr = &m.stderr
	out, err := m.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := m.command.Start(); err != nil {
		return nil, err
	}
	hung := time.AfterFunc(scenario.Patience, func() { m.command.Process.Kill() })
	defer hung.Stop()
	scanner := bufio.NewScanner(out)
	listeners := 2
	if slices.Contains(args, "same") || slices.Contains(args, "off") {
		listeners = 1
	}
	for len(m.lines) < listeners {
		if !scanner.Scan() {
			err := m.command.Wait()
			return nil, fmt.Errorf("mockserver %q ended (%v) after printing %q; standard error:\n%s", args, err, m.lines, m.stderr.String())
		}
		m.hear(scanner.Text())
	}
	go m.drain(scanner, out)
	return m, nil
}

// program is the command with a clean environment: nothing of MOCKSERVER_ but what env says.
func program(env []string, args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "MOCKSERVER_") {
			c.Env = append(c.Env, e)
		}
	}
	c.Env = append(append(c.Env, "MOCKSERVER_MEMO="+*memo), env...)
	return c
}

func (m *mock) hear(line string) {
	m.lines = append(m.lines, line)
	if url, ok := strings.CutPrefix(line, "mock listening on "); ok {
		m.url = url
	}
	if url, ok := strings.CutPrefix(line, "admin listening on "); ok {
		m.admin = url
	}
}

func (m *mock) drain(scanner *bufio.Scanner, out io.Reader) {
	defer close(m.drained)
	for scanner.Scan() {
		m.lines = append(m.lines, scanner.Text())
	}
	io.Copy(io.Discard, out)
}

// stop asks the process to end as an orchestrator would; it must exit 0, once.
func (m *mock) stop() error {
	if m.command.ProcessState != nil {
		return nil
	}
	if err := m.command.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("it was gone before it was stopped (%w); standard error:\n%s", err, m.stderr.String())
	}
	hung := time.AfterFunc(scenario.Patience, func() { m.command.Process.Kill() })
	defer hung.Stop()
	<-m.drained
	if err := m.command.Wait(); err != nil {
		return fmt.Errorf("after SIGTERM: %w; standard error:\n%s", err, m.stderr.String())
	}
	return nil
}

// A result is what a command that ends by itself left behind.
type result struct {
	code           int
	stdout, stderr string
}

func runProgram(t *testing.T, env []string, args ...string) result {
	t.Helper()
	c := program(env, args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	require.NoError(t, c.Start())
	hung := time.AfterFunc(scenario.Patience, func() { c.Process.Kill() })
	defer hung.Stop()
	err := c.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), errs.String()}
}
