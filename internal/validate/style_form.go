package validate

import (
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// readForm is `a=1`, `a=1,2` or, exploded, `a=1&a=2`; of an object `a=x,1,y,2` or, exploded, `x=1&y=2`.
func readForm(r *reading) (any, bool, *fault) {
	switch r.shape {
	case list:
		return r.formList()
	case object:
		if r.parameter.Explode {
			return r.formFields()
		}
		if len(r.raws) == 0 {
			return nil, false, nil
		}
		if len(r.raws) > 1 {
			return r.single()
		}
		return r.turns(r.raws[0].split(",", r.escaped))
	}
	return r.single()
}

func (r *reading) formList() (any, bool, *fault) {
	if r.parameter.In == "cookie" && r.parameter.Explode && r.parameter.Style == "form" {
		r.raws = r.query.all(r.parameter.Name)
	}
	switch {
	case len(r.raws) == 0:
		return nil, false, nil
	case r.parameter.Explode && !r.either:
		if len(r.raws) == 1 && r.raws[0].text == "" {
			return []any{}, true, nil
		}
		return decodedList(r.raws)
	case len(r.raws) > 1 && !r.either:
		return r.single()
	}
	// Where lists are read either way an escaped comma separates too: many clients escape every comma, those between
	// elements among them.
	return decodedList(r.elements(",", r.either || r.escaped))
}

// elements splits every text at the separator; an empty text has none.
func (r *reading) elements(separator string, escaped bool) []raw {
	if len(r.raws) == 1 && r.raws[0].text != "" {
		return r.raws[0].splitTo(r.room[:0], separator, escaped)
	}
	var parts []raw
	for _, raw := range r.raws {
		if raw.text != "" {
			parts = append(parts, raw.split(separator, escaped)...)
		}
	}
	return parts
}

// formFields collects the properties of an exploded object, which are parameters of their own. One that takes any
// property takes every name that nothing else knows.
func (r *reading) formFields() (any, bool, *fault) {
	o := value.NewObject(0)
	for _, field := range fieldsOf(r.parameter.Schema) {
		raws := r.field(field.Name)
		inner := reading{parameter: fieldOf(r.parameter, field), raws: raws, query: r.query, either: r.either}
		if inner.shape = shapesOf(field.Schema, raws)[0]; inner.shape == object {
			inner.shape = scalar // only the outermost object spreads over names
		}
		v, given, f := readForm(&inner)
		if f != nil {
			return nil, true, f
		}
		if given {
			o.Set(field.Name, v)
		}
	}
	if r.parameter.In == "query" && takesAnyName(r.parameter.Schema) {
		names, values := r.query.rest()
		for _, name := range names {
			v, _, f := decodedList(values[name])
			if f != nil {
				return nil, true, f
			}
			o.Set(name, oneOrAll(v.([]any)))
		}
	}
	return o, o.Len() > 0, nil
}

// field are the texts of a property: those of a parameter that has the same name only if the object needs it.
func (r *reading) field(name string) []raw {
	var raws []raw
	needed := name == r.parameter.Name || slices.Contains(r.parameter.Schema.RequiredNames(), name)
	r.query.each(name, func(p *pair) {
		if needed || !p.own {
			raws = append(raws, p.value)
		}
	})
	return raws
}

// oneOrAll is the only item, or the list where there are several.
func oneOrAll(items []any) any {
	if len(items) == 1 {
		return items[0]
	}
	return items
}

// fieldOf is a property of an exploded object as the parameter that it looks like.
func fieldOf(p *spec.Parameter, field schema.Property) *spec.Parameter {
	return &spec.Parameter{Name: field.Name, In: p.In, Style: "form", Explode: true, Schema: field.Schema, Pointer: field.Schema.Pointer, Node: field.Schema.Node}
}

// hasEscaped tells whether a text holds the escaped form of the separator of a style.
func (r *reading) hasEscaped() bool {
	for _, raw := range r.raws {
		if raw.encoding != plain && (strings.Contains(raw.text, "%2C") || strings.Contains(raw.text, "%2c")) {
			return true
		}
	}
	return false
}
