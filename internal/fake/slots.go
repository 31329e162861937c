package fake

import (
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// slot is a property that objects of a want that is kept may have, with all that is the same for each of them: to find that out anew
// took a fifth of the time of a generated answer (BenchmarkMissGenerated in package server).
type slot struct {
	schema.Property // of what is required but not declared, only the name
	declared        bool
	required        bool
	step            step
	called          *naming
	judges          []*schema.Schema // at least one
	holdsMore       bool             // its values are arrays or objects
	readOnly        bool
	writeOnly       bool
}

// slotsOf are the properties of a want in order; nil: they are not the same for all objects.
func slotsOf(w *want, o *outline) []slot {
	if o.repeats || o.judges == nil || len(w.hints) > 0 || w.most >= 0 {
		return nil
	}
	m := &objectMaker{run: &run{}, want: w}
	slots := make([]slot, 0, len(o.properties)+len(o.undeclared))
	add := func(s slot) bool {
		s.required, s.step, s.called = w.requires(s.Name), stepOf(s.Name), namingOf(s.Name)
		list := m.judges(s.Name)
		s.judges = list[:len(list):len(list)]
		slots = append(slots, s)
		return !slices.ContainsFunc(list, func(s *schema.Schema) bool { return s.Always != nil })
	}
	for _, p := range o.properties {
		if !add(slot{Property: p, declared: true, holdsMore: holdsMore(p.Schema), readOnly: p.Schema.IsReadOnly(), writeOnly: p.Schema.IsWriteOnly()}) {
			return nil
		}
	}
	for _, name := range o.undeclared {
		if !add(slot{Property: schema.Property{Name: name}}) {
			return nil
		}
	}
	return slots
}

// isRelated tells whether there are properties that may have to be in order with each other.
func isRelated(slots []slot) bool {
	n := 0
	for i := range slots {
		if slots[i].called.relation.matters() {
			n++
		}
	}
	return n > 1
}

// isOneWay tells whether it goes only the other way.
func (s *slot) isOneWay(m schema.Mode) bool {
	return m == schema.ReadRequest && s.readOnly || m == schema.Answer && s.writeOnly
}

// fill makes the properties of the slots.
func (m *objectMaker) fill(o *outline) *Unsatisfiable {
	m.steps -= o.cost
	var room [32]*slot
	there := room[:0]
	for i := range o.slots {
		s := &o.slots[i]
		switch {
		case s.isOneWay(m.Mode):
			m.noteWay(&s.Property)
		case s.required, s.declared && !slices.Contains(m.at.without, s.Name) && m.present(s):
			there = append(there, s)
		}
	}
	m.made = value.NewObject(len(there))
	for _, s := range there {
		if err := m.filled(s); err != nil {
			return err
		}
	}
	if o.related {
		names := make([]string, len(there))
		for i, s := range there {
			names[i] = s.Name
		}
		m.settle(names)
	}
	return m.exhausted
}

// filled makes the property of one slot. One that cannot be made is left out unless it is required.
func (m *objectMaker) filled(s *slot) *Unsatisfiable {
	values := m.values
	v, err := m.value(m.spot(s.called, m.key.at(s.step), s.required), s.judges)
	switch {
	case err == nil:
		m.made.Set(s.Name, v)
	case s.required || m.exhausted != nil:
		return err
	default:
		m.values, m.left = values, err
	}
	return nil
}

// kinship is what the objects of a want are called where they are called so.
type kinship struct {
	called *naming
	words  []string
}

// kinOf are words for an object: what it is called itself, and the property that holds it. They are kept for the last such property.
func (o *outline) kinOf(called *naming) []string {
	if last := o.kinship.Load(); last != nil && last.called == called {
		return last.words
	}
	k := &kinship{called, slices.Concat(o.kin, called.singular)}
	o.kinship.Store(k)
	return k.words
}
