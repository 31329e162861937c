package matcher

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"time"

	"github.com/dlclark/regexp2"

	"mockserver/internal/jsonpath"
	"mockserver/internal/limit"
	"mockserver/internal/schema"
)

// Regexp is a regular expression of Java that takes whole texts; its dot takes ends of lines too, as WireMock has it. RE2 runs
// it where it can, else an engine that goes back and tries again, for a limited time.
type Regexp struct {
	linear *regexp.Regexp
	slow   *regexp2.Regexp
	size   int // instructions: a search takes as many times the length of the text, at worst
}

// NewRegexp reads a regular expression. The error is the reason, as it stands behind "because".
func NewRegexp(text string, limits limit.Set) (*Regexp, error) {
	return newRegexp(text, "s", limits.OrDefault())
}

// The size that an expression may have beside that of the document's limit: a few bytes stand for many instructions, and
// there may be ten thousand stubs.
const (
	plainSize    = 10_000
	sizePerBytes = 16
)

func newRegexp(text, flags string, limits limit.Set) (*Regexp, error) {
	if len(text) > limits.PatternBytes {
		return nil, fmt.Errorf("it has %d bytes; the limit is %d, which --limit pattern-bytes=N sets", len(text), limits.PatternBytes)
	}
	plain, err := fromJava(text)
	if err != nil {
		return nil, err
	}
	whole := `\A(?:` + plain + `)\z`
	if flags != "" {
		whole = `\A(?` + flags + `:` + plain + `)\z`
	}
	parsed, err := syntax.Parse(plain, syntax.Perl)
	if err != nil {
		return newSlow(plain, whole, limits)
	}
	size := schema.PatternWeight(parsed)
	if most := min(limits.PatternSize, plainSize+sizePerBytes*len(text)); size > most {
		return nil, fmt.Errorf("it stands for more than %d instructions", most)
	}
	linear, err := regexp.Compile(whole)
	if err != nil {
		return nil, fmt.Errorf("RE2 cannot compile it (%s)", err)
	}
	return &Regexp{linear: linear, size: size}, nil
}

// newSlow leaves the expression to the engine that goes back and tries again.
func newSlow(plain, whole string, limits limit.Set) (*Regexp, error) {
	if _, err := schema.Backtracking(plain, regexp2.None); err != nil {
		return nil, fmt.Errorf("it is no regular expression that Java would take (%w)", err)
	}
	slow, err := schema.Backtracking(whole, regexp2.None)
	if err != nil {
		return nil, fmt.Errorf("the engine cannot compile it")
	}
	slow.MatchTimeout = time.Duration(limits.PatternMicros) * time.Microsecond
	return &Regexp{slow: slow, size: len(plain)}, nil
}

// Match tells whether the whole text matches. What takes too long does not.
func (r *Regexp) Match(text string) bool {
	matched, err := r.Matches(text, nil)
	return matched && err == nil
}

// instructionsPerStep is how many bytes may go through an instruction in a step.
const instructionsPerStep = 4096

// Matches is Match in counted steps; the error says that they are used up, or the time of the engine that goes back.
func (r *Regexp) Matches(text string, steps *jsonpath.Steps) (matched bool, err error) {
	if err := steps.Take(textSteps(text) + len(text)*r.size/instructionsPerStep); err != nil {
		return false, err
	}
	if r.linear != nil {
		return r.linear.MatchString(text), nil
	}
	defer func() {
		if recover() != nil {
			matched, err = false, jsonpath.ErrSteps
		}
	}()
	if matched, err = r.slow.MatchString(text); err != nil {
		return false, jsonpath.ErrSteps
	}
	return matched, nil
}

// Bytes is about how much memory the expression takes.
func (r *Regexp) Bytes() int { return 100 * r.size }
