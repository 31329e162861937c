package problem_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

var tooLarge = violation.Violation{Where: "query.limit", Rule: "maximum", Limit: int64(100), Received: int64(101),
	Expected: "an integer of at most 100", Document: "/paths/~1a/get/parameters/0/schema/maximum"}

func TestWithoutAnOverlayAProblemIsProblemJSON(t *testing.T) {
	unknown := violation.Violation{Where: "query.limt", Rule: "unknown", Suggestion: "limit"}
	tests := []struct {
		name    string
		problem problem.Problem
		want    problem.Answer
		body    string
	}{
		{"a sentence", problem.Problem{Kind: problem.NotFound, Message: "There is no tree 3."},
			problem.Answer{Status: 404}, `{"title":"Not Found","status":404,"detail":"There is no tree 3."}`},
		{"a status of its own and a header", problem.Problem{Kind: problem.Conflict, Status: 412, Message: "No.", Header: [][2]string{{"ETag", `"x"`}}},
			problem.Answer{Status: 412, Header: [][2]string{{"ETag", `"x"`}}}, `{"title":"Precondition Failed","status":412,"detail":"No."}`},
		{"violations", *problem.OfViolations(problem.Violation, 422, []violation.Violation{tooLarge, unknown}),
			problem.Answer{Status: 422, Header: [][2]string{{"Mockserver-Violations", `"query.limit";rule=maximum;limit=100, "query.limt";rule=unknown`}}},
			`{"title":"Unprocessable Content","status":422,` +
				`"detail":"query.limit is 101; expected an integer of at most 100. query.limt is not known. Did you mean \"limit\"?","violations":[` +
				`{"where":"query.limit","rule":"maximum","limit":100,"received":101,"expected":"an integer of at most 100",` +
				`"document":"/paths/~1a/get/parameters/0/schema/maximum","message":"query.limit is 101; expected an integer of at most 100."},` +
				`{"where":"query.limt","rule":"unknown","suggestion":"limit","message":"query.limt is not known. Did you mean \"limit\"?"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.problem.Render(problem.Scene{})
			assert.Equal(t, tt.body, string(got.Body))
			got.Body, tt.want.MediaType = nil, "application/problem+json"
			assert.Equal(t, tt.want, got)
		})
	}
}

// overlay reads x-mock of a document.
func overlay(t *testing.T, text string) *binding.Document {
	t.Helper()
	root, err := tree.Parse("a.yaml", []byte("openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\nx-mock: "+text), tree.DefaultLimits)
	require.NoError(t, err)
	doc, err := spec.New("a", root, spec.Config{})
	require.NoError(t, err)
	p, err := population.New(nil, population.Config{})
	require.NoError(t, err)
	d, err := binding.New(doc, p, 1, nil)
	require.NoError(t, err)
	return d
}

func TestEveryKindOfTheGrammarHasAStatusAndAName(t *testing.T) {
	errors := overlay(t, `{errors: {default: {body: {kind: '${kind}', status: '${status}'}}}}`).Errors
	var statuses []int
	for _, kind := range binding.ErrorKinds {
		p := problem.Problem{Kind: problem.Kind(kind)}
		a := p.Render(problem.Scene{Errors: errors})
		assert.Contains(t, string(a.Body), `{"kind":"`+kind+`","status":`)
		statuses = append(statuses, a.Status)
	}
	assert.Equal(t, []int{400, 401, 403, 404, 404, 405, 406, 415, 413, 409, 429, 501}, statuses)
	assert.False(t, slices.Contains(binding.ErrorKinds, string(problem.Internal)))
}

func TestAMistakeOfOursIsNeverInTheVendorsShape(t *testing.T) {
	errors := overlay(t, `{errors: {body: oops, default: {status: 418}}}`).Errors
	p := problem.Problem{Kind: problem.Internal, Message: "Sorry."}
	a := p.Render(problem.Scene{Errors: errors})
	assert.Equal(t, problem.Answer{Status: 500, MediaType: "application/problem+json",
		Body: []byte(`{"title":"Internal Server Error","status":500,"detail":"Sorry."}`)}, a)
}

func TestWhatTheOverlaySeesOfARefusal(t *testing.T) {
	errors := overlay(t, `
  errors:
    body: {n: '${len(violations)}', first: '${first.field} ${first.limit}', all: "${map(violations, .message)}", method: '${method}'}
    violation: {when: method == 'GET'}
    default: {status: 420, body: '${status} ${message}'}
`).Errors
	request := func(name string) any { return map[string]any{"method": "GET"}[name] }
	p := problem.OfViolations(problem.Violation, 0, []violation.Violation{tooLarge})
	assert.Equal(t, `{"n":1,"first":"limit 100","all":["query.limit is 101; expected an integer of at most 100."],"method":"GET"}`,
		string(p.Render(problem.Scene{Errors: errors, Names: request}).Body))
	a := p.Render(problem.Scene{Errors: errors, Names: func(string) any { return nil }})
	assert.Equal(t, `"420 query.limit is 101; expected an integer of at most 100."`, string(a.Body))
	assert.Equal(t, 420, a.Status)
}

// described is the contract of an operation whose errors have a schema.
func described(t *testing.T, schemas, errors string) *spec.Contract {
	t.Helper()
	root, err := tree.Parse("e.yaml", []byte("{openapi: 3.1.0, info: {title: E, version: '1'}, components: {schemas: "+schemas+"}, paths: {/a: {get: {responses: {'200': {description: OK}, "+
		"default: {description: E, content: {application/json: {schema: "+errors+"}}}}}}}}"), tree.DefaultLimits)
	require.NoError(t, err)
	doc, err := spec.New("e", root, spec.Config{})
	require.NoError(t, err)
	c, err := doc.Operations[0].Contract()
	require.NoError(t, err)
	return c
}

func TestAHundredViolationsAreListedAllInTheShapeOfTheDocument(t *testing.T) {
	c := described(t, "{}", "{type: object, required: [errors], properties: {errors: {type: array, items: {type: object, required: [message], properties: "+
		"{message: {type: string}, field: {type: string}, code: {type: string}, rejectedValue: {}}}}}}")
	a := problem.OfViolations(problem.Violation, 0, slices.Repeat([]violation.Violation{tooLarge}, 100)).Render(problem.Scene{Contract: c})
	assert.Equal(t, 100, strings.Count(string(a.Body), `"message":"query.limit is 101`), string(a.Body))
}

// What a hostile document describes for errors costs little time; what can be said is said.
func TestErrorsThatExplode(t *testing.T) {
	var doubling strings.Builder
	for i := range 30 {
		fmt.Fprintf(&doubling, "S%d: {type: object, properties: {message: {type: string}, error: {$ref: '#/components/schemas/S%d'}, errors: {type: array, items: {$ref: '#/components/schemas/S%d'}}}, "+
			"anyOf: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%d'}]}, ", i, i+1, i+1, i+1, i+1)
	}
	var wide strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&wide, "p%d: {type: string}, message%d: {type: string, maxLength: 3}, ", i, i)
	}
	for name, schemas := range map[string]string{
		"a schema that doubles thirty times":  "{" + doubling.String() + "S30: {type: object}}",
		"a schema of six thousand properties": "{S0: {type: object, minProperties: 2000, properties: {" + wide.String() + "message: {type: string}}}}",
		"a schema that is within itself": "{S0: {type: object, required: [message], properties: {message: {type: string}, error: {$ref: '#/components/schemas/S0'}, " +
			"errors: {type: array, items: {$ref: '#/components/schemas/S0'}}}}}",
	} {
		t.Run(name, func(t *testing.T) {
			c := described(t, schemas, "{$ref: '#/components/schemas/S0'}")
			scenario.Ends(t, func() {
				p := problem.OfViolations(problem.Violation, 0, slices.Repeat([]violation.Violation{tooLarge}, 5))
				a := p.Render(problem.Scene{Contract: c})
				assert.Contains(t, string(a.Body), "query.limit is 101")
			})
		})
	}
}

func TestTheStatusOfABrokenContract(t *testing.T) {
	for _, tt := range []struct {
		documented []string
		want       int
	}{
		{nil, 400}, {[]string{"200"}, 400}, {[]string{"200", "4XX", "default"}, 400},
		{[]string{"400", "422"}, 422}, {[]string{"422"}, 422}, {[]string{"400", "default"}, 400},
	} {
		c := &spec.Contract{}
		for _, status := range tt.documented {
			c.Responses = append(c.Responses, &spec.Response{Status: status})
		}
		assert.Equal(t, tt.want, problem.ViolationStatus(c), tt.documented)
	}
}
