package violation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func TestHeader(t *testing.T) {
	of := func(limit any) violation.Violation {
		return violation.Violation{Where: "query.a", Rule: "maximum", Limit: limit}
	}
	cases := []struct {
		name       string
		violations []violation.Violation
		header     string
	}{
		{"none", nil, ``},
		{"one", []violation.Violation{of(int64(100))}, `"query.a";rule=maximum;limit=100`},
		{"two", []violation.Violation{of(int64(100)), {Where: "body/a", Rule: "required", Limit: "a"}}, `"query.a";rule=maximum;limit=100, "body/a";rule=required;limit="a"`},
		{"no limit", []violation.Violation{{Where: "query.a", Rule: "unknown"}}, `"query.a";rule=unknown`},
		{"an integer of fifteen digits", []violation.Violation{of(int64(-999999999999999))}, `"query.a";rule=maximum;limit=-999999999999999`},
		{"an integer of sixteen", []violation.Violation{of(int64(1000000000000000))}, `"query.a";rule=maximum;limit="1000000000000000"`},
		{"a decimal", []violation.Violation{of(value.Number("0.25"))}, `"query.a";rule=maximum;limit=0.25`},
		{"a decimal of four places", []violation.Violation{of(value.Number("0.2501"))}, `"query.a";rule=maximum;limit="0.2501"`},
		{"an exponent", []violation.Violation{of(value.Number("1e5"))}, `"query.a";rule=maximum;limit="1e5"`},
		{"true, which RFC 9651 writes as nothing", []violation.Violation{of(true)}, `"query.a";rule=maximum;limit`},
		{"false", []violation.Violation{of(false)}, `"query.a";rule=maximum;limit=?0`},
		{"a list", []violation.Violation{of([]any{"a", int64(1), nil})}, `"query.a";rule=maximum;limit="a, 1, null"`},
		{"a list of texts that are no plain words", []violation.Violation{of([]any{int64(1), nil, "a, b", "1", "null", "", " ", "a b", "x/*; q=1", "[", true})}, `"query.a";rule=maximum;limit="1, null, \"a, b\", \"1\", \"null\", \"\", \" \", a b, x/*; q=1, \"[\", true"`},
		{"text that is not ASCII", []violation.Violation{{Where: "query.é", Rule: "pattern", Limit: "^\n$"}}, `%"query.%c3%a9";rule=pattern;limit=%"^%0a$"`},
		{"quotes and backslashes", []violation.Violation{{Where: `query."a"`, Rule: "pattern", Limit: `\d`}}, `"query.\"a\"";rule=pattern;limit="\\d"`},
		{"a rule that is no token", []violation.Violation{{Where: "query.a", Rule: "not a token"}}, `"query.a";rule="not a token"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.header, violation.Header(c.violations))
			_, err := httpsfv.UnmarshalList([]string{c.header})
			require.NoError(t, err)
		})
	}
}

func TestALongHeaderIsCutAfterAnItemAndSaysHowManyAreLeftOut(t *testing.T) {
	var violations []violation.Violation
	for i := range 500 {
		violations = append(violations, violation.Violation{Where: fmt.Sprint("query.p", i), Rule: "maximum", Limit: int64(i)})
	}
	header := violation.Header(violations)
	require.LessOrEqual(t, len(header), 4096)
	require.Greater(t, len(header), 4000)
	list, err := httpsfv.UnmarshalList([]string{header})
	require.NoError(t, err)
	more, _ := list[len(list)-1].(httpsfv.Item).Params.Get("more")
	require.Equal(t, int64(500-len(list)), more)
	for _, member := range list[:len(list)-1] {
		_, found := member.(httpsfv.Item).Params.Get("more")
		require.False(t, found)
	}
}

// Whatever a request holds, the header can be read and is not too long.
func FuzzHeader(f *testing.F) {
	f.Add("query.limit", "maximum", "100", "é\n\xff\"\\%", uint8(3))
	f.Add("body/"+strings.Repeat("é", 3000), strings.Repeat("r", 100), strings.Repeat("\n", 2000), "1.5", uint8(200))
	f.Fuzz(func(t *testing.T, where, rule, text, number string, times uint8) {
		v := violation.Violation{Where: where, Rule: rule, Limit: text}
		n := violation.Violation{Where: text, Rule: where, Limit: []any{number, value.Number("1.5")}}
		var violations []violation.Violation
		for range times {
			violations = append(violations, v, n)
		}
		header := violation.Header(violations)
		require.LessOrEqual(t, len(header), 4096)
		list, err := httpsfv.UnmarshalList([]string{header})
		require.NoError(t, err, "%q", header)
		if times > 0 {
			require.NotEmpty(t, list)
		}
	})
}
