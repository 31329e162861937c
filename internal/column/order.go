package column

import (
	"cmp"
	"slices"
	"sort"

	"mockserver/internal/value"
)

// Order is the shared order of several rankings, those of the segments of one table: it gives their codes ranks that
// can be compared with each other. The largest ranking is not gone through, so that a few changes to a large base
// cost what the changes do.
type Order struct {
	rankings []*Ranking
	tables   [][]uint64 // by ranking: from codes to ranks; nil for the largest, whose code c has the rank c<<gapBits
	largest  *Ranking
	between  []any    // the values that the largest ranking lacks, ascending
	ranks    []uint64 // of those: in the gap behind the code before them
}

// gapBits leave room between two codes of the largest ranking for all values that another may have there.
const gapBits = 32

// Merge finds the order that rankings share. That of one is made with it.
func Merge(rankings ...*Ranking) *Order {
	if len(rankings) == 1 {
		return rankings[0].alone
	}
	o := &Order{rankings: rankings, tables: make([][]uint64, len(rankings)), largest: &Ranking{distinct: values{}}}
	for _, r := range rankings {
		if r.Len() > o.largest.Len() {
			o.largest = r
		}
	}
	for _, r := range rankings {
		for i := 0; r != o.largest && i < r.distinct.Len(); i++ {
			o.between = append(o.between, r.distinct.At(i))
		}
	}
	slices.SortStableFunc(o.between, value.Compare)
	o.between = slices.CompactFunc(o.between, func(a, b any) bool { return value.Compare(a, b) == 0 })
	o.between = slices.DeleteFunc(o.between, func(v any) bool { _, found := o.code(v); return found })
	for i, v := range o.between {
		code, _ := o.code(v)
		rank := uint64(code-1) << gapBits
		if i > 0 {
			rank = max(rank, o.ranks[i-1])
		}
		o.ranks = append(o.ranks, rank+1)
	}
	for i, r := range rankings {
		if r != o.largest {
			o.tables[i] = o.table(r)
		}
	}
	return o
}

// code is the code that a value has in the largest ranking, or that of the next greater one.
func (o *Order) code(v any) (int, bool) {
	at, found := sort.Find(o.largest.distinct.Len(), func(i int) int { return value.Compare(v, o.largest.distinct.At(i)) })
	return at + 1, found
}

func (o *Order) table(r *Ranking) []uint64 {
	ranks := make([]uint64, r.Len())
	for i := range r.distinct.Len() {
		v := r.distinct.At(i)
		if at, found := o.code(v); found {
			ranks[i+1] = uint64(at) << gapBits
			continue
		}
		at, _ := slices.BinarySearchFunc(o.between, v, value.Compare)
		ranks[i+1] = o.ranks[at]
	}
	return ranks
}

// Rank is the place of a code of one of the rankings: the smaller, the earlier. Null has 0.
func (o *Order) Rank(ranking int, code uint32) uint64 {
	if table := o.tables[ranking]; table != nil {
		return table[code]
	}
	return uint64(code) << gapBits
}

// RankOf is the place of the value in a row of the column that one of the rankings is of.
func (o *Order) RankOf(ranking, row int) uint64 {
	return o.Rank(ranking, o.rankings[ranking].Code(row))
}

// Value is the value with a rank.
func (o *Order) Value(rank uint64) any {
	if rank&(1<<gapBits-1) == 0 {
		return o.largest.Value(uint32(rank >> gapBits))
	}
	at, _ := slices.BinarySearch(o.ranks, rank)
	return o.between[at]
}

// Find is the rank of a value. If no row has it, found is false and the rank is that of the first value behind it.
func (o *Order) Find(v any) (rank uint64, found bool) {
	if v == nil {
		return 0, true
	}
	code, found := o.code(v)
	if found {
		return uint64(code) << gapBits, true
	}
	at, found := slices.BinarySearchFunc(o.between, v, value.Compare)
	rank = uint64(code) << gapBits
	if at < len(o.between) {
		rank = min(rank, o.ranks[at])
	}
	return rank, found
}

// Slots is a number above all slots.
func (o *Order) Slots() int { return o.largest.Len() }

// SlotsOf are, by the codes of a ranking, numbers that grow with their ranks, though one and the next may have the same; nil if
// the codes are such.
func (o *Order) SlotsOf(ranking int) []uint32 {
	table := o.tables[ranking]
	if table == nil {
		return nil
	}
	slots := make([]uint32, len(table))
	for code, rank := range table {
		slots[code] = uint32(rank >> gapBits)
	}
	return slots
}

// Len is the number of different values in all rankings, null included.
func (o *Order) Len() int { return o.largest.Len() + len(o.between) }

// Places are, by the codes of a ranking, the places of their values among all; nil if the codes are the places.
func (o *Order) Places(ranking int) []uint32 {
	r := o.rankings[ranking]
	if r == o.largest && len(o.between) == 0 {
		return nil
	}
	places := make([]uint32, r.Len())
	for code := range places {
		rank := o.Rank(ranking, uint32(code))
		before, isBetween := slices.BinarySearch(o.ranks, rank)
		if places[code] = uint32(rank>>gapBits) + uint32(before); isBetween {
			places[code]++
		}
	}
	return places
}

// At is the value at a place among all.
func (o *Order) At(place uint32) any {
	i, isBetween := sort.Find(len(o.ranks), func(i int) int { return cmp.Compare(place, uint32(o.ranks[i]>>gapBits)+uint32(i)+1) })
	if isBetween {
		return o.between[i]
	}
	return o.largest.Value(place - uint32(i))
}
