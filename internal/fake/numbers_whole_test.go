package fake

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWholeNumbersAreDrawnAsAnyOthers compares the shorter way with the one that reckons with numbers of any size.
func TestWholeNumbersAreDrawnAsAnyOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	edge := func() bound {
		if r.IntN(4) == 0 {
			return bound{}
		}
		return bound{at: r.Int64N(60) - 30, strict: r.IntN(2) == 0}
	}
	for range 20_000 {
		low, high := edge(), edge()
		wanted := likely{scope{r.Int64N(50) - 25, r.Int64N(80) - 20, 0}, side(r.IntN(3))}
		key, variant := Key(r.Uint64()), r.Uint64N(20_000)
		expected := multipleBetween(low, high, wanted, big.NewRat(1, 1), key.Cell(0), variant)
		got, ok := wholeBetween(low, high, wanted, key.Cell(0), variant)
		require.Equal(t, expected != nil, ok, "%v %v %v", low, high, wanted)
		if ok {
			require.Equal(t, expected.Num().Int64(), got, "%v %v %v", low, high, wanted)
		}
	}
}
