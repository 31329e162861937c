// Package query filters, searches, groups, sorts and pages the columns of a collection.
package query

import (
	"mockserver/internal/column"
)

// Table is what is queried: rows in one or more segments, each with columns of its own.
type Table interface {
	Segments() int
	Rows(segment int) int
	Live(segment int) column.Bits // nil: all rows
	Column(segment int, path string) (column.Column, error)
}

// Query says which rows, in which order, and which part of them.
type Query struct {
	Where []Condition // all must hold
	Sort  []Key
	Key   string // the path that breaks ties; its values are unique
	Page  Page
}

// Key is one path to sort by.
type Key struct {
	Path       string
	Descending bool // nulls come first when ascending, last when descending
}

// Page is a run of the result.
type Page struct {
	Offset int64 // of the first row, from 0
	Limit  int64 // the most rows
}

// Row names one row of a table.
type Row struct{ Segment, Row int }

// Rows is the answer to a query for records.
type Rows struct {
	Total int   // of all pages
	Rows  []Row // of this page
}

// Group is one row of a grouping: the values of the grouped paths, and how many rows have them.
type Group struct {
	Values []any
	Count  int
}

// Groups is the answer to a grouping.
type Groups struct {
	Total  int // groups of all pages
	Groups []Group
}

// Condition decides which rows of a segment belong to the result.
type Condition interface {
	// Match is the set of rows for which the condition holds. The caller may change it.
	Match(t Table, segment int) (column.Bits, error)
}

// matching is the set of live rows of a segment for which all conditions hold.
func matching(t Table, segment int, where []Condition) (column.Bits, error) {
	found := t.Live(segment).Clone()
	if found == nil {
		found = column.AllBits(t.Rows(segment))
	}
	for _, c := range where {
		matched, err := c.Match(t, segment)
		if err != nil {
			return nil, err
		}
		found.And(matched)
	}
	return found, nil
}

// cut is the part of n rows that a page shows.
func (p Page) cut(n int) (from, to int) {
	from = int(min(max(p.Offset, 0), int64(n)))
	return from, from + int(min(max(p.Limit, 0), int64(n-from)))
}

// ordering holds, for each key of a sort, the ranks of the rows of each segment in one shared order.
type ordering struct {
	keys   []Key
	ranks  [][]*column.Ranking // by key, by segment
	tables [][][]uint32        // by key, by segment: from the segment's ranks to the shared; nil where they are the same
	values [][]any             // by key: the distinct values, in order
}

func newOrdering(t Table, keys []Key) (*ordering, error) {
	o := &ordering{keys: keys}
	for _, key := range keys {
		ranks := make([]*column.Ranking, t.Segments())
		for s := range ranks {
			c, err := t.Column(s, key.Path)
			if err != nil {
				return nil, err
			}
			ranks[s] = c.Ranking()
		}
		tables, values := column.Merge(ranks)
		o.ranks, o.tables, o.values = append(o.ranks, ranks), append(o.tables, tables), append(o.values, values)
	}
	return o, nil
}

// rank is the place of a row's value among all values of a key; null is 0.
func (o *ordering) rank(key int, r Row) uint32 {
	code := o.ranks[key][r.Segment].Codes[r.Row]
	if table := o.tables[key][r.Segment]; table != nil {
		return table[code]
	}
	return code
}

func (o *ordering) compare(a, b Row) int {
	for k, key := range o.keys {
		x, y := o.rank(k, a), o.rank(k, b)
		switch {
		case x == y:
			continue
		case (x < y) != key.Descending:
			return -1
		}
		return 1
	}
	return 0
}
