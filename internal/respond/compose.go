package respond

import (
	"fmt"
	"slices"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// compose writes the rows or the record in the shape that the document has. What does not fit is refused, since a fixture or
// an overlay does not go with the document; of a lenient collection it is mended first, and if that is no use it is errBeside.
func (a *answering) compose(see expression.Names) error {
	if spec.BareType(a.media.Type) == csvType && a.Binding.Action != "" {
		a.composeTable()
		return nil
	}
	body, err := a.body(see, false)
	if err == nil {
		if err = a.misfit(body); err != nil && a.Binding.Lenient() {
			body, err = a.mended(see)
		}
	}
	if err != nil {
		return err
	}
	written, err := sample.Write(a.media, body)
	switch {
	case err != nil && a.Binding.Lenient():
		return errBeside
	case err != nil:
		return a.unsatisfiable(err)
	}
	a.answer.MediaType, a.answer.Body, a.answer.Value = written.MediaType, written.Bytes, written.Value
	return nil
}

// mended is the body with what does not fit made anew.
func (a *answering) mended(see expression.Names) (any, error) {
	if a.records != nil && len(a.Plan.Columns) == 0 {
		a.rows = a.shownRows(true)
	}
	body, err := a.body(see, true)
	if err != nil {
		return nil, err
	}
	if err := a.misfit(body); err != nil {
		a.answer.Note = err.Error()
		return nil, errBeside
	}
	return body, nil
}

// misfit says that an answer breaks the document, to the one who can mend it.
func (a *answering) misfit(body any) error {
	if s := a.media.Schema; s == nil || s.FitsKept(body) || s.Fits(body, schema.Answer) {
		return nil
	}
	broken := a.media.Schema.Check(body, "body", schema.Answer)
	message := fmt.Sprintf("What the population gives for %s does not fit the document: %s", a.Binding.Operation.ID, broken[0].Sentence())
	if len(broken) > 1 {
		message += fmt.Sprintf(" That is the first of %d.", len(broken))
	}
	return &problem.Problem{Kind: problem.Unsatisfiable, Message: message}
}

func (a *answering) composeTable() {
	rows := a.rows
	if a.record != nil {
		rows = []any{a.show(false).record(a.record, a.bodySchema(), 0)}
	}
	a.answer.MediaType = csvType + "; charset=utf-8"
	a.answer.Body = sample.WriteCSV(a.csvColumns(), rows)
}

// body is what the answer shows: the rows or the record, in the envelope that the document has for them.
func (a *answering) body(see expression.Names, mend bool) (any, error) {
	body, err := a.within(mend)
	if err != nil {
		return nil, err
	}
	parts := a.Binding.Parts()
	var own *value.Object // a body that holds nothing else, so that it need not be copied for each part
	if body == nil && len(parts) > 0 {
		own = value.NewObject(len(parts))
		body = own
	}
	for i := range parts {
		part := &parts[i]
		v := a.part(part, schemaAt(a.media.Schema, part.Tokens), see, mend)
		if own != nil && len(part.Tokens) == 1 {
			own.Set(part.Tokens[0], v)
			continue
		}
		body, own = a.put(body, part.Tokens, v, a.media.Schema), nil
	}
	return body, nil
}

// part is what stands in a part of the body, as its schema has it.
func (a *answering) part(part *binding.Part, as *schema.Schema, see expression.Names, mend bool) any {
	if part.Headings != nil {
		return part.Headings.Of(a.Plan.Columns, as, func() any { return shape(part.Render(see), as, a.zone()) })
	}
	v := part.Render(see)
	if r, isRecord := v.(*population.Record); isRecord {
		v = a.show(mend).record(r, as, 0)
	}
	return shaper{a.zone(), a.rows}.shape(v, as)
}

// within is the body before what x-mock says is put into it.
func (a *answering) within(mend bool) (any, error) {
	isList, lenient := a.Binding.Action == binding.List, a.Binding.Lenient()
	name := "record"
	if isList {
		name = "rows"
	}
	_, inside := a.Binding.Place(name)
	switch {
	case isList && !inside:
		return a.rows, nil
	case !inside && a.record != nil && (!lenient || a.showsRecord(a.media.Schema)):
		return a.showing(mend)(a.record, a.bodySchema()), nil
	case !lenient:
		return nil, nil
	case !a.Binding.Fills():
		return nil, errBeside
	}
	return a.envelope()
}

// showsRecord tells whether a schema has a field of the collection, so that it can show a record.
func (a *answering) showsRecord(s *schema.Schema) bool {
	return s == nil || len(s.Fields()) == 0 || slices.ContainsFunc(s.Fields(), func(p schema.Property) bool {
		return a.Binding.Collection.Field(p.Name) != nil
	})
}

// envelope is what stands around the rows or the record, made from the document.
func (a *answering) envelope() (any, error) {
	m := a.Sample
	m.Key = a.Binding.Key("envelope")
	v, err := m.Value(a.media, sample.Wish{Dynamic: a.Prefer.Dynamic, Known: a.known()})
	if err != nil {
		return nil, errBeside
	}
	return v, nil
}

// put sets what the tokens of a pointer name in an object, of which the original stays as it was. Of a lenient collection, a
// null that the document does not take is left out, or, where it has to be there, an empty text.
func (a *answering) put(body any, tokens []string, v any, s *schema.Schema) any {
	if len(tokens) == 0 {
		return v
	}
	old, _ := body.(*value.Object)
	of := s.Field(tokens[0])
	switch {
	case len(tokens) > 1:
		inner, _ := old.Get(tokens[0])
		return old.With(value.Member{Name: tokens[0], Value: a.put(inner, tokens[1:], v, of)})
	case v == nil && of != nil && a.Binding.Lenient() && !of.Fits(nil, schema.Answer):
		if slices.Contains(s.RequiredNames(), tokens[0]) && of.Fits("", schema.Answer) {
			return old.With(value.Member{Name: tokens[0], Value: ""})
		}
		return old.Without(tokens[0])
	}
	return old.With(value.Member{Name: tokens[0], Value: v})
}

// schemaAt is the schema of what the tokens of a pointer name; nil if there is none.
func schemaAt(s *schema.Schema, tokens []string) *schema.Schema {
	for _, token := range tokens {
		s = s.Field(token)
	}
	return s
}
