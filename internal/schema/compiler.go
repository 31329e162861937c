package schema

import (
	"fmt"
	"sync"

	"mockserver/internal/tree"
)

// maxSchemas bounds how many schemas one Compiler makes: a large real document has a tenth of that.
const maxSchemas = 1_000_000

// Error is a mistake in a schema.
type Error struct {
	Place   string // file:line:column
	Pointer string // JSON pointer of what is wrong
	Message string
}

// Error is "file:line:column: pointer: message".
func (e *Error) Error() string {
	if e.Pointer == "" {
		return e.Place + ": " + e.Message
	}
	return e.Place + ": " + e.Pointer + ": " + e.Message
}

// Compiler compiles the schemas of one document, each once. It may be used by several goroutines.
type Compiler struct {
	dialect  Dialect
	resolve  Resolver
	keywords map[string]keyword

	mutex    sync.Mutex
	schemas  map[*tree.Node]*Schema
	patterns map[string]*Pattern
}

// NewCompiler makes a Compiler of schemas of a dialect, whose references r finds.
func NewCompiler(d Dialect, r Resolver) *Compiler {
	c := &Compiler{dialect: d, resolve: r, keywords: map[string]keyword{}, schemas: map[*tree.Node]*Schema{}, patterns: map[string]*Pattern{}}
	for _, k := range keywords {
		c.keywords[k.name] = k
	}
	return c
}

// Compile compiles the schema at a node, which stands at that pointer, with all that it refers to. Errors are of type
// *Error: a reference to what is not there, a keyword of the wrong kind, references that lead in a circle.
func (c *Compiler) Compile(n *tree.Node, pointer string) (*Schema, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	run := &compilation{Compiler: c}
	s, err := run.schema(n, pointer)
	if err == nil {
		err = run.drain()
	}
	if err == nil {
		err = findCircle(run.made)
	}
	if err != nil {
		// Whoever comes next to one of these schemas must meet the error too, and no half of a schema.
		for _, s := range run.made {
			delete(c.schemas, s.Node)
		}
		return nil, err
	}
	for _, s := range run.made {
		s.finish()
	}
	return s, nil
}

// compilation is one call of Compile.
type compilation struct {
	*Compiler
	made  []*Schema
	queue []*Schema // made, but not yet filled: references lead to them, and deep chains of those must not deepen the stack
}

func (c *compilation) drain() error {
	for len(c.queue) > 0 {
		s := c.queue[0]
		c.queue = c.queue[1:]
		if err := c.fill(s); err != nil {
			return err
		}
	}
	return nil
}

// make makes an empty schema for a node, or finds the one there is.
func (c *compilation) make(n *tree.Node, pointer string) (s *Schema, isNew bool, err error) {
	if s, ok := c.schemas[n]; ok {
		return s, false, nil
	}
	if n == nil {
		return nil, false, &Error{Pointer: pointer, Message: "there is no schema"}
	}
	if len(c.schemas) >= maxSchemas {
		return nil, false, fail(n, pointer, "the document has more than %d schemas", maxSchemas)
	}
	s = &Schema{Node: n, Pointer: pointer}
	c.schemas[n] = s
	c.made = append(c.made, s)
	return s, true, nil
}

// schema compiles the schema at a node, except for what it refers to, which waits in the queue.
func (c *compilation) schema(n *tree.Node, pointer string) (*Schema, error) {
	s, isNew, err := c.make(n, pointer)
	if err != nil || !isNew {
		return s, err
	}
	return s, c.fill(s)
}

// fill compiles the keywords in the order of the document.
func (c *compilation) fill(s *Schema) error {
	switch n := s.Node; {
	case n.Is(tree.Bool):
		always := n.True()
		s.Always = &always
		return nil
	case !n.Is(tree.Object):
		return fail(n, s.Pointer, "is %s; expected a schema, which is an object or a boolean", described(n))
	case c.dialect == OpenAPI30 && n.Get("$ref").Is(tree.String):
		return c.reference(s, n.Get("$ref"), s.Pointer+"/$ref")
	}
	for i, name := range s.Node.Keys {
		k, known := c.keywords[name]
		if !known {
			continue
		}
		if err := k.compile(c, s, s.Node.Items[i], tree.Join(s.Pointer, name)); err != nil {
			return err
		}
		if k.check != nil {
			s.rules = append(s.rules, rule{name, k.check})
		}
	}
	return c.raise(s)
}

// reference compiles $ref.
func (c *compilation) reference(s *Schema, n *tree.Node, pointer string) error {
	if !n.Is(tree.String) {
		return fail(n, pointer, "is %s; expected a string", described(n))
	}
	target, at, err := c.resolve(n.Text, n)
	if err != nil {
		return fail(n, pointer, "%v", err)
	}
	if target == nil {
		return fail(n, pointer, "%q points to nothing", n.Text)
	}
	var isNew bool
	if s.Ref, isNew, err = c.make(target, at); isNew {
		c.queue = append(c.queue, s.Ref)
	}
	if c.dialect == OpenAPI30 {
		s.rules = append(s.rules, rule{"$ref", checkRef})
	}
	return err
}

func fail(n *tree.Node, pointer, format string, args ...any) error {
	return &Error{Place: n.Place(), Pointer: pointer, Message: fmt.Sprintf(format, args...)}
}

// described is a node as an error shows it.
func described(n *tree.Node) string {
	const shown = 40
	switch {
	case n == nil:
		return "missing"
	case n.Is(tree.String) && len(n.Text) > shown:
		return "a long string"
	case n.Is(tree.String):
		return fmt.Sprintf("the string %q", n.Text)
	case n.Is(tree.Array):
		return "an array"
	case n.Is(tree.Object):
		return "an object"
	case n.Is(tree.Null):
		return "null"
	}
	return n.Text
}
