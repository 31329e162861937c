package query

import (
	"slices"

	"mockserver/internal/column"
)

// Select finds the records that match, sorts them and cuts out the page.
func Select(t Table, q Query) (*Rows, error) {
	rows := []Row{}
	for s := range t.Segments() {
		found, err := matching(t, s, q.Where)
		if err != nil {
			return nil, err
		}
		rows = slices.Grow(rows, found.Count())
		found.Each(func(row int) { rows = append(rows, Row{s, row}) })
	}
	o, err := newOrdering(t, append(slices.Clone(q.Sort), Key{Path: q.Key}))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, o.compare)
	from, to := q.Page.cut(len(rows))
	return &Rows{Total: len(rows), Rows: rows[from:to]}, nil
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

// GroupBy finds the distinct combinations of the values at the paths among the records that match, counts each,
// sorts them and cuts out the page. A sort may name the paths and count; what it leaves open is decided by the
// paths from left to right, ascending. Without paths there is one group, be it of no records.
func GroupBy(t Table, paths []string, count string, q Query) (*Groups, error) {
	if len(paths) == 0 {
		n, err := Count(t, q.Where)
		if err != nil {
			return nil, err
		}
		return page([]Group{{Values: []any{}, Count: n}}, q.Page), nil
	}
	keys := make([]Key, len(paths))
	for i, path := range paths {
		keys[i] = Key{Path: path}
	}
	o, err := newOrdering(t, keys)
	if err != nil {
		return nil, err
	}
	g := newGrouping(o)
	for s := range t.Segments() {
		found, err := matching(t, s, q.Where)
		if err != nil {
			return nil, err
		}
		g.add(s, found)
	}
	g.sort(paths, count, q.Sort)
	from, to := q.Page.cut(len(g.groups))
	result := &Groups{Total: len(g.groups), Groups: make([]Group, 0, to-from)}
	for _, made := range g.groups[from:to] {
		result.Groups = append(result.Groups, Group{Values: made.values(o), Count: made.count})
	}
	return result, nil
}

func page(groups []Group, p Page) *Groups {
	from, to := p.cut(len(groups))
	return &Groups{Total: len(groups), Groups: groups[from:to]}
}

// grouping counts rows by the ranks of their values.
type grouping struct {
	order  *ordering
	index  map[string]*counted // by the ranks, 4 bytes each
	groups []*counted
}

type counted struct {
	ranks []uint32
	count int
}

func newGrouping(o *ordering) *grouping { return &grouping{order: o, index: map[string]*counted{}} }

const rankBytes = 4

func (g *grouping) add(segment int, rows column.Bits) {
	key := make([]byte, rankBytes*len(g.order.keys))
	ranks := make([]uint32, len(g.order.keys))
	rows.Each(func(row int) {
		for k := range ranks {
			r := g.order.rank(k, Row{segment, row})
			ranks[k] = r
			key[rankBytes*k], key[rankBytes*k+1], key[rankBytes*k+2], key[rankBytes*k+3] = byte(r), byte(r>>8), byte(r>>16), byte(r>>24)
		}
		group := g.index[string(key)]
		if group == nil {
			group = &counted{ranks: slices.Clone(ranks)}
			g.index[string(key)] = group
			g.groups = append(g.groups, group)
		}
		group.count++
	})
}

// sort orders by the keys asked for, then by the paths, whose ranks differ between any two groups.
func (g *grouping) sort(paths []string, count string, keys []Key) {
	slices.SortFunc(g.groups, func(a, b *counted) int {
		for _, key := range keys {
			x, y := a.count, b.count
			if i := slices.Index(paths, key.Path); i >= 0 {
				x, y = int(a.ranks[i]), int(b.ranks[i])
			} else if key.Path != count {
				continue
			}
			switch {
			case x == y:
				continue
			case (x < y) != key.Descending:
				return -1
			}
			return 1
		}
		return slices.Compare(a.ranks, b.ranks)
	})
}

func (c *counted) values(o *ordering) []any {
	values := make([]any, len(c.ranks))
	for k, rank := range c.ranks {
		values[k] = o.values[k][rank]
	}
	return values
}
