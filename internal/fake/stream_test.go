package fake_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fake"
)

// These numbers are what every population is made of: if one changes, so does every value that users' tests hold.
func TestStreamsStayWhatTheyAre(t *testing.T) {
	key := fake.NewKey(1, "teamup").Sub("customers").Sub("id")
	require.Equal(t, fake.Key(0x10401663822dcddf), fake.NewKey(1))
	require.Equal(t, fake.Key(0xe4e82ec55216656b), key)
	s := key.Cell(41)
	require.Equal(t, []uint64{0xa2097e55f34061ed, 0x9e83fce030a64376, 0x54dd5ffd16bf60ae}, []uint64{s.Uint64(), s.Uint64(), s.Uint64()})
	require.Equal(t, []uint64{6, 755, 13176919835425566392}, []uint64{s.Below(10), s.Below(1000), s.Below(math.MaxUint64)})
	require.Equal(t, []int64{1, -6532395217125444353}, []int64{s.Between(-5, 5), s.Between(math.MinInt64, math.MaxInt64)})
	require.Equal(t, []uint64{378, 986, 5}, []uint64{key.Permute(0, 1000), key.Permute(1, 1000), key.Permute(5, 0)})
}

func TestKeysDiffer(t *testing.T) {
	seen := map[fake.Key][]string{}
	for _, path := range [][]string{{}, {""}, {"", ""}, {"a"}, {"a", "bc"}, {"ab", "c"}, {"abc"}, {"a", "b", "c"}, {"a", ""}} {
		for seed := range uint64(3) {
			k := fake.NewKey(seed, path...)
			require.NotContains(t, seen, k, "%q", path)
			seen[k] = path
		}
	}
}

func TestBelowIsFair(t *testing.T) {
	const draws = 60_000
	for _, n := range []uint64{1, 2, 3, 6, 10, 13} {
		counts := make([]int, n)
		for record := range draws {
			counts[fake.NewKey(7, "dice").Cell(record).Below(n)]++ // the first draw of each of many cells
		}
		expected := float64(draws) / float64(n)
		for face, count := range counts { // six standard deviations
			require.InDelta(t, expected, count, 6*math.Sqrt(expected), "%d of %d", face, n)
		}
	}
}

func TestBelowOfAWidthThatIsNoPowerOfTwoIsNotBiased(t *testing.T) {
	// Two thirds of the range: a draw by remainder would give the lower half twice the weight.
	const n = math.MaxUint64/3*2 + 1
	s, low := fake.NewKey(1, "wide").Cell(0), 0
	const draws = 20_000
	for range draws {
		if s.Below(n) < n/2 {
			low++
		}
	}
	require.InDelta(t, draws/2, low, 6*math.Sqrt(draws/2))
}

func TestDrawsStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := fake.Key(rapid.Uint64().Draw(t, "key")).Cell(rapid.IntRange(0, 1<<30).Draw(t, "record"))
		n := rapid.Uint64Min(1).Draw(t, "n")
		low := rapid.Int64().Draw(t, "low")
		high := rapid.Int64Min(low).Draw(t, "high")
		for range 20 {
			if v := s.Below(n); v >= n {
				t.Fatalf("Below(%d) is %d", n, v)
			}
			if v := s.Between(low, high); v < low || v > high {
				t.Fatalf("Between(%d, %d) is %d", low, high, v)
			}
		}
	})
}

func TestPermuteIsOneToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := fake.Key(rapid.Uint64().Draw(t, "key"))
		width := rapid.Uint64Range(1, 3000).Draw(t, "width")
		seen := make([]bool, width)
		for number := range width {
			v := key.Permute(number, width)
			if v >= width || seen[v] {
				t.Fatalf("Permute(%d, %d) is %d again, or out of range", number, width, v)
			}
			seen[v] = true
		}
	})
}

func TestPermuteOfAnyWidthStaysInRangeAndWraps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := fake.Key(rapid.Uint64().Draw(t, "key"))
		width := rapid.Uint64Min(1).Draw(t, "width")
		number := rapid.Uint64Range(0, width-1).Draw(t, "number")
		other := rapid.Uint64Range(0, width-1).Draw(t, "other")
		v := key.Permute(number, width)
		if v >= width || (key.Permute(other, width) == v) != (number == other) {
			t.Fatalf("Permute(%d, %d) is %d", number, width, v)
		}
		if number <= math.MaxUint64-width && key.Permute(number+width, width) != v {
			t.Fatalf("%d does not wrap", number+width)
		}
	})
}

func TestPermutationsLookRandom(t *testing.T) {
	const width = 1000
	fixed := 0
	for number := range uint64(width) {
		if fake.NewKey(3, "shuffle").Permute(number, width) == number {
			fixed++
		}
	}
	require.Less(t, fixed, 10) // one is to be expected
}

func TestChoiceKeepsToItsWeights(t *testing.T) {
	choice := &fake.Choice{}
	require.Zero(t, choice.Total())
	choice.Add("often", 6)
	choice.Add("never", 0)
	choice.Add(nil, 3)
	choice.Add("seldom", 1)
	require.Equal(t, uint64(10), choice.Total())
	counts := map[any]int{}
	const draws = 30_000
	for record := range draws {
		counts[choice.Draw(fake.NewKey(1, "choice").Cell(record))]++
	}
	require.Zero(t, counts["never"])
	for v, share := range map[any]float64{"often": .6, nil: .3, "seldom": .1} {
		require.InDelta(t, share*draws, counts[v], 6*math.Sqrt(share*draws), "%v", v)
	}
}
