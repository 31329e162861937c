package coverage_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
)

// document is one operation that takes and answers {$ref: Root}, beside schemas.
func document(schemas string) string {
	return `openapi: 3.1.0
info: {title: Hostile, version: "1"}
components: {schemas: {` + schemas + `}}
paths:
  /a:
    post:
      parameters: [{name: q, in: query, schema: {$ref: "#/components/schemas/Root"}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Root"}}}}
      responses: {"200": {description: fine, content: {application/json: {schema: {$ref: "#/components/schemas/Root"}}}}}
`
}

func ref(name string) string { return `{$ref: "#/components/schemas/` + name + `"}` }

// levels are schemas each of which leads to the next by shape.
func levels(n int, last string, shape func(next string) string) string {
	var b strings.Builder
	for i := range n {
		name := fmt.Sprintf("L%d", i)
		if i == 0 {
			name = "Root"
		}
		fmt.Fprintf(&b, "%s: %s, ", name, shape(ref(fmt.Sprintf("L%d", i+1))))
	}
	fmt.Fprintf(&b, "L%d: %s", n, last)
	return b.String()
}

func TestSchemasThatExplodeAreBounded(t *testing.T) {
	wide := make([]string, 3000)
	for i := range wide {
		wide[i] = fmt.Sprintf("p%d: {type: string, enum: [a, b]}", i)
	}
	values := make([]string, 100_000)
	for i := range values {
		values[i] = fmt.Sprint("v", i)
	}
	tests := map[string]string{
		"alternatives of alternatives": levels(30, "{type: string}", func(next string) string { return "{oneOf: [" + next + ", " + next + "]}" }),
		"properties of properties": levels(30, "{type: string}", func(next string) string {
			return "{properties: {a: " + next + ", b: " + next + ", c: " + next + ", d: " + next + ", e: " + next + ", f: " + next + ", g: " + next + "}}"
		}),
		"parts of parts":         levels(30, "{type: string}", func(next string) string { return "{allOf: [" + next + ", " + next + "]}" }),
		"lists of lists":         levels(30, "{type: string}", func(next string) string { return "{type: array, items: " + next + "}" }),
		"many properties":        "Root: {properties: {" + strings.Join(wide, ", ") + "}}",
		"many values":            "Root: {enum: [" + strings.Join(values, ", ") + "]}",
		"a circle of its own":    "Root: {properties: {a: " + ref("Root") + "}, items: " + ref("Root") + ", anyOf: [{items: " + ref("Root") + "}, {properties: {b: " + ref("Root") + "}}]}",
		"bounds without end":     "Root: {minimum: 1e400, maximum: 1e999999999, multipleOf: 1e-400, minLength: 9223372036854775807, maxItems: 9223372036854775807}",
		"bounds that no one has": "Root: {type: integer, minimum: 5, maximum: 4, minLength: 3, maxLength: 2}",
		"thirds":                 "Root: {type: number, minimum: 0.1, maximum: 99999999999999999999999999999999, multipleOf: 0.3}",
	}
	for name, schemas := range tests {
		t.Run(name, func(t *testing.T) {
			scenario.Ends(t, func() {
				m := open(t, "hostile", document(schemas), limit.Set{})
				for _, body := range []string{`"a"`, `{"a":{"a":{"a":1}}}`, `[[[[1]]]]`, `5`, "[" + strings.Repeat(`{"a":[]},`, 20_000) + `1]`} {
					m.send(exchange{method: "POST", target: "/a?q=a", header: http.Header{"Content-Type": {"application/json"}}, body: body, status: 200, mediaType: "application/json", answer: body})
				}
				o := m.report().Documents[0].Operations[0]
				assert.LessOrEqual(t, len(o.Items), 5000)
				assert.Positive(t, o.Met)
				answered := slices.ContainsFunc(o.Items, func(i coverage.Item) bool { return i.Kind == coverage.KindStatus && i.Count == 5 })
				assert.True(t, answered, "the status has room")
			})
		})
	}
}

func TestAReportIsBounded(t *testing.T) {
	var wide, paths strings.Builder
	for i := range 2400 {
		fmt.Fprintf(&wide, "p%d: {}, ", i)
	}
	for i := range 200 {
		fmt.Fprintf(&paths, "  /p%d: {post: {requestBody: {content: {a/b: {schema: {$ref: \"#/components/schemas/Wide\"}}}}, responses: {}}}\n", i)
	}
	text := "openapi: 3.1.0\ninfo: {title: x, version: \"1\"}\ncomponents: {schemas: {Wide: {properties: {" + wide.String() + "}}}}\npaths:\n" + paths.String()
	d := read(t, "wide", text)
	r := coverage.New(limit.Set{}).Report([]*spec.Document{d}, coverage.Options{})
	assert.Less(t, r.All, 310_000)
	last := r.Documents[0].Operations[199]
	assert.True(t, last.Cut)
	assert.Len(t, last.Items, 1)
}
