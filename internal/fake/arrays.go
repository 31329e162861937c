package fake

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// maxUnlike is up to how many elements each is told not to equal one before; beyond, elements are drawn anew instead.
const maxUnlike = 200

// tellFrom is the redraw from which on it is told, tellMost that from which on it is told in vain.
const (
	tellFrom = 3
	tellMost = 12
)

// redraws is how often an element that is to be unlike others is drawn anew.
const redraws = 40

// array makes an array.
func (r *run) array(w *want, at *spot, variant uint64) (any, *Unsatisfiable) {
	if w.minItems > int64(r.Limits.GeneratedItems) {
		return nil, fail(w.roots[0], "minItems is %d, more than the %d that --limit generated-items=N sets", w.minItems, r.Limits.GeneratedItems)
	}
	a := &arrayMaker{run: r, want: w, at: *at, key: at.variation(variant), variant: variant}
	for _, p := range w.parts {
		a.unique = a.unique || p.UniqueItems
	}
	items, err := a.elements()
	if err != nil && a.spread() {
		items, err = a.elements()
	}
	if err != nil && a.unique && a.match() {
		items, err = a.elements()
	}
	if err != nil {
		return nil, err
	}
	return items, nil
}

type arrayMaker struct {
	*run
	want    *want
	at      spot
	key     Key
	variant uint64
	unique  bool
	called  *naming          // of its elements
	alike   []*schema.Schema // that judge each element; nil: not yet known, or they differ
	used    map[string]bool  // the elements so far, by their identity, if they are to differ
	rest    *remaining       // what else they may be, if that can be listed

	plan    [][]*schema.Schema // the contains that the first elements fit; nil: each fits all
	clashes map[[2]*schema.Schema]bool
	matched map[int64]any // elements that were found for all places with few values together; nil: each is drawn by itself
}

