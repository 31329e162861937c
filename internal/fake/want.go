package fake

import (
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// want is all that is asked of one value: the schemas that judge it, and what they say together.
type want struct {
	together int              // parts that there may be
	roots    []*schema.Schema // the value must fit each
	parts    []part
	known    map[*schema.Schema]bool // of parts, once there are many
	points   []point                 // where there is a choice
	chosen   int                     // of the points

	kinds      kinds
	low, high  bound
	multiples  []any
	minLength  int64
	maxLength  int64 // -1: none
	patterns   []*schema.Pattern
	formats    []string
	content    *schema.Schema // says how a text is encoded, and what it holds; nil: nothing does
	lists      lists          // those with enum or const
	minItems   int64
	maxItems   int64 // -1: none
	least      int64 // properties
	most       int64 // -1: none
	required   []string
	demanded   map[string]bool // of required, once there are many
	asking     []string        // optional properties whose presence asked for something
	hints      []hint
	followed   []*schema.Schema // what the value names itself by a discriminator: it must fit these too
	excluded   []*schema.Schema // what it must not fit, as far as it is told by values
	impossible *Unsatisfiable
	outline    *outline       // of a want that is kept; else nil
	branch     *schema.Schema // that was chosen for a want that is kept
}

// part is a schema that judges the value, and which part brought it.
type part struct {
	*schema.Schema
	parent int // -1: it is a root
}

// hint is what a property would better be.
type hint struct {
	property string
	value    any
}

// bound is a limit of a number.
type bound struct {
	at     any // nil: none
	strict bool
}

// kinds is a set of types in which a number may be an integer. Unlike in a schema.TypeSet, the empty one has none.
type kinds uint8

const anyKind kinds = 1<<(schema.Object+1) - 1

func kindsOf(t schema.TypeSet) kinds {
	switch {
	case t == 0:
		return anyKind
	case t.Has(schema.Number):
		t |= schema.Types(schema.Integer)
	}
	return kinds(t)
}

func (k kinds) has(kind schema.Kind) bool { return k&(1<<kind) != 0 }

// newWant takes in schemas that all judge a value, of which most may apply together.
func newWant(roots []*schema.Schema, most int) *want {
	w := &want{together: most, roots: roots, kinds: anyKind, maxLength: -1, maxItems: -1, most: -1}
	for _, s := range roots {
		w.add(s, -1)
	}
	return w
}

const many = 16 // of a list, from how many on a map is faster

// schemas are all that apply.
func (w *want) schemas() []*schema.Schema {
	list := make([]*schema.Schema, len(w.parts))
	for i, p := range w.parts {
		list[i] = p.Schema
	}
	return list
}

// has tells whether a schema is a part already.
func (w *want) has(s *schema.Schema) bool {
	if len(w.parts) < many {
		return slices.ContainsFunc(w.parts, func(p part) bool { return p.Schema == s })
	}
	if w.known == nil {
		w.known = map[*schema.Schema]bool{}
		for _, p := range w.parts {
			w.known[p.Schema] = true
		}
	}
	return w.known[s]
}

// add takes in a schema with all that always judges the value too, in the order of the document.
func (w *want) add(s *schema.Schema, parent int) {
	type waiting struct {
		s      *schema.Schema
		parent int
	}
	var few [4]waiting
	stack := append(few[:0], waiting{s, parent})
	for len(stack) > 0 && w.impossible == nil {
		next := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if next.s == nil || w.has(next.s) {
			continue
		}
		if len(w.parts) >= w.together {
			w.impossible = fail(s, "more than %d schemas judge one value, the limit that --limit generated-parts=N sets", w.together)
			return
		}
		at := len(w.parts)
		w.parts = append(w.parts, part{next.s, next.parent})
		if w.known != nil {
			w.known[next.s] = true
		}
		w.take(next.s, at)
		for _, sub := range slices.Backward(next.s.AllOf) {
			stack = append(stack, waiting{sub, at})
		}
		if next.s.Ref != nil {
			stack = append(stack, waiting{next.s.Ref, at})
		}
	}
}

// take merges the keywords of one schema.
func (w *want) take(s *schema.Schema, at int) {
	if s.Always != nil {
		if !*s.Always {
			w.impossible = fail(s, "nothing fits the schema false")
		}
		return
	}
	if w.kinds &= kindsOf(s.Types); w.kinds == 0 {
		w.impossible = fail(s, "its type is %s, which another part of the schema rules out", s.Types)
		return
	}
	if s.Enum != nil && len(s.Enum) == 0 {
		w.impossible = fail(s, "its enum is empty, so that nothing fits")
		return
	}
	if s.Enum != nil || s.HasConst {
		w.lists = append(w.lists, s)
	}
	w.takeNumber(s)
	w.minLength, w.maxLength = max(w.minLength, s.MinLength), least(w.maxLength, s.MaxLength)
	if s.Pattern != nil {
		w.patterns = append(w.patterns, s.Pattern)
	}
	if s.Format != "" && !slices.Contains(w.formats, s.Format) {
		w.formats = append(w.formats, s.Format)
	}
	if w.content == nil && (s.ContentEncoding != "" || s.ContentSchema != nil) {
		w.content = s
	}
	w.minItems, w.maxItems = max(w.minItems, s.MinItems), least(w.maxItems, s.MaxItems)
	w.least, w.most = max(w.least, s.MinProperties), least(w.most, s.MaxProperties)
	for _, name := range s.Required {
		w.require(name)
	}
	w.takePoints(s, at)
}

func (w *want) require(name string) {
	if w.requires(name) {
		return
	}
	w.required = append(w.required, name)
	if w.demanded != nil {
		w.demanded[name] = true
	}
}

// requires tells whether a property is required.
func (w *want) requires(name string) bool {
	if len(w.required) < many {
		return slices.Contains(w.required, name)
	}
	if w.demanded == nil {
		w.demanded = make(map[string]bool, 2*len(w.required))
		for _, r := range w.required {
			w.demanded[r] = true
		}
	}
	return w.demanded[name]
}

func (w *want) takeNumber(s *schema.Schema) {
	if s.Minimum != nil {
		w.low.raise(s.Minimum, false, 1)
	}
	if s.ExclusiveMinimum != nil {
		w.low.raise(s.ExclusiveMinimum, true, 1)
	}
	if s.Maximum != nil {
		w.high.raise(s.Maximum, false, -1)
	}
	if s.ExclusiveMaximum != nil {
		w.high.raise(s.ExclusiveMaximum, true, -1)
	}
	if s.MultipleOf != nil {
		w.multiples = append(w.multiples, s.MultipleOf)
	}
}

// raise keeps the tighter of two bounds: the larger for the sign 1, the smaller for -1.
func (b *bound) raise(at any, strict bool, sign int) {
	if b.at == nil {
		*b = bound{at, strict}
		return
	}
	switch c := value.Compare(at, b.at) * sign; {
	case c > 0:
		*b = bound{at, strict}
	case c == 0:
		b.strict = b.strict || strict
	}
}

func least(most int64, other *int64) int64 {
	if other == nil || most >= 0 && most <= *other {
		return most
	}
	return *other
}

// contradiction tells what can be seen to be impossible without trying.
func (w *want) contradiction(kind schema.Kind) *Unsatisfiable {
	root := w.roots[0]
	switch {
	case kind == schema.String && w.maxLength >= 0 && w.minLength > w.maxLength:
		return fail(root, "minLength is %d, more than maxLength, which is %d", w.minLength, w.maxLength)
	case kind == schema.Array && w.maxItems >= 0 && w.minItems > w.maxItems:
		return fail(root, "minItems is %d, more than maxItems, which is %d", w.minItems, w.maxItems)
	case kind == schema.Object && w.most >= 0 && w.least > w.most:
		return fail(root, "minProperties is %d, more than maxProperties, which is %d", w.least, w.most)
	case kind != schema.Number && kind != schema.Integer || w.low.at == nil || w.high.at == nil:
		return nil
	}
	switch c := value.Compare(w.low.at, w.high.at); {
	case c > 0:
		return fail(root, "its minimum is %s, more than its maximum, which is %s", value.Text(w.low.at), value.Text(w.high.at))
	case c == 0 && (w.low.strict || w.high.strict):
		return fail(root, "no number lies strictly between %s and %s", value.Text(w.low.at), value.Text(w.high.at))
	}
	return nil
}
