package server

import (
	"mockserver/internal/infer"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// meaning is what was inferred of a document, as the parsers of x-mock and of fixtures read it.
type meaning struct {
	collections []*tree.Node // what the document says, then what was inferred
	readings    map[*spec.Operation]*infer.Reading
	nodes       map[*spec.Operation]*tree.Node
}

func newMeaning(doc *spec.Document) *meaning {
	inferred := infer.Document(doc)
	m := &meaning{readings: map[*spec.Operation]*infer.Reading{}, nodes: map[*spec.Operation]*tree.Node{}}
	for _, n := range []*tree.Node{doc.Root.Get("x-mock").Get("collections"), infer.Node(inferred.Document).Get("collections")} {
		if n != nil {
			m.collections = append(m.collections, n)
		}
	}
	for i := range inferred.Operations {
		reading := &inferred.Operations[i]
		m.readings[reading.Operation] = reading
		if len(reading.Lines) > 0 {
			m.nodes[reading.Operation] = infer.Node(reading.Lines)
		}
	}
	return m
}

// of is the x-mock of an operation as it was inferred; nil if nothing was.
func (m *meaning) of(o *spec.Operation) *tree.Node { return m.nodes[o] }

// sources count the operations by where their answers come from.
type sources struct{ population, example, generated int }

func (m *meaning) sources(doc *spec.Document) (s sources) {
	for _, o := range doc.Operations {
		reading := m.readings[o]
		switch {
		case m.nodes[o].Get("action") != nil, o.Node.Get("x-mock").Get("action") != nil, o.Node.Get("x-mock").Get("respond") != nil:
			s.population++
		case reading != nil && reading.Example:
			s.example++
		default:
			s.generated++
		}
	}
	return s
}
