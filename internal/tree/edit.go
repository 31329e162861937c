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

// changed is an object with other members, which knows what this one knows of keys that stood twice.
func (n *Node) changed(keys []string, items []*Node) *Node {
	made := NewObject(n, keys, items)
	made.inherit(n)
	return made
}

// inherit takes over what another object knows of keys that stood twice, as far as they are there.
func (n *Node) inherit(other *Node) {
	if other.Repeats() == nil {
		return
	}
	if n.index == nil {
		n.index = &index{}
	}
	gone := func(key string) bool { return n.Get(key) == nil }
	n.index.repeats = slices.DeleteFunc(slices.Clone(other.index.repeats), gone)
	n.index.dropped = slices.DeleteFunc(slices.Clone(other.index.dropped), func(d Dropped) bool { return gone(d.Key) })
}
