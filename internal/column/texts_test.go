package column_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/column"
)

// TestContainsSeesWhatEachTextHas compares the search through all texts at once with that of one after the other.
func TestContainsSeesWhatEachTextHas(t *testing.T) {
	pieces := []string{"", "a", "b", "ab", "ba", "A", "É", "é", "ß", "İ", "\xff", "\x00", "abcdefgh", " ", "aaaaaaaaaaaaaaaaaaaaaaaa"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 4), func(p []string) string { return strings.Join(p, "") })
		texts := rapid.SliceOf(text).Draw(t, "texts")
		values := []any{"z", nil}
		for _, text := range texts {
			values = append(values, text)
		}
		wanted := strings.ToLower(text.Draw(t, "wanted"))
		found := column.Of(values).(*column.Texts).WhereContains(wanted)
		for row, v := range values {
			text, ok := v.(string)
			require.Equal(t, ok && strings.Contains(strings.ToLower(text), wanted), found.Has(row), "%q in %q", wanted, v)
		}
	})
}

// TestContainsFindsTextsOfAnyLengthAnywhere has all places of eight bytes begin and end in a text.
func TestContainsFindsTextsOfAnyLengthAnywhere(t *testing.T) {
	const all = "xaxbxcaabaacbabbbcacbaxabcabxbcaabcbabc"
	for begin := range all {
		for end := begin + 1; end <= len(all); end++ {
			values := []any{all[:begin], all[begin:end], all[end:], all}
			c := column.Of(values).(*column.Texts)
			for _, wanted := range []string{"a", "ab", "abc", "bcab", "xabcabxbcaabc", all[begin:end]} {
				found := c.WhereContains(wanted)
				for row, v := range values {
					require.Equal(t, strings.Contains(v.(string), wanted), found.Has(row), "%q in %q", wanted, v)
				}
			}
		}
	}
}

// TestTextsAreSortedByTheirBytes: of texts that begin alike, end in zeros, or go on for long.
func TestTextsAreSortedByTheirBytes(t *testing.T) {
	pieces := []string{"", "\x00", "\x00\x00\x00\x00\x00\x00\x00\x00", "a", "abcdefgh", "abcdefg\x00", "é", "\xff", "b"}
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 5), func(p []string) any { return strings.Join(p, "") }),
			0, 100).Draw(t, "values")
		r := column.Of(values).Ranking()
		for code := 2; code < r.Len(); code++ {
			require.Less(t, r.Value(uint32(code-1)), r.Value(uint32(code)))
		}
		for row, v := range values {
			require.Equal(t, v, r.Value(r.Code(row)))
		}
	})
}

// Texts of which hardly any occurs twice have no dictionary.
func TestTextsThatAreAllDifferent(t *testing.T) {
	const rows = 1 << 17
	values := make([]any, rows)
	for row := range values {
		switch {
		case row%1000 == 999:
		case row%100 == 99:
			values[row] = values[row-1]
		default:
			values[row] = "c" + strconv.Itoa(row*7919%rows)
		}
	}
	c := column.Of(values).(*column.Texts)
	r := c.Ranking()
	distinct := map[any]bool{}
	for row, v := range values {
		require.Equal(t, v, c.At(row))
		require.Equal(t, v, r.Value(r.Code(row)))
		distinct[v] = true
	}
	require.Equal(t, len(distinct), r.Len(), "equal texts have one code in the ranking")
	for code := 2; code < r.Len(); code++ {
		require.Less(t, r.Value(uint32(code-1)), r.Value(uint32(code)))
	}
	among := c.Among([]string{values[98].(string), values[70_000].(string), "none"})
	require.Equal(t, []int{98, 99, 70_000}, rows3(among))
	require.Equal(t, []int{98, 99}, rows3(c.Among([]string{values[98].(string)})))
	require.Equal(t, []int{}, rows3(c.Among(nil)))
}

func rows3(b column.Bits) []int { return rows(b)[:min(3, b.Count())] }

// Numbers are kept in as many bytes as they need, and all questions have the answers that the values have.
func TestNumbersOfAllWidths(t *testing.T) {
	for _, spread := range []int64{1, 2, 200, 256, 60_000, 65_536, 1 << 31, 1 << 33, 1 << 62} {
		for _, nulls := range []bool{false, true} {
			t.Run(fmt.Sprintf("up to %d, nulls %v", spread, nulls), func(t *testing.T) {
				values := make([]any, 1000)
				var there []int64
				for row := range values {
					n := int64(row)*7919%(spread/2+1)*2 - 5
					if n = min(n, spread-5); row == 0 {
						n = spread - 5
					}
					if nulls && row%7 == 3 {
						continue
					}
					values[row] = n
					there = append(there, n)
				}
				slices.Sort(there)
				there = slices.Compact(there)
				c := column.Of(values).(*column.Numbers)
				r := c.Ranking()
				require.Equal(t, len(there)+1, r.Len())
				some := []int64{there[0], there[len(there)/2], there[len(there)-1], there[0] - 1, there[len(there)-1] + 1, 0}
				among := c.Among(some)
				numbers := make([]uint64, len(values)-3)
				for i := range numbers {
					numbers[i] = 2
				}
				r.AppendTo(numbers, 3, 1000)
				for row, v := range values {
					n, ok := v.(int64)
					require.Equal(t, v, c.At(row))
					require.Equal(t, v, r.Value(r.Code(row)))
					require.Equal(t, ok && slices.Contains(some, n), among.Has(row))
					if row >= 3 {
						require.Equal(t, 2000+uint64(r.Code(row)), numbers[row-3])
					}
				}
				for _, low := range some {
					for _, high := range some {
						between := c.Between(low, high)
						for row, v := range values {
							n, ok := v.(int64)
							require.Equal(t, ok && low <= n && n <= high, between.Has(row), "%v from %d to %d", v, low, high)
						}
					}
				}
			})
		}
	}
}
