package jsonpath

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/value"
)

// The limits of a path; one that a person writes is far below them.
const (
	maxText  = 10_000 // bytes
	maxDepth = 40     // brackets within each other
	maxIndex = 1<<31 - 1
)

// reader reads a path from the left to the right.
type reader struct {
	text    string
	at      int
	depth   int
	compile Compile
}

// mistake says where and why a text is no path.
type mistake struct {
	text    string
	at      int
	message string
}

func (m *mistake) Error() string {
	if m.at < 0 {
		return m.message
	}
	return fmt.Sprintf("the JSONPath %q is wrong at character %d: %s", value.Cut(m.text, 200), utf8.RuneCountInString(m.text[:m.at])+1, m.message)
}

func (r *reader) wrong(format string, args ...any) error {
	return &mistake{r.text, min(r.at, len(r.text)), fmt.Sprintf(format, args...)}
}

func parse(text string, compile Compile) (*Path, error) {
	if len(text) > maxText {
		return nil, &mistake{at: -1, message: fmt.Sprintf("the JSONPath has %d bytes; expected at most %d", len(text), maxText)}
	}
	r := &reader{text: text, compile: compile}
	r.blanks()
	if !r.has("$") && !r.has("@") {
		r.text = "$." + r.text[r.at:] // Jayway's own addition
		r.at = 0
	}
	r.text = strings.TrimRight(r.text, " \t\r\n")
	path, err := r.path(false)
	if err != nil {
		return nil, err
	}
	if r.at < len(r.text) {
		return nil, r.wrong("expected . or [ or the end")
	}
	path.text = text
	return path, nil
}

func (r *reader) has(prefix string) bool { return strings.HasPrefix(r.text[r.at:], prefix) }

// take goes on behind a text if it is the next.
func (r *reader) take(text string) bool {
	if !r.has(text) {
		return false
	}
	r.at += len(text)
	return true
}

func (r *reader) blanks() {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

// symbol is take with blanks before it.
func (r *reader) symbol(text string) bool {
	r.blanks()
	return r.take(text)
}

// nested reads something in brackets, unless they are too deep.
func nested[T any](r *reader, read func() (T, error)) (v T, err error) {
	if r.depth++; r.depth > maxDepth {
		return v, r.wrong("expected at most %d brackets within each other", maxDepth)
	}
	defer func() { r.depth-- }()
	return read()
}

// path reads a path from its $ or @. Within a filter or a call it ends where its names do.
func (r *reader) path(within bool) (*Path, error) {
	begin := r.at
	path := &Path{local: r.has("@")}
	r.at++
	for r.at < len(r.text) {
		tokens, err := r.tokens(within)
		if err != nil {
			return nil, err
		}
		if len(tokens) == 0 {
			break
		}
		path.tokens = append(path.tokens, tokens...)
	}
	path.text = r.text[begin:r.at]
	path.finish()
	return path, nil
}

// finish works out what follows from the tokens.
func (p *Path) finish() {
	p.invert()
	p.single = true
	p.scope = make([]bool, len(p.tokens))
	for i, t := range p.tokens {
		p.scope[i] = p.single
		p.single = p.single && t.definite(i == len(p.tokens)-1)
	}
}

// invert makes $..path.function() what Jayway makes of it, $.function($..path): a call for all that is found, not for each.
func (p *Path) invert() {
	last := len(p.tokens) - 1
	if last < 1 {
		return
	}
	function, ok := p.tokens[last].(call)
	if _, scans := p.tokens[0].(scan); !ok || !scans {
		return
	}
	below := &Path{text: p.text, tokens: p.tokens[:last:last]}
	if function.name == "length" || function.name == "size" {
		below.tokens = append(below.tokens, everything{})
	}
	below.finish()
	function.below = below
	p.tokens = []token{function}
}

// tokens reads what comes next: none where a path within something else ends.
func (r *reader) tokens(within bool) ([]token, error) {
	switch {
	case r.take(".."):
		if r.has(".") {
			return nil, r.wrong("expected a name, * or [ behind ..")
		}
		begin := r.at
		t, err := r.step(within)
		if _, calls := t.(call); calls {
			r.at = begin
			err = r.wrong("expected a name, * or [ behind ..")
		}
		return []token{scan{}, t}, err
	case r.take("."):
		t, err := r.step(within)
		return []token{t}, err
	case r.has("["):
		t, err := nested(r, r.bracket)
		return []token{t}, err
	case within:
		return nil, nil
	}
	return nil, r.wrong("expected . or [ or the end")
}

// step reads what stands behind a dot.
func (r *reader) step(within bool) (token, error) {
	if r.has("[") {
		return nested(r, r.bracket)
	}
	if r.take("*") {
		return everything{}, nil
	}
	end := ".[( \t\r\n"
	if within {
		end += "<>=~!)&|,"
	}
	n := strings.IndexAny(r.text[r.at:], end)
	if n < 0 {
		n = len(r.text) - r.at
	}
	if n == 0 {
		return nil, r.wrong("expected a name or *")
	}
	name := r.text[r.at : r.at+n]
	if r.at += n; r.has("(") {
		r.at -= n
		return nested(r, func() (token, error) { return r.call(name) })
	}
	if !within && r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		return nil, r.wrong("a name with blanks is written in brackets and quotes: ['my name']")
	}
	return names{name}, nil
}

