package spec_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/spec"
)

// What lies beyond a limit costs a finding, which says how to have it; with another limit it is served.
func TestLimitsAreThoseOfTheConfig(t *testing.T) {
	for _, c := range []struct {
		limit, text, says string
		value             int // 0: 1
	}{
		{"path-segments", "paths: {/a: {get: {}}, '/a/b': {get: {}}}",
			`the path "/a/b" has more than 1 segments, the limit that --limit path-segments=N sets, so it is not served`, 0},
		{"path-segments", "servers: [{url: /a/b}]\npaths: {/a: {get: {}}}",
			"the path of the server's url has more than 1 segments, the limit that --limit path-segments=N sets, so it is left out", 0},
		{"path-bytes", "servers: [{url: /ab}]\npaths: {/a: {get: {}}}",
			"the server's url is longer than 2 bytes, the limit that --limit path-bytes=N sets, so the server is left out", 2},
		{"path-bytes", "servers: [{url: '/{a}{a}', variables: {a: {default: abc}}}]\npaths: {/a: {get: {}}}",
			"the server's url is longer than 6 bytes, the limit that --limit path-bytes=N sets, so the server is left out", 6},
		{"routes", "paths: {/a: {get: {}, put: {}}, /a/b: {get: {}}}",
			"GET /a/b is not served: the document has more than 5 paths and operations, the limit that --limit routes=N sets", 5},
		{"routes", "servers: [{url: /x}, {url: /y}]\npaths: {/a: {get: {}}, /a/b: {get: {}}}",
			"the document has more than 10 paths and operations in all its base paths together, the limit that --limit routes=N sets; it is served under the first 1 of them", 10},
		{"routes", "paths: {/a: {get: {servers: [{url: /x}, {url: /y}]}}}",
			"GET /a is served under the first 1 of its base paths: the document has more than 7 paths and operations in all of them together, the limit that --limit routes=N sets", 7},
		{"path-parameters", "paths: {/a: {get: {}}, '/{a}/{b}': {get: {}}}",
			`the path "/{a}/{b}" has more than 1 parameters, the limit that --limit path-parameters=N sets, so it is not served`, 0},
		{"path-parameters", "servers: [{url: '/{a}/{b}', variables: {a: {default: x}, b: {default: y}}}]\npaths: {/a: {get: {}}}",
			"the server's url has more than 1 variables, the limit that --limit path-parameters=N sets, so the server is left out", 0},
		{"base-paths", "servers: [{url: /a}, {url: /b}]\npaths: {/a: {get: {}}}",
			"the servers have more than 1 base paths, the limit that --limit base-paths=N sets; those after them are not served", 0},
		{"additional-operations", "paths: {/a: {additionalOperations: {COPY: {}, MOVE: {}}}}",
			"additionalOperations has more than 1 methods, the limit that --limit additional-operations=N sets; those after them are not served", 0},
	} {
		t.Run(c.limit, func(t *testing.T) {
			root := parse(t, "openapi: 3.2.0\ninfo: {}\n"+c.text)
			limits := limit.Default()
			told := func() string {
				d, err := spec.New("x", root, spec.Config{Limits: limits})
				require.NoError(t, err)
				var all strings.Builder
				for _, f := range d.Findings {
					all.WriteString(f.String() + "\n")
				}
				return all.String()
			}
			assert.NotContains(t, told(), "--limit")
			require.NoError(t, limits.Put(c.limit, max(c.value, 1)))
			assert.Contains(t, told(), c.says)
		})
	}
}

func TestAPathOfMoreParametersThanIsUsualIsMatchedWhereTheLimitAdmitsIt(t *testing.T) {
	limits := limit.Default()
	limits.PathParameters = 20
	d, err := spec.New("x", parse(t, "openapi: 3.1.0\ninfo: {}\npaths: {"+"'/a/{b}.{c}.{d}.{e}.{f}.{g}.{h}.{i}.{j}.{k}/{l}.{m}.{n}.{o}.{p}.{q}.{r}.{s}.{t}.{u}': {get: {}}}"), spec.Config{Limits: limits})
	require.NoError(t, err)
	routes, err := spec.NewRoutes([]*spec.Document{d})
	require.NoError(t, err)
	match := routes.Match("GET", "/a/1.2.3.4.5.6.7.8.9.10/11.12.13.14.15.16.17.18.19.2%30")
	require.NotNil(t, match.Operation)
	assert.Equal(t, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", strings.Join(match.Values, " "))
	assert.Equal(t, "2%30", match.Raw[19])
	assert.Equal(t, d.Operations[0].Template, routes.Match("GET", "/b/1.2.3.4.5.6.7.8.9.10/11.12.13.14.15.16.17.18.19.20").Closest)
}
