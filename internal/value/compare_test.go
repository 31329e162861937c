package value_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/value"
)

func TestCompareOrdersEverything(t *testing.T) {
	object := func(members ...value.Member) *value.Object { return value.ObjectOf(members...) }
	ascending := []any{
		nil, false, true,
		value.Number("-1e9999999"), int64(math.MinInt64), value.Number("-1.5"), int64(-1), value.Number("-1e-9999999"), int64(0),
		value.Number("1e-9999999"), value.Number("0.10"), value.Number("0.11"), int64(1), value.Number("1.0000000000000000000000001"),
		int64(math.MaxInt64), value.Number("9223372036854775808"), value.Number("1e9999999"), value.Number("1e99999999999999999999"),
		"", "A", "a", "ab", "b", "é",
		value.Time(-1), value.Time(1), value.Date(-1), value.Date(1),
		[]any{}, []any{int64(1)}, []any{int64(1), nil}, []any{int64(2)},
		object(), object(value.Member{Name: "a", Value: int64(1)}), object(value.Member{Name: "a", Value: int64(2)}),
		object(value.Member{Name: "b", Value: int64(0)}),
	}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			require.Equal(t, want, value.Compare(a, b), "%v and %v", a, b)
			require.Equal(t, want == 0, value.Equal(a, b), "%v and %v", a, b)
		}
	}
}

func TestEqualIsThatOfJSON(t *testing.T) {
	for _, pair := range [][2]string{
		{`1`, `1.0`}, {`100`, `1e2`}, {`-0`, `0.000`}, {`0e5`, `0`}, {`0.01`, `1E-2`}, {`12000`, `1.2e+4`},
		{`{"a":1,"b":[2]}`, `{"b":[2.0],"a":10e-1}`},
	} {
		a, err := value.ParseJSON([]byte(pair[0]), value.Limits{})
		require.NoError(t, err)
		b, err := value.ParseJSON([]byte(pair[1]), value.Limits{})
		require.NoError(t, err)
		require.True(t, value.Equal(a, b), "%v", pair)
		require.Zero(t, value.Compare(a, b), "%v", pair)
	}
	require.False(t, value.Equal(int64(1), true))
	require.False(t, value.Equal("1970-01-01", value.Date(0)))
}

func TestCompareIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := values(2).Draw(t, "a"), values(2).Draw(t, "b"), values(2).Draw(t, "c")
		if value.Compare(a, b) != -value.Compare(b, a) {
			t.Fatal("not the other way round")
		}
		if value.Compare(a, b) <= 0 && value.Compare(b, c) <= 0 && value.Compare(a, c) > 0 {
			t.Fatal("not transitive")
		}
		if value.Equal(a, b) != (value.Compare(a, b) == 0) {
			t.Fatal("equal and not equal")
		}
	})
}

// numbers draws numbers that math/big can hold, so that it can be asked.
func numbers() *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		if rapid.Bool().Draw(t, "integer") {
			return rapid.Int64().Draw(t, "value")
		}
		return value.ParseNumber(rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "text"))
	})
}

func TestNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := numbers().Draw(t, "a"), numbers().Draw(t, "b")
		x, _ := value.Rat(a)
		y, _ := value.Rat(b)
		if value.Compare(a, b) != x.Cmp(y) {
			t.Fatal("compared otherwise than math/big does")
		}
		if value.IsInteger(a) != x.IsInt() {
			t.Fatal("an integer otherwise than math/big says")
		}
		i, ok := value.Int(a)
		if ok != (x.IsInt() && x.Num().IsInt64()) || ok && i != x.Num().Int64() {
			t.Fatal("not the int64 that math/big gives")
		}
		if y.Sign() != 0 && value.IsMultiple(a, b) != new(big.Rat).Quo(x, y).IsInt() {
			t.Fatal("a multiple otherwise than math/big says")
		}
	})
}

func TestNumbersBeyondMeasure(t *testing.T) {
	huge, tiny := value.Number("1e9999999"), value.Number("1e-9999999")
	require.True(t, value.IsInteger(huge))
	require.False(t, value.IsInteger(tiny))
	require.True(t, value.IsMultiple(huge, value.Number("0.7e-9")) == false && value.IsMultiple(huge, value.Number("0.5")))
	require.True(t, value.IsMultiple(int64(7), tiny))
	require.False(t, value.IsMultiple(tiny, int64(7)))
	require.True(t, value.IsMultiple(int64(0), int64(0)))
	require.False(t, value.IsMultiple(int64(1), int64(0)))
	require.True(t, value.IsMultiple(int64(math.MinInt64), int64(-1)))
	_, fits := value.Int(huge)
	require.False(t, fits)
	require.False(t, value.IsNumber("1"))
	require.False(t, value.IsInteger(nil))
	require.False(t, value.IsMultiple("1", int64(1)))
}
