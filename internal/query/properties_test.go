package query_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/query"
	"mockserver/internal/value"
)

// paths are the columns of random tables: few values each, so that they meet.
var paths = []string{"id", "word", "number", "mixed", "list"}

func anyRows(t *rapid.T) [][]any {
	words := rapid.SampledFrom([]any{nil, "", "a", "A", "ab", "b", "é"})
	numbers := rapid.SampledFrom([]any{nil, int64(-1), int64(0), int64(1), int64(9223372036854775807)})
	mixed := rapid.SampledFrom([]any{nil, true, int64(1), value.Number("1.0"), value.Number("1.5"), "1", value.Date(3), value.Time(3),
		[]any{}, []any{int64(1)}, value.ObjectOf(value.Member{Name: "a", Value: int64(1)})})
	lists := rapid.SampledFrom([]any{nil, []any{}, []any{int64(1)}, []any{int64(1), "a"}, []any{"a"}})
	n := rapid.IntRange(0, 60).Draw(t, "rows")
	rows := make([][]any, n)
	for i, id := range rapid.Permutation(slices.Collect(numbered(n))).Draw(t, "ids") {
		rows[i] = []any{id, words.Draw(t, "word"), numbers.Draw(t, "number"), mixed.Draw(t, "mixed"), lists.Draw(t, "list")}
	}
	return rows
}

func numbered(n int) func(func(any) bool) {
	return func(yield func(any) bool) {
		for i := 0; i < n && yield(int64(i)); i++ {
		}
	}
}

func anyCondition(t *rapid.T, depth int) query.Condition {
	kinds := 5
	if depth > 0 {
		kinds = 7
	}
	path := rapid.SampledFrom(paths).Draw(t, "path")
	v := rapid.SampledFrom([]any{nil, int64(0), int64(1), int64(30), value.Number("1.5"), "a", "b", true})
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return query.Equal{Path: path, Values: rapid.SliceOfN(v, 0, 3).Draw(t, "values")}
	case 1:
		return query.Range{Path: path, Low: v.Draw(t, "low"), High: v.Draw(t, "high"),
			LowOpen: rapid.Bool().Draw(t, "low open"), HighOpen: rapid.Bool().Draw(t, "high open")}
	case 2:
		return query.Overlap{Path: path, Values: rapid.SliceOfN(v, 0, 3).Draw(t, "values")}
	case 3, 4:
		return query.Text{Paths: []string{path, "word"}, Text: rapid.SampledFrom([]string{"", "a", "A", "1"}).Draw(t, "text"),
			Prefix: rapid.Bool().Draw(t, "prefix"), Fold: rapid.Bool().Draw(t, "fold")}
	case 5:
		return query.Not{Condition: anyCondition(t, depth-1)}
	}
	return query.AnyOf{anyCondition(t, depth-1), anyCondition(t, depth-1)}
}

func anySort(t *rapid.T, of []string) []query.Key {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) query.Key {
		return query.Key{Path: rapid.SampledFrom(of).Draw(t, "path"), Descending: rapid.Bool().Draw(t, "descending")}
	}), 0, 3).Draw(t, "sort")
}

func anyQuery(t *rapid.T) query.Query {
	q := query.Query{Key: "id", Page: query.Page{Limit: 1 << 40}, Sort: anySort(t, paths)}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		q.Where = append(q.Where, anyCondition(t, 2))
	}
	return q
}

func selected(t require.TestingT, tab *table, q query.Query) []any {
	found, err := query.Select(tab, q)
	require.NoError(t, err)
	require.LessOrEqual(t, len(found.Rows), found.Total)
	return keys(tab, "id", found.Rows)
}

func grouped(t require.TestingT, tab *table, by []string, q query.Query) *query.Groups {
	found, err := query.GroupBy(tab, by, "count", q)
	require.NoError(t, err)
	return found
}

// text makes answers comparable: 1 and 1.0 are one value, of which any may stand for a group.
func text(groups *query.Groups) string {
	s := ""
	for _, g := range groups.Groups {
		for _, v := range g.Values {
			if i, ok := value.Int(v); ok {
				v = i
			}
			s += string(value.AppendJSON(nil, v)) + " "
		}
		s += value.Text(int64(g.Count)) + "\n"
	}
	return s
}

func TestChangesAnswerAsIfTheyWereTheBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, q := anyRows(t), anyQuery(t)
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(paths[1:]), 0, 3, rapid.ID).Draw(t, "by")
		one := whole(paths, rows)
		two := changed(paths, rows, func(int) bool { return rapid.Bool().Draw(t, "base") })
		require.Equal(t, selected(t, one, q), selected(t, two, q))
		require.Equal(t, text(grouped(t, one, by, q)), text(grouped(t, two, by, q)))
	})
}

func TestGroupsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab, q := whole(paths, anyRows(t)), anyQuery(t)
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(paths), 1, 4, rapid.ID).Draw(t, "by")
		q.Sort = anySort(t, append(slices.Clone(by), "count"))
		n, err := query.Count(tab, q.Where)
		require.NoError(t, err)
		require.Len(t, selected(t, tab, query.Query{Key: "id", Where: q.Where, Page: q.Page}), n)
		sum, groups := 0, grouped(t, tab, by, q)
		require.Len(t, groups.Groups, groups.Total)
		for i, g := range groups.Groups {
			require.Positive(t, g.Count)
			sum += g.Count
			for _, other := range groups.Groups[:i] {
				require.False(t, slices.EqualFunc(g.Values, other.Values, value.Equal), "the group %v twice", g.Values)
			}
		}
		require.Equal(t, n, sum)
	})
}

func TestPagesJoinToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, q := anyRows(t), anyQuery(t)
		tab := changed(paths, rows, func(int) bool { return rapid.Bool().Draw(t, "base") })
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(paths), 0, 3, rapid.ID).Draw(t, "by")
		size := rapid.Int64Range(1, 70).Draw(t, "size")
		all, groups := selected(t, tab, q), grouped(t, tab, by, q)
		var joined []any
		var joinedGroups []query.Group
		for offset := int64(0); offset < int64(len(rows))+size; offset += size {
			q.Page = query.Page{Offset: offset, Limit: size}
			joined = append(joined, selected(t, tab, q)...)
			page := grouped(t, tab, by, q)
			require.Equal(t, groups.Total, page.Total)
			joinedGroups = append(joinedGroups, page.Groups...)
		}
		require.ElementsMatch(t, all, joined)
		require.Equal(t, append([]any{}, all...), append([]any{}, joined...))
		require.Equal(t, text(groups), text(&query.Groups{Groups: joinedGroups}))
	})
}

func TestAConditionAndItsOppositeShareTheRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := anyRows(t)
		tab := changed(paths, rows, func(int) bool { return rapid.Bool().Draw(t, "base") })
		c := anyCondition(t, 2)
		count := func(where ...query.Condition) int {
			n, err := query.Count(tab, where)
			require.NoError(t, err)
			return n
		}
		require.Equal(t, len(rows), count(c)+count(query.Not{Condition: c}))
		require.Zero(t, count(c, query.Not{Condition: c}))
		require.Equal(t, len(rows), count(query.AnyOf{c, query.Not{Condition: c}}))
		require.Equal(t, count(c), count(query.Not{Condition: query.Not{Condition: c}}))
	})
}

func TestTheOrderIsThatOfTheValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, q := anyRows(t), anyQuery(t)
		tab := changed(paths, rows, func(int) bool { return rapid.Bool().Draw(t, "base") })
		found, err := query.Select(tab, q)
		require.NoError(t, err)
		before := func(a, b query.Row) bool {
			for _, key := range append(slices.Clone(q.Sort), query.Key{Path: "id"}) {
				c := value.Compare(keys(tab, key.Path, []query.Row{a})[0], keys(tab, key.Path, []query.Row{b})[0])
				if c != 0 {
					return c < 0 != key.Descending
				}
			}
			return false
		}
		for i := 1; i < len(found.Rows); i++ {
			require.True(t, before(found.Rows[i-1], found.Rows[i]), "%v", found.Rows)
		}
	})
}

// TestKeysThatAreNotUnique: without a key that tells rows apart they stay as they stand, and pages do not overlap.
func TestKeysThatAreNotUnique(t *testing.T) {
	var rows [][]any
	for i := range int64(40) {
		rows = append(rows, []any{i, i % 2})
	}
	tab := whole([]string{"id", "key"}, rows)
	var joined []any
	for offset := int64(0); offset < 40; offset += 7 {
		found, err := query.Select(tab, query.Query{Key: "key", Page: query.Page{Offset: offset, Limit: 7}})
		require.NoError(t, err)
		joined = append(joined, keys(tab, "id", found.Rows)...)
	}
	require.Len(t, joined, 40)
	for i, id := range joined {
		require.Equal(t, int64(i*2%40+i/20), id)
	}
}

func TestManyDistinctValuesGroupAsFewDo(t *testing.T) {
	var rows [][]any
	for i := range int64(700) {
		rows = append(rows, []any{i, i * 3 % 350, -i})
	}
	tab := whole([]string{"id", "a", "b"}, rows)
	all := query.Query{Page: query.Page{Limit: 1000}}
	pairs := grouped(t, tab, []string{"a", "b"}, all) // more combinations than there are counters for
	require.Equal(t, 700, pairs.Total)
	require.Equal(t, []any{int64(0), int64(-350)}, pairs.Groups[0].Values)
	require.Equal(t, 350, grouped(t, tab, []string{"a"}, all).Total)
	for _, g := range grouped(t, tab, []string{"a"}, all).Groups {
		require.Equal(t, 2, g.Count)
	}
}

func TestAManyValuedFilterEqualsAWalkOverItsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := whole(paths, anyRows(t))
		path := rapid.SampledFrom(paths).Draw(t, "path")
		values := rapid.SliceOf(rapid.SampledFrom([]any{nil, true, int64(1), value.Number("1.0"), value.Number("1.50"), value.Number("2e0"), "1", "a",
			value.Date(3), value.Time(3), []any{}, []any{value.Number("1e0")}})).Draw(t, "values")
		var single query.AnyOf
		for _, v := range values {
			single = append(single, query.Equal{Path: path, Values: []any{v}})
		}
		whereAny := query.Query{Key: "id", Page: query.Page{Limit: 100}, Where: []query.Condition{single}}
		whereOne := whereAny
		whereOne.Where = []query.Condition{query.Equal{Path: path, Values: values}}
		require.Equal(t, selected(t, tab, whereAny), selected(t, tab, whereOne))
	})
}
