package schema

import (
	"strconv"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Bounds of one Check.
const (
	maxSteps       = 4_000_000 // schemas applied to values
	stepsPerValue  = 20        // more of them for each element and member, so that long values have enough
	maxDepth       = 20_000    // schemas within schemas
	maxViolations  = 1000
	maxRemembered  = 100_000 // results of schemas that several places refer to
	maxSuggestible = 1000    // words among which a misspelt one is looked for
	maxSuggestions = 50      // violations that are given one
)

// step counts, and is false once a bound is met: from then on everything fits, so that the way out is short.
func (j *judge) step() bool {
	j.steps++
	switch {
	case j.exhausted != "":
		return false
	case j.steps > maxSteps && j.steps > j.most():
		j.exhausted = "its schema takes more than " + strconv.Itoa(j.most()) + " steps"
	case j.depth >= maxDepth:
		j.exhausted = "its schema is deeper than " + strconv.Itoa(maxDepth) + " levels"
	default:
		return true
	}
	return false
}

// most is how many steps are allowed. To count the values takes time, and hardly ever has to be known.
func (j *judge) most() int {
	if j.allowed == 0 {
		j.allowed = maxSteps + stepsPerValue*size(j.root)
	}
	return j.allowed
}

// size is how many values there are in a value.
func size(v any) int {
	n := 1
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += size(item)
		}
	case *value.Object:
		for _, m := range v.Members() {
			n += size(m.Value)
		}
	}
	return n
}

// record is false.
func (j *judge) record(v violation.Violation) bool {
	if !j.quiet && len(j.found) < maxViolations {
		j.found = append(j.found, v)
		return false
	}
	if !j.quiet {
		j.exhausted = "it breaks more than " + strconv.Itoa(maxViolations) + " rules"
	}
	return false
}

// closest suggests a word, unless looking would take long.
func (j *judge) closest(word string, words []string) string {
	if len(words) > maxSuggestible || len(j.found) > maxSuggestions {
		return ""
	}
	return violation.Closest(word, words)
}
