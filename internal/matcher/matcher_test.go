package matcher_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/matcher"
	"mockserver/internal/tree"
)

// config is that of the tests: it is the evening of 31 March 2025.
var config = matcher.Config{Now: func() time.Time { return time.Date(2025, 3, 31, 20, 30, 40, 0, time.UTC) }}

func read(t testing.TB, text string) (*matcher.Pattern, error) {
	node, err := tree.Parse("", []byte(`{"x":`+text+`}`), tree.Limits{})
	require.NoError(t, err)
	return matcher.Read(node.Get("x"), "/x", config)
}

func pattern(t testing.TB, text string) *matcher.Pattern {
	p, err := read(t, text)
	require.NoError(t, err)
	return p
}

func TestWhichTextsAPatternFits(t *testing.T) {
	for _, c := range []struct {
		name, pattern string
		fits, differs []string // <none> is absence
	}{
		{"equalTo", `{"equalTo":"abc"}`, []string{"abc"}, []string{"ABC", "abcd", "", "<none>"}},
		{"equalTo without regard to case", `{"equalTo":"abc","caseInsensitive":true}`, []string{"abc", "ABC"}, []string{"abd", "<none>"}},
		{"a modifier that is null", `{"equalTo":"abc","caseInsensitive":null}`, []string{"abc"}, []string{"ABC"}},
		{"contains", `{"contains":"b"}`, []string{"abc"}, []string{"ac", "<none>"}},
		{"doesNotContain", `{"doesNotContain":"b"}`, []string{"ac", "<none>"}, []string{"abc"}},
		{"matches takes the whole text", `{"matches":"a.c|ab"}`, []string{"abc", "a\nc", "ab"}, []string{"xabc", "abcx", "<none>"}},
		{"doesNotMatch", `{"doesNotMatch":"a.*"}`, []string{"b", "<none>"}, []string{"abc"}},
		{"absent", `{"absent":true}`, []string{"<none>"}, []string{"", "a"}},
		{"absent of older clients", `{"absent":"(absent)"}`, []string{"<none>"}, []string{"a"}},
		{"anything", `{"anything":"anything"}`, []string{"<none>", "", "a"}, nil},
		{"binaryEqualTo", `{"binaryEqualTo":"AP8="}`, []string{"\x00\xff"}, []string{"\x00", "<none>"}},
		{"and", `{"and":[{"contains":"a"},{"contains":"b"}]}`, []string{"ab"}, []string{"a", "b", "<none>"}},
		{"or", `{"or":[{"equalTo":"a"},{"absent":true}]}`, []string{"a", "<none>"}, []string{"b"}},
		{"not", `{"not":{"contains":"a"}}`, []string{"b", "<none>"}, []string{"a"}},

		{"JSON as JSON", `{"equalToJson":{"a":1,"b":[1,2]}}`, []string{`{"b":[1,2],"a":1.0}`}, []string{`{"a":1}`, `{"a":1,"b":[2,1]}`, `{"a":1,"b":[1,2],"c":0}`, `{"a":1,"b":[1,2]`, "", "<none>"}},
		{"JSON as a text", `{"equalToJson":"{\"a\":1}"}`, []string{`{"a":1}`}, []string{`{"a":2}`}},
		{"JSON in any order", `{"equalToJson":[1,{"a":[1,2]},"x"],"ignoreArrayOrder":true}`, []string{`["x",{"a":[2,1]},1]`}, []string{`[1,{"a":[1,2]}]`, `[1,1,{"a":[1,2]}]`, `["x","x",{"a":[2,1]}]`}},
		{"JSON with more", `{"equalToJson":{"a":[1,2]},"ignoreExtraElements":true}`, []string{`{"a":[1,2,3],"b":0}`}, []string{`{"a":[0,1,2]}`, `{"a":[1]}`}},
		{"JSON with more in any order", `{"equalToJson":[{"a":1},{}],"ignoreExtraElements":true,"ignoreArrayOrder":true}`,
			[]string{`[{"b":1},{"a":1,"b":2}]`, `[{"a":1},{"a":1}]`}, []string{`[{"b":1},{"a":2}]`, `[{"a":1}]`}},
		{"JSON in any order where one takes another's place", `{"equalToJson":["${json-unit.any-number}",1],"ignoreArrayOrder":true}`, []string{`[1,2]`, `[2,1]`}, []string{`[2,3]`, `[1,"1"]`}},
		{"a JSON text", `{"equalToJson":"\"a\""}`, []string{`"a"`}, []string{`a`}},
		{"null", `{"equalToJson":null}`, []string{`null`}, []string{`{}`}},
		{"ignore", `{"equalToJson":{"a":"${json-unit.ignore}"}}`, []string{`{"a":1}`, `{"a":null}`}, []string{`{}`}},
		{"ignore-element", `{"equalToJson":{"a":"#{json-unit.ignore-element}","b":1}}`, []string{`{"a":1,"b":1}`, `{"b":1}`}, []string{`{"a":1}`, `{"b":1,"c":1}`}},
		{"any-string", `{"equalToJson":{"a":"${json-unit.any-string}"}}`, []string{`{"a":"x"}`}, []string{`{"a":1}`}},
		{"any-boolean", `{"equalToJson":{"a":"${json-unit.any-boolean}"}}`, []string{`{"a":true}`}, []string{`{"a":1}`}},
		{"regex", `{"equalToJson":{"a":"${json-unit.regex}[A-Z]+"}}`, []string{`{"a":"AB"}`}, []string{`{"a":"AB1"}`, `{"a":1}`}},

		{"a path to something", `{"matchesJsonPath":"$.a"}`, []string{`{"a":1}`, `{"a":false}`, `{"a":""}`}, []string{`{"b":1}`, `{"a":null}`, `{"a":[]}`, `{"a":{}}`, `x`, `<a/>`, "<none>"}},
		{"a filter on the object itself", `{"matchesJsonPath":"$[?(@.firstName == \"Zoe\")]"}`, []string{`{"firstName":"Zoe"}`, `[{"firstName":"Zoe"}]`}, []string{`{"firstName":"Tom"}`, `"Zoe"`}},
		{"a path with a pattern", `{"matchesJsonPath":{"expression":"$.a","equalTo":"1"}}`, []string{`{"a":1}`, `{"a":"1"}`, `{"a":[0,1]}`}, []string{`{"a":2}`, `{}`, `{"a":[1.5]}`}},
		{"one of a list", `{"matchesJsonPath":{"expression":"$..n","contains":"x"}}`, []string{`[{"n":"a"},{"n":"ax"}]`}, []string{`[{"n":"a"}]`, `[]`}},
		{"an object as JSON", `{"matchesJsonPath":{"expression":"$.a","equalTo":"{\"b\":1}"}}`, []string{`{"a":{"b": 1}}`}, []string{`{"a":{"b":2}}`}},
		{"a list as JSON", `{"matchesJsonPath":{"expression":"$..n","equalToJson":[1,2]}}`, []string{`[{"n":1},{"n":2}]`}, []string{`[{"n":1}]`, `{}`}},
		{"a path to nothing", `{"matchesJsonPath":{"expression":"$.a","absent":true}}`, []string{`{}`, `{"a":null}`, `{"a":[]}`}, []string{`{"a":1}`, `{"a":{}}`, `x`}},
		{"what is not found does not differ", `{"matchesJsonPath":{"expression":"$.a","not":{"equalTo":"1"}}}`, []string{`{"a":2}`}, []string{`{"a":1}`, `{}`}},
		{"a path in a path", `{"matchesJsonPath":{"expression":"$.a","matchesJsonPath":{"expression":"$.b","matches":"x+"}}}`, []string{`{"a":{"b":"xx"}}`}, []string{`{"a":{"b":"y"}}`}},
		{"a path with Java's expressions", `{"matchesJsonPath":"$[?(@.a =~ /(?=x)\\p{Alpha}+/)]"}`, []string{`{"a":"xy"}`}, []string{`{"a":"yx"}`}},

		{"a schema", `{"matchesJsonSchema":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}}`, []string{`{"a":1}`}, []string{`{}`, `{"a":"x"}`, `[`, "<none>"}},
		{"a schema as a text, for a text", `{"matchesJsonSchema":"{\"type\":\"string\",\"minLength\":2}","schemaVersion":"V7"}`, []string{`"ab"`, `ab`, `12`}, []string{`1`, `[1]`}},
		{"references of a schema", `{"matchesJsonSchema":{"$defs":{"n":{"type":"number"}},"items":{"$ref":"#/$defs/n"}}}`, []string{`[1]`}, []string{`["x"]`}},
		{"bounds of draft 4", `{"matchesJsonSchema":{"type":"integer","minimum":1,"exclusiveMinimum":true},"schemaVersion":"V4"}`, []string{`2`}, []string{`1`}},

		{"before", `{"before":"2025-03-31T00:00:00Z"}`, []string{"2025-03-30T23:59:59Z", "2025-03-31T01:00:00+02:00", "2025-03-30", "Sun, 30 Mar 2025 10:00:00 GMT", "2025-03-30T10:00:00.5+01:00[Europe/Paris]", "Sunday, 30-Mar-25 10:00:00 GMT", "Sun Mar 30 10:00:00 2025"},
			[]string{"2025-03-31T00:00:00Z", "2025-03-31", "x", "", "<none>"}},
		{"after a day", `{"after":"2025-03-31"}`, []string{"2025-03-31T00:00:01", "2025-03-31T00:00:01-05:00", "2025-04-01"}, []string{"2025-03-31", "2025-03-30T23:00:00-05:00"}},
		{"equalToDateTime", `{"equalToDateTime":"2025-03-31T12:00:00Z"}`, []string{"2025-03-31T14:00:00+02:00"}, []string{"2025-03-31T12:00:01Z"}},
		{"after now", `{"after":"now"}`, []string{"2025-03-31T20:30:41Z"}, []string{"2025-03-31T20:30:40Z"}},
		{"now and three days", `{"equalToDateTime":"now +3 days"}`, []string{"2025-04-03T20:30:40Z"}, []string{"2025-04-02T20:30:40Z"}},
		{"a month before, which is shorter", `{"equalToDateTime":"-1 months"}`, []string{"2025-02-28T20:30:40Z"}, []string{"2025-03-03T20:30:40Z"}},
		{"the long form of an offset", `{"equalToDateTime":"now","expectedOffset":-2,"expectedOffsetUnit":"hours"}`, []string{"2025-03-31T18:30:40Z"}, []string{"2025-03-31T20:30:40Z"}},
		{"truncated", `{"equalToDateTime":"now","truncateExpected":"first day of month","truncateActual":"FIRST_HOUR_OF_DAY"}`, []string{"2025-03-01T17:00:00Z"}, []string{"2025-03-02T00:00:00Z"}},
		{"truncated behind the offset", `{"equalToDateTime":"now +1 days","truncateExpected":"first day of month","applyTruncationLast":true}`, []string{"2025-04-01T00:00:00Z"}, []string{"2025-03-02T00:00:00Z"}},
		{"the last day of the month", `{"equalToDateTime":"now -1 months","truncateExpected":"last day of month"}`, []string{"2025-02-28T00:00:00Z"}, nil},
		{"a format", `{"equalToDateTime":"2025-03-31T00:00:00Z","actualFormat":"dd/MM/yyyy"}`, []string{"31/03/2025"}, []string{"2025-03-31T00:00:00Z", "30/03/2025"}},
		{"a format with a zone", `{"equalToDateTime":"2025-03-31T12:00:00Z","actualFormat":"yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}`, []string{"2025-03-31T13:00:00.000+01:00"}, []string{"2025-03-31T12:00:00.001Z"}},
		{"unix", `{"equalToDateTime":"2025-03-31T00:00:00Z","actualFormat":"unix"}`, []string{"1743379200"}, []string{"1743379200000", "x"}},
		{"epoch", `{"equalToDateTime":"2025-03-31T00:00:00Z","actualFormat":"epoch"}`, []string{"1743379200000"}, []string{"1743379200"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := pattern(t, c.pattern)
			for _, text := range c.fits {
				got := p.MatchText(text, text != "<none>")
				assert.True(t, got.Matched, "%q should fit", text)
				assert.Zero(t, got.Distance)
			}
			for _, text := range c.differs {
				got := p.MatchText(text, text != "<none>")
				assert.False(t, got.Matched, "%q should not fit", text)
				assert.Positive(t, got.Distance)
				assert.False(t, got.Exhausted)
			}
		})
	}
}

