// Package matcher judges texts by the value patterns of WireMock 3: {"equalTo": "x"}, {"matchesJsonPath": "$.a"} and so on.
package matcher

import (
	"time"

	"mockserver/internal/jsonpath"
	"mockserver/internal/limit"
	"mockserver/internal/value"
)

// Config is what patterns are read with.
type Config struct {
	Limits limit.Set
	Now    func() time.Time // the mock's clock, for "now +3 days"; nil: it stands still at the zero time
}

// Pattern is a value pattern. It may be used by several goroutines.
type Pattern struct {
	rule   rule
	judges string
	config Config
	bytes  int
}

// Result is how a text fits a pattern.
type Result struct {
	Matched   bool
	Distance  float64 // 0 it fits … 1 nothing alike
	Exhausted bool    // it may fit, but judging it takes more than the limit pattern-steps or pattern-micros; Matched is false
}

// rule is an operator with its operand.
type rule interface {
	judge(s *Subject, w *work) Result
	mapped(f func(string) string) rule // with each operand of equalTo changed
}

// work is one judging.
type work struct {
	steps *jsonpath.Steps
	now   func() time.Time
}

var (
	fits      = Result{Matched: true}
	differs   = Result{Distance: 1}
	exhausted = Result{Distance: 1, Exhausted: true}
)

func result(matched bool) Result {
	if matched {
		return fits
	}
	return differs
}

// found is result for what may run out of steps.
func found(matched bool, err error) Result {
	if err != nil {
		return exhausted
	}
	return result(matched)
}

// Subject is a text to be judged, for who judges it by several patterns: its JSON is read once. It is used by one goroutine
// at a time.
type Subject struct {
	text    string
	present bool
	limits  limit.Set
	read    bool
	json    any
	isJSON  bool
}

// NewSubject is a text, or the absence of one.
func NewSubject(text string, present bool, limits limit.Set) *Subject {
	return &Subject{text: text, present: present, limits: limits.OrDefault()}
}

// value is the text as JSON.
func (s *Subject) value() (v any, ok bool) {
	if !s.read {
		s.read = true
		if s.present {
			var err error
			s.json, err = value.ParseJSON([]byte(s.text), value.Limits{Depth: s.limits.BodyDepth, Digits: s.limits.Digits, Values: s.limits.BodyValues})
			s.isJSON = err == nil
		}
	}
	return s.json, s.isJSON
}

// Judges is the name of the operator.
func (p *Pattern) Judges() string { return p.judges }

// Bytes is about how much memory the pattern takes.
func (p *Pattern) Bytes() int { return p.bytes }

func (p *Pattern) work() *work {
	return &work{jsonpath.NewSteps(p.config.Limits.PatternSteps), p.config.Now}
}

// Judge judges a subject.
func (p *Pattern) Judge(s *Subject) Result {
	if m, ok := p.rule.(several); ok {
		return m.judgeAll([]*Subject{s}, p.work())
	}
	return p.rule.judge(s, p.work())
}

// MatchText judges a text, or the absence of one.
func (p *Pattern) MatchText(text string, present bool) Result {
	return p.Judge(NewSubject(text, present, p.config.Limits))
}

// Match judges the values of a header, parameter or cookie: one of them has to fit. Of one that is absent there are none.
func (p *Pattern) Match(values []string) Result {
	subjects := make([]*Subject, len(values))
	for i, v := range values {
		subjects[i] = NewSubject(v, true, p.config.Limits)
	}
	if m, ok := p.rule.(several); ok {
		return m.judgeAll(subjects, p.work())
	}
	if len(subjects) == 0 {
		return p.MatchText("", false)
	}
	return nearest(p.rule, subjects, p.work())
}

// nearest is how the best of some subjects fits.
func nearest(r rule, subjects []*Subject, w *work) Result {
	best := differs
	for _, s := range subjects {
		if best = best.or(r.judge(s, w)); best.Matched {
			break
		}
	}
	return best
}

// or is what two results come to of which one will do: not to know outweighs a difference.
func (r Result) or(other Result) Result {
	switch {
	case r.Matched || r.Exhausted && !other.Matched:
		return r
	case other.Matched || other.Exhausted || other.Distance < r.Distance:
		return other
	}
	return r
}

// MapEqualTo is a copy in which every operand of equalTo is changed, and the text of every one of equalToJson.
func (p *Pattern) MapEqualTo(f func(string) string) *Pattern {
	changed := *p
	changed.rule = p.rule.mapped(f)
	return &changed
}
