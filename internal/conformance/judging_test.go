package conformance

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small is a document of OpenAPI 3.0 with what its dialect has of its own.
const small = `{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"responses": {
  "200": {"description": "a", "headers": {"X-N": {"required": true, "schema": {"type": "integer", "maximum": 5}}},
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A", "type": "string"}}, "application/xml": {}, "text/plain": {"schema": {"type": "integer"}}}},
  "204": {"description": "b"}}}}},
  "components": {"schemas": {"A": {"type": "object", "required": ["id", "secret"], "additionalProperties": false, "properties": {
    "id": {"type": "integer", "minimum": 1, "exclusiveMinimum": true, "format": "int32"},
    "secret": {"type": "string", "writeOnly": true}, "at": {"type": "string", "format": "date-time", "nullable": true},
    "kind": {"type": "string", "nullable": true, "enum": ["a", "b"]}}}}}}`

func TestTheJudgeFindsMistakes(t *testing.T) {
	d := read(t, "small.json", []byte(small))
	j := newJudge(d)
	o := d.spec.Operations[0]
	for _, c := range []struct {
		name      string
		status    int
		mediaType string
		header    string
		body      string
		wrong     bool
	}{
		{"a good answer", 200, "application/json", "5", `{"id":2,"at":"2025-07-01T12:00:00Z","kind":"a"}`, false},
		{"null where nullable says so", 200, "application/json", "5", `{"id":2,"at":null}`, false},
		{"null that the enum lacks", 200, "application/json", "5", `{"id":2,"kind":null}`, true},
		{"a bound that is exclusive", 200, "application/json", "5", `{"id":1}`, true},
		{"an integer of more than 32 bits", 200, "application/json", "5", `{"id":3000000000}`, true},
		{"a format that does not fit", 200, "application/json", "5", `{"id":2,"at":"yesterday"}`, true},
		{"a missing member", 200, "application/json", "5", `{}`, true},
		{"a member too much", 200, "application/json", "5", `{"id":2,"more":1}`, true},
		{"a member that is writeOnly", 200, "application/json", "5", `{"id":2,"secret":"s"}`, true},
		{"garbage behind the body", 200, "application/json", "5", `{"id":2} x`, true},
		{"a header that is missing", 200, "application/json", "", `{"id":2}`, true},
		{"a header that breaks its schema", 200, "application/json", "6", `{"id":2}`, true},
		{"another media type", 200, "text/csv", "5", `id`, true},
		{"parameters of the media type", 200, "application/json; charset=utf-8", "5", `{"id":2}`, false},
		{"good XML", 200, "application/xml", "5", `<a><b/></a>`, false},
		{"XML that is not closed", 200, "application/xml", "5", `<a>`, true},
		{"a good text", 200, "text/plain", "5", `12`, false},
		{"a text of the wrong type", 200, "text/plain", "5", `twelve`, true},
		{"a body where there is none", 204, "application/json", "", `{}`, true},
		{"no body where there is none", 204, "", "", ``, false},
		{"a success that is not documented", 201, "", "", ``, false},
		{"a body of a success that is not documented", 201, "application/json", "", `{}`, true},
		{"a refusal that is not documented", 404, "application/problem+json", "", `{}`, false},
		{"a refusal in a shape of its own", 404, "application/json", "", `{}`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if c.mediaType != "" {
				w.Header().Set("Content-Type", c.mediaType)
			}
			if c.header != "" {
				w.Header().Set("X-N", c.header)
			}
			w.WriteHeader(c.status)
			_, _ = w.WriteString(c.body)
			assert.Equal(t, c.wrong, j.fault(o, w) != nil, "%v", j.fault(o, w))
		})
	}
}

// A mock that takes everything and answers nothing is found out.
func TestTheRunFindsAMockThatRefusesNothing(t *testing.T) {
	d := read(t, "small.json", []byte(`{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/a/{id}": {"post": {
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}, {"name": "q", "in": "query", "required": true, "schema": {"type": "string", "maxLength": 3}}],
  "security": [{"k": []}],
  "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 1}}, "additionalProperties": false}}}},
  "responses": {"200": {"description": "a", "content": {"application/json": {"schema": {"type": "object", "required": ["x"]}}}}}}}},
  "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "K"}}}}`))
	r := newRun(t, d, full)
	r.all()
	require.Empty(t, r.problems, "the mock itself is without fault")
	sent := r.counts.Calls
	require.Greater(t, sent, 20, "valid and spoiled requests were sent")

	r = newRun(t, d, full)
	r.mock = yes{}
	r.all()
	assert.Equal(t, sent, r.counts.Calls)
	assert.Positive(t, r.counts.Invalid)
	spoiled := sent - r.counts.Invalid
	assert.Equal(t, spoiled, r.counts.Accepted, "every spoiled request is found to be accepted")
	assert.Equal(t, []string{"POST /a/{id}"}, operations(r.problems))
}

func operations(problems []problem) []string {
	var all []string
	for _, p := range problems {
		if len(all) == 0 || all[len(all)-1] != p.operation {
			all = append(all, p.operation)
		}
	}
	return all
}

// yes answers everything with an empty object.
type yes struct{}

func (yes) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}"))
}
