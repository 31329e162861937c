package matcher_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/given"
	"mockserver/internal/limit"
	"mockserver/internal/matcher"
)

func TestWhatIsWrongWithAPattern(t *testing.T) {
	for _, c := range []struct{ name, pattern, want string }{
		{"no object", `"abc"`, `/x: this is "abc"; expected an object.`},
		{"nothing", `{}`, `/x: this says nothing to compare with; expected equalTo, contains, doesNotContain, matches, doesNotMatch, absent, anything, equalToJson, matchesJsonPath, matchesJsonSchema, before, after, equalToDateTime, and, or, not, hasExactly, includes or binaryEqualTo.`},
		{"a misspelt operator", `{"equalsTo":"a"}`, `/x/equalsTo: "equalsTo" is no member here; did you mean "equalTo"?`},
		{"two operators", `{"contains":"a","matches":"b"}`, `/x/matches: a pattern has one operator, and here is contains already; several are written {"and": [{…}, {…}]}.`},
		{"a modifier of another operator", `{"contains":"a","caseInsensitive":true}`, `/x/caseInsensitive: caseInsensitive goes with equalTo, not with contains.`},
		{"a number that should be a text", `{"equalTo":1}`, `/x/equalTo: this is 1; expected a text.`},
		{"null", `{"equalTo":null}`, `/x/equalTo: this is null; expected a text.`},
		{"a text that should be a switch", `{"equalTo":"a","caseInsensitive":"yes"}`, `/x/caseInsensitive: this is "yes"; expected true or false.`},
		{"XML", `{"equalToXml":"<a/>"}`, `/x/equalToXml: equalToXml is not supported: there is no comparison of XML; use contains or matches.`},
		{"XPath", `{"matchesXPath":"//a"}`, `/x/matchesXPath: matchesXPath is not supported: there is no XPath; use contains or matches.`},
		{"present", `{"absent":false}`, `/x/absent: expected true; what has to be there is {"not": {"absent": true}}.`},
		{"a regular expression", `{"matches":"a("}`, `/x/matches: the regular expression "a(" cannot be used: it is no regular expression that Java would take (missing closing )).`},
		{"a regular expression that is large", `{"matches":"` + strings.Repeat("a{1000}", 20) + `"}`, `/x/matches: the regular expression "` + strings.Repeat("a{1000}", 11) + `a{1…" cannot be used: it stands for more than 12240 instructions.`},
		{"a path", `{"matchesJsonPath":"$.a["}`, `/x/matchesJsonPath: the JSONPath "$.a[" is wrong at character 5: expected a name in quotes, a number, *, or a filter ?(…).`},
		{"a path that is missing", `{"matchesJsonPath":{"equalTo":"a"}}`, `/x/matchesJsonPath/expression: expected a JSONPath as a text.`},
		{"a pattern within a path", `{"matchesJsonPath":{"expression":"$.a","equalTo":1}}`, `/x/matchesJsonPath/equalTo: this is 1; expected a text.`},
		{"a number for a path", `{"matchesJsonPath":1}`, `/x/matchesJsonPath: expected a JSONPath, or {"expression": "$.a", "equalTo": "x"}.`},
		{"JSON that is none", `{"equalToJson":"{a}"}`, `/x/equalToJson: the text is no JSON: line 1, column 2: expected a name in double quotes, found 'a'.`},
		{"a placeholder", `{"equalToJson":{"a":"${json-unit.matches:x}"}}`, `/x/equalToJson: the placeholder "${json-unit.matches:x}" is not supported; there are ignore, ignore-element, any-string, any-boolean, any-number and regex, each alone in its text.`},
		{"a schema", `{"matchesJsonSchema":{"type":"strnig"}}`, `/x/matchesJsonSchema: the schema cannot be enforced as it is written, at "/type": `},
		{"a version of schemas", `{"matchesJsonSchema":{},"schemaVersion":"V5"}`, `/x/schemaVersion: this is "V5"; expected V4, V6, V7, V201909 or V202012.`},
		{"a time", `{"before":"tomorrow"}`, `/x/before: "tomorrow" is no time; expected one like 2025-07-01T12:00:00Z or 2025-07-01, or "now", or "now +3 days".`},
		{"an offset without now", `{"before":"2025-01-01","expectedOffset":1,"expectedOffsetUnit":"days"}`, `/x/expectedOffset: expectedOffset goes with "now"; here a time is expected that is fixed.`},
		{"an offset without its unit", `{"before":"now","expectedOffset":1}`, `/x: expectedOffset and expectedOffsetUnit go together.`},
		{"a truncation", `{"before":"now","truncateExpected":"first day of week"}`, `/x/truncateExpected: this is "first day of week"; expected first second of minute, first minute of hour, first hour of day, first day of month, first day of next month, last day of month, first day of year, first day of next year or last day of year. Did you mean "first day of year"?`},
		{"a format", `{"before":"now","actualFormat":"w"}`, `/x/actualFormat: the format "w" is not supported: it has w. Supported are unix, epoch, and the letters y M d E H h a m s S Z X x z of Java.`},
		{"an empty list", `{"and":[]}`, `/x/and: expected at least one pattern.`},
		{"a pattern in a list", `{"and":[{"equalTo":"a"},{"equalTo":1}]}`, `/x/and/1/equalTo: this is 1; expected a text.`},
		{"all values within one", `{"not":{"hasExactly":[{"equalTo":"a"}]}}`, `/x/not/hasExactly: hasExactly is for all values of a header or parameter, and does not stand within another pattern.`},
		{"base64", `{"binaryEqualTo":"?"}`, `/x/binaryEqualTo: this is no base64 (RFC 4648, section 4).`},
		{"patterns within each other", strings.Repeat(`{"not":`, 30) + `{"equalTo":"a"}` + strings.Repeat("}", 30), `/x` + strings.Repeat("/not", 20) + `: patterns stand at most 20 deep within each other.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(t, c.pattern)
			var mistake *given.Mistake
			require.ErrorAs(t, err, &mistake)
			if strings.HasSuffix(c.want, ": ") {
				assert.Contains(t, err.Error(), c.want)
				return
			}
			assert.Equal(t, c.want, err.Error())
		})
	}
}

func TestExpressionsAreThoseOfJava(t *testing.T) {
	for _, c := range []struct {
		name, expression string
		fits, differs    []string
	}{
		{"the whole text", `a|ab`, []string{"a", "ab"}, []string{"xab", "abx"}},
		{"a dot takes ends of lines", `a.b`, []string{"a\nb"}, []string{"ab"}},
		{"digits are those of ASCII", `\d+`, []string{"12"}, []string{"١"}},
		{"named classes", `\p{Upper}\p{Alpha}*\P{Digit}`, []string{"Abc-"}, []string{"abc-", "Abc1"}},
		{"a named class in a class", `[\p{Lower}_-]+`, []string{"a_-"}, []string{"A"}},
		{"letters of any script", `\p{L}+\p{IsGreek}?`, []string{"äπ"}, []string{"1"}},
		{"a quotation", `\Qa.b*\E+`, []string{"a.b*", "a.b**"}, []string{"axb"}},
		{"a quotation to the end", `x\Q.`, []string{"x."}, []string{"xy"}},
		{"numbers of characters", `\u0041\x42\x{43}\0104`, []string{"ABCD"}, []string{"ABC"}},
		{"a union of classes", `[a-c[x-z]]+`, []string{"abxyz"}, []string{"d"}},
		{"a dash behind a set", `[\w-.]+`, []string{"a-b.c"}, []string{"a b"}},
		{"a bracket first in a class", `[]a]+`, []string{"]a"}, []string{"["}},
		{"looking ahead", `(?!.*secret).*`, []string{"open"}, []string{"a secret"}},
		{"a reference back", `(a|b)\1`, []string{"aa"}, []string{"ab"}},
		{"a name", `(?<x>a)\k<x>`, []string{"aa"}, []string{"ab"}},
		{"possessive repetition", `a*+b`, []string{"aab"}, []string{"aac"}},
		{"possessive repetition that takes too much", `[ab]*+b`, nil, []string{"aab"}},
		{"a possessive group", `(?:ab)++c`, []string{"ababc"}, []string{"abab"}},
		{"many repetitions", `a{2000}`, []string{strings.Repeat("a", 2000)}, []string{"a"}},
		{"flags", `(?i)abc`, []string{"ABC"}, []string{"ABD"}},
		{"escapes of signs", `\/\-\"\.\_`, []string{`/-"._`}, []string{`/-"x_`}},
		{"any end of a line", `a\Rb\h`, []string{"a\r\nb\t"}, []string{"a b\t"}},
		{"control characters", `\t\n\e\cA`, []string{"\t\n\x1b\x01"}, []string{"tne"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := matcher.NewRegexp(c.expression, limit.Set{})
			require.NoError(t, err)
			for _, text := range c.fits {
				assert.True(t, r.Match(text), "%q should match", text)
			}
			for _, text := range c.differs {
				assert.False(t, r.Match(text), "%q should not match", text)
			}
		})
	}
	for expression, want := range map[string]string{
		`[a-z&&[^b]]`: "it has an intersection of classes (&&), which is not supported",
		`[a[^b]]`:     "it has a class without some characters within a class, which is not supported",
		`[a`:          "a [ in it has no ]",
		`a\`:          "it ends with a backslash",
		`\y`:          `it has \y, which Java does not know here`,
		`\u12`:        `it has \u without the number of a character`,
		`a)(b`:        "it is no regular expression that Java would take (unexpected ) )",
	} {
		_, err := matcher.NewRegexp(expression, limit.Set{})
		if assert.Error(t, err, expression) && !strings.Contains(want, "unexpected") {
			assert.Equal(t, want, err.Error())
		}
	}
}
