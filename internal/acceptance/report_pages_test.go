package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPagesAndOffsetsTellTheSame(t *testing.T) {
	for _, query := range []string{
		"columns=gender,count",
		"columns=created_year,is_claimed,count",
		"columns=age,gender,count&sort=-count",
		"columns=age,gender&sort=-age",
		"columns=count,created_month,created_hour&sort=count,-created_hour",
		"columns=is_active,is_new,is_slipping_away,birth_month&include_deleted=true&sort=is_new",
		"columns=created_year,count&extra_customer_fields=1,2",
	} {
		whole := common.whole(t, grouped, query)
		for _, size := range []int{1, 7, 50, 100} {
			t.Run(fmt.Sprintf("%s in pages of %d", query, size), func(t *testing.T) {
				offsets := common.walk(t, grouped, query, func(n int) string { return fmt.Sprintf("limit=%d&offset=%d", size, n*size) })
				pages := common.walk(t, grouped, query, func(n int) string { return fmt.Sprintf("page_size=%d&page=%d", size, n+1) })
				require.Equal(t, whole.shown(), offsets.shown())
				require.Equal(t, whole.shown(), pages.shown())
			})
		}
	}
}

func TestLargeReportInSmallPages(t *testing.T) {
	query := "columns=created_date,created_hour,count&sort=-count"
	whole := common.whole(t, grouped, query)
	require.Greater(t, whole.total, 300)
	for _, size := range []int{13, 50, 99} {
		pages := common.walk(t, grouped, query, func(n int) string { return fmt.Sprintf("page=%d&page_size=%d", n+1, size) })
		require.Equal(t, whole.shown(), pages.shown())
	}
}

func TestWhereAPageBeginsAndEnds(t *testing.T) {
	const query = "columns=created_date,count"
	all := common.whole(t, grouped, query).shown()
	require.Greater(t, len(all), 150)
	tests := map[string]struct {
		place    string
		from, to int
	}{
		"no paging: the first 50":                   {"", 0, 50},
		"limit alone":                               {"limit=3", 0, 3},
		"the largest limit":                         {"limit=100", 0, 100},
		"offset alone: 50 from there":               {"offset=20", 20, 70},
		"limit and offset":                          {"limit=5&offset=7", 7, 12},
		"limit 0 is an empty page":                  {"limit=0", 0, 0},
		"limit 0 with an offset":                    {"limit=0&offset=3", 0, 0},
		"offset 0":                                  {"offset=0", 0, 50},
		"page alone: 50 a page":                     {"page=2", 50, 100},
		"page_size alone: page 1":                   {"page_size=9", 0, 9},
		"page and page_size":                        {"page=3&page_size=9", 18, 27},
		"page_size 0 is an empty page":              {"page_size=0", 0, 0},
		"page_size 0 of page 2":                     {"page_size=0&page=2", 0, 0},
		"mixed, page mode wins over offset":         {"page=2&page_size=10&offset=3&limit=5", 10, 20},
		"mixed, page wins over limit":               {"page=1&limit=3", 0, 50},
		"mixed, page_size wins over limit":          {"page_size=4&limit=30&offset=10", 0, 4},
		"empty values are absent: page":             {"page=&limit=3", 0, 3},
		"empty values are absent: page_size":        {"page_size=&page=2", 50, 100},
		"empty values are absent: limit and offset": {"limit=&offset=", 0, 50},
		"the offset of the last row":                {fmt.Sprintf("offset=%d", len(all)-1), len(all) - 1, len(all)},
		"the offset behind the last row":            {fmt.Sprintf("offset=%d", len(all)), 0, 0},
		"a page far past the end":                   {"page=1000000", 0, 0},
		"the largest page there is":                 {"page=9223372036854775807&page_size=100", 0, 0},
		"a page whose offset would wrap to 0":       {"page=4611686018427387905&page_size=4", 0, 0},
		"the largest offset there is":               {"offset=9223372036854775807", 0, 0},
		"an offset that would wrap with its limit":  {"offset=9223372036854775800&limit=100", 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := common.groups(t, query, test.place)
			require.Equal(t, len(all), r.total, "the same total on every page")
			require.Equal(t, all[test.from:test.to], r.shown())
		})
	}
}

func TestSortsByHand(t *testing.T) {
	for _, keys := range []string{
		"gender", "-gender", "age", "-age", "count", "-count", "birth_month", "-birth_month", "created_date", "-created_date", "is_new", "-is_new",
		"gender,-age", "-gender,age", "-count,gender,age", "is_new,-birth_month,created_date", "count,-is_new", "-is_new,is_new,count",
	} {
		t.Run(keys, func(t *testing.T) {
			for _, set := range [][]string{
				{"gender", "age", "count", "birth_month", "created_date", "is_new"},
				{"is_new", "count", "created_date", "birth_month", "age", "gender"},
			} {
				requireSorted(t, common.whole(t, grouped, columns(set...), "sort="+keys).rows, keys)
			}
			small := sortedColumns(keys)
			rows := common.whole(t, grouped, columns(small...), "sort="+keys).rows
			requireSorted(t, rows, keys)
			require.ElementsMatch(t, groupByHand(living(t), small), shown(rows), "sorting loses and invents nothing")
		})
	}
}

// requireSorted checks the order: the keys left to right, nulls first ascending and last descending.
func requireSorted(t *testing.T, rows []object, keys string) {
	t.Helper()
	require.NotEmpty(t, rows)
	for i := 1; i < len(rows); i++ {
		require.LessOrEqual(t, compareRows(t, rows[i-1], rows[i], keys), 0, "sort=%s: %s before %s", keys, show(rows[i-1]), show(rows[i]))
	}
}

func compareRows(t tb, a, b object, keys string) int {
	for _, key := range strings.Split(keys, ",") {
		name, descending := strings.CutPrefix(key, "-")
		order := compareCells(cell(t, a.values[name]), cell(t, b.values[name]))
		if descending {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// sortedColumns are the columns that the sort keys name, each once.
func sortedColumns(keys string) []string {
	var names []string
	seen := map[string]bool{}
	for _, key := range strings.Split(keys, ",") {
		if name := strings.TrimPrefix(key, "-"); !seen[name] {
			names, seen[name] = append(names, name), true
		}
	}
	return names
}

func TestNullsComeFirstAscendingAndLastDescending(t *testing.T) {
	for _, column := range []string{"gender", "age", "birth_month"} {
		up := common.whole(t, grouped, columns(column, "count"), "sort="+column).rows
		down := common.whole(t, grouped, columns(column, "count"), "sort=-"+column).rows
		require.Nil(t, up[0].values[column], "%s: some customers have none, and they come first", column)
		require.Nil(t, down[len(down)-1].values[column], "%s descending: they come last", column)
	}
}

func TestSortIsSpelledInAnyOfTheTwoWays(t *testing.T) {
	const query = "columns=gender,age,count&sort="
	want := string(common.groups(t, query+"-count,age").answer.body)
	for _, same := range []string{query + "-count&sort=age", query + "-count%2Cage", query + "-count,age,-count", query + "%2Dcount,age,-age"} {
		require.Equal(t, want, string(common.groups(t, same).answer.body), same)
	}
}
