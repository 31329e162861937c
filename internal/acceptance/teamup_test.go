package acceptance

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
)

const (
	grouped = "/api/v2/reports/customers.grouped/data"
	flat    = "/api/v2/reports/customers/data"
)

// attributes are the columns of the grouped report that group, in the document's order; count is the one that counts.
var attributes = []string{
	"created_date", "is_claimed", "is_active", "has_account_credit", "created_month", "created_year", "birth_month",
	"gender", "created_hour", "age", "is_new", "is_slipping_away", "registration_blocked",
}

var (
	flags  = []string{"is_active", "is_claimed", "is_new", "is_slipping_away", "has_account_credit", "registration_blocked"}
	traits = []string{"new", "claimed", "slipping_away", "inactive", "active", "registration_blocked", "lead"}
)

// asJSON are the headers of an ordinary call that wants JSON; asCSV of one that leaves the format to the default.
var (
	asJSON = headers{"Authorization": "Token t", "Accept": "application/json"}
	asCSV  = headers{"Authorization": "Token t"}
)

// A report is a decoded answer of one of the two reports.
type report struct {
	answer  answer
	total   int
	columns []object // column_headers
	rows    []object
}

func (m *mock) groups(t tb, query ...string) report {
	t.Helper()
	return m.report(t, grouped, query...)
}

func (m *mock) report(t tb, path string, query ...string) report {
	t.Helper()
	a := m.get(t, path+"?"+join(query...), asJSON).wants(t, 200)
	o := a.object(t)
	require.Equal(t, []string{"total", "column_headers", "rows"}, o.keys, "%s", a)
	return report{a, o.number(t, "total"), o.list(t, "column_headers"), o.list(t, "rows")}
}

// whole walks a report by limit and offset to its end and checks that every page tells the same total.
func (m *mock) whole(t tb, path string, query ...string) report {
	t.Helper()
	return m.walk(t, path, join(query...), func(n int) string { return fmt.Sprintf("limit=100&offset=%d", 100*n) })
}

// walk asks for page after page, as place says, until it has as many rows as the report has in total.
func (m *mock) walk(t tb, path, query string, place func(page int) string) report {
	t.Helper()
	all := m.report(t, path, query, place(0))
	for n := 1; len(all.rows) < all.total; n++ {
		next := m.report(t, path, query, place(n))
		require.Equal(t, all.total, next.total, "the total changed on page %d: %s", n, next.answer.request)
		require.NotEmpty(t, next.rows, "page %d is empty though rows are missing: %s", n, next.answer.request)
		all.rows = append(all.rows, next.rows...)
	}
	past := m.report(t, path, query, place(all.total+1))
	require.Empty(t, past.rows, "rows past the end: %s", past.answer.request)
	require.Equal(t, all.total, past.total, "another total past the end: %s", past.answer.request)
	require.Len(t, all.rows, all.total, "%s", all.answer.request)
	return all
}

// people is the number of customers that a query covers.
func (m *mock) people(t tb, query ...string) int {
	t.Helper()
	r := m.groups(t, "columns=count", join(query...))
	require.Len(t, r.rows, 1, "columns=count is always one row")
	require.Equal(t, 1, r.total)
	return r.rows[0].number(t, "count")
}

// sum adds up the counts of rows.
func sum(t tb, rows []object) int {
	t.Helper()
	n := 0
	for _, r := range rows {
		n += r.number(t, "count")
	}
	return n
}

func (r report) shown() []string { return shown(r.rows) }

func shown(rows []object) []string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = show(row)
	}
	return out
}

// cell turns a decoded value into nil, bool, int or string, as the model has them.
func cell(t tb, v any) any {
	t.Helper()
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	i, err := strconv.Atoi(n.String())
	require.NoError(t, err, "a number of the grouped report is not an integer")
	return i
}

func cells(t tb, row object) []any {
	t.Helper()
	out := make([]any, len(row.keys))
	for i, k := range row.keys {
		out[i] = cell(t, row.values[k])
	}
	return out
}

func columns(names ...string) string { return "columns=" + strings.Join(names, ",") }

func without(list []string, name string) []string {
	var out []string
	for _, s := range list {
		if s != name {
			out = append(out, s)
		}
	}
	return out
}
