package respond

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/query"
	"mockserver/internal/value"
)

// What collections are made from the schemas of the document is lenient: nobody has said that it is right, so nothing is
// refused because of it, and what does not fit is answered from the document alone. What a fixture says is kept to.

// errBeside says that the answer is to be made from the document alone.
var errBeside = errors.New("beside the population")

// populated answers from the population.
func (a *answering) populated() error {
	a.scope = a.Plan.Scope
	a.answer.Warnings = append(a.answer.Warnings, a.Plan.Warnings...)
	a.answer.Source = FromPopulation
	err := a.perform()
	see := a.names()
	if err == nil && a.media != nil && a.answer.Source == FromPopulation {
		err = a.compose(see)
	}
	if errors.Is(err, errBeside) {
		if a.record == nil && a.Binding.Action != binding.List && a.Binding.Action != binding.Create {
			a.Prefer.Dynamic = true // an example is another record
		}
		return a.besidePopulation()
	}
	if err != nil {
		return err
	}
	return a.headers(a.Binding.Headers(see))
}

// besidePopulation answers from the document alone.
func (a *answering) besidePopulation() error {
	a.beside, a.answer.Source = true, ""
	if err := a.sampled(); err != nil {
		return err
	}
	return a.headers(nil)
}

// perform does what the operation does.
func (a *answering) perform() error {
	switch a.Binding.Action {
	case "":
		return nil
	case binding.List:
		return a.list()
	case binding.Create:
		return a.create()
	}
	if err := a.locate(); err != nil {
		return err
	}
	switch a.Binding.Action {
	case binding.Update, binding.Replace:
		return a.update()
	case binding.Delete:
		return a.remove()
	}
	return nil
}

// missing says that a record is not there, in the way that the document has for it. Of a lenient collection, what was deleted
// is gone; of what never was, the answer is made from the document where it has none that says so, where a status is asked for,
// and where no list tells a client which records there are.
func (a *answering) missing(c *population.Collection, key any, anyone bool) error {
	message := fmt.Sprintf("There is no record of %s with the %s %s.", c.Name, c.Key, value.AppendJSON(nil, key))
	anyone = anyone || a.Prefer.Code != 0 || a.Contract.Response(http.StatusNotFound) == nil
	if a.Binding.Lenient() && anyone && !a.Session.Snapshot().View(c.Name).WasDeleted(key) {
		a.warn(strings.TrimSuffix(message, "."))
		return errBeside
	}
	return &problem.Problem{Kind: problem.NotFound, Message: message}
}

func (a *answering) view() *population.View {
	return a.Session.Snapshot().View(a.Binding.Collection.Name)
}

// family finds the records that the path names before the operation's own, as conditions on the latter. Where one is not
// there and nothing is documented that says so, its records are shown as if they were all of them.
func (a *answering) family() ([]query.Condition, error) {
	var where []query.Condition
	for _, parent := range a.Plan.Parents {
		found := a.Session.Snapshot().View(parent.Collection.Name).Find(parent.Key)
		if found == nil {
			if err := a.missing(parent.Collection, parent.Key, parent.Anyone); !errors.Is(err, errBeside) {
				return nil, err
			}
			a.scope = append(a.scope, value.Member{Name: parent.Field, Value: parent.Key})
			continue
		}
		a.parents = append(a.parents, value.Member{Name: parent.Field, Value: found.KeyValue()})
		where = append(where, query.AnyOf{
			query.Equal{Path: parent.Field, Values: population.Spellings(found.KeyValue())},
			query.Overlap{Path: parent.Field, Values: population.Spellings(found.KeyValue())},
		})
	}
	return where, nil
}

// locate finds the record that the path names, among those of the records that it names before.
func (a *answering) locate() error {
	c := a.Binding.Collection
	if _, err := a.family(); err != nil {
		return err
	}
	a.record = a.view().Find(a.Plan.Key)
	if a.record == nil || !a.belongs(a.record) {
		a.record = nil
		return a.missing(c, a.Plan.Key, !a.Binding.Listed())
	}
	return nil
}

// belongs tells whether a record is one of those of the records that the path names before it.
func (a *answering) belongs(r *population.Record) bool {
	for _, parent := range a.parents {
		v := r.Value(parent.Name)
		many, isList := v.([]any)
		if !isList {
			many = []any{v}
		}
		found := false
		for _, key := range many {
			for _, spelled := range population.Spellings(parent.Value) {
				found = found || value.Equal(key, spelled)
			}
		}
		if !found {
			return false
		}
	}
	return true
}
