// Package respond makes the answer to a request that keeps its contract: from the population by a binding, else
// from the document's examples, else generated from its schemas.
package respond

import (
	"fmt"
	"math"
	"time"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/problem"
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
}

// Answer is what is sent.
type Answer struct {
	Status    int
	MediaType string // "" without a body
	Body      []byte
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
	note    string
}

// fill does what the operation does and writes the answer.
func (a *answering) fill() error {
	if a.isPopulated() && a.Binding.Lenient() {
		a.scope = a.Plan.Scope
		a.answer.Warnings = append(a.answer.Warnings, a.Plan.Warnings...)
		return a.described()
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

// populated answers from the population.
func (a *answering) populated() error {
	a.answer.Source = FromPopulation
	body, err := a.act()
	if err != nil {
		return err
	}
	see := a.names()
	if a.media != nil && a.answer.Source == FromPopulation {
		if err := a.write(body, see); err != nil {
			return err
		}
	}
	return a.headers(a.Binding.Headers(see))
}

// write writes what the population gives, in the shape that the document has.
func (a *answering) write(body any, see expression.Names) error {
	if spec.BareType(a.media.Type) == csvType && a.Binding.Action != "" {
		a.answer.MediaType = csvType + "; charset=utf-8"
		if a.record != nil {
			a.rows = []any{body}
		}
		a.answer.Body = sample.WriteCSV(a.csvColumns(), a.rows)
		return nil
	}
	body = shaper{a.zone(), a.rows}.shape(a.Binding.Body(body, see), a.media.Schema)
	if err := a.misfit(body); err != nil {
		return err
	}
	written, err := sample.Write(a.media, body)
	if err != nil {
		return a.unsatisfiable(err)
	}
	a.answer.MediaType, a.answer.Body = written.MediaType, written.Bytes
	return nil
}

// act does what the binding says and returns the body before x-mock fills it in.
func (a *answering) act() (any, error) {
	switch a.Binding.Action {
	case binding.List:
		return a.list()
	case binding.Get:
		return a.get()
	case binding.Create:
		return a.create()
	case binding.Update, binding.Replace:
		return a.update()
	case binding.Delete:
		return nil, a.remove()
	}
	return nil, nil
}

// misfit refuses an answer that breaks the document: a fixture or an overlay does not go with it. What is wrong is said
// to the one who can mend it.
func (a *answering) misfit(body any) error {
	if a.media.Schema == nil || a.media.Schema.Fits(body, schema.Answer) {
		return nil
	}
	broken := a.media.Schema.Check(body, "body", schema.Answer)
	message := fmt.Sprintf("What the population gives for %s does not fit the document: %s", a.Binding.Operation.ID, broken[0].Sentence())
	if len(broken) > 1 {
		message += fmt.Sprintf(" That is the first of %d.", len(broken))
	}
	return &problem.Problem{Kind: problem.Unsatisfiable, Message: message}
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
func (a *answering) names() expression.Names {
	request := binding.CallNames(a.Call, a.Clock)
	return func(name string) any {
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
			return a.pageObject()
		case "links":
			return a.linkObject()
		case "cursors":
			return a.cursorObject()
		case "status":
			return int64(a.answer.Status)
		}
		return request(name)
	}
}

func (a *answering) pageObject() any {
	p := a.Plan.Query.Page
	o := value.ObjectOf(
		value.Member{Name: "offset", Value: p.Offset},
		value.Member{Name: "limit", Value: p.Limit},
		value.Member{Name: "count", Value: int64(len(a.rows))},
		value.Member{Name: "more", Value: p.Offset < int64(a.total)-int64(len(a.rows))},
	)
	switch {
	case a.Binding.Lenient():
		a.describePage(o)
	case a.Plan.PageNumber > 0:
		o.Set("number", a.Plan.PageNumber)
	case p.Limit > 0:
		o.Set("number", p.Offset/p.Limit+1)
	}
	return o
}

// describePage adds what there is to say of a page of a collection that is made from schemas.
func (a *answering) describePage(o *value.Object) {
	p, count := a.Plan.Query.Page, int64(len(a.rows))
	if a.Plan.Query.Position != nil || a.Plan.Beside != nil {
		o.Set("offset", int64(a.before))
	}
	if p.Limit == math.MaxInt64 {
		o.Set("limit", max(count, 1))
	}
	o.Set("more", a.more())
	o.Set("previous", a.before > 0)
	o.Set("number", a.pageNumber())
	o.Set("pages", a.pages())
	first, last := int64(0), int64(0)
	if count > 0 {
		first, last = int64(a.before)+1, int64(a.before)+count
	}
	o.Set("first", first)
	o.Set("last", last)
	o.Set("first_key", a.keyOfRow(0))
	o.Set("last_key", a.keyOfRow(len(a.records)-1))
	var next, previous [2]any // number, offset
	if a.more() && p.Limit > 0 {
		next = [2]any{a.pageNumber() + 1, int64(a.before) + count}
	}
	if a.before > 0 {
		previous = [2]any{a.pageNumber() - 1, max(0, int64(a.before)-p.Limit)}
	}
	o.Set("next_number", next[0])
	o.Set("next_offset", next[1])
	o.Set("previous_number", previous[0])
	o.Set("previous_offset", previous[1])
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
