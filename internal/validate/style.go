package validate

import (
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// A style turns the raw texts of a parameter into text, []any or *value.Object whose leaves are all texts; typing them
// comes after.
type style struct {
	name   string
	decode func(*reading) (untyped any, given bool, f *fault)
}

// styles are the serialisations of parameters (OAS 3.1 §4.8.12.2, 3.2 §4.12.2.2), a family a file.
var styles = []style{
	{"form", readForm},
	{"cookie", readForm},
	{"simple", readSimple},
	{"label", readLabel},
	{"matrix", readMatrix},
	{"spaceDelimited", readSpaceDelimited},
	{"pipeDelimited", readPipeDelimited},
	{"deepObject", readDeepObject},
}

// reading is one parameter while it is read.
type reading struct {
	parameter *spec.Parameter
	raws      []raw
	query     *query // for what spreads over several names
	either    bool   // commas and repetition both make arrays
}

// read gives the untyped value; given is false if the request has none.
func (r *reading) read() (any, bool, *fault) {
	if r.parameter.Content != nil {
		return r.readContent()
	}
	for _, s := range styles {
		if s.name == r.parameter.Style {
			return s.decode(r)
		}
	}
	return readForm(r)
}

// readContent reads a parameter that is serialised as a media type.
func (r *reading) readContent() (any, bool, *fault) {
	text, given, f := r.single()
	if f != nil || !given || !spec.IsJSON(r.parameter.Content.Type) {
		return text, given, f
	}
	v, err := value.ParseJSON([]byte(text.(string)), value.Limits{})
	if err != nil {
		return nil, true, &fault{rule: "json", received: text, expected: "JSON", document: r.parameter.Content.Pointer}
	}
	return v, true, nil
}

// single takes the only text.
func (r *reading) single() (any, bool, *fault) {
	switch len(r.raws) {
	case 0:
		return nil, false, nil
	case 1:
		return decoded(r.raws[0])
	}
	f := &fault{rule: "single", limit: int64(1), received: texts(r.raws), expected: "one value"}
	if r.shape() == list {
		f.expected = "one list"
	}
	f.says = " is given " + strconv.Itoa(len(r.raws)) + " times; it takes " + f.expected + "."
	return nil, true, f
}

// shape is what the schema of a parameter says its value looks like.
type shape uint8

const (
	scalar shape = iota
	list
	object
)

// shape looks at the schema, and where that leaves it open at the request.
func (r *reading) shape() shape {
	s := r.parameter.Schema
	if s == nil {
		return repeated(r.raws)
	}
	kinds := s.Kinds()
	scalars := kinds.Has(schema.String) || kinds.Has(schema.Integer) || kinds.Has(schema.Number) || kinds.Has(schema.Boolean)
	switch {
	case kinds.Has(schema.Array) && scalars, kinds == 0 && s.Element() == nil && len(s.Fields()) == 0:
		return repeated(r.raws)
	case kinds.Has(schema.Array), kinds == 0 && s.Element() != nil:
		return list
	case kinds.Has(schema.Object) && !scalars, kinds == 0:
		return object
	}
	return scalar
}

func repeated(raws []raw) shape {
	if len(raws) > 1 {
		return list
	}
	return scalar
}

// decoded undoes the encoding of one text.
func decoded(r raw) (any, bool, *fault) {
	text, ok := r.decode()
	if !ok {
		return nil, true, &fault{rule: "encoding", received: text, expected: "UTF-8 with every % followed by two hexadecimal digits"}
	}
	return text, true, nil
}

// decodedList undoes the encoding of each text.
func decodedList(raws []raw) (any, bool, *fault) {
	items := make([]any, len(raws))
	for i, r := range raws {
		text, _, f := decoded(r)
		if f != nil {
			return nil, true, f
		}
		items[i] = text
	}
	return items, true, nil
}

// decodedObject reads texts that are names and values in turn.
func (r *reading) decodedObject(parts []raw) (any, bool, *fault) {
	if len(parts)%2 != 0 {
		return nil, true, r.malformed(parts, "names and values in turn, separated by commas")
	}
	o := value.NewObject(len(parts) / 2)
	for i := 0; i < len(parts); i += 2 {
		if f := setDecoded(o, parts[i], parts[i+1]); f != nil {
			return nil, true, f
		}
	}
	return o, true, nil
}

func setDecoded(o *value.Object, name, v raw) *fault {
	key, _, f := decoded(name)
	if f != nil {
		return f
	}
	text, _, f := decoded(v)
	if f == nil {
		o.Set(key.(string), text)
	}
	return f
}

// fault is what keeps a parameter from being read at all.
type fault struct {
	rule     string
	limit    any
	received any
	expected string
	document string // of the rule, if not the parameter
	says     string // what follows the place in the sentence, if the other parts do not say it
}

func (r *reading) malformed(raws []raw, expected string) *fault {
	received := any(texts(raws))
	if len(r.raws) == 1 { // the whole, rather than its parts
		received = texts(r.raws)[0]
	} else if len(raws) == 1 {
		received = texts(raws)[0]
	}
	return &fault{
		rule: "style", limit: r.parameter.Style, received: received, expected: expected,
		document: tree.Join(r.parameter.Pointer, "style"),
	}
}

// texts are raw texts decoded as well as they can be.
func texts(raws []raw) []any {
	all := make([]any, len(raws))
	for i, r := range raws {
		all[i], _ = r.decode()
	}
	return all
}

// at makes the fault a violation.
func (f *fault) at(p *spec.Parameter, where string) violation.Violation {
	v := violation.Violation{
		Where: where, Rule: f.rule, Limit: f.limit, Received: f.received, Expected: f.expected, Document: f.document,
	}
	if v.Document == "" {
		v.Document = p.Pointer
	}
	if f.says != "" {
		v.Says = where + f.says
	}
	return v
}
