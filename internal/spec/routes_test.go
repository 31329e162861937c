package spec_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	return strings.Split(strings.TrimSpace(readFile(t, name)), "\n")
}

// assertServed calls an operation at each of its paths with values that no literal equals.
func assertServed(t *testing.T, routes *spec.Routes, o *spec.Operation) {
	t.Helper()
	path := o.Template
	for _, name := range o.PathParameters() {
		path = strings.ReplaceAll(path, "{"+name+"}", "~")
	}
	path = (&url.URL{Path: path}).EscapedPath()
	for _, base := range append(slices.Clone(o.BasePaths()), "") {
		m := routes.Match(o.Method, strings.TrimSuffix(base, "/")+path)
		if assert.NotNil(t, m.Operation, "%s %s%s", o.Method, base, path) {
			assert.True(t, m.Operation == o || slices.Contains(m.Operation.Candidates(queryOf(t, o), nil), o), "%s %s%s", o.Method, base, path)
		}
	}
}

// queryOf is the query that the path of an operation says.
func queryOf(t *testing.T, o *spec.Operation) url.Values {
	t.Helper()
	_, written, _ := strings.Cut(o.Pointer, "?")
	written, _, _ = strings.Cut(written, "/")
	query, err := url.ParseQuery(written)
	require.NoError(t, err)
	return query
}

// routesOf reads testdata/routes.yaml: documents by name.
func routesOf(t testing.TB) *spec.Routes {
	t.Helper()
	root, err := tree.Parse("routes.yaml", []byte(readFile(t, "testdata/routes.yaml")), tree.DefaultLimits)
	require.NoError(t, err)
	var docs []*spec.Document
	for i, name := range root.Keys {
		d, err := spec.New(name, root.Items[i], spec.Config{})
		require.NoError(t, err)
		docs = append(docs, d)
	}
	routes, err := spec.NewRoutes(docs)
	require.NoError(t, err)
	return routes
}

// testdata/routes.txt has a request on each line, and what it matches.
func TestMatch(t *testing.T) {
	routes := routesOf(t)
	var got []string
	for _, line := range lines(t, "testdata/routes.txt") {
		request, _, _ := strings.Cut(line, " → ")
		if strings.HasPrefix(line, "#") {
			got = append(got, line)
			continue
		}
		method, path, _ := strings.Cut(request, " ")
		got = append(got, request+" → "+describe(routes.Match(method, path)))
	}
	compare(t, "testdata/routes.txt", got)
}

func describe(m spec.Match) string {
	whose := "nobody"
	if m.Document != nil {
		whose = m.Document.Name
	}
	switch {
	case m.Operation != nil:
		values := strings.TrimRight(" "+strings.Join(m.Values, "|"), " ")
		if !slices.Equal(m.Values, m.Raw) {
			values += " as " + strings.Join(m.Raw, "|")
		}
		return whose + " " + m.Operation.Method + " " + m.Operation.Template + values
	case m.Allow != nil:
		return whose + " allows " + strings.Join(m.Allow, ",")
	}
	return whose + ", closest " + m.Closest
}

func TestTwoDocumentsThatClaimOneOperation(t *testing.T) {
	const text = "openapi: 3.1.0\ninfo: {}\nservers: [{url: /v1}]\npaths: {'/a/{id}': {get: {}}}"
	_, err := spec.NewRoutes([]*spec.Document{document(t, "one", text), document(t, "two", strings.ReplaceAll(text, "{id}", "{name}"))})
	assert.EqualError(t, err, "one (api.yaml:4:26) and two (api.yaml:4:28) both have GET /v1/a/{name}; give one of them another base path in its servers")
}

func TestConflictsAreToldAtOnce(t *testing.T) {
	const text = "openapi: 3.1.0\ninfo: {}\nservers: [{url: /v1}, {url: /v2}]\npaths: {/a: {get: {}, put: {}, post: {}, patch: {}, delete: {}, head: {}, trace: {}}}"
	_, err := spec.NewRoutes([]*spec.Document{document(t, "one", text), document(t, "two", text)})
	var conflicts spec.Conflicts
	require.ErrorAs(t, err, &conflicts)
	assert.Len(t, conflicts, 7, "each operation once, though it has two base paths")
	assert.Equal(t, 5, strings.Count(err.Error(), "both have"))
	assert.Contains(t, err.Error(), "; there are 2 more")
}

