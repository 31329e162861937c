package server

import (
	"log/slog"
	"slices"

	"mockserver/internal/infer"
	"mockserver/internal/population"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// meaning is what was inferred of a document, as the parsers of x-mock and of fixtures read it.
type meaning struct {
	said        []*tree.Node // the collections that the document itself describes
	collections []*tree.Node // those, then what was inferred
	readings    map[*spec.Operation]*infer.Reading
	nodes       map[*spec.Operation]*tree.Node
}

func newMeaning(doc *spec.Document) *meaning {
	inferred := infer.Document(doc)
	m := &meaning{readings: map[*spec.Operation]*infer.Reading{}, nodes: map[*spec.Operation]*tree.Node{}}
	if n := doc.Root.Get("x-mock").Get("collections"); n != nil {
		m.said = append(m.said, n)
	}
	m.collections = slices.Clip(m.said)
	if n := infer.Node(inferred.Document).Get("collections"); n != nil {
		m.collections = append(m.collections, n)
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

// populate makes the population of a document. Where what was inferred does not go together, nothing is inferred: a mistake of
// ours keeps no document from being served.
func (m *meaning) populate(fixture *tree.Node, log *slog.Logger, config population.Config) (*population.Population, error) {
	p, err := population.New(fixture, config)
	if err == nil || len(m.collections) == len(m.said) {
		return p, err
	}
	config.Described = m.said
	plain, cause := population.New(fixture, config)
	if cause != nil {
		return nil, cause
	}
	log.Warn("What was inferred of the collections does not go together, so that nothing is inferred.", "document", config.Name, "error", err)
	m.collections, m.nodes = m.said, nil
	return plain, nil
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
