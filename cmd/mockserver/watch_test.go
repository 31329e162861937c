package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The beginnings of the two lines that a change of files ends in.
const (
	reloaded    = `msg="reloaded: `
	notReloaded = `msg="not reloaded: `
)

// awaitCount blocks until the log contains a word so many times.
func (r *record) awaitCount(word string, n int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for strings.Count(r.text.String(), word) < n {
		r.written.Wait()
	}
}

// write replaces a file as a program does that knows no better.
func write(t *testing.T, file, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
}

// replace writes beside a file and renames, as editors do.
func replace(t *testing.T, file, text string) {
	t.Helper()
	write(t, file+".new", text)
	require.NoError(t, os.Rename(file+".new", file))
}

func petsCalled(name string) string { return strings.Replace(pets, "name: Rex", "name: "+name, 1) }

func TestWhatIsWatched(t *testing.T) {
	const external = "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {/pets: {$ref: parts/pets.yaml}}\n"
	item := func(name string) string {
		return "get:\n  responses:\n    \"200\": {description: pets, content: {application/json: {schema: {type: object}, example: {name: " + name + "}}}}\n"
	}
	exampleOverlay := func(name string) string {
		return "overlay: 1.0.0\ninfo: {title: x, version: \"1\"}\nactions:\n- target: $.paths['/pets'].get.responses['200'].content['application/json']\n  update: {example: {name: " + name + "}}\n"
	}
	tests := []struct {
		name, line string
		files      map[string]string
		change     func(t *testing.T)
	}{
		{"a document that is written again", "pets.yaml", map[string]string{"pets.yaml": pets},
			func(t *testing.T) { write(t, "pets.yaml", petsCalled("Ann")) }},
		{"a document that is replaced by renaming", "pets.yaml", map[string]string{"pets.yaml": pets},
			func(t *testing.T) { replace(t, "pets.yaml", petsCalled("Ann")) }},
		{"a document that was gone for a moment", "pets.yaml", map[string]string{"pets.yaml": pets}, func(t *testing.T) {
			require.NoError(t, os.Remove("pets.yaml"))
			write(t, "pets.yaml", petsCalled("Ann"))
		}},
		{"a document whose folder is replaced", "api/pets.yaml", map[string]string{"api/pets.yaml": pets, "next/pets.yaml": petsCalled("Ann")}, func(t *testing.T) {
			require.NoError(t, os.Rename("api", "old"))
			require.NoError(t, os.Rename("next", "api"))
		}},
		{"another file of a document", "pets.yaml", map[string]string{"pets.yaml": external, "parts/pets.yaml": item("Rex")},
			func(t *testing.T) { replace(t, "parts/pets.yaml", item("Ann")) }},
		{"a file that only answering leads to", "pets.yaml", map[string]string{"pets.yaml": external, "parts/pets.yaml": strings.Replace(item(""), "{type: object}, example: {name: }", "{$ref: deep/pet.yaml}", 1),
			"parts/deep/pet.yaml": "{type: object, required: [name], properties: {name: {const: Rex}}}"},
			func(t *testing.T) {
				write(t, "parts/deep/pet.yaml", "{type: object, required: [name], properties: {name: {const: Ann}}}")
			}},
		{"a file that the document lacked", "pets.yaml", map[string]string{
			"pets.yaml": external + "  /toys: {get: {responses: {\"200\": {description: fine}}}}\n", "parts/readme.txt": ""},
			func(t *testing.T) { write(t, "parts/pets.yaml", item("Ann")) }},
		{"an overlay", "pets.yaml --overlay o/any.yaml", map[string]string{"pets.yaml": pets, "o/any.yaml": exampleOverlay("Rex")},
			func(t *testing.T) { write(t, "o/any.yaml", exampleOverlay("Ann")) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "a file that the document lacked" {
				tt.files["pets.yaml"] = strings.Replace(external, "paths: {", "paths: {/toys: {get: {responses: {\"200\": {description: fine}}}}, ", 1)
			}
			folder(t, tt.files)
			s := start(t, append([]string{"--watch"}, strings.Fields(tt.line)...))
			mock := s.url(t, "mock")
			ask(t, "GET", mock+"/pets")
			tt.change(t)
			s.log.await(reloaded)
			for n := 2; ; n++ { // the folder that is replaced may be seen in the middle
				_, body := ask(t, "GET", mock+"/pets")
				if strings.Contains(body, "Ann") {
					return
				}
				s.log.awaitCount(reloaded, n)
			}
		})
	}
}

