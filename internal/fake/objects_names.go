package fake

import (
	"slices"

	"mockserver/internal/schema"
)

// perStep is how many properties are decided about in the time of a step.
const perStep = 16

// names are the properties that are there.
func (m *objectMaker) names() []string {
	names := m.there()
	if m.want.most >= 0 {
		names = m.fewer(names)
	}
	return slices.DeleteFunc(names, func(name string) bool { return m.banned(name) })
}

// there are the properties that are there, not heeding how many there may be.
func (m *objectMaker) there() []string {
	o := m.want.outline
	if o == nil || o.repeats {
		return m.thereInParts()
	}
	m.steps -= o.cost
	names := make([]string, 0, len(o.properties)+len(o.undeclared))
	for i := range o.properties {
		if p := &o.properties[i]; m.isThere(p) {
			names = append(names, p.Name)
		}
	}
	return append(names, o.undeclared...)
}

// isThere decides about one property, and notes whether it goes only the other way.
func (m *objectMaker) isThere(p *schema.Property) bool {
	m.noteWay(p)
	return m.want.requires(p.Name) || !slices.Contains(m.at.without, p.Name) && m.present(&slot{Property: *p, step: stepOf(p.Name), called: namingOf(p.Name), holdsMore: holdsMore(p.Schema)})
}

func (m *objectMaker) noteWay(p *schema.Property) {
	if oneWay(p.Schema, m.Mode) {
		if m.oneWay == nil {
			m.oneWay = map[string]bool{}
		}
		m.oneWay[p.Name] = true
	}
}

func (m *objectMaker) thereInParts() []string {
	names, seen := make([]string, 0, len(m.want.required)), nameSet{}
	for _, p := range m.want.parts {
		m.steps -= len(p.Properties) / perStep
		for i := range p.Properties {
			if property := &p.Properties[i]; !seen.add(property.Name) {
				m.noteWay(property)
			} else if m.isThere(property) {
				names = append(names, property.Name)
			}
		}
	}
	for _, name := range m.want.required {
		if seen.add(name) {
			names = append(names, name)
		}
	}
	return names
}

// nameSet are names, each once; of few, no map is made.
type nameSet struct {
	few  []string
	rest map[string]bool
}

// add tells whether a name was not in the set.
func (n *nameSet) add(name string) bool {
	if slices.Contains(n.few, name) || n.rest[name] {
		return false
	}
	if len(n.few) < many {
		n.few = append(n.few, name)
		return true
	}
	if n.rest == nil {
		n.rest = map[string]bool{}
	}
	n.rest[name] = true
	return true
}

// fewer leaves the last optional properties out until there are no more than there may be.
func (m *objectMaker) fewer(names []string) []string {
	surplus := int64(len(names)) - m.want.most
	kept := make([]string, 0, len(names))
	for _, name := range slices.Backward(names) {
		if surplus > 0 && !m.want.requires(name) {
			surplus--
			continue
		}
		kept = append(kept, name)
	}
	slices.Reverse(kept)
	return kept
}
