package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/tree"
)

// compilation is one call of Compile.
type compilation struct {
	*Compiler
	made    []*Schema // also the queue: those from filled on are empty yet, so that deep schemas do not deepen the stack
	filled  int
	dynamic []dynamicTarget // to be told to their resources when all is settled
}

// schema makes an empty schema for a node, which is filled later, or finds the one there is.
func (c *compilation) schema(n *tree.Node, pointer string, r *resource) (*Schema, *Error) {
	if s, ok := c.schemas[n]; ok {
		return s, nil
	}
	if most := c.shared.limits.Schemas; len(c.schemas) >= most {
		return nil, fail(n, pointer, "the document has more than %d schemas, the limit that --limit schemas=N sets", most)
	}
	s := &Schema{Node: n, Pointer: pointer, shared: c.shared, resource: r}
	if r != nil {
		s.resource = c.enter(n, pointer, r)
	}
	c.schemas[n] = s
	c.made = append(c.made, s)
	return s, nil
}

// part makes the schema that a keyword of s holds. It is nil where the document has too many, which costs s.
func (c *compilation) part(s *Schema, n *tree.Node, pointer string) *Schema {
	sub, mistake := c.schema(n, pointer, s.resource)
	if mistake != nil {
		c.lose(s, mistake)
	}
	return sub
}

// drain fills what is made, and what comes to it on the way.
func (c *compilation) drain() {
	for c.filled < len(c.made) {
		c.fill(c.made[c.filled])
		c.filled++
		if c.filled == len(c.made) && c.shared.dynamic.Load() {
			c.lookAround()
		}
	}
}

// fill compiles the keywords in the order of the document.
func (c *compilation) fill(s *Schema) {
	switch n := s.Node; {
	case n.Is(tree.Bool):
		always := n.True()
		s.Always = &always
		return
	case !n.Is(tree.Object):
		c.mistake(fail(n, s.Pointer, "is %s; expected a schema, which is an object%s; until then anything fits", described(n), c.orBoolean()))
		return
	case c.dialect != Draft202012 && n.Get("$ref").Is(tree.String):
		if mistake := compileRef(c, s, n.Get("$ref"), s.Pointer+"/$ref"); mistake == nil {
			s.rules = append(s.rules, rule{"$ref", checkRef})
		}
		return
	}
	for i, name := range s.Node.Keys {
		k, known := c.keywords[name]
		if !known {
			continue
		}
		if mistake := k.compile(c, s, s.Node.Items[i], tree.Join(s.Pointer, name)); mistake != nil {
			c.mistake(mistake)
			continue
		}
		if k.check != nil {
			s.rules = append(s.rules, rule{name, k.check})
		}
	}
	c.raise(s)
}

func (c *compilation) orBoolean() string {
	if c.dialect == Draft202012 {
		return " or a boolean"
	}
	return ""
}

// mistake records what costs only a keyword.
func (c *compilation) mistake(e *Error) { c.mistakes = append(c.mistakes, e) }

// lose says what keeps a schema from judging at all, the first mistake of several.
func (c *compilation) lose(s *Schema, e *Error) {
	if s.lost == nil {
		s.lost = e
	}
	c.anyLost = true
}

// settle does what needs all the schemas: it finds those that cannot judge, and prepares the others.
func (c *compilation) settle() {
	for _, lost := range findCircles(c.made) {
		c.lose(lost.schema, lost.mistake)
	}
	if c.anyLost {
		c.spread()
	}
	for _, s := range c.made {
		s.finish()
	}
	markWays(c.made)
	markPlain(c.made)
	for _, t := range c.dynamic {
		t.resource.dynamic.Store(t.name, t.schema)
	}
}

// spread loses every schema that leads to a lost one: whoever comes next to one of them meets the same error.
func (c *compilation) spread() {
	from := map[*Schema][]*Schema{}
	var lost []*Schema
	for _, s := range c.made {
		for part := range s.parts {
			if part.lost != nil && s.lost == nil {
				s.lost = part.lost
			}
			from[part] = append(from[part], s)
		}
		if s.lost != nil {
			lost = append(lost, s)
		}
	}
	for len(lost) > 0 {
		s := lost[len(lost)-1]
		lost = lost[:len(lost)-1]
		for _, user := range from[s] {
			if user.lost == nil {
				user.lost = s.lost
				lost = append(lost, user)
			}
		}
	}
}

// parts yields every schema that s leads to directly.
func (s *Schema) parts(yield func(*Schema) bool) {
	for sub := range s.inPlace {
		if !yield(sub) {
			return
		}
	}
	for _, sub := range []*Schema{s.Items, s.Contains, s.UnevaluatedItems, s.AdditionalProperties, s.UnevaluatedProperties, s.PropertyNames} {
		if sub != nil && !yield(sub) {
			return
		}
	}
	for _, sub := range s.PrefixItems {
		if !yield(sub) {
			return
		}
	}
	for _, p := range s.Properties {
		if !yield(p.Schema) {
			return
		}
	}
	for _, p := range s.PatternProperties {
		if !yield(p.Schema) {
			return
		}
	}
}

// fail is a mistake; what is wrong is named where the message begins with its verb.
func fail(n *tree.Node, pointer, format string, args ...any) *Error {
	message := fmt.Sprintf(format, args...)
	if verb, _, _ := strings.Cut(format, " "); slices.Contains(verbs, verb) {
		message = called(pointer) + " " + message
	}
	return &Error{Place: n.Place(), Pointer: pointer, Message: message}
}

// verbs begin the messages that lack a subject.
var verbs = []string{"is", "leads", "holds", "has", "means"}

// called names what is at a pointer: by the keyword, of several with the number or the name among them.
func called(pointer string) string {
	at, last := cutLast(pointer)
	_, parent := cutLast(at)
	_, err := strconv.Atoi(last)
	switch {
	case last == "" || strings.HasSuffix(last, "#"):
		return "the schema"
	case parent != "" && err == nil, slices.Contains(namings, parent):
		return cut(tree.Unescape(parent + "/" + last))
	case last == "schema":
		return "the schema"
	}
	return cut(tree.Unescape(last))
}

// namings are the members whose own members have any names.
var namings = []string{
	"properties", "patternProperties", "$defs", "definitions", "schemas", "dependencies", "dependentRequired", "dependentSchemas", "mapping",
}

func cutLast(pointer string) (before, last string) {
	i := strings.LastIndexByte(pointer, '/')
	return pointer[:max(i, 0)], pointer[i+1:]
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
	case n.Is(tree.Number) && len(n.Text) > shown:
		return "a long number"
	case n.Is(tree.Array):
		return "an array"
	case n.Is(tree.Object):
		return "an object"
	case n.Is(tree.Null):
		return "null"
	}
	return n.Text
}
