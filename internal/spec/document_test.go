package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

func parse(t testing.TB, text string) *tree.Node {
	t.Helper()
	root, err := tree.ParseLenient("api.yaml", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return root
}

func document(t testing.TB, name, text string) *spec.Document {
	t.Helper()
	d, err := spec.New(name, parse(t, text), spec.Config{})
	require.NoError(t, err)
	return d
}

func TestDocumentsThatCannotBeServed(t *testing.T) {
	for name, c := range map[string]struct{ document, says string }{
		"no object":           {`[1]`, `api.yaml:1:1: an OpenAPI document is an object with the member openapi`},
		"an overlay":          {`{overlay: 1.0.0, actions: []}`, `api.yaml:1:1: neither openapi nor swagger says what document this is; it is an overlay, which --overlay takes`},
		"a fixture":           {`collections: {a: {}}`, `api.yaml:1:1: neither openapi nor swagger says what document this is; it may be a fixture, which --fixtures takes`},
		"no version":          {`paths: {}`, `api.yaml:1:1: neither openapi nor swagger says what document this is; an OpenAPI document begins with a member such as openapi: 3.1.0`},
		"an old version":      {"swagger: '1.2'\npaths: {}", `api.yaml:1:10: the version is "1.2"; Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read`},
		"another version":     {"openapi: 4.0.0\npaths: {}", `api.yaml:1:10: the version is "4.0.0"; Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read`},
		"no paths":            {"openapi: 3.0.0", `api.yaml:1:1: the document has no paths, so there is nothing to serve`},
		"paths in a list":     {"openapi: 3.0.0\npaths: []", `api.yaml:2:8: paths is an array; it would be an object from path to path item`},
		"one broken method":   {"openapi: 3.0.0\ninfo: {}\npaths: {/a: {get: 1}}", `x: no operation can be served: api.yaml:3:19: GET /a is a number; an operation is an object (/paths/~1a/get)`},
		"one path out of it":  {"openapi: 3.0.0\ninfo: {}\npaths: {/a: {$ref: 'other.yaml#/a'}}", `x: no operation can be served: api.yaml:3:20: the $ref "other.yaml#/a" cannot be followed: it leads out of the document, which is all that is read (/paths/~1a/$ref)`},
		"a path in a circle":  {"openapi: 3.0.0\ninfo: {}\npaths: {/a: {$ref: '#/paths/~1a'}}", `x: no operation can be served: api.yaml:3:20: the $ref "#/paths/~1a" leads in a circle (/paths/~1a/$ref)`},
		"a path into nothing": {"openapi: 3.0.0\ninfo: {}\npaths: {/a: {$ref: '#/nope'}}", `x: no operation can be served: api.yaml:3:20: the $ref "#/nope" points to nothing (/paths/~1a/$ref)`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := spec.New("x", parse(t, c.document), spec.Config{})
			require.Error(t, err)
			assert.Equal(t, c.says, err.Error())
		})
	}
}

func TestFindingsCostOnlyWhatUsesThem(t *testing.T) {
	d := document(t, "broken", readFile(t, "testdata/broken.yaml"))
	var found []string
	for _, f := range d.Findings {
		found = append(found, f.String())
	}
	compare(t, "testdata/broken.findings.txt", found)

	served := map[string]string{}
	for _, o := range d.Operations {
		served[o.ID] = ""
		if _, err := o.Contract(); err != nil {
			served[o.ID] = err.Error()
		}
	}
	assert.Equal(t, map[string]string{
		"whole":        "",
		"again":        "",
		"GET /shared":  "",
		"GET /nowhere": "",
		"danglingOnly": `api.yaml:22:18: the $ref "#/components/parameters/Gone" points to nothing`,
		"POST /shared": "",
		"unsecured":    "",
	}, served)
}

