package column

import "math"

// Codes are numbers, one a row, in as few bytes each as the largest of them needs: a million rows of a boolean take 125 kB and
// not the 8 MB of int64s, and are filtered at the speed of memory. BenchmarkFilteredGroupingOfAMillion of package query pays.
type Codes struct {
	rows   int
	flags  Bits     // where all are 0 or 1
	bytes  []uint8  // where all are below 2^8
	shorts []uint16 // where all are below 2^16
	words  []uint32
}

// packed takes over the codes of some rows.
func packed(codes []uint32, largest uint32) Codes {
	c := Codes{rows: len(codes)}
	switch {
	case largest <= 1:
		c.flags = NewBits(len(codes))
		for row, code := range codes {
			c.flags[row/wordBits] |= uint64(code) << (row % wordBits)
		}
	case largest <= math.MaxUint8:
		c.bytes = narrowed[uint8](codes)
	case largest <= math.MaxUint16:
		c.shorts = narrowed[uint16](codes)
	default:
		c.words = codes
	}
	return c
}

func narrowed[T uint8 | uint16](codes []uint32) []T {
	made := make([]T, len(codes))
	for row, code := range codes {
		made[row] = T(code)
	}
	return made
}

// Len is the number of rows.
func (c *Codes) Len() int { return c.rows }

// At is the code of a row.
func (c *Codes) At(row int) uint32 {
	switch {
	case c.bytes != nil:
		return uint32(c.bytes[row])
	case c.shorts != nil:
		return uint32(c.shorts[row])
	case c.words != nil:
		return c.words[row]
	}
	return uint32(c.flags[row/wordBits] >> (row % wordBits) & 1)
}

// ascending tells whether no row has a lower code than one above it.
func (c *Codes) ascending() bool {
	for row := 1; row < c.Len(); row++ {
		if c.At(row-1) > c.At(row) {
			return false
		}
	}
	return true
}

// between is the set of rows whose codes go from low to high, both included.
func (c *Codes) between(low, high uint32) Bits {
	switch {
	case c.bytes != nil:
		return within(c.bytes, low, high)
	case c.shorts != nil:
		return within(c.shorts, low, high)
	case c.words != nil:
		return within(c.words, low, high)
	}
	switch {
	case low == 0 && high > 0:
		return AllBits(c.rows)
	case low == 0:
		all := AllBits(c.rows)
		all.AndNot(c.flags)
		return all
	case low == 1:
		return c.flags.Clone()
	}
	return NewBits(c.rows)
}

// within has no branch in its loop: which rows match is anybody's guess, also the processor's.
func within[T uint8 | uint16 | uint32](codes []T, low, high uint32) Bits {
	found, width := NewBits(len(codes)), uint64(high-low)
	for i := range found {
		word := uint64(0)
		for j, code := range codes[i*wordBits : min(len(codes), (i+1)*wordBits)] {
			beyond := (width - uint64(uint32(code)-low)) >> (wordBits - 1)
			word |= (beyond ^ 1) << (j & (wordBits - 1))
		}
		found[i] = word
	}
	return found
}

// among is the set of rows whose code is in a set.
func (c *Codes) among(codes Bits) Bits {
	switch {
	case c.bytes != nil:
		return looked(c.bytes, codes)
	case c.shorts != nil:
		return looked(c.shorts, codes)
	case c.words != nil:
		return looked(c.words, codes)
	}
	found := NewBits(c.rows)
	if codes.Has(0) {
		found = c.between(0, 0)
	}
	if codes.Has(1) {
		found.Or(c.flags)
	}
	return found
}

func looked[T uint8 | uint16 | uint32](codes []T, wanted Bits) Bits {
	found := NewBits(len(codes))
	for i := range found {
		word := uint64(0)
		for j, code := range codes[i*wordBits : min(len(codes), (i+1)*wordBits)] {
			word |= wanted[code/wordBits] >> (code % wordBits) & 1 << (j & (wordBits - 1))
		}
		found[i] = word
	}
	return found
}

// appendTo makes each of the numbers, which belong to the rows from first on, one digit longer: the row's code and shift.
func (c *Codes) appendTo(numbers []uint64, first int, radix, shift uint64) {
	switch {
	case c.bytes != nil:
		lengthen(numbers, c.bytes[first:], radix, shift)
	case c.shorts != nil:
		lengthen(numbers, c.shorts[first:], radix, shift)
	case c.words != nil:
		lengthen(numbers, c.words[first:], radix, shift)
	default:
		for i := range numbers {
			numbers[i] = numbers[i]*radix + shift + uint64(c.At(first+i))
		}
	}
}

func lengthen[T uint8 | uint16 | uint32](numbers []uint64, codes []T, radix, shift uint64) {
	for i, code := range codes[:len(numbers)] {
		numbers[i] = numbers[i]*radix + shift + uint64(code)
	}
}
