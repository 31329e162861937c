package schema

import (
	"fmt"
	"sync"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

// Config is what a Compiler is made from.
type Config struct {
	Dialect Dialect
	Resolve Resolver   // nil: references are found in Root alone
	Root    *tree.Node // of the document, where $id and $anchor are looked for; nil: the first schema that is compiled
	Limits  limit.Set  // of its zero value, each limit is the default
}

// Error is a mistake in a schema.
type Error struct {
	Place      string // file:line:column
	Pointer    string // JSON pointer of what is wrong
	Message    string
	Unenforced bool // it cannot be enforced, and so anything fits it: an expression that no engine takes
}

// Error is "file:line:column: message".
func (e *Error) Error() string { return e.Place + ": " + e.Message }

// Compiler compiles the schemas of one document, each once. It may be used by several goroutines.
type Compiler struct {
	dialect  Dialect
	resolve  Resolver
	shared   *shared
	keywords map[string]keyword

	mutex       sync.Mutex
	root        *tree.Node
	schemas     map[*tree.Node]*Schema
	patterns    map[string]*Pattern
	patternSize int // instructions of all of them
	mistakes    []*Error
	anyLost     bool
	entered     []*resource // in which dynamic anchors are yet to be looked for
	resources   *resources
	lines       map[*tree.Node]*lineage // by the list of schemas
	heirs       int                     // of all discriminators
}

// NewCompiler makes a Compiler.
func NewCompiler(config Config) *Compiler {
	if config.Limits == (limit.Set{}) {
		config.Limits = limit.Default()
	}
	c := &Compiler{
		dialect: config.Dialect, resolve: config.Resolve, root: config.Root, shared: &shared{dialect: config.Dialect, limits: config.Limits},
		keywords: map[string]keyword{}, schemas: map[*tree.Node]*Schema{}, patterns: map[string]*Pattern{},
	}
	if c.resolve == nil {
		c.resolve = c.inRoot
	}
	for _, k := range keywords {
		c.keywords[k.name] = k
	}
	return c
}

// inRoot is the Resolver of who has none.
func (c *Compiler) inRoot(ref string, _ *tree.Node) (*tree.Node, string, error) {
	if ref == "" || ref[0] != '#' {
		return nil, "", fmt.Errorf("%q leads to another file", ref)
	}
	return c.root.At(ref), ref[1:], nil
}

// Compile compiles the schema at a node, which stands at that pointer, with all that it refers to. Errors are of type
// *Error, and stay the same however often one asks: a reference to what is not there, references that lead in a circle, too
// many schemas. Every other mistake costs only the keyword that has it; see Mistakes.
func (c *Compiler) Compile(n *tree.Node, pointer string) (*Schema, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if n == nil {
		return nil, &Error{Pointer: pointer, Message: "there is no schema"}
	}
	if c.root == nil {
		c.root = n
	}
	run := &compilation{Compiler: c}
	s, mistake := run.schema(n, pointer, run.home(n, pointer))
	if mistake != nil {
		return nil, mistake
	}
	run.drain()
	run.settle()
	if s.lost != nil {
		return nil, s.lost
	}
	return s, nil
}

// Mistakes are the errors that were found since they were last asked for and cost no schema: the keyword that has one is
// left out, and everything else is judged as it is written.
func (c *Compiler) Mistakes() []*Error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	mistakes := c.mistakes
	c.mistakes = nil
	return mistakes
}
