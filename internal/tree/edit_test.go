package tree_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/tree"
)

func TestMerge(t *testing.T) {
	for _, c := range []struct{ name, target, update, want string }{
		{"objects merge at every depth, new keys come last", `{"a": {"x": 1, "y": 2}, "b": 3}`, `{"c": 4, "a": {"z": 5, "x": 6}}`, `{"a":{"x":6,"y":2,"z":5},"b":3,"c":4}`},
		{"arrays are concatenated", `{"a": [1, 2]}`, `{"a": [2, 3]}`, `{"a":[1,2,2,3]}`},
		{"primitives are replaced", `{"a": 1, "b": "x"}`, `{"a": 2, "b": null}`, `{"a":2,"b":null}`},
		{"another kind replaces", `{"a": [1], "b": {"c": 1}, "d": 1}`, `{"a": {"x": 1}, "b": [], "d": {}}`, `{"a":{"x":1},"b":[],"d":{}}`},
		{"nothing changes nothing", `{"a": [1]}`, `{}`, `{"a":[1]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			target, update := parse(t, c.target), parse(t, c.update)
			before, given := json(target), json(update)
			assert.Equal(t, c.want, json(tree.Merge(target, update)))
			assert.Equal(t, before, json(target), "the target stays as it was")
			assert.Equal(t, given, json(update), "and so does the update")
		})
	}
}

func TestMergeKeepsPlacesAndShares(t *testing.T) {
	target, update := parse(t, "a: {x: 1}\nb: 2"), parse(t, "\n\na: {y: 1}")
	merged := tree.Merge(target, update)
	assert.Same(t, target.Get("b"), merged.Get("b"))
	assert.Same(t, update.Path("a", "y"), merged.Path("a", "y"))
	assert.Equal(t, "doc:1:4", merged.Get("a").Place())
	assert.Same(t, target, tree.Merge(target, nil))
	assert.Same(t, update, tree.Merge(nil, update))
}

func TestMergedObjectsFindAllKeys(t *testing.T) {
	keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-f]{1,3}`), 0, 40, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		target, update := numbered(keys.Draw(t, "target")), numbered(keys.Draw(t, "update"))
		merged := tree.Merge(target, update)
		for _, side := range []*tree.Node{target, update} {
			for _, key := range side.Keys {
				require.NotNil(t, merged.Get(key), key)
			}
		}
		for i, key := range update.Keys {
			assert.Same(t, update.Items[i], merged.Get(key))
		}
		assert.Equal(t, target.Keys, merged.Keys[:target.Len()])
	})
}

// numbered is an object whose keys have their numbers as values.
func numbered(keys []string) *tree.Node {
	items := make([]*tree.Node, len(keys))
	for i := range items {
		items[i] = &tree.Node{Kind: tree.Number, Text: "1", Line: i}
	}
	return tree.NewObject(nil, keys, items)
}

func TestWithAndWithout(t *testing.T) {
	n := parse(t, "a: 1\nb: 2\nc: 3")
	assert.Equal(t, `{"a":1,"b":3,"c":3}`, json(n.With("b", n.Get("c"))))
	assert.Equal(t, `{"a":1,"b":2,"c":3,"d":1}`, json(n.With("d", n.Get("a"))))
	assert.Equal(t, `{"a":1,"c":3}`, json(n.Without("b")))
	assert.Same(t, n, n.Without("x"))
	assert.Equal(t, `{"a":1,"b":2,"c":3}`, json(n), "the object itself stays as it was")
	assert.Equal(t, `[1,2]`, json(parse(t, "[1]").Append(n.Get("b"))))
}

func TestWithAndWithoutInALargeObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-f]{1,3}`), 1, 40, rapid.ID).Draw(t, "keys")
		n, other := numbered(keys), &tree.Node{Kind: tree.Null}
		key := rapid.SampledFrom(keys).Draw(t, "key")
		assert.Same(t, other, n.With(key, other).Get(key))
		assert.Same(t, other, n.With("new", other).Get("new"))
		assert.Nil(t, n.Without(key).Get(key))
		assert.Equal(t, len(keys)-1, n.Without(key).Len())
		for i, k := range keys {
			assert.Same(t, n.Items[i], n.With("new", other).Get(k))
			if k != key {
				assert.Same(t, n.Items[i], n.With(key, other).Get(k))
				assert.Same(t, n.Items[i], n.Without(key).Get(k))
			}
		}
	})
}
