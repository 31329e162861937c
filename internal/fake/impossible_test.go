package fake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
)

// impossible are schemas that nothing fits, and what is said of them.
var impossible = []struct{ why, schema, pointer, says string }{
	{"a minimum above the maximum", `{"type":"integer","minimum":5,"maximum":4}`, "", "its minimum is 5, more than its maximum, which is 4"},
	{"nothing between two bounds", `{"type":"number","exclusiveMinimum":4,"maximum":4}`, "", "no number lies strictly between 4 and 4"},
	{"no integer between two bounds", `{"type":"integer","minimum":0.2,"maximum":0.8}`, "", "no number between its bounds is a multiple of 1"},
	{"no multiple between two bounds", `{"type":"number","multipleOf":10,"minimum":1,"maximum":9}`, "", "no number between its bounds is a multiple of 10"},
	{"a minLength above the maxLength", `{"type":"string","minLength":5,"maxLength":4}`, "", "minLength is 5, more than maxLength, which is 4"},
	{"a minItems above the maxItems", `{"type":"array","minItems":5,"maxItems":4}`, "", "minItems is 5, more than maxItems, which is 4"},
	{"a minProperties above the maxProperties", `{"type":"object","minProperties":5,"maxProperties":4}`, "", "minProperties is 5, more than maxProperties, which is 4"},
	{"an empty enum", `{"enum":[]}`, "", "its enum is empty, so that nothing fits"},
	{"two enums with nothing in common", `{"allOf":[{"enum":[1,2]},{"enum":[3]}]}`, "/allOf/1", "none of the values of its enum fits the rest of the schema"},
	{"a const of the wrong type", `{"type":"string","const":1}`, "", "its const does not fit the rest of the schema"},
	{"two types with nothing in common", `{"type":"string","allOf":[{"type":"integer"}]}`, "/allOf/0", "its type is integer, which another part of the schema rules out"},
	{"the schema false", `false`, "", "nothing fits the schema false"},
	{"a required property whose schema is false", `{"type":"object","required":["a"],"properties":{"a":false}}`, "", `the property "a" is required, but /properties/a admits none`},
	{"a required property that may not be there", `{"type":"object","required":["a"],"additionalProperties":false}`, "", `the property "a" is required, but /additionalProperties admits none`},
	{"an impossible property inside", `{"type":"object","required":["a"],"properties":{"a":{"type":"array","minItems":1,"items":{"enum":[]}}}}`, "/properties/a/items", "its enum is empty, so that nothing fits"},
	{"not anything", `{"not":{}}`, "", "no choice of not goes together with the rest of the schema"},
	{"not its own type", `{"type":"string","not":{"type":"string"}}`, "", "no choice of not goes together with the rest of the schema"},
	{"two equal alternatives", `{"oneOf":[{"type":"string"},{"type":"string"}]}`, "/oneOf", "no value was found that keeps its rule oneOf"},
	{"more unlike elements than there are values", `{"type":"array","uniqueItems":true,"minItems":3,"items":{"type":"boolean"}}`, "", "no more than 2 elements that differ were found"},
	{"more properties than names", `{"type":"object","minProperties":3,"propertyNames":{"enum":["a","b"]}}`, "", "minProperties is 3, but no more than 2 were found"},
	{"a list without end", `{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","required":["next"],"properties":{"next":{"$ref":"#/$defs/n"}}}}}`, "/$defs/n/properties/next", "each value of it holds another one, without end"},
	{"a pattern too long for its maxLength", `{"type":"string","pattern":"^[a-z]{5}$","maxLength":4}`, "", "no text was found that matches ^[a-z]{5}$ and keeps the rest of the schema"},
	{"a format too long for its maxLength", `{"type":"string","format":"uuid","maxLength":4}`, "", "no text was found that has the format uuid and keeps the rest of the schema"},
	{"too many elements", `{"type":"array","minItems":1000000000}`, "", "minItems is 1000000000, more than the 10000 that --limit generated-items=N sets"},
	{"too many contained elements", `{"type":"array","contains":true,"minContains":1000000000}`, "", "it holds at least 1000000000 elements, more than the 10000 that --limit generated-items=N sets"},
	{"too many properties", `{"type":"object","minProperties":1000000000}`, "", "minProperties is 1000000000, more than the 10000 that --limit generated-items=N sets"},
	{"too long a text", `{"type":"string","minLength":1000000000}`, "", "its texts have at least 1000000000 characters, more than the 1048576 that --limit generated-bytes=N sets"},
	{"too many values", `{"type":"array","minItems":9000,"items":{"type":"array","minItems":9000,"items":{"type":"boolean"}}}`, "/items/items", "a value of it holds more than 100000 values, the limit that --limit generated-values=N sets"},
}

