package schema

import (
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func checkAllOf(j *judge, s *Schema, v any, at place, seen *marks) bool {
	ok := true
	for _, sub := range s.AllOf {
		if !j.inPlace(sub, v, at, seen) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}

func checkAnyOf(j *judge, s *Schema, v any, at place, seen *marks) bool {
	meant, told := j.named(s, s.AnyOf, v)
	if told && !j.fitsNamed(s, s.AnyOf, meant, v, at, seen) {
		return false
	}
	ok := told
	for _, sub := range s.AnyOf {
		if ok && seen == nil {
			break
		}
		if sub != meant && j.fits(sub, v, at, seen) {
			ok = true
		}
	}
	return ok || j.noneFits(s, "anyOf", s.AnyOf, v, at)
}

func checkOneOf(j *judge, s *Schema, v any, at place, seen *marks) bool {
	if meant, told := j.named(s, s.OneOf, v); told {
		return j.fitsNamed(s, s.OneOf, meant, v, at, seen)
	}
	var fitting []int
	for i, sub := range s.OneOf {
		if j.fits(sub, v, at, seen) {
			fitting = append(fitting, i)
		}
	}
	switch {
	case len(fitting) == 1:
		return true
	case len(fitting) == 0:
		return j.noneFits(s, "oneOf", s.OneOf, v, at)
	case j.quiet:
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: "oneOf", Received: v, Document: tree.Join(s.Pointer, "oneOf"),
		Expected: exactlyOne(s.OneOf, fitting),
	})
}

func checkNot(j *judge, s *Schema, v any, at place, _ *marks) bool {
	if !j.fits(s.Not, v, at, nil) {
		return true
	}
	if j.quiet {
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: "not", Received: v, Expected: s.Not.denied(v), Document: tree.Join(s.Pointer, "not"),
	})
}

func checkIf(j *judge, s *Schema, v any, at place, seen *marks) bool {
	next := s.Then
	if !j.fits(s.If, v, at, seen) {
		next = s.Else
	}
	return next == nil || j.inPlace(next, v, at, seen)
}

// checkUnevaluated judges what no other keyword has: it comes after all of them, wherever it is written.
func checkUnevaluated(j *judge, s *Schema, v any, at place, seen *marks) bool {
	ok := true
	switch v := v.(type) {
	case *value.Object:
		if s.UnevaluatedProperties == nil {
			return true
		}
		for i, m := range v.Members() {
			if !seen.has(i) && !j.unlisted(s, "unevaluatedProperties", s.UnevaluatedProperties, m, v, at) {
				ok = false
			}
		}
		seen.markAll()
	case []any:
		if s.UnevaluatedItems == nil {
			return true
		}
		for i := range v {
			if !seen.has(i) && !j.element(s.UnevaluatedItems, v, i, at) {
				ok = false
			}
		}
		seen.markAll()
	}
	return ok
}
