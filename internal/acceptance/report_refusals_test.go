package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
	"github.com/stretchr/testify/require"
)

// fieldErrors checks the vendor's envelope and gives what it says, field by field.
func fieldErrors(t tb, a answer) map[string][]string {
	t.Helper()
	o := requireEnvelope(t, a, "parameter_invalid", "invalid_request_error")
	require.Equal(t, "You request was invalid", o.text(t, "message"), "the typo is the vendor's")
	fields, ok := o.values["field_errors"].(object)
	require.True(t, ok, "%s", a)
	out := map[string][]string{}
	for name, list := range fields.values {
		texts, ok := list.([]any)
		require.True(t, ok, "field_errors.%s is no list: %s", name, a)
		for _, text := range texts {
			require.IsType(t, "", text, "%s", a)
			out[name] = append(out[name], text.(string))
		}
	}
	return out
}

func requireEnvelope(t tb, a answer, code, kind string) object {
	t.Helper()
	o := a.object(t)
	keys := o.keys
	if code != "parameter_invalid" && !o.has("field_errors") {
		keys = append([]string{"field_errors"}, keys...) // no parameter is wrong: it may be left out
	}
	require.ElementsMatch(t, []string{"code", "field_errors", "message", "type"}, keys, "%s", a)
	require.Equal(t, code, o.text(t, "code"), "%s", a)
	if kind != "" {
		require.Equal(t, kind, o.text(t, "type"), "%s", a)
	}
	require.NotEmpty(t, o.text(t, "message"))
	return o
}

// A breach is one item of the header Mockserver-Violations.
type breach struct {
	where, rule string
	limit       any
}

func breaches(t tb, a answer) []breach {
	t.Helper()
	list, err := httpsfv.UnmarshalList(a.header.Values("Mockserver-Violations"))
	require.NoError(t, err, "an RFC 9651 list: %q", a.header.Values("Mockserver-Violations"))
	require.NotEmpty(t, list, "%s has no Mockserver-Violations", a)
	var out []breach
	for _, member := range list {
		item, ok := member.(httpsfv.Item)
		require.True(t, ok, "an inner list in %q", a.header.Values("Mockserver-Violations"))
		where, ok := item.Value.(string)
		require.True(t, ok, "where is a string in %q", a.header.Values("Mockserver-Violations"))
		b := breach{where: where}
		if rule, ok := item.Params.Get("rule"); ok {
			switch rule := rule.(type) {
			case httpsfv.Token:
				b.rule = string(rule)
			case string:
				b.rule = rule
			}
		}
		require.NotEmpty(t, b.rule, "a rule in %q", a.header.Values("Mockserver-Violations"))
		b.limit, _ = item.Params.Get("limit")
		out = append(out, b)
	}
	return out
}

