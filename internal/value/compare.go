package value

import (
	"cmp"
	"slices"
	"strings"
)

// The ranks of the kinds in Compare, lowest first.
const (
	rankNil = iota
	rankBool
	rankNumber
	rankString
	rankTime
	rankDate
	rankArray
	rankObject
)

func rank(v any) int {
	switch v.(type) {
	case nil:
		return rankNil
	case bool:
		return rankBool
	case int64, Number:
		return rankNumber
	case string:
		return rankString
	case Time:
		return rankTime
	case Date:
		return rankDate
	case []any:
		return rankArray
	}
	return rankObject
}

// Compare orders any two values, -1, 0 or +1: nil, false, true, numbers (exactly), strings (by bytes), times, dates,
// arrays (element by element), objects (by their members in the order of the names). It is 0 exactly where Equal is true.
func Compare(a, b any) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch a := a.(type) {
	case nil:
		return 0
	case bool:
		return compareBool(a, b.(bool))
	case string:
		return strings.Compare(a, b.(string))
	case Time:
		return cmp.Compare(a, b.(Time))
	case Date:
		return cmp.Compare(a, b.(Date))
	case []any:
		return slices.CompareFunc(a, b.([]any), Compare)
	case *Object:
		return slices.CompareFunc(byName(a), byName(b.(*Object)), compareMember)
	}
	return compareNumber(a, b)
}

// Equal is the equality of JSON: 1 equals 1.0, and the order of an object's members does not count.
func Equal(a, b any) bool {
	switch a := a.(type) {
	case string:
		text, ok := b.(string)
		return ok && a == text
	case []any:
		items, ok := b.([]any)
		return ok && slices.EqualFunc(a, items, Equal)
	case *Object:
		o, ok := b.(*Object)
		return ok && equalObject(a, o)
	}
	return Compare(a, b) == 0
}

func equalObject(a, b *Object) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, m := range a.Members() {
		if v, ok := b.Get(m.Name); !ok || !Equal(m.Value, v) {
			return false
		}
	}
	return true
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func compareNumber(a, b any) int {
	x, isInt := a.(int64)
	if y, ok := b.(int64); ok && isInt {
		return cmp.Compare(x, y)
	}
	if c, ok := compareShort(a, b); ok {
		return c
	}
	d, _ := decimalOf(a)
	e, _ := decimalOf(b)
	return d.compare(e)
}

func byName(o *Object) []Member {
	members := slices.Clone(o.Members())
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return members
}

func compareMember(a, b Member) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return Compare(a.Value, b.Value)
}
