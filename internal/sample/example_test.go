package sample_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/value"
)

// pinned is a schema of which one value alone can be generated.
const pinned = "{type: object, required: [a], properties: {a: {type: integer, enum: [7]}}}"

func TestTheExampleThatIsSent(t *testing.T) {
	const generated = `{"a":7}`
	secret := "{type: object, additionalProperties: false, required: [a], properties: {a: {type: integer, enum: [7]}, password: {type: string, writeOnly: true}, in: {type: array, items: {$ref: '#/components/schemas/Secret'}}}}"
	tests := []struct{ name, mediaType, members, want, warning string }{
		{"that of the media type", "application/json", "schema: " + pinned + ", example: {a: 7, b: 1.50}", `{"a":7,"b":1.50}`, ""},
		{"the first named one", "application/json", "schema: " + pinned + ", examples: {x: {value: {a: 7, x: 1}}, y: {value: {a: 7}}}", `{"a":7,"x":1}`, ""},
		{"the first that fits", "application/json", "schema: " + pinned + ", examples: {x: {value: {a: 8}}, y: {value: {a: 7, y: 1}}}", `{"a":7,"y":1}`, ""},
		{"that of the schema", "application/json", "schema: {type: object, required: [a], properties: {a: {enum: [7]}}, example: {a: 7, s: 1}}", `{"a":7,"s":1}`, ""},
		{"that of a component", "application/json", "schema: {$ref: '#/components/schemas/Shown'}", `{"shown":true}`, ""},
		{"any, where there is no schema", "application/json", "example: [1, null]", `[1,null]`, ""},
		{"null is an example", "application/json", "example: null", `null`, ""},
		{"JSON in a text", "application/json", `schema: ` + pinned + `, example: '{ "a": 7, "t": 1 }'`, `{ "a": 7, "t": 1 }`, ""},
		{"JSON in a text without a schema", "application/json", `example: '{"a": 1}'`, `{"a": 1}`, ""},
		{"a text that is one", "application/json", "schema: {type: string}, example: '{}'", `"{}"`, ""},
		{"a text without a schema", "application/json", "example: hello", `"hello"`, ""},
		{"without what is kept from answers", "application/json", "schema: " + secret + ", example: {a: 7, password: x, in: [{name: n, secret: s}]}", `{"a":7,"in":[{"name":"n"}]}`, ""},
		{"none that fits", "application/json", "schema: " + pinned + ", example: {a: 8}", generated,
			"the example of application/json does not fit its schema: body/a is 8; expected 7; a generated value is sent instead"},
		{"none that fits, by name", "application/json", "schema: " + pinned + ", examples: {x: {value: 1}, y: {value: 2}}", generated,
			`the example "x" of application/json does not fit its schema: body is 1; expected an object; a generated value is sent instead`},
		{"none at all", "application/json", "schema: " + pinned, generated, ""},
		{"nothing is described", "application/json", "", `{}`, ""},
		{"nothing is described of a text", "text/plain", "", ``, ""},
		{"a table as a text", "text/csv", "schema: {type: array, items: {type: object, required: [n], properties: {n: {type: integer}}}}, example: \"n,x\\n1,a\\n\"", "n,x\n1,a\n", ""},
		{"a table that does not fit", "text/csv", "schema: {type: array, minItems: 0, items: {type: object, required: [n], properties: {n: {type: integer, enum: [3]}}}}, example: \"n\\na\\n\"", "n\r\n3\r\n3\r\n",
			"the example of text/csv does not fit its schema: body/0/n is \"a\"; expected 3; a generated value is sent instead"},
		{"a number as plain text", "text/plain", "schema: {type: integer}, example: '5'", "5", ""},
		{"a plain text", "text/plain", "schema: {type: string}, example: hello", "hello", ""},
		{"YAML in a text", "application/yaml", "schema: " + pinned + ", example: \"a: 7\\nb: 1\\n\"", "a: 7\nb: 1\n", ""},
		{"lines of which each fits", "application/x-ndjson", "schema: " + pinned + ", example: [{a: 7}, {a: 7, b: 1}]", "{\"a\":7}\n{\"a\":7,\"b\":1}\n", ""},
		{"lines in a text", "application/x-ndjson", "schema: " + pinned + ", example: \"{\\\"a\\\": 7}\\n{\\\"a\\\": 7}\\n\"", "{\"a\": 7}\n{\"a\": 7}\n", ""},
		{"a form in a text", "application/x-www-form-urlencoded", "schema: " + pinned + ", example: 'a=7&b=x'", "a=7&b=x", ""},
		{"a form that does not fit", "application/x-www-form-urlencoded", "schema: " + pinned + ", example: 'a=x'", "a=7",
			"the example of application/x-www-form-urlencoded does not fit its schema: body/a is \"x\"; expected 7; a generated value is sent instead"},
		{"a text with a parameter", "text/plain; charset=utf-8", "example: x", "x", ""},
	}
	const components = `schemas:
  Shown: {type: object, example: {shown: true}}
  Secret: {type: object, properties: {name: {type: string}, secret: {allOf: [{$ref: '#/components/schemas/Hidden'}]}}}
  Hidden: {type: string, writeOnly: true}
`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := mediaType(t, tt.mediaType, tt.members, components)
			got, err := maker(1).Body(media, sample.Wish{})
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got.Bytes))
			assert.Equal(t, tt.warning, got.Warning)
			assert.Equal(t, tt.mediaType, got.MediaType)
		})
	}
}