func (a *arrayMaker) elements() ([]any, *Unsatisfiable) {
	n, err := a.count()
	if err != nil {
		return nil, err
	}
	items := make([]any, 0, n)
	for i := int64(0); i < n; i++ {
		v, err := a.element(i, items)
		if err != nil && i >= a.want.minItems && i >= a.contained() {
			break
		}
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

// contained is how many elements are made for contains.
func (a *arrayMaker) contained() int64 {
	n := int64(len(a.plan))
	for _, p := range a.want.parts {
		if p.Contains != nil {
			n = max(n, p.MinContains)
		}
	}
	return n
}

// count is how many elements there are.
func (a *arrayMaker) count() (int64, *Unsatisfiable) {
	w := a.want
	n := max(w.minItems, a.contained())
	if n > int64(a.Limits.GeneratedItems) {
		return 0, fail(w.roots[0], "it holds at least %d elements, more than the %d that --limit generated-items=N sets", n, a.Limits.GeneratedItems)
	}
	if w.maxItems >= 0 && n > w.maxItems {
		return 0, fail(w.roots[0], "contains asks for %d elements, more than maxItems, which is %d", n, w.maxItems)
	}
	most := max(n, a.usual())
	if w.maxItems >= 0 {
		most = min(most, w.maxItems)
	}
	return max(n, most), nil
}

// usual is how many elements look natural: fewer, the deeper the array lies.
func (a *arrayMaker) usual() int64 {
	if a.lean || a.at.thrifty && a.variant == 0 || a.variant == 1 || a.at.depth >= deepFrom {
		return 0
	}
	prefix, typed := int64(0), false
	for _, p := range a.want.parts {
		prefix = max(prefix, int64(len(p.PrefixItems)))
		typed = typed || p.Items != nil && (p.Items.Always == nil || *p.Items.Always) || p.Contains != nil
	}
	switch {
	case prefix > 0:
		return prefix
	case !typed && a.at.words == nil:
		return 0
	case a.at.examples && a.exemplary():
		return 1
	}
	most := int64(3)
	if a.at.depth > 1 {
		most = 2
	}
	return a.at.stream("count").Between(1, most)
}

// exemplary tells whether examples would make all elements the same.
func (a *arrayMaker) exemplary() bool {
	schemas, _ := a.schemas(0)
	if schemas == nil {
		return false
	}
	for _, p := range newWant(schemas, a.Limits.GeneratedParts).parts {
		if len(p.Examples) > 0 {
			return true
		}
		for _, property := range p.Properties {
			if len(property.Schema.Target().Examples) > 0 {
				return true
			}
		}
	}
	return false
}

// schemas are those that judge an element.
func (a *arrayMaker) schemas(i int64) (list []*schema.Schema, forbidden *schema.Schema) {
	var evaluated []bool // nil: nobody asks
	if slices.ContainsFunc(a.want.parts, func(p part) bool { return p.UnevaluatedItems != nil }) {
		evaluated = make([]bool, len(a.want.parts))
	}
	mark := func(n int) {
		if evaluated != nil {
			evaluated[n] = true
		}
	}
	for n, p := range a.want.parts {
		var s *schema.Schema
		switch {
		case i < int64(len(p.PrefixItems)):
			s = p.PrefixItems[i]
		case p.Items != nil:
			s = p.Items
		}
		if p.Contains != nil && a.holds(p, i) {
			list = append(list, p.Contains)
			mark(n)
		} else if p.Contains != nil && (p.MaxContains != nil || a.variant%2 == 1) {
			list = append(list, not(p.Contains))
		}
		if s != nil {
			list = append(list, s)
			mark(n)
		}
	}
	for n, p := range a.want.parts {
		if p.UnevaluatedItems != nil && !a.want.seen(n, evaluated) {
			list = append(list, p.UnevaluatedItems)
		}
	}
	for _, s := range list {
		if s.Always != nil && !*s.Always {
			return list, s
		}
	}
	return list, nil
}

// seen tells whether a part, or one that it brought, is marked.
func (w *want) seen(part int, marked []bool) bool {
	for n := len(w.parts) - 1; n >= part; n-- {
		if !marked[n] {
			continue
		}
		for up := n; up >= part; up = w.parts[up].parent {
			if up == part {
				return true
			}
		}
	}
	return false
}

// anything is the schema of what no schema speaks of.
var anything = &schema.Schema{}

// oneOf is what one of the elements is called.
func (a *arrayMaker) oneOf() *naming {
	switch {
	case a.called != nil:
	case a.at.words != nil:
		a.called = a.at.naming().one()
	default:
		a.called = newNaming(singular(a.at.kin))
	}
	return a.called
}

// indices are the steps of the first elements.
var indices = func() (list [100]step) {
	for i := range list {
		list[i] = stepOf(strconv.Itoa(i))
	}
	return list
}()

// indexed is the step of an element.
func indexed(i int64) step {
	if i < int64(len(indices)) {
		return indices[i]
	}
	return stepOf(strconv.FormatInt(i, 10))
}

// element makes one element, unlike those before if it must be.
func (a *arrayMaker) element(i int64, before []any) (any, *Unsatisfiable) {
	list, forbidden := a.alike, (*schema.Schema)(nil)
	if list == nil {
		list, forbidden = a.schemas(i)
	}
	if forbidden == nil && a.want.outline != nil && a.want.outline.sure.has(schema.Array) { // no keyword tells one element from another
		a.alike = list
	}
	if forbidden != nil {
		return nil, fail(forbidden, "its array can have no more than %d elements", i)
	}
	if len(list) == 0 {
		list = []*schema.Schema{anything}
	}
	called := a.oneOf()
	at := spot{key: a.key.at(indexed(i)), words: called.words, called: called, kin: a.at.kin, depth: a.at.depth + 1, required: true, examples: a.at.examples && i == 0, thrifty: a.at.thrifty}
	at.owner, at.inside = at.key, a.want.outline != nil && a.want.outline.sure.has(schema.Array)
	if !a.unique {
		return a.varied(at, list, before)
	}
	if v, ok := a.matched[i]; ok {
		return v, nil
	}
	if a.used == nil {
		a.used = map[string]bool{}
	}
	return a.unlike(at, list, before)
}

// varied draws anew a few times what would repeat a text or a number of a short list.
func (a *arrayMaker) varied(at spot, list []*schema.Schema, before []any) (v any, err *Unsatisfiable) {
	const short = 8
	key := at.key
	for i := range tellFrom {
		if i > 0 {
			at.key = key.Sub("again" + strconv.Itoa(i))
		}
		v, err = a.value(at, list)
		if err != nil || len(before) > short || !isScalar(v) || !slices.ContainsFunc(before, func(other any) bool { return value.Equal(other, v) }) {
			break
		}
	}
	return v, err
}

// unlike draws until the element differs from all before, or asks for one that does.
func (a *arrayMaker) unlike(at spot, list []*schema.Schema, before []any) (any, *Unsatisfiable) {
	key := at.key
	for i := range redraws {
		if i > 0 {
			at.key, at.examples = key.Sub("again"+strconv.Itoa(i)), false
		}
		if i == tellFrom {
			if v, ok := a.unused(list); ok {
				a.used[identity(v)] = true
				return v, nil
			}
		}
		if i == tellFrom && len(before) <= maxUnlike {
			other := &schema.Schema{Not: &schema.Schema{Enum: before, Pointer: a.want.roots[0].Pointer}, Pointer: a.want.roots[0].Pointer}
			list = append(list[:len(list):len(list)], other)
		}
		v, err := a.value(at, list)
		if err != nil && i >= tellFrom && i < tellMost && a.exhausted == nil {
			continue
		}
		if err != nil && i >= tellFrom {
			return nil, fail(a.want.roots[0], "no more than %d elements that differ were found", len(before))
		}
		if err != nil {
			return nil, err
		}
		if id := identity(v); !a.used[id] {
			a.used[id] = true
			return v, nil
		}
	}
	return nil, fail(a.want.roots[0], "no more than %d elements that differ were found", len(before))
}
