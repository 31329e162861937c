package query

import (
	"slices"

	"mockserver/internal/column"
)

// Select finds the records that match, sorts them and cuts out the page.
func Select(t Table, q Query) (*Rows, error) {
	total, sets := 0, make([]column.Bits, t.Segments())
	for s := range sets {
		found, err := matching(t, s, q.Where)
		if err != nil {
			return nil, err
		}
		sets[s] = found
		total += found.Count()
	}
	keys := append(slices.Clone(q.Sort), Key{Path: q.Key})
	if q.Position != nil {
		return beside(t, q, keys, sets, total)
	}
	from, to := q.Page.cut(total)
	if from == to {
		return &Rows{Total: total, Before: from, Rows: []Row{}}, nil
	}
	o, err := newOrdering(t, keys)
	if err != nil {
		return nil, err
	}
	return &Rows{Total: total, Before: from, Rows: o.page(sets, total, from, to)}, nil
}

// beside is the page behind a position, or the one that ends before it.
func beside(t Table, q Query, keys []Key, sets []column.Bits, total int) (*Rows, error) {
	side := keys
	if q.Backwards { // the page that ends before it is the one behind it in the opposite order
		side = make([]Key, len(keys))
		for i, key := range keys {
			side[i] = Key{key.Path, !key.Descending}
		}
	}
	o, err := newOrdering(t, side)
	if err != nil {
		return nil, err
	}
	o.keepBehind(q.Position, sets)
	left := 0
	for _, found := range sets {
		left += found.Count()
	}
	page := &Rows{Total: total, Before: total - left, Rows: []Row{}}
	if q.Backwards {
		page.Before = left
	}
	_, size := q.Page.cut(left)
	if size == 0 {
		return page, nil
	}
	if page.Rows = o.page(sets, left, 0, size); q.Backwards {
		slices.Reverse(page.Rows)
		page.Before = left - len(page.Rows)
	}
	return page, nil
}

// keepBehind takes the rows out of the sets that are not behind a position.
func (o *ordering) keepBehind(p Position, sets []column.Bits) {
	type place struct {
		rank  uint64
		found bool
	}
	places := make([]place, min(len(p), len(o.keys)))
	for i := range places {
		places[i].rank, places[i].found = o.orders[i].Find(p[i])
	}
	behind := func(segment, row int) bool {
		for i, at := range places {
			rank := o.orders[i].RankOf(segment, row)
			if at.found && rank == at.rank {
				continue
			}
			return (rank < at.rank) == o.keys[i].Descending
		}
		return false // it is the position itself
	}
	for s, set := range sets {
		set.Each(func(row int) { // each word is read before its rows are visited
			if !behind(s, row) {
				set.Clear(row)
			}
		})
	}
}

// Count is the number of records that match.
func Count(t Table, where []Condition) (int, error) {
	n := 0
	for s := range t.Segments() {
		found, err := matching(t, s, where)
		if err != nil {
			return 0, err
		}
		n += found.Count()
	}
	return n, nil
}