func TestSeveralValues(t *testing.T) {
	for _, c := range []struct {
		name, pattern string
		values        []string
		want          bool
	}{
		{"one of them fits", `{"equalTo":"b"}`, []string{"a", "b"}, true},
		{"none of them fits", `{"equalTo":"c"}`, []string{"a", "b"}, false},
		{"there are none", `{"equalTo":"c"}`, nil, false},
		{"there are none, and should be none", `{"absent":true}`, nil, true},
		{"there are none that could match", `{"doesNotMatch":"x"}`, nil, true},
		{"exactly these", `{"hasExactly":[{"equalTo":"b"},{"contains":"a"}]}`, []string{"a", "b"}, true},
		{"exactly these and one more", `{"hasExactly":[{"equalTo":"b"},{"contains":"a"}]}`, []string{"a", "b", "c"}, false},
		{"exactly others", `{"hasExactly":[{"equalTo":"b"},{"contains":"a"}]}`, []string{"a", "c"}, false},
		{"exactly these, and there are none", `{"hasExactly":[{"equalTo":"b"}]}`, nil, false},
		{"includes these", `{"includes":[{"equalTo":"b"}]}`, []string{"a", "b", "c"}, true},
		{"does not include these", `{"includes":[{"equalTo":"b"},{"equalTo":"d"}]}`, []string{"a", "b", "c"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := pattern(t, c.pattern).Match(c.values)
			assert.Equal(t, c.want, got.Matched)
			assert.Equal(t, c.want, got.Distance == 0)
		})
	}
}

