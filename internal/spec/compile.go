package spec

import (
	"fmt"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// compilation is the way from an operation to its contract. What is wrong is collected: all of it is told at once.
type compilation struct {
	*Document
	operation *Operation
	lost      []Finding // what costs the operation
	findings  []Finding // what does not
	known     map[Finding]bool
}

// compile makes the contract of an operation; the error is a *Broken.
func compile(o *Operation) (*Contract, error) {
	c := &compilation{Document: o.Document, operation: o, known: map[Finding]bool{}}
	if _, _, err := c.Resolve(o.Node, o.Pointer); err != nil {
		c.failed(err, o.Node, o.Pointer, vital)
	}
	contract := &Contract{Parameters: c.parameters(), Body: c.requestBody(), Responses: c.responses(), Security: c.security(o)}
	for _, mistake := range c.compiler.Mistakes() {
		c.findings = append(c.findings, ofSchema(mistake))
	}
	if len(c.lost) > 0 {
		return nil, &Broken{append(c.lost, c.findings...)}
	}
	contract.Findings = c.findings
	return contract, nil
}

// part is how much a part of an operation counts.
type part bool

const (
	vital part = true  // without it no request can be judged, or answered as the document has it
	spare part = false // an operation can be served without it
)

// failed notes an error: it costs the operation if the part is vital. Of what does not, New may have told already.
func (c *compilation) failed(err error, n *tree.Node, at string, p part) {
	f := findingOf(err, n, at, p == vital)
	to := &c.lost
	if p == spare {
		if c.told[f.Place] {
			return
		}
		f.Message += "; this part is left out, and the operation served without it"
		to = &c.findings
	}
	if !c.known[f] {
		c.known[f] = true
		*to = append(*to, f)
	}
}

// noted notes what costs nothing.
func (c *compilation) noted(n *tree.Node, at, format string, args ...any) {
	f := Finding{Place: n.Place(), Pointer: at, Message: fmt.Sprintf(format, args...)}
	if !c.known[f] { // what the whole operation has is asked for by each of its responses
		c.known[f] = true
		c.findings = append(c.findings, f)
	}
}

// object resolves a node that is to be an object. It is nil if there is none; null counts as an empty object.
func (c *compilation) object(n *tree.Node, at, what string, p part) (*tree.Node, string) {
	target, pointer, err := c.Resolve(n, at)
	switch {
	case err != nil:
		c.failed(err, n, at, p)
	case target.Is(tree.Null):
		return emptyObject(target), pointer
	case !target.Is(tree.Object):
		c.failed(wrongKind(target, what, "an object"), target, pointer, p)
	default:
		return target, pointer
	}
	return nil, ""
}

// schemaAt compiles the schema that a member of a node holds, if it does.
func (c *compilation) schemaAt(n *tree.Node, at, member string, p part) *schema.Schema {
	node := n.Get(member)
	if node == nil {
		return nil
	}
	return c.schema(node, tree.Join(at, member), p)
}

// schema compiles the schema at a node; nil if that fails.
func (c *compilation) schema(n *tree.Node, at string, p part) *schema.Schema {
	s, err := c.compiler.Compile(n, at)
	if err != nil {
		c.failed(err, n, at, p)
		return nil
	}
	return s
}

func emptyObject(at *tree.Node) *tree.Node { return tree.NewObject(at, nil, nil) }

// kindError is a node of a kind that cannot stand where it does.
type kindError struct {
	n           *tree.Node
	what, right string
}

func (e *kindError) Error() string {
	return fmt.Sprintf("%s is %s; it would be %s", e.what, e.n.Kind.WithArticle(), e.right)
}

func wrongKind(n *tree.Node, what, right string) error { return &kindError{n, what, right} }

// truth reads a flag; the word "true" in quotes is meant as it says.
func truth(n *tree.Node) bool { return n.True() || n.Str() == "true" }
