package jsonpath

import (
	"errors"

	"mockserver/internal/value"
)

// walk is one search.
type walk struct {
	path   *Path
	root   any
	steps  *Steps
	strict bool // a property that is missing ends the search: so it is where a filter asks whether something exists
	found  []any
}

// errMissing says that a part of a path is missing that all results share.
var errMissing = errors.New("nothing is there")

// next goes on with token i from a value, which is a result behind the last one.
func (w *walk) next(at any, i int) error {
	if err := w.steps.Take(1); err != nil {
		return err
	}
	if i == len(w.path.tokens) {
		w.found = append(w.found, at)
		return nil
	}
	return w.path.tokens[i].walk(w, at, i)
}

func (w *walk) isLast(i int) bool { return i == len(w.path.tokens)-1 }

// unfit is what a value means that a token cannot go into: on the way to one value that nothing is there, else no result.
func (w *walk) unfit(i int) error {
	if w.path.scope[i] {
		return errMissing
	}
	return nil
}

// names is .name and ['name','other'].
type names []string

// Several names in the end make one object of those that are there.
func (n names) definite(last bool) bool { return len(n) == 1 || last }

func (n names) walk(w *walk, at any, i int) error {
	o, ok := at.(*value.Object)
	if !ok {
		return w.unfit(i)
	}
	if len(n) > 1 && w.isLast(i) {
		return n.merge(w, o, i)
	}
	for _, name := range n {
		v, ok := o.Get(name)
		if !ok {
			if err := n.missing(w, i); err != nil {
				return err
			}
			continue
		}
		if err := w.next(v, i+1); err != nil {
			return err
		}
	}
	return nil
}

func (n names) missing(w *walk, i int) error {
	if w.strict || !w.isLast(i) && w.path.scope[i] && n.definite(false) {
		return errMissing
	}
	return nil
}

func (n names) merge(w *walk, o *value.Object, i int) error {
	merged := value.NewObject(len(n))
	for _, name := range n {
		if v, ok := o.Get(name); ok {
			merged.Set(name, v)
		} else if w.strict {
			return errMissing
		}
	}
	return w.next(merged, i+1)
}

// everything is .* and [*].
type everything struct{}

func (everything) definite(bool) bool { return false }

func (everything) walk(w *walk, at any, i int) error {
	switch v := at.(type) {
	case *value.Object:
		for _, m := range v.Members() {
			if err := w.next(m.Value, i+1); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range v {
			if err := w.next(item, i+1); err != nil && (w.strict || !errors.Is(err, errMissing)) {
				return err
			}
		}
	}
	return nil
}

// indexes is [0] and [0,-1].
type indexes []int

func (x indexes) definite(bool) bool { return len(x) == 1 }

func (x indexes) walk(w *walk, at any, i int) error {
	items, ok := at.([]any)
	if !ok {
		return w.unfit(i)
	}
	for _, n := range x {
		if err := w.element(items, n, i); err != nil {
			return err
		}
	}
	return nil
}

// element goes on with an element; a negative index counts from the end, and one beyond the array is no result.
func (w *walk) element(items []any, n, i int) error {
	if n < 0 {
		n += len(items)
	}
	if n < 0 || n >= len(items) {
		return nil
	}
	return w.next(items[n], i+1)
}

// slice is [from:to]; nil is an end that is left out.
type slice struct{ from, to *int }

func (slice) definite(bool) bool { return false }

func (s slice) walk(w *walk, at any, i int) error {
	items, ok := at.([]any)
	if !ok {
		return w.unfit(i)
	}
	from, to := s.bounds(len(items))
	for n := from; n < to; n++ {
		if err := w.element(items, n, i); err != nil {
			return err
		}
	}
	return nil
}

// bounds are the indexes of a slice. Where both ends are given, negative ones stay so: Jayway goes from the one to the other.
func (s slice) bounds(length int) (from, to int) {
	to = length
	switch {
	case s.from != nil && s.to != nil:
		return max(*s.from, -length), min(length, *s.to)
	case s.from != nil:
		if from = *s.from; from < 0 {
			from += length
		}
	case s.to != nil:
		if to = *s.to; to < 0 {
			to += length
		}
	}
	return max(0, from), min(length, to)
}

// filter is [?(…)]. It judges an object itself, and the elements of an array.
type filter struct{ condition }

func (filter) definite(bool) bool { return false }

func (f filter) walk(w *walk, at any, i int) error {
	switch v := at.(type) {
	case *value.Object:
		if holds, err := f.holds(w, v); err != nil || !holds {
			return err
		}
		return w.next(v, i+1)
	case []any:
		for _, item := range v {
			holds, err := f.holds(w, item)
			if err == nil && holds {
				err = w.next(item, i+1)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	return w.unfit(i)
}

// scan is ..: the token behind it, tried at each object and array below a value.
type scan struct{}

func (scan) definite(bool) bool { return false }

func (s scan) walk(w *walk, at any, i int) error {
	if err := w.steps.Take(1); err != nil {
		return err
	}
	switch v := at.(type) {
	case *value.Object:
		if err := s.try(w, v, i+1); err != nil {
			return err
		}
		for _, m := range v.Members() {
			if err := s.walk(w, m.Value, i); err != nil {
				return err
			}
		}
	case []any:
		if err := s.try(w, v, i+1); err != nil {
			return err
		}
		for _, item := range v {
			if err := s.walk(w, item, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// try is what the token behind .. finds at one value. At an array that it takes, Jayway goes on from all elements unless the
// token is the last one, even if it is an index.
func (scan) try(w *walk, at any, i int) error {
	takes, err := takes(w, at, i)
	if err != nil || !takes {
		return err
	}
	items, isArray := at.([]any)
	if !isArray || w.isLast(i) {
		return w.path.tokens[i].walk(w, at, i)
	}
	for _, item := range items {
		if err := w.next(item, i+1); err != nil {
			return err
		}
	}
	return nil
}

func takes(w *walk, at any, i int) (bool, error) {
	o, isObject := at.(*value.Object)
	switch t := w.path.tokens[i].(type) {
	case names:
		if !isObject || w.strict || !t.definite(w.isLast(i)) {
			return isObject, nil
		}
		for _, name := range t {
			if _, ok := o.Get(name); !ok {
				return false, nil
			}
		}
		return true, nil
	case indexes, slice:
		return !isObject, nil
	case everything:
		return true, nil
	case filter:
		return t.holds(w, at)
	}
	return false, nil
}
