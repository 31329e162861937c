package jsonpath

import (
	"strings"
	"unicode/utf16"

	"mockserver/internal/value"
)

// matches is =~: a pattern takes the whole of a text, or of one element of an array.
func matches(left, right side, steps *Steps) (bool, error) {
	pattern, other := left.pattern, right
	if pattern == nil {
		pattern, other = right.pattern, left
	}
	if pattern == nil || other.pattern != nil {
		return false, nil
	}
	items, isArray := other.v.([]any)
	if !isArray {
		return pattern.Matches(input(other.v), steps)
	}
	for _, item := range items {
		if found, err := pattern.Matches(input(item), steps); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

// input is a value as a pattern sees it: what is no text, number or boolean is empty.
func input(v any) string {
	switch v.(type) {
	case nil, []any, *value.Object:
		return ""
	}
	return value.Text(v)
}

func among(v any, items []any, steps *Steps) (bool, error) {
	for _, item := range items {
		if found, err := alike(item, v, steps); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

func in(left, right side, steps *Steps) (bool, error) {
	items, ok := right.v.([]any)
	if !ok || !left.there {
		return false, nil
	}
	return among(left.v, items, steps)
}

// notIn holds of what is missing, and never where there is no list.
func notIn(left, right side, steps *Steps) (bool, error) {
	if _, ok := right.v.([]any); !ok {
		return false, nil
	}
	found, err := in(left, right, steps)
	return !found, err
}

// contains finds a text in a text, or a value in an array.
func contains(left, right side, steps *Steps) (bool, error) {
	if !right.there {
		return false, nil
	}
	switch v := left.v.(type) {
	case string:
		part, ok := right.v.(string)
		if !ok {
			return false, nil
		}
		return strings.Contains(v, part), steps.Take(weight(v))
	case []any:
		return among(right.v, v, steps)
	}
	return false, nil
}

// size is the length of a text or array.
func size(left, right side, steps *Steps) (bool, error) {
	n, ok := value.Int(right.v)
	if !ok {
		return false, nil
	}
	switch v := left.v.(type) {
	case string:
		return int64(len(utf16.Encode([]rune(v)))) == n, steps.Take(weight(v))
	case []any:
		return int64(len(v)) == n, nil
	}
	return false, nil
}

func empty(left, right side, _ *Steps) (bool, error) {
	want, ok := right.v.(bool)
	if !ok {
		return false, nil
	}
	switch v := left.v.(type) {
	case string:
		return (v == "") == want, nil
	case []any:
		return (len(v) == 0) == want, nil
	case *value.Object:
		return (v.Len() == 0) == want, nil
	}
	return false, nil
}

// eachIn is subsetof: each element of the left array is one of the right.
func eachIn(left, right side, steps *Steps) (bool, error) {
	items, ok := left.v.([]any)
	others, ok2 := right.v.([]any)
	if !ok || !ok2 {
		return false, nil
	}
	for _, item := range items {
		if found, err := among(item, others, steps); err != nil || !found {
			return false, err
		}
	}
	return true, nil
}

func anyOf(left, right side, steps *Steps) (bool, error) {
	items, ok := left.v.([]any)
	others, ok2 := right.v.([]any)
	if !ok || !ok2 {
		return false, nil
	}
	for _, item := range items {
		if found, err := among(item, others, steps); err != nil || found {
			return found, err
		}
	}
	return false, nil
}

func noneOf(left, right side, steps *Steps) (bool, error) {
	_, ok := left.v.([]any)
	_, ok2 := right.v.([]any)
	if !ok || !ok2 {
		return false, nil
	}
	found, err := anyOf(left, right, steps)
	return !found, err
}
