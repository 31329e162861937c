package mocktest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/mocktest"
)

// recorder is a test that may fail without failing ours.
type recorder struct {
	mu       sync.Mutex
	failures []string
	logs     []string
	cleanups []func()
}

func (r *recorder) note(to *[]string, format string, args []any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*to = append(*to, fmt.Sprintf(format, args...))
}

type fatal struct{}

func (r *recorder) Helper()                           {}
func (r *recorder) Cleanup(f func())                  { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) { r.note(&r.failures, format, args) }
func (r *recorder) Logf(format string, args ...any)   { r.note(&r.logs, format, args) }
func (r *recorder) Name() string                      { return "TestRecorded" }
func (r *recorder) Failed() bool                      { return len(r.failures) > 0 }
func (r *recorder) Fatalf(format string, args ...any) {
	r.note(&r.failures, format, args)
	panic(fatal{})
}

// recorded is what a test that does something says when it fails, and what it logs then.
func recorded(do func(t *recorder)) (failures, logs string) {
	r := &recorder{}
	func() {
		defer func() {
			if cause := recover(); cause != nil && cause != any(fatal{}) {
				panic(cause)
			}
		}()
		do(r)
	}()
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
	return strings.Join(r.failures, "\n"), strings.Join(r.logs, "\n")
}

func things(t mocktest.TB, options ...mocktest.Option) *mocktest.Mock {
	t.Helper()
	return mocktest.Start(t, append([]mocktest.Option{mocktest.Spec("testdata/things.yaml")}, options...)...)
}

// send asks a mock, and gives status and body of the answer. Each pair is a header.
func send(t *testing.T, m *mocktest.Mock, method, path, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, m.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := m.Client().Do(r)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = answer.Body.Close() }()
	data, _ := io.ReadAll(answer.Body) // may break off on purpose
	return answer.StatusCode, string(data)
}
