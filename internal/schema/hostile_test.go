package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
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
		fmt.Fprintf(&b, `"%d":%s,`, i, strings.NewReplacer("NEXT", ref, "NUMBER", fmt.Sprint(i)).Replace(what))
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
		{"an anyOf of objects that doubles forty times, which does not fit", fan(40, `{"anyOf":[NEXT,NEXT]}`, `{"type":"object","required":["a"]}`), `{}`, -1},
		{"alternatives within alternatives, each of which could be meant", alternatives(6), `{}`, -1},
		{"a dynamic reference to itself", `{"$dynamicAnchor":"a","$dynamicRef":"#a","type":"integer"}`, `"x"`, 1},
		{"dynamic references that double", fan(40, `{"allOf":[NEXT,{"$dynamicRef":"#end"}]}`, `{"$dynamicAnchor":"end","type":"integer"}`), `"a"`, -1},
		{"a schema that is what it is not", `{"not":{"$ref":"#"}}`, `1`, -1},
		{"items of items without end", `{"items":{"$ref":"#"},"minItems":1}`, `[[[]]]`, 1},
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

// alternatives nests oneOf of eight objects so deep.
func alternatives(depth int) string {
	inner := `{"type":"object","required":["a"]}`
	for range depth {
		inner = `{"oneOf":[` + strings.Repeat(inner+",", 3) + `{"type":"object","required":["b","c"]}]}`
	}
	return inner
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

func TestWhatIsToldOfASchemaThatExplodesEnds(t *testing.T) {
	for name, text := range map[string]string{
		"an allOf that doubles":         fan(40, `{"allOf":[NEXT,NEXT]}`, `{"type":"object","properties":{"a":{}},"required":["a"]}`),
		"an anyOf that doubles":         fan(40, `{"anyOf":[NEXT,NEXT]}`, `{"type":"object"}`),
		"a oneOf beside null":           fan(40, `{"oneOf":[NEXT,{"type":"null"}],"allOf":[NEXT]}`, `{"type":"object"}`),
		"a hundred thousand references": fan(100_000, `NEXT`, `{"type":"object","properties":{"a":{}}}`),
		"twenty thousand anyOfs":        fan(20_000, `{"anyOf":[NEXT,{"type":"integer"}]}`, `{"type":"object"}`),
		"twenty thousand ids":           fan(20_000, `{"$id":"http://localhost/NUMBER","$anchor":"a"}`, `{"$dynamicRef":"#a","$dynamicAnchor":"a"}`),
		"twenty thousand dynamics":      fan(20_000, `{"$dynamicAnchor":"a","allOf":[NEXT,{"$dynamicRef":"#a"}]}`, `true`),
	} {
		t.Run(name, func(t *testing.T) {
			s := must(t, schema.Draft202012, text)
			require.NotEmpty(t, s.Words())
			s.Kinds()
			s.Fields()
			s.RequiredNames()
			s.Element()
			s.Check(parse(t, `{}`), "body", schema.ReadRequest)
		})
	}
}

// repeated is n numbered texts with commas between them.
func repeated(n int, text string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(text, "NUMBER", fmt.Sprint(i)))
	}
	return b.String()
}

