package fake

import (
	"slices"
	"strconv"
	"time"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// This file puts into order what belongs together, where a bound took one of the two out of the scope that its name has. The
// lower one stays what it is without the other if that is possible, else the upper one does.

// Bounds of what is tried to put an object in order.
const (
	mostVain    = 3  // objects in which two properties could not be put in order, after which they are left
	mostLives   = 12 // lives of the owner that are tried for the times of two properties
	mostSettled = 3  // variants of an object of which each is put in order
	mostLowers  = 3  // lower properties that are looked at for one upper
)

// settle puts the properties of the object in order. Later variants are left as they are now and then: what judges the object may
// rule out the order.
func (m *objectMaker) settle(names []string) {
	if m.made.Len() < 2 || m.variant >= mostSettled && m.variant%2 == 1 {
		return
	}
	var members []member
	for _, name := range names {
		of := &namingOf(name).relation
		if !of.matters() {
			continue
		}
		v, _ := m.made.Get(name)
		if by := orderingOf(v); by != 0 {
			members = append(members, member{name, by, *of})
		}
	}
	if len(members) < 2 {
		return
	}
	m.aside(func() bool { return m.settleAge(members) })
	for _, g := range groups(members) {
		for _, upper := range g.uppers {
			for range mostLowers {
				lower := slices.MaxFunc(g.lowers, func(a, b string) int { return compareAlike(m.madeOf(a), m.madeOf(b)) })
				if compareAlike(m.madeOf(lower), m.madeOf(upper)) <= 0 || !m.arrange(g, lower, upper) {
					break
				}
			}
		}
	}
}

func (m *objectMaker) madeOf(name string) any {
	v, _ := m.made.Get(name)
	return v
}

// pair are two properties that are not in order.
type pair struct {
	*objectMaker
	lower, upper string
	x, y         any // their values
	holdX, holdY bool
}

// arrange makes one of two properties anew, or both. False: no order was found.
func (m *objectMaker) arrange(g group, lower, upper string) bool {
	p := &pair{objectMaker: m, lower: lower, upper: upper, x: m.madeOf(lower), y: m.madeOf(upper), holdX: m.given(lower), holdY: m.given(upper)}
	known := [2]*schema.Schema{m.judges(lower)[0], m.judges(upper)[0]}
	if p.holdX && p.holdY || m.vain[known] >= mostVain {
		return false
	}
	by := orderingOf(p.x)
	if m.aside(func() bool {
		return g.times && p.byLife() || by == numeric && p.byBounds() || by == dated && p.byOtherLives() || p.byExchange()
	}) {
		return true
	}
	if m.vain == nil {
		m.vain = map[[2]*schema.Schema]int{}
	}
	m.vain[known]++
	return false
}

// aside does what the search may do without: it takes nothing from the limits of the search, and has one of its own.
func (r *run) aside(settled func() bool) bool {
	const share = 8 // the part of all steps
	if r.exhausted != nil || r.beside > r.Limits.GeneratedSteps/share {
		return false
	}
	values, work, steps, room, tries := r.values, r.work, r.steps, r.room, r.tries
	ok := settled()
	r.beside += steps - r.steps + r.work - work
	r.values, r.work, r.steps, r.room, r.tries, r.exhausted = values, work, steps, room, tries, nil
	return ok
}

// settles takes values that are in order.
func (p *pair) settles(x, y any, ok bool) bool {
	by := orderingOf(x)
	if !ok || by == 0 || by != orderingOf(y) || compareAlike(x, y) > 0 {
		return false
	}
	p.made.Set(p.lower, x)
	p.made.Set(p.upper, y)
	return true
}

// byLife has one of two times as far from the other as it would be.
func (p *pair) byLife() bool {
	if shift, ok := p.shift(p.lower, p.x); ok && !p.holdY {
		if y, ok := p.remake(p.upper, func(at *spot) { at.shift = shift }); p.settles(p.x, y, ok) {
			return true
		}
	}
	if shift, ok := p.shift(p.upper, p.y); ok && !p.holdX {
		if x, ok := p.remake(p.lower, func(at *spot) { at.shift = shift }); p.settles(x, p.y, ok) {
			return true
		}
	}
	return false
}

// shift is how much later than by its name a time is.
func (m *objectMaker) shift(name string, v any) (time.Duration, bool) {
	const longest = 200 * 365 * day
	at := m.place(name)
	t, ok := timeOf(v)
	if !ok {
		return 0, false
	}
	shift := t.Sub(m.moment(&at, timingOf(at.words)))
	return shift, -longest < shift && shift < longest
}

// timeOf is the time that a text begins with, or a number says.
func timeOf(v any) (time.Time, bool) {
	text, _ := v.(string)
	if n, ok := value.Int(v); ok {
		return time.Unix(n, 0).UTC(), true
	}
	if t, err := time.Parse("2006-01-02T15:04:05", text[:min(len(text), len("2006-01-02T15:04:05"))]); err == nil {
		return t, true
	}
	t, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	return t, err == nil
}

// byBounds draws one of two numbers on its side of the other, else both on the same side of a bound.
func (p *pair) byBounds() bool {
	if y, ok := p.remake(p.upper, nil, &schema.Schema{Minimum: p.x}); !p.holdY && p.settles(p.x, y, ok) {
		return true
	}
	if x, ok := p.remake(p.lower, nil, &schema.Schema{Maximum: p.y}); !p.holdX && p.settles(x, p.y, ok) {
		return true
	}
	if p.holdX || p.holdY {
		return false
	}
	low, _, _ := newWant(p.judges(p.lower), p.Limits.GeneratedParts).bounds()
	if y, ok := p.remake(p.upper, nil, low.above()); ok && low.at != nil {
		if x, ok := p.remake(p.lower, nil, &schema.Schema{Maximum: y}); p.settles(x, y, ok) {
			return true
		}
	}
	_, high, _ := newWant(p.judges(p.upper), p.Limits.GeneratedParts).bounds()
	if x, ok := p.remake(p.lower, nil, high.below()); ok && high.at != nil {
		if y, ok := p.remake(p.upper, nil, &schema.Schema{Minimum: x}); p.settles(x, y, ok) {
			return true
		}
	}
	return false
}

// above is the schema of what is not below a bound.
func (b bound) above() *schema.Schema {
	if b.strict {
		return &schema.Schema{ExclusiveMinimum: b.at}
	}
	return &schema.Schema{Minimum: b.at}
}

// below is the schema of what is not above a bound.
func (b bound) below() *schema.Schema {
	if b.strict {
		return &schema.Schema{ExclusiveMaximum: b.at}
	}
	return &schema.Schema{Maximum: b.at}
}

// byOtherLives has one of two times be that of another owner.
func (p *pair) byOtherLives() bool {
	for _, name := range []string{p.upper, p.lower} {
		if name == p.upper && p.holdY || name == p.lower && p.holdX {
			continue
		}
		for i := range mostLives {
			v, ok := p.remake(name, func(at *spot) {
				at.owner, at.key = at.owner.Sub("life"+strconv.Itoa(i)), at.key.Sub("life"+strconv.Itoa(i))
			})
			if name == p.upper && p.settles(p.x, v, ok) || name == p.lower && p.settles(v, p.y, ok) {
				return true
			}
		}
	}
	return false
}

// byExchange gives one the value of the other, or each that of the other.
func (p *pair) byExchange() bool {
	takesX, takesY := !p.holdY && p.fits(p.judges(p.upper), p.x), !p.holdX && p.fits(p.judges(p.lower), p.y)
	return p.settles(p.x, p.x, takesX) || p.settles(p.y, p.y, takesY) || p.settles(p.y, p.x, takesX && takesY)
}

// remake makes a property once more, otherwise or within other bounds too.
func (m *objectMaker) remake(name string, change func(*spot), within ...*schema.Schema) (any, bool) {
	list := m.judges(name)
	if m.exhausted != nil || slices.ContainsFunc(list, func(s *schema.Schema) bool { return s.Always != nil }) {
		return nil, false
	}
	at := m.place(name)
	at.required, at.rare = true, false
	if change != nil {
		change(&at)
	}
	v, err := m.value(at, append(list[:len(list):len(list)], within...))
	return v, err == nil
}

// judges are the schemas of a property, at least one.
func (m *objectMaker) judges(name string) []*schema.Schema {
	if list := m.schemas(name); len(list) > 0 {
		return list
	}
	return []*schema.Schema{anything}
}

// given tells whether a value is an example or default of the document, which is left as it is.
func (m *objectMaker) given(name string) bool {
	v := m.madeOf(name)
	return m.at.examples && slices.ContainsFunc(m.judges(name), func(root *schema.Schema) bool {
		for s := range root.Chain {
			if s.HasDefault && value.Equal(s.Default, v) || slices.ContainsFunc(s.Examples, func(e any) bool { return value.Equal(e, v) }) {
				return true
			}
		}
		return false
	})
}

// settleAge has the years since the birth be the age: that of the age that is made, else that of the birth.
func (m *objectMaker) settleAge(members []member) bool {
	i := slices.IndexFunc(members, func(m member) bool { return m.age && m.ordering == numeric })
	births := namesOf(members, func(m member) bool { return m.birthYear || m.when == birth && m.ordering == dated })
	if i < 0 || len(births) == 0 {
		return false
	}
	const oldest = 150
	name := members[i].name
	if age, whole := value.Int(m.madeOf(name)); whole && age >= 0 && age <= oldest && m.born(age, births) {
		return true
	}
	for _, other := range births {
		born := m.madeOf(other)
		if t, ok := timeOf(born); ok && orderingOf(born) == dated && !m.given(name) && m.fits(m.judges(name), m.yearsSince(t)) {
			m.made.Set(name, m.yearsSince(t))
			return m.born(m.yearsSince(t), births)
		}
	}
	return false
}

// born makes those of the births anew that do not go with an age, a whole number of years earlier or later.
func (m *objectMaker) born(age int64, births []string) bool {
	all := true
	for _, name := range births {
		if m.isAge(age, m.madeOf(name)) {
			continue
		}
		at := m.place(name)
		t := m.moment(&at, birth)
		shift := t.AddDate(int(m.age(&at)-age), 0, 0).Sub(t)
		v, ok := m.remake(name, func(at *spot) { at.shift = shift })
		if ok = ok && !m.given(name) && m.isAge(age, v); ok {
			m.made.Set(name, v)
		}
		all = all && ok
	}
	return all
}

// isAge tells whether who was born then, or in that year, is of an age.
func (m *objectMaker) isAge(age int64, born any) bool {
	if year, ok := value.Int(born); ok {
		since := int64(m.Clock.UTC().Year()) - year
		return since == age || since == age+1
	}
	t, ok := timeOf(born)
	return ok && m.yearsSince(t) == age
}