func TestBasePaths(t *testing.T) {
	for name, c := range map[string]struct {
		servers string
		want    []string
	}{
		"no servers":                    {`[]`, []string{"/"}},
		"no path":                       {`[{url: 'https://api.example.com'}]`, []string{"/"}},
		"a path with a slash":           {`[{url: 'https://api.example.com/v1/'}]`, []string{"/v1"}},
		"relative with dots":            {`[{url: ./v1}, {url: ../v2}, {url: .}, {url: '/a/../b//c/'}]`, []string{"/v1", "/v2", "/", "/b/c"}},
		"relative":                      {`[{url: '/v1'}, {url: v2}, {url: '/v1'}]`, []string{"/v1", "/v2"}},
		"a variable with other values":  {`[{url: 'https://{host}/{v}', variables: {host: {default: x}, v: {default: v2, enum: [v1, v2]}}}]`, []string{"/v2", "/v1"}},
		"a variable without a default":  {`[{url: 'https://x/{v}'}, {url: 'https://x/b'}]`, []string{"/b"}},
		"a number as default":           {`[{url: '/{v}', variables: {v: {default: 2}}}]`, []string{"/2"}},
		"something that is not a URL":   {`[{url: 'http://[x/v1'}]`, []string{"/"}},
		"escapes stay":                  {`[{url: '/a%20b'}]`, []string{"/a%20b"}},
		"a port as variable in the url": {`[{url: 'http://localhost:{port}/v3', variables: {port: {default: '80'}}}]`, []string{"/v3"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := document(t, "x", "openapi: 3.1.0\ninfo: {}\nservers: "+c.servers+"\npaths: {/a: {get: {}}}")
			assert.Equal(t, c.want, d.BasePaths)
		})
	}
}

func TestServersBeyondTheBasePathsThatAreServedAreTold(t *testing.T) {
	var servers strings.Builder
	for i := range 70 {
		fmt.Fprintf(&servers, "{url: /v%d}, ", i)
	}
	d := document(t, "x", "openapi: 3.1.0\ninfo: {}\nservers: ["+servers.String()+"]\npaths: {/a: {get: {responses: {default: {description: d}}}}}")
	assert.Len(t, d.BasePaths, 64)
	require.Len(t, d.Findings, 1)
	assert.Equal(t, "api.yaml:3:10: the servers have more than 64 base paths, the limit that --limit base-paths=N sets; those after them are not served (/servers)", d.Findings[0].String())
}

func TestAMistakeOfASharedPathItemIsToldOnce(t *testing.T) {
	d := document(t, "x", `
openapi: 3.1.0
info: {}
paths: {/a: {$ref: '#/components/pathItems/p'}, /b: {$ref: '#/components/pathItems/p'}}
components: {pathItems: {p: {servers: 5, get: {responses: {default: {description: d}}}}}}
`)
	require.Len(t, d.Operations, 2)
	require.Len(t, d.Findings, 1)
	assert.Equal(t, "api.yaml:5:39: servers is a number, so it is left out; it would be an array (/components/pathItems/p/servers)", d.Findings[0].String())
}

func TestResolve(t *testing.T) {
	d := document(t, "x", `
openapi: 3.1.0
paths: {/a: {get: {}}}
components:
  schemas:
    'a/b c': {type: string}
    One: {$ref: '#/components/schemas/Two'}
    Two: {$ref: '#/components/schemas/a~1b%20c'}
    Self: {$ref: '#/components/schemas/Self'}
    Property: {$ref: {type: string}}
`)
	schemas := d.Root.Path("components", "schemas")
	resolve := func(name string) (*tree.Node, string, error) {
		return d.Resolve(schemas.Get(name), "/components/schemas/"+name)
	}

	n, at, err := resolve("One")
	require.NoError(t, err)
	assert.Equal(t, "/components/schemas/a~1b c", at)
	assert.Same(t, schemas.Get("a/b c"), n)

	n, at, err = resolve("Property")
	require.NoError(t, err, "a $ref that is not text is a member like any other")
	assert.Equal(t, "/components/schemas/Property", at)
	assert.Same(t, schemas.Get("Property"), n)

	_, _, err = resolve("Self")
	assert.EqualError(t, err, `api.yaml:9:18: the $ref "#/components/schemas/Self" leads in a circle`)
}

// Each operation keeps the parameters of the path item that it was written in, though the path stands there again.
func TestOperationsOfAPathThatStandsTwiceKeepTheirOwnParameters(t *testing.T) {
	root, err := tree.ParseLenient("twice.yaml", []byte(`
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: q, in: query, required: true, schema: {type: integer}}]
    get: {parameters: [{name: q, in: query, schema: {type: string}}], responses: {'204': {description: got}}}
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post: {responses: {'204': {description: posted}}}
`), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("twice", root, spec.Config{})
	require.NoError(t, err)
	got := map[string][]string{}
	for _, o := range d.Operations {
		c, err := o.Contract()
		require.NoError(t, err)
		for _, p := range c.Parameters {
			got[o.Method] = append(got[o.Method], p.In+"."+p.Name+" "+p.Schema.Words())
		}
	}
	assert.Equal(t, map[string][]string{"GET": {"query.q a string", "path.id an integer"}, "POST": {"path.id a string"}}, got)
}
