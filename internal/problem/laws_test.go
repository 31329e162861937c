package problem_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/problem"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// errorNames are names that errors have, and some that say nothing.
var errorNames = []string{"message", "detail", "title", "error", "errors", "code", "status", "type", "success", "field", "location",
	"details", "reason", "description", "loc", "instance", "id", "meta", "data"}

// drawSchema draws a schema that something fits, as YAML flow.
func drawSchema(t *rapid.T, depth int) string {
	kinds := []string{"string", "short", "enum", "integer", "boolean", "pattern", "any"}
	if depth > 0 {
		kinds = append(kinds, "object", "object", "array", "map", "choice")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "string":
		return "{type: string}"
	case "short":
		return fmt.Sprintf("{type: string, minLength: 1, maxLength: %d}", rapid.IntRange(1, 60).Draw(t, "most"))
	case "enum":
		return "{type: string, enum: [invalid_request, NOT_FOUND, other]}"
	case "integer":
		return fmt.Sprintf("{type: integer, minimum: %d}", rapid.SampledFrom([]int{0, 400, 1000}).Draw(t, "least"))
	case "boolean":
		return "{type: boolean}"
	case "pattern":
		return "{type: string, pattern: '^[A-Z_]+$'}"
	case "array":
		return fmt.Sprintf("{type: array, minItems: %d, maxItems: %d, items: %s}", rapid.IntRange(0, 2).Draw(t, "least"),
			rapid.IntRange(2, 4).Draw(t, "most"), drawSchema(t, depth-1))
	case "map":
		return "{type: object, additionalProperties: " + drawSchema(t, depth-1) + "}"
	case "choice":
		return "{anyOf: [" + drawSchema(t, depth-1) + ", " + drawSchema(t, depth-1) + "]}"
	case "any":
		return "{}"
	}
	return drawObject(t, depth)
}

func drawObject(t *rapid.T, depth int) string {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(errorNames), 1, 5, rapid.ID).Draw(t, "names")
	var properties, required []string
	for _, name := range names {
		properties = append(properties, name+": "+drawSchema(t, depth-1))
		if rapid.Bool().Draw(t, "required") {
			required = append(required, name)
		}
	}
	extra := ""
	if rapid.Bool().Draw(t, "closed") {
		extra = ", additionalProperties: false"
	}
	return fmt.Sprintf("{type: object, properties: {%s}, required: [%s]%s}", strings.Join(properties, ", "), strings.Join(required, ", "), extra)
}

// Whatever an error looks like, what is sent for it fits; and where it is an object with a message of any length, that
// says what is wrong.
func TestWhatIsFilledFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawSchema(t, 3)
		root, err := tree.Parse("e.yaml", []byte("{openapi: 3.1.0, info: {title: E, version: '1'}, paths: {/a: {get: {responses: {'200': {description: OK}, "+
			"default: {description: E, content: {application/json: {schema: "+text+"}}}}}}}}"), tree.DefaultLimits)
		require.NoError(t, err)
		doc, err := spec.New("e", root, spec.Config{})
		require.NoError(t, err)
		contract, err := doc.Operations[0].Contract()
		require.NoError(t, err)
		p := problem.OfViolations(problem.Violation, 0, slices.Repeat([]violation.Violation{tooLarge}, rapid.IntRange(0, 5).Draw(t, "violations")))
		p.Message = "There is much that is wrong with what came."
		a := p.Render(problem.Scene{Contract: contract})
		require.Equal(t, 400, a.Status)
		require.Equal(t, "application/json", a.MediaType, "%s: %s", text, a.Body)
		v, err := value.ParseJSON(a.Body, value.Limits{})
		require.NoError(t, err)
		s := contract.Responses[1].Content[0].Schema
		require.True(t, s.Fits(v, schema.Answer), "%s: %s", text, a.Body)
		if message := s.Field("message"); message != nil && strings.HasPrefix(text, "{type: object") && message.Fits(strings.Repeat("é", 500), schema.Answer) {
			require.Regexp(t, `There is much|query\.limit is`, string(a.Body), text)
		}
	})
}
