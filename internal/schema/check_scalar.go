package schema

import (
	"slices"
	"sort"
	"time"
	"unicode/utf8"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func checkEnum(j *judge, s *Schema, v any, at place, _ *marks) bool {
	if j.listed(s, v) {
		return true
	}
	if j.quiet {
		return false
	}
	expected, suggestion := s.Words(), ""
	if v == nil && len(s.Enum) > 0 {
		expected = "one of " + listed(s.Enum)
	}
	if text, ok := v.(string); ok {
		suggestion = j.closest(text, texts(s.Enum))
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: "enum", Limit: s.Enum, Received: v, Expected: expected, Suggestion: suggestion,
		Document: tree.Join(s.Pointer, "enum"),
	})
}

// listed tells whether an enum has a value. Containers are compared one by one, which ends at the first difference: to put them in
// order would take as long as they are large.
func (j *judge) listed(s *Schema, v any) bool {
	if !isContainer(v) {
		_, found := slices.BinarySearchFunc(s.enum, v, value.Compare)
		return found
	}
	scalars := sort.Search(len(s.enum), func(i int) bool { return isContainer(s.enum[i]) }) // come before all containers
	if !j.charge(len(s.enum) - scalars) {
		return true
	}
	return slices.ContainsFunc(s.enum[scalars:], func(one any) bool { return value.Equal(one, v) })
}

// texts are the strings among values.
func texts(values []any) []string {
	var list []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			list = append(list, text)
		}
	}
	return list
}

func checkConst(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return value.Equal(s.Const, v) || j.broken(s, "const", s.Const, v, at)
}

func checkFormat(j *judge, s *Schema, v any, at place, _ *marks) bool {
	f := formats[s.Format]
	if text, ok := v.(string); ok && f != nil && !j.reads(text, searchPerStep) {
		return true
	}
	switch {
	case f == nil || f.fits(v):
		return true
	case j.quiet:
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: "format", Limit: s.Format, Received: v, Expected: f.noun, Document: tree.Join(s.Pointer, "format"),
	})
}

func checkPattern(j *judge, s *Schema, v any, at place, _ *marks) bool {
	text, ok := v.(string)
	if !ok {
		return true
	}
	switch found, late := j.match(s.Pattern, text); {
	case found:
		return true
	case !late || j.quiet:
		return j.broken(s, "pattern", s.Pattern.Text, v, at)
	}
	most := time.Duration(j.limits.PatternMicros) * time.Microsecond
	return j.record(violation.Violation{
		Where: at.where, Rule: "pattern", Limit: s.Pattern.Text, Received: v, Document: tree.Join(s.Pointer, "pattern"),
		Says: at.where + " could not be matched with " + cut(s.Pattern.Text) + " within " + most.String() + ", and so counts as not matching it.",
	})
}

func checkMinLength(j *judge, s *Schema, v any, at place, _ *marks) bool {
	text, ok := v.(string)
	return !ok || !j.reads(text, bytesPerStep) || length(text) >= s.MinLength || j.broken(s, "minLength", s.MinLength, v, at)
}

func checkMaxLength(j *judge, s *Schema, v any, at place, _ *marks) bool {
	text, ok := v.(string)
	return !ok || !j.reads(text, bytesPerStep) || length(text) <= *s.MaxLength || j.broken(s, "maxLength", *s.MaxLength, v, at)
}

func length(text string) int64 { return int64(utf8.RuneCountInString(text)) }

func checkMinimum(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return s.Minimum == nil || !value.IsNumber(v) || value.Compare(v, s.Minimum) >= 0 || j.broken(s, "minimum", s.Minimum, v, at)
}

func checkMaximum(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return s.Maximum == nil || !value.IsNumber(v) || value.Compare(v, s.Maximum) <= 0 || j.broken(s, "maximum", s.Maximum, v, at)
}

func checkExclusiveMinimum(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return s.ExclusiveMinimum == nil || !value.IsNumber(v) || value.Compare(v, s.ExclusiveMinimum) > 0 ||
		j.broken(s, "exclusiveMinimum", s.ExclusiveMinimum, v, at)
}

func checkExclusiveMaximum(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return s.ExclusiveMaximum == nil || !value.IsNumber(v) || value.Compare(v, s.ExclusiveMaximum) < 0 ||
		j.broken(s, "exclusiveMaximum", s.ExclusiveMaximum, v, at)
}

func checkMultipleOf(j *judge, s *Schema, v any, at place, _ *marks) bool {
	return !value.IsNumber(v) || value.IsMultiple(v, s.MultipleOf) || j.broken(s, "multipleOf", s.MultipleOf, v, at)
}