// badQueries are queries of the report that break one rule each; the parameter is the one that breaks it.
var badQueries = []struct{ name, query, parameter string }{
	{"no columns", "", "columns"},
	{"empty columns", "columns=", "columns"},
	{"an unknown column", "columns=bogus", "columns"},
	{"an unknown column among good ones", "columns=gender,bogus,count", "columns"},
	{"a column in capitals", "columns=GENDER", "columns"},
	{"a column with a nul byte", "columns=gender%00", "columns"},
	{"an unknown format", "columns=count&format=xml", "format"},
	{"an empty format", "columns=count&format=", "format"},
	{"a format in capitals", "columns=count&format=JSON", "format"},
	{"a limit over 100", "columns=count&limit=101", "limit"},
	{"a limit below 0", "columns=count&limit=-1", "limit"},
	{"a limit that is a fraction", "columns=count&limit=1.5", "limit"},
	{"a limit that is a word", "columns=count&limit=ten", "limit"},
	{"a limit in hexadecimal", "columns=count&limit=0x10", "limit"},
	{"a limit with a unit", "columns=count&limit=5;x", "limit"},
	{"a limit that fits no integer", "columns=count&limit=99999999999999999999", "limit"},
	{"a limit that would wrap to 5", "columns=count&limit=18446744073709551621", "limit"},
	{"a limit with a broken escape", "columns=count&limit=%zz", "limit"},
	{"an offset below 0", "columns=count&offset=-1", "offset"},
	{"an offset that fits no integer", "columns=count&offset=9223372036854775808", "offset"},
	{"page 0", "columns=count&page=0", "page"},
	{"page -1", "columns=count&page=-1", "page"},
	{"a page that is a word", "columns=count&page=last", "page"},
	{"a page_size over 100", "columns=count&page_size=101", "page_size"},
	{"a page_size below 0", "columns=count&page_size=-1", "page_size"},
	{"a page_size in page mode over 100", "columns=count&page=1&page_size=1000", "page_size"},
	{"a wrong limit though page mode wins", "columns=count&page=1&limit=101", "limit"},
	{"an empty sort", "columns=count&sort=", "sort"},
	{"a sort of a minus alone", "columns=count&sort=-", "sort"},
	{"a sort by an unknown column", "columns=count&sort=bogus", "sort"},
	{"a sort by a column that is not selected", "columns=count&sort=gender", "sort"},
	{"a descending sort by one not selected", "columns=gender&sort=-count", "sort"},
	{"a sort with two minuses", "columns=count&sort=--count", "sort"},
	{"ids with a word", "columns=count&ids=1,two", "ids"},
	{"ids with a fraction", "columns=count&ids=1.5", "ids"},
	{"ids that fit no integer", "columns=count&ids=9223372036854775808", "ids"},
	{"memberships with a word", "columns=count&active_memberships=gold", "active_memberships"},
	{"id_gt that fits no integer", "columns=count&id_gt=9223372036854775808", "id_gt"},
	{"id_gt that is a word", "columns=count&id_gt=x", "id_gt"},
	{"an unknown trait", "columns=count&is_any=old", "is_any"},
	{"an unknown trait among good ones", "columns=count&is_any=new,old", "is_any"},
	{"a boolean that is 1", "columns=count&is_active=1", "is_active"},
	{"a boolean in capitals", "columns=count&is_claimed=True", "is_claimed"},
	{"a boolean that is yes", "columns=count&include_deleted=yes", "include_deleted"},
	{"another boolean that is a word", "columns=count&is_new=new", "is_new"},
	{"a third boolean", "columns=count&is_slipping_away=0", "is_slipping_away"},
	{"a fourth boolean", "columns=count&has_account_credit=FALSE", "has_account_credit"},
	{"a fifth boolean", "columns=count&registration_blocked=on", "registration_blocked"},
	{"a timestamp that is a date", "columns=count&created_at_gte=2024-01-01", "created_at_gte"},
	{"a timestamp without a zone", "columns=count&created_at_lte=2024-01-01T00:00:00", "created_at_lte"},
	{"a timestamp in a 13th month", "columns=count&created_at_lte=2024-13-01T00:00:00Z", "created_at_lte"},
	{"a timestamp on the 30th of February", "columns=count&latest_registration_starts_at_gte=2024-02-30T00:00:00Z", "latest_registration_starts_at_gte"},
	{"a timestamp that is a word", "columns=count&latest_registration_starts_at_lte=now", "latest_registration_starts_at_lte"},
	{"a date on the 30th of February", "columns=count&date_of_birth_gte=2000-02-30", "date_of_birth_gte"},
	{"a date without zeros", "columns=count&date_of_birth_lte=2000-1-1", "date_of_birth_lte"},
	{"a date with a time", "columns=count&date_of_birth_lte=2000-01-01T00:00:00Z", "date_of_birth_lte"},
	{"an unknown custom field", "columns=count&extra_customer_fields=4", "extra_customer_fields"},
	{"a custom field by name", "columns=count&extra_customer_fields=1,shoe", "extra_customer_fields"},
}

func TestWhatBreaksTheContractIsRefusedByName(t *testing.T) {
	for _, test := range badQueries {
		t.Run(test.name, func(t *testing.T) {
			a := common.get(t, grouped+"?"+test.query, asJSON).wants(t, 400)
			fields := fieldErrors(t, a)
			require.Contains(t, fields, test.parameter, "%s", a)
			require.NotEmpty(t, fields[test.parameter])
			require.Len(t, fields, 1, "nothing else is wrong: %s", a)
			for _, b := range breaches(t, a) {
				require.Equal(t, "query."+test.parameter, b.where)
			}
			csv := common.get(t, grouped+"?"+test.query, asCSV).wants(t, 400)
			require.Equal(t, string(a.body), string(csv.body), "an error is JSON, whatever the format")
		})
	}
}

