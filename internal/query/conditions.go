package query

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"mockserver/internal/column"
	"mockserver/internal/value"
)

// Equal holds where the value is one of Values.
type Equal struct {
	Path   string
	Values []any
}

// Match looks each text of the dictionary up once.
func (e Equal) Match(t Table, segment int) (column.Bits, error) {
	c, err := t.Column(segment, e.Path)
	if err != nil {
		return nil, err
	}
	if numbers, ok := c.(*column.Numbers); ok {
		return numbers.Among(sameKind(numbers.Kind(), e.Values)), nil
	}
	if texts, ok := c.(*column.Texts); ok {
		return texts.Among(textsOf(e.Values)), nil
	}
	return column.Where(c, among(e.Values)), nil
}

// sameKind are those of the values that a column of a kind can have, as its integers.
func sameKind(kind column.Kind, values []any) []int64 {
	var numbers []int64
	for _, v := range values {
		if n, ok := v.(value.Number); ok && value.IsInteger(n) { // 1.0 equals 1
			if i, fits := value.Int(n); fits {
				v = i
			}
		}
		if k, n, ok := column.NumberOf(v); ok && k == kind {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// textsOf are those of the values that are texts.
func textsOf(values []any) []string {
	var texts []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// among tells whether a value equals one of several; texts and integers are looked up.
func among(values []any) func(v any) bool {
	known := make(map[any]bool, len(values))
	rest := false // there are others, which equal what is written differently
	for _, v := range values {
		switch v.(type) {
		case string, int64, bool, value.Time, value.Date:
			known[v] = true
		default:
			rest = true
		}
	}
	return func(v any) bool {
		switch v.(type) {
		case string, bool, value.Time, value.Date:
			return known[v]
		case int64:
			if known[v] || !rest {
				return known[v]
			}
		}
		return slices.ContainsFunc(values, func(wanted any) bool { return value.Equal(v, wanted) })
	}
}

// Not holds where another condition does not; so it does for null.
type Not struct{ Condition Condition }

// Match inverts the set.
func (n Not) Match(t Table, segment int) (column.Bits, error) {
	matched, err := n.Condition.Match(t, segment)
	if err != nil {
		return nil, err
	}
	matched.Invert(t.Rows(segment))
	return matched, nil
}

// Range holds from Low to High, both included; a bound that is nil is open. null is in no range.
type Range struct {
	Path      string
	Low, High any
	LowOpen   bool // Low itself does not belong
	HighOpen  bool // High itself does not belong
}

// Match compares.
func (r Range) Match(t Table, segment int) (column.Bits, error) {
	c, err := t.Column(segment, r.Path)
	if err != nil {
		return nil, err
	}
	if numbers, ok := c.(*column.Numbers); ok {
		if !comparable(numbers.Kind(), r.Low) || !comparable(numbers.Kind(), r.High) {
			return column.NewBits(c.Len()), nil
		}
		if low, high, ok := r.bounds(numbers.Kind()); ok {
			return numbers.Between(low, high), nil
		}
	}
	return column.Where(c, r.holds), nil
}

// comparable tells whether the values of a kind can lie below or above a bound.
func comparable(kind column.Kind, bound any) bool {
	k, _, ok := column.NumberOf(bound)
	return bound == nil || ok && k == kind || kind == column.Int && value.IsNumber(bound)
}

// bounds are the ends of the range as the integers of a column; ok is false if they are not of its kind.
func (r Range) bounds(kind column.Kind) (low, high int64, ok bool) {
	low, high = math.MinInt64, math.MaxInt64
	if r.Low != nil {
		k, n, isNumber := column.NumberOf(r.Low)
		if !isNumber || k != kind || r.LowOpen && n == math.MaxInt64 {
			return 0, 0, false
		}
		if low = n; r.LowOpen {
			low++
		}
	}
	if r.High != nil {
		k, n, isNumber := column.NumberOf(r.High)
		if !isNumber || k != kind || r.HighOpen && n == math.MinInt64 {
			return 0, 0, false
		}
		if high = n; r.HighOpen {
			high--
		}
	}
	return low, high, true
}

func (r Range) holds(v any) bool {
	if r.Low != nil && !alike(v, r.Low) || r.High != nil && !alike(v, r.High) {
		return false
	}
	if r.Low != nil {
		if c := value.Compare(v, r.Low); c < 0 || c == 0 && r.LowOpen {
			return false
		}
	}
	if r.High != nil {
		if c := value.Compare(v, r.High); c > 0 || c == 0 && r.HighOpen {
			return false
		}
	}
	return true
}

// alike tells whether two values are of one kind: a text is neither before nor after a number.
func alike(a, b any) bool {
	if value.IsNumber(a) {
		return value.IsNumber(b)
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b)
}

// During holds from one instant (included) to another (not included), and on the days that begin within.
func During(path string, from, to time.Time) Condition {
	return AnyOf{
		Range{Path: path, Low: value.TimeOf(from), High: value.TimeOf(to), HighOpen: true},
		Range{Path: path, Low: value.DateOf(from), High: value.DateOf(to), HighOpen: true},
	}
}

// Overlap holds where the value, a list, has one of Values.
type Overlap struct {
	Path   string
	Values []any
}

// Match looks into every list.
func (o Overlap) Match(t Table, segment int) (column.Bits, error) {
	c, err := t.Column(segment, o.Path)
	if err != nil {
		return nil, err
	}
	wanted := among(o.Values)
	return column.Where(c, func(v any) bool {
		list, _ := v.([]any)
		return slices.ContainsFunc(list, wanted)
	}), nil
}

// Text holds where the text at one of the paths contains, or begins with, Text; case does not matter if Fold.
type Text struct {
	Paths  []string
	Text   string
	Prefix bool
	Fold   bool
}

// Match looks at each distinct text once.
func (x Text) Match(t Table, segment int) (column.Bits, error) {
	found := column.NewBits(t.Rows(segment))
	small := strings.ToLower(x.Text)
	for _, path := range x.Paths {
		c, err := t.Column(segment, path)
		if err != nil {
			return nil, err
		}
		switch texts, ok := c.(*column.Texts); {
		case ok && x.Fold && !x.Prefix:
			found.Or(texts.WhereContains(small))
			continue
		case ok:
			found.Or(texts.WhereText(x.test()))
			continue
		}
		test := x.test()
		found.Or(column.Where(c, func(v any) bool { return test(value.Text(v)) }))
	}
	return found, nil
}

func (x Text) test() func(text string) bool {
	test := strings.Contains
	if x.Prefix {
		test = strings.HasPrefix
	}
	if !x.Fold {
		return func(text string) bool { return test(text, x.Text) }
	}
	wanted := strings.ToLower(x.Text)
	return func(text string) bool { return test(strings.ToLower(text), wanted) }
}

// AnyOf holds where one of several conditions does; nowhere if there is none.
type AnyOf []Condition

// Match joins the sets.
func (a AnyOf) Match(t Table, segment int) (column.Bits, error) {
	if len(a) == 0 {
		return column.NewBits(t.Rows(segment)), nil
	}
	found, err := a[0].Match(t, segment)
	if err != nil {
		return nil, err
	}
	for _, c := range a[1:] {
		matched, err := c.Match(t, segment)
		if err != nil {
			return nil, err
		}
		found.Or(matched)
	}
	return found, nil
}
