package coverage

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// How deep values are looked into: objects and arrays within each other.
const (
	parameterDepth = 3
	bodyDepth      = 5
	answerDepth    = 2 // the list in an envelope, and its elements
)

// Bounds of what is looked at of one schema.
const (
	mostParts        = 200 // schemas that apply to one value together
	enumCharacters   = 80  // of a value that is shown
	enumBytes        = 1000
	mostAlternatives = 200
	mostPlaces       = 4 * mostItems // of one operation: alternatives of one name may lead to the same ones again and again
)

// place is where a value stands, and what there is to meet of it.
type place struct {
	texts    map[string]int // values of an enum that are texts
	values   []edge         // other ones, and the bounds of numbers
	lengths  []size         // of texts
	counts   []size         // of arrays
	fields   []presence
	element  *place
	branches []choice
}

// empty tells whether there is nothing to meet.
func (p *place) empty() bool {
	return len(p.texts)+len(p.values)+len(p.lengths)+len(p.counts)+len(p.fields)+len(p.branches) == 0 && p.element == nil
}

// elements is the place of an array whose elements are there to meet.
func elements(of *place) *place {
	if of == nil {
		return nil
	}
	return &place{element: of}
}

// setting is where a place is made.
type setting struct {
	depth      int
	text       bool             // of a parameter, which has no way to be null
	neverEmpty bool             // no empty text or list can be sent there and be refused
	fitting    bool             // only what fits is looked at: alternatives are told apart by that
	property   bool             // it is a member of an answer, whose own alternatives do not count
	around     []*schema.Schema // the schemas of the values around it
}

// inside is the setting of a member or an element.
func (s setting) inside(of *schema.Schema) setting {
	return setting{depth: s.depth - 1, text: s.text, fitting: s.fitting, around: append(slices.Clip(s.around), of)}
}

// place finds what there is to meet where a schema judges; nil if that is nothing.
func (b *builder) place(s *schema.Schema, where string, in setting) *place {
	if s == nil || b.full || slices.Contains(in.around, s.Target()) {
		return nil
	}
	if b.places++; b.places > mostPlaces {
		b.full, b.cut = true, true
		return nil
	}
	p := &place{}
	parts := together(s)
	if !b.onlyBranches {
		b.values(p, parts, where, in)
		b.bounds(p, s, parts, where, in)
	}
	if in.depth > 0 {
		if b.onlyBranches {
			b.lists(p, s, where, in)
		} else {
			b.fields(p, s, where, in)
		}
		if !slices.ContainsFunc(parts, func(part *schema.Schema) bool { return len(part.PrefixItems) > 0 }) {
			p.element = b.place(s.Element(), where+"/*", in.inside(s.Target()))
		}
	}
	if !in.property {
		b.branches(p, s, parts, where, in)
	}
	if p.empty() {
		return nil
	}
	return p
}

// together are the schemas that all apply to a value of s: what it refers to, the parts of its allOf, and the only alternative
// beside null.
func together(s *schema.Schema) []*schema.Schema {
	all := []*schema.Schema{s}
	add := func(sub *schema.Schema) {
		if sub != nil && len(all) < mostParts && !slices.Contains(all, sub) {
			all = append(all, sub)
		}
	}
	for i := 0; i < len(all); i++ {
		add(all[i].Ref)
		for _, sub := range all[i].AllOf {
			add(sub)
		}
		for _, subs := range [][]*schema.Schema{all[i].AnyOf, all[i].OneOf} {
			if only := besideNull(subs); len(only) == 1 {
				add(only[0])
			}
		}
	}
	return all
}

func besideNull(subs []*schema.Schema) []*schema.Schema {
	return slices.DeleteFunc(slices.Clone(subs), func(sub *schema.Schema) bool { return sub.Types == schema.Types(schema.Null) })
}