func TestASchemaAndAValueThatAreLargeTogether(t *testing.T) {
	objects := `[` + repeated(10_000, `{"p1":1}`) + `]`
	for _, c := range []struct {
		name, schema, value string
		broken              int
	}{
		{"many properties", `{"items":{"properties":{` + repeated(50_000, `"pNUMBER":{"type":"integer"}`) + `}}}`, objects, 0},
		{"many properties, of which one is wrong", `{"items":{"properties":{` + repeated(50_000, `"pNUMBER":{"type":"string"}`) + `}}}`, objects, 1001},
		{"many required properties", `{"items":{"required":[` + repeated(50_000, `"pNUMBER"`) + `]}}`, objects, 1001},
		{"many dependencies", `{"items":{"dependentRequired":{` + repeated(50_000, `"qNUMBER":["r"]`) + `}}}`, objects, 1},
		{"many patterns of names", `{"items":{"patternProperties":{` + repeated(5_000, `"^NUMBERx":false`) + `}}}`, objects, 1},
		{"many properties, all of them given", `{"properties":{` + repeated(30_000, `"pNUMBER":{"type":"integer"}`) + `},"additionalProperties":false}`, `{` + repeated(30_000, `"pNUMBER":1`) + `}`, 0},
		{"many alternatives", `{"items":{"anyOf":[` + repeated(5_000, `{"required":["qNUMBER"]}`) + `]}}`, objects, -1},
		{"many patterns of names that are long", `{"patternProperties":{` + repeated(5_000, `"^(a|b){99}cNUMBER$":false`) + `}}`, `{"a":1}`, 0},
		{"a long pattern and a long text", `{"pattern":"^` + strings.Repeat(`(a?b?){30}`, 200) + `$"}`, `"` + strings.Repeat("ab", 1<<20) + `"`, 1},
		{"a constant of many values", `{"items":{"const":[` + repeated(100_000, `NUMBER`) + `]}}`, objects, 1001},
		{"an enum of many values", `{"items":{"enum":[` + repeated(100_000, `NUMBER`) + `]}}`, objects, 1001},
		{"many properties, and many that are none of them", `{"additionalProperties":false,"properties":{` + repeated(50_000, `"pNUMBER":{}`) + `}}`, `{` + repeated(2000, `"xNUMBER":1`) + `}`, 1001},
		{"many required properties that only answers have", `{"items":{"properties":{` + repeated(20_000, `"qNUMBER":{"readOnly":true}`) + `},"required":[` + repeated(20_000, `"qNUMBER"`) + `]}}`, objects, 1},
		{"a pattern of millions of instructions", `{"pattern":"` + strings.Repeat("a{1000}", 3000) + `"}`, `"a"`, 0},
		{"expressions of millions of instructions", `{"items":{"format":"regex"}}`, `[` + repeated(20, `"NUMBER`+strings.Repeat("a{1000}", 3000)+`"`) + `]`, 0},
		{"sets of characters that end a range", `{"pattern":"(?<=a)[` + strings.Repeat(`a-\\d`, 12_000) + `]"}`, `"a"`, 1},
		{"a divisor of many digits", `{"multipleOf":` + strings.Repeat("7", 100_000) + `}`, `1e999`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := must(t, schema.Draft202012, c.schema).Check(parse(t, c.value), "body", schema.ReadRequest)
			if c.broken >= 0 {
				require.Len(t, found, c.broken)
			}
			for _, v := range found {
				v.Object()
			}
		})
	}
}

func TestASchemaWithAMistakeCostsWhoLeadsToItAndNobodyElse(t *testing.T) {
	root, err := tree.Parse("s.json", []byte(`{"$defs":{
		"good":{"type":"integer"},
		"bad":{"properties":{"a":{"$ref":"#/nowhere"},"b":{"$ref":"#/$defs/good"}}},
		"user":{"items":{"anyOf":[{"$ref":"#/$defs/user"},{"$ref":"#/$defs/bad"}]}},
		"circle":{"allOf":[{"$ref":"#/$defs/circle"}]},
		"both":{"not":{"$ref":"#/$defs/circle"},"properties":{"x":{"$ref":"#/$defs/good"}}}}}`), tree.DefaultLimits)
	require.NoError(t, err)
	compiler := schema.NewCompiler(schema.Config{Resolve: local(root), Root: root})
	for range 2 {
		for _, c := range []struct{ name, says string }{
			{"user", `s.json:3:36: "#/nowhere" points to nothing`},
			{"bad", `s.json:3:36: "#/nowhere" points to nothing`},
			{"both", "s.json:5:22: allOf/0 leads by $ref and allOf back to /$defs/circle, which says nothing; expected a schema that ends"},
			{"good", ""},
		} {
			_, err := compiler.Compile(root.Path("$defs", c.name), "/$defs/"+c.name)
			if c.says == "" {
				require.NoError(t, err)
				continue
			}
			require.EqualError(t, err, c.says)
		}
	}
}

func TestManySlowPatternsEndTogether(t *testing.T) {
	limits := limit.Default()
	limits.PatternMicros = 20_000
	root, err := tree.Parse("s.json", []byte(`{"items":{"pattern":"^(?=x)(x+x+)+y$"}}`), tree.DefaultLimits)
	require.NoError(t, err)
	s, err := schema.NewCompiler(schema.Config{Resolve: local(root), Limits: limits}).Compile(root, "")
	require.NoError(t, err)
	items := make([]any, 10_000)
	for i := range items {
		items[i] = strings.Repeat("x", 100)
	}
	found := s.Check(items, "body", schema.ReadRequest)
	require.Equal(t, "body could not be judged completely: the patterns of its schema take longer than 80ms.", found[len(found)-1].Sentence())
	require.Less(t, len(found), 20)
}
