package matcher

import (
	"strings"

	"mockserver/internal/jsonpath"
)

// equalTo fits the text itself.
type equalTo struct {
	text string
	fold bool
}

func (r equalTo) judge(s *Subject, _ *work) Result {
	switch {
	case !s.present:
		return differs
	case s.text == r.text, r.fold && strings.EqualFold(s.text, r.text):
		return fits
	}
	return Result{Distance: distance(r.text, s.text)}
}

func (r equalTo) mapped(f func(string) string) rule { return equalTo{f(r.text), r.fold} }

// unmapped is what has no operand of equalTo.
type unmapped struct{ judging }

type judging interface {
	judge(s *Subject, w *work) Result
}

func (u unmapped) mapped(func(string) string) rule { return u }

// contains fits texts with a part.
type contains string

func (part contains) judge(s *Subject, _ *work) Result {
	return result(s.present && strings.Contains(s.text, string(part)))
}

// matches fits texts that a regular expression takes as a whole.
type matches struct{ *Regexp }

func (r matches) judge(s *Subject, w *work) Result {
	if !s.present {
		return differs
	}
	return found(r.Matches(s.text, w.steps))
}

// absent fits what is not there.
type absent struct{}

func (absent) judge(s *Subject, _ *work) Result { return result(!s.present) }

// anything fits everything, absence too.
type anything struct{}

func (anything) judge(*Subject, *work) Result { return fits }

// binary fits the very bytes.
type binary string

func (b binary) judge(s *Subject, _ *work) Result {
	return result(s.present && s.text == string(b))
}

// maxCompared is how much of two texts their distance is worked out of: it takes the square of that.
const maxCompared = 500

// distance is how many characters have to change to make one text of another (Levenshtein), of those of the longer one. It is
// above 0 for texts that differ.
func distance(a, b string) float64 {
	x, y := []rune(a[:min(len(a), maxCompared)]), []rune(b[:min(len(b), maxCompared)])
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return float64(max(1, row[len(y)])) / float64(max(1, len(x), len(y)))
}

// all is and: every part fits.
type all []rule

func (rs all) judge(s *Subject, w *work) Result {
	var sum together
	for _, r := range rs {
		sum.add(r.judge(s, w))
	}
	return sum.result()
}

func (rs all) mapped(f func(string) string) rule { return all(mappedAll(rs, f)) }

// together are results that all have to fit.
type together struct {
	count, distance    float64
	differs, exhausted bool
}

func (t *together) add(r Result) {
	t.count++
	t.distance += r.Distance
	t.exhausted = t.exhausted || r.Exhausted
	t.differs = t.differs || !r.Matched && !r.Exhausted
}

func (t *together) result() Result {
	return Result{Matched: !t.differs && !t.exhausted, Distance: t.distance / max(1, t.count), Exhausted: t.exhausted && !t.differs}
}

// some is or: one part fits.
type some []rule

func (rs some) judge(s *Subject, w *work) Result {
	best := differs
	out := false
	for _, r := range rs {
		one := r.judge(s, w)
		if one.Matched {
			return one
		}
		out = out || one.Exhausted
		best.Distance = min(best.Distance, one.Distance)
	}
	best.Exhausted = out
	return best
}

func (rs some) mapped(f func(string) string) rule { return some(mappedAll(rs, f)) }

func mappedAll(rs []rule, f func(string) string) []rule {
	changed := make([]rule, len(rs))
	for i, r := range rs {
		changed[i] = r.mapped(f)
	}
	return changed
}

// no is not: the rule does not fit. What ran out of steps fits neither way.
type no struct{ rule }

func (r no) judge(s *Subject, w *work) Result {
	inner := r.rule.judge(s, w)
	if inner.Exhausted {
		return exhausted
	}
	return result(!inner.Matched)
}

func (r no) mapped(f func(string) string) rule { return no{r.rule.mapped(f)} }

// several is hasExactly and includes: for each of its rules there is a value that fits.
type several struct {
	rules   []rule
	exactly bool // and there are no more values than rules
}

func (m several) judge(s *Subject, w *work) Result { return m.judgeAll([]*Subject{s}, w) }

func (m several) judgeAll(subjects []*Subject, w *work) Result {
	if len(subjects) == 0 || !subjects[0].present {
		return differs
	}
	var sum together
	for _, r := range m.rules {
		sum.add(nearest(r, subjects, w))
	}
	if m.exactly {
		sum.add(result(len(subjects) == len(m.rules)))
	}
	return sum.result()
}

func (m several) mapped(f func(string) string) rule {
	return several{mappedAll(m.rules, f), m.exactly}
}

// textSteps is what looking at a text takes.
func textSteps(text string) int { return 1 + len(text)/64 }

var _ jsonpath.Regexp = (*Regexp)(nil)
