// Package expression evaluates the small expressions of fixtures and overlays: the grammar and parser are those of
// github.com/expr-lang/expr, the evaluation is our own, over the values of package value.
//
// The library's own machine has a clock, maps in random order and operators that fail on null; here an operand that
// is null gives null, an object keeps the order it is written in, predicates (all, map, filter …) cannot be nested,
// so that the cost of an evaluation is bounded by the length of its lists, and nothing can fail at run time.
package expression

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/violation"
)

// MaxLength is the longest expression that is read, in bytes.
const MaxLength = 4096

// maxSteps bounds what one evaluation does: each operator and call, each element of a list that is visited or made, and
// each stepBytes of text count one. What goes beyond it is null.
const (
	maxSteps  = 4_000_000
	stepBytes = 16
)

// Scope is what an expression may see besides its arguments.
type Scope struct {
	Names []string       // the known names; others are errors that suggest the nearest
	Zone  *time.Location // what date, year, month, day and hour read an instant in; nil is UTC
	Seed  uint64         // what digest is keyed with
}

// Names gives the value of a name; nil for one that has none.
type Names func(name string) any

// Members is what a dot selects from: *value.Object, or a record that looks its fields up when asked.
type Members interface {
	Get(name string) (any, bool)
}

// Keyed is a record that is known by a key: it equals its key and every record with that key, and its text is the key's.
type Keyed interface {
	Members
	KeyValue() any
}

// Program is a compiled expression, safe for concurrent use.
type Program struct {
	Source string
	Names  []string // the names that it reads, in the order of their first use
	Uses   []Use    // what Value reads of each
	run    node
	alone  string // the name that it is, if it is nothing else
	scope  Scope  // of the functions that it calls
}

// node is one compiled part of an expression.
type node func(f *frame) any

// frame is the state of one evaluation.
type frame struct {
	names Names
	scope *Scope
	item  any // what # stands for
	index int64
	vars  []any // of let
	steps int
}

// spend counts steps, and tells whether there were any left.
func (f *frame) spend(steps int) bool {
	f.steps += min(steps, maxSteps)
	return f.steps <= maxSteps
}

// Compile reads an expression. Its errors are sentences that show the place.
func Compile(source string, scope Scope) (*Program, error) {
	if len(source) > MaxLength {
		return nil, fmt.Errorf("an expression of %d bytes: at most %d are read", len(source), MaxLength)
	}
	if scope.Zone == nil {
		scope.Zone = time.UTC
	}
	key := keyOf(source, scope)
	if p := key.known(scope); p != nil {
		return p, nil
	}
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, fmt.Errorf("%q is not an expression: %s", source, syntaxMessage(err))
	}
	c := &compiler{scope: scope, source: source, made: map[ast.Node]node{}, quiet: map[ast.Node]bool{}}
	c.keyed(tree.Node)
	run := c.compile(tree.Node)
	if c.err != nil {
		return nil, c.err
	}
	p := &Program{Source: source, Names: c.names, Uses: c.uses, run: run, scope: scope}
	if name, ok := tree.Node.(*ast.IdentifierNode); ok {
		p.alone = name.Value
	}
	key.keep(p)
	return p, nil
}

// syntaxMessage is what the parser says, without the names of Go in it.
func syntaxMessage(err error) string {
	var at *file.Error
	if !errors.As(err, &at) {
		return err.Error()
	}
	said := token.ReplaceAllString(at.Message, "unexpected $1")
	said = strings.ReplaceAll(said, "unexpected token EOF", "it ends too early")
	if i := strings.Index(said, "strconv."); i >= 0 {
		said = said[:i] + said[strings.LastIndex(said, ": ")+2:]
	}
	return fmt.Sprintf("%s, at character %d", said, at.From+1)
}

var token = lazyregexp.New(`unexpected token \w+\((".*")\)`)

// Run evaluates the expression; names gives the values of its names. The result is a value, a record that a name gave,
// or a list or object of such.
func (p *Program) Run(names Names) any {
	if p.alone != "" {
		return withoutSpan(given(names, p.alone))
	}
	f := frames.Get().(*frame)
	f.names, f.scope, f.steps = names, &p.scope, 0
	v := withoutSpan(p.run(f))
	*f = frame{vars: f.vars[:0]}
	frames.Put(f)
	return v
}

// frames are used again: expressions are many and short.
var frames = sync.Pool{New: func() any { return &frame{} }}

// Value is Run with keys in place of records: what can be compared, printed and kept.
func (p *Program) Value(names Names) any { return settled(p.Run(names)) }

// Holds tells whether the expression is true; null is not.
func (p *Program) Holds(names Names) bool { return p.Run(names) == true }

type compiler struct {
	scope  Scope
	source string
	names  []string
	vars   []string // of let, innermost last
	inside bool     // a predicate
	uses   []Use
	quiet  map[ast.Node]bool   // nodes that are no use, or whose use is noted already
	list   *ast.IdentifierNode // what # is an element of, inside a predicate
	made   map[ast.Node]node
	err    error
}

// fail keeps the first error; the caller returns what it likes, it is never run.
func (c *compiler) fail(n ast.Node, format string, args ...any) node {
	if c.err == nil {
		character := 1
		if n != nil {
			character = n.Location().From + 1
		}
		c.err = fmt.Errorf("%s (in %q, at character %d)", fmt.Sprintf(format, args...), c.source, character)
	}
	return constant(nil)
}

func constant(v any) node { return func(*frame) any { return v } }

func (c *compiler) compileAll(nodes []ast.Node) []node {
	compiled := make([]node, len(nodes))
	for i, n := range nodes {
		compiled[i] = c.compile(n)
	}
	return compiled
}

func (c *compiler) name(n *ast.IdentifierNode) node {
	if i := lastIndex(c.vars, n.Value); i >= 0 {
		return func(f *frame) any { return f.vars[i] }
	}
	if !slices.Contains(c.scope.Names, n.Value) {
		if near := violation.Closest(n.Value, c.scope.Names); near != "" {
			return c.fail(n, "there is no name %q; did you mean %q?", n.Value, near)
		}
		return c.fail(n, "there is no name %q; there are %s", n.Value, strings.Join(c.scope.Names, ", "))
	}
	if !slices.Contains(c.names, n.Value) {
		c.names = append(c.names, n.Value)
	}
	c.noteName(n)
	name := n.Value
	return func(f *frame) any { return given(f.names, name) }
}

func lastIndex(list []string, word string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == word {
			return i
		}
	}
	return -1
}
