package validate

import (
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// maxDeep bounds the brackets of a name such as a[b][c].
const maxDeep = 20

// readDeepObject is `a[x]=1&a[y]=2`. Objects within it go on with brackets, arrays repeat: `a[x][y]=1&a[z]=1&a[z]=2`.
func readDeepObject(r *reading) (any, bool, *fault) {
	o := value.NewObject(0)
	for i := range r.query.pairs {
		p := &r.query.pairs[i]
		rest, ok := strings.CutPrefix(p.name, r.parameter.Name+"[")
		if rest, closed := strings.CutSuffix(rest, "]"); ok && closed {
			p.taken = true
			text, _, f := decoded(p.value)
			if f != nil {
				return nil, true, f
			}
			keys := strings.Split(rest, "][")
			if len(keys) > maxDeep || !put(o, r.parameter.Schema, keys, text) {
				return nil, true, r.malformed([]raw{{p.name, plain}}, "each name once, and not both a value and an object")
			}
		}
	}
	if o.Len() == 0 && len(r.raws) > 0 {
		return nil, true, r.malformed(r.raws, "names such as "+r.parameter.Name+"[name]")
	}
	return o, o.Len() > 0, nil
}

// put sets a value below an object by its path. A repeated name makes an array where the schema has one, as do
// brackets with nothing in them.
func put(o *value.Object, s *schema.Schema, keys []string, text any) bool {
	key := keys[0]
	var inner *schema.Schema
	if s != nil {
		inner = memberOf(s, key)
	}
	old, given := o.Get(key)
	repeats := inner != nil && inner.Kinds().Has(schema.Array)
	switch {
	case len(keys) == 2 && keys[1] == "", len(keys) == 1 && repeats:
		items, isList := old.([]any)
		if given && !isList {
			return false
		}
		o.Set(key, append(items, text))
		return true
	case len(keys) == 1:
		if !given {
			o.Set(key, text)
		}
		return !given
	}
	if !given {
		o.Set(key, value.NewObject(1))
	}
	below, isObject := first(o.Get(key)).(*value.Object)
	return isObject && put(below, inner, keys[1:], text)
}

func first(v any, _ bool) any { return v }

// fieldOf is a property of an exploded object as the parameter that it looks like.
func fieldOf(p *spec.Parameter, field schema.Property) *spec.Parameter {
	return &spec.Parameter{Name: field.Name, In: p.In, Style: "form", Explode: true, Schema: field.Schema, Pointer: field.Schema.Pointer, Node: field.Schema.Node}
}
