package fake

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
)

// TestShortNumbersAreDrawnAsAnyOthers compares the shorter way with the one that reckons with numbers of any size.
func TestShortNumbersAreDrawnAsAnyOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	edge := func() bound {
		if r.IntN(4) == 0 {
			return bound{}
		}
		return bound{at: value.Decimal(r.Int64N(6000)-3000, r.IntN(4)), strict: r.IntN(2) == 0}
	}
	for range 30_000 {
		low, high, by := edge(), edge(), value.Decimal(1+r.Int64N(300), r.IntN(4))
		wanted := likely{scope{r.Int64N(5000) - 2500, r.Int64N(8000) - 2000, r.IntN(3)}, side(r.IntN(3))}
		key, variant := Key(r.Uint64()), r.Uint64N(20_000)
		step, _ := value.Rat(by)
		expected := multipleBetween(low, high, wanted, step, key.Cell(0), variant)
		got, found, near := unitsBetween(low, high, wanted, by, key.Cell(0), variant)
		require.True(t, near, "%v %v %v %v", low, high, wanted, by)
		require.Equal(t, expected != nil, found, "%v %v %v %v", low, high, wanted, by)
		if found {
			require.Equal(t, numberOf(expected.Mul(expected, step)), got.value(), "%v %v %v %v", low, high, wanted, by)
		}
	}
}
