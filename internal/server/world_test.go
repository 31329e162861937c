package server_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"mockserver/internal/limit"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestChangedWorldsAreKept: what was changed in a world is there until a reset, however many others are asked for; in how
// many seeds something can be changed has a limit.
func TestChangedWorldsAreKept(t *testing.T) {
	c := defaults()
	c.Limits = limit.Default()
	c.Limits.ChangedSeeds = 2
	server := open(t, bundled(t, c))
	mock := server.Handler()
	of := func(seed int) []string {
		return []string{"App-Key", "k", "Finicity-App-Token", "t", "Prefer", fmt.Sprintf("seed=%d", seed)}
	}
	find := func(seed int) string {
		return answer(mock, asked{"GET", "", customers + "?search=of_two", "", of(seed)})
	}
	require.Contains(t, answer(mock, asked{"POST", "", newTesting, `{"username":"of_two"}`, of(2)}), "201 Created")
	for seed := 3; seed < 6; seed++ {
		require.Contains(t, find(seed), `"found":0`)
	}
	require.Contains(t, find(2), `"found":1`)
	before := answer(mock, asked{"GET", "", customers + "?limit=3", "", of(7)})
	var wait sync.WaitGroup
	for seed := range 16 {
		wait.Go(func() { assert.Contains(t, find(100+seed%8), `"found":0`) })
	}
	wait.Wait()
	assert.Contains(t, find(2), `"found":1`, "it was changed, and so it is kept")
	for seed := 200; seed < 205; seed++ {
		create := answer(mock, asked{"POST", "", newTesting, `{"username":"of_many"}`, of(seed)})
		assert.Regexp(t, "^(201 Created|507 Insufficient Storage)", create)
		full := strings.Contains(create, "In 2 seeds records were changed, as many as --limit changed-seeds=N allows")
		assert.Equal(t, seed > 200, full, "%d", seed)
	}
	server.Reset()
	assert.Contains(t, find(2), `"found":0`, "a reset drops what was changed")
	assert.Equal(t, before, answer(mock, asked{"GET", "", customers + "?limit=3", "", of(7)}))
}

// TestGeneratedAnswersFollowFromTheRequest: the same request has the same bytes, HEAD the length of GET's, and another
// query, path or seed has others; what asks for the answer in another way does not.
func TestGeneratedAnswersFollowFromTheRequest(t *testing.T) {
	c := defaults()
	c.Documents = append(c.Documents, document(t, "made", parse(t, "made.yaml", `openapi: 3.1.0
info: {title: Made, version: '1'}
x-mock: {infer: false}
paths:
  /made/{n}:
    get:
      operationId: made
      parameters: [{name: n, in: path, required: true, schema: {type: integer}}, {name: q, in: query, schema: {type: string}}]
      responses: {'200': {description: OK, content: {application/json: {schema: {type: array, minItems: 3, items: {type: object, required: [email, at],
        properties: {email: {type: string, format: email}, at: {type: string, format: date-time}}}}}}}}
`)))
	mock := open(t, c).Handler()
	ask := func(method, target string, header ...string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{method, "", target, "", header}.request())
		require.Equal(t, 200, w.Code, w.Body.String())
		return w
	}
	first := ask("GET", "/made/1?q=a")
	assert.Equal(t, "generated", first.Header().Get("Mockserver-Source"))
	for name, same := range map[string]*httptest.ResponseRecorder{
		"the same":        ask("GET", "/made/1?q=a"),
		"the seed itself": ask("GET", "/made/1?q=a&__seed=1"),
		"dynamic":         ask("GET", "/made/1?__dynamic=true&q=a", "Prefer", "code=200"),
		"another wish":    ask("GET", "/made/1?q=a", "Accept", "application/*, */*;q=0.1"),
	} {
		assert.Equal(t, first.Body.String(), same.Body.String(), name)
	}
	head := ask("HEAD", "/made/1?q=a")
	assert.Equal(t, fmt.Sprint(first.Body.Len()), head.Header().Get("Content-Length"))
	for _, other := range []string{"/made/1?q=b", "/made/2?q=a", "/made/1?q=a&__seed=2"} {
		assert.NotEqual(t, first.Body.String(), ask("GET", other).Body.String(), other)
	}
	assert.Equal(t, "2", ask("GET", "/made/1?__seed=2").Header().Get("Mockserver-Seed"))
}

// TestWhatADocumentIsCalledChangesNothing: its name is that of a file, and other documents are none of its business.
func TestWhatADocumentIsCalledChangesNothing(t *testing.T) {
	const thing = `openapi: 3.1.0
info: {title: Thing, version: '1'}
paths:
  /thing: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}}}}
`
	answers := map[string]bool{}
	for _, names := range [][]string{{"a"}, {"b"}, {"a", "other"}} {
		c := defaults()
		for i, name := range names {
			root := parse(t, name+".yaml", []string{thing, "openapi: 3.1.0\ninfo: {title: Other, version: '1'}\npaths: {/other: {get: {responses: {'200': {description: OK}}}}}\n"}[i])
			c.Documents = append(c.Documents, document(t, name, root))
		}
		answers[answer(open(t, c).Handler(), asked{"GET", "", "/thing", "", nil})] = true
	}
	assert.Len(t, answers, 1, "%v", answers)
}
