// Package binding reads x-mock: what an operation reads or changes in the population, and how its answers are
// filled. It is the one parser of that grammar.
package binding

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/violation"
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

// Binding is what x-mock says of an operation, with what it says of the document.
type Binding struct {
	Operation  *spec.Operation
	Collection *population.Collection // nil: the operation has none
	Action     Action
	Errors     *Errors
	Limit      *RateLimit // nil: none

	parameters []role
	rules      []rule // the document's, then the operation's
	set        *Template
	respond    []part
	headers    []part
	base       *world
	once       sync.Once
	rows       *schema.Schema // of one row of a list; nil if the answer has none
}

// world is what the bindings of one document share.
type world struct {
	population *population.Population
	scope      expression.Scope // of expressions at requests
	empty      bool             // an empty value counts as absent
	either     bool             // commas and repetition both make arrays
	aliases    map[string][]string
	rules      []rule // of all operations
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
	r := &reader{world: &world{population: p, aliases: map[string][]string{}}}
	r.world.scope = expression.Scope{Names: names, Seed: seed}
	general := doc.Root.Get("x-mock")
	d := &Document{Spec: doc, Population: p, bindings: map[*spec.Operation]*Binding{}}
	d.Errors = r.document(general)
	limit := r.rateLimit(general.Get("limit"))
	for _, o := range doc.Operations {
		b := r.operation(o, o.Node.Get("x-mock"))
		b.Errors.parent = d.Errors
		if b.Limit == nil {
			b.Limit = limit
		}
		d.bindings[o] = b
	}
	return d, errors.Join(r.errs...)
}

// names are what the expressions of an overlay see.
var names = []string{"params", "body", "clock", "credentials", "rows", "record", "total", "page", "columns",
	"violations", "first", "status", "message", "kind", "method", "path", "with"}

type reader struct {
	world *world
	errs  []error
}

func (r *reader) fail(at *tree.Node, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s: x-mock: %s", at.Place(), fmt.Sprintf(format, args...)))
}

// known reports members that are not in the grammar.
func (r *reader) known(n *tree.Node, what string, names ...string) {
	if n != nil && !n.Is(tree.Object) {
		r.fail(n, "%s is not an object", what)
		return
	}
	for i, key := range n.Members() {
		if slices.Contains(names, key) {
			continue
		}
		if near := violation.Closest(key, names); near != "" {
			r.fail(n.Items[i], "%s has no %q; did you mean %q?", what, key, near)
		} else {
			r.fail(n.Items[i], "%s has no %q; it may have %s", what, key, strings.Join(names, ", "))
		}
	}
}

// document reads what holds for all operations.
func (r *reader) document(n *tree.Node) *Errors {
	r.known(n, "a document", "empty", "arrays", "parameters", "rules", "errors", "limit")
	if empty := n.Get("empty"); empty != nil {
		r.world.empty = r.word(empty, "empty", "absent", "value") == "absent"
	}
	if arrays := n.Get("arrays"); arrays != nil {
		r.world.either = r.word(arrays, "arrays", "either", "declared") == "either"
	}
	parameters := n.Get("parameters")
	for i, name := range parameters.Members() {
		r.known(parameters.Items[i], "a parameter of a document", "alias")
		r.alias(name, parameters.Items[i].Get("alias"))
	}
	r.world.rules = r.rules(n.Get("rules"))
	return r.errors(n.Get("errors"))
}

func (r *reader) rules(n *tree.Node) []rule {
	var rules []rule
	for _, item := range n.Elements() {
		rules = append(rules, r.rule(item))
	}
	return rules
}

func (r *reader) alias(name string, n *tree.Node) {
	for _, other := range n.Elements() {
		r.world.aliases[name] = append(r.world.aliases[name], other.Str())
	}
}

// word is a text that must be one of several.
func (r *reader) word(n *tree.Node, what string, words ...string) string {
	if !slices.Contains(words, n.Str()) {
		r.fail(n, "%s is %q; it may be %s", what, n.Text, strings.Join(words, ", "))
	}
	return n.Str()
}

func (r *reader) operation(o *spec.Operation, n *tree.Node) *Binding {
	r.known(n, "an operation", "collection", "action", "parameters", "rules", "set", "respond", "headers", "errors", "limit")
	b := &Binding{Operation: o, base: r.world, Errors: r.errors(n.Get("errors")), Limit: r.rateLimit(n.Get("limit"))}
	r.collection(b, n)
	parameters := n.Get("parameters")
	for i, name := range parameters.Members() {
		b.parameters = append(b.parameters, r.role(b, name, parameters.Items[i]))
	}
	b.rules = slices.Concat(r.world.rules, r.rules(n.Get("rules")))
	if set := n.Get("set"); set != nil {
		b.set = r.template(set)
	}
	b.respond = r.parts(n.Get("respond"))
	b.headers = r.parts(n.Get("headers"))
	return b
}

func (r *reader) collection(b *Binding, n *tree.Node) {
	if name := n.Get("collection"); name != nil {
		b.Collection = r.world.population.Collection(name.Str())
		if b.Collection == nil {
			r.fail(name, "there is no collection %q; there are %s", name.Text, strings.Join(r.world.population.Names(), ", "))
		}
	}
	action := n.Get("action")
	switch {
	case action != nil:
		words := make([]string, len(actions))
		for i, a := range actions {
			words[i] = string(a)
		}
		b.Action = Action(r.word(action, "action", words...))
	case b.Collection != nil:
		r.fail(n, "an operation with a collection says its action")
	}
}

func (r *reader) parts(n *tree.Node) []part {
	var parts []part
	for i, name := range n.Members() {
		parts = append(parts, part{name, r.template(n.Items[i])})
	}
	return parts
}

// Options are what the document lets validation be lenient about.
func (b *Binding) Options(unknown string) validate.Options {
	return validate.Options{UnknownParameters: unknown, EmptyIsAbsent: b.base.empty, ArraysEither: b.base.either,
		Aliases: b.base.aliases}
}
