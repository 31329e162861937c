package query

import (
	"cmp"
	"encoding/binary"
	"slices"

	"mockserver/internal/column"
)

// GroupBy finds the distinct combinations of the values at the paths among the records that match, counts each,
// sorts them and cuts out the page. A sort may name the paths and count; what it leaves open is decided by the
// paths from left to right, ascending. Without paths there is one group, be it of no records.
func GroupBy(t Table, paths []string, count string, q Query) (*Groups, error) {
	if len(paths) == 0 {
		n, err := Count(t, q.Where)
		if err != nil {
			return nil, err
		}
		from, to := q.Page.cut(1)
		return &Groups{Total: 1, Groups: []Group{{Values: []any{}, Count: n}}[from:to]}, nil
	}
	g := &grouping{}
	for s := range t.Segments() {
		rows, err := matching(t, s, q.Where)
		if err != nil {
			return nil, err
		}
		if err := g.add(t, s, rows, paths); err != nil {
			return nil, err
		}
	}
	g.merge()
	g.sort(paths, count, q.Sort)
	from, to := q.Page.cut(len(g.groups))
	result := &Groups{Total: len(g.groups), Groups: make([]Group, 0, to-from)}
	for _, made := range g.groups[from:to] {
		result.Groups = append(result.Groups, Group{Values: g.values(made), Count: made.count})
	}
	return result, nil
}

// grouping counts the rows of each segment by the codes of their values, then brings the segments together.
type grouping struct {
	rankings [][]*column.Ranking // by segment, by path
	counts   [][]*counted        // by segment
	orders   []*column.Order     // by path
	groups   []*counted          // of all segments
}

// counted is one combination of values.
type counted struct {
	codes []uint32 // in its segment, by path
	ranks []uint64 // among all segments, by path
	count int
}

func (g *grouping) add(t Table, segment int, rows column.Bits, paths []string) error {
	rankings := make([]*column.Ranking, len(paths))
	for i, path := range paths {
		c, err := t.Column(segment, path)
		if err != nil {
			return err
		}
		rankings[i] = c.Ranking()
	}
	g.rankings = append(g.rankings, rankings)
	if cells := combinations(rankings); cells <= maxCells {
		g.counts = append(g.counts, countInCells(rankings, rows, cells))
	} else {
		g.counts = append(g.counts, countByKey(rankings, rows))
	}
	return nil
}

// maxCells is the largest number of combinations for each of which a counter is kept, whether they occur or not.
const maxCells = 1 << 16

// combinations is the number of combinations that could occur, or a number above maxCells.
func combinations(rankings []*column.Ranking) int {
	n := 1
	for _, r := range rankings {
		if n *= len(r.Distinct); n > maxCells {
			return n
		}
	}
	return n
}

// countInCells numbers the combinations as digits number the numbers.
func countInCells(rankings []*column.Ranking, rows column.Bits, cells int) []*counted {
	counters := make([]int, cells)
	rows.Each(func(row int) {
		cell := 0
		for _, r := range rankings {
			cell = cell*len(r.Distinct) + int(r.Codes[row])
		}
		counters[cell]++
	})
	var groups []*counted
	for cell, n := range counters {
		if n == 0 {
			continue
		}
		codes := make([]uint32, len(rankings))
		for i := len(rankings) - 1; i >= 0; i-- {
			codes[i] = uint32(cell % len(rankings[i].Distinct))
			cell /= len(rankings[i].Distinct)
		}
		groups = append(groups, &counted{codes: codes, count: n})
	}
	return groups
}

func countByKey(rankings []*column.Ranking, rows column.Bits) []*counted {
	var groups []*counted
	index := map[string]*counted{}
	var key []byte
	rows.Each(func(row int) {
		key = key[:0]
		for _, r := range rankings {
			key = binary.LittleEndian.AppendUint32(key, r.Codes[row])
		}
		group := index[string(key)]
		if group == nil {
			group = &counted{codes: make([]uint32, len(rankings))}
			for i, r := range rankings {
				group.codes[i] = r.Codes[row]
			}
			index[string(key)] = group
			groups = append(groups, group)
		}
		group.count++
	})
	return groups
}

// merge ranks the groups of all segments in shared orders, and adds up those with the same values.
func (g *grouping) merge() {
	for i := range g.rankings[0] {
		rankings := make([]*column.Ranking, len(g.rankings))
		for s := range rankings {
			rankings[s] = g.rankings[s][i]
		}
		g.orders = append(g.orders, column.Merge(rankings...))
	}
	for s, groups := range g.counts {
		for _, group := range groups {
			group.ranks = make([]uint64, len(g.orders))
			for i, order := range g.orders {
				group.ranks[i] = order.Rank(s, group.codes[i])
			}
		}
		g.groups = append(g.groups, groups...)
	}
	slices.SortFunc(g.groups, func(a, b *counted) int { return slices.Compare(a.ranks, b.ranks) })
	kept := g.groups[:0]
	for _, group := range g.groups {
		if last := len(kept) - 1; last >= 0 && slices.Equal(kept[last].ranks, group.ranks) {
			kept[last].count += group.count
			continue
		}
		kept = append(kept, group)
	}
	g.groups = kept
}

// sort orders by the keys asked for; the groups are in the order of the paths already.
func (g *grouping) sort(paths []string, count string, keys []Key) {
	slices.SortStableFunc(g.groups, func(a, b *counted) int {
		for _, key := range keys {
			c := 0
			if i := slices.Index(paths, key.Path); i >= 0 {
				c = cmp.Compare(a.ranks[i], b.ranks[i])
			} else if key.Path == count {
				c = cmp.Compare(a.count, b.count)
			}
			if key.Descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
}

func (g *grouping) values(group *counted) []any {
	values := make([]any, len(group.ranks))
	for i, rank := range group.ranks {
		values[i] = g.orders[i].Value(rank)
	}
	return values
}
