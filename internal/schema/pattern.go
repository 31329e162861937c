package schema

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dlclark/regexp2"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/limit"
)

// Pattern is a regular expression of ECMA-262. RE2 runs it where it can, which takes linear time whatever the text. What RE2
// does not have (looking ahead and behind, references back, more than 1000 repetitions) runs in an engine that goes back and
// tries again, for a limited time. What neither takes is not enforced: such a Pattern matches everything and says so.
type Pattern struct {
	Text string

	linear *regexp.Regexp
	slow   *regexp2.Regexp
	size   int    // instructions of linear: a search takes as many times the length of the text, at worst; about those of slow
	reason string // why it is not enforced

	Kept atomic.Value // what somebody who writes texts by it found out about it, once
}

// NewPattern makes a Pattern of any text, with the default limits.
func NewPattern(text string) *Pattern { return newPattern(text, limit.Default()) }

func newPattern(text string, limits limit.Set) *Pattern {
	if len(text) > limits.PatternBytes {
		return &Pattern{Text: text, reason: fmt.Sprintf("it has %d bytes; the limit is %d, which --limit pattern-bytes=N sets", len(text), limits.PatternBytes)}
	}
	plain := translated(text)
	if parsed, err := syntax.Parse(plain, syntax.Perl); err == nil {
		return linearPattern(text, plain, PatternWeight(parsed), limits)
	}
	slow, err := Backtracking(plain, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		return &Pattern{Text: text, reason: "it is no regular expression that JavaScript would take (" + err.Error() + ")"}
	}
	slow.MatchTimeout = time.Duration(limits.PatternMicros) * time.Microsecond
	return &Pattern{Text: text, slow: slow, size: len(text)}
}

// linearPattern makes a Pattern that RE2 runs, unless it is too large to be compiled.
func linearPattern(text, plain string, size int, limits limit.Set) *Pattern {
	if size > limits.PatternSize {
		return &Pattern{Text: text, reason: fmt.Sprintf("it stands for more than %d instructions, the limit that --limit pattern-size=N sets", limits.PatternSize)}
	}
	linear, err := regexp.Compile(plain)
	if err != nil {
		return &Pattern{Text: text, reason: "RE2 cannot compile it (" + err.Error() + ")"}
	}
	return &Pattern{Text: text, linear: linear, size: size}
}

// PatternWeight is about how many instructions an expression is compiled to: a few characters may stand for millions.
func PatternWeight(re *syntax.Regexp) int {
	sum := max(1, len(re.Sub))
	if re.Op == syntax.OpLiteral {
		sum = len(re.Rune)
	}
	for _, sub := range re.Sub {
		sum += PatternWeight(sub)
	}
	if re.Op == syntax.OpRepeat {
		sum *= max(1, re.Min, re.Max)
	}
	return sum
}

// clockPeriod is how exact the time of one match is. The clock of regexp2 is a goroutine that ends a second after the last
// match; the shorter its period, the sooner.
const clockPeriod = 10 * time.Millisecond

var setClock = sync.OnceFunc(func() { regexp2.SetTimeoutCheckPeriod(clockPeriod) })

// Backtracking compiles an expression for the engine that goes back and tries again, with a clock that is exact enough for the limit
// pattern-micros. It never panics, whatever the engine does with an expression that nobody has tried; the error is the reason.
func Backtracking(text string, options regexp2.RegexOptions) (r *regexp2.Regexp, err error) {
	setClock()
	defer func() {
		if recover() != nil {
			r, err = nil, fmt.Errorf("the engine gives up on it")
		}
	}()
	r, err = regexp2.Compile(text, options)
	if err != nil {
		err = fmt.Errorf("%s", strings.TrimPrefix(strings.SplitN(err.Error(), " in `", 2)[0], "error parsing regexp: "))
	}
	return r, err
}

// Enforced tells whether Match can refuse anything.
func (p *Pattern) Enforced() bool { return p.linear != nil || p.slow != nil }

// Linear tells whether RE2 runs it, in a time that grows with the text and no faster.
func (p *Pattern) Linear() bool { return p.linear != nil }

// Reason says why a pattern is not enforced, "" if it is.
func (p *Pattern) Reason() string { return p.reason }

// Match tells whether the pattern is found anywhere in the text (it is not anchored). A search that takes longer than the
// limit counts as not found.
func (p *Pattern) Match(text string) bool {
	found, _ := p.Search(text)
	return found
}

// Search is Match for who searches many texts and bounds them together: late tells that the search took too long.
func (p *Pattern) Search(text string) (found, late bool) {
	switch {
	case p.linear != nil:
		return p.linear.MatchString(text), false
	case p.slow == nil:
		return true, false
	}
	defer func() {
		if recover() != nil {
			found, late = false, true
		}
	}()
	found, err := p.slow.MatchString(text)
	return found, err != nil
}

// RE2 is the pattern in the syntax of package regexp. ok is false if it says something that RE2 cannot. Every text that
// matches what it returns matches the pattern; the other way round too, except that numbers of repetitions above 1000, which
// RE2 does not have, are lowered to that.
func (p *Pattern) RE2() (text string, ok bool) {
	if p.linear != nil {
		return p.linear.String(), true
	}
	if p.slow == nil {
		return "", false
	}
	text = repetitions.ReplaceAllStringFunc(translated(p.Text), lowered)
	_, err := syntax.Parse(text, syntax.Perl)
	return text, err == nil
}

var repetitions = lazyregexp.New(`\{(\d+)(,(\d*))?\}`)

func lowered(braces string) string {
	const most = 1000
	least, rest, isRange := strings.Cut(strings.Trim(braces, "{}"), ",")
	n, err := strconv.Atoi(least)
	if m, high := strconv.Atoi(rest); err == nil && n <= most && isRange && rest != "" && (high != nil || m > most) {
		return "{" + least + "," + strconv.Itoa(most) + "}"
	}
	return braces
}

// foreign is what other languages have and ECMA-262 does not: named groups of Python, flags for the whole, and anchors and
// characters that are letters.
var foreign = lazyregexp.New(`(^|[^\\])(\\\\)*(\(\?P|\(\?#|\(\?[a-zA-Z]+\)|\\[aAZz])`)

// isExpression is the format regex. It does not compile for RE2, where a few characters can stand for millions of
// instructions: that what can be read can be compiled goes without trying.
func isExpression(text string) bool {
	if len(text) > limit.Default().PatternBytes || foreign.MatchString(text) {
		return false
	}
	plain := translated(text)
	if _, err := syntax.Parse(plain, syntax.Perl); err == nil {
		return true
	}
	_, err := Backtracking(plain, regexp2.ECMAScript|regexp2.Unicode)
	return err == nil
}
