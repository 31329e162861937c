package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

const many = 10_000

// numbered repeats a text that has a number in it.
func numbered(format, separator string, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.ReplaceAll(format, "%", fmt.Sprint(i))
	}
	return strings.Join(all, separator)
}

// Documents that are large in a single respect are read in a fraction of the time that is allowed for here; many would take
// minutes if anything were quadratic.
func TestNothingTakesLonger(t *testing.T) {
	operation := func(member string) string {
		return `{"openapi": "3.1.0", "info": {}, "paths": {"/ok": {"get": {` + member + `}}}}`
	}
	swagger := func(member string) string {
		return `{"swagger": "2.0", "info": {}, "paths": {"/ok": {"get": {` + member + `}}}}`
	}
	paths := func(member string) string {
		return `{"openapi": "3.1.0", "info": {}, "paths": {"/ok": {"get": {}}, ` + member + `}}`
	}
	for name, text := range map[string]string{
		"parameters":            operation(`"parameters": [` + numbered(`{"name": "p%", "in": "query"}`, ",", many) + `]`),
		"parameters of a form":  swagger(`"parameters": [` + numbered(`{"name": "p%", "in": "formData", "type": "string"}`, ",", many) + `]`),
		"consumed types":        swagger(`"consumes": [` + numbered(`"a/b%"`, ",", many) + `], "parameters": [{"in": "body", "name": "b"}]`),
		"produced types":        swagger(`"produces": [` + numbered(`"a/b%"`, ",", many) + `], "responses": {"200": {"examples": {` + numbered(`"a/b%": 1`, ",", many) + `}}}`),
		"dangling references":   operation(`"parameters": [`+numbered(`{"$ref": "#/nope/%"}`, ",", many)+`], "responses": {}`) + " ",
		"references to one":     paths(numbered(`"/x%": {"$ref": "#/nope"}`, ",", many)),
		"paths":                 paths(numbered(`"/x%": {"get": {}}`, ",", many)),
		"paths with parameters": paths(numbered(`"/{a}x%": {"get": {}}`, ",", many)),
		"deep paths":            paths(`"/` + strings.Repeat("a/", many) + `": {"get": {}}`),
		"a path of parameters":  paths(`"/` + numbered("{p%}", "/", many) + `": {"get": {}}`),
		"methods":               paths(`"/m": {"additionalOperations": {` + numbered(`"M%": {}`, ",", many) + `}}`),
		"statuses":              operation(`"responses": {` + numbered(`"%": {}`, ",", many) + `}`),
		"servers":               `{"openapi": "3.1.0", "servers": [` + numbered(`{"url": "/%"}`, ",", many) + `], "paths": {"/ok": {"get": {}}}}`,
		"variables of a server": `{"openapi": "3.1.0", "servers": [{"url": "/` + numbered("{v%}", "/", many) + `"}], "paths": {"/ok": {"get": {}}}}`,
		"values of a variable":  `{"openapi": "3.1.0", "servers": [{"url": "/{v}", "variables": {"v": {"default": "", "enum": [` + numbered(`"v%"`, ",", many) + `]}}}], "paths": {"/ok": {"get": {}}}}`,
		"security":              operation(`"security": [` + numbered(`{"k%": []}`, ",", many) + `]`),
		"circles of references": `{"openapi": "3.1.0", "paths": {"/ok": {"get": {}}, "/x": {"get": {"parameters": [` + numbered(`{"$ref": "#/c/%"}`, ",", many) + `]}}}, "c": [` + numbered(`{"$ref": "#/c/%"}`, ",", many) + `]}`,
		"a long chain of them":  `{"openapi": "3.1.0", "paths": {"/ok": {"get": {}}, "/x": {"get": {"parameters": [` + numbered(`{"$ref": "#/c/%"}`, ",", many) + `]}}}, "c": [{}, ` + numbered(`{"$ref": "#/c/%"}`, ",", many) + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			scenario.Ends(t, func() {
				d, err := spec.New("large", mustParse(t, text), spec.Config{})
				if err != nil {
					t.Logf("%.200s", err)
					return
				}
				routes, err := spec.NewRoutes([]*spec.Document{d})
				require.NoError(t, err)
				for _, o := range d.Operations[:min(len(d.Operations), 3)] {
					_, _ = o.Contract()
				}
				routes.Match("GET", "/nowhere/"+strings.Repeat("a/", 1000))
			})
		})
	}
}

func mustParse(t testing.TB, text string) *tree.Node {
	t.Helper()
	root, err := tree.Parse("large.json", []byte(text), tree.Limits{Key: 1 << 20})
	require.NoError(t, err)
	return root
}