func TestHowFarATextIs(t *testing.T) {
	for _, c := range []struct {
		name, pattern, text string
		want                float64
	}{
		{"one of four characters", `{"equalTo":"abcd"}`, "abcx", 0.25},
		{"everything", `{"equalTo":"abcd"}`, "xyz", 1},
		{"only the case", `{"equalTo":"a"}`, "A", 1},
		{"behind what is compared", `{"equalTo":"` + strings.Repeat("a", 600) + `"}`, strings.Repeat("a", 599) + "b", 0.002},
		{"half of two", `{"and":[{"equalTo":"a"},{"contains":"a"}]}`, "ab", 0.25},
		{"the nearer of two", `{"or":[{"equalTo":"abcd"},{"contains":"z"}]}`, "abcx", 0.25},
		{"what is found by a path", `{"matchesJsonPath":{"expression":"$.a","equalTo":"abcd"}}`, `{"a":"abcx"}`, 0.25},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.InDelta(t, c.want, pattern(t, c.pattern).MatchText(c.text, true).Distance, 1e-9)
		})
	}
}

func TestOperandsOfEqualToCanBeChanged(t *testing.T) {
	p := pattern(t, `{"or":[{"equalTo":"a"},{"not":{"and":[{"not":{"equalTo":"b"}},{"contains":"x"}]}},{"matchesJsonPath":{"expression":"$.c","equalTo":"c"}}]}`)
	changed := p.MapEqualTo(func(text string) string {
		if text == `{"c":"c"}` { // where the path ends, as it stands in JSON
			return `{"c":"<c>"}`
		}
		return "<" + text + ">"
	})
	assert.True(t, p.MatchText("a", true).Matched)
	assert.True(t, changed.MatchText("<a>", true).Matched)
	assert.True(t, changed.MatchText(`{"x":1,"c":"<c>"}`, true).Matched)
	assert.False(t, changed.MatchText(`{"x":1,"c":"c"}`, true).Matched)
	assert.Equal(t, "or", changed.Judges())

	json := pattern(t, `{"equalToJson":{"a":["b"]}}`).MapEqualTo(strings.ToUpper)
	assert.True(t, json.MatchText(`{"A":["B"]}`, true).Matched)
	assert.False(t, json.MatchText(`{"a":["b"]}`, true).Matched)

	several := pattern(t, `{"includes":[{"equalTo":"a"}]}`).MapEqualTo(strings.ToUpper)
	assert.True(t, several.Match([]string{"A"}).Matched)
}

func TestWhatRunsOutOfStepsFitsNeitherWay(t *testing.T) {
	small := config
	small.Limits = limit.Default()
	small.Limits.PatternSteps = 10
	for _, text := range []string{`{"equalToJson":[]}`, `{"not":{"equalToJson":[[1,2,3,4,5,6,7,8,9,10,11,12]]}}`, `{"matchesJsonPath":"$..a"}`, `{"or":[{"matchesJsonPath":"$..a"},{"equalTo":"x"}]}`} {
		node, err := tree.Parse("", []byte(text), tree.Limits{})
		require.NoError(t, err)
		p, err := matcher.Read(node, "", small)
		require.NoError(t, err)
		got := p.MatchText(`[[1,2,3,4,5,6,7,8,9,10,11,12]]`, true)
		assert.False(t, got.Matched, text)
		assert.Equal(t, text != `{"equalToJson":[]}`, got.Exhausted, text)
	}
}