func FuzzMatch(f *testing.F) {
	for _, line := range lines(f, "testdata/routes.txt") {
		request, _, _ := strings.Cut(line, " → ")
		method, path, _ := strings.Cut(request, " ")
		f.Add(method, path)
	}
	routes := routesOf(f)
	f.Fuzz(func(t *testing.T, method, path string) {
		m := routes.Match(method, path)
		if m.Operation == nil {
			return
		}
		require.Len(t, m.Values, len(m.Operation.PathParameters()))
		for i, raw := range m.Raw {
			decoded, err := url.PathUnescape(raw)
			require.NoError(t, err)
			require.Equal(t, m.Values[i], decoded)
		}
		loose := path
		for strings.Contains(loose, "//") {
			loose = strings.ReplaceAll(loose, "//", "/")
		}
		again := routes.Match(method, strings.TrimSuffix(loose, "/"))
		if again.Operation != m.Operation && loose != "/" {
			t.Errorf("%s is %s, but %s is %v", path, m.Operation.Template, loose, again.Operation)
		}
	})
}

func github(b *testing.B) (*spec.Document, *spec.Routes) {
	file := scenario.Shared(b, "corpus/github.json")[0]
	root, err := tree.Parse("github.json", []byte(readFile(b, file)), tree.DefaultLimits)
	require.NoError(b, err)
	d, err := spec.New("github", root, spec.Config{})
	require.NoError(b, err)
	routes, err := spec.NewRoutes([]*spec.Document{d})
	require.NoError(b, err)
	return d, routes
}

// BenchmarkMatch walks over GitHub's 811 paths.
func BenchmarkMatch(b *testing.B) {
	d, routes := github(b)
	m := mux.NewRouter()
	for _, o := range d.Operations {
		m.Methods(o.Method).Path(o.Template).Handler(http.NotFoundHandler())
	}
	targets := []struct{ name, path string }{
		{"literal", "/user/codespaces/secrets/public-key"},
		{"parameters", "/repos/octocat/hello/pulls/5/comments"},
		{"nothing", "/repos/octocat/hello/pulls/5/coments"},
	}
	for _, target := range targets {
		b.Run("trie/"+target.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				routes.Match("GET", target.path)
			}
		})
		b.Run("gorilla/"+target.name, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest("GET", target.path, nil)
			for b.Loop() {
				m.Match(r, &mux.RouteMatch{})
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	d, _ := github(b)
	for b.Loop() {
		_, err := spec.New("github", d.Root, spec.Config{})
		require.NoError(b, err)
	}
}

func TestALiteralPathIsFoundWithoutAllocating(t *testing.T) {
	routes := routesOf(t)
	assert.Zero(t, testing.AllocsPerRun(100, func() { routes.Match("GET", "/api/v2/reports/customers.grouped/data") }))
}

func TestServersOfPathItemsAndOperationsOverrideTheDocuments(t *testing.T) {
	d := document(t, "x", `
openapi: 3.1.0
info: {}
servers: [{url: /v1}]
paths:
  /a: {get: {}}
  /b:
    servers: [{url: /v2}]
    get: {}
    put: {servers: [{url: /v3}]}
`)
	routes, err := spec.NewRoutes([]*spec.Document{d})
	require.NoError(t, err)
	for request, want := range map[string]string{
		"GET /v1/a": "x GET /a", "GET /v2/b": "x GET /b", "PUT /v3/b": "x PUT /b", "GET /b": "x GET /b",
		"GET /v1/b": "x, closest /v1/a", "PUT /v2/b": "x allows GET,HEAD,OPTIONS",
	} {
		method, path, _ := strings.Cut(request, " ")
		assert.Equal(t, want, describe(routes.Match(method, path)), request)
	}
}