// values adds those of an enum, and of a boolean both.
func (b *builder) values(p *place, parts []*schema.Schema, where string, in setting) {
	kind, list := KindEnum, []any(nil)
	var types schema.TypeSet
	for _, part := range parts {
		types |= part.Types
		if list == nil {
			list = part.Enum
		}
		if list == nil && part.HasConst {
			list = []any{part.Const}
		}
	}
	if list == nil && types.Has(schema.Boolean) {
		kind, list = KindBoolean, []any{true, false}
	}
	for _, v := range list {
		if v == nil && in.text {
			continue
		}
		shown := value.Cut(string(value.Beginning(v, 4*enumCharacters)), enumCharacters)
		i := b.addAs(kind, where, shown, string(value.Beginning(v, enumBytes)))
		if i == none {
			return
		}
		if text, ok := v.(string); ok {
			if p.texts == nil {
				p.texts = make(map[string]int, len(list))
			}
			p.texts[text] = i
			continue
		}
		p.values = append(p.values, edge{at: v, met: i})
	}
}

// fields adds the properties that a request may have.
func (b *builder) fields(p *place, s *schema.Schema, where string, in setting) {
	required := map[string]bool{}
	for _, name := range s.RequiredNames() {
		required[name] = true
	}
	for _, f := range s.Fields() {
		if f.Schema.IsReadOnly() {
			continue
		}
		inner := violation.Inside(where, f.Name)
		one := presence{name: f.Name, given: b.add(KindProperty, inner, "given"), left: none}
		if one.given == none {
			return
		}
		if !required[f.Name] {
			one.left = b.add(KindProperty, inner, "left out")
		}
		one.of = b.place(f.Schema, inner, in.inside(s.Target()))
		p.fields = append(p.fields, one)
	}
}

// lists looks into the lists of an answer.
func (b *builder) lists(p *place, s *schema.Schema, where string, in setting) {
	for _, f := range s.Fields() {
		if !f.Schema.Kinds().Has(schema.Array) {
			continue
		}
		inner := in.inside(s.Target())
		inner.property = true
		if of := b.place(f.Schema, violation.Inside(where, f.Name), inner); of != nil {
			p.fields = append(p.fields, presence{name: f.Name, given: none, left: none, of: of})
		}
	}
}

// choice is the alternatives of one anyOf or oneOf.
type choice struct {
	of           []*schema.Schema
	discriminate *schema.Discriminator
	mode         schema.Mode
	met          []int    // parallel to of
	in           []*place // parallel to of: what there is to meet of those that follow it
}

// branches adds the alternatives of anyOf and oneOf. An anyOf or oneOf that only adds null has none.
func (b *builder) branches(p *place, s *schema.Schema, parts []*schema.Schema, where string, in setting) {
	for _, part := range parts {
		b.choice(p, s, part, "oneOf", part.OneOf, where, in)
		b.choice(p, s, part, "anyOf", part.AnyOf, where, in)
	}
}

func (b *builder) choice(p *place, s, part *schema.Schema, keyword string, subs []*schema.Schema, where string, in setting) {
	beside := besideNull(subs)
	if len(beside) < 2 || b.full {
		return
	}
	if in.text {
		subs = beside
	}
	subs = subs[:min(len(subs), mostAlternatives)]
	c := choice{of: subs, discriminate: part.Discriminator, mode: b.mode}
	in.around, in.fitting = append(slices.Clip(in.around), s.Target()), in.fitting || c.discriminate == nil
	for i, sub := range subs {
		name := called(sub)
		c.met = append(c.met, b.add(KindBranch, where, keyword+" "+strconv.Itoa(i+1)+" ("+name+")"))
		c.in = append(c.in, b.place(sub, where+"("+name+")", in))
	}
	p.branches = append(p.branches, c)
}

// called names an alternative: as a component, by its title, else by the types that it has.
func called(s *schema.Schema) string {
	t := s.Target()
	for _, name := range []string{t.Component(), s.Title, t.Title} {
		if name != "" {
			return value.Cut(name, enumCharacters)
		}
	}
	return s.Kinds().String()
}
