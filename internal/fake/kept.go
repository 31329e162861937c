package fake

import (
	"slices"

	"mockserver/internal/schema"
)

// wantOf is newWant, kept with the schema where it is the same for all its values: where the schema leaves no choice and nothing
// in it depends on which properties there are. To merge the keywords anew took a sixth of the time of a value, and a fifth of its
// memory (BenchmarkMissGenerated in package server).
func (r *run) wantOf(roots []*schema.Schema) *want {
	if len(roots) > 1 {
		return newWant(roots, r.Limits.GeneratedParts)
	}
	s := roots[0]
	if w, ok := s.Kept.Load().(*want); ok && len(w.parts) <= r.Limits.GeneratedParts {
		return w
	}
	w := newWant([]*schema.Schema{s}, r.Limits.GeneratedParts)
	if s.Node != nil && w.isFixed() {
		w.requires("") // makes its index, if it needs one, before others see it
		w.personal, w.looked = isPersonal(w), true
		s.Kept.Store(w)
	}
	return w
}

// isFixed tells whether nothing is added to a want while a value is made.
func (w *want) isFixed() bool {
	return w.impossible == nil && w.points == nil && len(w.parts) < many && !slices.ContainsFunc(w.parts, func(p part) bool {
		return len(p.DependentRequired)+len(p.DependentSchemas) > 0
	})
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
