package conformance

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

var (
	problems = flag.String("problems", "", "a file to which every problem is written")
	only     = flag.String("only", "", "run over the documents alone whose names hold this")
)

// seeds of each operation; fewer where time is short, and then nothing is compared with the table.
func seeds() (n int, whole bool) {
	if testing.Short() || scenario.RaceDetector {
		return full, false
	}
	return 5, *only == ""
}

// skipLarge leaves the large documents to the run without the race detector.
func skipLarge(t *testing.T, file string) {
	const large = 1 << 20 // bytes
	info, err := os.Stat(file)
	require.NoError(t, err)
	if scenario.RaceDetector && info.Size() > large {
		t.Skip("a large document takes minutes under the race detector")
	}
}

// Every operation of every document of the corpus, judged by a validator that is not ours.
func TestEveryOperationOfTheCorpus(t *testing.T) {
	all := scenario.Corpus(t)
	n, whole := seeds()
	var guard sync.Mutex
	results := map[string]*run{}
	t.Run("documents", func(t *testing.T) {
		for _, file := range all {
			if !strings.Contains(file, *only) {
				continue
			}
			t.Run(filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				skipLarge(t, file)
				r := newRun(t, open(t, file), n)
				r.all()
				guard.Lock()
				defer guard.Unlock()
				results[file] = &run{counts: r.counts, problems: r.problems}
			})
		}
	})
	var found []problem
	for _, file := range all {
		if r := results[file]; r != nil {
			found = append(found, r.problems...)
		}
	}
	report(t, found)
	known := excused(t)
	for _, p := range found {
		assert.True(t, known.takes(p), "%s", shortened(p.String(), 700))
	}
	if !whole {
		return
	}
	known.stale(t)
	compare(t, table(all, results))
}

// report writes all problems to the file that was asked for.
func report(t *testing.T, found []problem) {
	if *problems == "" {
		return
	}
	var b strings.Builder
	for _, p := range found {
		b.WriteString(strings.Join(strings.Fields(p.String()), " ") + "\n")
	}
	require.NoError(t, os.WriteFile(*problems, []byte(b.String()), 0o644))
}

// excuses are the problems that are known, each line of testdata/known.txt one: kind, document, method and path, with * for
// any, and behind a # the reason.
type excuses struct {
	lines [][]string
	used  []bool
}

func excused(t *testing.T) *excuses {
	t.Helper()
	text, err := os.ReadFile("testdata/known.txt")
	require.NoError(t, err)
	e := &excuses{}
	for line := range strings.Lines(string(text)) {
		entry, _, _ := strings.Cut(line, " #")
		if fields := strings.Fields(entry); len(fields) == 4 {
			e.lines = append(e.lines, fields)
		} else {
			require.Empty(t, strings.TrimSpace(entry), "a line is: kind document method path # reason")
		}
	}
	e.used = make([]bool, len(e.lines))
	return e
}

func (e *excuses) takes(p problem) bool {
	method, path, _ := strings.Cut(p.operation, " ")
	is := []string{p.kind, p.document, method, path}
	for i, line := range e.lines {
		if !slices.ContainsFunc([]int{0, 1, 2, 3}, func(at int) bool { return line[at] != "*" && line[at] != is[at] }) {
			e.used[i] = true
			return true
		}
	}
	return false
}

func (e *excuses) stale(t *testing.T) {
	for i, line := range e.lines {
		assert.True(t, e.used[i], "testdata/known.txt excuses what no longer happens: %v", line)
	}
}
