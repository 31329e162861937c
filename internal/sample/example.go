package sample

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
)

// candidate is an example, of the media type or of its schema.
type candidate struct {
	spec.Example
	called string // as a warning calls it
}

// examplesOf are all examples: those of the media type, then those of its schema.
func examplesOf(t *spec.MediaType) []candidate {
	var all []candidate
	for _, e := range t.Examples {
		called := "the example"
		if e.Name != "" {
			called = fmt.Sprintf("the example %q", e.Name)
		}
		all = append(all, candidate{e, called + " of " + t.Type})
	}
	for s := range t.Schema.Chain {
		for _, v := range s.Examples {
			all = append(all, candidate{spec.Example{Value: v}, "the example of the schema"})
		}
	}
	return all
}

// ExampleNames are the names of the examples of a media type, in the order of the document.
func ExampleNames(t *spec.MediaType) []string {
	var names []string
	for _, e := range t.Examples {
		if e.Name != "" {
			names = append(names, e.Name)
		}
	}
	return names
}

// HasExample tells whether a media type, or its schema, has an example.
func HasExample(t *spec.MediaType) bool { return len(examplesOf(t)) > 0 }

// maxMended bounds how many of the examples that do not fit are tried to be mended; if none can be, a value is generated.
const maxMended = 3

// exampleOf writes the example of a name, or if that is "" the first that fits; if none does, the first that can be mended.
// Without one, the warning says what is wrong with the first there is; "" if there is none. The error is an *UnknownExample.
func (m Maker) exampleOf(t *spec.MediaType, name string) (body Body, ok bool, err error) {
	all := examplesOf(t)
	if name != "" {
		i := slices.IndexFunc(all, func(c candidate) bool { return c.Name == name })
		if i < 0 {
			return Body{}, false, &UnknownExample{Name: name, Names: ExampleNames(t)}
		}
		all = all[i : i+1]
	}
	for _, c := range all {
		if body, ok := c.write(t); ok {
			return body, true, nil
		}
	}
	for _, c := range all[:min(len(all), maxMended)] {
		mended, places, ok := m.mend(t, c.shown(t))
		if !ok {
			continue
		}
		if body, err := Write(t, mended); err == nil {
			body.Warning = c.called + " " + c.wrong(t) + "; " + mendedPlaces(places)
			return body, true, nil
		}
	}
	if len(all) > 0 {
		body.Warning = all[0].called + " " + all[0].wrong(t)
	}
	return body, false, nil
}

// value is what an example means: a text may be a whole body.
func (c candidate) value(t *spec.MediaType) any {
	text, ok := c.Value.(string)
	if c.Text != nil {
		text, ok = *c.Text, true
	}
	read := familyOf(t.Type).read
	if !ok || read == nil || c.Text == nil && !meansMore(t, text) {
		return c.Value
	}
	if v, ok := read(t, text); ok {
		return v
	}
	return c.Value
}

// Meaning is what an example means: a text may be a whole body. In an answer, it lacks what is kept from answers.
func Meaning(t *spec.MediaType, e spec.Example, mode schema.Mode) any {
	c := candidate{Example: e}
	if mode == schema.Answer {
		return c.shown(t)
	}
	return c.value(t)
}

// Misfit says why an example cannot be sent as it stands, in a sentence without a full stop that goes on from what it is
// called; "": it can.
func Misfit(t *spec.MediaType, e spec.Example) string {
	c := candidate{Example: e}
	if _, ok := c.write(t); ok {
		return ""
	}
	return c.wrong(t)
}

// shown is what an example means without what is kept from answers.
func (c candidate) shown(t *spec.MediaType) any { return shown(t, c.value(t)) }

// wrong says why an example cannot be written as it stands.
func (c candidate) wrong(t *spec.MediaType) string {
	if c.Text != nil && c.value(t) == nil {
		return "cannot be read as " + spec.Concrete(t.Type)
	}
	v := c.shown(t)
	if _, err := Write(t, v); err != nil && fits(t, v) {
		return err.Error()
	}
	return misfit(t, v)
}

// write writes an example as it stands, if it fits.
func (c candidate) write(t *spec.MediaType) (Body, bool) {
	text, isText := c.Value.(string)
	switch {
	case c.Text != nil:
		return asText(t, *c.Text)
	case isText && meansMore(t, text):
		if body, ok := asText(t, text); ok {
			return body, true
		}
	}
	v := c.Value
	if !fits(t, v) {
		v = shown(t, v)
	}
	if !fits(t, v) {
		return Body{}, false
	}
	body, err := Write(t, v)
	return body, err == nil
}

// meansMore tells whether an example that is a text may be a whole body instead of a value: where the schema wants
// something other than texts. Where there is no schema, "5" is a text and no number, but nobody writes an object in quotes that
// means a text.
func meansMore(t *spec.MediaType, text string) bool {
	if t.Schema != nil {
		return !t.Schema.Kinds().Has(schema.String)
	}
	return familyOf(t.Type) != jsonFamily || strings.ContainsAny(text[:min(len(text), 1)], "{[\"")
}

// asText sends a text as it is, if what it means fits.
func asText(t *spec.MediaType, text string) (Body, bool) {
	f := familyOf(t.Type)
	if f.read == nil {
		return Body{}, false
	}
	v, ok := f.read(t, text)
	if ok && fits(t, v) || f.kinds.Has(schema.String) && fits(t, text) {
		return Body{MediaType: spec.Concrete(t.Type), Bytes: []byte(text)}, true
	}
	if v = shown(t, v); !ok || f != jsonFamily || !fits(t, v) {
		return Body{}, false
	}
	body, err := Write(t, v)
	return body, err == nil
}

// shown is a value without what is kept from answers.
func shown(t *spec.MediaType, v any) any {
	if t.Schema == nil {
		return v
	}
	return withoutWriteOnly(v, t.Schema)
}

// fits tells whether a value fits the schema of a media type. In a sequence, the schema may be that of the whole or of
// each item.
func fits(t *spec.MediaType, v any) bool {
	if t.Schema != nil && t.Schema.Fits(v, schema.Answer) {
		return t.Item == nil || eachFits(t.Item, v)
	}
	switch {
	case t.Schema == nil && t.Item == nil:
		return true
	case t.Schema == nil:
		return eachFits(t.Item, v)
	}
	return isSequence(t.Type) && !t.Schema.Kinds().Has(schema.Array) && eachFits(t.Schema, v)
}

func isSequence(mediaType string) bool {
	f := familyOf(mediaType)
	return f == linesFamily || f == eventsFamily
}

func eachFits(s *schema.Schema, v any) bool {
	items, ok := v.([]any)
	return ok && !slices.ContainsFunc(items, func(item any) bool { return !s.Fits(item, schema.Answer) })
}

// misfit says the first thing that is wrong with a value.
func misfit(t *spec.MediaType, v any) string {
	if t.Schema != nil {
		if broken := t.Schema.Check(v, "body", schema.Answer); len(broken) > 0 {
			return "does not fit its schema: " + trimStop(broken[0].Sentence())
		}
	}
	return "does not fit the schema of its items"
}

// maxSentence is how much is said of what does not fit, in bytes: of a long enum, not every value.
const maxSentence = 300

// trimStop is a sentence without its full stop, and not too long for a header.
func trimStop(sentence string) string {
	if len(sentence) > maxSentence {
		return strings.ToValidUTF8(sentence[:maxSentence], "") + "…"
	}
	return strings.TrimSuffix(sentence, ".")
}