func TestWhatIsWishedFor(t *testing.T) {
	media := mediaType(t, "application/json", "schema: "+pinned+", examples: {x: {value: {a: 7, x: 1}}, y: {value: {a: 7, y: 1}}, wrong: {value: 1}}", "")
	tests := []struct {
		name      string
		wish      sample.Wish
		want      string
		generated bool
		warning   string
	}{
		{"the first", sample.Wish{}, `{"a":7,"x":1}`, false, ""},
		{"by its name", sample.Wish{Example: "y"}, `{"a":7,"y":1}`, false, ""},
		{"a name counts for more than a generated value", sample.Wish{Example: "y", Dynamic: true}, `{"a":7,"y":1}`, false, ""},
		{"a generated value", sample.Wish{Dynamic: true}, `{"a":7}`, true, ""},
		{"one that does not fit is never sent", sample.Wish{Example: "wrong"}, `{"a":7}`, true,
			`the example "wrong" of application/json does not fit its schema: body is 1; expected an object; a generated value is sent instead`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := maker(1).Body(media, tt.wish)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(value.AppendJSON(nil, got.Value)), "what it says before it is written")
			got.Value = nil
			assert.Equal(t, sample.Body{MediaType: "application/json", Bytes: []byte(tt.want), Generated: tt.generated, Warning: tt.warning}, got)
		})
	}
	_, err := maker(1).Body(media, sample.Wish{Example: "z"})
	assert.Equal(t, &sample.UnknownExample{Name: "z", Names: []string{"x", "y", "wrong"}}, err)
	assert.EqualError(t, err, `there is no example called "z"; there are "x", "y" and "wrong"`)
	_, err = maker(1).Body(mediaType(t, "application/json", "example: 1", ""), sample.Wish{Example: "z"})
	assert.EqualError(t, err, `there is no example called "z"; no example has a name`)
}

func TestAnExampleOfWhichMostFitsIsMended(t *testing.T) {
	const schema = "{type: object, additionalProperties: false, required: [id, at], properties: {id: {type: integer}, at: {const: now}, ok: {type: boolean}, note: {type: string, maxLength: 3}, " +
		"size: {type: number, enum: [5]}, uri: {type: string, format: uri}, list: {type: array, items: {type: object, required: [n], properties: {n: {type: integer, enum: [1, 2]}, m: {type: string}}}}, " +
		"map: {type: object, additionalProperties: {enum: [v]}}, any: {oneOf: [{type: object, required: [x], properties: {x: {const: 1}}}]}}}"
	const fine = "ok: true, list: [{n: 1, m: a}, {n: 2, m: b}], map: {k: v}"
	const kept = `"ok":true,"list":[{"n":1,"m":"a"},{"n":2,"m":"b"}],"map":{"k":"v"}`
	tests := []struct{ name, example, want, warning string }{
		{"a number written as a text", "{id: '5', at: now, " + fine + "}", `{"id":5,"at":"now",` + kept + `}`, "body/id is \"5\"; expected an integer; 1 place of it is made anew"},
		{"a text written as a number", "{id: 5, at: now, note: 12, " + fine + "}", `{"id":5,"at":"now","note":"12",` + kept + `}`, "body/note is 12; expected a string of at most 3 characters; 1 place of it is made anew"},
		{"one that is not described", "{id: 5, at: now, other: 1, " + fine + "}", `{"id":5,"at":"now",` + kept + `}`, `body/other is not known; expected only "id", "at", "ok", "note", "size", "uri", "list", "map" and "any"; 1 place of it is made anew`},
		{"one that lacks", "{id: 5, " + fine + "}", `{"id":5,` + kept + `,"at":"now"}`, `body/at is missing; expected "now"; 1 place of it is made anew`},
		{"null for none", "{id: 5, at: now, note: null, " + fine + "}", `{"id":5,"at":"now",` + kept + `}`, "body/note is null; expected a string of at most 3 characters; 1 place of it is made anew"},
		{"several, in a list", "{id: 5, at: now, ok: 'true', list: [{n: 1, m: a}, {n: 7, m: b}, {n: 2, m: 3}], map: {k: v, l: w}, size: 5}",
			``, "body/ok is \"true\"; expected true or false; 4 places of it are made anew"},
		{"an alternative", "{id: 5, at: now, " + fine + ", any: {x: 2}}", `{"id":5,"at":"now",` + kept + `,"any":{"x":1}}`, "body/any/x is 2; expected 1; 1 place of it is made anew"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			media := mediaType(t, "application/json", "schema: "+schema+", example: "+tt.example, "")
			got, err := maker(1).Body(media, sample.Wish{})
			require.NoError(t, err)
			assert.False(t, got.Generated)
			assert.Equal(t, "the example of application/json does not fit its schema: "+tt.warning, got.Warning)
			if tt.want != "" {
				assert.Equal(t, tt.want, string(got.Bytes))
			}
			assert.True(t, media.Schema.Fits(parsed(t, string(got.Bytes)), answer), string(got.Bytes))
			again, err := maker(1).Body(media, sample.Wish{})
			require.NoError(t, err)
			assert.Equal(t, got, again, "the example itself is not touched")
		})
	}
}

