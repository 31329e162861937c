package jsonpath

import (
	"math"
	"strings"

	"mockserver/internal/value"
)

// call is .name(…).
type call struct {
	name       string
	apply      apply
	parameters []parameter
	below      *Path // of a function behind a path with ..: that path; the function takes what it finds as its parameters
}

// parameter is a value that is written in the path, or one that is found by another.
type parameter struct {
	literal any
	path    *Path
}

// apply is a function of the value that it is called on and of its parameters. ok is false where it has no result.
type apply func(at any, parameters []any, steps *Steps) (v any, ok bool)

// functions are those of Jayway.
var functions = map[string]apply{
	"length": length, "size": length, "keys": keys, "concat": concat, "append": appendAll, "distinct": distinct,
	"first": func(at any, _ []any, _ *Steps) (any, bool) { return element(at, 0) },
	"last":  func(at any, _ []any, _ *Steps) (any, bool) { return element(at, -1) },
	"index": index,
	"sum":   numeric(sum),
	"avg":   numeric(func(fs []float64) float64 { return sum(fs) / float64(len(fs)) }),
	"min":   numeric(func(fs []float64) float64 { return best(fs, func(a, b float64) bool { return a < b }) }),
	"max":   numeric(func(fs []float64) float64 { return best(fs, func(a, b float64) bool { return a > b }) }),
	"stddev": numeric(func(fs []float64) float64 {
		squares := make([]float64, len(fs))
		for i, f := range fs {
			squares[i] = float64(f * f)
		}
		mean := sum(fs) / float64(len(fs))
		return math.Sqrt(sum(squares)/float64(len(fs)) - float64(mean*mean))
	}),
}

func (call) definite(bool) bool { return true }

func (c call) walk(w *walk, at any, i int) error {
	parameters, err := c.given(w)
	if err != nil {
		return err
	}
	if err := w.steps.Take(weightOf(at) + weightOf(parameters)); err != nil {
		return err
	}
	v, ok := c.apply(at, parameters, w.steps)
	if err := w.steps.Take(0); err != nil {
		return err
	}
	if !ok {
		return errMissing
	}
	return w.next(v, i+1)
}

// weightOf is what looking at a value and its elements takes.
func weightOf(v any) int {
	sum := weight(v)
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			sum += weight(item)
			if inner, ok := item.([]any); ok {
				sum += len(inner)
			}
		}
	case *value.Object:
		sum += v.Len()
	}
	return sum
}

// given are the parameters of a call, all found from the document.
func (c call) given(w *walk) ([]any, error) {
	if c.below != nil {
		found, _, err := c.below.find(w.root, w.root, w.steps, false)
		return []any{found}, err
	}
	values := make([]any, 0, len(c.parameters))
	for _, p := range c.parameters {
		v := p.literal
		if p.path != nil {
			var there bool
			var err error
			if v, there, err = p.path.one(w.root, w.root, w.steps); err != nil {
				return nil, err
			}
			if !there {
				return nil, errMissing
			}
		}
		values = append(values, v)
	}
	return values, nil
}

// length is how many elements or members there are; of anything else it is null.
func length(at any, parameters []any, _ *Steps) (any, bool) {
	if len(parameters) > 0 {
		at = parameters[0]
	}
	switch v := at.(type) {
	case []any:
		return int64(len(v)), true
	case *value.Object:
		return int64(v.Len()), true
	}
	return nil, true
}

// keys are the names of an object; of anything else it is null.
func keys(at any, _ []any, _ *Steps) (any, bool) {
	o, ok := at.(*value.Object)
	if !ok {
		return nil, true
	}
	all := make([]any, 0, o.Len())
	for _, m := range o.Members() {
		all = append(all, m.Name)
	}
	return all, true
}

// concat joins the texts of an array and all parameters.
func concat(at any, parameters []any, _ *Steps) (any, bool) {
	var b strings.Builder
	items, _ := at.([]any)
	for _, item := range items {
		if text, ok := item.(string); ok {
			b.WriteString(text)
		}
	}
	for _, p := range spread(parameters) {
		b.WriteString(value.Text(p))
	}
	return b.String(), true
}

// spread takes arrays among the parameters for their elements.
func spread(parameters []any) []any {
	var all []any
	for _, p := range parameters {
		if items, ok := p.([]any); ok {
			all = append(all, items...)
		} else {
			all = append(all, p)
		}
	}
	return all
}

func appendAll(at any, parameters []any, _ *Steps) (any, bool) {
	items, ok := at.([]any)
	if !ok {
		return at, true
	}
	return append(append(make([]any, 0, len(items)+len(parameters)), items...), parameters...), true
}

func distinct(at any, _ []any, steps *Steps) (any, bool) {
	items, ok := at.([]any)
	if !ok {
		return nil, false
	}
	different := []any{}
	for _, item := range items {
		if seen, err := amongIdentical(item, different, steps); err != nil {
			return nil, false
		} else if !seen {
			different = append(different, item)
		}
	}
	return different, true
}

func amongIdentical(v any, items []any, steps *Steps) (bool, error) {
	for _, item := range items {
		if found, err := identical(item, v, steps); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

func index(at any, parameters []any, _ *Steps) (any, bool) {
	if len(parameters) == 0 {
		return nil, false
	}
	n, ok := value.Int(parameters[0])
	if !ok || n != int64(int32(n)) {
		return nil, false
	}
	return element(at, int(n))
}

func element(at any, n int) (any, bool) {
	items, _ := at.([]any)
	if n < 0 {
		n += len(items)
	}
	if n < 0 || n >= len(items) {
		return nil, false
	}
	return items[n], true
}

// numeric is a function of the numbers of an array and of its parameters; of none it has no result. As in Java the result is
// a floating point number.
func numeric(of func([]float64) float64) apply {
	return func(at any, parameters []any, _ *Steps) (any, bool) {
		items, _ := at.([]any)
		var numbers []float64
		for _, v := range append(items[:len(items):len(items)], spread(parameters)...) {
			if r, ok := value.Rat(v); ok {
				f, _ := r.Float64()
				numbers = append(numbers, f)
			}
		}
		if len(numbers) == 0 {
			return nil, false
		}
		f := of(numbers)
		if math.IsInf(f, 0) || math.IsNaN(f) {
			return nil, false
		}
		return double(f), true
	}
}

func sum(fs []float64) float64 {
	total := 0.0
	for _, f := range fs {
		total += f
	}
	return total
}

func best(fs []float64, better func(a, b float64) bool) float64 {
	one := fs[0]
	for _, f := range fs[1:] {
		if better(f, one) {
			one = f
		}
	}
	return one
}
