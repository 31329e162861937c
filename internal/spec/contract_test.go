package spec_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/spec"
)

const things = `
openapi: 3.0.3
info: {}
security: [{Key: []}]
paths:
  /things/{id}/{part}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: X-One, in: header, schema: {type: string}}
      - {$ref: '#/components/parameters/Page'}
    get:
      parameters:
        - {name: x-one, in: header, schema: {type: integer}, description: overrides}
        - {name: filter, in: query, style: deepObject, schema: {type: object}}
        - {name: json, in: query, content: {application/json: {schema: {type: object}}}}
      responses:
        x-note: {}
        '404': {description: gone}
        2xx: {description: some}
        '201': {$ref: '#/components/responses/Created'}
        default: {description: other}
    post:
      security: [{Key: [], Login: [read, write]}, {}]
      requestBody: {required: true, content: {application/json: {}, text/*: {schema: {type: string}}}}
      responses: {4XX: {description: wrong}}
components:
  parameters:
    Page: {name: page, in: query, explode: false, allowReserved: true, schema: {type: array, items: {type: integer}}}
  responses:
    Created:
      description: made
      headers: {Location: {required: true, schema: {type: string}}, X-Ref: {$ref: '#/components/headers/X'}}
      content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
  headers: {X: {schema: {type: integer}}}
  schemas: {Thing: {type: object}}
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    Login: {type: oauth2, flows: {}}
`

func contract(t testing.TB, d *spec.Document, method string) *spec.Contract {
	t.Helper()
	for _, o := range d.Operations {
		if o.Method == method {
			c, err := o.Contract()
			require.NoError(t, err)
			return c
		}
	}
	t.Fatal("no operation " + method)
	return nil
}

func TestParametersAreThoseOfThePathThenTheOperations(t *testing.T) {
	type row struct {
		in, name, style   string
		required, explode bool
		pointer           string
	}
	var got []row
	for _, p := range contract(t, document(t, "things", things), "GET").Parameters {
		got = append(got, row{p.In, p.Name, p.Style, p.Required, p.Explode, p.Pointer})
	}
	const path = "/paths/~1things~1{id}~1{part}"
	assert.Equal(t, []row{
		{"path", "id", "simple", true, false, path + "/parameters/0"},
		{"query", "page", "form", false, false, "/components/parameters/Page"},
		{"header", "x-one", "simple", false, false, path + "/get/parameters/0"},
		{"query", "filter", "deepObject", false, false, path + "/get/parameters/1"},
		{"query", "json", "form", false, true, path + "/get/parameters/2"},
		{"path", "part", "simple", true, false, path},
	}, got)
}

func TestResponses(t *testing.T) {
	c := contract(t, document(t, "things", things), "GET")
	for status, want := range map[int]string{201: "201", 200: "2XX", 404: "404", 403: "default", 500: "default"} {
		assert.Equal(t, want, c.Response(status).Status)
	}
	created := c.Success()
	assert.Equal(t, "201", created.Status)
	assert.Equal(t, "/components/responses/Created", created.Pointer)
	assert.Equal(t, "/components/responses/Created/content/application~1json", created.Content[0].Pointer)
	require.Len(t, created.Headers, 2)
	assert.True(t, created.Headers[0].Required)
	assert.Equal(t, "/components/headers/X", created.Headers[1].Pointer)

	c = contract(t, document(t, "things", things), "POST")
	assert.Equal(t, "4XX", c.Response(422).Status)
	assert.Nil(t, c.Response(500))
	assert.Nil(t, c.Success())
}

func TestTheContractOfTheParametersAloneIsTheSameForAll(t *testing.T) {
	c := contract(t, document(t, "things", things), "POST")
	assert.Equal(t, c.Parameters, c.Asking().Parameters)
	assert.Nil(t, c.Asking().Body)
	assert.Empty(t, c.Asking().Security)
	assert.Same(t, c.Asking(), c.Asking())
}

func TestBodyAndSecurity(t *testing.T) {
	d := document(t, "things", things)
	get, post := contract(t, d, "GET"), contract(t, d, "POST")
	assert.Nil(t, get.Body)
	require.NotNil(t, post.Body)
	assert.True(t, post.Body.Required)
	assert.Equal(t, "application/json", post.Body.Content[0].Type)
	assert.Nil(t, post.Body.Content[0].Schema)
	assert.NotNil(t, post.Body.Content[1].Schema)

	key := spec.Scheme{Name: "Key", Type: "apiKey", In: "header", Field: "X-Key", Pointer: "/components/securitySchemes/Key"}
	login := spec.Scheme{
		Name: "Login", Type: "oauth2", In: "header", Field: "Authorization", HTTPScheme: "Bearer",
		Scopes: []string{"read", "write"}, Pointer: "/components/securitySchemes/Login",
	}
	assert.Equal(t, []spec.Requirement{{key}}, get.Security)
	assert.Equal(t, []spec.Requirement{{key, login}, {}}, post.Security)
}

func TestContractsAreCompiledOnceByWhoeverComesFirst(t *testing.T) {
	d := document(t, "things", things)
	contracts := make([]*spec.Contract, 16)
	var wait sync.WaitGroup
	for i := range contracts {
		wait.Go(func() { contracts[i], _ = d.Operations[i%2].Contract() })
	}
	wait.Wait()
	for i, c := range contracts {
		require.NotNil(t, c)
		assert.Same(t, contracts[i%2], c)
	}
}

func TestSuccessIsTheLowestStatusWhereverItStands(t *testing.T) {
	for responses, want := range map[string]string{
		"{'202': {}, '200': {}, default: {}}": "200",
		"{default: {}, 2XX: {}, '299': {}}":   "299",
		"{default: {}, 2XX: {}}":              "2XX",
		"{'404': {}, default: {}}":            "default",
	} {
		d := document(t, "x", "openapi: 3.1.0\ninfo: {}\npaths: {/a: {get: {responses: "+responses+"}}}")
		assert.Equal(t, want, contract(t, d, "GET").Success().Status, responses)
	}
}

func TestAllThatCostsAnOperationIsTold(t *testing.T) {
	d := document(t, "x", `
openapi: 3.1.0
info: {}
paths:
  /a:
    get: {responses: {'200': {description: fine}}}
    post:
      parameters: [{$ref: '#/no/parameter'}]
      requestBody: {$ref: '#/no/body'}
      responses: {'200': {$ref: '#/no/answer'}, '500': {$ref: '#/no/error'}}
`)
	_, err := d.Operations[1].Contract()
	assert.EqualError(t, err, `api.yaml:8:27: the $ref "#/no/parameter" points to nothing; api.yaml:9:27: the $ref "#/no/body" points to nothing; api.yaml:10:33: the $ref "#/no/answer" points to nothing`)
	lost := map[string]bool{}
	for _, f := range d.Findings {
		lost[f.Place] = f.Lost
	}
	assert.Equal(t, map[string]bool{"api.yaml:8:27": true, "api.yaml:9:27": true, "api.yaml:10:33": true, "api.yaml:10:63": false}, lost)
}
