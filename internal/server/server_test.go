package server_test

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/server"
	"mockserver/internal/spec"
)

// one is a document with an operation at a path.
func one(t testing.TB, name, path string) *spec.Document {
	t.Helper()
	return document(t, name, parse(t, name+".yaml", `openapi: 3.1.0
info: {title: One, version: '1'}
paths:
  `+path+`:
    get:
      responses: {'200': {description: OK, content: {application/json: {example: `+name+`}}}}
`))
}

func TestWhatCannotBeServedIsSaid(t *testing.T) {
	broken := document(t, "broken", parse(t, "broken.yaml", `openapi: 3.1.0
info: {title: Broken, version: '1'}
x-mock: {empty: never, rules: {}}
paths:
  /a:
    get:
      x-mock: {collection: things, action: lst}
      responses: {'200': {description: OK}}
`))
	tests := []struct {
		name   string
		config func(*server.Config)
		want   []string
	}{
		{"every mistake of x-mock, with its place", func(c *server.Config) {
			c.Documents = append(c.Documents, broken)
		}, []string{
			`broken.yaml:3:17: x-mock: empty is "never"; it may be absent, value`,
			`broken.yaml:3:31: x-mock: rules is an object; it would be an array`,
			`broken.yaml:7:28: x-mock: there is no collection "things": the document has no fixture`,
			`broken.yaml:7:44: x-mock: action is "lst"; it may be list, get, create, update, replace, delete; did you mean "list"?`,
		}},
		{"a fixture for nobody", func(c *server.Config) {
			c.Documents = append(c.Documents, one(t, "a", "/a"), one(t, "b", "/b"))
			c.Fixtures = append(c.Fixtures, parse(t, "f.yaml", "for: c\ncollections: {}\n"))
		}, []string{`f.yaml:1:1: the fixture is for "c"; the documents are a, b`}},
		{"two fixtures for one", func(c *server.Config) {
			c.Documents = append(c.Documents, one(t, "a", "/a"))
			c.Fixtures = append(c.Fixtures, parse(t, "f.yaml", "for: a\ncollections: {}\n"), parse(t, "g.yaml", "collections: {}\n"))
		}, []string{`g.yaml:1:1: there is a fixture for a already, f.yaml`}},
		{"mistakes in a fixture and in another document's x-mock", func(c *server.Config) {
			c.Documents = append(c.Documents, one(t, "a", "/a"), broken)
			c.Fixtures = append(c.Fixtures, parse(t, "f.yaml", "for: a\ncollections: {x: {records: -1}}\n"))
		}, []string{`f.yaml:2:28: records is -1; it is an integer from 0 to 10000000`, `broken.yaml:3:17: x-mock: empty`}},
		{"two documents with one operation", func(c *server.Config) {
			c.Documents = append(c.Documents, one(t, "a", "/a"), one(t, "b", "/a"))
		}, []string{`b (b.yaml:6:7) both have GET /a; give one of them another base path in its servers`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := defaults()
			tt.config(&c)
			s, err := server.New(c)
			require.Error(t, err)
			assert.Nil(t, s)
			for _, want := range tt.want {
				assert.Contains(t, err.Error(), want)
			}
		})
	}
}

func TestAPanicIsAProblemAndTheServerGoesOn(t *testing.T) {
	var broken atomic.Int32
	var log bytes.Buffer
	c := defaults()
	c.Log = slog.New(slog.NewTextHandler(&log, nil))
	c.Now = func() time.Time { // the clock of rate limits is asked inside a stage
		if broken.Load() > 0 && broken.Add(-1) == 0 {
			panic("the clock has stopped")
		}
		return time.Time{}
	}
	mock := open(t, bundled(t, c, "teamup/rate-limit")).Handler()
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{"GET", "", "/api/v2" + grouped + "?columns=count", "", []string{"Authorization", "Token t"}}.request())
		return w
	}
	require.Equal(t, 200, ask().Code)

	broken.Store(2) // when the request began is asked outside of stages
	w := ask()
	assert.Equal(t, 500, w.Code)
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	assert.Equal(t, "GetCustomersGroupedData", w.Header().Get("Mockserver-Operation"))
	assert.JSONEq(t, `{"title":"Internal Server Error","status":500,"detail":"mockserver failed to answer, by a mistake of its own; its log has the cause."}`, w.Body.String())
	assert.Contains(t, log.String(), "the clock has stopped")
	assert.Contains(t, log.String(), "windows.go", "the log has the stack")

	assert.Equal(t, 200, ask().Code)
}

func TestWhatAnOperationCannotDoIsLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	c := defaults()
	c.Log = slog.New(slog.NewTextHandler(&log, nil))
	c.Documents = append(c.Documents, document(t, "bare", parse(t, "bare.yaml", `openapi: 3.1.0
info: {title: Bare, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: OK, content: {application/json: {schema: {type: integer, minimum: 2, maximum: 1}}}}}}}
  /b: {get: {operationId: b, responses: {'200': {description: OK, content: {application/json: {schema: {type: integer, minimum: 2, maximum: 1}}}}}}}
`)))
	mock := open(t, c).Handler()
	for _, path := range []string{"/a", "/b", "/a", "/a"} {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{"GET", "", path, "", nil}.request())
		require.Equal(t, 501, w.Code)
	}
	assert.Equal(t, 2, strings.Count(log.String(), "level=WARN"), log.String())
	assert.Equal(t, 1, strings.Count(log.String(), "operation=a document=bare pointer=/paths/~1a/get"))
}

// What only compiling an operation shows is told at its first request, and costs no other operation anything.
func TestFindingsOfAnOperationAreLoggedAtItsFirstUse(t *testing.T) {
	var log bytes.Buffer
	c := defaults()
	c.Log = slog.New(slog.NewTextHandler(&log, nil))
	doc, err := spec.New("odd", parse(t, "odd.yaml", `openapi: 3.1.0
info: {title: Odd, version: '1'}
paths:
  /ok: {get: {operationId: ok, responses: {'200': {description: OK, content: {application/json: {example: {}}}}}}}
  /odd:
    get:
      operationId: odd
      parameters: [{name: q, in: query, schema: {type: string, pattern: '['}}]
      responses: {'200': {description: OK, content: {application/json: {example: {}}}}}
`), spec.Config{})
	require.NoError(t, err)
	c.Documents = append(c.Documents, doc)
	mock := open(t, c).Handler()
	ask := func(path string) int {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{"GET", "", path, "", nil}.request())
		return w.Code
	}
	require.Equal(t, 200, ask("/ok"))
	assert.Empty(t, log.String())
	require.Equal(t, 200, ask("/odd"))
	require.Equal(t, 200, ask("/odd"))
	assert.Equal(t, 1, strings.Count(log.String(), "operation=odd document=odd"), log.String())
	assert.Contains(t, log.String(), "odd.yaml:8:")
}

// A mistake costs only the operation that has it.
func TestAnOperationThatCannotBeReadSaysWhy(t *testing.T) {
	c := defaults()
	doc, err := spec.New("torn", parse(t, "torn.yaml", `openapi: 3.1.0
info: {title: Torn, version: '1'}
paths:
  /ok: {get: {operationId: ok, responses: {'200': {description: OK, content: {application/json: {example: {}}}}}}}
  /torn:
    get:
      operationId: torn
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/Circle'}}]
      responses: {'200': {description: OK, content: {application/json: {example: {}}}}}
components: {schemas: {Circle: {$ref: '#/components/schemas/Circle'}}}
`), spec.Config{})
	require.NoError(t, err)
	c.Documents = append(c.Documents, doc)
	mock := open(t, c).Handler()
	assert.Contains(t, answer(mock, asked{"GET", "", "/ok", "", nil}), "200 OK")
	torn := answer(mock, asked{"GET", "", "/torn?q=1", "", nil})
	assert.Contains(t, torn, "501 Not Implemented")
	assert.Contains(t, torn, "The document's description of torn is broken: ")
	assert.Contains(t, torn, "torn.yaml:")
}

func TestTheSummaryHasALineForEachDocument(t *testing.T) {
	lines := strings.Split(open(t, bundled(t, defaults())).Summary(), "\n")
	require.Len(t, lines, 2)
	assert.Equal(t, "finicity under /: operations 7, answered from the population 7, from examples 0, generated 0; collections 2: places (12), customers (200)", lines[0])
	assert.True(t, strings.HasPrefix(lines[1], "teamup under /api/v2: operations 2, answered from the population 2, from examples 0, generated 0; collections 6: venues (3), "), lines[1])
}

func TestWithoutSettingsABodyMayHaveTheDefaultSize(t *testing.T) {
	mock := open(t, bundled(t, server.Config{Clock: clock})).Handler()
	for size, want := range map[int]int{server.DefaultMaxBody: 400, server.DefaultMaxBody + 1: 413} {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{"POST", "", newTesting, strings.Repeat(" ", size), []string{"App-Key", "k", "Finicity-App-Token", "t"}}.request())
		assert.Equal(t, want, w.Code, size)
	}
}

func TestABodyThatIsTooLargeIsReadOnUnlessItsSenderWaits(t *testing.T) {
	mock := open(t, bundled(t, server.Config{Clock: clock, MaxBody: 10})).Handler()
	for _, c := range []struct {
		name, expect string
		declared     bool
		left         int
	}{
		{"declared", "", true, 0},
		{"in chunks", "", false, 0},
		{"announced", "100-continue", true, 30},
	} {
		body := strings.NewReader(strings.Repeat(" ", 30))
		r := httptest.NewRequest("POST", newTesting, body)
		if r.ContentLength = -1; c.declared {
			r.ContentLength = 30
		}
		r.Header.Set("Expect", c.expect)
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		assert.Equal(t, 401, w.Code, c.name) // it has no credentials either
		assert.Equal(t, c.left, body.Len(), c.name)
	}
}
