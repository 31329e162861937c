package fake

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// point is where a schema leaves a choice.
type point struct {
	keyword string // anyOf oneOf if not discriminator $dynamicRef
	schema  *schema.Schema
	part    int
}

// option is what one choice asks for: schemas that judge the value too.
type option struct {
	schemas []*schema.Schema
	tells   *schema.Discriminator // tells the first schema, a branch, from the others
	heir    *schema.Heir          // it is what a discriminator names
}

func (w *want) takePoints(s *schema.Schema, at int) {
	if s.AnyOf != nil {
		w.points = append(w.points, point{"anyOf", s, at})
	}
	if s.OneOf != nil {
		w.points = append(w.points, point{"oneOf", s, at})
	}
	if s.DynamicRef != nil {
		w.points = append(w.points, point{"$dynamicRef", s, at})
	}
	if s.Not != nil && !isForm(s.Not) {
		w.points = append(w.points, point{"not", s, at})
	}
	if s.If != nil && (s.Then != nil || s.Else != nil) {
		w.points = append(w.points, point{"if", s, at})
	}
	switch {
	case s.Discriminator == nil || s.OneOf != nil || s.AnyOf != nil:
	case s.HasHeirs():
		w.points = append(w.points, point{"discriminator", s, at})
	default:
		w.hintAtItself(s.Discriminator)
	}
}

// choose settles all points: those of attempt 0 as the key has it, those of the next in all combinations, as far as the
// attempts go; the later half of them draws. What is left of the number of the attempt is the variant of what is built.
func (r *run) choose(w *want, at *spot, attempt int, rivals map[*schema.Schema][]*schema.Schema) (variant uint64) {
	left := uint64(attempt)
	if attempt >= maxAttempts/2 {
		left = at.stream("attempt" + strconv.Itoa(attempt)).Uint64()
	}
	for ; w.chosen < len(w.points) && w.impossible == nil; w.chosen++ {
		p := w.points[w.chosen]
		options := r.options(w, p, at, rivals)
		if len(options) == 0 {
			w.impossible = fail(p.schema, "no choice of %s goes together with the rest of the schema", p.keyword)
			return left
		}
		n := uint64(len(options))
		o := options[left%n]
		left /= n
		if o.tells != nil {
			w.hints = append(w.hints, hint{o.tells.Property, branchName(o.tells, o.schemas[0])})
		}
		for _, s := range o.schemas {
			w.add(s, p.part)
		}
		if p.keyword == "discriminator" {
			w.follow(p.schema, o.heir)
		}
	}
	return left
}

// options are the choices at a point that may go together with the rest, best first.
func (r *run) options(w *want, p point, at *spot, rivals map[*schema.Schema][]*schema.Schema) []option {
	var options []option
	switch p.keyword {
	case "anyOf":
		options = r.alternatives(w, p.schema, p.schema.AnyOf, nil, at)
	case "oneOf":
		options = r.alternatives(w, p.schema, p.schema.OneOf, rivals[p.schema], at)
	case "discriminator":
		options = r.heirs(w, p.schema, at)
	case "$dynamicRef": // where it leads depends on the way to it
		options = []option{{schemas: []*schema.Schema{p.schema.DynamicRef}}, {}}
	case "not":
		w.excluded = append(w.excluded, p.schema.Not)
		for _, s := range negated(p.schema.Not, 0, w.has) {
			options = append(options, option{schemas: []*schema.Schema{s}})
		}
	case "if":
		options = conditions(p.schema)
		if at.stream("if"+p.schema.Pointer).Below(2) == 1 {
			slices.Reverse(options)
		}
	}
	for _, o := range options { // to weigh them takes time too
		r.steps -= len(o.schemas)
	}
	return slices.DeleteFunc(options, func(o option) bool {
		return slices.ContainsFunc(o.schemas, func(s *schema.Schema) bool { return !w.admits(s, 0) })
	})
}

// conditions are the two ways of if.
func conditions(s *schema.Schema) []option {
	holds, fails := option{schemas: []*schema.Schema{s.If}}, option{schemas: []*schema.Schema{{Not: s.If, Pointer: s.If.Pointer}}}
	if s.Then != nil {
		holds.schemas = append(holds.schemas, s.Then)
	}
	if s.Else != nil {
		fails.schemas = append(fails.schemas, s.Else)
	}
	return []option{holds, fails}
}

