package tree

// anchored reads a value that has a name, by what reads it behind the name.
func (r *everyday) anchored(depth int, read func() *Node) *Node {
	line, column := r.line, r.column()
	name, ok := r.name()
	if !ok {
		return nil
	}
	a := &anchor{nodes: r.nodes, open: true}
	if r.anchors == nil {
		r.anchors = map[string]*anchor{}
	}
	r.anchors[name] = a
	pointers, deepest := r.pointers, r.deepest
	r.deepest = 0
	if a.node = read(); a.node == nil {
		return nil
	}
	a.node.Line, a.node.Column = line, column
	a.open, a.nodes, a.height = false, r.nodes-a.nodes, r.deepest-(depth-1)
	a.below = r.pointers - pointers - a.nodes*r.way
	r.deepest = max(r.deepest, deepest)
	return a.node
}

// alias gives the value that a name was given to.
func (r *everyday) alias(depth int) *Node {
	name, ok := r.name()
	a := r.anchors[name]
	if !ok || a == nil || a.open || !r.take(a.nodes, a.below, depth-1+a.height) {
		return nil
	}
	return a.node
}

// name reads that of an anchor or alias, with the character before it.
func (r *everyday) name() (string, bool) {
	start := r.pos + 1
	for r.pos++; r.pos < len(r.text) && isNameByte(r.text[r.pos]); r.pos++ {
	}
	return r.text[start:r.pos], r.pos > start && (r.blankAt(r.pos) || r.at(",]}"))
}

// mergeKey is the key of a mapping that brings the members of other ones.
const mergeKey = "<<"

// expand replaces merge keys by what they bring, but for keys that the mapping itself has; false if they bring no object.
func (n *Node) expand() bool {
	taken := make(map[string]bool, len(n.Keys))
	for _, key := range n.Keys {
		taken[key] = key != mergeKey
	}
	keys, items := n.Keys, n.Items
	n.Keys, n.Items = make([]string, 0, len(keys)), make([]*Node, 0, len(keys))
	for i, key := range keys {
		if key != mergeKey {
			n.Keys, n.Items = append(n.Keys, key), append(n.Items, items[i])
		} else if n.merge(items[i], taken) != nil {
			return false
		}
	}
	return true
}
