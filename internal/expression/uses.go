package expression

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// Use is what Value reads of a name: a member (venue.name, or #.name of a list's elements), or, with Member empty,
// anything. Where a record stands for its key, or is compared with nil, nothing else of it is read, and that is no use.
type Use struct{ Name, Member string }

// noteName notes that anything may be read of what a name stands for.
func (c *compiler) noteName(n *ast.IdentifierNode) {
	if !c.quiet[n] {
		c.uses = append(c.uses, Use{Name: n.Value})
	}
}

// noteElement notes the same of an element of a named list.
func (c *compiler) noteElement(n *ast.PointerNode) {
	if c.list != nil && !c.quiet[n] {
		c.uses = append(c.uses, Use{Name: c.list.Value})
	}
}

// noteMember notes the use of name.member, and of #.member where # is an element of a named list.
func (c *compiler) noteMember(n *ast.MemberNode) {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return
	}
	of := c.scoped(n.Node)
	if element(n.Node) {
		of = c.list
	}
	if of != nil {
		c.uses = append(c.uses, Use{of.Value, property.Value})
		c.quiet[n.Node] = true
	}
}

// keyed notes that a node's value is settled, or only tested: of the records in it nothing is read but their keys.
func (c *compiler) keyed(nodes ...ast.Node) {
	for _, n := range nodes {
		if c.quiet[n] {
			continue
		}
		c.quiet[n] = true
		switch n := n.(type) {
		case *ast.ConditionalNode:
			c.keyed(n.Exp1, n.Exp2)
		case *ast.VariableDeclaratorNode:
			c.keyed(n.Expr)
		case *ast.UnaryNode:
			c.keyed(n.Node)
		case *ast.BinaryNode:
			if n.Operator == "??" || n.Operator == "+" {
				c.keyed(n.Left, n.Right)
			}
		case *ast.ArrayNode:
			c.keyed(n.Nodes...)
		case *ast.MapNode:
			for _, p := range n.Pairs {
				if pair, ok := p.(*ast.PairNode); ok {
					c.keyed(pair.Value)
				}
			}
		case *ast.BuiltinNode:
			c.keyedBuiltin(n)
		}
	}
}

func (c *compiler) keyedBuiltin(n *ast.BuiltinNode) {
	switch {
	case slices.Contains(givers, n.Name):
		c.keyed(n.Arguments[0])
	case n.Name == "map" && len(n.Arguments) == 2:
		if p, ok := n.Arguments[1].(*ast.PredicateNode); ok {
			c.keyed(p.Node)
		}
	}
}

// scoped is the node as a name of the scope; nil if it is none, or one of let.
func (c *compiler) scoped(n ast.Node) *ast.IdentifierNode {
	if i, ok := n.(*ast.IdentifierNode); ok && !slices.Contains(c.vars, i.Value) {
		return i
	}
	return nil
}

// element tells whether a node is #.
func element(n ast.Node) bool {
	p, ok := n.(*ast.PointerNode)
	return ok && p.Name == ""
}
