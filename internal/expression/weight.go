package expression

import "mockserver/internal/value"

// weight is the number of steps that going through a value takes, counted until there are no more left: lists within
// each other can repeat one list more often than anything could count.
func (f *frame) weight(v any) int { return weigh(v, maxSteps-f.steps) }

func weigh(v any, limit int) int {
	switch v := v.(type) {
	case string:
		return len(v) / stepBytes
	case []any:
		n := 0
		for i := 0; i < len(v) && n <= limit; i++ {
			n += 1 + weigh(v[i], limit-n)
		}
		return n
	case *value.Object:
		n, members := 0, v.Members()
		for i := 0; i < len(members) && n <= limit; i++ {
			n += 1 + weigh(members[i].Value, limit-n)
		}
		return n
	}
	return 0
}

// made is a value that was made, or null if there are no steps left for it.
func (f *frame) made(v any) any {
	if !f.spend(f.weight(v)) {
		return nil
	}
	return v
}

// withoutSpan keeps a length of time from leaving an expression: it is no value.
func withoutSpan(v any) any {
	if _, ok := v.(span); ok {
		return nil
	}
	return v
}

// settled is a value with keys in place of records, null for one without a key, at any depth; the value itself where
// there are none.
func settled(v any) any {
	switch v := v.(type) {
	case Keyed:
		return v.KeyValue()
	case []any:
		return settledList(v)
	case *value.Object:
		var copied *value.Object
		for i, m := range v.Members() {
			if s := settled(m.Value); copied == nil && !same(s, m.Value) {
				copied = value.ObjectOf(v.Members()[:i]...)
				copied.Set(m.Name, s)
			} else if copied != nil {
				copied.Set(m.Name, s)
			}
		}
		if copied != nil {
			return copied
		}
	case Members:
		return nil
	}
	return v
}

func settledList(list []any) any {
	var copied []any
	for i, item := range list {
		s := settled(item)
		if copied == nil && !same(s, item) {
			copied = append(make([]any, 0, len(list)), list[:i]...)
		}
		if copied != nil {
			copied = append(copied, s)
		}
	}
	if copied != nil {
		return copied
	}
	return list
}

// same tells whether settling left a value as it was: only records, and what holds them, change.
func same(after, before any) bool {
	switch before := before.(type) {
	case Keyed:
		return false
	case []any:
		list := after.([]any)
		return len(list) == 0 || &list[0] == &before[0]
	case *value.Object:
		return after.(*value.Object) == before
	case Members:
		return false
	}
	return true
}

// text is the text of a value; a length of time has none.
func text(v any) string { return value.Text(settled(withoutSpan(v))) }

// equal is the equality of JSON, and lengths of time equal each other.
func equal(a, b any) bool {
	x, isSpan := a.(span)
	y, areSpans := b.(span)
	if isSpan || areSpans {
		return isSpan && areSpans && x == y
	}
	if a == nil || b == nil { // no record is null, whatever its key
		return a == nil && b == nil
	}
	return value.Equal(settled(a), settled(b))
}
