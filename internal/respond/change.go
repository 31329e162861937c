package respond

import (
	"errors"
	"fmt"
	"net/http"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func (a *answering) get() (any, error) {
	a.record = a.Session.Snapshot().View(a.Binding.Collection.Name).Find(a.Plan.Key)
	if a.record == nil {
		return nil, a.notFound()
	}
	return formOf(a.bodySchema()).record(a.record), nil
}

func (a *answering) notFound() error {
	return &problem.Problem{Kind: problem.NotFound, Message: fmt.Sprintf("There is no record of %s with the %s %s.",
		a.Binding.Collection.Name, a.Binding.Collection.Key, value.AppendJSON(nil, a.Plan.Key))}
}

// create adds a record of what the request gives and the binding sets; what the answer requires is generated.
func (a *answering) create() (any, error) {
	r, err := a.Session.Create(a.Binding.Collection.Name, a.given(), a.Binding.Fill())
	if err != nil {
		return nil, a.refused(err)
	}
	a.record = r
	return formOf(a.bodySchema()).record(r), nil
}

// given are the fields of the request's body, and over them those that the binding sets. What the body's schema does
// not describe is not kept: a client cannot choose its own key. Nor is null where no answer could show it.
func (a *answering) given() *value.Object {
	o := value.NewObject(0)
	if m := a.Call.MediaType; a.Binding.Action == binding.Replace && m != nil && m.Schema != nil {
		for _, f := range m.Schema.Fields() {
			if a.Binding.MayBeNull(f.Name) {
				o.Set(f.Name, nil) // what is not given is lost, but for what an answer has to show
			}
		}
	}
	if body, ok := a.Call.Body.(*value.Object); ok {
		for _, m := range body.Members() {
			if described(a.Call.MediaType, m.Name) && (m.Value != nil || a.Binding.MayBeNull(m.Name)) {
				o.Set(m.Name, m.Value)
			}
		}
	}
	for _, m := range a.Binding.Set(a.names()).Members() {
		o.Set(m.Name, m.Value)
	}
	return o
}

func described(m *spec.MediaType, name string) bool {
	return m == nil || m.Schema == nil || len(m.Schema.Fields()) == 0 || m.Schema.Field(name) != nil
}

func (a *answering) update() (any, error) {
	r, err := a.Session.Update(a.Binding.Collection.Name, a.Plan.Key, a.given())
	switch {
	case err != nil:
		return nil, a.refused(err)
	case r == nil:
		return nil, a.notFound()
	}
	a.record = r
	return formOf(a.bodySchema()).record(r), nil
}

// remove deletes a record. Nothing is left to show: where the document promises a body, x-mock says what it is, or it
// is made from the document alone.
func (a *answering) remove() error {
	if a.media != nil && !a.Binding.Fills() {
		if err := a.sampled(); err != nil {
			return err
		}
	}
	if !a.Session.Delete(a.Binding.Collection.Name, a.Plan.Key) {
		return a.notFound()
	}
	return nil
}

// refused says why the population did not take a change.
func (a *answering) refused(err error) error {
	var conflict *population.Conflict
	var invalid *population.Invalid
	var full *population.Full
	switch {
	case errors.As(err, &conflict):
		v := violation.Violation{Where: "body/" + conflict.Field, Rule: "unique", Received: conflict.Value,
			Expected: "a value that no other record of " + a.Binding.Collection.Name + " has"}
		return problem.OfViolations(problem.Conflict, 0, []violation.Violation{v})
	case errors.As(err, &invalid):
		v := violation.Violation{Where: "body/" + invalid.Field, Rule: "type", Says: "body/" + invalid.Error() + "."}
		return problem.OfViolations(problem.Violation, problem.ViolationStatus(a.Contract), []violation.Violation{v})
	case errors.As(err, &full):
		return &problem.Problem{Kind: problem.Unsatisfiable, Status: http.StatusInsufficientStorage,
			Message: fmt.Sprintf("%s: %v.", a.Binding.Collection.Name, err)}
	}
	return err
}
