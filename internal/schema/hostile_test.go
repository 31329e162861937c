package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// parse reads a value of any depth.
func parse(t testing.TB, text string) any {
	t.Helper()
	v, err := value.ParseJSON([]byte(text), value.Limits{Depth: 1000})
	require.NoError(t, err)
	return v
}

func must(t testing.TB, d schema.Dialect, text string) *schema.Schema {
	t.Helper()
	s, err := compile(t, d, text)
	require.NoError(t, err)
	return s
}

// fan makes definitions 0 to n, each of which is what of two references to the next; the last is the end.
func fan(n int, what, end string) string {
	var b strings.Builder
	b.WriteString(`{"$ref":"#/$defs/0","$defs":{`)
	for i := range n {
		ref := fmt.Sprintf(`{"$ref":"#/$defs/%d"}`, i+1)
		fmt.Fprintf(&b, `"%d":%s,`, i, strings.ReplaceAll(what, "NEXT", ref))
	}
	fmt.Fprintf(&b, `"%d":%s}}`, n, end)
	return b.String()
}

func TestSchemasThatExplodeAreJudgedAllTheSame(t *testing.T) {
	deep := strings.Repeat(`{"x":`, 90) + "1" + strings.Repeat("}", 90)
	cases := []struct {
		name, schema, value string
		broken              int
	}{
		{"an allOf that doubles forty times, which fits", fan(40, `{"allOf":[NEXT,NEXT]}`, `{"type":"integer"}`), `1`, 0},
		{"an allOf that doubles forty times, which does not", fan(40, `{"allOf":[NEXT,NEXT]}`, `{"type":"integer"}`), `"a"`, 1},
		{"an anyOf that doubles forty times, which does not", fan(40, `{"anyOf":[NEXT,NEXT]}`, `{"type":"integer"}`), `"a"`, 1},
		{"a oneOf that doubles forty times", fan(40, `{"oneOf":[NEXT,{"not":NEXT}]}`, `{"type":"integer"}`), `1`, -1},
		{"properties that double at every depth", `{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"properties":{"x":{"$ref":"#/$defs/a"}}},{"properties":{"x":{"$ref":"#/$defs/a"}}}]}}}`, deep, 0},
		{"unevaluated properties below doubling", fan(12, `{"allOf":[NEXT,NEXT]}`, `{"unevaluatedProperties":false}`), `{"a":1}`, 1},
		{"unevaluated properties beside doubling", strings.Replace(fan(40, `{"allOf":[NEXT,NEXT]}`, `{"properties":{"a":true}}`), `{`, `{"unevaluatedProperties":false,`, 1), `{"a":1}`, 0},
		{"a chain of references", fan(5000, `NEXT`, `{"type":"integer"}`), `"a"`, 1},
		{"a chain of references that is too long to follow", fan(30000, `NEXT`, `{"type":"integer"}`), `1`, 1},
		{"a parent that lists its child, which includes the parent", `{"$ref":"#/$defs/p","$defs":{"p":{"oneOf":[{"$ref":"#/$defs/c"}],"required":["t"]},"c":{"allOf":[{"$ref":"#/$defs/p"}],"required":["u"]}}}`, `{"t":1,"u":2}`, 0},
		{"the same with what the child lacks", `{"$ref":"#/$defs/p","$defs":{"p":{"oneOf":[{"$ref":"#/$defs/c"}],"required":["t"]},"c":{"allOf":[{"$ref":"#/$defs/p"}],"required":["u"]}}}`, `{"t":1}`, 1},
		{"a circle of thirty schemas in which each lists each, which takes more steps than there are", circle(30), `1`, 1},
		{"a number with an exponent of seven digits", `{"type":"number","multipleOf":0.3,"maximum":7}`, `1e9999999`, 2},
		{"a bound with an exponent of seven digits", `{"type":"integer","maximum":1e9999999,"minimum":-1e9999999,"multipleOf":1e-9999999,"maxLength":1e9999999}`, `7`, 0},
		{"a pattern that makes other engines hang", `{"pattern":"^(a+)+$"}`, `"` + strings.Repeat("a", 50_000) + `!"`, 1},
		{"uniqueItems of fifty thousand arrays", `{"uniqueItems":true}`, `[` + strings.Repeat(`[1,2,[3]],`, 50_000) + `0]`, 1},
		{"a hundred thousand members that are not known", `{"additionalProperties":false}`, hundredThousandMembers(), 1001},
		{"minItems of a thousand million", `{"minItems":1e9}`, `[]`, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found := must(t, schema.Draft202012, c.schema).Check(parse(t, c.value), "body", schema.ReadRequest)
			if c.broken >= 0 {
				require.Len(t, found, c.broken, "%v", found)
			}
		})
	}
}

// circle makes n definitions, each of which lists all of them.
func circle(n int) string {
	var refs, definitions []string
	for i := range n {
		refs = append(refs, fmt.Sprintf(`{"$ref":"#/$defs/%d"}`, i))
	}
	for i := range n {
		definitions = append(definitions, fmt.Sprintf(`"%d":{"oneOf":[%s]}`, i, strings.Join(refs, ",")))
	}
	return `{"$ref":"#/$defs/0","$defs":{` + strings.Join(definitions, ",") + `}}`
}

func hundredThousandMembers() string {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `"m%d":1,`, i)
	}
	return "{" + b.String() + `"last":1}`
}

func TestAHugeEnumIsSearchedNotScanned(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `"v%d",`, i)
	}
	s := must(t, schema.Draft202012, `{"items":{"enum":[`+b.String()+`"last"]}}`)
	items := make([]any, 100_000)
	for i := range items {
		items[i] = fmt.Sprint("v", i)
	}
	require.Empty(t, s.Check(items, "body", schema.ReadRequest))
	items[7] = "v7x"
	found := s.Check(items, "body", schema.ReadRequest)
	require.Len(t, found, 1)
	require.Equal(t, "body/7", found[0].Where)
}
