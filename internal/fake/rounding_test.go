package fake_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// Most validators divide as IEEE 754 does: 53.8 is no multiple of 0.1 for them.
func TestMultiplesAreSuchInFloatingPointToo(t *testing.T) {
	for _, divisor := range []string{"0.1", "0.01", "0.3", "2.2", "1e-3"} {
		s := compiled(t, `{"type":"number","multipleOf":`+divisor+`}`)
		by, err := strconv.ParseFloat(divisor, 64)
		require.NoError(t, err)
		for seed := range uint64(50) {
			v := value.Text(made(t, fake.Generator{Mode: schema.Answer}, seed, s))
			number, err := strconv.ParseFloat(v, 64)
			require.NoError(t, err)
			assert.InDelta(t, math.Trunc(number/by), number/by, 0, "%s by %s", v, divisor)
		}
	}
}
