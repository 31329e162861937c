package respond

import (
	"errors"
	"fmt"
	"slices"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/query"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Answers about collections that are made from the schemas of the document. Nobody has said that they are right, so that
// nothing is refused because of them, and what does not fit is answered from the document alone.

// errUnknown is a record that is not there, of an operation that documents no answer which says so.
var errUnknown = errors.New("unknown")

// described answers from such a collection.
func (a *answering) described() error {
	err := a.perform()
	if errors.Is(err, errUnknown) {
		a.Prefer.Dynamic = true // an example is another record
		return a.besidePopulation()
	}
	if err != nil {
		return err
	}
	a.answer.Source = FromPopulation
	see := a.names()
	if a.media != nil && !a.compose(see) {
		return a.besidePopulation()
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
	case binding.List:
		return a.turn()
	case binding.Create:
		return a.add()
	}
	if err := a.locate(); err != nil {
		return err
	}
	switch a.Binding.Action {
	case binding.Update, binding.Replace:
		return a.amend()
	case binding.Delete:
		return a.discard()
	}
	return nil
}

func (a *answering) view() *population.View {
	return a.Session.Snapshot().View(a.Binding.Collection.Name)
}

// missing says that a record is not there, in the way that the document has for it: what was deleted is gone, and of what
// never was, the answer is made from the document where it documents no other.
func (a *answering) missing(c *population.Collection, key any) error {
	if a.Contract.Response(404) == nil && !a.Session.Snapshot().View(c.Name).WasDeleted(key) {
		a.warn(fmt.Sprintf("there is no record of %s with the %s %s", c.Name, c.Key, value.AppendJSON(nil, key)))
		return errUnknown
	}
	return &problem.Problem{Kind: problem.NotFound, Message: fmt.Sprintf("There is no record of %s with the %s %s.",
		c.Name, c.Key, value.AppendJSON(nil, key))}
}

// family finds the records that the path names before the operation's own, as conditions on the latter. Where one is not
// there and nothing is documented that says so, its records are shown as if they were all of them.
func (a *answering) family() ([]query.Condition, error) {
	var where []query.Condition
	for _, parent := range a.Plan.Parents {
		found := a.Session.Snapshot().View(parent.Collection.Name).Find(parent.Key)
		if found == nil {
			if err := a.missing(parent.Collection, parent.Key); !errors.Is(err, errUnknown) {
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

// turn finds the rows of this page.
func (a *answering) turn() error {
	where, err := a.family()
	if err != nil {
		return err
	}
	view, q := a.view(), a.page()
	q.Where = append(append([]query.Condition{}, q.Where...), where...)
	if a.Plan.Beside != nil {
		at := view.Find(a.Plan.Beside)
		if at == nil {
			p := a.Plan.BesideWhere
			return problem.OfViolations(problem.Violation, problem.ViolationStatus(a.Contract), []violation.Violation{{
				Where: p.In + "." + p.Name, Rule: "cursor", Received: p.Value, Document: p.Pointer,
				Expected: fmt.Sprintf("the %s of a record of %s", view.Collection.Key, view.Collection.Name)}})
		}
		q.Position = a.position(at)
	}
	found, err := query.Select(view, q)
	if err != nil {
		return err
	}
	a.total, a.before = found.Total, found.Before
	a.tellCut(q)
	a.records = make([]*population.Record, len(found.Rows))
	for i, at := range found.Rows {
		a.records[i] = view.Record(at.Segment, at.Row)
	}
	a.rows = a.shownRows(false)
	return nil
}

// position is where a record is in the order of the query.
func (a *answering) position(r *population.Record) query.Position {
	var at query.Position
	for _, key := range a.Plan.Query.Sort {
		at = append(at, r.Value(key.Path))
	}
	return append(at, r.Value(population.Numbering))
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
		return a.missing(c, a.Plan.Key)
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

// compose writes the answer; ok is false if nothing of it fits the document, or it has no form in the media type.
func (a *answering) compose(see func(string) any) (ok bool) {
	if spec.BareType(a.media.Type) == csvType {
		return a.composeTable()
	}
	for _, mend := range []bool{false, true} {
		if mend && a.records != nil {
			a.rows = a.shownRows(true)
		}
		body, ok := a.body(see, mend)
		if !ok {
			return false
		}
		if a.media.Schema != nil && !a.media.Schema.Fits(body, schema.Answer) {
			if mend {
				a.note = a.misfit(body).Error()
			}
			continue
		}
		written, err := sample.Write(a.media, body)
		if err != nil {
			return false
		}
		a.answer.MediaType, a.answer.Body = written.MediaType, written.Bytes
		a.note = ""
		return true
	}
	a.answer.Note = a.note
	return false
}

func (a *answering) composeTable() bool {
	rows := a.rows
	if a.record != nil {
		rows = []any{a.show(false).record(a.record, a.Binding.Shown(), 0)}
	}
	a.answer.MediaType = csvType + "; charset=utf-8"
	a.answer.Body = sample.WriteCSV(a.csvColumns(), rows)
	return true
}

// body is what the answer shows: the rows or the record, in the envelope that the document has for them.
func (a *answering) body(see func(string) any, mend bool) (body any, ok bool) {
	parts := a.Binding.Parts(see)
	name := "record"
	if a.Binding.Action == binding.List {
		name = "rows"
	}
	_, inside := a.Binding.Place(name)
	whole := !inside
	switch {
	case a.Binding.Action == binding.List && whole:
		body = any(a.rows)
	case whole && a.record != nil && a.showsRecord(a.media.Schema):
		body = a.show(mend).record(a.record, a.media.Schema, 0)
	case whole && len(parts) == 0:
		return nil, false
	default:
		if body, ok = a.envelope(); !ok {
			return nil, false
		}
	}
	for _, part := range parts {
		v, s := part.Value, schemaAt(a.media.Schema, part.Tokens)
		if r, isRecord := v.(*population.Record); isRecord {
			v = a.show(mend).record(r, s, 0)
		}
		body = put(body, part.Tokens, shaper{a.zone(), a.rows}.shape(v, s), a.media.Schema)
	}
	return body, true
}

// showsRecord tells whether a schema has a field of the collection, so that it can show a record.
func (a *answering) showsRecord(s *schema.Schema) bool {
	if s == nil || len(s.Fields()) == 0 {
		return true
	}
	for _, p := range s.Fields() {
		if a.Binding.Collection.Field(p.Name) != nil {
			return true
		}
	}
	return false
}

// envelope is what stands around the rows or the record, made from the document.
func (a *answering) envelope() (any, bool) {
	m := a.Sample
	m.Key = a.Binding.Key("envelope")
	v, err := m.Value(a.media, sample.Wish{Dynamic: a.Prefer.Dynamic, Known: a.known()})
	if err != nil {
		return nil, false
	}
	return v, true
}

// put sets what the tokens of a pointer name in an object, of which the original stays as it was. A null that the document
// does not take is left out, or, where it has to be there, an empty text.
func put(body any, tokens []string, v any, s *schema.Schema) any {
	if len(tokens) == 0 {
		return v
	}
	old, _ := body.(*value.Object)
	made := value.NewObject(old.Len() + 1)
	for _, m := range old.Members() {
		made.Set(m.Name, m.Value)
	}
	of := s.Field(tokens[0])
	switch {
	case len(tokens) > 1:
		inner, _ := old.Get(tokens[0])
		made.Set(tokens[0], put(inner, tokens[1:], v, of))
	case v == nil && of != nil && !of.Fits(nil, schema.Answer):
		made = without(made, tokens[0])
		if slices.Contains(s.RequiredNames(), tokens[0]) && of.Fits("", schema.Answer) {
			made.Set(tokens[0], "")
		}
	default:
		made.Set(tokens[0], v)
	}
	return made
}

func without(o *value.Object, name string) *value.Object {
	made := value.NewObject(o.Len())
	for _, m := range o.Members() {
		if m.Name != name {
			made.Set(m.Name, m.Value)
		}
	}
	return made
}

// schemaAt is the schema of what the tokens of a pointer name; nil if there is none.
func schemaAt(s *schema.Schema, tokens []string) *schema.Schema {
	for _, token := range tokens {
		s = s.Field(token)
	}
	return s
}
