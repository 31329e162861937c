package column

import (
	"slices"

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

// Merge finds the order that rankings share.
func Merge(rankings ...*Ranking) *Order {
	o := &Order{rankings: rankings, tables: make([][]uint64, len(rankings)), largest: &Ranking{Distinct: []any{nil}}}
	for _, r := range rankings {
		if len(r.Distinct) > len(o.largest.Distinct) {
			o.largest = r
		}
	}
	for _, r := range rankings {
		if r != o.largest {
			o.between = append(o.between, r.Distinct[1:]...)
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
	at, found := slices.BinarySearchFunc(o.largest.Distinct[1:], v, value.Compare)
	return at + 1, found
}

func (o *Order) table(r *Ranking) []uint64 {
	ranks := make([]uint64, len(r.Distinct))
	for code, v := range r.Distinct[1:] {
		if at, found := o.code(v); found {
			ranks[code+1] = uint64(at) << gapBits
			continue
		}
		at, _ := slices.BinarySearchFunc(o.between, v, value.Compare)
		ranks[code+1] = o.ranks[at]
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
	return o.Rank(ranking, o.rankings[ranking].Codes[row])
}

// Value is the value with a rank.
func (o *Order) Value(rank uint64) any {
	if rank&(1<<gapBits-1) == 0 {
		return o.largest.Distinct[rank>>gapBits]
	}
	at, _ := slices.BinarySearch(o.ranks, rank)
	return o.between[at]
}
