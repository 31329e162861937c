package fake

import (
	"fmt"
	"strings"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
)

// Generator makes values that fit schemas. It holds no state: a value is a function of its key and schema, and each part
// of it of its own place, so that another property leaves the others as they were.
type Generator struct {
	Mode    schema.Mode // which properties are left out: writeOnly ones of answers, readOnly ones of requests
	Clock   time.Time   // what dates lie around
	Dynamic bool        // the examples and defaults of the schemas are not used
	Failure bool        // the value tells what went wrong: of other values, errors are no part unless they must be
	Limits  limit.Set   // of its zero value, each limit is the default
	Spent   *int        // nil, or grows by the steps that looking for a value takes

	searched bool // nothing that is kept is used, and all is judged: for tests
}

// Unsatisfiable says which schema nothing fits, or nothing that could be found within the limits.
type Unsatisfiable struct {
	Pointer string // JSON pointer of the schema
	Reason  string // a sentence without a full stop
}

// Error is the reason with its place.
func (e *Unsatisfiable) Error() string { return fmt.Sprintf("%s (%s)", e.Reason, e.Pointer) }

// Value makes the value at a key: one that s.Fits in the generator's mode; of no schema, an empty object. The error is an
// *Unsatisfiable.
func (g Generator) Value(k Key, s *schema.Schema) (any, error) {
	if g.Limits == (limit.Set{}) {
		g.Limits = limit.Default()
	}
	if g.Clock.IsZero() { // dates about the year 1 would have no form
		g.Clock = time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC)
	}
	if s == nil {
		s = anything
	}
	var first *Unsatisfiable
	for _, lean := range []bool{false, true} {
		r := &run{Generator: g, root: s, lean: lean, steps: max(1, g.Limits.GeneratedSteps/2), room: g.Limits.GeneratedText}
		v, err := r.value(spot{key: k, owner: k, words: nameOf(s.Pointer), required: true, examples: !g.Dynamic}, []*schema.Schema{s})
		if g.Spent != nil {
			*g.Spent += max(1, g.Limits.GeneratedSteps/2) - r.steps + r.work + r.beside
		}
		if err == nil {
			return v, nil
		}
		if first == nil || r.exhausted == nil {
			first = err
		}
		if r.exhausted == nil || r.flood {
			break
		}
	}
	return nil, first
}

// nameOf are the words of the header that a schema at a place is of; nil: of none.
func nameOf(pointer string) []string {
	parts := strings.Split(strings.TrimSuffix(pointer, "/schema"), "/")
	if n := len(parts); n > 2 && parts[n-2] == "headers" && parts[n-3] != "properties" {
		return wordsOf(parts[n-1])
	}
	return nil
}

// Inner bounds of one search, which ends at limit.Set.GeneratedTries and GeneratedSteps: how those are spent on one value.
const (
	maxAttempts = 96     // candidates for one value
	fewAttempts = 16     // candidates for a value that is to break a schema: there may be other ways to break it
	maxPoints   = 3000   // choices made for the candidates of one value
	maxRivals   = 20     // branches of a oneOf that the one to be taken is told from
	lavish      = 3      // of them, those that have more than is required
	maxVariants = 10_000 // after which variants of a number come again
	maxExpanded = 10_000 // characters that a pattern is made longer by, where it is written out
	maxFlooded  = 2      // how often the values of a whole answer are made anew before the search is given up
	floodFrom   = 2000   // values after which it is reckoned how many there have to be at least
)

// run is one search for a value.
type run struct {
	Generator
	root *schema.Schema
	lean bool // only what is required

	values    int // in the candidate at hand
	work      int // values in all candidates
	steps     int // that judging them may still take
	room      int // bytes that their texts may still have
	tries     int
	beside    int            // steps and values beside the search
	flood     bool           // no candidate can have as few values as are allowed
	cut       int            // values that were too deep
	exhausted *Unsatisfiable // the bound that was met: everything fails from then on
	hopeless  map[*schema.Schema]*Unsatisfiable
	heights   map[*schema.Schema]smallest
	barren    map[*schema.Schema]int // how often what was to follow an heir did not fit
	known     schema.Known
	last      taken
	spare     *expander
	spares    []*objectMaker
	drafts    drafts
	lent      spot                      // see first
	drawn     Stream                    // likewise
	vain      map[[2]*schema.Schema]int // how often properties of these schemas could not be put in order
}

// spot is where a value stands.
type spot struct {
	key      Key
	owner    Key      // of the object that it belongs to: what is beside it is of the same person, place and time
	words    []string // of the name of the property, in small letters; nil: it has none
	called   *naming  // of the words; nil: not yet asked for
	kin      []string // words for what owns it
	personal bool     // which is somebody
	depth    int      // arrays and objects around it
	required bool
	rare     bool          // most things have no such property, or null
	examples bool          // they may be used
	without  []string      // properties that are left out: what their presence asks for cannot be
	inside   bool          // what holds it is not judged
	thrifty  bool          // nothing that is not required: something around it did not fit so far
	shift    time.Duration // how much later than usual the life of the owner is
}

// fail makes an error at a schema.
func fail(s *schema.Schema, format string, args ...any) *Unsatisfiable {
	return &Unsatisfiable{s.Pointer, fmt.Sprintf(format, args...)}
}

// spend counts a value, and is an error once a bound is met.
func (r *run) spend(s *schema.Schema) *Unsatisfiable {
	r.values++
	r.work++
	if r.work == floodFrom && r.fewest(r.root) > r.Limits.GeneratedValues {
		r.values, r.flood = r.Limits.GeneratedValues+1, true
	}
	r.tire(s)
	switch {
	case r.exhausted != nil:
	case r.values > r.Limits.GeneratedValues:
		r.exhausted = fail(s, "a value of it holds more than %d values, the limit that --limit generated-values=N sets", r.Limits.GeneratedValues)
	case r.work > maxFlooded*r.Limits.GeneratedValues+r.Limits.GeneratedTries, r.tries > r.Limits.GeneratedTries:
		r.exhausted = fail(s, "none of %d attempts to find a value that fits succeeded, the limit that --limit generated-tries=N sets", r.Limits.GeneratedTries)
	}
	return r.exhausted
}
