package query_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/query"
	"mockserver/internal/value"
)

// manyRows are more than are sorted without a thought: with a key of many values, one of few that one value has most of, and
// one that is null here and there.
func manyRows() (names []string, rows [][]any) {
	for i := range int64(30_000) {
		row := []any{i, i * 7919 % 30_011, min(int64(3), i*31%101/20), nil}
		if i%5 != 0 {
			row[3] = i * 127 % 997
		}
		rows = append(rows, row)
	}
	return []string{"id", "many", "few", "some"}, rows
}

// Pages of many rows are found without sorting all: they are those of the rows sorted one by one.
func TestPagesOfManyRowsAreThoseOfTheWholeOrder(t *testing.T) {
	names, rows := manyRows()
	const size = 50
	for _, tab := range []*table{whole(names, rows), changed(names, rows, func(row int) bool { return row%1000 != 17 })} {
		for _, sort := range [][]query.Key{
			nil, {{Path: "id", Descending: true}}, {{Path: "many"}}, {{Path: "many", Descending: true}}, {{Path: "few"}},
			{{Path: "few", Descending: true}, {Path: "some"}}, {{Path: "some", Descending: true}, {Path: "few"}},
		} {
			order := slices.Clone(rows)
			slices.SortFunc(order, func(a, b []any) int {
				for _, key := range append(slices.Clone(sort), query.Key{Path: "id"}) {
					at := slices.Index(names, key.Path)
					if c := value.Compare(a[at], b[at]); c != 0 && key.Descending {
						return -c
					} else if c != 0 {
						return c
					}
				}
				return 0
			})
			for _, offset := range []int{0, 4_999, 15_000, 29_975} {
				q := query.Query{Key: "id", Sort: sort, Page: query.Page{Offset: int64(offset), Limit: size}}
				found, err := query.Select(tab, q)
				require.NoError(t, err)
				require.Equal(t, len(rows), found.Total)
				var wanted, position []any
				for _, row := range order[offset:min(offset+size, len(order))] {
					wanted = append(wanted, row[0])
				}
				require.Equal(t, wanted, keys(tab, "id", found.Rows), "%v from %d", sort, offset)
				if offset == 0 {
					continue
				}
				for _, key := range append(slices.Clone(sort), query.Key{Path: "id"}) {
					position = append(position, order[offset-1][slices.Index(names, key.Path)])
				}
				q.Page.Offset, q.Position = 0, position
				behind, err := query.Select(tab, q)
				require.NoError(t, err)
				require.Equal(t, offset, behind.Before)
				require.Equal(t, wanted, keys(tab, "id", behind.Rows), "%v behind %v", sort, position)
			}
		}
	}
}

// Combinations of which there could be more than numbers have bits for are counted as few are.
func TestCombinationsOfAnyNumberAreCounted(t *testing.T) {
	names, rows := manyRows()
	by := []string{"many", "some", "few", "id", "many", "some", "many"}
	for _, tab := range []*table{whole(names, rows), changed(names, rows, func(row int) bool { return row%1000 != 17 })} {
		q := query.Query{Page: query.Page{Offset: 100, Limit: 3}}
		found := grouped(t, tab, by, q)
		require.Equal(t, len(rows), found.Total)
		byMany := slices.Clone(rows)
		slices.SortFunc(byMany, func(a, b []any) int { return value.Compare(a[1], b[1]) })
		for i, g := range found.Groups {
			r := byMany[100+i]
			require.Equal(t, []any{r[1], r[3], r[2], r[0], r[1], r[3], r[1]}, g.Values)
			require.Equal(t, 1, g.Count)
		}
		q.Page.Offset, q.Sort = 0, []query.Key{{Path: "id", Descending: true}}
		require.Equal(t, int64(29_999), grouped(t, tab, by, q).Groups[0].Values[3])

		counts := map[[2]any]int{}
		for _, row := range rows {
			counts[[2]any{row[3], row[2]}]++
		}
		pairs := grouped(t, tab, []string{"some", "few"}, query.Query{Page: query.Page{Limit: 1 << 40}})
		require.Len(t, pairs.Groups, len(counts))
		for _, g := range pairs.Groups {
			require.Equal(t, counts[[2]any(g.Values)], g.Count, "%v", g.Values)
		}
	}
}
