package tree_test

import (
	stdjson "encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"mockserver/internal/tree"
)

var seeds = []string{
	`{"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\n", true, false, null], "b": {"": {}}}`,
	"a: &x [1, 0x1F, .5]\nb: *x\nc:\n  <<: {d: 'e', \"f\": |\n    g\n  }\n",
	"? a\n: - b\n  - !!str 1\n# c\n...\n---\nd",
	"{a: 1, b: [x,],}",
	"a0: &a0 [x, x]\na1: &a1 [*a0, *a0]\n",
}

// FuzzParse holds the parser to encoding/json where that one accepts an array or object, and to a limit of nodes,
// places within the document and errors of our own everywhere.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := tree.Limits{Nodes: 10_000, Depth: 200, Anchors: 100}
		n, err := tree.Parse("doc.yaml", data, limits)
		if err != nil {
			var e *tree.Error
			require.ErrorAs(t, err, &e)
			_ = e.Excerpt(data)
			checkAgainstJSON(t, data)
			return
		}
		budget := limits.Nodes
		checkNode(t, n, len(data)+2, 0, &budget)
		checkAgainstJSON(t, data)
	})
}

// checkNode checks what holds for every node of a document.
func checkNode(t *testing.T, n *tree.Node, lines, depth int, budget *int) {
	*budget--
	require.GreaterOrEqual(t, *budget, 0, "more values than the limit")
	require.LessOrEqual(t, depth, 201)
	require.GreaterOrEqual(t, n.Line, 1)
	require.LessOrEqual(t, n.Line, lines)
	require.GreaterOrEqual(t, n.Column, 1)
	switch n.Kind {
	case tree.Number:
		require.True(t, stdjson.Valid([]byte(n.Text)), "%q is not a JSON number", n.Text)
	case tree.Object:
		require.Len(t, n.Items, len(n.Keys))
		for i, key := range n.Keys {
			require.Same(t, n.Items[i], n.Get(key), "%q", key)
		}
	}
	for _, item := range n.Items {
		checkNode(t, item, lines, depth+1, budget)
	}
}

func checkAgainstJSON(t *testing.T, data []byte) {
	decoder := stdjson.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var want any
	text := strings.TrimLeft(string(data), " \t\r\n")
	if !stdjson.Valid(data) || !utf8.Valid(data) || text == "" || text[0] != '{' && text[0] != '[' || decoder.Decode(&want) != nil {
		return
	}
	if _, err := tree.Parse("doc.json", data, tree.Limits{Depth: 20_000}); err != nil {
		require.ErrorContains(t, err, "stands twice")
	}
	n, err := tree.ParseLenient("doc.json", data, tree.Limits{Depth: 20_000})
	require.NoError(t, err)
	require.True(t, same(n, want), "encoding/json reads another value than %s", json(n))
}

// same tells whether a node has the value that encoding/json read.
func same(n *tree.Node, want any) bool {
	switch want := want.(type) {
	case nil:
		return n.Is(tree.Null)
	case bool:
		return n.Is(tree.Bool) && n.Text == strconv.FormatBool(want)
	case stdjson.Number:
		return n.Is(tree.Number) && n.Text == want.String()
	case float64:
		f, err := strconv.ParseFloat(n.Text, 64)
		return n.Is(tree.Number) && err == nil && f == want
	case string:
		return n.Is(tree.String) && n.Text == want
	case []any:
		if !n.Is(tree.Array) || n.Len() != len(want) {
			return false
		}
		for i, item := range want {
			if !same(n.Items[i], item) {
				return false
			}
		}
		return true
	case map[string]any:
		if !n.Is(tree.Object) || n.Len() != len(want) {
			return false
		}
		for i, key := range n.Keys {
			if item, ok := want[key]; !ok || !same(n.Items[i], item) {
				return false
			}
		}
		return true
	}
	return false
}

// FuzzPointer checks that a pointer is either refused or leads to what its tokens lead to one by one.
func FuzzPointer(f *testing.F) {
	for _, seed := range []string{"", "/", "/foo/0", "#/a~1b", "/m~0n", "#/%20", "/foo/-1", "~", "#%"} {
		f.Add(seed)
	}
	root, err := tree.Parse("doc", []byte(rfc6901), tree.Limits{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, pointer string) {
		tokens, err := tree.Split(pointer)
		if err != nil {
			require.Nil(t, root.At(pointer))
			return
		}
		again, err := tree.Split(tree.Join("", tokens...))
		require.NoError(t, err)
		require.Equal(t, tokens, again)
		n := root
		for _, token := range tokens {
			n = n.At(tree.Join("", token))
		}
		require.Same(t, n, root.At(pointer))
	})
}
