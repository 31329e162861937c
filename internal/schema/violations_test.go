package schema_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// cases reads a list of cases in testdata.
func cases(t *testing.T, name string) []*tree.Node {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	root, err := tree.Parse(name, data, tree.DefaultLimits)
	require.NoError(t, err)
	require.NotEmpty(t, root.Items)
	return root.Items
}

func dialect(n *tree.Node) schema.Dialect {
	switch n.Get("dialect").Str() {
	case "3.0":
		return schema.OpenAPI30
	case "2.0":
		return schema.Swagger20
	}
	return schema.Draft202012
}

func mode(n *tree.Node) schema.Mode {
	switch n.Get("mode").Str() {
	case "answer":
		return schema.Answer
	case "write":
		return schema.WriteRequest
	}
	return schema.ReadRequest
}

func TestViolations(t *testing.T) {
	for _, c := range append(cases(t, "violations.yaml"), cases(t, "heirs.yaml")...) {
		root := c.Get("schema")
		s, err := schema.NewCompiler(schema.Config{Dialect: dialect(c), Resolve: local(root)}).Compile(root, "")
		require.NoError(t, err, c.Place())
		for _, one := range c.Get("values").Items {
			t.Run(c.Get("name").Str()+"/"+one.Get("json").Str(), func(t *testing.T) {
				v := parse(t, one.Get("json").Str())
				sentences := []any{}
				for _, found := range s.Check(v, "body", mode(c)) {
					sentences = append(sentences, found.Sentence())
					require.NotNil(t, root.At(found.Document), "the rule %s at %s", found.Rule, found.Document)
				}
				require.Equal(t, one.Get("found").Value(), any(sentences), one.Place())
				require.Equal(t, len(sentences) == 0, s.Fits(v, mode(c)))
			})
		}
	}
}

func TestMistakesInSchemas(t *testing.T) {
	for _, c := range cases(t, "mistakes.yaml") {
		root := c.Get("schema")
		compiler := schema.NewCompiler(schema.Config{Dialect: dialect(c), Resolve: local(root), Root: root})
		s, err := compiler.Compile(root, "")
		said := []any{}
		for _, m := range compiler.Mistakes() {
			said = append(said, m.Error())
		}
		require.Equal(t, nodeOr(c.Get("mistakes"), []any{}), any(said), c.Place())
		_, again := compiler.Compile(root, "")
		require.Equal(t, err, again, "a mistake is met again by whoever comes next")
		if c.Get("error") != nil {
			require.EqualError(t, err, c.Get("error").Str(), c.Place())
			continue
		}
		require.NoError(t, err, c.Place())
		if fits := c.Get("fits"); fits != nil {
			require.Equal(t, c.Get("fits").True(), s.Fits(parse(t, c.Get("json").Str()), schema.ReadRequest), c.Place())
		}
	}
}

func nodeOr(n *tree.Node, other any) any {
	if n == nil {
		return other
	}
	return n.Value()
}

func TestViolationsAreValues(t *testing.T) {
	s := must(t, schema.Draft202012, `{"properties":{"a":{"items":{"maximum":5}},"b":{"enum":["x",null]},"c":{}},"required":["c"]}`)
	found := s.Check(parse(t, `{"a":[1,7],"b":"X"}`), "body", schema.ReadRequest)
	require.Len(t, found, 3)

	require.Equal(t, "body/a/1", found[0].Where)
	require.Equal(t, "maximum", found[0].Rule)
	require.Equal(t, int64(5), found[0].Limit)
	require.Equal(t, int64(7), found[0].Received)
	require.Equal(t, "a number of at most 5", found[0].Expected)
	require.Equal(t, "/properties/a/items/maximum", found[0].Document)

	require.Equal(t, []any{"x", nil}, found[1].Limit)
	require.Equal(t, "x", found[1].Suggestion)
	require.Equal(t, "/properties/b/enum", found[1].Document)

	require.Equal(t, "body/c", found[2].Where)
	require.Equal(t, "c", found[2].Limit)
	require.Nil(t, found[2].Received)
	require.Equal(t, "/required", found[2].Document)
}

func TestTimesAndDatesAreStrings(t *testing.T) {
	s := must(t, schema.Draft202012, `{"properties":{"at":{"type":"string","format":"date-time"},"on":{"type":"string","format":"date"}}}`)
	record := value.ObjectOf(value.Member{Name: "at", Value: value.Time(1_751_371_200_000_000)}, value.Member{Name: "on", Value: value.Date(20270)})
	require.Empty(t, s.Check(record, "body", schema.Answer))

	wrong := must(t, schema.Draft202012, `{"properties":{"at":{"type":"integer"}}}`)
	require.Equal(t, `body/at is "2025-07-01T12:00:00Z"; expected an integer.`, wrong.Check(record, "body", schema.Answer)[0].Sentence())
}
