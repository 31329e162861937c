package sample_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/sample"
)

func TestValuesAreWrittenAsTheirMediaType(t *testing.T) {
	tests := []struct{ name, mediaType, members, v, want string }{
		{"JSON", "application/json", "", `{"b": 1, "a": [null, "x"]}`, `{"b":1,"a":[null,"x"]}`},
		{"a text as JSON", "application/json", "", `"x"`, `"x"`},
		{"a suffix", "application/hal+json", "", `1.50`, `1.50`},
		{"JSON by an old name", "text/json", "", `"x"`, `"x"`},
		{"the newest problem", "application/problem+json; charset=utf-8", "", `{}`, `{}`},
		{"YAML, of which JSON is a part", "application/yaml", "", `{"a": [1]}`, "{\"a\":[1]}\n"},

		{"a text", "text/plain", "", `"two\nlines"`, "two\nlines"},
		{"a number as text", "text/plain", "", `1.50`, "1.50"},
		{"a boolean as text", "text/plain", "", `true`, "true"},
		{"null as text", "text/plain", "", `null`, ""},
		{"an object has no form in text but JSON", "text/plain", "", `{"a": 1}`, `{"a":1}`},
		{"HTML", "text/html", "", `"<p>x</p>"`, "<p>x</p>"},
		{"a script", "application/javascript", "", `"a()"`, "a()"},

		{"lines", "application/x-ndjson", "", `[{"a": 1}, "x\ny", 2]`, "{\"a\":1}\n\"x\\ny\"\n2\n"},
		{"a single value is one line", "application/jsonl", "", `{"a": 1}`, "{\"a\":1}\n"},
		{"no lines", "application/jsonl", "", `[]`, ""},
		{"lines that are a text already", "application/jsonl", "", `"{\"a\": 1}\n{\"a\": 2}\n"`, "{\"a\": 1}\n{\"a\": 2}\n"},
		{"a text that is no lines", "application/jsonl", "", `"hi"`, "\"hi\"\n"},
		{"records", "application/json-seq", "", `[1, 2]`, "\x1e1\n\x1e2\n"},
		{"records of a suffix", "application/geo+json-seq", "", `[1]`, "\x1e1\n"},

		{"events", "text/event-stream", "", `[{"data": "a", "id": "1"}, {"data": {"x": 1}}, {"y": 2}]`, "data: a\nid: 1\n\ndata: {\"x\":1}\n\ndata: {\"y\":2}\n\n"},
		{"an event of two lines", "text/event-stream", "", `"a\nb\r\nc"`, "data: a\ndata: b\ndata: c\n\n"},
		{"a stream that is a text already", "text/event-stream", "", `"event: x\ndata: 1\n\n"`, "event: x\ndata: 1\n\n"},

		{"a form", "application/x-www-form-urlencoded", "", `{"a b": "c&d", "n": 1, "l": [1, "ü"], "o": {"x": 1}}`, "a+b=c%26d&n=1&l=1&l=%C3%BC&o=%7B%22x%22%3A1%7D"},
		{"a form with styles", "application/x-www-form-urlencoded", `schema: {type: object}, encoding: {l: {style: pipeDelimited, explode: false}, s: {style: spaceDelimited, explode: false}, c: {style: form, explode: false}, o: {style: deepObject, explode: true}}`,
			`{"l": [1, 2], "s": [1, 2], "c": [1, 2], "o": {"x": 1}}`, "l=1%7C2&s=1%202&c=1,2&o%5Bx%5D=1"},

		{"a table", "text/csv", "", `[{"a": 1, "b": "x,y"}, {"b": null, "c": [1]}]`, "a,b,c\r\n1,\"x,y\",\r\n,,[1]\r\n"},
		{"a table with the columns of its schema", "text/csv", "schema: {type: array, items: {properties: {b: {}, a: {}}}}", `[{"a": 1, "b": 2}]`, "b,a\r\n2,1\r\n"},
		{"one row", "text/csv", "", `{"a": 1}`, "a\r\n1\r\n"},
		{"rows without names", "text/csv", "", `[[1, "a"], [2, null]]`, "1,a\r\n2,\r\n"},
		{"a table that is a text already", "text/csv", "", `"a,b\n1,2\n"`, "a,b\n1,2\n"},
		{"a dot in the name of a column", "text/csv", "", `[{"a.b": 1}]`, "a.b\r\n1\r\n"},

		{"bytes", "application/octet-stream", "", `"\u0001x"`, "\x01x"},
		{"an object where only bytes are", "application/octet-stream", "", `{"a": 1}`, `{"a":1}`},
		{"an unknown type", "application/x-own", "", `{"a": 1}`, `{"a":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sample.Write(mediaType(t, tt.mediaType, tt.members, ""), parsed(t, tt.v))
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got.Bytes))
			assert.Equal(t, tt.mediaType, got.MediaType)
		})
	}
}

func TestWhatHasNoFormIsSaid(t *testing.T) {
	for _, tt := range []struct{ mediaType, v, want string }{
		{"image/png", `{"a": 1}`, "a value of the type object cannot be written as image/png (/paths/~1a/get/responses/200/content/image~1png)"},
		{"video/*", `[1]`, "a value of the type array cannot be written as video/mp4 (/paths/~1a/get/responses/200/content/video~1*)"},
		{"multipart/form-data", `"x"`, "a value of the type string cannot be written as multipart/form-data (/paths/~1a/get/responses/200/content/multipart~1form-data)"},
	} {
		_, err := sample.Write(mediaType(t, tt.mediaType, "", ""), parsed(t, tt.v))
		assert.EqualError(t, err, tt.want)
	}
}

func TestWhichMediaTypesASchemaHasAFormIn(t *testing.T) {
	tests := []struct {
		mediaType, members string
		want               bool
	}{
		{"application/json", "schema: {type: object}", true},
		{"application/xml", "schema: {type: array}", true},
		{"text/plain", "schema: {type: object}", false},
		{"text/plain", "schema: {type: [object, string]}", true},
		{"text/plain", "schema: {type: integer}", true},
		{"text/plain", "", true},
		{"text/html", "schema: {}", true},
		{"text/csv", "schema: {type: array}", true},
		{"text/csv", "schema: {type: boolean}", false},
		{"image/png", "schema: {type: object}", false},
		{"image/png", "schema: {type: string, format: binary}", true},
		{"multipart/mixed", "schema: {type: string}", false},
		{"application/x-www-form-urlencoded", "schema: {type: object}", true},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, sample.Writable(mediaType(t, tt.mediaType, tt.members, "")), "%s %s", tt.mediaType, tt.members)
	}
}
