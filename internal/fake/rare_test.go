package fake_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// share is how many of a hundred values hold something.
func share(t *testing.T, g fake.Generator, text string, holds func(v any) bool) int {
	t.Helper()
	s, n := compiled(t, text), 0
	for seed := range uint64(100) {
		if holds(made(t, g, seed, s)) {
			n++
		}
	}
	return n
}

func TestWhatMostThingsDoNotHave(t *testing.T) {
	has := func(path string) func(v any) bool {
		return func(v any) bool { return value.At(v, path) != nil }
	}
	const optional = `{"type":"object","properties":{"errors":{"type":"array","items":{"type":"string"}},"error":{"type":"string"},"deleted_at":{"type":"string"},"updated_at":{"type":"string"}}}`
	tests := []struct {
		name        string
		generator   fake.Generator
		text, path  string
		least, most int
	}{
		{"a success has no errors", fake.Generator{}, optional, "errors", 0, 0},
		{"a failure has", fake.Generator{Failure: true}, optional, "errors", 100, 100},
		{"nor a single one", fake.Generator{}, optional, "error", 0, 0},
		{"the time of its end is left out", fake.Generator{}, optional, "deleted_at", 0, 0},
		{"other times are there", fake.Generator{}, optional, "updated_at", 100, 100},
		{"an error that must be there is null", fake.Generator{}, required(`"last_error":{"type":["object","null"]}`), "last_error", 0, 0},
		{"but not that of a failure", fake.Generator{Failure: true}, required(`"last_error":{"type":["object","null"]}`), "last_error", 100, 100},
		{"one that cannot be null is there", fake.Generator{}, required(`"cancelledAt":{"type":"string"}`), "cancelledAt", 100, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := share(t, tt.generator, tt.text, has(tt.path))
			assert.GreaterOrEqual(t, n, tt.least)
			assert.LessOrEqual(t, n, tt.most)
		})
	}
}

func TestFlagsAreMostlyAsTheyMostlyAre(t *testing.T) {
	isTrue := func(v any) bool { return value.At(v, "ok") == true }
	ok := required(`"ok":{"type":"boolean"}`)
	assert.Greater(t, share(t, fake.Generator{}, ok, isTrue), 80)
	assert.Less(t, share(t, fake.Generator{Failure: true}, ok, isTrue), 20)
	deleted := func(v any) bool { return value.At(v, "deleted") == true }
	assert.Less(t, share(t, fake.Generator{}, required(`"deleted":{"type":"boolean"}`), deleted), 20)
}

func TestShortListsRepeatNothing(t *testing.T) {
	twice := func(v any) bool {
		list, _ := v.([]any)
		seen := map[any]bool{}
		for _, one := range list {
			if seen[one] {
				return true
			}
			seen[one] = true
		}
		return false
	}
	assert.Less(t, share(t, fake.Generator{}, `{"type":"array","minItems":3,"maxItems":3,"items":{"enum":["a","b","c","d","e","f"]}}`, twice), 15)
	assert.Equal(t, 100, share(t, fake.Generator{}, `{"type":"array","minItems":3,"items":{"enum":["a","b"]}}`, twice), "unless there is nothing else")
}

func TestANameBelongsToWhatItNames(t *testing.T) {
	for name, tt := range map[string]struct{ text, path, pattern string }{
		"an object says what it is":        {`{"title":"Admin",` + required(`"type":{"type":"string"}`)[1:], "type", `^admin$`},
		"a list, that it is one":           {`{"title":"ListFilesResponse",` + required(`"object":{"type":"string"}`)[1:], "object", `^list$`},
		"a day without a format is a day":  {required(`"releaseDate":{"type":"string"}`), "releaseDate", `^\d{4}-\d\d-\d\d$`},
		"any participle with at is a time": {required(`"calculated_at":{"type":"string"}`), "calculated_at", `^\d{4}-\d\d-\d\dT`},
		"in UTC it is one too":             {required(`"UpdatedDateUTC":{"type":"string"}`), "UpdatedDateUTC", `^\d{4}-\d\d-\d\dT`},
		"an amount due is no time":         {required(`"amountDue":{"type":"number"}`), "amountDue", `^\d{1,3}(\.\d+)?$`},
		"a row is no time":                 {required(`"end":{"type":"integer"}`), "end", `^\d{1,2}$`},
		"how many there are is whole":      {required(`"number_of_scans":{"type":"number"}`), "number_of_scans", `^\d+$`},
		"a unit behind a quantity":         {required(`"page_size":{"type":"integer"}`), "page_size", `^\d{2,3}$`},
	} {
		t.Run(name, func(t *testing.T) {
			s := compiled(t, tt.text)
			for seed := range uint64(20) {
				assert.Regexp(t, tt.pattern, textAt(made(t, fake.Generator{Mode: schema.Answer}, seed, s), tt.path))
			}
		})
	}
}

func TestTheProjectOfAUserHasANameOfItsOwn(t *testing.T) {
	s := compiled(t, `{"title":"User",`+required(`"name":{"type":"string"},"projectName":{"type":"string"}`)[1:])
	for seed := range uint64(20) {
		v := made(t, fake.Generator{}, seed, s)
		assert.NotEqual(t, textAt(v, "name"), textAt(v, "projectName"))
	}
}
