package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// outcome is what a run left behind.
type outcome struct {
	exit           int
	stdout, stderr string
}

// finish runs a command line that ends by itself.
func finish(t *testing.T, stdin string, args []string, env ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	exit := run(t.Context(), args, env, strings.NewReader(stdin), &stdout, &stderr)
	return outcome{exit, stdout.String(), stderr.String()}
}

// running is a server of a test.
type running struct {
	stop  context.CancelFunc // as a signal does
	ended chan int           // gets the exit code
	lines chan string        // standard output; closed at its end
	log   *record
}

// record is a log that a test can wait on.
type record struct {
	mutex   sync.Mutex
	written *sync.Cond
	text    bytes.Buffer
}

func newRecord() *record {
	r := &record{}
	r.written = sync.NewCond(&r.mutex)
	return r
}

// Write keeps the text and wakes who waits for it.
func (r *record) Write(p []byte) (int, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.written.Broadcast()
	return r.text.Write(p)
}

// String is the whole log so far.
func (r *record) String() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.text.String()
}

// await blocks until the log contains a word.
func (r *record) await(word string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for !strings.Contains(r.text.String(), word) {
		r.written.Wait()
	}
}

// start runs a server on free ports; the test's end stops it and wants the exit code 0.
func start(t *testing.T, args []string, env ...string) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	s := &running{stop: stop, ended: make(chan int, 1), lines: make(chan string, 10), log: newRecord()}
	go func() {
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
		close(s.lines)
	}()
	args = append([]string{"--port", "0", "--admin-port", "0"}, args...)
	go func() {
		exit := run(ctx, args, env, strings.NewReader(""), in, s.log)
		_ = in.Close()
		s.ended <- exit
	}()
	t.Cleanup(func() {
		stop()
		require.Equal(t, exitFine, <-s.ended, s.log.String())
	})
	return s
}

// url reads the next line of standard output, which has to be that listener's.
func (s *running) url(t *testing.T, name string) string {
	t.Helper()
	line, open := <-s.lines
	require.True(t, open, "standard output ended: %s", s.log)
	url, ours := strings.CutPrefix(line, name+" listening on ")
	require.True(t, ours, line)
	return url
}

// rest is what else was printed until the end, after stop.
func (s *running) rest() []string {
	var rest []string
	for line := range s.lines {
		rest = append(rest, line)
	}
	return rest
}
