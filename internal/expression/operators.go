package expression

import (
	"math"
	"slices"
	"strings"
	"time"

	"mockserver/internal/value"
)

// operators take two operands. All but == != and in give null when one is null, and when the operands do not fit.
var operators = map[string]func(a, b any) any{
	"+":          add,
	"-":          subtract,
	"*":          multiply,
	"%":          remainder,
	"==":         func(a, b any) any { return value.Equal(a, b) },
	"!=":         func(a, b any) any { return !value.Equal(a, b) },
	"<":          func(a, b any) any { return compare(a, b, func(c int) bool { return c < 0 }) },
	"<=":         func(a, b any) any { return compare(a, b, func(c int) bool { return c <= 0 }) },
	">":          func(a, b any) any { return compare(a, b, func(c int) bool { return c > 0 }) },
	">=":         func(a, b any) any { return compare(a, b, func(c int) bool { return c >= 0 }) },
	"in":         func(a, b any) any { return in(a, b) },
	"contains":   texts(strings.Contains),
	"startsWith": texts(strings.HasPrefix),
	"endsWith":   texts(strings.HasSuffix),
}

func add(a, b any) any {
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok && !addOverflows(x, y) {
			return x + y
		}
	case string:
		if y, ok := b.(string); ok {
			return x + y
		}
	case value.Time:
		if y, ok := b.(span); ok {
			return x + value.Time(time.Duration(y).Microseconds())
		}
	case value.Date:
		if y, ok := b.(int64); ok && math.MinInt16 < y && y < math.MaxInt32/2 {
			return x + value.Date(y)
		}
	case []any:
		if y, ok := b.([]any); ok {
			return append(slices.Clone(x), y...)
		}
	}
	return nil
}

func subtract(a, b any) any {
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok && y != math.MinInt64 && !addOverflows(x, -y) {
			return x - y
		}
	case value.Time:
		if y, ok := b.(span); ok {
			return x - value.Time(time.Duration(y).Microseconds())
		}
	case value.Date:
		switch y := b.(type) {
		case value.Date:
			return int64(x) - int64(y)
		case int64:
			return add(x, -y)
		}
	}
	return nil
}

// addOverflows tells whether x + y leaves the range of int64.
func addOverflows(x, y int64) bool {
	return (x > 0 && y > math.MaxInt64-x) || (x < 0 && y < math.MinInt64-x)
}

func multiply(a, b any) any {
	x, okA := a.(int64)
	y, okB := b.(int64)
	if !okA || !okB {
		return nil
	}
	product := x * y
	if x != 0 && (product/x != y || x == -1 && y == math.MinInt64) {
		return nil
	}
	return product
}

func remainder(a, b any) any {
	x, okA := a.(int64)
	y, okB := b.(int64)
	if !okA || !okB || y == 0 {
		return nil
	}
	return x % y
}

// compare orders values of one kind; values of different kinds have no order here.
func compare(a, b any, holds func(int) bool) any {
	if a == nil || b == nil || kindOf(a) != kindOf(b) {
		return nil
	}
	return holds(value.Compare(a, b))
}

func kindOf(v any) int {
	switch v.(type) {
	case bool:
		return 1
	case int64, value.Number:
		return 2
	case string:
		return 3
	case value.Time:
		return 4
	case value.Date:
		return 5
	}
	return 0
}

// in looks for a value in a list, or for a name in an object.
func in(a, b any) bool {
	switch b := b.(type) {
	case []any:
		return slices.ContainsFunc(b, func(item any) bool { return value.Equal(a, item) })
	case Members:
		if name, ok := a.(string); ok {
			_, there := b.Get(name)
			return there
		}
	}
	return false
}

func texts(test func(string, string) bool) func(a, b any) any {
	return func(a, b any) any {
		x, okA := a.(string)
		y, okB := b.(string)
		if !okA || !okB {
			return nil
		}
		return test(x, y)
	}
}
