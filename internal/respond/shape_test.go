package respond

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

func compiled(t *testing.T, text string) *schema.Schema {
	t.Helper()
	if text == "" {
		return nil
	}
	root, err := tree.Parse("schema.yaml", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	s, err := schema.NewCompiler(schema.Config{Dialect: schema.Draft202012, Resolve: nil}).Compile(root, "")
	require.NoError(t, err)
	return s
}

func TestShapes(t *testing.T) {
	instant := func(text string) any { at, _ := value.ParseTime(text); return value.TimeOf(at) }
	day := func(text string) any { d, _ := value.ParseDate(text); return d }
	object := func(name string, v any) *value.Object { return value.ObjectOf(value.Member{Name: name, Value: v}) }
	const newYork, sydney, kathmandu = "America/New_York", "Australia/Sydney", "Asia/Kathmandu"
	tests := []struct {
		name   string
		v      any
		schema string
		zone   string
		want   string
	}{
		{"an instant without a schema", instant("2025-07-01T12:00:00Z"), "", "UTC", `"2025-07-01T12:00:00Z"`},
		{"in summer", instant("2025-07-01T12:00:00Z"), "type: string", newYork, `"2025-07-01T08:00:00-04:00"`},
		{"in winter", instant("2025-01-01T12:00:00Z"), "type: string", newYork, `"2025-01-01T07:00:00-05:00"`},
		{"a zone off by a quarter", instant("2025-01-01T12:00:00Z"), "type: string", kathmandu, `"2025-01-01T17:45:00+05:45"`},
		{"an offset that RFC 3339 cannot write", instant("1880-01-01T12:00:00Z"), "type: string", newYork, `"1880-01-01T12:00:00Z"`},
		{"with a fraction", instant("2025-01-01T12:00:00.120Z"), "format: date-time", "UTC", `"2025-01-01T12:00:00.12Z"`},
		{"as epoch seconds", instant("2025-01-01T12:00:00.9Z"), "type: integer", newYork, `1735732800`},
		{"as epoch seconds before 1970", instant("1969-12-31T23:59:59.5Z"), "type: number", "UTC", `-1`},
		{"as a text where both are taken", instant("2025-01-01T12:00:00Z"), "type: [integer, string]", "UTC", `"2025-01-01T12:00:00Z"`},
		{"nullable", instant("2025-01-01T12:00:00Z"), "type: [integer, 'null']", "UTC", `1735732800`},
		{"as the day that it is in the zone", instant("2025-01-01T13:30:00Z"), "{type: string, format: date}", sydney, `"2025-01-02"`},
		{"a day", day("2024-02-29"), "{type: string, format: date}", newYork, `"2024-02-29"`},
		{"a day as an instant: when it begins", day("2024-07-01"), "{type: string, format: date-time}", newYork, `"2024-07-01T00:00:00-04:00"`},
		{"an integer", int64(5), "type: integer", "UTC", `5`},
		{"an integer without a schema", int64(5), "", "UTC", `5`},
		{"an integer as text", int64(5), "type: string", "UTC", `"5"`},
		{"an integer as nullable text", int64(5), "type: [string, 'null']", "UTC", `"5"`},
		{"an integer where any type will do", int64(5), "{}", "UTC", `5`},
		{"a number as text", value.Number("4.50"), "type: string", "UTC", `"4.50"`},
		{"a text stays one", "5", "type: integer", "UTC", `"5"`},
		{"null", nil, "type: string", "UTC", `null`},
		{"a boolean", true, "type: string", "UTC", `true`},
		{"a list", []any{int64(1), int64(2)}, "{type: array, items: {type: string}}", "UTC", `["1","2"]`},
		{"a list without a schema of elements", []any{int64(1)}, "type: array", "UTC", `[1]`},
		{"nested", object("a", []any{object("at", instant("2025-01-01T12:00:00Z"))}),
			"properties: {a: {items: {properties: {at: {type: integer}}}}}", "UTC", `{"a":[{"at":1735732800}]}`},
		{"what the schema does not describe stays", object("b", int64(1)), "properties: {a: {type: string}}", "UTC", `{"b":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tt.zone)
			require.NoError(t, err)
			s := compiled(t, tt.schema)
			got := shape(tt.v, s, zone)
			assert.Equal(t, tt.want, string(value.AppendJSON(nil, got)))
			assert.Equal(t, got, shape(got, s, zone), "shaping twice changes nothing")
		})
	}
}

func TestRecordsAsTheirSchemaHasThem(t *testing.T) {
	root, err := tree.Parse("f.yaml", []byte(`collections:
  things:
    records: 1
    timezone: Asia/Kathmandu
    pinned: [{b: 1, a: null, at: '2025-01-01T12:00:00Z', hidden: true}]
    fields:
      id: {sequence: {start: 7}}
      a: {pick: [x]}
      b: {pick: [1]}
      at: {time: {from: 0d, to: 0d}}
`), tree.DefaultLimits)
	require.NoError(t, err)
	p, err := population.New(root, population.Config{Clock: time.Unix(0, 0)})
	require.NoError(t, err)
	r := p.NewSession().Snapshot().View("things").Find(int64(7))
	require.NotNil(t, r)
	tests := []struct{ name, schema, want string }{
		{"in the order of the schema, null left out", "properties: {b: {type: string}, a: {}, id: {}}", `{"b":"1","id":7}`},
		{"but not where it is required", "{properties: {a: {}, id: {}}, required: [a]}", `{"a":null,"id":7}`},
		{"what the collection does not have", "{properties: {c: {}, d: {}}, required: [d]}", `{"d":null}`},
		{"in the zone of the collection", "properties: {at: {type: string}}", `{"at":"2025-01-01T17:45:00+05:45"}`},
		{"without properties, all fields", "type: object", `{"id":7,"a":null,"b":1,"at":"2025-01-01T17:45:00+05:45","hidden":true}`},
		{"without a schema, all fields", "", `{"id":7,"a":null,"b":1,"at":"2025-01-01T17:45:00+05:45","hidden":true}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shape(r, compiled(t, tt.schema), time.UTC)
			assert.Equal(t, tt.want, string(value.AppendJSON(nil, got)))
		})
	}
}

func TestNesting(t *testing.T) {
	o := value.NewObject(0)
	for i, key := range []string{"id", "a.b", "a.c.d", "a.b", "id.x"} {
		nest(o, key, int64(i))
	}
	assert.Equal(t, `{"id":{"x":4},"a":{"b":3,"c":{"d":2}}}`, string(value.AppendJSON(nil, o)))
}
