package schema

import (
	"fmt"

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
	ok := false
	for _, sub := range s.AnyOf {
		if j.fits(sub, v, at, seen) {
			ok = true
			if seen == nil {
				break
			}
		}
	}
	return ok || j.noneFits(s, "anyOf", s.AnyOf, v, at)
}

func checkOneOf(j *judge, s *Schema, v any, at place, seen *marks) bool {
	var fitting []*Schema
	for _, sub := range s.OneOf {
		if j.fits(sub, v, at, seen) {
			fitting = append(fitting, sub)
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
		Expected: fmt.Sprintf("what fits exactly one of %s; this fits %s", alternatives(s.OneOf, "or"), alternatives(fitting, "and")),
	})
}

// noneFits says what is wrong by the alternative that was meant, if that can be told, else lists the alternatives.
func (j *judge) noneFits(s *Schema, keyword string, subs []*Schema, v any, at place) bool {
	if j.quiet {
		return false
	}
	if s.Discriminator != nil {
		if o, ok := v.(*value.Object); ok && !j.discriminate(s, subs, o, at) {
			return false
		}
	}
	before := len(j.found)
	if meant := onlyOfKind(subs, v); meant != nil {
		j.judge(meant, v, at, nil)
	}
	if len(j.found) > before {
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: keyword, Received: v, Expected: alternatives(subs, "or"), Document: tree.Join(s.Pointer, keyword),
	})
}

// discriminate judges an object by the alternative that its discriminating property names. It is true if that tells nothing.
func (j *judge) discriminate(s *Schema, subs []*Schema, o *value.Object, at place) bool {
	d := s.Discriminator
	given, ok := o.Get(d.Property)
	inner := tree.Join(at.where, d.Property)
	document := tree.Join(s.Pointer, "discriminator")
	names, targets := d.choices(subs)
	if !ok {
		return j.record(violation.Violation{Where: inner, Rule: "required", Limit: d.Property, Expected: quoted(names), Document: document})
	}
	name, _ := given.(string)
	for i, n := range names {
		if n == name {
			before := len(j.found)
			j.judge(targets[i], o, at, nil)
			return len(j.found) == before
		}
	}
	limit := make([]any, len(names))
	for i, n := range names {
		limit[i] = n
	}
	return j.record(violation.Violation{
		Where: inner, Rule: "discriminator", Limit: limit, Received: given, Expected: quoted(names),
		Suggestion: j.closest(name, names), Document: document,
	})
}

// choices are the values of the property and what each stands for: those of the mapping, then the names of the schemas
// that it does not mention.
func (d *Discriminator) choices(subs []*Schema) (names []string, targets []*Schema) {
	mapped := map[*Schema]bool{}
	for _, m := range d.Mapping {
		for _, sub := range subs {
			if sub.target().Pointer == m.Pointer {
				names, targets = append(names, m.Value), append(targets, sub)
				mapped[sub] = true
			}
		}
	}
	for _, sub := range subs {
		if sub.Ref != nil && !mapped[sub] {
			names, targets = append(names, sub.target().name()), append(targets, sub)
		}
	}
	return names, targets
}

// onlyOfKind is the one alternative that admits values of v's type, nil if there are several or none.
func onlyOfKind(subs []*Schema, v any) *Schema {
	var only *Schema
	for _, sub := range subs {
		if !sub.Kinds().accepts(v) {
			continue
		}
		if only != nil {
			return nil
		}
		only = sub
	}
	return only
}

func checkNot(j *judge, s *Schema, v any, at place, _ *marks) bool {
	if !j.fits(s.Not, v, at, nil) {
		return true
	}
	if j.quiet {
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: "not", Received: v, Expected: "anything but " + s.Not.Words(), Document: tree.Join(s.Pointer, "not"),
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
