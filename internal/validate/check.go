package validate

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Check judges a request. Violations come in the order of the document: parameters, unknown query parameters, body.
func Check(c *spec.Contract, r Request, o Options) *Call {
	k := checkers.Get().(*checker)
	defer k.leave()
	k.request, k.options, k.table = r, o, tableOf(c)
	k.options.fill()
	k.call = &Call{Listed: k.options.Limits.Errors, Params: slices.Clone(k.table.absent), table: k.table}
	k.query, k.cookies, k.found = &k.lists[0], &k.lists[1], k.few[:0]
	k.query.parse(r.RawQuery, &k.options.Limits)
	k.cookies.parseCookies(r.Header, &k.options.Limits)
	k.bounded("query", "pairs", k.query.more)
	k.bounded("header.Cookie", "cookies", k.cookies.more)
	k.reserve()
	k.security()
	asked := k.asked()
	k.claim()
	k.parameters(asked)
	k.unknown(c)
	k.body(c.Body)
	return k.call
}

// parameters judges those that the request may have something of. Once that has taken too long, nothing is said of any further one.
func (k *checker) parameters(asked []int) {
	for n, i := range asked {
		if k.late >= maxLate {
			for i = asked[n-1] + 1; i < len(k.call.Params); i++ {
				k.parameter(&k.call.Params[i])
			}
			return
		}
		k.parameter(&k.call.Params[i])
	}
}

// checkers are used again, without anything that they had: one takes half of the memory of a check (BenchmarkMissReport in package
// server).
var checkers = sync.Pool{New: func() any { return new(checker) }}

// leave makes a checker one for another request.
func (k *checker) leave() {
	*k = checker{}
	checkers.Put(k)
}

// checker holds what the steps of one Check share.
type checker struct {
	request Request
	options Options
	table   *table
	query   *query
	cookies *query
	call    *Call

	strangers []string // names in the query that nothing knows; nil until a parameter is missing
	late      int      // parameters that took too long to judge
	steps     int      // schemas that were applied so far

	lists   [3]query        // query, cookies, and one that is empty
	reading reading         // of the parameter that is read now
	found   []raw           // those of the name that was looked up last
	room    [usualGiven]int // for asked
	few     [8]raw          // for found
	parts   [8]raw          // for elements of a list
}

// refuse notes violations, up to the limit of one request.
func (k *checker) refuse(broken ...violation.Violation) {
	if len(broken) == 0 {
		return
	}
	const usual = 4
	if k.call.Violations == nil {
		k.call.Violations = make([]violation.Violation, 0, max(usual, len(broken)))
	}
	room := max(0, k.options.Limits.Violations-len(k.call.Violations))
	k.call.Violations = append(k.call.Violations, broken[:min(room, len(broken))]...)
}

func (k *checker) warn(text string) { k.call.Warnings = append(k.call.Warnings, text) }

// bounded refuses what has more parts than are read.
func (k *checker) bounded(where, what string, more bool) {
	if more {
		k.refuse(tooMany(where, what, k.options.Limits))
	}
}

// tooMany is the violation of what has more parts than are read.
func tooMany(where, what string, l limit.Set) violation.Violation {
	most := strconv.Itoa(l.BodyParts)
	return violation.Violation{
		Where: where, Rule: "body-parts", Limit: int64(l.BodyParts), Expected: "at most " + most + " " + what,
		Says: where + " has more than " + most + " " + what + ", the limit that --limit body-parts=N sets.",
	}
}

// ignored tells whether a parameter is one of the headers that the standard describes elsewhere (OAS 3.0 §4.8.12).
func ignored(p *spec.Parameter) bool {
	return p.In == "header" && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(p.Name))
}

// parameter judges one parameter, which is absent so far.
func (k *checker) parameter(param *Param) {
	p := param.Parameter
	where := p.Where()
	var v any
	var given bool
	var broken []violation.Violation
	raws, listed := k.raws(p, where)
	switch {
	case k.late >= maxLate:
		broken = []violation.Violation{{
			Where: where, Rule: "limits", Document: p.Pointer,
			Says: where + " is not judged, because the patterns of parameters before it took too long.",
		}}
	case p.In == "querystring":
		v, given, broken = k.queryString(p, where)
	case listed && (len(raws) > 0 || p.Required || spreads(p)):
		v, given, broken = k.value(p, where, raws)
	}
	if slices.ContainsFunc(broken, tookLong) {
		k.late++
	}
	k.refuse(broken...)
	if given || p.Schema == nil { // else it keeps its default
		param.Value, param.Given = v, given
	}
}

// tookLong tells whether a pattern did not come to an end.
func tookLong(v violation.Violation) bool {
	return v.Rule == "limits" || v.Rule == "pattern" && v.Says != ""
}

