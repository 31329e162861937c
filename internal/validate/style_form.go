package validate

import (
	"mockserver/internal/value"
)

// readForm is `a=1`, `a=1,2` or, exploded, `a=1&a=2`; of an object `a=x,1,y,2` or, exploded, `x=1&y=2`.
func readForm(r *reading) (any, bool, *fault) {
	switch r.shape() {
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
		return r.decodedObject(r.raws[0].split(","))
	}
	return r.single()
}

func (r *reading) formList() (any, bool, *fault) {
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
	return decodedList(r.elements(","))
}

// elements splits every text at the separators; an empty text has none. Where lists are read either way an escaped
// comma separates too: many clients escape every comma, those between elements among them.
func (r *reading) elements(separator string, others ...string) []raw {
	if r.either && separator == "," {
		others = append(others, "%2C", "%2c")
	}
	var parts []raw
	for _, raw := range r.raws {
		if raw.text != "" {
			parts = append(parts, raw.split(separator, others...)...)
		}
	}
	return parts
}

// formFields collects the properties of an exploded object, which are parameters of their own. One that takes any
// property takes every name that nothing else knows.
func (r *reading) formFields() (any, bool, *fault) {
	o := value.NewObject(0)
	if r.parameter.In != "query" {
		return o, false, nil
	}
	for _, field := range r.parameter.Schema.Fields() {
		inner := reading{parameter: fieldOf(r.parameter, field), raws: r.query.all(field.Name), query: r.query, either: r.either}
		v, given, f := readForm(&inner)
		if f != nil {
			return nil, true, f
		}
		if given {
			o.Set(field.Name, v)
		}
	}
	if takesAnyName(r.parameter.Schema) {
		for _, name := range r.query.strangers() {
			v, _, f := decodedList(r.query.all(name))
			if f != nil {
				return nil, true, f
			}
			o.Set(name, oneOrAll(v.([]any)))
		}
	}
	return o, o.Len() > 0, nil
}

// oneOrAll is the only item, or the list where there are several.
func oneOrAll(items []any) any {
	if len(items) == 1 {
		return items[0]
	}
	return items
}
