package schema

import (
	"strconv"
	"sync/atomic"
	"time"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Bounds of one Check, beside those of limit.Set.
const (
	stepsPerValue  = 20      // more steps for each element and member, so that long values have enough
	deepest        = 200_000 // what a limit of the depth cannot exceed: the stack has an end
	maxRemembered  = 100_000 // results of schemas that several places refer to
	maxSuggestible = 1000    // words among which a misspelt one is looked for
	maxSuggestions = 50      // violations that are given one
	freeOfCharge   = 32      // members of a keyword, instructions of a pattern: no real document has many more
	bytesPerStep   = 256     // of a text that is gone through
	searchPerStep  = 40      // bytes of a text in which a pattern is looked for
	sortedPerStep  = 4       // elements that are sorted
	maxTried       = 50      // alternatives of which the nearest is looked for
	lateMatches    = 4       // how often the time of one match is all the time that the matches of one Check have
)

// share takes from what is allowed the steps that others took.
func (j *judge) share(spent int) {
	j.spent, j.free = spent, max(0, j.limits.CheckSteps-spent)
}

// step counts, and is false once a bound is met: from then on everything fits, so that the way out is short.
func (j *judge) step() bool {
	j.steps++
	switch {
	case j.exhausted != "":
		return false
	case j.steps > j.free && j.steps > j.most():
		j.exhausted = "its schema takes more than " + strconv.Itoa(j.most()) + " steps"
	case j.depth >= min(j.limits.CheckDepth, deepest):
		j.exhausted = "its schema is deeper than " + strconv.Itoa(min(j.limits.CheckDepth, deepest)) + " levels"
	default:
		return true
	}
	return false
}

// charge counts steps that are not schemas.
func (j *judge) charge(n int) bool {
	if n < freeOfCharge {
		return true
	}
	j.steps += n
	return j.step()
}

// reads counts the steps that it takes to go through a text, so many bytes in each.
func (j *judge) reads(text string, perStep int) bool {
	if len(text) < perStep {
		return true
	}
	j.steps += len(text) / perStep
	return j.step()
}

// most is how many steps are allowed. To count the values takes time, and hardly ever has to be known.
func (j *judge) most() int {
	if j.allowed == 0 {
		j.allowed = max(0, j.limits.CheckSteps-j.spent) + stepsPerValue*size(j.root)
	}
	return j.allowed
}

// patternBudget ends a Check whose patterns take long one after the other.
type patternBudget struct {
	timer *time.Timer
	spent atomic.Bool
}

// match searches for a pattern, within the time that all patterns of a Check have together.
func (j *judge) match(p *Pattern, text string) (found, late bool) {
	const perStep = 16 // bytes of a text times instructions
	if excess := p.size - freeOfCharge; excess > 0 && !j.charge(len(text)*excess/perStep) {
		return true, false
	}
	if !j.reads(text, searchPerStep) {
		return true, false
	}
	if p.slow == nil {
		return p.Search(text)
	}
	all := lateMatches * time.Duration(j.limits.PatternMicros) * time.Microsecond
	if j.patterns == nil {
		b := &patternBudget{}
		b.timer = time.AfterFunc(all, func() { b.spent.Store(true) })
		j.patterns = b
	}
	if j.patterns.spent.Load() {
		j.exhausted = "the patterns of its schema take longer than " + all.String()
		return true, false
	}
	if found, late = p.Search(text); late {
		j.late++
	}
	return found, late
}

// maxReused is the size up to which maps are used again.
const maxReused = 64

// close ends what a Check has begun; from then on the judge is another's.
func (j *judge) close() {
	if j.patterns != nil {
		j.patterns.timer.Stop()
	}
	results, reported := j.results, j.reported
	*j = judge{}
	if len(results) < maxReused && len(reported) < maxReused {
		clear(results)
		clear(reported)
		j.results, j.reported = results, reported
	}
	judges.Put(j)
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
	if !j.quiet && len(j.found) < j.limits.Violations {
		j.found = append(j.found, v)
		return false
	}
	if !j.quiet {
		j.exhausted = "it breaks more than " + strconv.Itoa(j.limits.Violations) + " rules"
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

// closestName is closest among the names of properties.
func (j *judge) closestName(word string, properties []Property) string {
	if len(properties) > maxSuggestible || len(j.found) > maxSuggestions {
		return ""
	}
	names := make([]string, 0, len(properties))
	for _, p := range properties {
		if j.banned(p.Schema) == "" {
			names = append(names, p.Name)
		}
	}
	return violation.Closest(word, names)
}
