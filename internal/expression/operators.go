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
	"==":         func(a, b any) any { return equal(a, b) },
	"!=":         func(a, b any) any { return !equal(a, b) },
	"<":          func(a, b any) any { return compare(a, b, func(c int) bool { return c < 0 }) },
	"<=":         func(a, b any) any { return compare(a, b, func(c int) bool { return c <= 0 }) },
	">":          func(a, b any) any { return compare(a, b, func(c int) bool { return c > 0 }) },
	">=":         func(a, b any) any { return compare(a, b, func(c int) bool { return c >= 0 }) },
	"in":         func(a, b any) any { return in(a, b) },
	"contains":   texts(strings.Contains),
	"startsWith": texts(strings.HasPrefix),
	"endsWith":   texts(strings.HasSuffix),
}

// operatorNames are those and the ones that decide whether their right side is looked at.
const operatorNames = "+ - * % == != < <= > >= in contains startsWith endsWith and or not ?? ?:, and the function div"

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
			return moved(x, time.Duration(y).Microseconds())
		}
	case value.Date:
		if y, ok := b.(int64); ok {
			return movedDay(x, y)
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
			return moved(x, -time.Duration(y).Microseconds())
		}
	case value.Date:
		switch y := b.(type) {
		case value.Date:
			return int64(x) - int64(y)
		case int64:
			return movedDay(x, -y)
		}
	}
	return nil
}

// The years that RFC 3339 can write, as instants and days: what leaves them is null.
var (
	firstTime = value.TimeOf(time.Date(0, time.January, 1, 0, 0, 0, 0, time.UTC))
	lastTime  = value.TimeOf(time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)) - 1
	firstDay  = value.DateOf(firstTime.In(time.UTC))
	lastDay   = value.DateOf(lastTime.In(time.UTC))
)

func moved(t value.Time, by int64) any {
	if addOverflows(int64(t), by) || t+value.Time(by) < firstTime || t+value.Time(by) > lastTime {
		return nil
	}
	return t + value.Time(by)
}

func movedDay(d value.Date, by int64) any {
	if addOverflows(int64(d), by) || int64(d)+by < int64(firstDay) || int64(d)+by > int64(lastDay) {
		return nil
	}
	return d + value.Date(by)
}

// negate turns the sign of a number.
func negate(v any) any {
	if n, ok := v.(value.Number); ok {
		if rest, negative := strings.CutPrefix(string(n), "-"); negative {
			return value.Number(rest)
		}
		return "-" + n
	}
	return subtract(int64(0), v)
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

// remainder is what div leaves: it has the sign of the divisor.
func remainder(a, b any) any {
	x, okA := a.(int64)
	y, okB := b.(int64)
	if !okA || !okB || y == 0 {
		return nil
	}
	left := x % y
	if left != 0 && (left < 0) != (y < 0) {
		left += y
	}
	return left
}

// compare orders values of one kind; values of different kinds, lists and objects have no order here.
func compare(a, b any, holds func(int) bool) any {
	if a, b = settled(a), settled(b); kindOf(a) == 0 || kindOf(a) != kindOf(b) {
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
		return slices.ContainsFunc(b, func(item any) bool { return equal(a, item) })
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
