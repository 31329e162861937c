package value

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestShortNumbersCompareAsAnyOthers compares the shorter way with the one that takes numbers of any length.
func TestShortNumbersCompareAsAnyOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	draw := func() any {
		if r.IntN(2) == 0 {
			return r.Int64N(2000) - 1000
		}
		sign := []string{"", "-"}[r.IntN(2)]
		return Number(sign + strconv.Itoa(r.IntN(1000)) + "." + []string{"0", "5", "25", "250", "9999", "00001"}[r.IntN(6)])
	}
	for range 20_000 {
		a, b := draw(), draw()
		d, _ := decimalOf(a)
		e, _ := decimalOf(b)
		got, ok := compareShort(a, b)
		require.True(t, ok)
		require.Equal(t, d.compare(e), got, "%v %v", a, b)
	}
	for _, long := range []any{Number("1e3"), Number("1234567890"), int64(1_000_000_000), "1"} {
		_, ok := compareShort(long, int64(1))
		require.False(t, ok, "%v", long)
	}
}
