package schema

import (
	"fmt"
	"slices"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func checkProperties(j *judge, s *Schema, v any, at place, seen *marks) bool {
	o, ok := v.(*value.Object)
	if !ok {
		return true
	}
	if seen != nil {
		for i, m := range o.Members() {
			if s.Property(m.Name) != nil {
				seen.mark(i)
			}
		}
	}
	if s.index != nil && o.Len() < len(s.Properties) {
		return j.fewOfMany(s, o, at)
	}
	for _, p := range s.Properties {
		member, given := o.Get(p.Name)
		if given && !j.property(p.Schema, member, o, p.Name, at) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}

// fewOfMany judges an object that has fewer members than there are properties: a hundred thousand properties must not be
// looked up in every empty object.
func (j *judge) fewOfMany(s *Schema, o *value.Object, at place) bool {
	var given []int
	for _, m := range o.Members() {
		i, listed := s.index[m.Name]
		switch {
		case !listed:
		case !j.quiet:
			given = append(given, i)
		case !j.property(s.Properties[i].Schema, m.Value, o, m.Name, at):
			return false
		}
	}
	slices.Sort(given)
	ok := true
	for _, i := range given {
		p := s.Properties[i]
		member, _ := o.Get(p.Name)
		ok = j.property(p.Schema, member, o, p.Name, at) && ok
	}
	return ok
}

// property judges a member by the schema of its name, and whether it may go that way at all.
func (j *judge) property(s *Schema, v any, o *value.Object, name string, at place) bool {
	if keyword := j.banned(s); keyword != "" {
		if j.quiet {
			return false
		}
		way := map[string]string{"readOnly": "nothing here, because the server alone sets it", "writeOnly": "nothing here, because it is only ever received"}
		return j.record(violation.Violation{
			Where: violation.Inside(at.where, name), Rule: keyword, Limit: true, Received: v, Expected: way[keyword],
			Document: tree.Join(s.Pointer, keyword),
		})
	}
	return j.member(s, v, o, name, 0, at)
}

// banned is the keyword that keeps a property out of a request or an answer, "" if none does.
func (j *judge) banned(s *Schema) string {
	switch {
	case j.mode != Answer && s.readOnly:
		return "readOnly"
	case j.mode == Answer && s.writeOnly:
		return "writeOnly"
	}
	return ""
}

// Property is the schema that properties has for a name, nil if it has none; unlike Field it knows nothing of $ref and allOf.
func (s *Schema) Property(name string) *Schema {
	if s.index != nil {
		if i, listed := s.index[name]; listed {
			return s.Properties[i].Schema
		}
		return nil
	}
	for _, p := range s.Properties {
		if p.Name == name {
			return p.Schema
		}
	}
	return nil
}

// patterned tells whether a patternProperty speaks of the name. One that is not enforced might, and so does.
func (j *judge) patterned(s *Schema, name string) bool {
	for _, p := range s.PatternProperties {
		if found, _ := j.match(p.Pattern, name); found {
			return true
		}
	}
	return false
}

func checkPatternProperties(j *judge, s *Schema, v any, at place, seen *marks) bool {
	o, ok := v.(*value.Object)
	if !ok || !j.charge(len(s.PatternProperties)*o.Len()) {
		return true
	}
	for _, p := range s.PatternProperties {
		for i, m := range o.Members() {
			if found, _ := j.match(p.Pattern, m.Name); !found {
				continue
			}
			seen.mark(i)
			if p.Pattern.Enforced() && !j.member(p.Schema, m.Value, o, m.Name, 0, at) {
				ok = false
				if j.quiet {
					return false
				}
			}
		}
	}
	return ok
}

func checkAdditionalProperties(j *judge, s *Schema, v any, at place, seen *marks) bool {
	o, ok := v.(*value.Object)
	if !ok {
		return true
	}
	for i, m := range o.Members() {
		if s.Property(m.Name) != nil || j.patterned(s, m.Name) {
			continue
		}
		seen.mark(i)
		if !j.unlisted(s, "additionalProperties", s.AdditionalProperties, m, o, at) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}

// unlisted judges a member that no property names.
func (j *judge) unlisted(s *Schema, keyword string, by *Schema, m value.Member, o *value.Object, at place) bool {
	if by.Always == nil || *by.Always {
		return j.member(by, m.Value, o, m.Name, 0, at)
	}
	if j.quiet || j.exhausted != "" {
		return false
	}
	listed, patterns := s.Properties, s.PatternProperties
	if keyword == "unevaluatedProperties" {
		listed, patterns = at.top.Fields(), at.top.patternsTogether()
	}
	return j.record(violation.Violation{
		Where: violation.Inside(at.where, m.Name), Rule: keyword, Limit: false, Received: m.Value, Expected: j.onlyNames(listed, patterns),
		Suggestion: j.closestName(m.Name, listed), Document: tree.Join(s.Pointer, keyword),
	})
}

func checkPropertyNames(j *judge, s *Schema, v any, at place, _ *marks) bool {
	o, ok := v.(*value.Object)
	if !ok {
		return true
	}
	for _, m := range o.Members() {
		before := len(j.found)
		if !j.member(s.PropertyNames, m.Name, o, m.Name, asName, at) {
			ok = false
			for i := before; i < len(j.found); i++ {
				j.found[i].Subject = "the name of " + j.found[i].Where
			}
			if j.quiet {
				break
			}
		}
	}
	return ok
}

func checkRequired(j *judge, s *Schema, v any, at place, _ *marks) bool {
	o, ok := v.(*value.Object)
	if !ok || !j.charge(len(s.Required)) {
		return true
	}
	for _, name := range s.Required {
		if _, given := o.Get(name); given || j.excused(s, name, at) {
			continue
		}
		ok = false
		if j.quiet || j.exhausted != "" {
			break
		}
		j.missing(s, "required", name, at, "")
	}
	return ok
}

// excused tells whether a required property need not be there because it only goes the other way. Its schema may stand
// beside the one that requires it, in another part of an allOf. It counts as a step, because objects without members can be
// excused from a hundred thousand names each.
func (j *judge) excused(s *Schema, name string, at place) bool {
	if !j.step() {
		return true
	}
	for _, from := range []*Schema{s, at.top} {
		if field := from.Field(name); field != nil && j.banned(field) != "" {
			return true
		}
	}
	return false
}

func (j *judge) missing(s *Schema, keyword, name string, at place, because string) {
	expected := "a value"
	for _, from := range []*Schema{s, at.top} {
		if field := from.Field(name); field != nil {
			expected = field.Words()
			break
		}
	}
	written := keyword
	if s.Node.Get(keyword) == nil {
		written = "dependencies"
	}
	j.record(violation.Violation{
		Where: violation.Inside(at.where, name), Rule: keyword, Limit: name, Expected: expected + because,
		Document: tree.Join(s.Pointer, written),
	})
}

func checkMinProperties(j *judge, s *Schema, v any, at place, _ *marks) bool {
	o, ok := v.(*value.Object)
	return !ok || int64(o.Len()) >= s.MinProperties || j.broken(s, "minProperties", s.MinProperties, v, at)
}

func checkMaxProperties(j *judge, s *Schema, v any, at place, _ *marks) bool {
	o, ok := v.(*value.Object)
	return !ok || int64(o.Len()) <= *s.MaxProperties || j.broken(s, "maxProperties", *s.MaxProperties, v, at)
}

func checkDependentRequired(j *judge, s *Schema, v any, at place, _ *marks) bool {
	o, ok := v.(*value.Object)
	if !ok || !j.charge(len(s.DependentRequired)+len(s.DependentSchemas)) {
		return true
	}
	for _, d := range s.DependentRequired {
		if _, given := o.Get(d.Name); !given {
			continue
		}
		for _, name := range d.Required {
			if _, given := o.Get(name); given || j.excused(s, name, at) {
				continue
			}
			ok = false
			if j.quiet {
				return false
			}
			j.missing(s, "dependentRequired", name, at, fmt.Sprintf(", because %q is given", d.Name))
		}
	}
	return ok
}

func checkDependentSchemas(j *judge, s *Schema, v any, at place, seen *marks) bool {
	o, ok := v.(*value.Object)
	if !ok || !j.charge(len(s.DependentRequired)+len(s.DependentSchemas)) {
		return true
	}
	for _, d := range s.DependentSchemas {
		if _, given := o.Get(d.Name); given && !j.inPlace(d.Schema, v, at, seen) {
			ok = false
			if j.quiet {
				break
			}
		}
	}
	return ok
}
