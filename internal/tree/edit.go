package tree

import "slices"

// With returns a copy of an object in which key has the value child: in the key's place, or at the end if it is new.
// The object itself stays as it was, and the copy shares its other members.
func (n *Node) With(key string, child *Node) *Node {
	i := slices.Index(n.Keys, key)
	if i < 0 {
		return n.changed(append(slices.Clone(n.Keys), key), append(slices.Clone(n.Items), child))
	}
	made := *n // with the same keys, and so the same index
	made.Items = slices.Clone(n.Items)
	made.Items[i] = child
	return &made
}

// Without returns a copy of an object that lacks key; the object itself if there is no such key.
func (n *Node) Without(key string) *Node {
	i := slices.Index(n.Keys, key)
	if i < 0 {
		return n
	}
	return n.changed(slices.Delete(slices.Clone(n.Keys), i, i+1), slices.Delete(slices.Clone(n.Items), i, i+1))
}

// changed is an object with other members, which knows what this one knows of keys that stood twice.
func (n *Node) changed(keys []string, items []*Node) *Node {
	made := NewObject(n, keys, items)
	if n.Repeats() == nil {
		return made
	}
	if made.index == nil {
		made.index = &index{}
	}
	gone := func(key string) bool { return made.Get(key) == nil }
	made.index.repeats = slices.DeleteFunc(slices.Clone(n.index.repeats), gone)
	made.index.dropped = slices.DeleteFunc(slices.Clone(n.index.dropped), func(d Dropped) bool { return gone(d.Key) })
	return made
}

// Append returns a copy of an array with more elements at its end.
func (n *Node) Append(items ...*Node) *Node {
	return &Node{Kind: Array, Items: slices.Concat(n.Items, items), File: n.File, Line: n.Line, Column: n.Column}
}

// Merge lays an update over a target, as OpenAPI Overlay says: the members of objects are merged, one by one and at
// every depth, new ones coming behind the target's own; arrays are concatenated; anything else, and what differs in
// kind, is replaced. Neither input changes, and what is untouched is shared. A nil target or update gives the other.
func Merge(target, update *Node) *Node {
	switch {
	case update == nil:
		return target
	case target == nil || target.Kind != update.Kind:
		return update
	case target.Kind == Array:
		return target.Append(update.Items...)
	case target.Kind != Object:
		return update
	case update.Len() == 0:
		return target
	}
	keys, items := slices.Clone(target.Keys), slices.Clone(target.Items)
	place := make(map[string]int, len(keys))
	for i, key := range keys {
		place[key] = i
	}
	for i, key := range update.Keys {
		if at, ok := place[key]; ok {
			items[at] = Merge(items[at], update.Items[i])
			continue
		}
		place[key] = len(keys)
		keys, items = append(keys, key), append(items, update.Items[i])
	}
	return target.changed(keys, items)
}