func TestTheFlatReportRefusesTheSame(t *testing.T) {
	for _, test := range badQueries {
		if strings.HasPrefix(test.query, "columns=count&") && !strings.Contains(test.query, "sort=") {
			t.Run(test.name, func(t *testing.T) {
				query := "columns=id&" + strings.TrimPrefix(test.query, "columns=count&")
				require.Contains(t, fieldErrors(t, common.get(t, flat+"?"+query, asJSON).wants(t, 400)), test.parameter)
			})
		}
	}
	for name, query := range map[string]string{
		"columns": "columns=id,bogus", "sort": "columns=id&sort=bogus",
	} {
		require.Contains(t, fieldErrors(t, common.get(t, flat+"?"+query, asJSON).wants(t, 400)), name)
	}
}

func TestAllViolationsAtOnce(t *testing.T) {
	a := common.get(t, grouped+"?columns=bogus&limit=101&page=0", asJSON).wants(t, 400)
	fields := fieldErrors(t, a)
	require.Len(t, fields, 3, "%s", a)
	for name, words := range map[string][]string{"columns": {"bogus", "gender", "count"}, "limit": {"101", "100"}, "page": {"0", "1"}} {
		for _, word := range words {
			require.Contains(t, strings.Join(fields[name], " "), word, "the text names what was received and what is allowed")
		}
	}
	found := breaches(t, a)
	require.Len(t, found, 3)
	require.Equal(t, breach{"query.limit", "maximum", int64(100)}, found[1])
	require.Equal(t, breach{"query.page", "minimum", int64(1)}, found[2])
	require.Equal(t, "query.columns", found[0].where)
	require.Equal(t, "enum", found[0].rule)
}

func TestEveryParameterWrongAtOnce(t *testing.T) {
	bad := []string{
		"active_memberships=a", "columns=b", "created_at_gte=c", "created_at_lte=d", "created_at_timeframe=e", "date_of_birth_gte=f", "date_of_birth_lte=g",
		"extra_customer_fields=h", "format=i", "has_account_credit=j", "id_gt=k", "ids=l", "include_deleted=m", "is_active=n", "is_any=o", "is_claimed=p",
		"is_new=q", "is_slipping_away=r", "latest_registration_starts_at_gte=s", "latest_registration_starts_at_lte=t", "limit=u", "offset=v", "page=w",
		"page_size=x", "registration_blocked=y", "sort=z",
	}
	fields := fieldErrors(t, common.get(t, grouped+"?"+join(bad...), asJSON).wants(t, 400))
	slices.Reverse(bad)
	backwards := common.get(t, grouped+"?"+join(bad...), asJSON).wants(t, 400)
	for _, b := range bad {
		name, _, _ := strings.Cut(b, "=")
		require.Contains(t, fields, name)
		require.Contains(t, fieldErrors(t, backwards), name)
	}
	require.LessOrEqual(t, len(backwards.header.Get("Mockserver-Violations")), 4096)
	require.NotEmpty(t, breaches(t, backwards))
	forwards := common.get(t, grouped+"?"+join(slices.Sorted(slices.Values(bad))...), asJSON)
	require.Equal(t, string(forwards.body), string(backwards.body), "in the order of the document, not of the request")
}

func TestMisspeltColumnIsSuggested(t *testing.T) {
	a := common.get(t, grouped+"?columns=gendr,count", asJSON).wants(t, 400)
	require.Contains(t, strings.Join(fieldErrors(t, a)["columns"], " "), "gender")
	require.Contains(t, strings.Join(fieldErrors(t, a)["columns"], " "), "gendr")
}

func TestHostileQueriesAreAnsweredClearly(t *testing.T) {
	for name, query := range map[string]string{
		"a very long list of ids":   "columns=count&ids=" + strings.Repeat("1,", 20000) + "1",
		"a very long word":          "columns=" + strings.Repeat("x", 50000),
		"a scalar twice":            "columns=count&limit=5&limit=6",
		"an ampersand storm":        "&&&columns=count&&&&",
		"a bracketed name":          "columns[]=count",
		"text that is no UTF-8":     "columns=%ff%fe",
		"a newline for the headers": "columns=count%0d%0aX-Evil:1",
		"a nul byte":                "columns=count&created_at_timeframe=%00",
	} {
		t.Run(name, func(t *testing.T) {
			a := common.get(t, grouped+"?"+query, asJSON)
			require.Contains(t, []int{200, 400, 414, 431}, a.status, "%s", a)
			require.Empty(t, a.header.Get("X-Evil"))
			require.LessOrEqual(t, len(a.body), 200_000, "an answer does not grow with the request without bound")
		})
	}
}
