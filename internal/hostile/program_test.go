package hostile

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mockserver/internal/scenario"

	"github.com/stretchr/testify/require"
)

// maxMemory is what no document may make the program take, in kB.
const maxMemory = 500 << 10

// program is one running server, or what is left of it.
type program struct {
	command *exec.Cmd
	url     string // of the mock listener; "" if it ended before it listened
	stderr  safe
	ended   chan struct{}
}

// safe is a buffer that one process writes while the test reads.
type safe struct {
	guard sync.Mutex
	text  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.guard.Lock()
	defer s.guard.Unlock()
	return s.text.Write(p)
}

func (s *safe) String() string {
	s.guard.Lock()
	defer s.guard.Unlock()
	return s.text.String()
}

// start runs the program over a document until it listens or ends.
func start(t testing.TB, args ...string) *program {
	t.Helper()
	p := &program{command: exec.Command(binary, args...), ended: make(chan struct{})}
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "MOCKSERVER_") {
			p.command.Env = append(p.command.Env, e)
		}
	}
	p.command.Stderr = &p.stderr
	out, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	hung := time.AfterFunc(scenario.Patience, func() { _ = p.command.Process.Kill() })
	t.Cleanup(func() {
		hung.Stop()
		p.kill(t)
	})
	scanner := bufio.NewScanner(out)
	if scanner.Scan() {
		_, p.url, _ = strings.Cut(scanner.Text(), "listening on ")
	}
	go func() {
		defer close(p.ended)
		for scanner.Scan() {
		}
		_ = p.command.Wait() // how it ended is in ProcessState
	}()
	return p
}

// kill ends the program, and says if it was gone before.
func (p *program) kill(t testing.TB) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Error(err)
	}
	<-p.ended
}

// used is the time of the processor that an ended program took.
func used(c *exec.Cmd) time.Duration {
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
}

// peak is the largest resident memory so far in kB; of an ended program what the system remembers. That begins with the
// memory of this process, which it was forked from: what is no more than that tells nothing, and is 0.
func (p *program) peak() int {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(p.command.Process.Pid) + "/status")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				n, _ := strconv.Atoi(strings.Fields(rest)[0])
				return n
			}
		}
	}
	<-p.ended
	usage, ok := p.command.ProcessState.SysUsage().(*syscall.Rusage)
	var own syscall.Rusage
	if !ok || syscall.Getrusage(syscall.RUSAGE_SELF, &own) != nil || usage.Maxrss <= own.Maxrss {
		return 0
	}
	return int(usage.Maxrss)
}
