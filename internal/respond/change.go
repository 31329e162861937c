package respond

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// create adds a record of what the request gives, the defaults of its schema, and what the path and x-mock say; what the
// client cannot give is generated. A key that is taken is refused where the document says how; else the population makes another.
func (a *answering) create() error {
	if _, err := a.family(); err != nil {
		return err
	}
	c := a.Binding.Collection
	given := a.offering(true)
	for _, m := range append(append(slices.Clone(a.parents), a.scope...), a.Plan.Scope...) {
		if _, said := given.Get(m.Name); !said {
			given.Set(m.Name, m.Value)
		}
	}
	a.stamp(given, createdNames, updatedNames)
	r, err := a.Session.Create(c.Name, given, a.ours())
	var conflict *population.Conflict
	if errors.As(err, &conflict) && conflict.Field == c.Key && a.Binding.Lenient() && (a.Prefer.Code != 0 || !a.documents("409")) {
		r, err = a.Session.Create(c.Name, given.Without(c.Key), a.ours()) // the population makes one
		if errors.As(err, &conflict) && conflict.Field == c.Key {
			return errBeside // there are no more
		}
	}
	if err != nil {
		return a.refused(err)
	}
	a.record = r
	return nil
}

// documents tells whether the document has an answer for a status of its own, or for its class.
func (a *answering) documents(status string) bool {
	return slices.ContainsFunc(a.Contract.Responses, func(r *spec.Response) bool {
		return r.Status == status || r.Status == status[:1]+"XX"
	})
}

// update changes the record that the path names.
func (a *answering) update() error {
	replace := a.Binding.Action == binding.Replace
	given := a.offering(replace)
	if replace {
		a.forget(given)
	}
	a.stamp(given, updatedNames)
	r, err := a.Session.Update(a.Binding.Collection.Name, a.record.KeyValue(), given)
	switch {
	case err != nil:
		return a.refused(err)
	case r == nil: // somebody deleted it meanwhile
		return a.missing(a.Binding.Collection, a.Plan.Key, false)
	}
	a.record = r
	return nil
}

// forget sets what a replacement could have given and did not to null.
func (a *answering) forget(given *value.Object) {
	for _, p := range a.inputSchema().properties() {
		may := a.Binding.MayBeNull(p.Name) || a.Binding.Lenient() && !p.Schema.IsReadOnly()
		if _, said := given.Get(p.Name); !said && may && p.Name != a.Binding.Collection.Key {
			given.Set(p.Name, nil)
		}
	}
}

// remove deletes the record that the path names. What the document promises of the answer is made from it alone.
func (a *answering) remove() error {
	if !a.Binding.Lenient() && a.media != nil && !a.Binding.Fills() {
		if err := a.sampled(); err != nil {
			return err
		}
	}
	if !a.Session.Delete(a.Binding.Collection.Name, a.record.KeyValue()) {
		return a.missing(a.Binding.Collection, a.Plan.Key, false)
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
