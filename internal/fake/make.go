package fake

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// value makes a value that fits all roots. What it draws depends on the place alone; if what was made does not fit, the
// next attempt takes another choice.
func (r *run) value(at spot, roots []*schema.Schema) (any, *Unsatisfiable) {
	if err := r.spend(roots[0]); err != nil {
		return nil, err
	}
	if err := r.tooDeep(&at, roots); err != nil {
		return nil, err
	}
	if at.rare && r.fits(roots, nil) {
		return nil, nil
	}
	if v, ok := r.example(&at, roots); ok {
		return v, nil
	}
	before := r.cut
	v, err := r.search(&at, roots)
	if err != nil && r.exhausted == nil && r.cut == before && len(roots) == 1 {
		if r.hopeless == nil {
			r.hopeless = map[*schema.Schema]*Unsatisfiable{}
		}
		r.hopeless[roots[0]] = err
	}
	return v, err
}

// tooDeep tells whether there is no use in trying.
func (r *run) tooDeep(at *spot, roots []*schema.Schema) *Unsatisfiable {
	if err := r.hopeless[roots[0]]; err != nil {
		return err
	}
	if at.depth > r.Limits.GeneratedDepth {
		r.cut++
		return fail(roots[0], "values of it lie deeper than %d within each other, the limit that --limit generated-depth=N sets", r.Limits.GeneratedDepth)
	}
	if at.depth > deepFrom && r.height(roots[0]) >= endless {
		return fail(roots[0], "each value of it holds another one, without end")
	}
	return nil
}

// search tries one choice after the other.
func (r *run) search(at *spot, roots []*schema.Schema) (any, *Unsatisfiable) {
	var first *Unsatisfiable
	var last any
	rivals := map[*schema.Schema][]*schema.Schema(nil)
	points := 0
	attempts := maxAttempts
	if len(roots) > 1 && slices.ContainsFunc(roots, func(s *schema.Schema) bool { return s.Node == nil }) {
		attempts = fewAttempts
	}
	for attempt := 0; attempt < attempts; attempt++ {
		values := r.values
		var w *want
		if attempt == 0 && at.without == nil {
			w = r.firstWant(roots, at)
		} else {
			w = r.wantOf(roots)
		}
		at.thrifty = at.thrifty || attempt >= lavish && len(w.points) > 0
		variant := r.choose(w, at, attempt, rivals)
		v, err, final := r.build(w, at, variant)
		switch {
		case r.exhausted != nil:
			return nil, r.exhausted
		case err == nil && r.isSure(w, v):
			r.steps--
			if !at.inside {
				r.known.Add(roots[0], v)
			}
			return v, nil
		case err == nil && r.fitsStill(roots, v) && r.fits(w.followed, v):
			return v, nil
		case err == nil:
			last = v
			rivals = r.rivals(w, v, rivals)
		case first == nil:
			first = err
		}
		r.values = values
		r.tries++
		if len(w.asking) > 0 && at.without == nil { // the same once more, but for those
			at.without = w.asking
			attempt--
			continue
		}
		r.misfits(w.followed)
		if points += len(w.points); points > maxPoints {
			break
		}
		if final && err != nil && len(w.points) == 0 && len(w.asking) == 0 {
			return nil, err
		}
	}
	if first == nil {
		first = r.misfit(roots, last)
	}
	return nil, first
}

// rivals adds the branches of each oneOf that a value fits.
func (r *run) rivals(w *want, v any, known map[*schema.Schema][]*schema.Schema) map[*schema.Schema][]*schema.Schema {
	for _, p := range w.points {
		if p.keyword != "oneOf" {
			continue
		}
		for _, sub := range p.schema.OneOf {
			if len(known[p.schema]) < maxRivals && !slices.Contains(known[p.schema], sub) && r.one(sub, v) {
				if known == nil {
					known = map[*schema.Schema][]*schema.Schema{}
				}
				known[p.schema] = append(known[p.schema], sub)
			}
		}
	}
	return known
}

// misfit says why the last candidate did not fit.
func (r *run) misfit(roots []*schema.Schema, v any) *Unsatisfiable {
	for _, s := range roots {
		if s.Node == nil {
			continue
		}
		for _, broken := range s.Check(v, "value", r.Mode) {
			return &Unsatisfiable{broken.Document, "no value was found that keeps its rule " + broken.Rule}
		}
	}
	return fail(roots[0], "no value was found that fits it")
}

// build makes one candidate. A final error would be the same for any variant.
func (r *run) build(w *want, at *spot, variant uint64) (v any, err *Unsatisfiable, final bool) {
	if w.impossible != nil {
		return nil, w.impossible, true
	}
	if len(w.lists) > 0 {
		v, err = r.listed(w, at)
		return v, err, true
	}
	kinds, count := w.orderOf(at)
	order, n := kinds[:count], uint64(count)
	kind := order[variant%n]
	variant /= n
	if w.outline == nil || !w.outline.sound.has(kind) {
		if err := w.contradiction(kind); err != nil {
			return nil, err, n == 1
		}
	}
	v, err = r.ofKind(kind, w, at, variant)
	return v, err, n == 1
}

func (r *run) ofKind(kind schema.Kind, w *want, at *spot, variant uint64) (any, *Unsatisfiable) {
	switch kind {
	case schema.Boolean:
		flag := at.stream("boolean").Below(2) == 1
		if likely, known := isLikely(at.words, r.Failure); known && at.stream("likely").Below(unlikely) > 0 {
			flag = likely
		}
		return flag != (variant%2 == 1), nil
	case schema.Integer, schema.Number:
		v, err := r.number(w, at, kind == schema.Integer, variant)
		if err == nil && variant == 0 && w.excluded != nil && !r.fits(w.roots, v) {
			return r.amongFew(w, *at, kind == schema.Integer, v), nil
		}
		return v, err
	case schema.String:
		return r.text(w, at, variant)
	case schema.Array:
		return r.array(w, at, variant)
	case schema.Object:
		return r.object(w, *at, variant)
	}
	return nil, nil
}

