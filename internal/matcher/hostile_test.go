package matcher_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/scenario"
	"mockserver/internal/tree"
)

// Whatever a body and a pattern are, judging ends.
func TestJudgingEnds(t *testing.T) {
	large := 10 << 20
	if scenario.RaceDetector {
		large = 1 << 20
	}
	numbers := "[" + strings.Repeat("1,2,", 100_000) + "3]"
	objects := "[" + strings.Repeat(`{"a":1,"b":2},`, 50_000) + `{"a":1,"b":3}]`
	half := "[" + strings.TrimSuffix(strings.Repeat(`{"b":2},{"a":1},`, 1000), ",") + "]"
	bodies := map[string]string{
		"deep": strings.Repeat("[", 1_000_000), "deep and closed": strings.Repeat("[", 99) + strings.Repeat("]", 99),
		"a long text": strings.Repeat("a", large), "a long text in JSON": `"` + strings.Repeat("a", large) + `"`,
		"numbers": numbers, "objects": objects, "half": half,
	}
	patterns := []string{
		`{"matches":"(a*)*(b|c)"}`, `{"matches":"(?=(a+)+$)(a|aa)*b"}`, `{"matches":".*(x|y|z)[a-f]{1,500}.*"}`, `{"equalTo":"a"}`, `{"contains":"b"}`,
		`{"equalToJson":` + half + `,"ignoreArrayOrder":true,"ignoreExtraElements":true}`,
		`{"equalToJson":["${json-unit.regex}(a*)*b","${json-unit.ignore}"],"ignoreArrayOrder":true,"ignoreExtraElements":true}`,
		`{"equalToJson":[1,2,3],"ignoreArrayOrder":true}`,
		`{"matchesJsonPath":"$..*..*..*"}`, `{"matchesJsonPath":{"expression":"$..*","matchesJsonPath":{"expression":"$..*","contains":"x"}}}`,
		`{"matchesJsonPath":"$[?(@ in $[?(@ in $)])]"}`, `{"matchesJsonPath":"$[?($ =~ /(?=x)(a*)*b/)]"}`,
		`{"matchesJsonSchema":{"items":{"type":"integer"},"uniqueItems":true}}`,
	}
	scenario.Ends(t, func() {
		for _, text := range patterns {
			p := pattern(t, text)
			for name, body := range bodies {
				got := p.MatchText(body, true)
				assert.False(t, got.Matched && got.Exhausted, "%s: %s", name, text)
			}
		}
	})
}

// The order of a large array costs no search.
func TestALargeArrayInAnotherOrderFits(t *testing.T) {
	var up []string
	for i := range 20_000 {
		up = append(up, `{"id":`+strings.Repeat("1", i%7+1)+`,"n":[`+strings.Repeat("2,", i%5)+`1]}`)
	}
	down := slices.Clone(up)
	slices.Reverse(down)
	p := pattern(t, `{"equalToJson":[`+strings.Join(up, ",")+`],"ignoreArrayOrder":true}`)
	assert.True(t, p.MatchText("["+strings.Join(down, ",")+"]", true).Matched)
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"equalTo":"a","caseInsensitive":true}`, `{"matches":"\\p{Alpha}[a[b-c]]*+\\Q.\\E"}`, `{"equalToJson":["${json-unit.regex}a+",{"a":1}],"ignoreArrayOrder":true}`,
		`{"matchesJsonPath":{"expression":"$..a[?(@ =~ /x/i)]","or":[{"absent":true},{"not":{"contains":"b"}}]}}`, `{"before":"now +3 days","truncateExpected":"first day of month","actualFormat":"yyyy-MM-dd'T'HH:mm"}`,
		`{"hasExactly":[{"equalTo":"a"},{"anything":1}]}`, `{"matchesJsonSchema":"{\"type\":\"string\"}","schemaVersion":"V7"}`, `{"binaryEqualTo":"AA=="}`,
	} {
		f.Add(seed, `[{"a":["x"]}]`)
	}
	small := config
	small.Limits = limit.Default()
	small.Limits.PatternSteps, small.Limits.PatternMicros = 10_000, 1000
	f.Fuzz(func(t *testing.T, text, body string) {
		node, err := tree.Parse("", []byte(text), tree.Limits{})
		if err != nil || !node.Is(tree.Object) {
			return
		}
		p, err := matcher.Read(node, "", small)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		got := p.MatchText(body, true)
		assert.False(t, got.Matched && (got.Distance > 0 || got.Exhausted))
		same := p.MapEqualTo(func(text string) string { return text })
		require.Equal(t, got.Matched, same.MatchText(body, true).Matched)
		p.Match([]string{body, ""})
		p.Match(nil)
	})
}
