package column_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/column"
)

func rows(b column.Bits) []int {
	found := []int{}
	b.Each(func(row int) { found = append(found, row) })
	return found
}

// TestBitsAreSets compares with sets as a map holds them.
func TestBitsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		draw := func(name string) (column.Bits, map[int]bool) {
			b, set := column.NewBits(n), map[int]bool{}
			for _, row := range rapid.SliceOf(rapid.IntRange(0, n-1)).Draw(t, name) {
				b.Set(row)
				set[row] = true
			}
			return b, set
		}
		a, inA := draw("a")
		b, inB := draw("b")
		check := func(name string, got column.Bits, want func(row int) bool) {
			expected := []int{}
			for row := range n {
				require.Equal(t, want(row), got.Has(row), "%s: %d", name, row)
				if want(row) {
					expected = append(expected, row)
				}
			}
			require.Equal(t, expected, rows(got), name)
			require.Equal(t, len(expected), got.Count(), name)
		}
		with := func(change func(column.Bits)) column.Bits {
			c := a.Clone()
			change(c)
			return c
		}
		check("and", with(func(c column.Bits) { c.And(b) }), func(row int) bool { return inA[row] && inB[row] })
		check("or", with(func(c column.Bits) { c.Or(b) }), func(row int) bool { return inA[row] || inB[row] })
		check("and not", with(func(c column.Bits) { c.AndNot(b) }), func(row int) bool { return inA[row] && !inB[row] })
		check("clear", with(func(c column.Bits) { c.Clear(n - 1) }), func(row int) bool { return inA[row] && row != n-1 })
		check("invert", with(func(c column.Bits) { c.Invert(n) }), func(row int) bool { return !inA[row] })
		check("all", column.AllBits(n), func(int) bool { return true })
		check("a, which its clones do not change", a, func(row int) bool { return inA[row] })
	})
}

func TestNoBits(t *testing.T) {
	var none column.Bits
	require.False(t, none.Has(0))
	require.False(t, none.Has(1000))
	require.Zero(t, none.Count())
	require.Nil(t, none.Clone())
	require.Empty(t, rows(column.AllBits(0)))
	for _, n := range []int{0, 1, 63, 64, 65, 128} {
		require.Equal(t, n, column.AllBits(n).Count())
		require.False(t, column.AllBits(n).Has(n), "beyond the last of %d", n)
		require.False(t, slices.Contains(rows(column.AllBits(n)), n))
	}
}
