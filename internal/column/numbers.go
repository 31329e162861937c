package column

import (
	"math"
	"slices"
	"sort"
)

// Numbers are integers, booleans, instants or days. Where they lie close together they are kept as codes: how many steps
// each is above the least; whole seconds are a million microseconds a step.
type Numbers struct {
	kind    Kind
	least   int64
	step    uint64
	largest uint32 // code
	codes   Codes
	grows   bool    // the codes do from row to row, as those of keys mostly do
	wide    []int64 // instead of codes, where those do not reach
	nulls   Bits    // nil if there are none
	ranked
}

// newNumbers takes over the values; those of the rows that are null do not count.
func newNumbers(kind Kind, values []int64, nulls Bits) *Numbers {
	c := &Numbers{kind: kind, nulls: nulls, step: 1}
	least, greatest, any := int64(math.MaxInt64), int64(math.MinInt64), false
	for row, n := range values {
		if !nulls.Has(row) {
			least, greatest, any = min(least, n), max(greatest, n), true
		}
	}
	if !any {
		least, greatest = 0, 0
	}
	c.least = least
	if kind == Time {
		c.step = c.commonStep(values)
	}
	largest := (uint64(greatest) - uint64(least)) / c.step
	if largest > math.MaxUint32 {
		c.wide = values
		return c
	}
	c.largest = uint32(largest)
	codes := make([]uint32, len(values))
	for row, n := range values {
		if !nulls.Has(row) {
			codes[row] = uint32((uint64(n) - uint64(least)) / c.step)
		}
	}
	c.codes = packed(codes, c.largest)
	c.grows = c.codes.ascending()
	return c
}

const second = 1_000_000 // in microseconds

// commonStep is a second where no instant is finer.
func (c *Numbers) commonStep(values []int64) uint64 {
	for row, n := range values {
		if (uint64(n)-uint64(c.least))%second != 0 && !c.nulls.Has(row) {
			return 1
		}
	}
	return second
}

// Len is the number of rows.
func (c *Numbers) Len() int { return max(c.codes.Len(), len(c.wide)) }

// Kind says what the numbers stand for.
func (c *Numbers) Kind() Kind { return c.kind }

// At is the value of a row.
func (c *Numbers) At(row int) any {
	if c.nulls.Has(row) {
		return nil
	}
	return c.kind.value(c.number(row))
}

func (c *Numbers) number(row int) int64 {
	if c.wide != nil {
		return c.wide[row]
	}
	return c.decoded(c.codes.At(row))
}

func (c *Numbers) decoded(code uint32) int64 { return int64(uint64(c.least) + uint64(code)*c.step) }

// Between is the set of rows from low to high, both included; null is never among them.
func (c *Numbers) Between(low, high int64) Bits {
	found := c.between(low, high)
	if c.nulls != nil {
		found.AndNot(c.nulls)
	}
	return found
}

func (c *Numbers) between(low, high int64) Bits {
	if c.wide != nil {
		found := NewBits(len(c.wide))
		for row, n := range c.wide {
			if low <= n && n <= high {
				found.Set(row)
			}
		}
		return found
	}
	from, to := uint64(0), uint64(c.largest)
	if low > c.least {
		from = (uint64(low)-uint64(c.least)-1)/c.step + 1
	}
	if high < c.least || low > high {
		return NewBits(c.Len())
	}
	to = min(to, (uint64(high)-uint64(c.least))/c.step)
	switch {
	case from > to:
		return NewBits(c.Len())
	case from == 0 && to == uint64(c.largest):
		return AllBits(c.Len())
	}
	if c.grows { // BenchmarkMissReport of package server pays
		first := sort.Search(c.Len(), func(row int) bool { return uint64(c.codes.At(row)) >= from })
		behind := sort.Search(c.Len(), func(row int) bool { return uint64(c.codes.At(row)) > to })
		return runOfBits(c.Len(), first, behind)
	}
	return c.codes.between(uint32(from), uint32(to))
}

// Among is the set of rows that have one of the numbers; null is never among them.
func (c *Numbers) Among(wanted []int64) Bits {
	if len(wanted) == 0 {
		return NewBits(c.Len())
	}
	if len(wanted) == 1 {
		return c.Between(wanted[0], wanted[0])
	}
	sorted := slices.Sorted(slices.Values(wanted))
	found := NewBits(c.Len())
	if c.wide == nil && int(c.largest/wordBits) <= c.Len() {
		codes := NewBits(int(c.largest) + 1)
		for _, n := range wanted {
			above := uint64(n) - uint64(c.least)
			if n >= c.least && above%c.step == 0 && above/c.step <= uint64(c.largest) {
				codes.Set(int(above / c.step))
			}
		}
		found = c.codes.among(codes)
	} else {
		for row := range c.Len() {
			if _, ok := slices.BinarySearch(sorted, c.number(row)); ok {
				found.Set(row)
			}
		}
	}
	if c.nulls != nil {
		found.AndNot(c.nulls)
	}
	return found
}
