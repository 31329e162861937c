package coverage

import (
	"net/http"
	"slices"
	"sync"
	"unicode/utf8"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// mostSteps bounds what is looked at of one request and its answer: values, and schemas that are applied to tell
// alternatives apart. What lies beyond is not counted, and the report says of how many calls that is so.
const mostSteps = 100_000

// meeting is one request with its answer, while it is found out what it meets.
type meeting struct {
	hits   []int
	strays []stray
	seen   []uint64 // the hits as bits
	steps  int      // that are left
}

// meetings are used again: BenchmarkAdd.
var meetings = sync.Pool{New: func() any { return &meeting{hits: make([]int, 0, 32)} }}

// done gives a meeting back that nobody looks at any more.
func (m *meeting) done() { meetings.Put(m) }

// partly tells whether there was more than is looked at.
func (m *meeting) partly() bool { return m.steps <= 0 }

// hit notes an item, each once.
func (m *meeting) hit(i int) {
	if i == none || m.seen[i/64]&(1<<(i%64)) != 0 {
		return
	}
	m.seen[i/64] |= 1 << (i % 64)
	m.hits = append(m.hits, i)
}

// met tells whether an item was hit before, or is none.
func (m *meeting) met(i int) bool { return i == none || m.seen[i/64]&(1<<(i%64)) != 0 }

// meet finds the items that an exchange meets.
func (p *plan) meet(of Met, l limit.Set) *meeting {
	m := meetings.Get().(*meeting)
	words := len(p.items)/64 + 1
	m.seen = slices.Grow(m.seen[:0], words)[:words]
	clear(m.seen)
	m.hits, m.steps = m.hits[:0], mostSteps
	m.hit(0)
	if p.broken == nil && of.Call != nil {
		p.meetSecurity(m, of.Call)
		p.meetParameters(m, of.Call)
		p.meetBody(m, of)
	}
	p.meetAnswer(m, of, l)
	m.strays = p.strays(of)
	return m
}

// meetSecurity hits the alternatives whose credentials were all presented. Of one that wants none, there are none.
func (p *plan) meetSecurity(m *meeting, c *validate.Call) {
	for _, a := range p.security {
		if len(a.schemes) == 0 && c.Credentials.Len() > 0 {
			continue
		}
		if presented(a.schemes, c.Credentials) {
			m.hit(a.met)
		}
	}
}

// presented tells whether there are credentials for all schemes that can be seen in a request.
func presented(schemes []spec.Scheme, credentials *value.Object) bool {
	for _, s := range schemes {
		if _, given := credentials.Get(s.Name); !given && s.In != "" && s.Field != "" {
			return false
		}
	}
	return true
}

func (p *plan) meetParameters(m *meeting, c *validate.Call) {
	for i := range c.Params {
		given := &c.Params[i]
		one, known := p.params[given.Parameter]
		switch {
		case !known:
		case given.Given:
			m.hit(one.given)
			one.of.meet(m, given.Value)
		default:
			nothing, sent := sentEmpty(c, given)
			if !sent {
				m.hit(one.left)
				continue
			}
			m.hit(one.given)
			one.of.meet(m, nothing)
		}
	}
}

// sentEmpty tells whether a parameter was sent without a value where that means that it is absent, and was refused for it:
// only the violation shows that.
func sentEmpty(c *validate.Call, p *validate.Param) (nothing any, sent bool) {
	for i := range c.Violations {
		v := &c.Violations[i]
		if v.Rule != "minLength" && v.Rule != "minItems" || v.Where != p.In+"."+p.Name {
			continue
		}
		if v.Rule == "minItems" {
			return []any{}, true
		}
		return "", true
	}
	return nil, false
}

func (p *plan) meetBody(m *meeting, of Met) {
	c := of.Call
	switch {
	case p.body == nil:
	case c.MediaType != nil:
		m.hit(p.body.given)
		for _, one := range p.body.media {
			if one.of == c.MediaType {
				m.hit(one.met)
				one.in.meet(m, c.Body)
			}
		}
	case c.UnsupportedMediaType != nil, c.TooLarge != nil, of.Status == http.StatusRequestEntityTooLarge:
		m.hit(p.body.given)
	default:
		m.hit(p.body.left)
	}
}

func (p *plan) meetAnswer(m *meeting, of Met, l limit.Set) {
	r := p.responseTo(of.Status)
	if r == nil {
		return
	}
	m.hit(r.met)
	if of.MediaType == "" {
		return
	}
	written := r.media(of.MediaType)
	if written == nil {
		return
	}
	m.hit(written.met)
	if written.in == nil {
		return
	}
	v := of.Answer
	if v == nil && spec.IsJSON(of.MediaType) {
		var err error
		if v, err = value.ParseJSON(of.Body, value.Limits{Depth: l.BodyDepth, Digits: l.Digits, Values: l.BodyValues}); err != nil {
			return // what is no JSON follows no alternative
		}
	}
	written.in.meet(m, v)
}

// meet hits what a value at the place is.
func (p *place) meet(m *meeting, v any) {
	if p == nil || m.steps <= 0 {
		return
	}
	m.steps -= 1 + len(p.values) + len(p.fields)
	for _, e := range p.values {
		if e.is(v) {
			m.hit(e.met)
		}
	}
	switch v := v.(type) {
	case string:
		p.meetText(m, v)
	case []any:
		for _, s := range p.counts {
			if int64(len(v)) == s.n {
				m.hit(s.met)
			}
		}
		if p.element != nil {
			for _, item := range v {
				p.element.meet(m, item)
			}
		}
	case *value.Object:
		for _, f := range p.fields {
			inner, given := v.Get(f.name)
			if !given {
				m.hit(f.left)
				continue
			}
			m.hit(f.given)
			f.of.meet(m, inner)
		}
	}
	for i := range p.branches {
		p.branches[i].meet(m, v)
	}
}

func (p *place) meetText(m *meeting, text string) {
	if i, listed := p.texts[text]; listed {
		m.hit(i)
	}
	if len(p.lengths) == 0 {
		return
	}
	n := int64(utf8.RuneCountInString(text))
	for _, s := range p.lengths {
		if n == s.n {
			m.hit(s.met)
		}
	}
}

// is tells whether a value is the one of the edge, or on its side of it.
func (e *edge) is(v any) bool {
	if e.side == 0 {
		return value.Equal(e.at, v)
	}
	return value.IsNumber(v) && value.Compare(v, e.at) == e.side
}

// meet hits the alternatives that a value follows: the one that it names by a discriminator, else all that it fits.
func (c *choice) meet(m *meeting, v any) {
	if i := c.named(v); i != none {
		m.hit(c.met[i])
		c.in[i].meet(m, v)
		return
	}
	for i, sub := range c.of {
		if m.met(c.met[i]) && c.in[i] == nil {
			continue // nothing new would come of it
		}
		m.steps--
		if m.steps > 0 && sub.FitsWithin(v, c.mode, &m.steps) {
			m.hit(c.met[i])
			c.in[i].meet(m, v)
		}
	}
}

// named is the alternative whose name the discriminating property has: that of the mapping, else of a component.
func (c *choice) named(v any) int {
	o, ok := v.(*value.Object)
	if !ok || c.discriminate == nil {
		return none
	}
	given, _ := o.Get(c.discriminate.Property)
	name, ok := given.(string)
	if !ok {
		return none
	}
	for _, mapped := range c.discriminate.Mapping {
		if mapped.Value == name {
			return c.index(func(s *schema.Schema) bool { return s.Target().Pointer == mapped.Pointer })
		}
	}
	return c.index(func(s *schema.Schema) bool { return s.Ref != nil && s.Target().Component() == name })
}

func (c *choice) index(is func(*schema.Schema) bool) int {
	for i, sub := range c.of {
		if is(sub) {
			return i
		}
	}
	return none
}
