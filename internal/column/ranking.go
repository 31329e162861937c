package column

import (
	"slices"

	"mockserver/internal/value"
)

// Ranking is the order-preserving dictionary of a column: rows whose codes are smaller come first. Code 0 is null,
// whether or not a row is null, so that nulls come first.
type Ranking struct {
	Codes    []uint32 // by row
	Distinct []any    // by code, ascending; Distinct[0] is nil
}

// Ranking sorts the distinct numbers.
func (c *Numbers) Ranking() *Ranking {
	c.once.Do(func() {
		distinct := make([]int64, 0, len(c.values))
		for row, n := range c.values {
			if !c.nulls.Has(row) {
				distinct = append(distinct, n)
			}
		}
		slices.Sort(distinct)
		distinct = slices.Compact(distinct)
		r := &Ranking{Codes: make([]uint32, len(c.values)), Distinct: make([]any, 1, len(distinct)+1)}
		for _, n := range distinct {
			r.Distinct = append(r.Distinct, c.kind.value(n))
		}
		for row, n := range c.values {
			if !c.nulls.Has(row) {
				at, _ := slices.BinarySearch(distinct, n)
				r.Codes[row] = uint32(at + 1)
			}
		}
		c.ranking = r
	})
	return c.ranking
}

// Ranking sorts the dictionary.
func (c *Texts) Ranking() *Ranking {
	c.once.Do(func() {
		order := make([]uint32, len(c.texts)) // code → rank
		sorted := make([]uint32, 0, len(c.texts)-1)
		for code := 1; code < len(c.texts); code++ {
			sorted = append(sorted, uint32(code))
		}
		slices.SortFunc(sorted, func(a, b uint32) int { return value.Compare(c.texts[a], c.texts[b]) })
		r := &Ranking{Codes: make([]uint32, len(c.codes)), Distinct: make([]any, 1, len(c.texts))}
		for rank, code := range sorted {
			order[code] = uint32(rank + 1)
			r.Distinct = append(r.Distinct, c.texts[code])
		}
		for row, code := range c.codes {
			r.Codes[row] = order[code]
		}
		c.ranking = r
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
		r := &Ranking{Codes: make([]uint32, len(c.values)), Distinct: []any{nil}}
		for i, row := range rows {
			if i == 0 || value.Compare(c.values[rows[i-1]], c.values[row]) != 0 {
				r.Distinct = append(r.Distinct, c.values[row])
			}
			r.Codes[row] = uint32(len(r.Distinct) - 1)
		}
		c.ranking = r
	})
	return c.ranking
}
