package query_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/query"
)

// positionOf is where a row is in the order of a query.
func positionOf(t require.TestingT, tab *table, q query.Query, r query.Row) query.Position {
	var at query.Position
	for _, key := range append(slices.Clone(q.Sort), query.Key{Path: q.Key}) {
		c, err := tab.Column(r.Segment, key.Path)
		require.NoError(t, err)
		at = append(at, c.At(r.Row))
	}
	return at
}

func TestPagesBehindPositionsJoinToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, q := anyRows(t), anyQuery(t)
		base := rapid.SliceOfN(rapid.Bool(), len(rows), len(rows)).Draw(t, "base")
		tab := changed(paths, rows, func(row int) bool { return base[row] })
		want := selected(t, tab, q)
		q.Page.Limit = int64(rapid.IntRange(1, 7).Draw(t, "size"))
		var got []any
		for {
			page, err := query.Select(tab, q)
			require.NoError(t, err)
			assert.Equal(t, len(want), page.Total)
			assert.Equal(t, len(got), page.Before, "the rows before the page")
			got = append(got, keys(tab, "id", page.Rows)...)
			if len(page.Rows) == 0 {
				break
			}
			q.Position = positionOf(t, tab, q, page.Rows[len(page.Rows)-1])
		}
		assert.Equal(t, want, append([]any{}, got...), "forwards")

		q.Backwards = true
		for left := len(want); left > 0; {
			q.Position = positionAt(t, tab, q, want[:left])
			page, err := query.Select(tab, q)
			require.NoError(t, err)
			if left == 1 {
				assert.Empty(t, page.Rows)
				break
			}
			shown := keys(tab, "id", page.Rows)
			require.NotEmpty(t, shown)
			assert.Equal(t, left-1-len(shown), page.Before)
			assert.Equal(t, want[left-1-len(shown):left-1], shown, "the page that ends before a row")
			left -= len(shown)
		}
	})
}

// positionAt is where the last of some rows is.
func positionAt(t require.TestingT, tab *table, q query.Query, ids []any) query.Position {
	for s := range tab.Segments() {
		c, err := tab.Column(s, "id")
		require.NoError(t, err)
		for row := range tab.Rows(s) {
			if c.At(row) == ids[len(ids)-1] && (tab.Live(s) == nil || tab.Live(s).Has(row)) {
				return positionOf(t, tab, q, query.Row{Segment: s, Row: row})
			}
		}
	}
	require.FailNow(t, "no such row")
	return nil
}

func TestAPositionThatNoRowHasIsBetweenItsNeighbours(t *testing.T) {
	tab := whole([]string{"id", "n"}, [][]any{{int64(1), int64(10)}, {int64(2), nil}, {int64(3), int64(30)}, {int64(4), int64(20)}})
	for _, one := range []struct {
		name      string
		at        query.Position
		backwards bool
		want      []any
	}{
		{"behind 15", query.Position{int64(15), int64(9)}, false, []any{int64(4), int64(3)}},
		{"before 15", query.Position{int64(15), int64(9)}, true, []any{int64(2), int64(1)}},
		{"behind null", query.Position{nil, int64(2)}, false, []any{int64(1), int64(4), int64(3)}},
		{"behind everything", query.Position{"text", int64(0)}, false, []any{}},
	} {
		t.Run(one.name, func(t *testing.T) {
			found, err := query.Select(tab, query.Query{Sort: []query.Key{{Path: "n"}}, Key: "id", Page: query.Page{Limit: 9}, Position: one.at, Backwards: one.backwards})
			require.NoError(t, err)
			assert.Equal(t, one.want, append([]any{}, keys(tab, "id", found.Rows)...))
		})
	}
}
