package schema

import (
	"slices"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Mode says which way a value goes.
type Mode uint8

// The ways of a value (OpenAPI 3.0, section 4.7.24.2). What is received is taken in the sense of its author where the letter of
// the document takes nobody's: null beside nullable, a oneOf that only its discriminator tells apart.
const (
	ReadRequest  Mode = iota // readOnly properties are refused, and not required
	Answer                   // to the letter; writeOnly properties are refused, and not required
	WriteRequest             // as ReadRequest, but to the letter: a request that is made, not received
)

// Check judges a value that stands at where ("query.limit", "body"): every broken rule, in the order of the schema. Where
// the type is wrong, nothing else is said of that value. What would take more than a named bound is a violation of the rule
// "limits", so that a schema that explodes cannot stop the server.
func (s *Schema) Check(v any, where string, m Mode) []violation.Violation {
	return s.CheckSharing(v, where, m, nil)
}

// CheckSharing is Check of one of several values that have the steps of limit.Set.CheckSteps together; spent are those that
// were taken so far, nil for a value by itself.
func (s *Schema) CheckSharing(v any, where string, m Mode, spent *int) []violation.Violation {
	if spent == nil {
		spent = new(int)
	}
	// Nearly every value fits, and finding that out needs no texts.
	var found []violation.Violation
	fits, exhausted := s.quietly(v, m, spent)
	if fits {
		return nil
	}
	if exhausted == "" {
		j := newJudge(s, v, m)
		j.share(*spent)
		j.whole(s, v, where)
		found, exhausted = j.found, j.exhausted
		*spent += j.steps
		j.close()
	}
	if exhausted != "" {
		found = append(found, violation.Violation{
			Where: where, Rule: "limits", Document: s.Pointer,
			Says: where + " could not be judged completely: " + exhausted + ".",
		})
	}
	return withoutRepetitions(found)
}

// quietly tells whether a value fits, and what bound was met on the way.
func (s *Schema) quietly(v any, m Mode, spent *int) (fits bool, exhausted string) {
	j := newJudge(s, v, m)
	j.share(*spent)
	j.quiet = true
	fits, exhausted = j.whole(s, v, ""), j.exhausted
	*spent += j.steps
	j.close()
	return fits, exhausted
}

// CheckEach is Check of each of several values that stand in a row at where: body/0, body/1 … They share the bounds of one.
func (s *Schema) CheckEach(items []any, where string, m Mode) []violation.Violation {
	return (&Schema{Items: s, Pointer: s.Pointer, shared: s.shared, rules: []rule{{"items", checkItems}}}).Check(items, where, m)
}

// withoutRepetitions leaves out what several parts of an allOf say alike.
func withoutRepetitions(found []violation.Violation) []violation.Violation {
	if len(found) < 2 {
		return found
	}
	type rule struct{ where, keyword, limit string }
	told := map[rule]bool{}
	return slices.DeleteFunc(found, func(v violation.Violation) bool {
		limit := v.Document
		if !isContainer(v.Limit) { // a long enum is not worth comparing
			limit = value.Text(v.Limit)
		}
		r := rule{v.Where, v.Rule, limit}
		was := told[r]
		told[r] = true
		return was
	})
}

// Fits tells whether a value breaks no rule.
func (s *Schema) Fits(v any, m Mode) bool {
	fits, _ := s.FitsIn(v, m)
	return fits
}

// FitsIn is Fits for who tries many values and bounds them together: it tells how many steps of limit.Set.CheckSteps the judging
// took. A search for a pattern that takes too long counts as many as a few of them may take together.
func (s *Schema) FitsIn(v any, m Mode) (fits bool, steps int) {
	j := newJudge(s, v, m)
	defer j.close()
	j.quiet = true
	fits = j.whole(s, v, "")
	return fits, j.steps + j.late*(j.limits.CheckSteps/lateMatches)
}

// FitsWithin is Fits with a number of steps that several calls share, schemas that are applied to a value: it takes what it
// needs of them, and is false once there are none left.
func (s *Schema) FitsWithin(v any, m Mode, steps *int) bool { return s.FitsKnowing(v, m, steps, nil) }
