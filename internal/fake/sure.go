package fake

import (
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// This file tells which values fit because of how they are made: those of plain keywords, all of which were heeded. To judge them,
// and what holds them, took a quarter of the time of a generated answer (BenchmarkMissGenerated in package server).

// heeded are the keywords that are kept where a value is made, by the kind of value of which they speak; the others of no value
// but what is in other parts.
var heeded = map[string]kinds{
	"$ref": 0, "allOf": 0, "enum": 0, "const": 0,
	"format":  1<<schema.String | 1<<schema.Integer | 1<<schema.Number,
	"pattern": 1 << schema.String, "minLength": 1 << schema.String, "maxLength": 1 << schema.String,
	"minimum": numeral, "maximum": numeral, "exclusiveMinimum": numeral, "exclusiveMaximum": numeral, "multipleOf": numeral,
	"items": 1 << schema.Array, "minItems": 1 << schema.Array, "maxItems": 1 << schema.Array, "uniqueItems": 1 << schema.Array,
	"properties": 1 << schema.Object, "required": 1 << schema.Object, "additionalProperties": 1 << schema.Object,
	"minProperties": 1 << schema.Object, "maxProperties": 1 << schema.Object,
}

const numeral kinds = 1<<schema.Integer | 1<<schema.Number

// sureKinds are the kinds of which what is made of a want fits.
func (w *want) sureKinds() kinds {
	sure := anyKind &^ (1 << schema.Null)
	for _, p := range w.parts {
		if p.Node == nil || p.Always != nil || p.Discriminator != nil || p.IsDynamic() {
			return 0
		}
		for keyword := range p.Rules {
			switch _, known := heeded[keyword]; {
			case known:
			case keyword == "anyOf" && w.chosen == 1 && w.points[0].schema == p.Schema:
			case keyword == "oneOf" && w.chosen == 1 && w.points[0].schema == p.Schema:
				sure &= w.alone()
			default:
				return 0
			}
		}
		if p.PrefixItems != nil || p.Contains != nil {
			sure &^= 1 << schema.Array
		}
		if p.Pattern != nil && !p.Pattern.Linear() {
			sure &^= 1 << schema.String
		}
		for _, property := range p.Properties {
			if property.Schema.IsReadOnly() || property.Schema.IsWriteOnly() {
				sure &^= 1 << schema.Object
			}
		}
	}
	for _, format := range w.formats {
		if _, bounded := formatBounds[format]; !bounded && schema.Asserts(format) {
			sure &^= numeral
		}
	}
	return sure
}

// alone are the kinds that fit no branch of the oneOf but the one that was taken.
func (w *want) alone() kinds {
	alone := anyKind
	for _, sub := range w.points[0].schema.OneOf {
		if sub == w.branch {
			continue
		}
		others := newWant([]*schema.Schema{sub}, w.together).kinds
		if others&numeral != 0 {
			others |= numeral
		}
		alone &^= others
	}
	return alone
}

// isSure tells whether a value that was just made of a want fits it.
func (r *run) isSure(w *want, v any) bool {
	if w.outline == nil || r.Mode != schema.Answer {
		return false
	}
	if len(w.lists) > 0 { // it was judged when it was taken from the list
		return true
	}
	sure := w.outline.sure
	switch v := v.(type) {
	case nil:
		return w.outline.takesNull
	case bool:
		return sure.has(schema.Boolean)
	case string:
		return sure.has(schema.String)
	case []any:
		return sure.has(schema.Array) && int64(len(v)) >= w.minItems && (w.maxItems < 0 || int64(len(v)) <= w.maxItems)
	case *value.Object:
		return sure.has(schema.Object) && int64(v.Len()) >= w.least && (w.most < 0 || int64(v.Len()) <= w.most)
	}
	return sure.has(schema.Number) && w.isWithin(v)
}

// isWithin tells whether a number keeps the bounds.
func (w *want) isWithin(v any) bool {
	if !value.IsNumber(v) || !w.kinds.has(schema.Number) && !value.IsInteger(v) {
		return false
	}
	low, high, _ := w.bounds()
	for _, m := range w.multiples {
		if !value.IsMultiple(v, m) {
			return false
		}
	}
	return low.admits(v, 1) && high.admits(v, -1)
}

// admits tells whether a number is on the right side of a bound: above it for the sign 1, below for -1.
func (b bound) admits(v any, sign int) bool {
	if b.at == nil {
		return true
	}
	c := value.Compare(v, b.at) * sign
	return c > 0 || c == 0 && !b.strict
}

// hasFormats tells whether a text has all formats that are asserted.
func (w *want) hasFormats(text string) bool {
	return !slices.ContainsFunc(w.formats, func(format string) bool { return !schema.HasFormat(format, text) })
}

// fitting are the values of the list that are taken, in which all that fit are found once; nil: they are judged anew each time.
func (w *want) fitting() []bool {
	const most = 100
	list := w.lists.shortest()
	if list == nil || len(list.Enum) > most || slices.ContainsFunc(list.Enum, func(v any) bool { return v != nil && !isScalar(v) }) {
		return nil
	}
	fits := make([]bool, len(list.Enum))
	for i, v := range list.Enum {
		fits[i] = w.roots[0].Fits(v, schema.Answer)
	}
	return fits
}

// shortest is the enum from which a value is taken; nil: there is a const.
func (l lists) shortest() *schema.Schema {
	if len(l) == 0 {
		return nil
	}
	shortest := l[0]
	for _, s := range l {
		if s.HasConst {
			return nil
		}
		if len(s.Enum) < len(shortest.Enum) {
			shortest = s
		}
	}
	return shortest
}
