package sample_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
)

func TestHeaders(t *testing.T) {
	tests := []struct {
		name, headers string
		want          [][2]string
	}{
		{"an example", "X-A: {example: e, schema: {type: string}}", [][2]string{{"X-A", "e"}}},
		{"a named example", "X-A: {examples: {a: {value: 5}}, schema: {type: integer}}", [][2]string{{"X-A", "5"}}},
		{"an example of the schema", "X-A: {schema: {type: string, example: e}}", [][2]string{{"X-A", "e"}}},
		{"a number written as a text", "X-A: {example: '5', schema: {type: integer}}", [][2]string{{"X-A", "5"}}},
		{"an example that does not fit", "X-A: {example: five, schema: {type: integer, enum: [5]}}", [][2]string{{"X-A", "5"}}},
		{"a generated value", "X-A: {schema: {enum: [e]}}, X-B: {required: true, schema: {const: true}}", [][2]string{{"X-A", "e"}, {"X-B", "true"}}},
		{"a list", "X-A: {schema: {type: array, items: {type: integer}, example: [1, 2]}}", [][2]string{{"X-A", "1,2"}}},
		{"an object", "X-A: {example: {a: 1, b: x}, schema: {type: object}}", [][2]string{{"X-A", "a,1,b,x"}}},
		{"an exploded object", "X-A: {explode: true, example: {a: 1, b: x}, schema: {type: object}}", [][2]string{{"X-A", "a=1,b=x"}}},
		{"JSON", "X-A: {content: {application/json: {example: {a: [1]}}}}", [][2]string{{"X-A", `{"a":[1]}`}}},
		{"no text that ends a line", "X-A: {example: \" a\\r\\nSet-Cookie: b \", schema: {type: string}}", [][2]string{{"X-A", "a  Set-Cookie: b"}}},
		{"what HTTP fills itself", "Content-Type: {example: a/b}, content-length: {example: 5}, Date: {example: d}, Connection: {example: close}, Transfer-Encoding: {example: x}, Content-Encoding: {example: gzip}, X-A: {example: e}",
			[][2]string{{"X-A", "e"}}},
		{"a challenge belongs to 401", "WWW-Authenticate: {example: Basic}", nil},
		{"what --cors decides", "Access-Control-Allow-Origin: {schema: {type: string}}, Vary: {example: x}", nil},
		{"unless it is required", "Access-Control-Allow-Origin: {required: true, schema: {type: string}}", [][2]string{{"Access-Control-Allow-Origin", "*"}}},
		{"the usual value of a name", "Cache-Control: {schema: {type: string}}, Last-Modified: {schema: {type: string}}, Retry-After: {schema: {type: integer}}, Expires: {}",
			[][2]string{{"Cache-Control", "no-cache"}, {"Last-Modified", "Mon, 30 Jun 2025 12:00:00 GMT"}, {"Retry-After", "60"}, {"Expires", "Wed, 02 Jul 2025 12:00:00 GMT"}}},
		{"but only if it fits", "Cache-Control: {schema: {type: string, enum: [private]}}, Retry-After: {schema: {type: integer, minimum: 70, maximum: 70}}",
			[][2]string{{"Cache-Control", "private"}, {"Retry-After", "70"}}},
		{"one that nothing fits", "X-A: {schema: {type: integer, minimum: 2, maximum: 1}}, X-B: {example: b}", [][2]string{{"X-B", "b"}}},
		{"one whose list no comma can part", "X-A: {schema: {type: array, minItems: 2, items: {const: 'a,b'}}}, X-B: {example: b}", [][2]string{{"X-B", "b"}}},
		{"a challenge that is required", "WWW-Authenticate: {required: true, schema: {type: string}}", [][2]string{{"WWW-Authenticate", "Bearer"}}},
		{"one whose text is empty", "X-A: {required: true, schema: {const: ''}}", [][2]string{{"X-A", ""}}},
		{"a name that is none", "'X A': {example: e}, \"X\\r\\nY\": {example: e}, '': {example: e}", nil},
		{"one that is longer than clients take", "X-A: {example: " + strings.Repeat("a", 10_000) + "}", nil},
		{"of which nothing is known", "X-A: {}", [][2]string{{"X-A", "example"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := maker(1).Headers(response(t, "headers: {"+tt.headers+"}\n", ""), sample.Wish{})
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestARequiredHeaderThatNothingFitsIsSaid(t *testing.T) {
	for members, want := range map[string]string{
		"schema: {type: integer, minimum: 2, maximum: 1}":           "the header X-A cannot be made: its minimum is 2, more than its maximum, which is 1 (/",
		"schema: {const: \"a\\r\\nb: c\"}":                          "the header X-A cannot be made: no value that fits its schema can be written as a header",
		"schema: {type: array, minItems: 2, items: {const: 'a,b'}}": "the header X-A cannot be made: no value that fits its schema can be written as a header",
	} {
		_, err := maker(1).Headers(response(t, "headers: {X-A: {required: true, "+members+"}}\n", ""), sample.Wish{})
		assert.ErrorContains(t, err, want)
	}
}

func TestADynamicAnswerHasNoExamplesInItsHeaders(t *testing.T) {
	got, err := maker(1).Headers(response(t, "headers: {X-A: {example: 5, schema: {type: integer, minimum: 6, maximum: 6}}, X-B: {example: 7, schema: {type: integer, minimum: 6}}}\n", ""), sample.Wish{Dynamic: true})
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, "6", got[0][1])
	assert.NotEqual(t, "7", got[1][1])
}

func TestItemsOfAListOfAHeaderCanBeToldApart(t *testing.T) {
	r := response(t, "headers: {X-A: {schema: {type: array, minItems: 2, maxItems: 2, items: {type: string, format: date}}}}\n", "")
	for seed := range uint64(20) {
		got, err := maker(seed).Headers(r, sample.Wish{})
		require.NoError(t, err)
		assert.Regexp(t, `^\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d$`, got[0][1])
	}
}

func TestACookieIsOneThatBrowsersTake(t *testing.T) {
	got, err := maker(1).Headers(response(t, "headers: {Set-Cookie: {schema: {type: string}}, ETag: {schema: {type: string}}, Location: {schema: {type: string, format: uri}}}\n", ""), sample.Wish{})
	require.NoError(t, err)
	require.Len(t, got, 3)
	cookie, err := http.ParseSetCookie(got[0][1])
	require.NoError(t, err)
	assert.Equal(t, "session", cookie.Name)
	assert.Regexp(t, `^"[0-9a-z]+"$`, got[1][1])
	assert.Regexp(t, `^https://example\.com/[0-9a-z]+$`, got[2][1])
}
