package sample_test

import (
	"strings"
	"testing"

	"mockserver/internal/sample"
)

// BenchmarkBody makes an answer of some 5 kB, from an example and without one.
func BenchmarkBody(b *testing.B) {
	const pet = "{type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}, email: {type: string, format: email}, at: {type: string, format: date-time}, tags: {type: array, items: {type: string}}}}"
	const example = "{id: 1, name: Rex, email: rex@example.com, at: '2025-01-01T00:00:00Z', tags: [a, b]}"
	list := "[" + strings.Repeat(example+", ", 49) + example + "]"
	for _, bench := range []struct{ name, members string }{
		{"example", "schema: {type: array, items: " + pet + "}, example: " + list},
		{"mended", "schema: {type: array, items: " + pet + "}, example: " + strings.Replace(list, "id: 1", "id: '1'", 1)},
		{"generated", "schema: {type: array, minItems: 50, maxItems: 50, items: " + pet + "}"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			media := mediaType(b, "application/json", bench.members, "")
			m := maker(1)
			b.ReportAllocs()
			for b.Loop() {
				body, err := m.Body(media, sample.Wish{})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(body.Bytes)))
			}
		})
	}
}
