package query

import (
	"cmp"
	"math/bits"
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
	sets := make([]column.Bits, t.Segments())
	for s := range sets {
		var err error
		if sets[s], err = matching(t, s, q.Where); err != nil {
			return nil, err
		}
	}
	g, err := newGrouping(t, paths)
	if err != nil {
		return nil, err
	}
	groups := g.count(sets)
	from, to := q.Page.cut(len(groups))
	result := &Groups{Total: len(groups), Groups: make([]Group, 0, to-from)}
	room := make([]any, (to-from)*len(paths))
	for _, made := range g.first(groups, to, paths, count, q.Sort)[from:] {
		values := room[:len(paths):len(paths)]
		room = room[len(paths):]
		g.fill(values, made)
		result.Groups = append(result.Groups, Group{Values: values, Count: made.count})
	}
	return result, nil
}

// grouping gives each combination of values a number, as digits do: each digit is the place of a value among all of its
// path. So the combinations are in the order of their numbers.
type grouping struct{ digits []digit }

// digit is one path.
type digit struct {
	rankings []*column.Ranking // by segment
	order    *column.Order     // of all segments
	places   [][]uint32        // by segment: the digits of its codes; nil if those are the codes
	radix    uint64            // digits are below it
	leading  []uint64          // nil, or what the digits before this one are numbered anew by: their number, by the new one
}

// counted is one combination of values.
type counted struct {
	number uint64
	count  int
}

func newGrouping(t Table, paths []string) (*grouping, error) {
	g := &grouping{digits: make([]digit, len(paths))}
	room, places := make([]*column.Ranking, len(paths)*t.Segments()), make([][]uint32, len(paths)*t.Segments())
	for i, path := range paths {
		var err error
		d := &g.digits[i]
		if d.rankings, room, err = rankingsOf(t, path, room); err != nil {
			return nil, err
		}
		d.places, places = places[:t.Segments()], places[t.Segments():]
		d.order = column.Merge(d.rankings...)
		d.radix = uint64(d.order.Len())
		for s := range d.places {
			d.places[s] = d.order.Places(s)
		}
	}
	return g, nil
}

// of is the digit of a row.
func (d *digit) of(segment, row int) uint64 {
	code := d.rankings[segment].Code(row)
	if places := d.places[segment]; places != nil {
		code = places[code]
	}
	return uint64(code)
}

// width is the number of combinations that could occur; ok is false if they cannot be counted.
func (g *grouping) width() (width uint64, ok bool) {
	width = 1
	for i := range g.digits {
		high, low := bits.Mul64(width, g.digits[i].radix)
		if width = low; high != 0 {
			return 0, false
		}
	}
	return width, true
}

// A counter is kept for each combination, whether it occurs or not, where there are not many more than rows.
const (
	fewCounters   = 1 << 16
	countersOfRow = 8
)

// count finds the combinations that occur, in the order of their numbers.
func (g *grouping) count(sets []column.Bits) []counted {
	rows := 0
	for _, set := range sets {
		rows += set.Count()
	}
	if width, ok := g.width(); ok && width <= max(fewCounters, countersOfRow*uint64(rows)) {
		return g.countInCounters(sets, width)
	}
	return g.countInOrder(sets, rows)
}

// first are the first groups by the keys asked for; the groups are in the order of the paths already.
func (g *grouping) first(groups []counted, size int, paths []string, count string, keys []Key) []counted {
	if len(keys) == 0 || size == 0 {
		return groups[:size]
	}
	places := make([]int, len(keys)) // of the keys among the paths
	for i, key := range keys {
		places[i] = slices.Index(paths, key.Path)
	}
	first := selection[counted]{size: size, kept: make([]counted, 0, min(2*size, len(groups))), compare: func(a, b counted) int {
		for k := range keys {
			c, i := 0, places[k]
			if i >= 0 {
				c = cmp.Compare(g.digit(a.number, i), g.digit(b.number, i))
			} else if keys[k].Path == count {
				c = cmp.Compare(a.count, b.count)
			}
			if keys[k].Descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Compare(a.number, b.number)
	}}
	for _, group := range groups {
		first.offer(group)
	}
	return first.settle()
}

// digit is that of a path in the number of a combination.
func (g *grouping) digit(number uint64, path int) uint64 {
	for i := len(g.digits) - 1; i > path; i-- {
		number = g.digits[i].before(number)
	}
	return number % g.digits[path].radix
}

// before is the number of the digits before this one, which is the last.
func (d *digit) before(number uint64) uint64 {
	number /= d.radix
	if d.leading != nil {
		return d.leading[number]
	}
	return number
}

// fill finds the values of a combination.
func (g *grouping) fill(values []any, group counted) {
	for i := len(g.digits) - 1; i >= 0; i-- {
		d := &g.digits[i]
		values[i] = d.order.At(uint32(group.number % d.radix))
		group.number = d.before(group.number)
	}
}
