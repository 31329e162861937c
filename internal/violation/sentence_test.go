package violation_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func TestSentence(t *testing.T) {
	long := strings.Repeat("é", 100)
	cases := []struct {
		name      string
		violation violation.Violation
		sentence  string
	}{
		{"a bound", violation.Violation{Where: "query.limit", Rule: "maximum", Limit: int64(100), Received: int64(101), Expected: "an integer of at most 100"}, `query.limit is 101; expected an integer of at most 100.`},
		{"a suggestion", violation.Violation{Where: "query.columns", Rule: "enum", Received: "gendre", Expected: `one of "gender", "count"`, Suggestion: "gender"}, `query.columns is "gendre"; expected one of "gender", "count". Did you mean "gender"?`},
		{"something missing", violation.Violation{Where: "query.columns", Rule: "required", Expected: "an array"}, `query.columns is missing; expected an array.`},
		{"something missing that is perhaps misspelt", violation.Violation{Where: "query.columns", Rule: "required", Expected: "an array", Suggestion: "colums"}, `query.columns is missing; expected an array. Is "colums" a misspelling of it?`},
		{"something required that is empty", violation.Violation{Where: "query.q", Rule: "required", Received: "", Expected: "a string"}, `query.q is ""; expected a string.`},
		{"a missing credential", violation.Violation{Where: "header.App-Key", Rule: "security", Expected: "a header App-Key that is not empty"}, `header.App-Key is missing; expected a header App-Key that is not empty.`},
		{"a null", violation.Violation{Where: "body/a", Rule: "type", Expected: "a string"}, `body/a is null; expected a string.`},
		{"an unknown name", violation.Violation{Where: "query.colums", Rule: "unknown", Received: "gender", Suggestion: "columns"}, `query.colums is not known. Did you mean "columns"?`},
		{"an unknown property", violation.Violation{Where: "body/colour", Rule: "additionalProperties", Received: int64(1), Expected: `only "size"`}, `body/colour is not known; expected only "size".`},
		{"a rule without words", violation.Violation{Where: "query.a", Rule: "odd", Limit: int64(2)}, `query.a breaks the rule odd 2.`},
		{"its own words", violation.Violation{Where: "query.sort", Rule: "x", Says: "sort by a column that is not selected"}, `sort by a column that is not selected`},
		{"a long string", violation.Violation{Where: "body", Rule: "maxLength", Received: long, Expected: "less"}, `body is "` + strings.Repeat("é", 79) + `…"; expected less.`},
		{"a long array", violation.Violation{Where: "body", Rule: "maxItems", Received: []any{long}, Expected: "less"}, `body is ["` + strings.Repeat("é", 77) + `…; expected less.`},
		{"a line end", violation.Violation{Where: "query.a", Rule: "pattern", Received: "a\nb", Expected: "other"}, `query.a is "a\nb"; expected other.`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.sentence, c.violation.Sentence())
		})
	}
}

func TestField(t *testing.T) {
	for where, field := range map[string]string{
		"query.limit": "limit", "header.App-Key": "App-Key", "path.id": "id", "cookie.c": "c", "query.filter[a.b]": "filter[a.b]",
		"query.ids/1": "ids", "body": "", "body/items/0/price": "items", "body/a~1b~0c": "a/b~c", "query.body": "body", "bodyguard": "bodyguard",
	} {
		require.Equal(t, field, violation.Violation{Where: where}.Field(), where)
	}
}

func TestObject(t *testing.T) {
	whole := violation.Violation{
		Where: "query.sort", Rule: "enum", Limit: []any{"a", "b"}, Received: "c", Expected: "one of a, b", Suggestion: "a", Document: "/components/parameters/sort/schema/enum",
	}
	require.Equal(t,
		`{"where":"query.sort","rule":"enum","limit":["a","b"],"received":"c","expected":"one of a, b","suggestion":"a","document":"/components/parameters/sort/schema/enum","message":"query.sort is \"c\"; expected one of a, b. Did you mean \"a\"?"}`,
		string(value.AppendJSON(nil, whole.Object())))

	null := violation.Violation{Where: "body", Rule: "type", Expected: "a string"}
	require.Equal(t, `{"where":"body","rule":"type","received":null,"expected":"a string","message":"body is null; expected a string."}`, string(value.AppendJSON(nil, null.Object())))

	missing := violation.Violation{Where: "query.a", Rule: "required"}
	require.Equal(t, `{"where":"query.a","rule":"required","message":"query.a is missing."}`, string(value.AppendJSON(nil, missing.Object())))

	huge := violation.Violation{Where: "body", Rule: "maxItems", Limit: int64(1), Received: make([]any, 1_000_000)}
	require.Less(t, len(value.AppendJSON(nil, huge.Object())), 5000)
}
