// Package respond makes the answer to a request that keeps its contract: from the population by a binding, else
// from the document's examples, else generated from its schemas.
package respond

import (
	"time"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// Source says where an answer comes from, as Mockserver-Source has it.
type Source string

// The sources.
const (
	FromPopulation Source = "population"
	FromExample    Source = "example"
	Generated      Source = "generated"
)

// Request is one call that keeps its contract.
type Request struct {
	Binding  *binding.Binding
	Contract *spec.Contract
	Call     *validate.Call
	Plan     *binding.Plan
	Session  *population.Session
	Clock    value.Time
	Accept   string
	Prefer   Preference
	Sample   sample.Maker
	Target   Target
	Alone    bool // the answer is made from the document alone: the request does not keep its contract
}

// Answer is what is sent.
type Answer struct {
	Status    int
	MediaType string // "" without a body
	Body      []byte
	Value     any // what Body says, before it was written as JSON; nil where that is not at hand
	Header    [][2]string
	Source    Source // "" where there was nothing to come from anywhere
	Warnings  []string
	Varies    bool   // another Accept may bring another representation
	Note      string // why the answer does not come from the population, for the log; "" if nothing is to be said
}

// To answers a request. The error is a *problem.Problem where the client is to know it.
func To(r *Request) (*Answer, error) {
	a := &answering{Request: r, answer: &Answer{}}
	for _, step := range []func() error{a.choose, a.represent, a.fill} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return a.answer, nil
}

// answering is the making of an answer.
type answering struct {
	*Request
	response *spec.Response    // nil: none is documented
	media    *spec.MediaType   // the representation that is sent; nil without a body
	offers   []*spec.MediaType // other representations, the preferred first
	accept   string            // by which media was picked from them
	answer   *Answer
	record   *population.Record
	rows     []any // of this page
	total    int   // of all pages

	records []*population.Record // those that the rows show, of a collection that is made from schemas
	before  int                  // rows before this page
	parents []value.Member       // the fields by which records belong to those that the path names, and their keys
	scope   []value.Member       // what the path says of records that nobody created
	beside  bool                 // the answer comes from the document, though there is a population

	request expression.Names // what expressions see of the request; nil until they do
	lazy    struct{ page, links, cursors expression.Lazy }
}

// fill does what the operation does and writes the answer.
func (a *answering) fill() error {
	if a.isPopulated() && a.Alone {
		return a.besidePopulation()
	}
	if a.isPopulated() {
		return a.populated()
	}
	if err := a.sampled(); err != nil {
		return err
	}
	if a.isSuccess() && a.Binding.Action == "" {
		return a.headers(a.Binding.Headers(a.names()))
	}
	return a.headers(nil)
}

func (a *answering) zone() *time.Location {
	if a.Binding.Collection != nil {
		return a.Binding.Collection.Zone
	}
	return time.UTC
}

// bodySchema is the schema of what the answer shows, be it as JSON or as a table; nil if there is none.
func (a *answering) bodySchema() *schema.Schema {
	switch {
	case a.media == nil:
		return nil
	case spec.BareType(a.media.Type) != csvType && a.media.Schema != nil:
		return a.media.Schema
	}
	return a.Binding.Shown()
}

// names gives the expressions of an answer what they see.
func (a *answering) names() expression.Names { return a.see }

func (a *answering) see(name string) any {
	switch name {
	case "rows":
		if a.rows == nil {
			return nil
		}
		return a.rows
	case "total":
		return int64(a.total)
	case "record":
		if a.record == nil {
			return nil
		}
		return a.record
	case "columns":
		return columnObjects(a.Plan.Columns)
	case "page":
		a.lazy.page.Of = (*pageMembers)(a)
		return &a.lazy.page
	case "links":
		a.lazy.links.Of = (*linkMembers)(a)
		return &a.lazy.links
	case "cursors":
		a.lazy.cursors.Of = (*cursorMembers)(a)
		return &a.lazy.cursors
	case "status":
		return int64(a.answer.Status)
	}
	if a.request == nil {
		a.request = binding.CallNames(a.Call, a.Clock)
	}
	return a.request(name)
}

// objectOf is an object of members that are made one by one.
func objectOf(names []string, member func(name string) any) *value.Object {
	o := value.NewObject(len(names))
	for _, name := range names {
		o.Set(name, member(name))
	}
	return o
}

func columnObjects(columns []binding.Column) []any {
	list := make([]any, len(columns))
	for i, c := range columns {
		var sorted any
		if c.Sorted {
			sorted = value.ObjectOf(value.Member{Name: "order", Value: c.Order},
				value.Member{Name: "priority", Value: int64(c.Priority)})
		}
		list[i] = value.ObjectOf(
			value.Member{Name: "key", Value: c.Key},
			value.Member{Name: "label", Value: c.Label},
			value.Member{Name: "sortable", Value: c.Sortable},
			value.Member{Name: "aggregate", Value: c.Aggregate},
			value.Member{Name: "sorted", Value: sorted},
		)
	}
	return list
}
