package tree

import "slices"

// With returns a copy of an object in which key has the value child: in the key's place, or at the end if it is new.
// The object itself stays as it was, and the copy shares its other members.
func (n *Node) With(key string, child *Node) *Node {
	i := slices.Index(n.Keys, key)
	if i < 0 {
		return NewObject(n, append(slices.Clone(n.Keys), key), append(slices.Clone(n.Items), child))
	}
	made := *n // with the same keys, and so the same index
	made.Items = slices.Clone(n.Items)
	made.Items[i] = child
	return &made
}
