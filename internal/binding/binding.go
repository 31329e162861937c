// Package binding reads x-mock: what an operation reads or changes in the population, and how its answers are
// filled. It is the one parser of that grammar.
package binding

import (
	"errors"
	"sync"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
)

// Action is what an operation does with its collection.
type Action string

// The actions.
const (
	List    Action = "list"
	Get     Action = "get"
	Create  Action = "create"
	Update  Action = "update"  // given fields change, others stay
	Replace Action = "replace" // fields that are not given are lost
	Delete  Action = "delete"
)

var actions = []Action{List, Get, Create, Update, Replace, Delete}

// changing are the actions after which the collection is another.
var changing = map[Action]bool{Create: true, Update: true, Replace: true, Delete: true}

// Binding is what x-mock says of an operation, with what it says of the document.
type Binding struct {
	Operation  *spec.Operation
	Collection *population.Collection // nil: the operation has none
	Action     Action
	Errors     *Errors
	Limit      *RateLimit // nil: none

	parameters []role
	rules      []rule // the document's, then the operation's
	aliases    map[string][]string
	set        *Template
	respond    []part
	headers    []part
	base       *world
	finding    sync.Once      // of rows
	rows       *schema.Schema // of one row of a list; nil if the answer has none
	filling    sync.Once      // of shown
	shown      []*schema.Schema
}

// world is what the bindings of one document share.
type world struct {
	population *population.Population
	seed       uint64
	empty      bool                // an empty value counts as absent
	either     bool                // commas and repetition both make arrays
	aliases    map[string][]string // "header.App-Key" → other names for the same
	rules      []rule              // of all operations
	bindings   []*Binding          // in the order of the document
}

// part is one place of an answer and what stands there.
type part struct {
	name     string // a JSON pointer, or the name of a header
	template *Template
}

// Document holds the bindings of a document's operations.
type Document struct {
	Spec       *spec.Document
	Population *population.Population
	Errors     *Errors

	bindings map[*spec.Operation]*Binding
}

// Of is the binding of an operation; never nil: one without x-mock has no collection.
func (d *Document) Of(o *spec.Operation) *Binding { return d.bindings[o] }

// New reads the x-mock of a document and its operations. The error joins all mistakes, each with its place.
func New(doc *spec.Document, p *population.Population, seed uint64) (*Document, error) {
	r := &reader{world: &world{population: p, seed: seed, aliases: map[string][]string{}}}
	general := doc.Root.Get("x-mock")
	d := &Document{Spec: doc, Population: p, bindings: map[*spec.Operation]*Binding{}}
	d.Errors = r.document(general)
	limit := r.rateLimit(general.Get("limit"))
	for _, o := range doc.Operations {
		r.misplaced(o)
		b := r.operation(o, o.Node.Get("x-mock"))
		b.Errors.parent = d.Errors
		if b.Limit == nil {
			b.Limit = limit
		}
		d.bindings[o] = b
		r.world.bindings = append(r.world.bindings, b)
	}
	return d, errors.Join(r.errs...)
}

// Options are what the document lets validation be lenient about.
func (b *Binding) Options(unknown string) validate.Options {
	return validate.Options{UnknownParameters: unknown, EmptyIsAbsent: b.base.empty, ArraysEither: b.base.either,
		Int64: b.Collection != nil, Aliases: b.aliases}
}
