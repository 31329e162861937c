package population

import (
	"strconv"
	"time"

	"mockserver/internal/expression"
	"mockserver/internal/fake"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// moment is one end of a range of time: relative to the clock (-6y, 0d), a fixed text, or an expression over the
// record. It is null where the expression is.
type moment func(c *cell) (time.Time, bool)

var relative = lazyregexp.New(`^([+-]?\d{1,6})(y|mo|w|d|h|m|s)$`)

// moment reads one end of a range; fixed tells whether it is the same for every record.
func (b *builder) moment(c *Collection, f *Field, n *tree.Node, otherwise string) (m moment, fixed bool) {
	text := otherwise
	if n != nil {
		text = n.Text
	}
	at, ok := shifted(b.population.Clock.In(c.Zone), text)
	if t, isTime := value.ParseTime(text); isTime {
		at, ok = t.In(c.Zone), true
	}
	if d, isDate := value.ParseDate(text); isDate {
		at, ok = d.Start(c.Zone), true
	}
	switch {
	case ok && (at.Year() < firstYear || at.Year() > lastYear):
		b.fail(n, "%s is in the year %d; years go from %d to %d", text, at.Year(), firstYear, lastYear)
		fallthrough
	case ok:
		return func(*cell) (time.Time, bool) { return at, true }, true
	}
	mistakes := len(b.errs)
	program := b.program(c, f, n)
	if len(b.errs) == mistakes && len(program.Names) == 0 && !isMoment(program.Value(nil)) {
		b.fail(n, "%s is no time; it is one such as -6y, +30d, 12h, 2024-05-01, or an expression", literal(n))
	}
	return func(cell *cell) (time.Time, bool) { return instant(program, cell) }, false
}

// The years that times and dates are drawn from.
const (
	firstYear = 1
	lastYear  = 9999
)

func isMoment(v any) bool {
	switch v.(type) {
	case value.Time, value.Date:
		return true
	}
	return false
}

func instant(p *expression.Program, c *cell) (time.Time, bool) {
	switch v := p.Value(c.names).(type) {
	case value.Time:
		return v.In(c.collection.Zone), true
	case value.Date:
		return v.Start(c.collection.Zone), true
	}
	return time.Time{}, false
}

// shifted moves the clock by a text such as -6y, +3mo, -2w, 0d, -12h, 30m or 90s.
func shifted(clock time.Time, text string) (time.Time, bool) {
	m := relative.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.Atoi(m[1])
	switch m[2] {
	case "y":
		return clock.AddDate(n, 0, 0), true
	case "mo":
		return clock.AddDate(0, n, 0), true
	case "w":
		return clock.AddDate(0, 0, 7*n), true
	case "d":
		return clock.AddDate(0, 0, n), true
	case "h":
		return clock.Add(time.Duration(n) * time.Hour), true
	case "m":
		return clock.Add(time.Duration(n) * time.Minute), true
	}
	return clock.Add(time.Duration(n) * time.Second), true
}

// span reads the two ends of a range; those that do not depend on a record must be in order.
func (b *builder) span(c *Collection, f *Field, n *tree.Node) (from, to moment) {
	from, fixedFrom := b.moment(c, f, n.Get("from"), "-1y")
	to, fixedTo := b.moment(c, f, n.Get("to"), "0d")
	if fixedFrom && fixedTo {
		first, _ := from(nil)
		last, _ := to(nil)
		if last.Before(first) {
			b.fail(n, "from, %s, is after to, %s", first.Format(time.RFC3339), last.Format(time.RFC3339))
		}
	}
	return from, to
}

// time draws an instant from a range, whole seconds; hours gives the 24 hours of the day different weights.
func (b *builder) time(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "time", "from", "to", "hours") {
		return
	}
	from, to := b.span(c, f, n)
	var hours *fake.Choice
	if weights := n.Get("hours"); weights != nil {
		hours = b.hours(weights)
	}
	f.kind = timeKind
	f.make = func(f *Field, cell *cell) any {
		first, okF := from(cell)
		last, okT := to(cell)
		if !okF || !okT || last.Before(first) {
			return nil
		}
		s := f.key.Cell(cell.number)
		from, to := ceilSecond(first), last.Unix()
		if from > to { // both within one second
			return value.TimeOf(first)
		}
		at := time.Unix(s.Between(from, to), 0).In(c.Zone)
		if hours != nil {
			y, m, d := at.Date()
			_, minute, second := at.Clock()
			chosen := time.Date(y, m, d, int(hours.Draw(s).(int64)), minute, second, 0, c.Zone)
			if !chosen.Before(first) && !chosen.After(last) {
				at = chosen
			}
		}
		return value.TimeOf(at)
	}
}

func ceilSecond(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

const hoursOfDay = 24

func (b *builder) hours(n *tree.Node) *fake.Choice {
	choice := &fake.Choice{}
	for i, item := range n.Elements() {
		if weight, ok := b.weight(item); ok {
			choice.Add(int64(i), weight)
		}
	}
	if n.Len() != hoursOfDay || choice.Total() == 0 {
		b.fail(n, "hours has 24 weights, of the hours from 0 to 23")
		return nil
	}
	return choice
}

// date draws a day from a range, both ends included.
func (b *builder) date(c *Collection, f *Field, n *tree.Node) {
	if !b.object(n, "date", "from", "to") {
		return
	}
	from, to := b.span(c, f, n)
	f.kind = dateKind
	f.make = func(f *Field, cell *cell) any {
		first, okF := from(cell)
		last, okT := to(cell)
		if !okF || !okT || last.Before(first) {
			return nil
		}
		return value.Date(f.key.Cell(cell.number).Between(int64(value.DateOf(first)), int64(value.DateOf(last))))
	}
}
