package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// joinPaths makes one path item of those whose path stands in paths more than once, of which a reader of YAML keeps the last
// one alone: nobody writes an operation to have it lost.
func (d *Document) joinPaths() {
	paths := d.Root.Get("paths")
	earlier := map[string][]*tree.Node{}
	for _, one := range paths.Dropped() {
		if !strings.HasPrefix(one.Key, "x-") && one.Key != "$ref" {
			earlier[one.Key] = append(earlier[one.Key], one.Node)
		}
	}
	if len(earlier) == 0 {
		return
	}
	items := slices.Clone(paths.Items)
	for i, key := range paths.Keys {
		if all := earlier[key]; all != nil {
			items[i] = joinItems(items[i], all)
			d.found(paths.Items[i], tree.Join("/paths", key), false,
				"the path %q stands in paths more than once; its operations are read as those of one path item, and of a method that stands there twice the last one counts", shorten(key))
		}
	}
	d.Root = d.Root.With("paths", tree.NewObject(paths, paths.Keys, items))
}

// joinItems adds to a path item the operations of earlier ones that it lacks. Each keeps the parameters and servers of the item
// that it was written in.
func joinItems(last *tree.Node, earlier []*tree.Node) *tree.Node {
	if !last.Is(tree.Object) && !last.Is(tree.Null) {
		return last
	}
	var keys []string
	var items []*tree.Node
	known := map[string]bool{}
	add := func(key string, item *tree.Node) {
		keys, items, known[key] = append(keys, key), append(items, item), true
	}
	for i, key := range last.Members() {
		switch {
		case isMethod(key):
			add(key, withShared(last.Items[i], last))
		case key != "parameters" && key != "servers":
			add(key, last.Items[i])
		}
	}
	for _, item := range slices.Backward(earlier) {
		for i, key := range item.Members() {
			if isMethod(key) && !known[key] {
				add(key, withShared(item.Items[i], item))
			}
		}
	}
	return tree.NewObject(last, keys, items)
}

func isMethod(key string) bool { return slices.Contains(methods, strings.ToLower(key)) }

// withShared is an operation with what its path item says of all of its operations.
func withShared(o, item *tree.Node) *tree.Node {
	if !o.Is(tree.Object) || o.Get("$ref") != nil {
		return o
	}
	own, shared := o.Get("parameters"), item.Get("parameters")
	switch {
	case !shared.Is(tree.Array):
	case own == nil:
		o = o.With("parameters", shared)
	case own.Is(tree.Array):
		o = o.With("parameters", list(own, slices.Concat(own.Items, newParameters(own, shared.Items))))
	}
	if servers := item.Get("servers"); servers != nil && o.Get("servers") == nil {
		o = o.With("servers", servers)
	}
	return o
}

// newParameters are those that a list does not have yet.
func newParameters(list *tree.Node, more []*tree.Node) []*tree.Node {
	var added []*tree.Node
	known := map[[3]string]bool{}
	for _, n := range slices.Concat(list.Items, more) {
		key := [3]string{n.Get("$ref").Str(), n.Get("in").Str(), n.Get("name").Str()}
		if !known[key] {
			known[key] = true
			added = append(added, n)
		}
	}
	return added[min(len(added), list.Len()):]
}
