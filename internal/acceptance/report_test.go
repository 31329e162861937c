package acceptance

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// columnSets are the selections that the claims of this file are checked on: every attribute alone, every pair, and some larger ones.
func columnSets() [][]string {
	var sets [][]string
	for i, a := range attributes {
		sets = append(sets, []string{a, "count"}, []string{"count", a})
		for _, b := range attributes[i+1:] {
			sets = append(sets, []string{a, "count", b}, []string{b, a, "count"})
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		set := slices.Clone(attributes)
		random.Shuffle(len(set), func(i, j int) { set[i], set[j] = set[j], set[i] })
		set = set[:3+random.IntN(len(set)-2)]
		sets = append(sets, slices.Insert(set, random.IntN(len(set)+1), "count"))
	}
	return sets
}

func TestReportOfAnyColumns(t *testing.T) {
	people := living(t)
	for _, set := range columnSets() {
		t.Run(strings.Join(set, ","), func(t *testing.T) {
			r := common.whole(t, grouped, columns(set...))
			require.Equal(t, len(people), sum(t, r.rows), "the counts add up to the number of customers")
			require.Equal(t, groupByHand(people, set), r.shown(), "the groups are those of the flat report, in ascending order")
			checkRows(t, r, set)
			distinct := common.whole(t, grouped, columns(without(set, "count")...))
			require.Equal(t, groupByHand(people, without(set, "count")), distinct.shown(), "without count: the same combinations")
		})
	}
}

// checkRows checks what holds for every report: exactly the asked keys in their order, no group twice, values of the documented kind.
func checkRows(t *testing.T, r report, set []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, row := range r.rows {
		require.Equal(t, set, row.keys)
		var group []string
		for _, k := range without(row.keys, "count") {
			group = append(group, show(row.values[k]))
		}
		require.False(t, seen[strings.Join(group, "|")], "a group comes twice: %s", show(row))
		seen[strings.Join(group, "|")] = true
		for i, v := range cells(t, row) {
			if !kindOf(row.keys[i])(v) {
				require.FailNow(t, "no value of the column", "%s of %s", row.keys[i], show(row))
			}
		}
	}
}

func kindOf(column string) func(any) bool {
	between := func(low, high int, null bool) func(any) bool {
		return func(v any) bool {
			n, ok := v.(int)
			return ok && low <= n && n <= high || v == nil && null
		}
	}
	switch column {
	case "created_date":
		return func(v any) bool { s, ok := v.(string); return ok && len(s) == len("2024-07-29") }
	case "created_year":
		return between(1990, 2025, false)
	case "created_month":
		return between(1, 12, false)
	case "birth_month":
		return between(1, 12, true)
	case "created_hour":
		return between(0, 23, false)
	case "age":
		return between(0, 120, true)
	case "count":
		return between(1, 500, false)
	case "gender":
		return func(v any) bool { s, ok := v.(string); return ok && s != "" || v == nil }
	}
	return func(v any) bool { _, ok := v.(bool); return ok }
}

func TestThereAreFiveHundredCustomersWithTheDeleted(t *testing.T) {
	require.Len(t, everyone(t), 500)
	require.Equal(t, 500, common.people(t, "include_deleted=true"))
	require.Equal(t, len(living(t)), common.people(t))
	require.Equal(t, len(living(t)), common.people(t, "include_deleted=false"))
	require.Less(t, len(living(t)), 500, "some customers are deleted")
	for i, p := range everyone(t) {
		require.Equal(t, i+1, p.id, "ids count from 1")
	}
}

func TestDeletedCustomersAreGroupedOnlyOnRequest(t *testing.T) {
	for _, a := range attributes {
		set := []string{a, "count"}
		r := common.whole(t, grouped, columns(set...), "include_deleted=true")
		require.Equal(t, groupByHand(everyone(t), set), r.shown(), "%s with the deleted", a)
	}
}

func TestCountAloneIsOneRowWhoeverMatches(t *testing.T) {
	for name, query := range map[string]string{
		"nobody":                  "ids=999999",
		"nobody after the last":   "id_gt=500",
		"everybody":               "",
		"everybody, sorted":       "sort=-count",
		"one":                     "ids=1&include_deleted=true",
		"nobody was born so late": "date_of_birth_gte=2999-01-01",
	} {
		t.Run(name, func(t *testing.T) {
			r := common.groups(t, "columns=count", query)
			require.Equal(t, 1, r.total)
			require.Len(t, r.rows, 1)
			require.Equal(t, []string{"count"}, r.rows[0].keys)
			if strings.HasPrefix(name, "nobody") {
				require.Equal(t, 0, r.rows[0].number(t, "count"))
			}
		})
	}
}

func TestNobodyIsAnEmptyListOfRowsNotNull(t *testing.T) {
	r := common.groups(t, "columns=gender,count&ids=999999")
	require.Equal(t, 0, r.total)
	require.Contains(t, string(r.answer.body), `"rows":[]`)
	require.Len(t, r.columns, 2, "the headers stay")
}

func TestColumnsAreSpelledInAnyOfTheTwoWays(t *testing.T) {
	want := common.groups(t, "columns=gender,is_new,count").answer.body
	for _, same := range []string{
		"columns=gender&columns=is_new&columns=count",
		"columns=gender,is_new&columns=count",
		"columns=gender%2Cis_new%2Ccount",
		"columns=gender,is_new,gender,count,is_new",
		"columns=gender,is_new,count&columns=gender",
		"%63olumns=gender,is_new,count",
	} {
		t.Run(same, func(t *testing.T) {
			require.Equal(t, string(want), string(common.groups(t, same).answer.body))
		})
	}
}

func TestAllColumnsAtOnce(t *testing.T) {
	set := append(slices.Clone(attributes), "count")
	slices.Reverse(set)
	r := common.whole(t, grouped, columns(set...))
	require.Equal(t, groupByHand(living(t), set), r.shown())
	checkRows(t, r, set)
}