// alternatives are the branches of anyOf or oneOf: one that the key draws first, null last. Rivals are those that
// fitted too when one was to fit alone.
func (r *run) alternatives(w *want, s *schema.Schema, subs, rivals []*schema.Schema, at *spot) []option {
	var options, nulls []option
	deep := at.depth >= deepFrom || r.lean
	var others []*schema.Schema
	for _, rival := range rivals {
		others = append(others, &schema.Schema{Not: rival, Pointer: rival.Pointer})
	}
	for _, sub := range subs {
		o := option{schemas: append(make([]*schema.Schema, 0, 1+len(rivals)), sub), tells: s.Discriminator}
		for i, rival := range rivals {
			if rival != sub {
				o.schemas = append(o.schemas, others[i])
			}
		}
		switch {
		case sub.Types == schema.Types(schema.Null):
			nulls = append(nulls, o)
		default:
			options = append(options, o)
		}
	}
	draw := at.stream("branch" + strconv.Itoa(w.chosen))
	if len(options) > 0 {
		options = rotated(options, int(draw.Below(uint64(len(options)))))
	}
	if deep {
		r.shallowFirst(options)
	}
	if deep && len(options) > 0 && r.height(options[0].schemas[0]) > 0 || !at.required && draw.Below(rareNull) == 0 {
		return append(nulls, options...)
	}
	return append(options, nulls...)
}

// rareNull is one in how many optional values that may be null is.
const rareNull = 8

func rotated[T any](list []T, by int) []T {
	return append(slices.Clone(list[by:]), list[:by]...)
}

// shallowFirst brings those alternatives first whose values hold the fewest others within each other.
func (r *run) shallowFirst(options []option) {
	slices.SortStableFunc(options, func(a, b option) int { return r.height(a.schemas[0]) - r.height(b.schemas[0]) })
}

// admits tells whether a schema may go together with what is wanted so far, as far as its types and values say at once.
func (w *want) admits(s *schema.Schema, depth int) bool {
	const deepest = 8
	switch {
	case depth > deepest:
		return true
	case s.Always != nil:
		return *s.Always
	case w.kinds&kindsOf(s.Types) == 0:
		return false
	case s.HasConst && !w.lists.admit(s.Const):
		return false
	case s.Not != nil && isForm(s.Not) && !w.admitsForm(s.Not):
		return false
	case s.Enum != nil && len(s.Enum) == 0, s.Node == nil && !w.admitsMembers(s):
		return false
	case s.Enum != nil && len(w.lists) > 0 && len(s.Enum) <= maxListed && !slices.ContainsFunc(s.Enum, w.lists.admit):
		return false
	case s.Ref != nil && !w.admits(s.Ref, depth+1):
		return false
	}
	return !slices.ContainsFunc(s.AllOf, func(sub *schema.Schema) bool { return !w.admits(sub, depth+1) })
}

// admitsMembers tells whether an object may break what negated takes for a way out: a property that must not be there, or
// not fit its schema.
func (w *want) admitsMembers(s *schema.Schema) bool {
	for _, p := range s.Properties {
		switch {
		case p.Schema.Always != nil && !*p.Schema.Always && w.requires(p.Name):
			return false
		case p.Schema.Not == nil || p.Schema.Node != nil || len(s.Required) == 0:
		case !w.breakable(p.Name, p.Schema.Not):
			return false
		}
	}
	return true
}

// breakable tells whether a property may not fit a schema and yet all that w says of it.
func (w *want) breakable(name string, broken *schema.Schema) bool {
	var own []*schema.Schema
	for _, p := range w.parts {
		if s := p.Property(name); s != nil {
			own = append(own, s)
		} else if s := p.AdditionalProperties; s != nil && s.Always != nil && !*s.Always {
			return false
		}
	}
	if own == nil {
		return true
	}
	child := newWant(own, w.together)
	if child.impossible != nil {
		return false
	}
	return slices.ContainsFunc(negated(broken, 1, nil), func(way *schema.Schema) bool { return child.admits(way, 1) })
}

// maxListed bounds the values of an enum that are compared with those of another before one is tried.
const maxListed = 1000

// lists are schemas that list values.
type lists []*schema.Schema

// admit tells whether a value is in all short lists.
func (l lists) admit(v any) bool {
	for _, s := range l {
		if s.HasConst && !value.Equal(s.Const, v) {
			return false
		}
		if s.Enum != nil && len(s.Enum) <= maxListed && !slices.ContainsFunc(s.Enum, func(e any) bool { return value.Equal(e, v) }) {
			return false
		}
	}
	return true
}

// stream draws what a place needs beside its value.
func (at *spot) stream(why string) *Stream { return at.key.Sub(why).Cell(0) }
