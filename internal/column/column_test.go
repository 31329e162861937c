package column_test

import (
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

func TestOfTakesTheNarrowestColumn(t *testing.T) {
	numbers, texts, mixed := &column.Numbers{}, &column.Texts{}, &column.Mixed{}
	cases := []struct {
		name   string
		values []any
		column column.Column
		kind   column.Kind
	}{
		{"integers", []any{int64(1), nil, int64(math.MinInt64)}, numbers, column.Int},
		{"booleans", []any{true, nil, false}, numbers, column.Bool},
		{"instants", []any{value.Time(-1), nil}, numbers, column.Time},
		{"days", []any{value.Date(-1), nil}, numbers, column.Date},
		{"texts", []any{"a", nil, "", "a"}, texts, 0},
		{"nulls", []any{nil, nil}, texts, 0},
		{"nothing", nil, texts, 0},
		{"numbers that are no integers", []any{value.Number("1.5"), int64(1)}, mixed, 0},
		{"integers and texts", []any{int64(1), "1"}, mixed, 0},
		{"integers and booleans", []any{int64(1), true}, mixed, 0},
		{"instants and days", []any{value.Time(1), value.Date(1)}, mixed, 0},
		{"a text at last", []any{int64(1), int64(2), "x"}, mixed, 0},
		{"an integer at last", []any{"x", nil, int64(2)}, mixed, 0},
		{"lists", []any{[]any{}, nil}, mixed, 0},
		{"objects", []any{value.NewObject(0)}, mixed, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			made := column.Of(slices.Clone(c.values))
			require.IsType(t, c.column, made)
			require.Equal(t, len(c.values), made.Len())
			for row, v := range c.values {
				require.Equal(t, v, made.At(row))
			}
			if n, ok := made.(*column.Numbers); ok {
				require.Equal(t, c.kind, n.Kind())
			}
		})
	}
}

func TestNumberOf(t *testing.T) {
	for _, v := range []any{nil, "1", value.Number("1.5"), []any{}, value.NewObject(0)} {
		_, _, ok := column.NumberOf(v)
		require.False(t, ok, "%v", v)
	}
	kind, n, ok := column.NumberOf(value.Date(-3))
	require.True(t, ok)
	require.Equal(t, column.Date, kind)
	require.Equal(t, int64(-3), n)
}

// anyValues are columns of one kind or of several, with values that meet.
func anyValues(t *rapid.T) []any {
	kinds := [][]any{
		{nil, int64(-1), int64(0), int64(7), int64(math.MaxInt64), int64(math.MinInt64)},
		{nil, "", "a", "b", "B", "ab", "é"},
		{nil, true, false},
		{nil, value.Time(-5), value.Time(5)},
		{nil, value.Date(-5), value.Date(5)},
		{nil, "", int64(1), value.Number("1.0"), value.Number("1.5"), true, []any{int64(1)}, []any{}, value.Time(5), value.Date(5),
			value.ObjectOf(value.Member{Name: "a", Value: nil}), value.NewObject(0)},
	}
	return rapid.SliceOfN(rapid.SampledFrom(rapid.SampledFrom(kinds).Draw(t, "kind")), 0, 80).Draw(t, "values")
}

func TestRankingKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := anyValues(t)
		c := column.Of(values)
		r := c.Ranking()
		require.Nil(t, r.Value(0))
		for code := 2; code < r.Len(); code++ {
			require.Negative(t, value.Compare(r.Value(uint32(code-1)), r.Value(uint32(code))))
		}
		ascending := true
		for row, v := range values {
			code := r.Code(row)
			require.True(t, value.Equal(v, r.Value(code)), "%v is not %v", v, r.Value(code))
			require.Equal(t, v == nil, code == 0)
			ascending = ascending && (row == 0 || value.Compare(values[row-1], v) <= 0)
		}
		require.Equal(t, ascending, r.Ascending())
		require.Same(t, r, c.Ranking())
	})
}

func TestMergeKeepsTheOrderOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rankings []*column.Ranking
		var all []any
		var sizes []int
		for range rapid.IntRange(1, 4).Draw(t, "columns") {
			values := anyValues(t)
			all, sizes = append(all, values...), append(sizes, len(values))
			rankings = append(rankings, column.Of(values).Ranking())
		}
		order := column.Merge(rankings...)
		var ranks []uint64
		for i, r := range rankings {
			for row := range sizes[i] {
				ranks = append(ranks, order.RankOf(i, row))
				require.Equal(t, order.Rank(i, r.Code(row)), order.RankOf(i, row))
			}
		}
		places := map[uint32]bool{0: true}
		for i, r := range rankings {
			table := order.Places(i)
			for code := range uint32(r.Len()) {
				place := code
				if table != nil {
					place = table[code]
				}
				places[place] = true
				require.True(t, value.Equal(r.Value(code), order.At(place)), "%v is not %v", r.Value(code), order.At(place))
				rank, found := order.Find(r.Value(code))
				require.True(t, found)
				require.Equal(t, order.Rank(i, code), rank)
			}
		}
		require.Len(t, places, order.Len())
		for _, v := range anyValues(t) {
			rank, found := order.Find(v)
			for i := range all {
				c := value.Compare(all[i], v)
				require.Equal(t, c < 0, ranks[i] < rank, "%v and %v", all[i], v)
				require.Equal(t, c == 0, found && ranks[i] == rank, "%v and %v", all[i], v)
			}
		}
		for i := range all {
			require.True(t, value.Equal(all[i], order.Value(ranks[i])), "%v is not %v", all[i], order.Value(ranks[i]))
			for j := range all {
				require.Equal(t, value.Compare(all[i], all[j]), compare(ranks[i], ranks[j]), "%v and %v", all[i], all[j])
			}
		}
	})
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestMergeOfNothing(t *testing.T) {
	require.Nil(t, column.Merge().Value(0))
}

func TestWhereSeesWhatAtSees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := anyValues(t)
		wanted := rapid.SampledFrom(append([]any{int64(1), "a"}, values...)).Draw(t, "wanted")
		equals := func(v any) bool {
			require.NotNil(t, v, "null is never asked for")
			return value.Equal(v, wanted)
		}
		found := column.Where(column.Of(values), equals)
		for row, v := range values {
			require.Equal(t, v != nil && value.Equal(v, wanted), found.Has(row))
		}
	})
}

func TestNumbersBetweenAndAmong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		integers := rapid.SampledFrom([]int64{math.MinInt64, -2, -1, 0, 1, 2, math.MaxInt64})
		values := rapid.SliceOf(rapid.OneOf(rapid.Map(integers, func(i int64) any { return i }), rapid.Just[any](nil))).Draw(t, "values")
		c := column.Of(append(values, int64(0))).(*column.Numbers)
		low, high, wanted := integers.Draw(t, "low"), integers.Draw(t, "high"), rapid.SliceOf(integers).Draw(t, "wanted")
		between, among := c.Between(low, high), c.Among(slices.Clone(wanted))
		for row, v := range values {
			n, ok := v.(int64)
			require.Equal(t, ok && low <= n && n <= high, between.Has(row))
			require.Equal(t, ok && slices.Contains(wanted, n), among.Has(row))
		}
	})
}

// TestGrowingNumbersBetween looks at the rows of columns that are in their order, which are found by halves.
func TestGrowingNumbersBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Int64Range(0, 300), 1, 200).Draw(t, "numbers")
		slices.Sort(numbers)
		nulls := rapid.IntRange(0, 3).Draw(t, "nulls first")
		values := make([]any, nulls)
		for _, n := range numbers {
			values = append(values, n)
		}
		low, high := rapid.Int64Range(-1, 301).Draw(t, "low"), rapid.Int64Range(-1, 301).Draw(t, "high")
		between := column.Of(values).(*column.Numbers).Between(low, high)
		for row, v := range values {
			n, ok := v.(int64)
			require.Equal(t, ok && low <= n && n <= high, between.Has(row), "row %d", row)
		}
		require.False(t, between.Has(len(values)))
	})
}

func TestTheRankingIsMadeOnce(t *testing.T) {
	c := column.Of([]any{"b", "a", nil, "b"})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for row, code := range []uint32{2, 1, 0, 2} {
				if got := c.Ranking().Code(row); got != code {
					t.Errorf("the code of row %d is %d", row, got)
				}
			}
		})
	}
	group.Wait()
}
