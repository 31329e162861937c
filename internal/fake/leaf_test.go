package fake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/value"
)

func words(name string, words ...string) []fake.Parameter {
	return []fake.Parameter{{Name: name, Words: words}}
}

// A new version of gofakeit that changes one of these changes populations.
func TestFunctionsStayWhatTheyAre(t *testing.T) {
	cases := []struct {
		name       string
		parameters []fake.Parameter
		want       string
	}{
		{"firstname", nil, `"Al"`},
		{"lastname", nil, `"Ball"`},
		{"email", nil, `"alrosenbaum@rath.io"`},
		{"uuid", nil, `"d31def4c-7886-4f07-b12a-f9f69f4e08bb"`},
		{"city", nil, `"Houston"`},
		{"company", nil, `"Altova"`},
		{"url", nil, `"https://www.chiefstrategize.org/wireless/ubiquitous/networks/proactive"`},
		{"bool", nil, `true`},
		{"latitude", nil, `87.329661`},
		{"float64", nil, `0.985164786`},
		{"float32", nil, `0.873146`},
		{"rgbcolor", nil, `[211,177,186]`},
		{"errorhttp", nil, `"cross-origin-resource-policy error"`},
		{"uint64", nil, `567319929316908499`},
		{"int8", nil, `83`},
		{"price", append(words("min", "1"), words("max", "2000000000")...), `1970329571.28`},
		{"number", append(words("min", "5"), words("max", "7")...), `5`},
		{"regex", words("str", "[A-Z]{3}-[0-9]{4}"), `"ASR-9691"`},
		{"randomstring", words("strs", "a", "b", "c"), `"a"`},
		{"shufflestrings", words("strs", "a", "b", "c"), `["c","b","a"]`},
		{"generate", words("str", "{firstname} ##??"), `"Jean 07ju"`},
		{"digitn", words("count", "12"), `"076969127971"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			leaf, err := fake.Function(c.name, c.parameters)
			require.NoError(t, err)
			key := fake.NewKey(1, "golden")
			require.Equal(t, c.want, string(value.AppendJSON(nil, leaf(key.Cell(3)))))
			require.Equal(t, c.want, string(value.AppendJSON(nil, leaf(key.Cell(3)))), "the second time")
		})
	}
}

func TestMistakesInFunctions(t *testing.T) {
	cases := []struct {
		why        string
		name       string
		parameters []fake.Parameter
		want       string
	}{
		{"no such function", "fristname", nil, `gofakeit has no function "fristname"; did you mean "firstname"?`},
		{"nothing like it", "qqqqqqqqqqqq", nil, `gofakeit has no function "qqqqqqqqqqqq"`},
		{"no name at all", "", nil, `gofakeit has no function ""`},
		{"a name in other letters", "FirstName", nil, `gofakeit has no function "FirstName"; did you mean "firstname"?`},
		{"the day", "creditcardexp", nil, "gofakeit's \"creditcardexp\" depends on the day it is called on; use `time:` or `date:` instead"},
		{"the day, hidden", "useragent", nil, "gofakeit's \"useragent\" depends on the day it is called on; use `time:` or `date:` instead"},
		{"the day, in a template", "generate", words("str", "born {year}"), `gofakeit's "generate" cannot have {year} in it: that depends on the day, or is no plain value`},
		{"a pointer, in a template", "generate", words("str", "{person}"), `gofakeit's "generate" cannot have {person} in it: that depends on the day, or is no plain value`},
		{"others by name", "template", words("template", "{{Year}}"), `gofakeit's "template" calls functions by their names, and what it makes is not the same every day`},
		{"an object", "person", nil, `gofakeit's "person": it makes neither text, number, boolean nor list`},
		{"a parameter that is missing", "digitn", nil, `gofakeit's "digitn" needs the parameter "count"`},
		{"a parameter of none", "firstname", words("count", "3"), `gofakeit's "firstname" has no parameters`},
		{"an unknown parameter", "number", words("low", "3"), `gofakeit's "number" has no parameter "low"; it has min, max`},
		{"no number", "digitn", words("count", "many"), `gofakeit's "digitn": count field could not parse to int value`},
		{"too many", "digitn", words("count", "4000000000"), `gofakeit's "digitn": count is 4000000000; at most 10000 are made`},
		{"too many times too many", "loremipsumparagraph", append(words("paragraphcount", "200"), words("wordcount", "200")...), `gofakeit's "loremipsumparagraph": wordcount is 200; at most 10000 are made`},
		{"fewer than none", "password", words("length", "-3"), `gofakeit's "password": length is -3; at most 10000 are made`},
		{"a pattern that is none", "regex", words("str", "(("), `gofakeit's "regex": "((" is no regular expression (RE2)`},
		{"nothing to choose from", "randomstring", words("strs"), `gofakeit's "randomstring": the parameter "strs" is empty`},
	}
	for _, c := range cases {
		t.Run(c.why, func(t *testing.T) {
			_, err := fake.Function(c.name, c.parameters)
			require.EqualError(t, err, c.want)
		})
	}
}