// value reads and judges the value of a parameter from the texts given for it.
func (k *checker) value(p *spec.Parameter, where string, raws []raw) (v any, given bool, broken []violation.Violation) {
	empty := len(raws) > 0 && allEmpty(raws)
	if k.options.EmptyIsAbsent {
		raws = slices.DeleteFunc(raws, func(r raw) bool { return r.text == "" })
	}
	if empty && k.options.EmptyIsAbsent {
		return nil, false, k.emptied(p, where, shapesOf(p.Schema, raws)[0])
	}
	if empty && p.AllowEmpty {
		return emptyOf(p.Schema), true, nil
	}
	var o outcome
	if p.Content != nil {
		o = k.content(p, where, raws)
	} else {
		k.reading = reading{parameter: p, raws: raws, query: k.pairs(p), either: k.options.ArraysEither, int64: k.options.Int64, limits: &k.options.Limits, spent: &k.steps, room: k.parts[:0]}
		o = best(&k.reading, where, k.warn)
	}
	if !o.given && p.Required {
		return nil, false, []violation.Violation{k.missing(p, where, nil)}
	}
	return o.value, o.given, o.broken
}

// outcome is what one way to read a parameter leads to.
type outcome struct {
	value  any
	given  bool
	unread bool // it is not what its style makes of any value
	broken []violation.Violation
}

// best reads a parameter in each way that its schema leaves open, until one leads to what the schema takes; of bad ones
// the first counts.
func best(r *reading, where string, warn func(string)) outcome {
	var first outcome
	raws := r.raws // a style may put others in their place
	shapes := shapesOf(r.parameter.Schema, r.raws)
	for _, escaped := range []bool{false, true} {
		if escaped && !r.hasEscaped() {
			break
		}
		for _, s := range shapes {
			r.shape, r.escaped = s, escaped
			o := attempt(r, where)
			r.raws = raws
			if o.given && len(o.broken) == 0 {
				if escaped {
					warn(where + ": its escaped commas (%2C) are read as separators")
				}
				return o
			}
			if !first.given {
				first = o
			}
		}
		if !first.given {
			break
		}
	}
	return first
}

func attempt(r *reading, where string) outcome {
	v, given, fault := r.read()
	switch {
	case fault != nil:
		return outcome{given: true, unread: true, broken: []violation.Violation{fault.of(r.parameter, where)}}
	case !given:
		return outcome{}
	}
	v, broken := r.judge(v, where)
	return outcome{value: v, given: true, broken: broken}
}

// judge types what a style has read, and checks it.
func (r *reading) judge(untyped any, where string) (any, []violation.Violation) {
	s := r.parameter.Schema
	if s == nil {
		return untyped, nil
	}
	v := typed(untyped, s, r.limits)
	broken := s.CheckSharing(v, where, schema.ReadRequest, r.spent)
	if r.int64 {
		broken = append(broken, tooLarge(v, s, where, broken)...)
	}
	if r.parameter.In == "query" {
		suggestPlus(broken)
	}
	if _, list := v.([]any); list {
		r.aboutSeparator(broken)
		broken = aboutWhole(broken, where)
	}
	return v, broken
}

// suggestPlus says what went wrong with an offset such as +02:00 whose plus was not escaped: it came as a space.
func suggestPlus(broken []violation.Violation) {
	for i := range broken {
		text, ok := broken[i].Received.(string)
		if _, fits := value.ParseTime(strings.Replace(text, " ", "+", 1)); ok && fits {
			broken[i].Suggestion = strings.Replace(text, " ", "%2B", 1)
		}
	}
}

// emptied judges a parameter whose value is empty, where that means absent: it is right unless the parameter is
// required or says that it is not empty.
func (k *checker) emptied(p *spec.Parameter, where string, s shape) []violation.Violation {
	if p.Required {
		return []violation.Violation{k.missing(p, where, "")}
	}
	if p.Schema == nil {
		return nil
	}
	var nothing any = ""
	if s == list {
		nothing = []any{}
	}
	var broken []violation.Violation
	for _, v := range p.Schema.Check(nothing, where, schema.ReadRequest) {
		if v.Rule == "minLength" || v.Rule == "minItems" {
			v.Received, v.Expected = "", words(p)
			broken = append(broken, v)
		}
	}
	return broken
}

// maxSuggestions bounds only what is suggested: it is the most missing parameters of one request for which a misspelling is looked for, and the most
// names among which one is.
const maxSuggestions = 1000

// missing is the violation of a required parameter that is absent. A name in the request that looks like it may be
// the reason.
func (k *checker) missing(p *spec.Parameter, where string, received any) violation.Violation {
	v := violation.Violation{
		Where: where, Rule: "required", Received: received, Expected: words(p), Document: p.Pointer + "/required",
	}
	if p.In == "query" && received == nil && len(k.call.Violations) < maxSuggestions {
		if k.strangers == nil {
			k.strangers = append([]string{}, k.query.strangers(k.options.Limits.Errors)...)
		}
		v.Suggestion = violation.Closest(p.Name, k.strangers)
	}
	return v
}

// aboutWhole makes violations of elements violations of the parameter, by whose name clients know them; the same
// one twice counts once.
func aboutWhole(broken []violation.Violation, where string) []violation.Violation {
	var all []violation.Violation
	for _, v := range broken {
		if strings.HasPrefix(v.Where, where+"/") {
			v.Where = where
		}
		same := func(other violation.Violation) bool {
			return other.Rule == v.Rule && value.Equal(other.Received, v.Received)
		}
		if !slices.ContainsFunc(all, same) {
			all = append(all, v)
		}
	}
	return all
}
