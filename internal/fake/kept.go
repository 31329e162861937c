package fake

import (
	"slices"
	"sync/atomic"

	"mockserver/internal/schema"
)

// wantOf is newWant, kept with the schema where it is the same for all its values: where the schema leaves no choice and nothing
// in it depends on which properties there are. To merge the keywords anew took a fifth of the memory of
// an answer (BenchmarkMissGenerated in package server).
func (r *run) wantOf(roots []*schema.Schema) *want {
	if len(roots) > 1 {
		return newWant(roots, r.Limits.GeneratedParts)
	}
	if k := r.keptOf(roots[0]); k.want != nil && len(k.want.parts) <= r.Limits.GeneratedParts {
		return k.want
	}
	return newWant(roots, r.Limits.GeneratedParts)
}

// firstWant is what is asked of a value that was not tried yet, with the first of its choices if they are kept.
func (r *run) firstWant(roots []*schema.Schema, at *spot) *want {
	if len(roots) > 1 {
		return newWant(roots, r.Limits.GeneratedParts)
	}
	if c := r.keptOf(roots[0]).choices; c != nil {
		if w := r.branchOf(c, at); w != nil && len(w.parts) <= r.Limits.GeneratedParts {
			return w
		}
	}
	return r.wantOf(roots)
}

// kept is what is the same for all values of a schema; of some, nothing is.
type kept struct {
	want    *want
	choices *choices
}

var nothing = &kept{}

func (r *run) keptOf(s *schema.Schema) *kept {
	if r.searched {
		return nothing
	}
	if k, ok := s.Kept.Load().(*kept); ok {
		return k
	}
	if s.Node == nil {
		return nothing
	}
	w := newWant([]*schema.Schema{s}, r.Limits.GeneratedParts)
	if w.impossible != nil { // by another limit it may be possible
		return nothing
	}
	k := &kept{}
	if w.isFixed() {
		k.want = w.kept()
	} else {
		k.choices = choicesOf(w, s, r.Limits.GeneratedParts)
	}
	s.Kept.Store(k)
	return k
}

// kept readies a want for many values at once.
func (w *want) kept() *want {
	w.requires("") // makes its index, if it needs one, before others see it
	w.outline = outlineOf(w)
	return w
}

// isFixed tells whether nothing is added to a want while a value is made.
func (w *want) isFixed() bool { return w.points == nil && w.isSettled() }

// isSettled is isFixed but for its choices.
func (w *want) isSettled() bool {
	return w.impossible == nil && len(w.parts) < many && !slices.ContainsFunc(w.parts, func(p part) bool {
		return len(p.DependentRequired)+len(p.DependentSchemas) > 0
	})
}

// outline is what a want that is kept says of objects, whatever they hold.
type outline struct {
	personal   bool                        // see isPersonal
	kin        []string                    // words for what it is called itself
	speaks     kinds                       // see speaksOf
	properties []schema.Property           // each once, in the order of the parts
	repeats    bool                        // one of them is declared in several parts
	undeclared []string                    // required, but no property
	judges     map[string][]*schema.Schema // of the properties; nil where patterns have a say
	cost       int                         // steps that it takes to decide which are there
	sure       kinds                       // see isSure
	takesNull  bool
	fitting    []bool                         // see want.fitting
	slots      []slot                         // nil: the properties are made one by one as they come
	related    bool                           // see isRelated
	order      [schema.Object + 1]schema.Kind // that of want.order, unless null comes first
	kinds      int                            // of order
	several    bool                           // order depends on the place
	sound      kinds                          // see want.contradiction
	kinship    atomic.Pointer[kinship]
}

func outlineOf(w *want) *outline {
	o := &outline{personal: isPersonal(w), kin: ownWords(w), speaks: w.speaksOf(), sure: w.sureKinds(), fitting: w.fitting(), judges: map[string][]*schema.Schema{}}
	o.takesNull = w.kinds != anyKind && w.kinds.has(schema.Null) && w.roots[0].Fits(nil, schema.Answer)
	o.order, o.kinds = w.order(&spot{required: true, words: []string{""}, depth: 1})
	root, _ := w.order(&spot{required: true})
	o.several = root != o.order
	for _, kind := range o.order[:o.kinds] {
		if w.contradiction(kind) == nil {
			o.sound |= 1 << kind
		}
	}
	var seen nameSet
	for _, p := range w.parts {
		o.cost += len(p.Properties) / perStep
		for _, property := range p.Properties {
			if !seen.add(property.Name) {
				o.repeats = true
				continue
			}
			o.properties = append(o.properties, property)
		}
	}
	for _, name := range w.required {
		if seen.add(name) {
			o.undeclared = append(o.undeclared, name)
		}
	}
	if slices.ContainsFunc(w.parts, func(p part) bool { return p.PatternProperties != nil || p.UnevaluatedProperties != nil }) {
		o.judges = nil
		return o
	}
	m := &objectMaker{run: &run{}, want: w}
	for _, p := range o.properties {
		list := m.schemas(p.Name)
		o.judges[p.Name] = list[:len(list):len(list)]
	}
	o.slots = slotsOf(w, o)
	o.related = isRelated(o.slots)
	return o
}

// taken is the last text that was found to fit, and how many steps that took: to build it is to judge it, so that the search need
// not do it again.
type taken struct {
	text  string
	root  *schema.Schema
	steps int
}

// fitsStill is fits of a value that was just built.
func (r *run) fitsStill(roots []*schema.Schema, v any) bool {
	text, ok := v.(string)
	if !ok || len(roots) != 1 || r.last.root != roots[0] || r.last.text != text || r.steps <= r.last.steps {
		return r.fits(roots, v)
	}
	r.steps -= r.last.steps
	r.tire(roots[0])
	return true
}