func TestAMountedConfigMapIsWatched(t *testing.T) {
	// As Kubernetes lays it out: the file is a link into ..data, which is a link to a folder with a date.
	folder(t, map[string]string{"config/..2025_1/pets.yaml": pets, "config/..2025_2/pets.yaml": petsCalled("Ann"), "config/..2025_3/pets.yaml": petsCalled("Bob")})
	require.NoError(t, os.Symlink("..2025_1", "config/..data"))
	require.NoError(t, os.Symlink("..data/pets.yaml", "config/pets.yaml"))
	s := start(t, []string{"--watch", "config/pets.yaml"})
	mock := s.url(t, "mock")
	for i, turn := range []struct{ target, name string }{{"..2025_2", "Ann"}, {"..2025_3", "Bob"}} {
		require.NoError(t, os.Symlink(turn.target, "config/..data_tmp"))
		require.NoError(t, os.Rename("config/..data_tmp", "config/..data"))
		s.log.awaitCount(reloaded, i+1)
		_, body := ask(t, "GET", mock+"/pets")
		assert.Contains(t, body, turn.name)
	}
}

func TestFixturesAreWatched(t *testing.T) {
	own, err := os.ReadFile("../../fixtures/finicity.yaml")
	require.NoError(t, err)
	fixture := func(records string) string {
		return strings.Replace(string(own), "records: 200", "records: "+records, 1)
	}
	folder(t, map[string]string{"mine/finicity.yaml": fixture("7")})
	s := start(t, []string{"--watch", "--fixtures", "mine"})
	url := s.url(t, "mock") + "/aggregation/v1/customers?start=1&limit=1"
	found := func() string {
		_, body := ask(t, "GET", url, "App-Key", "k", "Finicity-App-Token", "t", "Accept", "application/json")
		return body
	}
	require.Contains(t, found(), `{"found":7,`)
	replace(t, "mine/finicity.yaml", fixture("9"))
	s.log.await(reloaded)
	assert.Contains(t, found(), `{"found":9,`)
	write(t, "mine/second.yaml", fixture("9"))
	s.log.await(notReloaded)
	assert.Contains(t, s.log.String(), "are both for finicity")
	require.NoError(t, os.Remove("mine/second.yaml"))
	s.log.awaitCount(reloaded, 2)
	assert.Contains(t, found(), `{"found":9,`)
}

func TestABrokenDocumentLeavesTheOldOneServed(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	s := start(t, []string{"--watch", "pets.yaml"})
	mock := s.url(t, "mock")
	replace(t, "pets.yaml", "paths: {a: [}\n")
	s.log.await(notReloaded)
	assert.Contains(t, s.log.String(), "pets.yaml:1", "the log says where")
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))

	require.NoError(t, os.Remove("pets.yaml"))
	s.log.awaitCount(notReloaded, 2)
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))

	replace(t, "pets.yaml", pets+posting)
	s.log.await(reloaded)
	assert.Contains(t, s.log.String(), "operations=2 added=1 removed=0")
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))
	assert.NotEqual(t, 404, status(t, "POST", mock+"/toys"))
	assert.Equal(t, 2, strings.Count(s.log.String(), notReloaded), "each mistake is told once")
}

func TestABrokenOtherFileLeavesTheOldDocumentServed(t *testing.T) {
	const part = "get: {responses: {\"200\": {description: fine}}}\n"
	folder(t, map[string]string{"pets.yaml": "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {/pets: {$ref: part.yaml}, /toys: {get: {responses: {\"200\": {description: fine}}}}}\n", "part.yaml": part})
	s := start(t, []string{"--watch", "pets.yaml"})
	mock := s.url(t, "mock")
	replace(t, "part.yaml", "get: {")
	s.log.await(notReloaded)
	assert.Contains(t, s.log.String(), "part.yaml:", "the log says where")
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))

	require.NoError(t, os.Remove("part.yaml"))
	s.log.awaitCount(notReloaded, 2)
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))

	replace(t, "part.yaml", part+"post: {responses: {\"200\": {description: fine}}}\n")
	s.log.await(reloaded)
	assert.Equal(t, 200, status(t, "POST", mock+"/pets"))
}

func TestWhatHoldsTheSameIsNotReadAgain(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	s := start(t, []string{"--watch", "pets.yaml"})
	s.url(t, "mock")
	later := time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, os.Chtimes("pets.yaml", later, later))
	replace(t, "pets.yaml", pets)
	write(t, "notes.txt", "nothing of ours")
	replace(t, "pets.yaml", petsCalled("Ann"))
	s.log.await(reloaded)
	s.stop()
	assert.Equal(t, exitFine, <-s.ended)
	s.ended <- exitFine
	assert.Equal(t, 1, strings.Count(s.log.String(), reloaded))
}

