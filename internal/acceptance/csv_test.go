package acceptance

import (
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A sheet is a decoded CSV answer.
type sheet struct {
	total  int
	header []string
	rows   [][]string
}

func (m *mock) sheet(t tb, target string, h headers) sheet {
	t.Helper()
	a := m.get(t, target, h).wants(t, 200)
	require.Equal(t, "text/csv; charset=utf-8", strings.ToLower(a.header.Get("Content-Type")), "%s", a)
	require.Equal(t, strings.Count(string(a.body), "\n"), strings.Count(string(a.body), "\r\n"), "lines end in CRLF (RFC 4180)")
	require.True(t, strings.HasSuffix(string(a.body), "\r\n"))
	all, err := csv.NewReader(strings.NewReader(string(a.body))).ReadAll()
	require.NoError(t, err, "%s", a)
	require.NotEmpty(t, all, "a header row at least")
	total, err := strconv.Atoi(a.header.Get("X-Total-Count"))
	require.NoError(t, err, "X-Total-Count of %s", a)
	return sheet{total, all[0], all[1:]}
}

// csvText is a JSON value as CSV shows it.
func csvText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return show(v)
}

// dotted finds a value by the dotted key that headers use; below a null everything is null.
func dotted(row object, key string) any {
	if v, ok := row.values[key]; ok {
		return v
	}
	head, rest, _ := strings.Cut(key, ".")
	if inner, ok := row.values[head].(object); ok {
		return dotted(inner, rest)
	}
	return nil
}

func TestCSVEqualsJSON(t *testing.T) {
	for _, target := range []string{
		grouped + "?columns=gender,count", grouped + "?columns=count", grouped + "?columns=created_date,is_new,age,count&limit=100&offset=30",
		grouped + "?columns=birth_month,gender&sort=-gender&page=2&page_size=3", grouped + "?columns=gender,count&ids=999999",
		grouped + "?columns=gender,count&limit=0", grouped + "?columns=gender,count&offset=100000", grouped + "?" + columns(attributes...) + ",count&limit=100",
		grouped + "?columns=gender,count&extra_customer_fields=1,3", grouped + "?columns=gender,count&extra_customer_fields=2",
		flat, flat + "?limit=100&offset=100&include_deleted=true",
		flat + "?columns=id,full_name,first_name,last_name,email,phone_number,gender,date_of_birth,created_at,deleted_at,is_active,age&limit=100",
		flat + "?columns=id,venue,address,account_credit_balance,lead_source,latest_registration,emergency_contact,instructor&limit=100",
		flat + "?columns=venue.name,id,venue_id,referring_member,family_name,last_payment_amount&limit=100&sort=-id",
	} {
		t.Run(target, func(t *testing.T) {
			path, query, _ := strings.Cut(target, "?")
			r := common.report(t, path, query)
			s := common.sheet(t, target, asCSV)
			require.Equal(t, r.total, s.total)
			require.Len(t, s.header, len(r.columns))
			for i, h := range r.columns {
				require.Equal(t, h.text(t, "key"), s.header[i])
			}
			require.Len(t, s.rows, len(r.rows))
			for i, row := range r.rows {
				for j, key := range s.header {
					require.Equal(t, csvText(dotted(row, key)), s.rows[i][j], "row %d, %s of %s", i, key, show(row))
				}
			}
		})
	}
}

func TestFormatIsNegotiated(t *testing.T) {
	const js, cs = "application/json", "text/csv"
	for name, test := range map[string]struct{ format, accept, want string }{
		"nothing said: CSV, the documented default": {"", "", cs},
		"anything goes: CSV":                        {"", "*/*", cs},
		"JSON is accepted":                          {"", js, js},
		"JSON in capitals":                          {"", "Application/JSON", js},
		"JSON with a parameter":                     {"", js + "; charset=utf-8", js},
		"CSV is accepted":                           {"", cs, cs},
		"any application type is JSON":              {"", "application/*", js},
		"any text is CSV":                           {"", "text/*", cs},
		"JSON preferred":                            {"", "text/csv;q=0.5, application/json", js},
		"CSV preferred":                             {"", "application/json;q=0.5, text/csv", cs},
		"JSON, or else anything":                    {"", "application/json, */*;q=0.5", js},
		"a page, or else anything: CSV":             {"", "text/html, */*;q=0.1", cs},
		"anything but CSV":                          {"", "*/*, text/csv;q=0", js},
		"format json wins over nothing":             {"json", "", js},
		"format json wins over CSV":                 {"json", cs, js},
		"format csv wins over JSON":                 {"csv", js, cs},
		"format json wins over a page":              {"json", "text/html", js},
		"format csv wins over a page":               {"csv", "text/html", cs},
		"format json wins over a refusal":           {"json", "*/*;q=0", js},
		"a page alone":                              {"", "text/html", ""},
		"a picture or a page":                       {"", "image/png, text/html;q=0.9", ""},
		"JSON refused":                              {"", "application/json;q=0", ""},
		"everything refused":                        {"", "*/*;q=0", ""},
		"both refused, the rest welcome":            {"", "application/json;q=0, text/csv;q=0.0, */*", ""},
		"another JSON":                              {"", "application/xml", ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := asCSV
			if test.accept != "" {
				h = h.with("Accept", test.accept)
			}
			query := "columns=gender,count"
			if test.format != "" {
				query += "&format=" + test.format
			}
			for _, path := range []string{grouped + "?" + query, flat + "?" + strings.Replace(query, "gender,count", "gender", 1)} {
				a := common.get(t, path, h)
				if test.want == "" {
					requireEnvelope(t, a.wants(t, 406), a.object(t).text(t, "code"), "")
					continue
				}
				require.Equal(t, test.want, a.wants(t, 200).mime())
			}
		})
	}
}

func TestViolationsComeBefore406(t *testing.T) {
	common.get(t, grouped+"?columns=bogus", asJSON.with("Accept", "text/html")).wants(t, 400)
}

func TestTotalCountIsTheSameForBothFormats(t *testing.T) {
	for _, query := range []string{"columns=age,count&limit=3", "columns=age,count&page=4&page_size=5", "columns=age,count&offset=10000"} {
		require.Equal(t, common.groups(t, query).total, common.sheet(t, grouped+"?"+query+"&format=csv", asJSON).total)
	}
}
