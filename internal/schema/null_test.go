package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// Readings differ on whether null fits a schema of OpenAPI 3.0 that says nothing of it. What we send fits under each of them.
func TestANullOfWhichNothingIsSaidIsSentNowhere(t *testing.T) {
	const nullable = `{"type":"object","properties":{"a":{"type":"string","nullable":true}}}`
	null := value.ObjectOf(value.Member{Name: "a"})
	for _, c := range []struct {
		name, schema string
		answer       bool
	}{
		{"where it is said to be one", nullable, true},
		{"where nothing is said", `{"properties":{"a":{"minLength":1}}}`, false},
		{"where a oneOf is decided by it", `{"oneOf":[` + nullable + `,{"type":"object","additionalProperties":{"minLength":1}}]}`, false},
		{"where a not is", `{"not":{"properties":{"a":{"minLength":1}}}}`, false},
		{"where an anyOf takes it in one of its ways", `{"anyOf":[` + nullable + `,{"type":"object","additionalProperties":{"minLength":1}}]}`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := must(t, schema.OpenAPI30, c.schema)
			assert.Equal(t, c.answer, s.Fits(null, schema.Answer))
			assert.Equal(t, c.answer, len(s.Check(null, "body", schema.Answer)) == 0)
		})
	}
}
