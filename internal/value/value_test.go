package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
)

func TestAnIntegerHasOneDecimalForm(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "7": 7, "-7": -7, "9223372036854775807": 9223372036854775807} {
		i, ok := value.ParseInteger(text)
		require.True(t, ok, text)
		require.Equal(t, want, i)
	}
	for _, text := range []string{"", "-", "07", "+7", "-0", "7.0", "7e0", " 7", "9223372036854775808", "٧"} {
		_, ok := value.ParseInteger(text)
		require.False(t, ok, text)
	}
}

func TestAPathLeadsIntoNestedObjects(t *testing.T) {
	inner := value.ObjectOf(value.Member{Name: "city", Value: "Perth"})
	outer := value.ObjectOf(value.Member{Name: "address", Value: inner}, value.Member{Name: "tags", Value: []any{"a"}})
	require.Equal(t, inner, value.At(outer, "address"))
	require.Equal(t, "Perth", value.At(outer, "address.city"))
	for _, nowhere := range []string{"", "city", "address.street", "address.city.name", "tags.0", "address."} {
		require.Nil(t, value.At(outer, nowhere), nowhere)
	}
	require.Nil(t, value.At(nil, "address"))
}
