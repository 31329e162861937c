// Package binding reads x-mock: what an operation reads or changes in the population, and how its answers are
// filled. It is the one parser of that grammar.
package binding

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
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

	parameters []*role
	first      [scopeRole + 1]*role // by kind: the first that has it
	pages      []*role              // those of pages
	seats      atomic.Pointer[seats]
	rules      []rule // the document's, then the operation's
	aliases    map[string][]string
	set        *Template
	input      []string // where in the body of a request the record is
	respond    []part
	dividing   sync.Once // of respond into parts
	parts      []Part
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
	bindings   []*pending          // in the order of the document
}

// pending is a binding that is made when it is asked for first, where nobody wrote it down.
type pending struct {
	once    sync.Once
	node    *tree.Node // its x-mock
	make    func() *Binding
	binding *Binding
}

func (p *pending) get() *Binding {
	p.once.Do(func() { p.binding = p.make() })
	return p.binding
}

// part is one place of an answer and what stands there.
type part struct {
	name     string   // a JSON pointer, or the name of a header
	tokens   []string // of the pointer
	template *Template
}

// Document holds the bindings of a document's operations.
type Document struct {
	Spec       *spec.Document
	Population *population.Population
	Errors     *Errors

	bindings map[*spec.Operation]*pending
}

// Of is the binding of an operation; never nil: one without x-mock has no collection.
func (d *Document) Of(o *spec.Operation) *Binding { return d.bindings[o].get() }

// Inferred is the x-mock of an operation as it was inferred; nil if nothing was. What the document says itself wins.
type Inferred func(o *spec.Operation) *tree.Node

// New reads the x-mock of a document and its operations. What was inferred is read when an operation is asked for first; nil:
// nothing was. The error joins all mistakes, each with its place.
func New(doc *spec.Document, p *population.Population, seed uint64, inferred Inferred) (*Document, error) {
	r := &reader{world: &world{population: p, seed: seed, aliases: map[string][]string{}}}
	general := doc.Root.Get("x-mock")
	d := &Document{Spec: doc, Population: p, bindings: map[*spec.Operation]*pending{}}
	d.Errors = r.document(general)
	limit := r.rateLimit(general.Get("limit"))
	for _, o := range doc.Operations {
		r.misplaced(o)
		said := o.Node.Get("x-mock")
		made := &pending{node: said}
		if inferred != nil {
			made.node = joined(said, inferred(o))
		}
		read := func(r *reader) *Binding {
			b := r.operation(o, made.node)
			b.Errors.parent = d.Errors
			if b.Limit == nil {
				b.Limit = limit
			}
			return b
		}
		made.make = func() *Binding {
			own := &reader{world: r.world}
			b := read(own)
			if len(own.errs) > 0 { // what was inferred cannot be done: the document alone is to answer
				made.node = nil
				b = read(&reader{world: r.world})
			}
			return b
		}
		if said != nil {
			own := &reader{world: r.world}
			if b := read(own); b.Collection == nil || !b.Collection.Broken() || len(own.errs) == 0 {
				r.errs = append(r.errs, own.errs...)
				made.make = func() *Binding { return b }
			} // else it is the document that is to blame, which says so itself
		}
		d.bindings[o] = made
		r.world.bindings = append(r.world.bindings, made)
	}
	return d, errors.Join(r.errs...)
}

// joined is what is said of an operation, with what was inferred of the rest: a member that is said is not inferred. Of the
// answer it is each place that is said or inferred, and of parameters all of them together.
func joined(said, inferred *tree.Node) *tree.Node {
	if !said.Is(tree.Object) || !inferred.Is(tree.Object) {
		if said != nil {
			return said
		}
		return inferred
	}
	all := said
	for i, name := range inferred.Keys {
		old, more := said.Get(name), inferred.Items[i]
		switch {
		case old == nil:
			all = all.With(name, more)
		case (name == "respond" || name == "headers") && old.Is(tree.Object):
			for j, place := range more.Keys {
				if old.Get(place) == nil && !covers(old, place) {
					old = old.With(place, more.Items[j])
				}
			}
			all = all.With(name, old)
		}
	}
	return all
}

// covers tells whether something is said of a place that another one is in, or of one in it.
func covers(said *tree.Node, place string) bool {
	return slices.ContainsFunc(said.Keys, func(other string) bool {
		return strings.HasPrefix(place, other+"/") || strings.HasPrefix(other, place+"/")
	})
}

// Options are what the document lets validation be lenient about.
func (b *Binding) Options(unknown string) validate.Options {
	return validate.Options{UnknownParameters: unknown, EmptyIsAbsent: b.base.empty, ArraysEither: b.base.either,
		Int64: b.Collection != nil && !b.Lenient(), Aliases: b.aliases}
}

// Lenient tells whether the collection is made from the schemas of the document. Then nothing that the document takes is
// refused, and what does not fit is answered from the document alone.
func (b *Binding) Lenient() bool { return b.Collection != nil && b.Collection.Described() }
