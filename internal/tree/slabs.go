package tree

const (
	maxSlab      = 1024 // nodes or list entries that are allocated at once
	minNodeBytes = 16   // of a small document, bytes per node, to guess how many there are
)

// slabs hand out nodes and lists from larger allocations.
type slabs struct {
	size     int
	nodeSlab []Node
	listSlab []*Node
	keySlab  []string
}

func (s *slabs) node() *Node {
	if len(s.nodeSlab) == 0 {
		s.nodeSlab = make([]Node, s.size)
	}
	n := &s.nodeSlab[0]
	s.nodeSlab = s.nodeSlab[1:]
	return n
}

// nodeList copies a list, exactly as large as it must be.
func (s *slabs) nodeList(items []*Node) []*Node {
	n := len(items)
	if len(s.listSlab) < n {
		s.listSlab = make([]*Node, max(n, s.size))
	}
	list := s.listSlab[:n:n]
	s.listSlab = s.listSlab[n:]
	copy(list, items)
	return list
}

func (s *slabs) keyList(keys []string) []string {
	n := len(keys)
	if len(s.keySlab) < n {
		s.keySlab = make([]string, max(n, s.size))
	}
	list := s.keySlab[:n:n]
	s.keySlab = s.keySlab[n:]
	copy(list, keys)
	return list
}
