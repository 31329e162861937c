package mocktest

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"mockserver/internal/violation"
)

// testLog writes to the log of a test until that ends: afterwards it must not.
type testLog struct {
	mu sync.Mutex
	t  TB // nil when it has ended
}

// Write writes one line.
func (l *testLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.t != nil {
		l.t.Logf("mockserver: %s", strings.TrimSpace(string(line)))
	}
	return len(line), nil
}

func (l *testLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.t = nil
}

// withoutTime leaves the time out of a line: the test's log is short.
func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func unknownOperation(id string, names []string) string {
	if near := violation.Closest(id, names); near != "" {
		return fmt.Sprintf("no document has an operation %s; did you mean %s?", id, near)
	}
	const most = 20
	if len(names) > most {
		return fmt.Sprintf("no document has an operation %s; there are %d, among them %s", id, len(names), violation.Join(names[:most], "and"))
	}
	return fmt.Sprintf("no document has an operation %s; there are %s", id, violation.Join(names, "and"))
}
