package sample_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
	"mockserver/internal/scenario"
)

func TestHugeExamplesAreAnswered(t *testing.T) {
	const many = 20_000
	var examples, members, properties strings.Builder
	for i := range many {
		fmt.Fprintf(&examples, "e%d: {value: {a: x, b: [1, 2, 3]}}, ", i)
		fmt.Fprintf(&members, "k%d: v, ", i)
		fmt.Fprintf(&properties, "k%d: {type: string}, ", i)
	}
	deep := strings.Repeat("{a: ", 200) + "1" + strings.Repeat("}", 200)
	tests := []struct{ name, mediaType, members string }{
		{"examples of which none fits", "application/json", "schema: {type: object, properties: {a: {type: integer}}}, examples: {" + examples.String() + "z: {value: 1}}"},
		{"members that only alternatives describe", "application/xml", "schema: {oneOf: [{type: object, required: [zz]}, {type: object, properties: {q: {}}}]}, example: {" + members.String() + "z: 1}"},
		{"columns", "text/csv", "schema: {type: array, items: {type: object, properties: {" + properties.String() + "z: {}}}}, example: [{" + members.String() + "z: 1}]"},
		{"members of which one does not fit", "application/json", "schema: {type: object, additionalProperties: {type: string}}, example: {" + members.String() + "z: 1}"},
		{"members of which none fits", "application/json", "schema: {type: object, additionalProperties: false, properties: {z: {}}}, example: {" + members.String() + "z: 1}"},
		{"fields of a form", "application/x-www-form-urlencoded", "schema: {type: object}, encoding: {" + properties.String() + "z: {}}, example: {" + members.String() + "z: 1}"},
		{"deep XML", "application/xml", "schema: {type: object}, example: " + deep},
		{"deep, and nothing of it described", "application/json", "schema: {$ref: '#/components/schemas/Deep'}, example: " + deep},
	}
	const components = "schemas:\n  Deep: {type: object, additionalProperties: false, properties: {a: {$ref: '#/components/schemas/Deep'}, b: {writeOnly: true}}}\n"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := mediaType(t, tt.mediaType, tt.members, components)
			scenario.Ends(t, func() {
				body, err := maker(1).Body(media, sample.Wish{})
				require.NoError(t, err)
				assert.NotEmpty(t, body.Bytes)
			})
		})
	}
}
