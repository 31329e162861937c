package schema

import (
	"slices"
	"sync"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

var byDefault = &shared{limits: limit.Default()}

// judges are those that are done: each parameter of a request and each answer needs one for a moment (BenchmarkMiss… in package
// server).
var judges = sync.Pool{New: func() any { return new(judge) }}

func newJudge(s *Schema, v any, m Mode) *judge {
	with := s.shared
	if with == nil { // of a schema that was not compiled, but put together
		with = byDefault
	}
	j := judges.Get().(*judge)
	j.root, j.mode, j.limits, j.free = v, m, &with.limits, with.limits.CheckSteps
	if with.dynamic.Load() {
		j.scope = &scope{}
	}
	return j
}

// judge is one Check on its way.
type judge struct {
	mode  Mode
	found []violation.Violation
	quiet bool // nothing is recorded, the first broken rule ends it

	limits       *limit.Set
	root         any
	steps, depth int
	spent        int    // steps that others took who share the bound
	free         int    // steps that need no reckoning
	allowed      int    // steps; 0: not yet reckoned
	late         int    // searches that took too long
	exhausted    string // the bound that was met

	known    *Known         // parts of the value that fit; nil: none are known
	scope    *scope         // nil where there is no $dynamicRef
	patterns *patternBudget // nil until the first pattern that RE2 cannot run
	trying   bool           // an alternative is judged only to see how near it is

	following *lead // what the value at hand named as the schema that it follows
	leads     map[lead]*lead

	results  map[visit]outcome // what came out where several places refer to a schema
	reported map[report]bool
	assumed  int // how often a schema was met again while it was being judged

	nullRefused bool // a null was, of which a schema says nothing
	nullFits    bool // such a null is taken

	only     map[*Property]string // of onlyNames, by the first of the properties
	limitsOf map[*string][]any    // of misnamed, by the first of the names
}

// whole judges the value from the outermost schema on. What fits because a null of which nothing is said was refused
// somewhere, by one of several alternatives or within a not, has to fit where it is taken, too.
func (j *judge) whole(s *Schema, v any, where string) bool {
	ok := j.judge(s, v, place{where: where, top: s}, nil) && j.exhausted == ""
	if !ok || !j.nullRefused {
		return ok
	}
	j.nullFits, j.results, j.reported = true, nil, nil
	return j.judge(s, v, place{where: where, top: s}, nil) && j.exhausted == ""
}

// place is where a value stands.
type place struct {
	where     string  // as a violation says it; empty while quiet
	container any     // what identifies the object or array that holds the value
	position  int     // in an array; asName: the value is the name of a member
	member    string  // in an object
	top       *Schema // the outermost schema that judges this very value
}

// visit is a schema at a place. A value is known by its container: equal containers hold equal values.
type visit struct {
	schema    *Schema
	container any
	position  int
	member    string
	scope     *scope
	following *lead
}

// asName is the position of a value that is a member's name.
const asName = -1

type report struct {
	schema *Schema
	where  string
}

// outcome is what is known of a visit.
type outcome struct {
	result result
	seen   *marks // of a fitting one, if they were asked for
}

type result uint8

const (
	underway result = iota + 1
	fitting
	failing
)

// judge tells whether v fits s, and records what it breaks unless quiet. What s says about which members it has seen goes
// into seen, where somebody asks.
func (j *judge) judge(s *Schema, v any, at place, seen *marks) bool {
	if !j.step() {
		return true
	}
	was := j.scope
	if was != nil && s.resource != nil {
		j.scope = was.enter(s.resource)
	}
	j.depth++
	ok := j.apply(s, v, at, seen)
	j.depth--
	j.scope = was
	return ok
}

// apply is judge within the bounds that it sets. (It stands alone so that nothing has to be deferred, which a step in ten
// would go into.)
func (j *judge) apply(s *Schema, v any, at place, seen *marks) bool {
	switch v.(type) {
	case value.Time, value.Date:
		v = value.Text(v)
	}
	switch {
	case v == nil && s.Nullable && j.mode == ReadRequest:
		return true
	case v == nil && j.mode != ReadRequest && !j.nullFits && s.unsaidNull():
		j.nullRefused = true
		return j.refuseNull(s, at)
	case s.Always != nil:
		return *s.Always || j.broken(s, "false", nil, v, at)
	case !s.Types.accepts(v):
		return j.broken(s, "type", s.Types.String(), v, at)
	case s.unevaluated && seen == nil:
		seen = &marks{}
	}
	if heir := j.heir(s, v); heir != nil {
		return j.follow(heir, v, at, seen)
	}
	ok := true
	for _, r := range s.rules {
		if r.check(j, s, v, at, seen) {
			continue
		}
		ok = false
		if j.quiet {
			return false
		}
	}
	if ok && s.unevaluated {
		return checkUnevaluated(j, s, v, at, seen)
	}
	return ok
}

// unsaidNull tells whether a schema of OpenAPI 3.0 or before says nothing of null, neither by a type nor by nullable. Readings
// differ on that; what we send fits them all.
func (s *Schema) unsaidNull() bool {
	return s.shared != nil && s.shared.dialect != Draft202012 && s.Types == 0 && !s.Nullable && s.Ref == nil &&
		len(s.rules) > 0 && !slices.Contains(s.Enum, nil)
}

func (j *judge) refuseNull(s *Schema, at place) bool {
	return j.record(violation.Violation{
		Where: at.where, Rule: "type", Expected: "a value, because null is not said to be one", Document: s.Pointer,
	})
}

// element judges an element of an array.
func (j *judge) element(s *Schema, items []any, i int, at place) bool {
	inner := place{container: &items[0], position: i, top: s}
	if !j.quiet {
		inner.where = violation.Inside(at.where, index(i))
	}
	return j.inside(s, items[i], inner)
}

// member judges a member of an object, or its name.
func (j *judge) member(s *Schema, v any, o *value.Object, name string, position int, at place) bool {
	inner := place{container: o, member: name, position: position, top: s}
	if !j.quiet {
		inner.where = violation.Inside(at.where, name)
	}
	return j.inside(s, v, inner)
}

// inside judges a value that lies in another one.
func (j *judge) inside(s *Schema, v any, at place) bool {
	if j.knows(s, v) {
		return true
	}
	was := j.following
	j.following = nil
	ok := j.judge(s, v, at, nil)
	j.following = was
	return ok
}

// inPlace judges the same value by another schema, whose marks count only if it fits.
func (j *judge) inPlace(s *Schema, v any, at place, seen *marks) bool {
	if seen == nil {
		return j.judge(s, v, at, nil)
	}
	own := &marks{}
	ok := j.judge(s, v, at, own)
	if ok {
		j.steps += len(own.bits) / freeOfCharge
		seen.add(own)
	}
	return ok
}

// fits is inPlace without recording anything.
func (j *judge) fits(s *Schema, v any, at place, seen *marks) bool {
	was := j.quiet
	j.quiet = true
	ok := j.inPlace(s, v, at, seen)
	j.quiet = was
	return ok
}

func checkRef(j *judge, s *Schema, v any, at place, seen *marks) bool {
	return j.followed(s.Ref, v, at, seen)
}

// followed judges by what a reference leads to, once per value: schemas that refer to each other in many ways would take
// exponential time.
func (j *judge) followed(target *Schema, v any, at place, seen *marks) bool {
	if target.plain || !target.hasBranches && !isContainer(v) {
		return j.inPlace(target, v, at, seen)
	}
	here := visit{target, at.container, at.position, at.member, j.scope, j.following}
	switch known := j.results[here]; {
	case known.result == underway:
		j.assumed++
		return true
	case known.result == fitting && seen == nil:
		return true
	case known.result == fitting && known.seen != nil:
		seen.add(known.seen)
		return true
	case known.result == failing && (j.quiet || j.reported[report{target, at.where}]):
		return false
	}
	return j.visit(here, v, at, seen)
}

// visit judges by a schema that is not known to fit, and remembers the outcome, unless that rests on the assumption that
// something around it fits.
func (j *judge) visit(here visit, v any, at place, seen *marks) bool {
	if j.results == nil || len(j.results) > maxRemembered {
		j.results, j.reported = map[visit]outcome{}, map[report]bool{}
	}
	var own *marks
	if seen != nil {
		own = &marks{}
	}
	assumed := j.assumed
	j.results[here] = outcome{result: underway}
	ok := j.judge(here.schema, v, at, own)
	delete(j.results, here)
	if j.assumed == assumed && ok {
		j.results[here] = outcome{fitting, own}
	} else if j.assumed == assumed {
		j.results[here] = outcome{result: failing}
	}
	if !ok && !j.quiet {
		j.reported[report{here.schema, at.where}] = true
	}
	if ok && seen != nil {
		seen.add(own)
	}
	return ok
}

func isContainer(v any) bool {
	switch v.(type) {
	case []any, *value.Object:
		return true
	}
	return false
}

// broken records that v breaks a keyword of s, and is false.
func (j *judge) broken(s *Schema, keyword string, limit, v any, at place) bool {
	if j.quiet {
		return false
	}
	document := s.Pointer
	if keyword != "false" {
		document = tree.Join(s.Pointer, keyword)
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: keyword, Limit: limit, Received: v, Expected: s.expected(keyword), Document: document,
	})
}
