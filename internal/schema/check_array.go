package schema

import (
	"slices"

	"mockserver/internal/value"
)

func checkItems(j *judge, s *Schema, v any, at place, seen *marks) bool {
	items, ok := v.([]any)
	if !ok {
		return true
	}
	seen.markAll()
	return j.elements(s.Items, items, len(s.PrefixItems), at)
}

// elements judges the elements from one on by a schema.
func (j *judge) elements(s *Schema, items []any, from int, at place) bool {
	ok := true
	for i := from; i < len(items); i++ {
		if !j.element(s, items, i, at) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}

func checkPrefixItems(j *judge, s *Schema, v any, at place, seen *marks) bool {
	items, ok := v.([]any)
	if !ok {
		return true
	}
	for i := range min(len(items), len(s.PrefixItems)) {
		seen.mark(i)
		if !j.element(s.PrefixItems[i], items, i, at) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}

func checkContains(j *judge, s *Schema, v any, at place, seen *marks) bool {
	items, ok := v.([]any)
	if !ok {
		return true
	}
	was, found := j.quiet, int64(0)
	j.quiet = true
	for i := range items {
		if j.element(s.Contains, items, i, at) {
			seen.mark(i)
			found++
		}
	}
	j.quiet = was
	if found < s.MinContains {
		keyword := "minContains"
		if s.Node.Get(keyword) == nil {
			keyword = "contains"
		}
		return j.broken(s, keyword, s.MinContains, v, at)
	}
	return s.MaxContains == nil || found <= *s.MaxContains || j.broken(s, "maxContains", *s.MaxContains, v, at)
}

func checkMinItems(j *judge, s *Schema, v any, at place, _ *marks) bool {
	items, ok := v.([]any)
	return !ok || int64(len(items)) >= s.MinItems || j.broken(s, "minItems", s.MinItems, v, at)
}

func checkMaxItems(j *judge, s *Schema, v any, at place, _ *marks) bool {
	items, ok := v.([]any)
	return !ok || int64(len(items)) <= *s.MaxItems || j.broken(s, "maxItems", *s.MaxItems, v, at)
}

// checkUniqueItems sorts, so that a long array takes n·log n comparisons.
func checkUniqueItems(j *judge, s *Schema, v any, at place, _ *marks) bool {
	items, ok := v.([]any)
	if !ok || !s.UniqueItems || len(items) < 2 || !j.charge(len(items)/sortedPerStep) {
		return true
	}
	sorted := slices.SortedFunc(slices.Values(items), value.Compare)
	for i, item := range sorted[1:] {
		if value.Compare(sorted[i], item) == 0 {
			return j.broken(s, "uniqueItems", true, v, at)
		}
	}
	return true
}
