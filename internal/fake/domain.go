package fake

import (
	"math/big"
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// Bounds of the values that are listed where a list that repeats nothing may have to use up all that there are.
const (
	maxDomain     = 20_000
	domainDepth   = 3 // objects within each other
	listedPerStep = 4 // values
)

// domain is what may fit some schemas, each of which a value has to fit, if that is little enough to be listed.
func (r *run) domain(list []*schema.Schema, depth int) (all []any, ok bool) {
	if depth > domainDepth || r.exhausted != nil {
		return nil, false
	}
	r.steps--
	r.tire(list[0])
	w := newWant(list, r.Limits.GeneratedParts)
	if w.impossible != nil {
		return nil, false
	}
	if len(w.lists) > 0 && w.lists[0].HasConst {
		return []any{w.lists[0].Const}, true
	}
	if len(w.lists) > 0 {
		return w.lists[0].Enum, true
	}
	for _, kind := range []schema.Kind{schema.Null, schema.Boolean, schema.Integer, schema.Number, schema.String, schema.Array, schema.Object} {
		if !w.kinds.has(kind) || kind == schema.Integer && w.kinds.has(schema.Number) {
			continue
		}
		some, ok := r.domainOf(kind, w, depth)
		r.steps -= len(some) / listedPerStep
		if all = append(all, some...); !ok || len(all) > maxDomain {
			return nil, false
		}
	}
	return all, true
}

func (r *run) domainOf(kind schema.Kind, w *want, depth int) ([]any, bool) {
	switch kind {
	case schema.Null:
		return []any{nil}, true
	case schema.Boolean:
		return []any{true, false}, true
	case schema.Integer, schema.Number:
		return w.numbers(kind == schema.Integer)
	case schema.String:
		for _, p := range w.patterns {
			if texts, ok := finiteTexts(p, maxDomain); ok {
				all := make([]any, len(texts))
				for i, text := range texts {
					all[i] = text
				}
				return all, true
			}
		}
	case schema.Object:
		return r.objectsOf(w, depth)
	}
	return nil, false
}

// numbers are all between two bounds that are multiples of something.
func (w *want) numbers(integer bool) ([]any, bool) {
	low, high, whole := w.bounds()
	step, err := w.step(integer || whole)
	if err != nil || step == nil || low.at == nil || high.at == nil || low.beyond() || high.beyond() {
		return nil, false
	}
	from, to := edges(low, high, step)
	width := new(big.Int).Sub(to, from)
	if !width.IsInt64() || width.Int64() >= maxDomain {
		return nil, false
	}
	var all []any
	for n := from; n.Cmp(to) <= 0; n = new(big.Int).Add(n, big.NewInt(1)) {
		v := new(big.Rat).SetInt(n)
		all = append(all, numberOf(v.Mul(v, step)))
	}
	return all, true
}

// amongFew looks for a number that fits among all that there are, if they are few, those first that nothing rules out by name;
// else it is the one at hand.
func (r *run) amongFew(w *want, at spot, integer bool, v any) any {
	const judged, perStep = 40, 16 // numbers that are tried; that are listed in the time of a step
	all, ok := w.numbers(integer)
	if !ok {
		return v
	}
	out := map[string]bool{}
	for _, s := range w.excluded {
		if s.HasConst {
			out[identity(s.Const)] = true
		}
		for _, e := range s.Enum {
			out[identity(e)] = true
		}
		r.steps -= len(s.Enum) / perStep
	}
	r.steps -= len(all) / perStep
	start := int(at.stream("few").Below(uint64(max(1, len(all)))))
	left := slices.DeleteFunc(all, func(n any) bool { return out[identity(n)] })
	for i := range min(len(left), judged) {
		if n := left[(start+i)%len(left)]; r.fits(w.roots, n) {
			return n
		}
	}
	return v
}

// objectsOf are the objects with all of the properties that are declared, and no others.
func (r *run) objectsOf(w *want, depth int) ([]any, bool) {
	all := []any{value.NewObject(0)}
	m := &objectMaker{run: r, want: w}
	for _, name := range m.declaredNames() {
		some, ok := r.domain(append(m.schemas(name), anything), depth+1)
		if !ok || len(all)*len(some) > maxDomain {
			return nil, false
		}
		wider := make([]any, 0, len(all)*len(some))
		for _, o := range all {
			for _, v := range some {
				members := o.(*value.Object).Members()
				wider = append(wider, value.ObjectOf(append(members[:len(members):len(members)], value.Member{Name: name, Value: v})...))
			}
		}
		all = wider
	}
	return all, len(all) > 1
}

// declaredNames are those of the properties that the schemas name.
func (m *objectMaker) declaredNames() []string {
	var names []string
	for _, p := range m.want.parts {
		for _, property := range p.Properties {
			if m.want.requires(property.Name) {
				names = append(names, property.Name)
			}
		}
	}
	return names
}

// remaining are the values that elements may have, of which the next one is to be tried.
type remaining struct {
	of     []*schema.Schema
	values []any
	next   uint64
}

// unused is an element that differs from all before, of those that can be listed: each comes up once.
func (a *arrayMaker) unused(list []*schema.Schema) (v any, found bool) {
	if a.rest == nil || !slices.Equal(a.rest.of, list) {
		values, _ := a.domain(list, 0)
		a.rest = &remaining{of: list, values: values}
	}
	for n := uint64(len(a.rest.values)); a.rest.next < n && a.exhausted == nil; {
		v := a.rest.values[a.key.Sub("domain").Permute(a.rest.next, n)]
		a.rest.next++
		if !a.used[identity(v)] && a.fits(list, v) {
			return v, true
		}
	}
	return nil, false
}
