package sample

import (
	"slices"
	"strings"

	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// family is a way of writing values that several media types share.
type family struct {
	has   func(bare string) bool
	write func(t *spec.MediaType, v any) (Body, bool)      // false: such a value has no form in it
	read  func(t *spec.MediaType, text string) (any, bool) // what a text of it means; false: it is none
	kinds schema.TypeSet                                   // whose values have a form of their own in it; 0: all
	empty any                                              // what is sent where nothing is described
	raw   func(text string) bool                           // tells a text that is a body already from a value
}

// families are tried in this order; the last has all media types.
var families []*family

// The writers of compound media types look here for those of their parts, so no initialiser of a variable can hold them.
func init() {
	families = []*family{linesFamily, jsonFamily, xmlFamily, yamlFamily, formFamily, csvFamily, eventsFamily, multipartFamily, textFamily, bytesFamily}
}

func familyOf(mediaType string) *family {
	bare := spec.BareType(spec.Concrete(mediaType))
	return families[slices.IndexFunc(families, func(f *family) bool { return f.has(bare) })]
}

// blank is a new value for where nothing is described.
func (f *family) blank() any {
	if o, ok := f.empty.(*value.Object); ok {
		return value.ObjectOf(o.Members()...)
	}
	return f.empty
}

// Writable tells whether the values of a media type have a form of their own in it: an object has none as text/plain.
func Writable(t *spec.MediaType) bool {
	f, kinds := familyOf(t.Type), schema.TypeSet(0)
	if t.Schema != nil {
		kinds = t.Schema.Kinds()
	} else if len(t.Examples) > 0 && t.Examples[0].Text == nil {
		kinds = schema.Types(schema.KindOf(t.Examples[0].Value))
	}
	return f.kinds == 0 || kinds == 0 || kinds&f.kinds != 0
}

// Write writes a value as a media type says. The error is a *fake.Unsatisfiable: such a value has no form in it.
func Write(t *spec.MediaType, v any) (Body, error) {
	if text, ok := v.(string); ok {
		if f := familyOf(t.Type); f.raw != nil && f.raw(text) {
			return Body{MediaType: spec.Concrete(t.Type), Bytes: []byte(text)}, nil
		}
	}
	family := familyOf(t.Type)
	body, ok := family.write(t, v)
	if family == jsonFamily {
		body.Value = v
	}
	if !ok {
		return Body{}, &fake.Unsatisfiable{Pointer: t.Pointer, Reason: "a value of the type " + schema.KindOf(v).String() + " cannot be written as " + spec.Concrete(t.Type)}
	}
	if body.MediaType == "" {
		body.MediaType = spec.Concrete(t.Type)
	}
	if body.Bytes == nil {
		body.Bytes = []byte{}
	}
	return body, nil
}

// bytesOf makes a writer of one that needs no header of its own.
func bytesOf(write func(t *spec.MediaType, v any) []byte) func(*spec.MediaType, any) (Body, bool) {
	return func(t *spec.MediaType, v any) (Body, bool) { return Body{Bytes: write(t, v)}, true }
}

// oneOf tells whether a media type is one of a list, or has one of the suffixes in it ("+json").
func oneOf(types ...string) func(bare string) bool {
	return func(bare string) bool {
		return slices.ContainsFunc(types, func(one string) bool {
			return bare == one || one[0] == '+' && strings.HasSuffix(bare, one)
		})
	}
}

var (
	scalars = schema.Types(schema.String, schema.Boolean, schema.Integer, schema.Number, schema.Null)
	texts   = schema.Types(schema.String)
)
