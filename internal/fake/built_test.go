package fake_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// around draws a schema that a value fits, as JSON, and the value.
type around struct{ t *rapid.T }

func (a around) coin() bool { return rapid.Bool().Draw(a.t, "coin") }

func (a around) value(depth int) any {
	kinds := 6
	if depth > 2 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(a.t, "kind") {
	case 0:
		return rapid.Int64Range(-1e9, 1e9).Draw(a.t, "integer")
	case 1:
		return value.Decimal(rapid.Int64Range(-1e6, 1e6).Draw(a.t, "units"), rapid.IntRange(0, 4).Draw(a.t, "places"))
	case 2:
		return rapid.StringMatching(`[a-z]{0,12}`).Draw(a.t, "text")
	case 3:
		return a.coin()
	case 4:
		items := make([]any, rapid.IntRange(0, 4).Draw(a.t, "length"))
		for i := range items {
			items[i] = a.value(depth + 1)
		}
		return items
	}
	o := value.NewObject(0)
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "name", "id", "email", "x-1"}), 0, 4, rapid.ID).Draw(a.t, "names") {
		o.Set(name, a.value(depth+1))
	}
	return o
}

// schema draws keywords that the value keeps.
func (a around) schema(v any, depth int) *value.Object {
	s := value.NewObject(0)
	if depth > 4 {
		return s
	}
	switch rapid.IntRange(0, 9).Draw(a.t, "form") {
	case 0:
		s.Set("const", v)
		return s
	case 1:
		s.Set("enum", []any{"other", v, int64(7)})
		return s
	case 2:
		s.Set("allOf", []any{a.schema(v, depth+1), a.schema(v, depth+1)})
		return s
	case 3:
		s.Set("anyOf", []any{a.schema(a.value(2), depth+2), a.schema(v, depth+1)})
		return s
	case 4:
		other := value.ObjectOf(value.Member{Name: "const", Value: "never"})
		s.Set("oneOf", []any{other, a.schema(v, depth+1)})
		if v == "never" {
			return value.NewObject(0)
		}
		return s
	}
	switch v := v.(type) {
	case int64, value.Number:
		a.number(s, v)
	case string:
		a.text(s, v)
	case bool:
		s.Set("type", "boolean")
	case []any:
		a.array(s, v, depth)
	case *value.Object:
		a.object(s, v, depth)
	}
	return s
}

func (a around) number(s *value.Object, v any) {
	s.Set("type", "number")
	if value.IsInteger(v) && a.coin() {
		s.Set("type", "integer")
		if n, _ := value.Int(v); n != 0 && a.coin() {
			s.Set("multipleOf", max(n, -n))
		}
	}
	if a.coin() {
		s.Set("minimum", v)
	}
	if a.coin() {
		s.Set("maximum", v)
	}
}

func (a around) text(s *value.Object, v string) {
	s.Set("type", "string")
	n := int64(len(v))
	if a.coin() {
		s.Set("minLength", n)
	}
	if a.coin() {
		s.Set("maxLength", n)
	}
	if a.coin() {
		s.Set("pattern", fmt.Sprintf("^[a-z]{0,%d}$", n))
	}
	if a.coin() && n > 0 {
		s.Set("not", value.ObjectOf(value.Member{Name: "pattern", Value: "^$"}))
	}
}

func (a around) array(s *value.Object, v []any, depth int) {
	s.Set("type", "array")
	n := int64(len(v))
	if a.coin() {
		s.Set("minItems", n)
	}
	if a.coin() {
		s.Set("maxItems", n)
	}
	if n > 0 && a.coin() {
		var prefix []any
		for _, item := range v {
			prefix = append(prefix, a.schema(item, depth+1))
		}
		s.Set("prefixItems", prefix)
		if a.coin() {
			s.Set("items", false)
		}
	} else if n > 0 && a.coin() {
		s.Set("contains", a.schema(v[0], depth+1))
	}
}

func (a around) object(s *value.Object, v *value.Object, depth int) {
	s.Set("type", "object")
	properties, required := value.NewObject(0), []any{}
	for _, m := range v.Members() {
		properties.Set(m.Name, a.schema(m.Value, depth+1))
		if a.coin() {
			required = append(required, m.Name)
		}
	}
	s.Set("properties", properties)
	s.Set("required", required)
	if a.coin() {
		s.Set("minProperties", int64(v.Len()))
	}
	if a.coin() {
		s.Set("maxProperties", int64(v.Len()))
	}
	if a.coin() {
		s.Set(rapid.SampledFrom([]string{"additionalProperties", "unevaluatedProperties"}).Draw(a.t, "closed"), false)
	}
}

func TestWhatAValueFitsSomethingIsFoundFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := around{t}
		v := a.value(0)
		text := string(value.AppendJSON(nil, a.schema(v, 0)))
		s, err := compile(text)
		require.NoError(t, err)
		require.True(t, s.Fits(v, schema.Answer), "%s: %s", text, value.AppendJSON(nil, v))
		made, err := fake.Generator{Mode: schema.Answer, Clock: clock}.Value(fake.Key(rapid.Uint64().Draw(t, "key")), s)
		require.NoError(t, err, "%s, which %s fits", text, value.AppendJSON(nil, v))
		require.True(t, s.Fits(made, schema.Answer), "%s: %s", text, value.AppendJSON(nil, made))
	})
}
