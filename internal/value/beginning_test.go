package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/value"
)

func TestTheBeginningOfAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		depth := rapid.IntRange(0, 4).Draw(t, "depth")
		v := any(rapid.String().Draw(t, "text"))
		for range depth {
			v = []any{int64(1), value.ObjectOf(value.Member{Name: rapid.String().Draw(t, "name"), Value: v}), v}
		}
		whole := string(value.AppendJSON(nil, v))
		bytes := rapid.IntRange(0, 200).Draw(t, "bytes")
		beginning := string(value.Beginning(v, bytes))
		if len(whole) <= bytes {
			require.Equal(t, whole, beginning)
			return
		}
		require.GreaterOrEqual(t, len(beginning), min(bytes, len(whole)))
		require.Equal(t, whole[:bytes/2], beginning[:bytes/2])
	})
	many := make([]any, 1_000_000)
	require.Less(t, testing.AllocsPerRun(1, func() { value.Beginning(many, 100) }), 20.0)
}

func TestCut(t *testing.T) {
	cases := []struct {
		name, text string
		characters int
		want       string
	}{
		{"a short text", "abc", 4, "abc"},
		{"just so long", "abcd", 4, "abcd"},
		{"one longer", "abcde", 4, "abc…"},
		{"long in bytes only", "éééé", 4, "éééé"},
		{"long in characters", "ééééé", 4, "ééé…"},
		{"bytes that are no text", "\xff\xff\xff\xff\xff", 4, "\xff\xff\xff…"},
		{"nothing", "", 4, ""},
		{"very long", strings.Repeat("x", 1_000_000), 2, "x…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, value.Cut(c.text, c.characters)) })
	}
}
