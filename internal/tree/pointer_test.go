package tree_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/tree"
)

// The document and pointers of RFC 6901 §5 and §6.
const rfc6901 = `{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8}`

func TestPointersOfRFC6901(t *testing.T) {
	n := parse(t, rfc6901)
	for pointer, want := range map[string]string{
		"/foo": `["bar","baz"]`, "/foo/0": `"bar"`, "/": "0", "/a~1b": "1", "/c%d": "2", "/e^f": "3", "/g|h": "4", `/i\j`: "5", `/k"l`: "6", "/ ": "7", "/m~0n": "8",
		"#/foo": `["bar","baz"]`, "#/foo/0": `"bar"`, "#/": "0", "#/a~1b": "1", "#/c%25d": "2", "#/e%5Ef": "3", "#/g%7Ch": "4", "#/i%5Cj": "5", "#/k%22l": "6", "#/%20": "7", "#/m~0n": "8",
	} {
		t.Run(pointer, func(t *testing.T) {
			require.NotNil(t, n.At(pointer))
			assert.Equal(t, want, json(n.At(pointer)))
		})
	}
	assert.Same(t, n, n.At(""))
	assert.Same(t, n, n.At("#"))
}

func TestPointersThatLeadNowhere(t *testing.T) {
	n := parse(t, rfc6901)
	for _, pointer := range []string{"foo", "/foo/2", "/foo/-", "/foo/01", "/foo/-1", "/foo/+1", "/foo/", "/foo/0/x", "/nope", "//", "/m~n", "/m~2n", "/m~", "#/c%d", "#foo", "/99999999999999999999"} {
		t.Run(pointer, func(t *testing.T) { assert.Nil(t, n.At(pointer)) })
	}
	var none *tree.Node
	assert.Nil(t, none.At("/a"))
}

func TestMalformedPointersAreExplained(t *testing.T) {
	for pointer, want := range map[string]string{
		"foo":   `"foo" is not a JSON pointer: it must be empty or begin with /`,
		"/a~b":  `"/a~b" is not a JSON pointer: after ~ a 0 (for ~) or a 1 (for /) is expected`,
		"#/%zz": `"#/%zz" is not a JSON pointer: after % two hexadecimal digits are expected`,
	} {
		t.Run(pointer, func(t *testing.T) {
			_, err := tree.Split(pointer)
			require.EqualError(t, err, want)
		})
	}
}

func TestJoinAndSplitAreInverse(t *testing.T) {
	assert.Equal(t, "/paths/~1a~1b/~0", tree.Join("/paths", "/a/b", "~"))
	rapid.Check(t, func(t *rapid.T) {
		tokens := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("~/01a%# é"))), 1, 5).Draw(t, "tokens")
		got, err := tree.Split(tree.Join("", tokens...))
		require.NoError(t, err)
		assert.Equal(t, tokens, got)
	})
}
