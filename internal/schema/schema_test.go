package schema_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

func names(properties []schema.Property) []string {
	var list []string
	for _, p := range properties {
		list = append(list, p.Name)
	}
	return list
}

func TestFieldsLookThroughReferencesAndAllOf(t *testing.T) {
	cases := []struct {
		name, schema string
		fields       []string
		required     []string
	}{
		{"properties in the order of the document", `{"properties":{"b":{},"a":{}},"required":["a"]}`, []string{"b", "a"}, []string{"a"}},
		{"an allOf before them", `{"allOf":[{"$ref":"#/$defs/base"}],"properties":{"b":{},"id":{}},"$defs":{"base":{"properties":{"id":{}},"required":["id"]}}}`, []string{"id", "b"}, []string{"id"}},
		{"an allOf after them", `{"properties":{"b":{}},"allOf":[{"$ref":"#/$defs/base"},{"required":["b","id"]}],"$defs":{"base":{"properties":{"id":{}},"required":["id"]}}}`, []string{"b", "id"}, []string{"id", "b"}},
		{"an alternative to null", `{"anyOf":[{"type":"null"},{"properties":{"a":{}}}]}`, []string{"a"}, nil},
		{"several alternatives", `{"oneOf":[{"properties":{"b":{}}},{"properties":{"a":{}}}]}`, nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := must(t, schema.Draft202012, c.schema)
			require.Equal(t, c.fields, names(s.Fields()))
			require.Equal(t, c.required, s.RequiredNames())
			for _, p := range s.Fields() {
				require.Same(t, p.Schema, s.Field(p.Name))
			}
			require.Nil(t, s.Field("none"))
		})
	}
}

func TestKinds(t *testing.T) {
	cases := []struct {
		name, schema, kinds, words string
		dialect                    schema.Dialect
	}{
		{"nothing said", `{}`, "any type", "a value that fits the schema", 0},
		{"a type", `{"type":"integer"}`, "integer", "an integer", 0},
		{"several types, null last", `{"type":["null","string"]}`, "string or null", "a string or null", 0},
		{"nullable", `{"type":"integer","nullable":true}`, "integer or null", "an integer or null", schema.OpenAPI30},
		{"through a reference", `{"$ref":"#/$defs/a","$defs":{"a":{"type":"array","minItems":1}}}`, "array", "an array of at least 1 item", 0},
		{"an allOf that narrows", `{"allOf":[{"type":["number","string"]},{"type":"integer"}]}`, "integer", "a number or a string", 0},
		{"alternatives", `{"anyOf":[{"type":"string","format":"uuid"},{"type":"null"}]}`, "string or null", "a UUID such as 123e4567-e89b-12d3-a456-426614174000 or null", 0},
		{"alternatives of which one says nothing", `{"anyOf":[{"type":"string"},{}]}`, "any type", "a string or a value that fits /anyOf/1", 0},
		{"the values of an enum", `{"enum":["a",null]}`, "string or null", `one of "a", null`, 0},
		{"a constant", `{"const":1.5}`, "number", "1.5", 0},
		{"a circle of alternatives", `{"anyOf":[{"$ref":"#"},{"type":"string"}]}`, "any type", "a string", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := must(t, c.dialect, c.schema)
			require.Equal(t, c.kinds, s.Kinds().String())
			require.Equal(t, c.words, s.Words())
		})
	}
}

func TestElementAndFormatLookThroughReferences(t *testing.T) {
	s := must(t, schema.Draft202012, `{"$ref":"#/$defs/list","$defs":{"list":{"allOf":[{"items":{"$ref":"#/$defs/day"}}]},"day":{"type":"string","format":"date"}}}`)
	require.Equal(t, "date", s.Element().FormatOf())
	require.True(t, s.Element().Kinds().Has(schema.String))
	require.Nil(t, s.Element().Element())
}

func TestDefaultsLookThroughReferences(t *testing.T) {
	s := must(t, schema.Draft202012, fan(40, `{"allOf":[NEXT,NEXT]}`, `{"default":null}`))
	v, ok := s.DefaultOf()
	require.True(t, ok)
	require.Nil(t, v)
	_, ok = must(t, schema.Draft202012, `{"type":"integer"}`).DefaultOf()
	require.False(t, ok)
}

func TestKeywordsAreKeptAsWritten(t *testing.T) {
	s := must(t, schema.Draft202012, `{
		"title":"T","description":"D","default":null,"example":1,"examples":[2,3],"readOnly":true,"writeOnly":true,
		"minimum":1.50,"maxLength":3,"contains":{},"x-other":{"type":7}}`)
	require.Equal(t, "T", s.Title)
	require.Equal(t, "D", s.Description)
	require.True(t, s.HasDefault)
	require.Nil(t, s.Default)
	require.Equal(t, []any{int64(1), int64(2), int64(3)}, s.Examples)
	require.True(t, s.ReadOnly && s.WriteOnly)
	require.EqualValues(t, "1.50", s.Minimum)
	require.Equal(t, int64(3), *s.MaxLength)
	require.Equal(t, int64(1), s.MinContains)
	require.False(t, s.HasConst)
}

