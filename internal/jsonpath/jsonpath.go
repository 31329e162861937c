// Package jsonpath finds values in JSON by paths as Jayway JsonPath 2.9 reads them, which is the dialect of WireMock.
package jsonpath

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"mockserver/internal/value"
)

// Path is a path that was read once and finds values in many documents. It may be used by several goroutines.
type Path struct {
	text   string
	local  bool // it begins with @, the value that a filter judges
	tokens []token
	scope  []bool // for each token: all before it are definite
	single bool   // it leads to one value, not to a list of what there is
}

// token is one step of a path.
type token interface {
	// walk goes on from a value with what stands behind token i.
	walk(w *walk, at any, i int) error
	// definite tells whether the step leads from one value to one at most.
	definite(last bool) bool
}

// Steps bounds what searching takes: a step is a value that is looked at. nil does not bound it.
type Steps struct {
	left int
}

// NewSteps are n steps.
func NewSteps(n int) *Steps { return &Steps{left: n} }

// ErrSteps says that a search has used up its steps.
var ErrSteps = errors.New("the search takes more steps than it may")

// Take uses up n steps; ErrSteps if there are not as many.
func (s *Steps) Take(n int) error {
	if s == nil {
		return nil
	}
	if s.left < 0 || s.left < n {
		s.left = -1
		return ErrSteps
	}
	s.left -= n
	return nil
}

// Left is how many steps there are still.
func (s *Steps) Left() int { return max(0, s.left) }

// Regexp is a compiled /pattern/ of a filter.
type Regexp interface {
	// Matches tells whether the whole text matches; the error is ErrSteps.
	Matches(text string, steps *Steps) (bool, error)
}

// Compile compiles a /pattern/ with the flags behind it.
type Compile func(pattern, flags string) (Regexp, error)

// Parse reads a path; patterns in its filters are those of RE2. The error is a sentence that says where the path is wrong.
func Parse(text string) (*Path, error) { return ParseWith(text, compileLinear) }

// ParseWith is Parse with another engine for patterns.
func ParseWith(text string, compile Compile) (*Path, error) {
	return parse(text, compile)
}

// String is the path as it was written.
func (p *Path) String() string { return p.text }

// Name is what the values are called that the path leads to: its last name, such as password of $.users[*].password; "" if it ends
// with something else.
func (p *Path) Name() string {
	if len(p.tokens) == 0 {
		return ""
	}
	if last, ok := p.tokens[len(p.tokens)-1].(names); ok && len(last) == 1 {
		return last[0]
	}
	return ""
}

// Find looks for a path. A definite path leads to one value, found then has one element or, if there is nothing, none;
// another leads to a list, which may be empty. Where a part of a path is missing that all its results would share, there is
// no list either, and definite is true. err is ErrSteps or nil.
func (p *Path) Find(root any, steps *Steps) (found []any, definite bool, err error) {
	found, there, err := p.find(root, root, steps, false)
	return found, p.single || !there, err
}

// find looks for a path from an item of a document. there is false where nothing is, which an empty list is not.
func (p *Path) find(root, item any, steps *Steps, strict bool) (found []any, there bool, err error) {
	w := &walk{path: p, root: root, steps: steps, strict: strict}
	start := root
	if p.local {
		start = item
	}
	switch err := w.next(start, 0); {
	case errors.Is(err, errMissing):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	}
	if p.single && len(w.found) > 1 {
		w.found = w.found[len(w.found)-1:]
	}
	return w.found, !p.single || len(w.found) == 1, nil
}

// one is what a path leads to, as an operand of a filter or a parameter of a function: a value or a list.
func (p *Path) one(root, item any, steps *Steps) (v any, there bool, err error) {
	found, there, err := p.find(root, item, steps, false)
	if err != nil || !there {
		return nil, false, err
	}
	if p.single {
		return found[0], true, nil
	}
	return found, true, nil
}

// linear is a pattern that RE2 runs.
type linear struct{ *regexp.Regexp }

func compileLinear(pattern, flags string) (Regexp, error) {
	if flags != "" {
		pattern = "(?" + flags + ":" + pattern + ")"
	}
	if len(pattern) > maxPattern {
		return nil, fmt.Errorf("it has more than %d bytes", maxPattern)
	}
	r, err := regexp.Compile(`\A(?:` + pattern + `)\z`)
	return linear{r}, err
}

// maxPattern is how long a pattern of RE2 may be here, so that what it is compiled to stays small.
const maxPattern = 200

// bytesPerStep is how much text costs a step.
const bytesPerStep = 64

func (l linear) Matches(text string, steps *Steps) (bool, error) {
	if err := steps.Take(1 + len(text)/bytesPerStep); err != nil {
		return false, err
	}
	return l.MatchString(text), nil
}

// double is a floating point number as Java writes it: 55.0.
func double(f float64) any {
	if f >= 1e-3 && f < 1e7 || f <= -1e-3 && f > -1e7 || f == 0 {
		text := strconv.FormatFloat(f, 'f', -1, 64)
		if f == float64(int64(f)) {
			text += ".0"
		}
		return value.Number(text)
	}
	return value.Number(strconv.FormatFloat(f, 'E', -1, 64))
}
