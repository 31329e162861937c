package validate

import (
	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// A style turns the raw texts of a parameter into text, []any or *value.Object whose leaves are all texts; typing them
// comes after.
type style struct {
	name   string
	decode func(*reading) (untyped any, given bool, f *fault)
}

// styles are the serialisations of parameters (OAS 3.1 §4.8.12.2, 3.2 §4.12.2.2), a family a file. tabDelimited is the
// collectionFormat tsv of Swagger 2.0.
var styles = []style{
	{"form", readForm},
	{"cookie", readForm},
	{"simple", readSimple},
	{"label", readLabel},
	{"matrix", readMatrix},
	{"spaceDelimited", readSpaceDelimited},
	{"pipeDelimited", readPipeDelimited},
	{"tabDelimited", readTabDelimited},
	{"deepObject", readDeepObject},
}

// reading is one parameter, or one property of a form, while it is read.
type reading struct {
	parameter *spec.Parameter
	raws      []raw
	query     *query // for what spreads over several names
	either    bool   // commas and repetition both make arrays
	int64     bool   // integers beyond 64 bits are refused
	shape     shape  // which of the shapes that the schema leaves open is tried
	escaped   bool   // escaped separators separate too
	limits    *limit.Set
	spent     *int  // steps that the whole request took so far; nil: it has none beside this
	room      []raw // for elements; nil: it has none
}

// read gives the untyped value; given is false if the request has none.
func (r *reading) read() (any, bool, *fault) {
	for _, s := range styles {
		if s.name == r.parameter.Style {
			return s.decode(r)
		}
	}
	return readForm(r)
}

// single takes the only text.
func (r *reading) single() (any, bool, *fault) {
	switch len(r.raws) {
	case 0:
		return nil, false, nil
	case 1:
		return decoded(r.raws[0])
	}
	return nil, true, repeatedFault(r.raws, r.shape)
}

// shape is what a value looks like.
type shape uint8

const (
	scalar shape = iota
	list
	object
)

// Of most schemas there is one shape; these lists are not to be changed.
var (
	onlyScalar = []shape{scalar}
	onlyList   = []shape{list}
	onlyObject = []shape{object}
)

// shapesOf are the shapes that a schema allows; where it leaves that open, what the request looks like comes first.
func shapesOf(s *schema.Schema, raws []raw) []shape {
	if s == nil {
		return repeated(raws)
	}
	kinds := s.Kinds()
	switch {
	case kinds != 0:
	case s.Element() != nil:
		return onlyList
	case len(s.Fields()) > 0 || s.AdditionalProperties != nil:
		return onlyObject
	default:
		return repeated(raws)
	}
	composed := kinds & schema.Types(schema.Array, schema.Object)
	switch {
	case composed == 0:
		return onlyScalar
	case kinds == schema.Types(schema.Array):
		return onlyList
	case kinds == schema.Types(schema.Object):
		return onlyObject
	}
	var all []shape
	if kinds != composed {
		all = append(all, scalar)
	}
	if kinds.Has(schema.Array) {
		all = append(all, list)
	}
	if kinds.Has(schema.Object) {
		all = append(all, object)
	}
	return ordered(all, kinds, len(raws))
}

// ordered puts what the request looks like first. Null alone is no reason to read a text as a whole.
func ordered(all []shape, kinds schema.TypeSet, texts int) []shape {
	onlyNull := kinds&^schema.Types(schema.Array, schema.Object) == schema.Types(schema.Null)
	if len(all) > 1 && all[0] == scalar && (texts != 1 || onlyNull) {
		return append(all[1:len(all):len(all)], scalar)
	}
	return all
}

func repeated(raws []raw) []shape {
	if len(raws) > 1 {
		return onlyList
	}
	return onlyScalar
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

// turns reads texts that are names and values in turn.
func (r *reading) turns(parts []raw) (any, bool, *fault) {
	if len(parts) == 1 && parts[0].text == "" {
		return value.NewObject(0), true, nil
	}
	if len(parts)%2 != 0 {
		return nil, true, r.malformed(parts, "names and values in turn")
	}
	o := value.NewObject(len(parts) / 2)
	for i := 0; i < len(parts); i += 2 {
		if f := r.setDecoded(o, parts[i], parts[i+1]); f != nil {
			return nil, true, f
		}
	}
	return o, true, nil
}

func (r *reading) setDecoded(o *value.Object, name, v raw) *fault {
	key, _, f := decoded(name)
	if f != nil {
		return f
	}
	text, _, f := decoded(v)
	if f != nil {
		return f
	}
	if _, twice := o.Get(key.(string)); twice {
		return r.malformed([]raw{name}, "each name once")
	}
	o.Set(key.(string), text)
	return nil
}
