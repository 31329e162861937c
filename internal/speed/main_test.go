package speed_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
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

// role is the variable that makes this very test binary one of the servers that ours is measured against.
const role = "MOCKSERVER_SPEED_ROLE"

var binary string // the program that is measured, where there is something to measure

func TestMain(m *testing.M) {
	if play, ok := roles[os.Getenv(role)]; ok {
		play()
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "mockserver-speed-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mockserver")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "mockserver/cmd/mockserver").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// process is a server that runs beside the benchmark.
type process struct {
	url     string
	command *exec.Cmd
}

// ours runs the program.
func ours(t testing.TB, args ...string) *process {
	return start(t, exec.Command(binary, append([]string{"serve", "--port", "0", "--admin-port", "0"}, args...)...))
}

// start runs a server that says where it listens, and stops it when the benchmark ends.
func start(t testing.TB, c *exec.Cmd) *process {
	t.Helper()
	environment := c.Env
	c.Env = nil
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "MOCKSERVER_") {
			c.Env = append(c.Env, e)
		}
	}
	c.Env = append(c.Env, environment...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	p := &process{command: c}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		_ = c.Process.Kill()
		require.FailNow(t, "the server ended before it listened", "%v %s %s", c.Args, line, errs.String())
	}
	p.url = url
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, lines)
	}()
	t.Cleanup(func() {
		hung := time.AfterFunc(scenario.Patience, func() { _ = c.Process.Kill() })
		defer hung.Stop()
		_ = c.Process.Signal(syscall.SIGTERM)
		<-drained
		_ = c.Wait()
	})
	return p
}
