package column

import (
	"math/bits"
	"slices"
	"sync"

	"mockserver/internal/value"
)

// Ranking is the order-preserving dictionary of a column: rows whose codes are smaller come first. Code 0 is null, whether
// or not a row is null, so that nulls come first.
type Ranking struct {
	codes     Codes
	shift     uint32 // what is added to those
	distinct  distinct
	ascending bool // no row comes before one above it
	alone     *Order
	boxing    sync.Once
	boxed     []any // the values of few, as they are given
}

// fewValues are kept as they are given, so that a grouping needs no memory for them: BenchmarkMissReport of package server pays.
const fewValues = 256

// distinct are the values of a ranking without null, ascending.
type distinct interface {
	Len() int
	At(i int) any
}

func newRanking(codes Codes, shift uint32, values distinct) *Ranking {
	r := &Ranking{codes: codes, shift: shift, distinct: values, ascending: codes.ascending()}
	r.alone = &Order{rankings: []*Ranking{r}, tables: make([][]uint64, 1), largest: r}
	return r
}

// Code is that of a row.
func (r *Ranking) Code(row int) uint32 { return r.codes.At(row) + r.shift }

// Rows is the number of rows.
func (r *Ranking) Rows() int { return r.codes.Len() }

// Len is the number of codes, that of null included.
func (r *Ranking) Len() int { return r.distinct.Len() + 1 }

// Value is what a code stands for.
func (r *Ranking) Value(code uint32) any {
	if code == 0 {
		return nil
	}
	if r.distinct.Len() > fewValues {
		return r.distinct.At(int(code) - 1)
	}
	r.boxing.Do(func() {
		r.boxed = make([]any, r.distinct.Len())
		for i := range r.boxed {
			r.boxed[i] = r.distinct.At(i)
		}
	})
	return r.boxed[code-1]
}

// Ascending tells whether the rows stand in the order of the ranking.
func (r *Ranking) Ascending() bool { return r.ascending }

// AppendTo makes each of the numbers, which belong to the rows from first on, one digit longer: the row's code.
func (r *Ranking) AppendTo(numbers []uint64, first int, radix uint64) {
	r.codes.appendTo(numbers, first, radix, uint64(r.shift))
}

// run are numbers that follow each other.
type run struct {
	of *Numbers
	n  int
}

func (d run) Len() int     { return d.n }
func (d run) At(i int) any { return d.of.kind.value(d.of.decoded(uint32(i))) }

type numbers struct {
	kind   Kind
	values []int64
}

func (d numbers) Len() int     { return len(d.values) }
func (d numbers) At(i int) any { return d.kind.value(d.values[i]) }

type texts struct {
	of    *Texts
	codes []uint32
}

func (d texts) Len() int     { return len(d.codes) }
func (d texts) At(i int) any { return d.of.text(d.codes[i]) }

type values []any

func (d values) Len() int     { return len(d) }
func (d values) At(i int) any { return d[i] }

// Ranking sorts the distinct numbers.
func (c *Numbers) Ranking() *Ranking {
	c.once.Do(func() {
		if c.wide != nil || uint64(c.largest) > maxSpread*uint64(c.Len()) {
			c.ranking = c.rankingBySorting()
		} else {
			c.ranking = c.rankingByCounting()
		}
	})
	return c.ranking
}

// maxSpread is how many codes there may be for each row, so that a bit for each code takes no more than some numbers a row.
const maxSpread = 256

// rankingByCounting has a bit for each code that occurs: its rank is the number of those below. To sort a million instants
// takes ten times as long; BenchmarkRankingOfInstants pays.
func (c *Numbers) rankingByCounting() *Ranking {
	occurs := NewBits(int(c.largest) + 1)
	for row := range c.Len() {
		if !c.nulls.Has(row) {
			occurs.Set(int(c.codes.At(row)))
		}
	}
	below := make([]uint32, len(occurs)) // codes that occur in the words before
	n := uint32(0)
	for i, word := range occurs {
		below[i] = n
		n += uint32(bits.OnesCount64(word))
	}
	if c.nulls == nil && n == c.largest+1 && n != 0 { // none is left out
		return newRanking(c.codes, 1, run{c, int(n)})
	}
	found := numbers{c.kind, make([]int64, 0, n)}
	occurs.Each(func(code int) { found.values = append(found.values, c.decoded(uint32(code))) })
	ranks := make([]uint32, c.Len())
	for row := range ranks {
		if c.nulls.Has(row) {
			continue
		}
		code := c.codes.At(row)
		before := occurs[code/wordBits] & (1<<(code%wordBits) - 1)
		ranks[row] = below[code/wordBits] + uint32(bits.OnesCount64(before)) + 1
	}
	return newRanking(packed(ranks, n), 0, found)
}

func (c *Numbers) rankingBySorting() *Ranking {
	found := numbers{c.kind, make([]int64, 0, c.Len())}
	for row := range c.Len() {
		if !c.nulls.Has(row) {
			found.values = append(found.values, c.number(row))
		}
	}
	slices.Sort(found.values)
	found.values = slices.Clip(slices.Compact(found.values))
	ranks := make([]uint32, c.Len())
	for row := range ranks {
		if !c.nulls.Has(row) {
			at, _ := slices.BinarySearch(found.values, c.number(row))
			ranks[row] = uint32(at + 1)
		}
	}
	return newRanking(packed(ranks, uint32(len(found.values))), 0, found)
}

// Ranking sorts the dictionary.
func (c *Texts) Ranking() *Ranking {
	c.once.Do(func() {
		sorted := c.sortedCodes()
		order := make([]uint32, len(c.ends)) // code → rank
		kept := sorted[:0]
		for _, code := range sorted {
			if last := len(kept) - 1; c.distinct || last < 0 || c.text(kept[last]) != c.text(code) {
				kept = append(kept, code)
			}
			order[code] = uint32(len(kept))
		}
		ranks := make([]uint32, c.Len())
		for row := range ranks {
			ranks[row] = order[c.codes.At(row)]
		}
		c.ranking = newRanking(packed(ranks, uint32(len(kept))), 0, texts{c, slices.Clip(kept)})
	})
	return c.ranking
}

// Ranking sorts the values by value.Compare; values that compare as equal share a code.
func (c *Mixed) Ranking() *Ranking {
	c.once.Do(func() {
		rows := make([]int, 0, len(c.values))
		for row, v := range c.values {
			if v != nil {
				rows = append(rows, row)
			}
		}
		slices.SortStableFunc(rows, func(a, b int) int { return value.Compare(c.values[a], c.values[b]) })
		found, ranks := values{}, make([]uint32, len(c.values))
		for i, row := range rows {
			if i == 0 || value.Compare(c.values[rows[i-1]], c.values[row]) != 0 {
				found = append(found, c.values[row])
			}
			ranks[row] = uint32(len(found))
		}
		c.ranking = newRanking(packed(ranks, uint32(len(found))), 0, found)
	})
	return c.ranking
}
