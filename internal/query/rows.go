package query

import (
	"slices"

	"mockserver/internal/column"
	"mockserver/internal/value"
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
	first := &selection{order: o, size: to}
	for s, found := range sets {
		found.Each(func(row int) { first.offer(Row{s, row}) })
	}
	return &Rows{Total: total, Before: from, Rows: first.settle()[from:]}, nil
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
	left := 0
	for s, found := range sets {
		if err := q.Position.keepBehind(t, s, side, found); err != nil {
			return nil, err
		}
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
	o, err := newOrdering(t, side)
	if err != nil {
		return nil, err
	}
	first := &selection{order: o, size: size}
	for s, found := range sets {
		found.Each(func(row int) { first.offer(Row{s, row}) })
	}
	if page.Rows = first.settle(); q.Backwards {
		slices.Reverse(page.Rows)
		page.Before = left - len(page.Rows)
	}
	return page, nil
}

// keepBehind takes the rows out of a set that are not behind the position.
func (p Position) keepBehind(t Table, segment int, keys []Key, set column.Bits) error {
	columns := make([]column.Column, len(keys))
	for i, key := range keys {
		var err error
		if columns[i], err = t.Column(segment, key.Path); err != nil {
			return err
		}
	}
	var out []int
	set.Each(func(row int) {
		for i, c := range columns {
			if i >= len(p) {
				break
			}
			if order := value.Compare(c.At(row), p[i]); order != 0 {
				if (order < 0) != keys[i].Descending {
					out = append(out, row)
				}
				return
			}
		}
		out = append(out, row) // it is the position itself
	})
	for _, row := range out {
		set.Clear(row)
	}
	return nil
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
