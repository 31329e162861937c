package jsonpath

import (
	"strings"

	"mockserver/internal/value"
)

// condition is what a filter asks of an item.
type condition interface {
	holds(w *walk, item any) (bool, error)
}

type (
	both   struct{ left, right condition }
	either struct{ left, right condition }
	no     struct{ condition }
	exists struct{ *Path }
)

func (c both) holds(w *walk, item any) (bool, error) {
	if holds, err := c.left.holds(w, item); err != nil || !holds {
		return false, err
	}
	return c.right.holds(w, item)
}

func (c either) holds(w *walk, item any) (bool, error) {
	if holds, err := c.left.holds(w, item); err != nil || holds {
		return holds, err
	}
	return c.right.holds(w, item)
}

func (c no) holds(w *walk, item any) (bool, error) {
	holds, err := c.condition.holds(w, item)
	return !holds, err
}

// A path that leads to a list exists with an empty one too, as long as no property of it is missing: so Jayway has it.
func (c exists) holds(w *walk, item any) (bool, error) {
	_, there, err := c.find(w.root, item, w.steps, true)
	return there, err
}

// operand is one side of a comparison: a path, a pattern or a literal.
type operand struct {
	path    *Path
	pattern Regexp
	literal any
}

// side is an operand in a document.
type side struct {
	v       any
	there   bool
	pattern Regexp
}

func (o operand) in(w *walk, item any) (side, error) {
	if o.path != nil {
		v, there, err := o.path.one(w.root, item, w.steps)
		return side{v: v, there: there}, err
	}
	return side{v: o.literal, there: o.pattern == nil, pattern: o.pattern}, nil
}

// comparison is two operands with what stands between them.
type comparison struct {
	left, right operand
	compare     compare
}

// compare judges two sides.
type compare func(left, right side, steps *Steps) (bool, error)

func (c comparison) holds(w *walk, item any) (bool, error) {
	left, err := c.left.in(w, item)
	if err != nil {
		return false, err
	}
	right, err := c.right.in(w, item)
	if err != nil {
		return false, err
	}
	return c.compare(left, right, w.steps)
}

// operators are by their small letters; Jayway takes any.
var operators = map[string]compare{
	"==":       equal,
	"===":      same,
	"!=":       not(equal),
	"!==":      not(same),
	"<":        ordered(func(c int) bool { return c < 0 }),
	"<=":       ordered(func(c int) bool { return c <= 0 }),
	">":        ordered(func(c int) bool { return c > 0 }),
	">=":       ordered(func(c int) bool { return c >= 0 }),
	"=~":       matches,
	"in":       in,
	"nin":      notIn,
	"contains": contains,
	"size":     size,
	"empty":    empty,
	"all":      func(l, r side, s *Steps) (bool, error) { return eachIn(r, l, s) },
	"subsetof": eachIn,
	"anyof":    anyOf,
	"noneof":   noneOf,
}

func not(c compare) compare {
	return func(left, right side, steps *Steps) (bool, error) {
		holds, err := c(left, right, steps)
		return !holds, err
	}
}

// equal is ==: a number equals a text that writes it, and what is missing equals nothing.
func equal(left, right side, steps *Steps) (bool, error) {
	if !left.there || !right.there {
		return false, steps.Take(1)
	}
	return alike(left.v, right.v, steps)
}

func alike(a, b any, steps *Steps) (bool, error) {
	textA, isTextA := a.(string)
	textB, isTextB := b.(string)
	switch {
	case isTextA && value.IsNumber(b):
		return textA == value.Text(b), steps.Take(1)
	case isTextB && value.IsNumber(a):
		number, ok := readNumber(textB)
		return ok && value.Equal(a, number), steps.Take(weight(textB))
	}
	return identical(a, b, steps)
}

// identical is value.Equal, a step for each value that it looks at.
func identical(a, b any, steps *Steps) (bool, error) {
	if err := steps.Take(min(weight(a), weight(b))); err != nil {
		return false, err
	}
	switch a := a.(type) {
	case []any:
		items, ok := b.([]any)
		if !ok || len(items) != len(a) {
			return false, nil
		}
		for i, item := range a {
			if equal, err := identical(item, items[i], steps); err != nil || !equal {
				return false, err
			}
		}
		return true, nil
	case *value.Object:
		o, ok := b.(*value.Object)
		if !ok || o.Len() != a.Len() {
			return false, nil
		}
		for _, m := range a.Members() {
			v, ok := o.Get(m.Name)
			if !ok {
				return false, nil
			}
			if equal, err := identical(m.Value, v, steps); err != nil || !equal {
				return false, err
			}
		}
		return true, nil
	}
	return value.Equal(a, b), nil
}

// weight is how many steps it takes to look at a value, without what is in it.
func weight(v any) int {
	switch v := v.(type) {
	case string:
		return 1 + len(v)/bytesPerStep
	case value.Number:
		return 1 + len(v)/bytesPerStep
	}
	return 1
}

func readNumber(text string) (any, bool) {
	if text == "" || !strings.ContainsRune("-0123456789", rune(text[0])) {
		return nil, false
	}
	v, err := value.ParseJSON([]byte(text), value.Limits{})
	return v, err == nil && value.IsNumber(v)
}

// same is ===: equal, and of the same kind.
func same(left, right side, steps *Steps) (bool, error) {
	if left.there && right.there && value.IsNumber(left.v) != value.IsNumber(right.v) {
		return false, nil
	}
	return equal(left, right, steps)
}

// ordered compares numbers as such, and texts, or a number with a text, as texts.
func ordered(fits func(int) bool) compare {
	return func(left, right side, steps *Steps) (bool, error) {
		if err := steps.Take(min(weight(left.v), weight(right.v))); err != nil {
			return false, err
		}
		a, b := left.v, right.v
		switch {
		case !left.there || !right.there:
			return false, nil
		case value.IsNumber(a) && value.IsNumber(b):
			return fits(value.Compare(a, b)), nil
		case isScalar(a) && isScalar(b):
			return fits(strings.Compare(value.Text(a), value.Text(b))), nil
		}
		return false, nil
	}
}

func isScalar(v any) bool {
	_, isText := v.(string)
	return isText || value.IsNumber(v)
}
