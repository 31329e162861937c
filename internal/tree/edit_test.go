package tree_test

import (
	"slices"
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
			assert.Equal(t, c.want, json(merge(target, update)))
			assert.Equal(t, before, json(target), "the target stays as it was")
			assert.Equal(t, given, json(update), "and so does the update")
		})
	}
}

// merge is a draft of one update.
func merge(target, update *tree.Node) *tree.Node {
	d := tree.NewDraft()
	merged := d.Merge(target, update)
	d.Finish()
	return merged
}

func TestMergeKeepsPlacesAndShares(t *testing.T) {
	target, update := parse(t, "a: {x: 1}\nb: 2"), parse(t, "\n\na: {y: 1}")
	merged := merge(target, update)
	assert.Same(t, target.Get("b"), merged.Get("b"))
	assert.Same(t, update.Path("a", "y"), merged.Path("a", "y"))
	assert.Equal(t, "doc:1:4", merged.Get("a").Place())
}

func TestMergedObjectsFindAllKeys(t *testing.T) {
	keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-f]{1,3}`), 0, 40, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		target, update := numbered(keys.Draw(t, "target")), numbered(keys.Draw(t, "update"))
		merged := merge(target, update)
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

func TestWith(t *testing.T) {
	n := parse(t, "a: 1\nb: 2\nc: 3")
	assert.Equal(t, `{"a":1,"b":3,"c":3}`, json(n.With("b", n.Get("c"))))
	assert.Equal(t, `{"a":1,"b":2,"c":3,"d":1}`, json(n.With("d", n.Get("a"))))
	assert.Equal(t, `{"a":1,"b":2,"c":3}`, json(n), "the object itself stays as it was")
}

func TestWithInALargeObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-f]{1,3}`), 1, 40, rapid.ID).Draw(t, "keys")
		n, other := numbered(keys), &tree.Node{Kind: tree.Null}
		key := rapid.SampledFrom(keys).Draw(t, "key")
		assert.Same(t, other, n.With(key, other).Get(key))
		assert.Same(t, other, n.With("new", other).Get("new"))
		for i, k := range keys {
			assert.Same(t, n.Items[i], n.With("new", other).Get(k))
			if k != key {
				assert.Same(t, n.Items[i], n.With(key, other).Get(k))
			}
		}
	})
}

func TestADraftCopiesOnce(t *testing.T) {
	n := parse(t, "a: {x: 1}\nb: {y: 2}\nc: [3]")
	d := tree.NewDraft()
	root := d.Own(n)
	assert.Same(t, root, d.Own(root))
	first := d.Merge(n.Get("a"), parse(t, "z: 3"))
	d.Set(root, "a", first)
	assert.Same(t, first, d.Merge(first, parse(t, "v: 4")), "the copy takes the next change too")
	d.Set(root, "c", d.Append(n.Get("c"), n.Path("b", "y")))
	d.Set(root, "d", n.Path("b", "y"))
	d.Remove(root, "b")
	assert.Nil(t, d.Get(root, "b"))
	d.Set(root, "b", n.Path("a", "x"))
	d.Remove(root, "nothing")
	d.Finish()
	assert.Equal(t, `{"a":{"x":1,"z":3,"v":4},"c":[3,2],"d":2,"b":1}`, json(root))
	assert.Equal(t, `{"a":{"x":1},"b":{"y":2},"c":[3]}`, json(n), "the document itself stays as it was")
}

// A draft is told by what a list of its members would hold.
func TestADraftOfManyChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-d]{1,2}`)
		n := numbered(rapid.SliceOfNDistinct(key, 0, 20, rapid.ID).Draw(t, "keys"))
		d := tree.NewDraft()
		made, want := d.Own(n), slices.Clone(n.Keys)
		for _, k := range rapid.SliceOfN(key, 0, 60).Draw(t, "changes") {
			at := slices.Index(want, k)
			assert.Equal(t, at >= 0, d.Get(made, k) != nil)
			if at < 0 {
				d.Set(made, k, &tree.Node{})
				want = append(want, k)
			} else if rapid.Bool().Draw(t, "removed") {
				d.Remove(made, k)
				want = slices.Delete(want, at, at+1)
			}
		}
		d.Finish()
		assert.Equal(t, len(want), made.Len())
		for i, k := range want {
			assert.Equal(t, k, made.Keys[i])
			assert.Same(t, made.Items[i], made.Get(k))
		}
	})
}
