// Package respond makes the answer to a request that keeps its contract: from the population by a binding, else
// from the document's examples.
package respond

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/problem"
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
}

// Answer is what is sent.
type Answer struct {
	Status    int
	MediaType string // "" without a body
	Body      []byte
	Header    [][2]string
	Source    Source // "" where there was nothing to come from anywhere
}

// To answers a request. The error is a *problem.Problem where the client is to know it.
func To(r *Request) (*Answer, error) {
	success := r.Contract.Success()
	if success == nil {
		return nil, &problem.Problem{Kind: problem.Unsatisfiable,
			Message: fmt.Sprintf("%s documents no answer for a request that goes well.", r.Binding.Operation.ID)}
	}
	a := &answering{Request: r, response: success, answer: &Answer{Status: statusOf(success), Source: FromPopulation}}
	if err := a.negotiate(); err != nil {
		return nil, err
	}
	if err := a.fill(); err != nil {
		return nil, err
	}
	return a.answer, nil
}

// statusOf is the status of a documented answer; "2XX" and "default" are 200.
func statusOf(r *spec.Response) int {
	if status, err := strconv.Atoi(r.Status); err == nil {
		return status
	}
	return 200
}

// answering is the making of an answer.
type answering struct {
	*Request
	response *spec.Response
	media    *spec.MediaType // the representation that is sent; nil without a body
	answer   *Answer
	record   *population.Record
	rows     []any // of this page
	total    int   // of all pages
}

// negotiate picks the representation: the one that a parameter asks for, else by Accept, else the default.
func (a *answering) negotiate() error {
	offered := a.offered()
	accept := a.Accept
	if a.Plan.Format != "" {
		accept = a.Plan.Format
	}
	chosen, ok := negotiate(accept, offered)
	if !ok {
		return &problem.Problem{Kind: problem.NotAcceptable, Message: fmt.Sprintf(
			"Accept is %q; the answer of %s can be %s.", a.Accept, a.Binding.Operation.ID, strings.Join(offered, " or "))}
	}
	for _, m := range a.response.Content {
		if a.media == nil && binding.MediaType(m) == chosen {
			a.media, a.answer.MediaType = m, chosen
		}
	}
	return nil
}

// offered are the documented media types: the default first, those that cannot be written last.
func (a *answering) offered() []string {
	var first, middle, last []string
	for _, m := range a.response.Content {
		mediaType := binding.MediaType(m)
		switch {
		case !a.writes(m, mediaType):
			last = append(last, mediaType)
		case spec.BareType(mediaType) == a.Plan.DefaultFormat:
			first = append(first, mediaType)
		default:
			middle = append(middle, mediaType)
		}
	}
	return slices.Concat(first, middle, last)
}

// writes tells whether an answer can be written as a media type: records as JSON or CSV, examples as what they are.
func (a *answering) writes(m *spec.MediaType, mediaType string) bool {
	if a.Binding.Action != "" || a.Binding.Fills() {
		return spec.IsJSON(mediaType) || spec.BareType(mediaType) == csvType && a.Binding.Action != ""
	}
	v, ok := a.example(m)
	_, text := v.(string)
	return ok && (text || spec.IsJSON(mediaType))
}

// fill does what the operation does and writes the answer.
func (a *answering) fill() error {
	body, err := a.act()
	if err != nil {
		return err
	}
	see := a.names()
	if a.media == nil {
		a.answer.Header = a.Binding.Headers(see)
		return nil
	}
	switch bare := spec.BareType(a.answer.MediaType); {
	case a.answer.Source == FromPopulation && bare == csvType:
		a.answer.MediaType = csvType + "; charset=utf-8"
		if a.record != nil {
			a.rows = []any{body}
		}
		a.answer.Body = writeCSV(a.csvColumns(), a.rows)
	case spec.IsJSON(bare):
		if a.answer.Source == FromPopulation {
			body = shaper{a.zone(), a.rows}.shape(a.Binding.Body(body, see), a.media.Schema)
			if err := a.misfit(body); err != nil {
				return err
			}
		}
		a.answer.Body = value.AppendJSON(nil, body)
	default:
		text, ok := body.(string)
		if !ok {
			return a.unsatisfiable()
		}
		a.answer.Body = []byte(text)
	}
	a.answer.Header = a.Binding.Headers(see)
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
		return a.remove()
	}
	if a.Binding.Fills() {
		return nil, nil
	}
	if a.media == nil {
		a.answer.Source = ""
		return nil, nil
	}
	a.answer.Source = FromExample
	if body, ok := a.example(a.media); ok {
		return body, nil
	}
	return nil, a.unsatisfiable()
}

func (a *answering) unsatisfiable() error {
	return &problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf(
		"%s has neither x-mock nor an example that fits for %s: this version cannot make up its answer.", a.Binding.Operation.ID, a.answer.MediaType)}
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
		message += fmt.Sprintf(" There is more, %d in all.", len(broken))
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
	case spec.IsJSON(a.answer.MediaType):
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
	case a.Plan.PageNumber > 0:
		o.Set("number", a.Plan.PageNumber)
	case p.Limit > 0:
		o.Set("number", p.Offset/p.Limit+1)
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
