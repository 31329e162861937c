package query

import (
	"math/bits"
	"slices"

	"mockserver/internal/column"
)

// page is a run of the rows of the sets in the order: those from one place up to another, of so many. The sets are used up.
func (o *ordering) page(sets []column.Bits, total, from, to int) []Row {
	if o.standing() {
		return standing(sets[0], total, from, to, o.keys[0].Descending)
	}
	o.narrow(sets, total, &from, &to)
	first := selection[Row]{compare: o.compare, size: to}
	for s, set := range sets {
		set.Each(func(row int) { first.offer(Row{s, row}) })
	}
	return first.settle()[from:]
}

// standing tells whether the rows stand in the order as they are, or turned round: then it takes next to nothing to find a page.
func (o *ordering) standing() bool {
	if len(o.rankings[0]) > 1 || !o.rankings[0][0].Ascending() {
		return false
	}
	first := o.rankings[0][0]
	return first.Len() > first.Rows() || len(o.keys) == 1 && !o.keys[0].Descending // no two are the same, or they stay as they are
}

// standing are the rows from one place up to another as they stand, or, turned round, as they stand from the end on.
func standing(set column.Bits, total, from, to int, turned bool) []Row {
	if turned {
		from, to = total-to, total-from
	}
	page := make([]Row, 0, to-from)
	seen := 0
	for i, word := range set {
		n := bits.OnesCount64(word)
		if seen+n <= from {
			seen += n
			continue
		}
		for ; word != 0 && seen < to; word &= word - 1 {
			if seen >= from {
				page = append(page, Row{0, i*wordBits + bits.TrailingZeros64(word)})
			}
			seen++
		}
		if seen >= to {
			break
		}
	}
	if turned {
		slices.Reverse(page)
	}
	return page
}

// What is cheaper to sort than to narrow down, and the ranges of values that rows are counted in.
const (
	soonSorted = 1 << 12
	rangeBits  = 12
	ranges     = 1 << rangeBits
)

// narrow leaves those rows in the sets that can be on the page from one place up to another, and moves the places by the rows
// that are out before it. Rows are counted by ranges of the values of the first key, of which but those at the page matter; the
// same within these, and where one value is left, by the next key. So a page costs the same wherever it is, and none sorts
// the rows before it: BenchmarkDeepPageOfAMillion pays.
func (o *ordering) narrow(sets []column.Bits, total int, from, to *int) {
	for k, order := range o.orders {
		low, width := 0, order.Slots() // of the values that the rows left have
		for width > 1 {
			if total <= soonSorted+4*(*to-*from) {
				return
			}
			shift := max(0, bits.Len(uint(width-1))-rangeBits) // a range has 1<<shift values
			counts := o.countRanges(k, sets, uint64(low), shift)
			before, first := 0, 0
			for ; before+counts[first] <= *from; first++ {
				before += counts[first]
			}
			left, last := counts[first], first
			for ; before+left < *to; last++ {
				left += counts[last+1]
			}
			begin, end := low+first<<shift, low+(last+1)<<shift
			o.keepBetween(k, sets, uint64(begin), uint64(end))
			*from, *to, total = *from-before, *to-before, left
			if end-begin >= width {
				return
			}
			low, width = begin, end-begin
		}
	}
}

// countRanges counts the rows by the ranges that the slots of a key lie in, from the lowest slot on.
func (o *ordering) countRanges(key int, sets []column.Bits, low uint64, shift int) *[ranges]int {
	var counts [ranges]int
	for s, set := range sets {
		inBlocks(set, o.rankings[key][s].Rows(), o.slots(key, s), func(numbers []uint64, words column.Bits) {
			for i, word := range words {
				for ; word != 0; word &= word - 1 {
					counts[(numbers[i*wordBits+bits.TrailingZeros64(word)]-low)>>shift&(ranges-1)]++
				}
			}
		})
	}
	return &counts
}

// keepBetween takes the rows out of the sets whose slot of a key is not from begin up to end.
func (o *ordering) keepBetween(key int, sets []column.Bits, begin, end uint64) {
	for s, set := range sets {
		inBlocks(set, o.rankings[key][s].Rows(), o.slots(key, s), func(numbers []uint64, words column.Bits) {
			for i, word := range words {
				kept := uint64(0)
				for j, n := range numbers[i*wordBits : min(len(numbers), (i+1)*wordBits)] {
					if n-begin < end-begin {
						kept |= 1 << j
					}
				}
				words[i] = word & kept
			}
		})
	}
}

// slots gives the rows of a segment numbers that grow with their place in the order of a key.
func (o *ordering) slots(key, segment int) func(numbers []uint64, first int) {
	order, ranking := o.orders[key], o.rankings[key][segment]
	last := uint64(order.Slots() - 1)
	slots := order.SlotsOf(segment)
	return func(numbers []uint64, first int) {
		ranking.AppendTo(numbers, first, 0)
		for i, n := range numbers {
			if slots != nil {
				n = uint64(slots[n])
			}
			if o.keys[key].Descending {
				n = last - n
			}
			numbers[i] = n
		}
	}
}