func TestWhatNothingFitsIsSaid(t *testing.T) {
	for _, c := range impossible {
		t.Run(c.why, func(t *testing.T) {
			s, err := compile(c.schema)
			require.NoError(t, err)
			for seed := range uint64(3) {
				v, err := fake.Generator{Mode: schema.Answer, Clock: clock}.Value(fake.NewKey(seed), s)
				require.Nil(t, v)
				require.Equal(t, &fake.Unsatisfiable{Pointer: c.pointer, Reason: c.says}, err)
			}
		})
	}
}

// hostile are schemas that explode. Whether something is found is not the question, but that the search ends.
var hostile = map[string]string{
	"2^30 ways through allOf":      chain(30, `{"allOf":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}`),
	"2^30 ways through anyOf":      chain(30, `{"anyOf":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}`),
	"2^30 ways through oneOf":      chain(30, `{"oneOf":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}`),
	"2^30 required values":         chain(30, `{"type":"object","required":["a","b"],"properties":{"a":{"$ref":"#/$defs/%d"},"b":{"$ref":"#/$defs/%d"}}}`),
	"10^30 elements":               chain(30, `{"type":"array","minItems":10,"items":{"allOf":[{"$ref":"#/$defs/%d"},{"$ref":"#/$defs/%d"}]}}`),
	"negations of negations":       strings.Repeat(`{"not":`, 200) + `{"type":"string"}` + strings.Repeat(`}`, 200),
	"alternatives that refer back": `{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{"type":"string"}]}},"$ref":"#/$defs/a"}`,
	"nothing but itself":           `{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}`,
	"itself in all its properties": `{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","additionalProperties":{"$ref":"#/$defs/a"},"minProperties":3}}}`,
	"itself in a wide tree":        `{"$ref":"#/$defs/a","$defs":{"a":{"type":"object","properties":{` + wide(40) + `}}}}`,
	"a tree too deep":              deep(200),
	"numbers beyond reach":         `{"type":"number","minimum":1e9999999}`,
	"a step beyond reach":          `{"type":"number","multipleOf":1e-9999999}`,
	"many steps":                   `{"allOf":[{"multipleOf":0.0001234567},{"multipleOf":7654321.1},{"multipleOf":99999989}]}`,
	"a pattern that backtracks":    `{"type":"string","pattern":"^(a+)+$","minLength":1000}`,
	"a pattern of many repeats":    `{"type":"string","pattern":"^((a{0,100}){0,100}){0,100}$"}`,
	"a long text of a pattern":     `{"type":"string","pattern":"^[a-z ]*$","minLength":100000}`,
	"many required names":          `{"type":"object","minProperties":5000}`,
	"oneOf of many that overlap":   `{"oneOf":[` + strings.TrimSuffix(strings.Repeat(`{"type":"object","properties":{"a":{"type":"string"}}},`, 200), ",") + `]}`,
}

func chain(n int, link string) string {
	var b strings.Builder
	b.WriteString(`{"$ref":"#/$defs/0","$defs":{`)
	for i := range n {
		fmt.Fprintf(&b, `"%d":`+link+`,`, i, i+1, i+1)
	}
	fmt.Fprintf(&b, `"%d":{"type":"string"}}}`, n)
	return b.String()
}

func wide(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf(`"p%d":{"type":"array","items":{"$ref":"#/$defs/a"}}`, i))
	}
	return strings.Join(names, ",")
}

func deep(n int) string {
	return strings.Repeat(`{"type":"object","required":["a"],"properties":{"a":`, n) + `{"type":"string"}` + strings.Repeat(`}}`, n)
}

func TestHostileSchemasEnd(t *testing.T) {
	for why, text := range hostile {
		t.Run(why, func(t *testing.T) {
			s, err := compile(text)
			require.NoError(t, err)
			scenario.Ends(t, func() {
				v, err := fake.Generator{Mode: schema.Answer, Clock: clock}.Value(fake.NewKey(1), s)
				if err == nil {
					require.True(t, s.Fits(v, schema.Answer))
				} else {
					require.ErrorAs(t, err, new(*fake.Unsatisfiable))
				}
			})
		})
	}
}
