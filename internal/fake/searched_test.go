package fake_test

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// ordinary draws a schema as people write them, of which most values are made without a search.
func (a around) ordinary(depth int) *value.Object {
	pick := func(of ...any) any { return rapid.SampledFrom(of).Draw(a.t, "of") }
	s := value.NewObject(0)
	forms := 9
	if depth > 2 {
		forms = 5
	}
	switch rapid.IntRange(0, forms-1).Draw(a.t, "form") {
	case 0:
		s.Set("type", pick("integer", "number", []any{"integer", "null"}))
		if a.coin() {
			s.Set("minimum", value.Decimal(rapid.Int64Range(-50, 50).Draw(a.t, "low"), rapid.IntRange(0, 2).Draw(a.t, "places")))
			s.Set("maximum", int64(60))
		}
		if a.coin() {
			s.Set("multipleOf", pick(int64(2), int64(5), value.Number("0.01"), value.Number("0.5")))
		}
	case 1:
		s.Set("type", pick("string", []any{"string", "null"}))
		if a.coin() {
			s.Set("minLength", rapid.Int64Range(0, 12).Draw(a.t, "least"))
			s.Set("maxLength", rapid.Int64Range(12, 40).Draw(a.t, "most"))
		}
	case 2:
		s.Set("type", "string")
		s.Set("format", pick("date-time", "date", "email", "uuid", "uri", "time", "ipv4", "phone"))
	case 3:
		s.Set("type", "string")
		s.Set("pattern", pick("^SKU-[0-9]{4}$", "^[0-9]{5}$", "[a-z]+", "^[A-Z]{2}", "^(a|b)-[0-9]+$", "^[a-z]+-[a-z]+$", "^[A-Z]{3}-[0-9]{6}$"))
	case 4:
		s.Set("enum", pick([]any{"a", "b", nil}, []any{int64(1), int64(2)}, []any{"x"}))
	case 5, 6:
		properties, required := value.NewObject(0), []any{}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(ordinaryNames), 0, 6, rapid.ID).Draw(a.t, "names") {
			properties.Set(name, a.ordinary(depth+1))
			if a.coin() {
				required = append(required, name)
			}
		}
		s.Set("type", "object")
		s.Set("properties", properties)
		s.Set("required", required)
	case 7:
		s.Set("type", "array")
		s.Set("items", a.ordinary(depth+1))
		s.Set("minItems", rapid.Int64Range(0, 3).Draw(a.t, "least"))
		s.Set("maxItems", rapid.Int64Range(3, 5).Draw(a.t, "most"))
		s.Set("uniqueItems", a.coin())
	case 8:
		s.Set(pick("oneOf", "anyOf").(string), []any{a.ordinary(depth + 1), a.ordinary(depth + 1), value.ObjectOf(value.Member{Name: "type", Value: "null"})})
	}
	return s
}

var ordinaryNames = []string{"id", "name", "firstName", "email", "code", "sku", "createdAt", "updatedAt", "min", "max", "total", "subtotal", "tags",
	"lines", "address", "country", "postalCode", "active", "deletedAt", "birthday", "age", "price", "description", "note", "latitude", "parentId"}

// TestWhatIsKnownToFitIsWhatASearchFinds compares values that are made by what is kept with schemas with those of a search that judges
// all that it makes, and has another judge look at them.
func TestWhatIsKnownToFitIsWhatASearchFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := value.AppendJSON(nil, around{t}.ordinary(0))
		s, err := compile(string(text))
		require.NoError(t, err)
		g := fake.Generator{Mode: schema.Answer, Clock: clock}
		other := strict(t, text)
		for range 3 {
			key := fake.Key(rapid.Uint64().Draw(t, "key"))
			searched, none := fake.Searched(g).Value(key, s)
			made, err := g.Value(key, s)
			require.Equal(t, none, err, "%s", text)
			require.Equal(t, string(value.AppendJSON(nil, searched)), string(value.AppendJSON(nil, made)), "%s", text)
			if err == nil {
				require.True(t, s.Fits(made, schema.Answer), "%s: %s", text, value.AppendJSON(nil, made))
				require.NoError(t, validated(other, made), "%s", text)
			}
		}
	})
}

// strict is the other judge, who heeds formats too.
func strict(t *rapid.T, text []byte) *jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	require.NoError(t, c.AddResource("https://example.com/ordinary.json", doc))
	s, err := c.Compile("https://example.com/ordinary.json")
	require.NoError(t, err)
	return s
}

func validated(s *jsonschema.Schema, v any) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(value.AppendJSON(nil, v)))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}
