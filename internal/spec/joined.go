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

// joinItems adds to a path item the operations and parameters of earlier ones that it lacks.
func joinItems(last *tree.Node, earlier []*tree.Node) *tree.Node {
	if !last.Is(tree.Object) && !last.Is(tree.Null) {
		return last
	}
	keys, items := slices.Clone(last.Members()), []*tree.Node{}
	if last.Is(tree.Object) {
		items = slices.Clone(last.Items)
	}
	var parameters []*tree.Node
	for _, item := range slices.Backward(earlier) {
		for i, key := range item.Members() {
			if key != "parameters" && key != "servers" && !slices.Contains(methods, strings.ToLower(key)) {
				continue
			}
			if known := slices.Contains(keys, key); !known {
				keys, items = append(keys, key), append(items, item.Items[i])
			} else if key == "parameters" {
				parameters = append(parameters, item.Items[i].Elements()...)
			}
		}
	}
	if i := slices.Index(keys, "parameters"); len(parameters) > 0 && items[i].Is(tree.Array) {
		items[i] = list(items[i], slices.Concat(items[i].Items, newParameters(items[i], parameters)))
	}
	return tree.NewObject(last, keys, items)
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
