package query_test

import (
	"fmt"
	"slices"

	"mockserver/internal/column"
	"mockserver/internal/query"
)

// table is a query.Table in memory: rows of values, cut into segments, of which some rows may be dead.
type table struct {
	paths    []string
	segments []segment
}

type segment struct {
	rows [][]any // by row, by path
	live column.Bits
	made map[string]column.Column
}

func (t *table) Segments() int                { return len(t.segments) }
func (t *table) Rows(segment int) int         { return len(t.segments[segment].rows) }
func (t *table) Live(segment int) column.Bits { return t.segments[segment].live }

func (t *table) Column(segment int, path string) (column.Column, error) {
	i := slices.Index(t.paths, path)
	if i < 0 {
		return nil, fmt.Errorf("the table has no %q", path)
	}
	s := &t.segments[segment]
	if s.made == nil {
		s.made = map[string]column.Column{}
	}
	if s.made[path] == nil {
		values := make([]any, len(s.rows))
		for row, cells := range s.rows {
			values[row] = cells[i]
		}
		s.made[path] = column.Of(values)
	}
	return s.made[path], nil
}

func whole(paths []string, rows [][]any) *table {
	return &table{paths: paths, segments: []segment{{rows: rows}}}
}

// changed is the same rows as a base and changes would hold them: those for which base is false stand in the second
// segment, those that are gone (rows of the base with other values) are dead. Rows keep their order within a segment.
func changed(paths []string, rows [][]any, base func(row int) bool) *table {
	t := &table{paths: paths, segments: make([]segment, 2)}
	var live []int
	for i, cells := range rows {
		if base(i) {
			live = append(live, len(t.segments[0].rows))
			t.segments[0].rows = append(t.segments[0].rows, cells)
			continue
		}
		gone := slices.Clone(rows[(i+1)%len(rows)]) // what it was before it was changed
		t.segments[0].rows = append(t.segments[0].rows, gone)
		t.segments[1].rows = append(t.segments[1].rows, cells)
	}
	t.segments[0].live = column.NewBits(len(t.segments[0].rows))
	for _, row := range live {
		t.segments[0].live.Set(row)
	}
	return t
}

// keys are the values at a path of the rows of an answer.
func keys(t *table, path string, rows []query.Row) []any {
	found := []any{}
	for _, r := range rows {
		found = append(found, t.segments[r.Segment].rows[r.Row][slices.Index(t.paths, path)])
	}
	return found
}
