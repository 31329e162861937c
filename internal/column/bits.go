package column

import "math/bits"

// Bits is a set of row numbers, one bit a row. Sets that are combined have the same length.
type Bits []uint64

const wordBits = 64

// NewBits makes an empty set for n rows.
func NewBits(n int) Bits { return make(Bits, (n+wordBits-1)/wordBits) }

// AllBits makes the set of all n rows.
func AllBits(n int) Bits {
	b := NewBits(n)
	for i := range b {
		b[i] = ^uint64(0)
	}
	if rest := n % wordBits; rest != 0 {
		b[len(b)-1] = 1<<rest - 1
	}
	return b
}

// runOfBits makes the set of the rows from one on up to another, of n.
func runOfBits(n, from, to int) Bits {
	b := NewBits(n)
	if from >= to {
		return b
	}
	for i := from / wordBits; i*wordBits < to; i++ {
		b[i] = ^uint64(0)
	}
	b[from/wordBits] &= ^uint64(0) << (from % wordBits)
	b[(to-1)/wordBits] &= ^uint64(0) >> (wordBits - 1 - (to-1)%wordBits)
	return b
}

// Set adds a row.
func (b Bits) Set(row int) { b[row/wordBits] |= 1 << (row % wordBits) }

// Clear removes a row.
func (b Bits) Clear(row int) { b[row/wordBits] &^= 1 << (row % wordBits) }

// Has tells whether a row is in the set; a nil set is empty.
func (b Bits) Has(row int) bool {
	return row/wordBits < len(b) && b[row/wordBits]&(1<<(row%wordBits)) != 0
}

// And removes what is not in other.
func (b Bits) And(other Bits) {
	for i := range b {
		b[i] &= other[i]
	}
}

// Or adds what is in other; a nil set is empty.
func (b Bits) Or(other Bits) {
	for i := range other {
		b[i] |= other[i]
	}
}

// AndNot removes what is in other.
func (b Bits) AndNot(other Bits) {
	for i := range b {
		b[i] &^= other[i]
	}
}

// Invert makes the set that of all other rows, of n.
func (b Bits) Invert(n int) {
	for i := range b {
		b[i] = ^b[i]
	}
	if rest := n % wordBits; rest != 0 {
		b[len(b)-1] &= 1<<rest - 1
	}
}

// Clone copies the set.
func (b Bits) Clone() Bits { return append(Bits(nil), b...) }

// Count is the number of rows in the set.
func (b Bits) Count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// Each calls visit with every row of the set in ascending order.
func (b Bits) Each(visit func(row int)) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			visit(i*wordBits + bits.TrailingZeros64(w))
		}
	}
}
