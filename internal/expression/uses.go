package expression

import "github.com/expr-lang/expr/ast"

// Use is what an expression reads of a name: a member (venue.name, or #.name of a list's elements), or, with Member
// empty, anything. A comparison with nil reads nothing, and is no use.
type Use struct{ Name, Member string }

// noteMember notes the use of name.member, and of #.member where # is an element of a named list.
func (c *compiler) noteMember(n *ast.MemberNode) {
	property, ok := n.Property.(*ast.StringNode)
	if !ok {
		return
	}
	of := identifier(n.Node)
	if _, pointer := n.Node.(*ast.PointerNode); pointer && c.list != nil {
		c.uses = append(c.uses, Use{c.list.Value, property.Value})
	}
	if of != nil {
		c.uses = append(c.uses, Use{of.Value, property.Value})
		c.noted = of
	}
}

func identifier(n ast.Node) *ast.IdentifierNode {
	i, _ := n.(*ast.IdentifierNode)
	return i
}