func TestWhatNothingFitsIsSaid(t *testing.T) {
	_, err := maker(1).Body(mediaType(t, "application/json", "schema: {type: integer, minimum: 2, maximum: 1}", ""), sample.Wish{})
	var nothing *fake.Unsatisfiable
	require.ErrorAs(t, err, &nothing)
	assert.Contains(t, nothing.Pointer, "/paths/~1a/get/responses/200/content/application~1json/schema")
}

func TestSequencesOfWhichTheItemsAreDescribed(t *testing.T) {
	got, err := maker(1).Body(mediaType(t, "application/x-ndjson", "itemSchema: "+pinned, ""), sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, "{\"a\":7}\n{\"a\":7}\n", string(got.Bytes))
	got, err = maker(1).Body(mediaType(t, "application/x-ndjson", "itemSchema: "+pinned+", example: [{a: 7}, {a: 8}]", ""), sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, "{\"a\":7}\n{\"a\":7}\n", string(got.Bytes))
	assert.Contains(t, got.Warning, "does not fit the schema of its items")
}

func TestSerialisedExamples(t *testing.T) {
	media := mediaType(t, "application/json", "schema: "+pinned+", examples: {x: {serializedValue: '{ \"a\": 7 }'}}", "")
	got, err := maker(1).Body(media, sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, `{ "a": 7 }`, string(got.Bytes))
	media = mediaType(t, "application/json", "schema: "+pinned+", examples: {x: {serializedValue: '{'}}", "")
	got, err = maker(1).Body(media, sample.Wish{})
	require.NoError(t, err)
	assert.Equal(t, `the example "x" of application/json cannot be read as application/json; a generated value is sent instead`, got.Warning)
}

func TestWhatIsKnownOfTheResourceIsEchoed(t *testing.T) {
	media := mediaType(t, "application/json", "schema: {type: object, required: [id], properties: {id: {type: string, minLength: 2}, n: {type: integer, maximum: 3}, ro: {type: string, writeOnly: true}}}", "")
	for _, tt := range []struct{ name, known, want string }{
		{"a text", `{"id": "abc"}`, "abc"},
		{"a number where a text is due", `{"id": 12}`, "12"},
	} {
		v, err := maker(1).Value(media, sample.Wish{Known: parsed(t, tt.known).(interface{ Members() []member }).Members()})
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.want, at(v, "id"), tt.name)
	}
	plain, err := maker(1).Value(media, sample.Wish{})
	require.NoError(t, err)
	same, err := maker(1).Value(media, sample.Wish{Known: []member{{Name: "id", Value: "x"}, {Name: "n", Value: int64(9)}, {Name: "ro", Value: "s"}, {Name: "other", Value: true}}})
	require.NoError(t, err)
	assert.Equal(t, plain, same, "what does not fit, or is not described, changes nothing")
}

// TestAFailureSaysItsStatusWhereverItHasAPlaceForIt: what is known of it stands in each object, as far as that fits.
func TestAFailureSaysItsStatusWhereverItHasAPlaceForIt(t *testing.T) {
	media := mediaType(t, "application/json", `schema: {type: object, required: [error, errors], properties: {code: {type: integer, maximum: 9},
		error: {type: object, required: [code, message], properties: {code: {type: string}, message: {type: string}}},
		errors: {type: array, minItems: 1, maxItems: 1, items: {type: object, required: [code], properties: {code: {type: integer}}}}}}`, "")
	known := []member{{Name: "code", Value: int64(404)}, {Name: "message", Value: "Not Found"}}
	v, err := maker(1).Value(media, sample.Wish{Failure: true, Known: known})
	require.NoError(t, err)
	assert.Equal(t, parsed(t, `{"code":"404","message":"Not Found"}`), at(v, "error"))
	assert.Equal(t, parsed(t, `[{"code":404}]`), at(v, "errors"))
	assert.True(t, media.Schema.Fits(v, answer), "%v", v)

	v, err = maker(1).Value(media, sample.Wish{Known: known})
	require.NoError(t, err)
	assert.NotEqual(t, "404", at(v, "error.code"), "a success says it on the outside only, if at all")
}
