package matcher

import (
	"math/bits"
	"slices"

	"mockserver/internal/jsonpath"
	"mockserver/internal/limit"
	"mockserver/internal/value"
)

// equalToJSON fits texts whose JSON is the same, as json-unit compares it.
type equalToJSON struct {
	expected any // with placeholders in it
	plain    bool
	given    any // expected as it was written
	limits   limit.Set
	sorted   any // expected, its arrays in their order by value; only if plain and unordered
	unordered,
	extras bool // of arrays and objects there may be more than is expected
}

func newEqualToJSON(expected any, plain, unordered, extras bool) equalToJSON {
	r := equalToJSON{expected: expected, plain: plain, unordered: unordered, extras: extras}
	if r.sorts() {
		r.sorted, _ = sorted(expected, nil)
	}
	return r
}

// sorts tells whether comparing is the same as comparing what is sorted, which takes no search.
func (r equalToJSON) sorts() bool { return r.unordered && r.plain && !r.extras }

func (r equalToJSON) judge(s *Subject, w *work) Result {
	v, ok := s.value()
	if !ok {
		return differs
	}
	if r.sorts() {
		in, err := sorted(v, w.steps)
		if err != nil {
			return exhausted
		}
		return result(value.Equal(r.sorted, in))
	}
	return found(r.same(r.expected, v, w.steps))
}

// sorted is a value whose arrays are in their order by value.
func sorted(v any, steps *jsonpath.Steps) (any, error) {
	switch v := v.(type) {
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			var err error
			if items[i], err = sorted(item, steps); err != nil {
				return nil, err
			}
		}
		if err := steps.Take(1 + len(items)*bits.Len(uint(len(items)))/bits.UintSize); err != nil {
			return nil, err
		}
		slices.SortFunc(items, value.Compare)
		return items, nil
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			inner, err := sorted(m.Value, steps)
			if err != nil {
				return nil, err
			}
			o.Set(m.Name, inner)
		}
		return o, steps.Take(1 + v.Len())
	case string:
		return v, steps.Take(textSteps(v))
	}
	return v, steps.Take(1)
}

// same compares two values, a step for each that it looks at.
func (r equalToJSON) same(expected, actual any, steps *jsonpath.Steps) (bool, error) {
	switch e := expected.(type) {
	case placeholder:
		return e.fits(actual, steps)
	case []any:
		items, ok := actual.([]any)
		if !ok || len(items) < len(e) || len(items) > len(e) && !r.extras {
			return false, steps.Take(1)
		}
		if r.unordered {
			return r.sameInAnyOrder(e, items, steps)
		}
		return r.sameElements(e, items, steps)
	case *value.Object:
		o, ok := actual.(*value.Object)
		if !ok {
			return false, steps.Take(1)
		}
		return r.sameMembers(e, o, steps)
	case string:
		return value.Equal(e, actual), steps.Take(textSteps(e))
	}
	return value.Equal(expected, actual), steps.Take(1)
}

func (r equalToJSON) sameElements(expected, actual []any, steps *jsonpath.Steps) (bool, error) {
	for i, e := range expected {
		if same, err := r.same(e, actual[i], steps); err != nil || !same {
			return false, err
		}
	}
	return true, steps.Take(1)
}

func (r equalToJSON) sameMembers(expected, actual *value.Object, steps *jsonpath.Steps) (bool, error) {
	known := 0
	for _, m := range expected.Members() {
		v, ok := actual.Get(m.Name)
		if !ok {
			if p, isOne := m.Value.(placeholder); isOne && p.optional {
				continue
			}
			return false, steps.Take(1)
		}
		known++
		if same, err := r.same(m.Value, v, steps); err != nil || !same {
			return false, err
		}
	}
	return r.extras || known == actual.Len(), steps.Take(1)
}

// sameInAnyOrder gives each expected element another one that fits it, if that can be done (Kuhn's algorithm).
func (r equalToJSON) sameInAnyOrder(expected, actual []any, steps *jsonpath.Steps) (bool, error) {
	p := &pairing{r: r, expected: expected, actual: actual, steps: steps, taken: make([]int, len(actual)), known: make([][]byte, len(expected))}
	for i := range p.taken {
		p.taken[i] = -1
	}
	for i := range expected {
		p.tried = make([]bool, len(actual))
		if err := steps.Take(1 + len(actual)/bits.UintSize); err != nil {
			return false, err
		}
		if ok, err := p.place(i); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// pairing is the elements of two arrays with what is known of them.
type pairing struct {
	r                equalToJSON
	expected, actual []any
	steps            *jsonpath.Steps
	taken            []int    // by which expected element each is taken; -1 by none
	tried            []bool   // in this search
	known            [][]byte // whether two fit: 1 no, 2 yes
}

// place finds an element for an expected one, and another for whom it takes it from. It begins with the one at the same place.
func (p *pairing) place(i int) (bool, error) {
	for n := range p.actual {
		j := (i + n) % len(p.actual)
		if p.tried[j] {
			continue
		}
		fits, err := p.fits(i, j)
		if err != nil {
			return false, err
		}
		if !fits {
			continue
		}
		p.tried[j] = true
		if p.taken[j] >= 0 {
			moved, err := p.place(p.taken[j])
			if err != nil {
				return false, err
			}
			if !moved {
				continue
			}
		}
		p.taken[j] = i
		return true, nil
	}
	return false, nil
}

func (p *pairing) fits(i, j int) (bool, error) {
	if p.known[i] == nil {
		if err := p.steps.Take(1 + len(p.actual)/bits.UintSize); err != nil {
			return false, err
		}
		p.known[i] = make([]byte, len(p.actual))
	}
	if known := p.known[i][j]; known > 0 {
		return known == 2, p.steps.Take(1)
	}
	fits, err := p.r.same(p.expected[i], p.actual[j], p.steps)
	if err != nil {
		return false, err
	}
	p.known[i][j] = 1
	if fits {
		p.known[i][j] = 2
	}
	return fits, nil
}
