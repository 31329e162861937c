package schema

// marks are the members or elements of one value that a schema has judged: what unevaluatedProperties and unevaluatedItems
// ask for.
type marks struct {
	all  bool
	bits []uint64
}

func (m *marks) mark(i int) {
	if m == nil {
		return
	}
	for len(m.bits) <= i/64 {
		m.bits = append(m.bits, 0)
	}
	m.bits[i/64] |= 1 << (i % 64)
}

func (m *marks) markAll() {
	if m != nil {
		m.all = true
	}
}

func (m *marks) has(i int) bool {
	return m.all || i/64 < len(m.bits) && m.bits[i/64]&(1<<(i%64)) != 0
}

func (m *marks) add(other *marks) {
	m.all = m.all || other.all
	for i, word := range other.bits {
		if i < len(m.bits) {
			m.bits[i] |= word
		} else {
			m.bits = append(m.bits, word)
		}
	}
}
