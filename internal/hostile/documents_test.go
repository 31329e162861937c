package hostile

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
)

// Outcomes of a document.
const (
	served  = "served"  // GET /ok answers 200, whatever is wrong elsewhere
	refused = "refused" // exit 1 with one sentence
)

// noise is what no user should read: panics, stacks, the names of Go's types, packages and files.
var noise = regexp.MustCompile(`panic|goroutine \d|runtime error|fatal error|\.go:\d|interface \{\}|map\[string\]|\b(tree|schema|spec|yaml|json|reflect|strconv|big|url|value|regexp|syntax)\.[A-Z]\w+|invalid memory|stack overflow|unmarshal|0x[0-9a-f]{8}|%!|<nil>`)

// Every document is refused with a clear sentence, or costs only what is wrong with it, within bounded memory; it never hangs.
// How much of the processor each takes, BenchmarkHostileDocuments says.
// testdata/outcomes.txt says which, with the sentence; -update rewrites it, and the diff is what there is to review.
func TestHostileDocuments(t *testing.T) {
	skipRace(t)
	documents := collect(t)
	require.GreaterOrEqual(t, len(documents), 60)
	want := outcomes(t)
	for _, name := range documents.names() {
		t.Run(name, func(t *testing.T) {
			got := documents.judge(t, name)
			if !scenario.Rewriting() {
				assert.Equal(t, want[name], got)
			}
			want[name] = got
		})
	}
	if scenario.Rewriting() {
		var lines []string
		for _, name := range documents.names() {
			lines = append(lines, want[name])
		}
		require.NoError(t, os.WriteFile(outcomeFile, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	}
}

const outcomeFile = "testdata/outcomes.txt"

// outcomes are the lines of the table by the name of their document.
func outcomes(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(outcomeFile)
	require.NoError(t, err)
	all := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		name, _, _ := strings.Cut(line, " ")
		all[name] = line
	}
	return all
}

// folder is the files by their names; those that are made for the test lie in a temporary one.
type folder map[string]string

func collect(t testing.TB) folder {
	t.Helper()
	found, err := filepath.Glob("testdata/documents/*")
	require.NoError(t, err)
	all := folder{}
	for _, file := range found {
		all[filepath.Base(file)] = file
	}
	made := t.TempDir()
	for _, list := range []map[string]func() []byte{recipes, answers, floods} {
		for name, recipe := range list {
			all[name] = filepath.Join(made, name)
			require.NoError(t, os.WriteFile(all[name], recipe(), 0o644))
		}
	}
	all["a-link-out.yaml"] = linkOut(t, made)
	return all
}

func (f folder) names() []string {
	names := make([]string, 0, len(f))
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// judge starts the program over a document and gives the line of the table.
func (f folder) judge(t *testing.T, name string) string {
	p := start(t, "serve", "--port", "0", "--admin", "off", f[name])
	outcome := name + " " + refused
	if p.url != "" {
		outcome = name + " " + served
		statuses := f.probe(t, p, name)
		outcome += " " + statuses
	}
	memory := p.peak()
	p.kill(t)
	assert.Less(t, memory, maxMemory, "the memory in kB")
	said := p.stderr.String()
	assert.NotRegexp(t, noise, said)
	if p.url == "" {
		assert.Equal(t, 1, p.command.ProcessState.ExitCode(), "%s", said)
		outcome += " " + f.sentence(t, name, said)
	}
	return outcome
}

// sentence is the one that a refusal consists of, with the excerpt of the document behind it left out.
func (f folder) sentence(t *testing.T, name, said string) string {
	var text string
	for line := range strings.Lines(said) {
		if rest, ok := strings.CutPrefix(line, "mockserver: "); ok {
			text = strings.TrimSuffix(rest, "\n")
		}
	}
	assert.NotEmpty(t, text, "the sentence begins with the program's name: %q", said)
	assert.Less(t, len(said), 4000, "it is one sentence, with an excerpt at most")
	return strings.ReplaceAll(text, f[name], name)
}

// asked are the requests to what is wrong; /ok is asked before and after them.
var asked = []struct{ method, target, body string }{
	{"GET", "/bad", ""},
	{"GET", "/bad?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", ""},
	{"POST", "/bad", `"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"`},
	{"POST", "/bad", `{"a":{"a":{"a":{}}},"b":[[[[]]]],"kind":"a","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!":1}`},
	{"POST", "/bad", `[1,2,[3,[4,[5]]],{}]`},
	{"POST", "/bad", `1e9999999`},
	{"DELETE", "/bad", ""},
	{"GET", "/bad1", ""}, {"GET", "/bad2", ""}, {"GET", "/bad3", ""}, {"GET", "/bad4", ""}, {"GET", "/bad5", ""}, {"GET", "/bad6", ""},
	{"GET", "/bad/a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a", ""},
	{"GET", "/file", ""}, {"GET", "/up", ""}, {"GET", "/absolute", ""}, {"GET", "/example", ""}, {"GET", "/parameter", ""}, {"GET", "/response", ""},
}

// probe sends all requests; no answer is a bare 500, none tells what only the program's author could read, none leaks a
// file. It gives the statuses of GET and POST /bad.
func (f folder) probe(t testing.TB, p *program, name string) string {
	client := &http.Client{Timeout: scenario.Patience}
	defer client.CloseIdleConnections()
	f.healthy(t, client, p, name)
	var statuses []string
	for i, a := range asked {
		status, body, header := send(t, client, a.method, p.url+a.target, a.body)
		assert.NotEqual(t, http.StatusInternalServerError, status, "%s %s: %s", a.method, a.target, first(body))
		assert.NotRegexp(t, noise, first(body), "%s %s", a.method, a.target)
		assert.NotContains(t, body, "root:", "no file leaks")
		assert.Empty(t, header.Get("Set-Cookie"), "no header is smuggled in")
		if i < 3 {
			statuses = append(statuses, fmt.Sprint(status))
		}
	}
	f.healthy(t, client, p, name)
	return strings.Join(statuses, " ")
}

// healthy asks for /ok, which every document has that has paths at all.
func (f folder) healthy(t testing.TB, client *http.Client, p *program, name string) {
	t.Helper()
	text, err := os.ReadFile(f[name])
	require.NoError(t, err)
	if bytes.Contains(text, []byte("/ok")) || bytes.Contains(text, []byte("/\x00o\x00k")) {
		status, body, _ := send(t, client, "GET", p.url+"/ok", "")
		assert.Equal(t, http.StatusOK, status, "GET /ok: %s", body)
	}
}

func send(t testing.TB, client *http.Client, method, url, body string) (status int, text string, header http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := client.Do(r)
	require.NoError(t, err, "%s %s", method, url)
	defer answer.Body.Close()
	whole, err := io.ReadAll(io.LimitReader(answer.Body, 64<<20))
	require.NoError(t, err)
	return answer.StatusCode, string(whole), answer.Header
}