// unlikely is one in how many flags that is not as they mostly are, or by chance.
const unlikely = 8

// listed takes one of the values of enum or const.
func (r *run) listed(w *want, at *spot) (any, *Unsatisfiable) {
	shortest := w.lists.shortest()
	if shortest == nil {
		s := w.lists[slices.IndexFunc(w.lists, func(s *schema.Schema) bool { return s.HasConst })]
		if r.fits(w.roots, s.Const) {
			return s.Const, nil
		}
		return nil, fail(s, "its const does not fit the rest of the schema")
	}
	var known []bool
	if w.outline != nil && r.Mode == schema.Answer {
		known = w.outline.fitting
	}
	n := len(shortest.Enum)
	draw := at.key.drawing("enum")
	start := int(draw.Below(uint64(n)))
	null := false
	for i := range min(n, maxListed) {
		v := shortest.Enum[(start+i)%n]
		fits := known != nil && known[(start+i)%n]
		if known == nil {
			fits = r.fits(w.roots, v)
		}
		switch {
		case fits && v == nil:
			null = true
		case fits:
			return v, nil
		}
	}
	if null {
		return nil, nil
	}
	return nil, fail(shortest, "none of the values of its enum fits the rest of the schema")
}

// orderOf is order, of which most is kept.
func (w *want) orderOf(at *spot) (order [schema.Object + 1]schema.Kind, n int) {
	o := w.outline
	if o == nil || o.several || w.isNullFirst(at) {
		return w.order(at)
	}
	return o.order, o.kinds
}

// isNullFirst tells whether the value is null before anything else.
func (w *want) isNullFirst(at *spot) bool {
	scalar := w.kinds&^(1<<schema.Null|1<<schema.Array|1<<schema.Object) != 0
	if !w.kinds.has(schema.Null) || w.kinds == anyKind {
		return false
	}
	draw := at.key.drawing("null")
	return !at.required && draw.Below(rareNull) == 0 || at.depth > deepFrom && !scalar
}

// order lists the kinds that the value may be of, the most natural first.
func (w *want) order(at *spot) (order [schema.Object + 1]schema.Kind, n int) {
	add := func(kind schema.Kind, when bool) {
		if when && w.kinds.has(kind) && !slices.Contains(order[:n], kind) {
			order[n] = kind
			n++
		}
	}
	add(schema.Null, w.isNullFirst(at))
	speaks := w.speaksOf()
	for _, kind := range [...]schema.Kind{schema.Object, schema.Array, schema.String, schema.Integer, schema.Number} {
		add(kind, speaks.has(kind))
	}
	add(schema.Object, at.depth == 0 || at.words == nil)
	for _, kind := range [...]schema.Kind{schema.String, schema.Number, schema.Integer, schema.Boolean, schema.Object, schema.Array, schema.Null} {
		add(kind, kind != schema.Integer || !w.kinds.has(schema.Number))
	}
	return order, n
}

// speaksOf are the kinds of which the keywords speak.
func (w *want) speaksOf() kinds {
	if w.outline != nil {
		return w.outline.speaks
	}
	var k kinds
	for _, p := range w.parts {
		if p.Properties != nil || p.Required != nil || p.PatternProperties != nil || p.MinProperties > 0 || p.MaxProperties != nil ||
			p.AdditionalProperties != nil || p.PropertyNames != nil || p.DependentRequired != nil || p.DependentSchemas != nil {
			k |= 1 << schema.Object
		}
		if p.Items != nil || p.PrefixItems != nil || p.Contains != nil || p.MinItems > 0 || p.MaxItems != nil || p.UniqueItems {
			k |= 1 << schema.Array
		}
	}
	if w.patterns != nil || w.minLength > 0 || w.maxLength >= 0 || slices.ContainsFunc(w.formats, isTextual) {
		k |= 1 << schema.String
	}
	if w.low.at != nil || w.high.at != nil || w.multiples != nil || len(w.formats) > 0 && k == 0 {
		k |= 1<<schema.Number | 1<<schema.Integer
		if w.kinds.has(schema.Number) && !slices.Contains(w.formats, "int32") && !slices.Contains(w.formats, "int64") {
			k &^= 1 << schema.Integer
		}
	}
	return k
}

// example is an example, or the default of a property, that the schema gives and that fits.
func (r *run) example(at *spot, roots []*schema.Schema) (any, bool) {
	if !at.examples {
		return nil, false
	}
	for _, root := range roots {
		for s := range root.Chain {
			for _, v := range s.Examples {
				if v != nil && r.fits(roots, v) {
					return v, true
				}
			}
			if s.HasDefault && at.words != nil && isScalar(s.Default) && r.fits(roots, s.Default) {
				return s.Default, true
			}
		}
	}
	return nil, false
}

// isScalar tells whether a value is neither null, an array, an object nor an empty text.
func isScalar(v any) bool {
	switch v := v.(type) {
	case nil, []any, *value.Object:
		return false
	case string:
		return v != ""
	}
	return true
}

// variation is the key of the children of a candidate: those of the first are the place's own.
func (at *spot) variation(variant uint64) Key {
	if variant == 0 {
		return at.key
	}
	return at.key.Sub("variant" + strconv.FormatUint(variant, 10))
}
