package query

import (
	"math/bits"
	"slices"
	"sync"

	"mockserver/internal/column"
)

// blockRows are numbered at a time, whether they match or not: to go through columns in one piece is faster than to pick rows.
// BenchmarkFilteredGroupingOfAMillion pays.
const blockRows = 4 * wordBits

const wordBits = 64

// blocks are used again: one was a tenth of the memory of a report (BenchmarkMissReport of package server).
var blocks = sync.Pool{New: func() any { return new([blockRows]uint64) }}

// inBlocks calls see with the numbers that some rows have, which number finds, and which of them belong to the set.
func inBlocks(set column.Bits, rows int, number func(numbers []uint64, first int), see func(numbers []uint64, words column.Bits)) {
	block := blocks.Get().(*[blockRows]uint64)
	defer blocks.Put(block)
	for first := 0; first < rows; first += blockRows {
		words := set[first/wordBits : min(len(set), (first+blockRows)/wordBits)]
		if words.Count() > 0 {
			numbers := block[:min(blockRows, rows-first)]
			number(numbers, first)
			see(numbers, words)
		}
	}
}

// countInCounters has a counter for each combination that could occur.
func (g *grouping) countInCounters(sets []column.Bits, width uint64) []counted {
	counters := make([]uint32, width)
	for s, set := range sets {
		inBlocks(set, g.digits[0].rankings[s].Rows(), g.numbers(s), func(numbers []uint64, words column.Bits) {
			for i, word := range words {
				for ; word != 0; word &= word - 1 {
					counters[numbers[i*wordBits+bits.TrailingZeros64(word)]]++
				}
			}
		})
	}
	occur := 0
	for _, n := range counters {
		if n > 0 {
			occur++
		}
	}
	groups := make([]counted, 0, occur)
	for number, n := range counters {
		if n > 0 {
			groups = append(groups, counted{uint64(number), int(n)})
		}
	}
	return groups
}

// numbers finds the numbers of the rows of a segment from first on.
func (g *grouping) numbers(segment int) func(numbers []uint64, first int) {
	return func(numbers []uint64, first int) {
		clear(numbers)
		for i := range g.digits {
			d := &g.digits[i]
			if d.places[segment] == nil {
				d.rankings[segment].AppendTo(numbers, first, d.radix)
				continue
			}
			for row := range numbers {
				numbers[row] = numbers[row]*d.radix + d.of(segment, first+row)
			}
		}
	}
}

// countInOrder numbers the rows that match, sorts the numbers and counts the runs. Where the next digit has no room, the
// numbers so far are numbered anew, in their order.
func (g *grouping) countInOrder(sets []column.Bits, rows int) []counted {
	numbers, width := make([]uint64, rows), uint64(1)
	for i := range g.digits {
		d := &g.digits[i]
		high, wider := bits.Mul64(width, d.radix)
		if high != 0 {
			d.leading = sorted(numbers, width-1)
			d.leading = slices.Compact(d.leading)
			for i, n := range numbers {
				at, _ := slices.BinarySearch(d.leading, n)
				numbers[i] = uint64(at)
			}
			wider = uint64(len(d.leading)) * d.radix
		}
		width = wider
		at := 0
		for s, set := range sets {
			set.Each(func(row int) {
				numbers[at] = numbers[at]*d.radix + d.of(s, row)
				at++
			})
		}
	}
	var groups []counted
	for _, n := range sorted(numbers, width-1) {
		if last := len(groups) - 1; last >= 0 && groups[last].number == n {
			groups[last].count++
			continue
		}
		groups = append(groups, counted{n, 1})
	}
	return groups
}

// sortedBits are those of the numbers that are looked at at a time.
const sortedBits = 11

// sorted are the numbers in their order, of which the greatest is known. Many are dealt out by some bits at a time, the lowest
// first, which takes a fraction of the time of comparing them; BenchmarkGroupingByManyValues pays.
func sorted(numbers []uint64, greatest uint64) []uint64 {
	from := slices.Clone(numbers)
	if len(from) < 1<<sortedBits {
		slices.Sort(from)
		return from
	}
	to := make([]uint64, len(from))
	for shift := 0; greatest>>shift != 0 && shift < wordBits; shift += sortedBits {
		var starts [1 << sortedBits]int
		for _, n := range from {
			starts[n>>shift&(1<<sortedBits-1)]++
		}
		start := 0
		for i, n := range starts {
			starts[i] = start
			start += n
		}
		for _, n := range from {
			digit := n >> shift & (1<<sortedBits - 1)
			to[starts[digit]] = n
			starts[digit]++
		}
		from, to = to, from
	}
	return from
}
