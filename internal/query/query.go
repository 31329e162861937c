// Package query filters, searches, groups, sorts and pages the columns of a collection.
package query

import (
	"cmp"
	"slices"

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
	Key   string // the path that breaks ties
	Page  Page

	Position  Position // nil, or where the page begins: what comes behind it; Backwards: where it ends
	Backwards bool
}

// Position is a place in the order of a query: a value for each key of the sort, then that of Key. No row needs to have it.
type Position []any

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
	Total  int   // of all pages
	Before int   // rows before this page
	Rows   []Row // of this page
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
	for _, c := range where {
		matched, err := c.Match(t, segment)
		switch {
		case err != nil:
			return nil, err
		case found == nil: // all rows
			found = matched
		default:
			found.And(matched)
		}
	}
	if found == nil {
		found = column.AllBits(t.Rows(segment))
	}
	return found, nil
}

// cut is the part of n rows that a page shows.
func (p Page) cut(n int) (from, to int) {
	from = int(min(max(p.Offset, 0), int64(n)))
	return from, from + int(min(max(p.Limit, 0), int64(n-from)))
}

// ordering ranks the rows of a table by each key of a sort.
type ordering struct {
	keys     []Key
	rankings [][]*column.Ranking // by key, by segment
	orders   []*column.Order     // by key
}

func newOrdering(t Table, keys []Key) (*ordering, error) {
	o := &ordering{keys: keys, rankings: make([][]*column.Ranking, len(keys)), orders: make([]*column.Order, len(keys))}
	room := make([]*column.Ranking, len(keys)*t.Segments())
	for k, key := range keys {
		var err error
		if o.rankings[k], room, err = rankingsOf(t, key.Path, room); err != nil {
			return nil, err
		}
		o.orders[k] = column.Merge(o.rankings[k]...)
	}
	return o, nil
}

// rankingsOf are the rankings of a path by segment, in a room for those of several, of which rest is left.
func rankingsOf(t Table, path string, room []*column.Ranking) (rankings, rest []*column.Ranking, err error) {
	rankings, rest = room[:t.Segments()], room[t.Segments():]
	for s := range rankings {
		c, err := t.Column(s, path)
		if err != nil {
			return nil, nil, err
		}
		rankings[s] = c.Ranking()
	}
	return rankings, rest, nil
}

// compare never finds two rows equal: where all keys are, they stay as they stand in the table.
func (o *ordering) compare(a, b Row) int {
	for k, order := range o.orders {
		x, y := order.RankOf(a.Segment, a.Row), order.RankOf(b.Segment, b.Row)
		switch {
		case x == y:
			continue
		case (x < y) != o.keys[k].Descending:
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Segment, b.Segment), cmp.Compare(a.Row, b.Row))
}

// selection keeps the first of an order, of all that it is offered.
type selection[T any] struct {
	compare func(a, b T) int
	size    int
	kept    []T
	full    bool // the first size are sorted, and the first of all seen so far
}

// offer takes one into account. Twice as many as wanted are sorted at a time.
func (s *selection[T]) offer(one T) {
	if s.full && s.compare(one, s.kept[s.size-1]) > 0 {
		return
	}
	if s.size <= fewKept {
		s.insert(one)
		return
	}
	if s.kept = append(s.kept, one); len(s.kept) >= 2*s.size {
		s.settle()
		s.full = true
	}
}

// fewKept are kept in their order: to move them takes less than to sort (BenchmarkMissReport of package server).
const fewKept = 16

// insert keeps one in its place, before all that come behind it.
func (s *selection[T]) insert(one T) {
	at := len(s.kept)
	for at > 0 && s.compare(one, s.kept[at-1]) < 0 {
		at--
	}
	if at == s.size {
		return
	}
	if len(s.kept) < s.size {
		s.kept = append(s.kept, one)
	}
	copy(s.kept[at+1:], s.kept[at:])
	s.kept[at] = one
	s.full = len(s.kept) == s.size
}

// settle gives the first, sorted.
func (s *selection[T]) settle() []T {
	slices.SortFunc(s.kept, s.compare)
	s.kept = s.kept[:min(s.size, len(s.kept))]
	return s.kept
}