// call reads a function with its parameters.
func (r *reader) call(name string) (token, error) {
	function, ok := functions[name]
	if !ok {
		return nil, r.wrong("there is no function %s; there are append, avg, concat, distinct, first, index, keys, last, length, max, min, size, stddev and sum", value.Cut(name, 40))
	}
	r.at += len(name) + len("(")
	c := call{name: name, apply: function}
	if r.symbol(")") {
		return c, nil
	}
	for {
		p, err := r.parameter()
		if err != nil {
			return nil, err
		}
		c.parameters = append(c.parameters, p)
		if r.symbol(")") {
			return c, nil
		}
		if !r.take(",") {
			return nil, r.wrong("expected , or ) behind a parameter")
		}
	}
}

func (r *reader) parameter() (parameter, error) {
	if r.blanks(); r.has("$") || r.has("@") {
		path, err := r.path(true)
		return parameter{path: path}, err
	}
	v, err := r.json()
	return parameter{literal: v}, err
}

// bracket reads […].
func (r *reader) bracket() (token, error) {
	r.at++
	r.blanks()
	var t token
	var err error
	switch {
	case r.has("'"), r.has(`"`):
		t, err = r.quoted()
	case r.take("*"):
		t = everything{}
	case r.take("?"):
		t, err = r.filter()
	default:
		t, err = r.numbers()
	}
	if err != nil {
		return nil, err
	}
	if !r.symbol("]") {
		return nil, r.wrong("expected ]")
	}
	return t, nil
}

// quoted reads 'name','other'.
func (r *reader) quoted() (token, error) {
	var n names
	for {
		if r.blanks(); !r.has("'") && !r.has(`"`) {
			return nil, r.wrong("expected a name in quotes")
		}
		name, err := r.string()
		if err != nil {
			return nil, err
		}
		if !slices.Contains(n, name) {
			n = append(n, name)
		}
		if !r.symbol(",") {
			return n, nil
		}
	}
}

// numbers reads 0,1 and from:to.
func (r *reader) numbers() (token, error) {
	first, err := r.int()
	if err != nil {
		return nil, err
	}
	if r.symbol(":") {
		last, err := r.int()
		if err == nil && r.symbol(":") {
			err = r.wrong("expected ]: a slice has no step")
		}
		return slice{first, last}, err
	}
	if first == nil {
		return nil, r.wrong("expected a name in quotes, a number, *, or a filter ?(…)")
	}
	x := indexes{*first}
	for r.symbol(",") {
		next, err := r.int()
		if err != nil {
			return nil, err
		}
		if next == nil {
			return nil, r.wrong("expected a number")
		}
		x = append(x, *next)
	}
	return x, nil
}

// int reads a number, nil if there is none.
func (r *reader) int() (*int, error) {
	r.blanks()
	begin := r.at
	for r.at < len(r.text) && strings.IndexByte("-0123456789", r.text[r.at]) >= 0 {
		r.at++
	}
	if r.at == begin {
		return nil, nil
	}
	n, err := strconv.Atoi(r.text[begin:r.at])
	if err != nil || n > maxIndex || n < -maxIndex {
		r.at = begin
		return nil, r.wrong("expected a whole number of at most %d", maxIndex)
	}
	return &n, nil
}
