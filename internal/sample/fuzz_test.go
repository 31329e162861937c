package sample_test

import (
	"testing"

	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// FuzzSerialisedExamples gives texts as the example of each family of media types. Whatever they are, something is sent, and
// a text that is sent as it is can be sent again.
func FuzzSerialisedExamples(f *testing.F) {
	for _, seed := range []string{"", "{}", "[1]", `{"a":1}`, "a: 1", "a,b\n1,2", "<a><b>1</b></a>", `<a b="1"/>`, "data: x\n\nretry: 5\n", "a=1&b=%20", "{}\n{}\n",
		"\x1e{}\n", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><a><a>", "\"", "\ufeff{}", "1e9999999", "retry: x\ndata: y\n\n", "a: &x [*x]"} {
		f.Add(seed)
	}
	var media []*spec.MediaType
	for _, name := range []string{"application/json", "application/xml", "application/yaml", "text/csv", "application/x-ndjson", "application/json-seq", "text/event-stream",
		"application/x-www-form-urlencoded", "text/plain", "application/octet-stream", "multipart/form-data", "image/png"} {
		for _, members := range []string{"", "schema: {type: object, properties: {a: {type: integer}, b: {type: array, items: {type: string}}}}", "schema: {type: array, items: {properties: {a: {type: integer, xml: {attribute: true}}}}}", "schema: {type: string, maxLength: 5}"} {
			media = append(media, mediaType(f, name, members, ""))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range media {
			given := *m
			given.Examples = []spec.Example{{Name: "x", Text: &text}, {Name: "y", Value: text}}
			for _, name := range []string{"x", "y"} {
				body, err := maker(1).Body(&given, sample.Wish{Example: name})
				if err != nil && !unmade(m) {
					t.Fatalf("%s %q: %v", m.Type, text, err)
				}
				if sample.IsJSON(m.Type) && m.Schema != nil {
					judged(t, m, body)
				}
			}
		}
	})
}

// unmade tells whether a media type has no form for the values of its schema.
func unmade(m *spec.MediaType) bool { return !sample.Writable(m) }

func judged(t *testing.T, m *spec.MediaType, body sample.Body) {
	t.Helper()
	v, err := value.ParseJSON(body.Bytes, value.Limits{})
	if err != nil || !m.Schema.Fits(v, schema.Answer) {
		t.Fatalf("%s was sent: %v", body.Bytes, err)
	}
}