func TestPatternsFollowECMA(t *testing.T) {
	cases := []struct {
		name, pattern, text string
		enforced, matches   bool
	}{
		{"found anywhere", `b`, "abc", true, true},
		{"escapes of code units", `^\u00e9$`, "é", true, true},
		{"escapes of code points", `^\u{1F600}$`, "😀", true, true},
		{"a space of any kind", `^\s[\s]$`, "\u00a0\u2028", true, true},
		{"no space of any kind", `^\S$`, "\u00a0", true, false},
		{"control characters", `^\cJ$`, "\n", true, true},
		{"a dollar is the end, not the last line's", `^a$`, "a\n", true, false},
		{"an escaped slash", `^a\/b$`, "a/b", true, true},
		{"a backslash before u", `^\\u0041$`, `\u0041`, true, true},
		{"named groups", `(?<y>\d{4})`, "2025", true, true},
		{"no control character", `^\c1$`, `\c1`, true, true},
		{"a space within a range", `^[\s-a]+$`, "-a\u2003", true, true},
		{"a class after a dash", `^[+-\d]+$`, "+-7", true, true},
		{"a class before a dash", `^[\w-.]+$`, "a-.", true, true},
		{"no space of any kind in a class", `^[\S]$`, "\u00a0", true, false},
		{"a bracket in a class", `^[[:a]+$`, "[:a", true, true},
		{"a class of all", `^[^]$`, "\n", true, true},
		{"a class of nothing", `[]`, "a", true, false},
		{"a dot is no end of a line", `^.$`, "\u2028", true, false},
		{"a dot in a class", `^[.]$`, "a", true, false},
		{"digits are ASCII", `^\d$`, "٣", true, false},
		{"a backspace", `^[\b]$`, "\b", true, true},
		{"nul", `^\0$`, "\x00", true, true},
		{"halves of a character", `^\uD83D\uDE00$`, "😀", true, true},
		{"classes of halves", `^[\uD800-\uDBFF][\uDC00-\uDFFF]$`, "😀", true, true},
		{"letters of any script", `^\p{L}+\p{Script=Greek}$`, "éΩ", true, true},
		{"long names of categories", `^\p{Letter}\P{Decimal_Number}[\p{gc=Nd}]$`, "éx7", true, true},
		{"letters that mean nothing", `^\m\_\é\-$`, "m_é-", true, true},
		{"two hexadecimal digits", `^\x41\x5d[\x5d]$`, "A]]", true, true},
		{"braces that count nothing", `^{a}{,2}$`, "{a}{,2}", true, true},
		{"many repetitions", `^[a-z]{1,2000}$`, strings.Repeat("a", 1500), true, true},
		{"too many repetitions", `^[a-z]{1,2000}$`, strings.Repeat("a", 2001), true, false},
		{"looking ahead", `^(?!a)`, "a", true, false},
		{"looking behind", `(?<=\$)\d$`, "$5", true, true},
		{"a dollar is the end beside what looks ahead", `^(?=a)a$`, "a\n", true, false},
		{"references back", `(a)\1`, "ab", true, false},
		{"references back by name", `^(?<q>["'])x\k<q>$`, `"x"`, true, true},
		{"a password", `^(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s])[^\s]{8,}$`, "Passw0rd!", true, true},
		{"a password without a digit", `^(?=.*[A-Z])(?=.*\d).{8,}$`, "Password", true, false},
		{"nonsense", `(`, "b", false, true},
		{"what no engine knows", `\p{Nonsense}`, "b", false, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := schema.NewPattern(c.pattern)
			require.Equal(t, c.enforced, p.Enforced(), p.Reason())
			require.Equal(t, c.matches, p.Match(c.text))
		})
	}
}

func TestACompilerServesManyAtOnce(t *testing.T) {
	root, err := tree.Parse("s.json", []byte(fan(50, `{"allOf":[NEXT,NEXT]}`, `{"type":"integer"}`)), tree.DefaultLimits)
	require.NoError(t, err)
	compiler := schema.NewCompiler(schema.Config{Dialect: schema.Draft202012, Resolve: local(root)})
	compiled := make([]*schema.Schema, 16)
	var wait sync.WaitGroup
	for i := range compiled {
		wait.Go(func() {
			s, err := compiler.Compile(root, "")
			if err == nil && s.Fits(int64(1), schema.Answer) {
				compiled[i] = s
			}
		})
	}
	wait.Wait()
	for _, s := range compiled {
		require.NotNil(t, s)
		require.Same(t, compiled[0], s)
	}
}

func BenchmarkCheckBodyThatFits(b *testing.B) {
	s := must(b, schema.OpenAPI30, `{"type":"array","items":{"$ref":"#/definitions/customer"},"definitions":{"customer":{"type":"object","required":["id","name"],
		"properties":{"id":{"type":"integer","format":"int64"},"name":{"type":"string","maxLength":100},"email":{"type":"string","format":"email"},
		"state":{"type":"string","enum":["active","lead","gone"]},"created":{"type":"string","format":"date-time"}}}}}`)
	one := `{"id":1,"name":"Ada Lovelace","email":"ada@example.com","state":"active","created":"2025-07-01T12:00:00Z"}`
	list := "[" + one
	for range 119 {
		list += "," + one
	}
	v := parse(b, list+"]")
	b.SetBytes(int64(len(list)))
	b.ReportAllocs()
	for b.Loop() {
		if s.Check(v, "body", schema.ReadRequest) != nil {
			b.Fatal("does not fit")
		}
	}
}
