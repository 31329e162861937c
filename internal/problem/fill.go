package problem

import (
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// filling is the putting of a problem into the shape of a documented error. What is filled always fits its schema: what
// would not stays as it was.
type filling struct {
	problem   *Problem
	status    int
	generator fake.Generator
	steps     int // that holding values against schemas took
}

// place is where something is filled, and what with.
type place struct {
	complaint
	key       fake.Key
	depth     int
	explained bool   // a member beside it has the sentence
	reference string // for instance, in a problem of RFC 9457 itself; else ""
}

func (p place) under(name string) place {
	return place{complaint: p.complaint, key: p.key.Sub(name), depth: p.depth + 1}
}

// complaint is what there is to say: of the whole request, or of one thing that is wrong with it.
type complaint struct {
	says   string
	broken *violation.Violation // nil: of the whole
}

func (p *Problem) whole() complaint { return complaint{says: p.Message} }

// complaints are the violations one by one; without any, the whole.
func (p *Problem) complaints(most int) []complaint {
	if p.vague() {
		return []complaint{p.whole()}
	}
	list := make([]complaint, min(len(p.Violations), most))
	for i := range list {
		list[i] = complaint{p.Violations[i].Sentence(), &p.Violations[i]}
	}
	return list
}

// vague tells whether the problem is none of single things in the request.
func (p *Problem) vague() bool { return len(p.Violations) == 0 }

func (f *filling) fits(v any, s *schema.Schema) bool {
	if s == nil {
		return true
	}
	if f.steps > f.generator.Limits.CheckSteps {
		return false
	}
	fits, steps := s.FitsIn(v, f.generator.Mode)
	f.steps += steps
	return fits
}

// value fills a value that fits a schema; s may be nil.
func (f *filling) value(v any, s *schema.Schema, at place) any {
	if at.depth > f.generator.Limits.ErrorDepth {
		return v
	}
	switch v := v.(type) {
	case *value.Object:
		if s == nil || len(s.Fields()) > 0 {
			return f.object(v, s, at)
		}
		if additional(s) != nil {
			return f.byField(v, s, at)
		}
		if chosen := f.alternative(s, at); chosen != nil {
			return chosen
		}
		return f.object(v, s, at)
	case []any:
		return f.list(v, s, at)
	case string:
		return f.first(f.sentences(at, s), v, s)
	}
	return v
}

// alternative fills the first of several shapes that can say what is wrong, of those that fit the whole; nil if there is
// none.
func (f *filling) alternative(s *schema.Schema, at place) any {
	for _, alternatives := range [][]*schema.Schema{s.Target().OneOf, s.Target().AnyOf} {
		for i, one := range alternatives {
			if !slices.ContainsFunc(one.Fields(), func(p schema.Property) bool { return roleOf(p.Name, at) != none }) {
				continue
			}
			made, err := f.generator.Value(at.key.Sub(strconv.Itoa(i)), one)
			if err != nil {
				continue
			}
			filled := f.value(made, one, place{complaint: at.complaint, key: at.key, depth: at.depth + 1, reference: at.reference})
			if f.tells(filled) && f.fits(filled, s) {
				return filled
			}
		}
	}
	return nil
}

// first is the first candidate that fits a schema, or of the kind of what it replaces if there is none; v if none does.
func (f *filling) first(candidates []any, v any, s *schema.Schema) any {
	for _, c := range candidates {
		if s == nil && schema.KindOf(c) == schema.KindOf(v) || s != nil && f.fits(c, s) {
			return c
		}
	}
	return v
}

// list has an element for each complaint, as many as fit.
func (f *filling) list(v []any, s *schema.Schema, at place) any {
	var of *schema.Schema
	if s != nil {
		of = s.Element()
	}
	var model any
	switch {
	case len(v) > 0:
		model = v[0]
	case of != nil:
		model, _ = f.generator.Value(at.key.Sub("0"), of)
	}
	complaints := f.problem.complaints(f.generator.Limits.Errors)
	if at.broken != nil {
		complaints = []complaint{at.complaint}
	}
	var items []any
	for _, c := range complaints {
		item := f.value(model, of, place{complaint: c, key: at.key, depth: at.depth + 1})
		if !f.tells(item) {
			return v
		}
		items = append(items, item)
	}
	if f.fits(items, s) {
		return items
	}
	if n := len(v); n > 0 && n < len(items) && f.fits(items[:n], s) {
		return items[:n]
	}
	return v
}

// byField fills an object whose members are called like what they complain about: {"limit": ["is too large"]}.
func (f *filling) byField(v *value.Object, s *schema.Schema, at place) any {
	if f.problem.vague() {
		if empty := value.NewObject(0); f.fits(empty, s) {
			return empty
		}
		return v
	}
	of := additional(s)
	model, err := f.generator.Value(at.key.Sub("0"), of)
	if err != nil {
		return v
	}
	filled := value.NewObject(1)
	for _, c := range f.problem.complaints(f.generator.Limits.Errors) {
		name := c.broken.Field()
		if name == "" {
			name = c.broken.Where
		}
		if list, isList := model.([]any); isList {
			before, _ := filled.Get(name)
			said, _ := before.([]any)
			item := f.value(element(list), of.Element(), place{complaint: c, key: at.key, depth: at.depth + 1})
			filled.Set(name, append(said, item))
			continue
		}
		filled.Set(name, f.value(model, of, place{complaint: c, key: at.key, depth: at.depth + 1}))
	}
	if f.fits(filled, s) {
		return filled
	}
	return v
}

// element is a model of a list's elements: the first, else a text.
func element(list []any) any {
	if len(list) > 0 {
		return list[0]
	}
	return ""
}

// additional is the schema of the properties that are not declared, nil if nothing is said of them.
func additional(s *schema.Schema) *schema.Schema {
	if extra := s.Target().AdditionalProperties; extra != nil && extra.Always == nil {
		return extra
	}
	return nil
}

// edit is a change of one member of an object: the first of the candidates that fits, or none of it.
type edit struct {
	name       string
	candidates []any // none: the member is left out
}

// maxTried is how many changes of one object are tried one by one, where all at once do not fit: what is beyond stays as it was,
// and fits. The steps of them all are within limit.Set.CheckSteps.
const maxTried = 50

// object fills what an object says of the problem, and leaves out what says nothing of it and is not required: all at
// once, and if that does not fit, as much of it as does.
func (f *filling) object(o *value.Object, s *schema.Schema, at place) any {
	fills, drops := f.edits(o, s, at)
	if all := applied(o, 0, slices.Concat(fills, drops)...); f.fits(all, s) {
		return all
	}
	for _, e := range fills[:min(len(fills), maxTried)] {
		for i := range e.candidates {
			if next := applied(o, i, e); f.fits(next, s) {
				o = next
				break
			}
		}
	}
	if next := applied(o, 0, drops...); f.fits(next, s) {
		return next
	}
	for _, e := range drops[:min(len(drops), maxTried)] {
		if next := applied(o, 0, e); f.fits(next, s) {
			o = next
		}
	}
	return o
}

// applied is a copy of an object with changes in it, of each that candidate.
func applied(o *value.Object, candidate int, edits ...edit) *value.Object {
	changes := make(map[string]edit, len(edits))
	for _, e := range edits {
		changes[e.name] = e
	}
	changed := value.NewObject(o.Len())
	for _, m := range o.Members() {
		switch e, found := changes[m.Name]; {
		case !found:
			changed.Set(m.Name, m.Value)
		case len(e.candidates) > 0:
			changed.Set(m.Name, e.candidates[candidate])
		}
	}
	for _, e := range edits {
		if len(e.candidates) > 0 {
			changed.Set(e.name, e.candidates[candidate])
		}
	}
	return changed
}

// tells tells whether a value says what is wrong, or where.
func (f *filling) tells(v any) bool {
	switch v := v.(type) {
	case string:
		return sameBeginning(v, f.problem.Message) || slices.ContainsFunc(f.problem.complaints(f.generator.Limits.Errors), func(c complaint) bool {
			return sameBeginning(v, c.says) || c.broken != nil && (v == c.broken.Where || v == "/"+c.broken.Field())
		})
	case []any:
		return slices.ContainsFunc(v, f.tells)
	case *value.Object:
		return slices.ContainsFunc(v.Members(), func(m value.Member) bool { return f.tells(m.Value) })
	}
	return false
}

// sameBeginning tells whether a text is a sentence, or begins it where the sentence was cut.
func sameBeginning(text, sentence string) bool {
	cut, wasCut := strings.CutSuffix(text, ellipsis)
	return text != "" && (text == sentence || wasCut && strings.HasPrefix(sentence, cut))
}
