package fake

import (
	"mockserver/internal/schema"
)

// This file chooses among the schemas that a discriminator tells apart.

const (
	maxHeirs  = 8  // that are tried for one value before the schema that they inherit is made itself
	maxBarren = 16 // values of an heir that did not fit: parent and heir contradict each other
)

// heirs are the schemas that an object may follow which inherit one, from one that the key draws on; in the end that one itself.
func (r *run) heirs(w *want, s *schema.Schema, at *spot) []option {
	var options []option
	all := s.Heirs(w.schemas())
	deep := at.depth >= deepFrom || r.lean
	first := 0
	if len(all) > 0 {
		first = int(at.stream("heir" + s.Pointer).Below(uint64(len(all))))
	}
	for i := range all {
		heir := &all[(first+i)%len(all)]
		if r.barren[heir.Schema] < maxBarren {
			options = append(options, option{schemas: []*schema.Schema{heir.Schema}, heir: heir})
		}
		if len(options) == maxHeirs && !deep {
			break
		}
	}
	r.steps -= len(options) / many
	if deep {
		r.shallowFirst(options)
	}
	return append(options[:min(len(options), maxHeirs)], option{schemas: []*schema.Schema{s}})
}

// follow wants an object to name the heir that it follows, nil: the schema that is made.
func (w *want) follow(s *schema.Schema, heir *schema.Heir) {
	if heir == nil {
		w.hintAtItself(s.Discriminator)
		return
	}
	w.hints = append(w.hints, hint{s.Discriminator.Property, heir.Name})
	w.followed = append(w.followed, heir.Schema)
}

func (w *want) hintAtItself(d *schema.Discriminator) {
	if name := w.discriminated(d); name != "" {
		w.hints = append(w.hints, hint{d.Property, name})
	}
}

// misfits remembers heirs of which nothing fits.
func (r *run) misfits(heirs []*schema.Schema) {
	for _, heir := range heirs {
		if r.barren == nil {
			r.barren = map[*schema.Schema]int{}
		}
		r.barren[heir]++
	}
}

// branchName is the value of a discriminating property that stands for a branch.
func branchName(d *schema.Discriminator, branch *schema.Schema) string {
	t := branch.Target()
	for _, m := range d.Mapping {
		if m.Pointer == t.Pointer {
			return m.Value
		}
	}
	return t.Component()
}

// discriminated is the value of a discriminating property that stands for what is being made: the outermost part that
// the mapping or a component names.
func (w *want) discriminated(d *schema.Discriminator) string {
	for _, p := range w.parts {
		for _, m := range d.Mapping {
			if m.Pointer == p.Pointer {
				return m.Value
			}
		}
	}
	for _, p := range w.parts {
		if name := p.Component(); name != "" && p.Ref == nil {
			return name
		}
	}
	return ""
}
