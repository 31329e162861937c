package schema_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

func TestABoundThatIsMetIsAViolationWithItsName(t *testing.T) {
	cases := []struct{ name, schema, value, says string }{
		{"steps", circle(30), `1`, "query.a could not be judged completely: its schema takes more than " + strconv.Itoa(limit.Default().CheckSteps+20) + " steps."},
		{"depth", fan(30000, `NEXT`, `{"type":"integer"}`), `1`, "query.a could not be judged completely: its schema is deeper than 20000 levels."},
		{"violations", `{"additionalProperties":{"type":"string"}}`, hundredThousandMembers(), "query.a could not be judged completely: it breaks more than 1000 rules."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := must(t, schema.Draft202012, c.schema)
			found := s.Check(parse(t, c.value), "query.a", schema.ReadRequest)
			require.NotEmpty(t, found)
			last := found[len(found)-1]
			require.Equal(t, "limits", last.Rule)
			require.Equal(t, c.says, last.Sentence())
			require.False(t, s.Fits(parse(t, c.value), schema.ReadRequest))
		})
	}
}

func TestBoundsAreThoseOfTheConfiguration(t *testing.T) {
	cases := []struct {
		name, schema, value, says string
		set                       func(*limit.Set)
	}{
		{"steps", circle(10), `1`, "query.a could not be judged completely: its schema takes more than 120 steps.", func(s *limit.Set) { s.CheckSteps = 100 }},
		{"depth", `{"items":{"items":{"items":{"type":"integer"}}}}`, `[[[1]]]`, "query.a could not be judged completely: its schema is deeper than 3 levels.", func(s *limit.Set) { s.CheckDepth = 3 }},
		{"violations", `{"items":{"type":"string"}}`, `[1,2,3]`, "query.a could not be judged completely: it breaks more than 2 rules.", func(s *limit.Set) { s.Violations = 2 }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			limits := limit.Default()
			c.set(&limits)
			root, err := tree.Parse("s.json", []byte(c.schema), tree.DefaultLimits)
			require.NoError(t, err)
			s, err := schema.NewCompiler(schema.Config{Limits: limits}).Compile(root, "")
			require.NoError(t, err)
			found := s.Check(parse(t, c.value), "query.a", schema.ReadRequest)
			require.Equal(t, c.says, found[len(found)-1].Sentence())
		})
	}
}

func TestADocumentHasSoManySchemasAndPatterns(t *testing.T) {
	limits := limit.Default()
	limits.Schemas, limits.PatternSize, limits.PatternBytes = 6, 20, 30
	root, err := tree.Parse("s.json", []byte(`{
		"allOf":[{"pattern":"^a{30}$"},{"pattern":"`+strings.Repeat("b", 31)+`"},{"pattern":"^cccccccccc$"},{"pattern":"^dddddddddd$"},{"pattern":"^e$"}],
		"not":{}}`), tree.DefaultLimits)
	require.NoError(t, err)
	compiler := schema.NewCompiler(schema.Config{Limits: limits})
	_, err = compiler.Compile(root, "")
	require.EqualError(t, err, "s.json:3:9: the document has more than 6 schemas, the limit that --limit schemas=N sets")
	var said []string
	for _, m := range compiler.Mistakes() {
		require.True(t, m.Unenforced)
		said = append(said, m.Error())
	}
	require.Equal(t, []string{
		`s.json:2:23: the pattern "^a{30}$" is not enforced, so every text matches it: it stands for more than 20 instructions, the limit that --limit pattern-size=N sets`,
		`s.json:2:45: the pattern "` + strings.Repeat("b", 31) + `" is not enforced, so every text matches it: it has 31 bytes; the limit is 30, which --limit pattern-bytes=N sets`,
		`s.json:2:145: the pattern "^e$" is not enforced, so every text matches it: the patterns before it have more than 20 instructions together, the limit that --limit pattern-size=N sets`,
	}, said)
}

func TestWhatIsToldOfASchemaIsReckonedOnce(t *testing.T) {
	s := must(t, schema.Draft202012, `{"allOf":[{"properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"b":{}}}],"items":{}}`)
	s.Fields()
	require.Zero(t, testing.AllocsPerRun(10, func() {
		s.Fields()
		s.Kinds()
		s.RequiredNames()
		s.Element()
		s.Field("b")
		s.FormatOf()
		s.DefaultOf()
	}))
}
