package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAnyQueryEqualsTheSameQueryByHand draws whole queries and compares the report with grouping the flat rows by hand.
func TestAnyQueryEqualsTheSameQueryByHand(t *testing.T) {
	all := everyone(t)
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SliceOfNDistinct(rapid.SampledFrom(append(slices.Clone(attributes), "count")), 1, 5, rapid.ID).Draw(t, "columns")
		query, people := []string{columns(set...)}, all
		if rapid.Bool().Draw(t, "with the deleted") {
			query = append(query, "include_deleted=true")
		} else {
			people = having(people, func(p person) bool { return !p.deleted })
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "filters") {
			c := drawClaim(t, all, i)
			query, people = append(query, c.query), having(people, c.keep)
		}
		want := groupByHand(people, set)
		require.Equal(t, want, common.whole(t, grouped, query...).shown())
		sort := drawSort(t, set)
		sorted := common.whole(t, grouped, append(query, "sort="+sort)...)
		require.ElementsMatch(t, want, sorted.shown())
		for i := 1; i < len(sorted.rows); i++ {
			require.LessOrEqual(t, compareRows(t, sorted.rows[i-1], sorted.rows[i], sort), 0)
		}
		size := rapid.IntRange(1, 100).Draw(t, "size")
		page := rapid.IntRange(1, len(want)/size+1).Draw(t, "page")
		one := common.groups(t, append(query, "sort="+sort, fmt.Sprintf("page=%d&page_size=%d", page, size))...)
		from := min(size*(page-1), len(want))
		require.Equal(t, sorted.shown()[from:min(from+size, len(want))], one.shown())
	})
}

func drawSort(t *rapid.T, set []string) string {
	keys := rapid.SliceOfNDistinct(rapid.SampledFrom(set), 1, min(3, len(set)), rapid.ID).Draw(t, "sort")
	for i := range keys {
		if rapid.Bool().Draw(t, "descending") {
			keys[i] = "-" + keys[i]
		}
	}
	return strings.Join(keys, ",")
}

// drawClaim draws a filter; the kinds of different places share no parameter, so that none is given twice.
func drawClaim(t *rapid.T, all []person, place int) claim {
	p := rapid.SampledFrom(all).Draw(t, "person")
	switch place {
	case 0:
		flag, want := rapid.SampledFrom(flags).Draw(t, "flag"), rapid.Bool().Draw(t, "value")
		return claim{fmt.Sprintf("%s=%v", flag, want), func(q person) bool { return q.flags[flag] == want }}
	case 1:
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(traits), 1, 3, rapid.ID).Draw(t, "traits")
		return claim{"is_any=" + strings.Join(names, ","), func(q person) bool { return slices.ContainsFunc(names, q.trait) }}
	}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return claim{param("created_at_gte", p.created.Format(time.RFC3339Nano)), func(q person) bool { return !q.created.Before(p.created) }}
	case 1:
		return claim{param("created_at_lte", p.created.Format(time.RFC3339Nano)), func(q person) bool { return !q.created.After(p.created) }}
	case 2:
		return claim{fmt.Sprintf("id_gt=%d", p.id), func(q person) bool { return q.id > p.id }}
	case 3:
		return claim{"date_of_birth_gte=1985-06-15", func(q person) bool { return q.born >= "1985-06-15" }}
	}
	return within(rapid.SampledFrom(timeframes).Draw(t, "timeframe"), clock)
}