func TestReloadingLosesNoRequest(t *testing.T) {
	const reloads, clients = 20, 4
	folder(t, map[string]string{"pets.yaml": pets})
	s := start(t, []string{"--watch", "--admin", "off", "pets.yaml"})
	mock := s.url(t, "mock")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	var wait sync.WaitGroup
	var done atomic.Bool
	var asked, failed atomic.Int64
	for range clients {
		wait.Go(func() {
			for !done.Load() {
				response, err := client.Get(mock + "/pets")
				if err != nil || response.StatusCode != 200 {
					failed.Add(1)
				}
				if err == nil {
					_ = response.Body.Close()
				}
				asked.Add(1)
			}
		})
	}
	for i := range reloads {
		replace(t, "pets.yaml", petsCalled("Rex"+strings.Repeat("x", i+1)))
		s.log.awaitCount(reloaded, i+1)
	}
	done.Store(true)
	wait.Wait()
	assert.Zero(t, failed.Load(), s.log.String())
	assert.Greater(t, asked.Load(), int64(reloads))
}

func TestWhatCannotBeWatched(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	for _, tt := range []struct{ name, line, want string }{
		{"standard input", "--watch -", "--watch cannot watch standard input, which can be read but once; name the document's file"},
		{"standard input beside a file", "--watch pets.yaml -", "--watch cannot watch standard input"},
		{"the bundled documents", "--watch", "--watch has nothing to watch: the bundled APIs never change; name a document, an overlay or a fixture in a file"},
		{"a bundled overlay", "--watch --overlay finicity/start-is-page", "--watch has nothing to watch"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := finish(t, "", strings.Fields(tt.line))
			assert.Equal(t, exitUsage, got.exit)
			assert.Contains(t, got.stderr, tt.want)
		})
	}
}

func TestADocumentFromAURLIsNotWatched(t *testing.T) {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, pets) }))
	defer site.Close()
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections() // a kept connection would look like a leak of ours
	s := start(t, []string{"--watch", site.URL + "/pets.yaml"})
	assert.Equal(t, 200, status(t, "GET", s.url(t, "mock")+"/pets"))
	assert.Contains(t, s.log.String(), `msg="a document that comes from a URL is not watched"`)
}

// To read a pipe waits for who writes it, perhaps for ever.
func TestADocumentThatBecomesAPipeLeavesTheOldOneServed(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	s := start(t, []string{"--watch", "pets.yaml"})
	mock := s.url(t, "mock")
	require.NoError(t, syscall.Mkfifo("pipe", 0o600))
	require.NoError(t, os.Rename("pipe", "pets.yaml"))
	s.log.await(notReloaded)
	assert.Contains(t, s.log.String(), "it is not a regular file")
	assert.Equal(t, 200, status(t, "GET", mock+"/pets"))
	replace(t, "pets.yaml", petsCalled("Ann"))
	s.log.await(reloaded)
	_, body := ask(t, "GET", mock+"/pets")
	assert.Contains(t, body, "Ann")
}

func TestADocumentMayComeThroughAPipeAtStart(t *testing.T) {
	folder(t, nil)
	require.NoError(t, syscall.Mkfifo("pipe.yaml", 0o600))
	s := start(t, []string{"pipe.yaml"})
	require.NoError(t, os.WriteFile("pipe.yaml", []byte(pets), 0o600)) // waits for its reader
	assert.Equal(t, 200, status(t, "GET", s.url(t, "mock")+"/pets"))
}

func TestWaitingForADocumentEndsWithTheProgram(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"pipe.yaml", "had not come to its end when the program was to end"},
		{"-", "had not come to its end when the program was to end"},
		{"check pipe.yaml", "check was interrupted"},
		{"check -", "check was interrupted"},
	} {
		t.Run(c.line, func(t *testing.T) {
			folder(t, nil)
			require.NoError(t, syscall.Mkfifo("pipe.yaml", 0o600)) // one each: a reader of another would let the writer go on
			ctx, stop := context.WithCancel(t.Context())
			reader, writer := io.Pipe()
			defer func() { _ = writer.Close() }()
			var said bytes.Buffer
			ended := make(chan int)
			go func() { ended <- run(ctx, strings.Fields(c.line), nil, reader, io.Discard, &said) }()
			if strings.HasSuffix(c.line, "pipe.yaml") {
				pipe, err := os.OpenFile("pipe.yaml", os.O_WRONLY, 0) // waits for its reader
				require.NoError(t, err)
				defer func() { _ = pipe.Close() }()
			}
			stop()
			assert.NotZero(t, <-ended)
			assert.Contains(t, said.String(), c.want)
		})
	}
}
