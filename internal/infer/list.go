package infer

import (
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// list is an operation that answers with records of a collection.
type list struct {
	operation  *spec.Operation
	collection *collection
	body       *shape     // of the answer
	media      *tree.Node // of the answer: it may have examples
	rows       []string   // where the array of records is in the body, as the tokens of a pointer; empty: the body is it
	headers    *tree.Node // of the answer; nil: none
}

// collection is a table of records, all of which have one schema.
type collection struct {
	name   string
	key    string   // the field that identifies a record; "": none that a schema shows
	shapes []*shape // of its records; the properties of the first win
	uses   []domain // enums that filters give to plain texts
	table
}

// domain are the values of a field, by the parameter that filters by it.
type domain struct {
	field  string
	values []*tree.Node
	reason string
}

// fields are the properties of the collection's records, each once: those of the first shape, then those that the others add.
func (c *collection) fields() []property {
	var all []property
	listed := map[string]bool{}
	for _, s := range c.shapes {
		for _, p := range s.fields() {
			if !listed[p.name] {
				listed[p.name] = true
				all = append(all, p)
			}
		}
	}
	return all
}

// field is the shape of a field; nil if there is none of the name.
func (c *collection) field(name string) *shape {
	for _, s := range c.shapes {
		if f := s.field(name); f != nil {
			return f
		}
	}
	return nil
}

// parameter is one parameter of an operation.
type parameter struct {
	name        string
	in          string
	place       string // how x-mock calls it: the name, or in.name where that is ambiguous
	shape       *shape // of its value; of Swagger 2.0 too
	description string
	node        *tree.Node
}
