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
	from, to := q.Page.cut(total)
	if from == to {
		return &Rows{Total: total, Rows: []Row{}}, nil
	}
	o, err := newOrdering(t, append(slices.Clone(q.Sort), Key{Path: q.Key}))
	if err != nil {
		return nil, err
	}
	first := &selection{order: o, size: to}
	for s, found := range sets {
		found.Each(func(row int) { first.offer(Row{s, row}) })
	}
	return &Rows{Total: total, Rows: first.settle()[from:]}, nil
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
