package expression

import (
	"strconv"

	"github.com/expr-lang/expr/ast"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// compile turns a node of the syntax tree into a function.
func (c *compiler) compile(n ast.Node) node {
	switch n := n.(type) {
	case *ast.NilNode:
		return constant(nil)
	case *ast.BoolNode:
		return constant(n.Value)
	case *ast.IntegerNode:
		return constant(int64(n.Value))
	case *ast.FloatNode:
		return constant(value.ParseNumber(strconv.FormatFloat(n.Value, 'f', -1, 64)))
	case *ast.StringNode:
		return constant(n.Value)
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.PointerNode:
		return c.pointer(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		cond, yes, no := c.compile(n.Cond), c.compile(n.Exp1), c.compile(n.Exp2)
		return func(f *frame) any {
			if cond(f) == true {
				return yes(f)
			}
			return no(f)
		}
	case *ast.ChainNode:
		return c.compile(n.Node)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.ArrayNode:
		return array(c.compileAll(n.Nodes))
	case *ast.MapNode:
		return c.object(n)
	case *ast.VariableDeclaratorNode:
		return c.let(n)
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, callee.Value, n.Arguments)
		}
		return c.fail(n, "only functions can be called")
	case *ast.BuiltinNode:
		if len(n.Arguments) == 2 {
			if _, ok := n.Arguments[1].(*ast.PredicateNode); ok {
				return c.predicate(n)
			}
		}
		return c.call(n, n.Name, n.Arguments)
	}
	return c.fail(n, "this form of expression is not supported")
}

func (c *compiler) pointer(n *ast.PointerNode) node {
	switch n.Name {
	case "":
		return func(f *frame) any { return f.item }
	case "index":
		return func(f *frame) any { return f.index }
	}
	return c.fail(n, "there is no #%s; there are # and #index", n.Name)
}

func (c *compiler) unary(n *ast.UnaryNode) node {
	operand := c.compile(n.Node)
	switch n.Operator {
	case "!", "not":
		return func(f *frame) any { return operand(f) != true }
	case "-":
		return func(f *frame) any { return subtract(int64(0), operand(f)) }
	case "+":
		return operand
	}
	return c.fail(n, "there is no operator %q", n.Operator)
}

func (c *compiler) binary(n *ast.BinaryNode) node {
	if _, isNil := n.Right.(*ast.NilNode); isNil {
		c.noted = identifier(n.Left) // `venue == nil` reads nothing of the venue
	}
	left, right := c.compile(n.Left), c.compile(n.Right)
	switch n.Operator {
	case "and", "&&":
		return func(f *frame) any { return left(f) == true && right(f) == true }
	case "or", "||":
		return func(f *frame) any { return left(f) == true || right(f) == true }
	case "??":
		return func(f *frame) any {
			if v := left(f); v != nil {
				return v
			}
			return right(f)
		}
	}
	operate, ok := operators[n.Operator]
	if !ok {
		return c.fail(n, "there is no operator %q", n.Operator)
	}
	return func(f *frame) any { return operate(left(f), right(f)) }
}

func (c *compiler) member(n *ast.MemberNode) node {
	c.noteMember(n)
	of, property := c.compile(n.Node), c.compile(n.Property)
	return func(f *frame) any { return memberOf(of(f), property(f)) }
}

// memberOf selects by name from an object, by position from a list; null where there is nothing.
func memberOf(of, property any) any {
	switch p := property.(type) {
	case string:
		if members, ok := of.(Members); ok {
			v, _ := members.Get(p)
			return v
		}
	case int64:
		if list, ok := of.([]any); ok {
			if p < 0 {
				p += int64(len(list))
			}
			if 0 <= p && p < int64(len(list)) {
				return list[p]
			}
		}
	}
	return nil
}

func array(items []node) node {
	return func(f *frame) any {
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = item(f)
		}
		return list
	}
}

func (c *compiler) object(n *ast.MapNode) node {
	keys, values := make([]node, len(n.Pairs)), make([]node, len(n.Pairs))
	for i, p := range n.Pairs {
		pair, ok := p.(*ast.PairNode)
		if !ok {
			return c.fail(p, "an object has pairs of a name and a value")
		}
		keys[i], values[i] = c.compile(pair.Key), c.compile(pair.Value)
	}
	return func(f *frame) any {
		o := value.NewObject(len(keys))
		for i, key := range keys {
			o.Set(value.Text(key(f)), values[i](f))
		}
		return o
	}
}

func (c *compiler) let(n *ast.VariableDeclaratorNode) node {
	v := c.compile(n.Value)
	slot := len(c.vars)
	c.vars = append(c.vars, n.Name)
	body := c.compile(n.Expr)
	c.vars = c.vars[:slot]
	return func(f *frame) any {
		f.vars = append(f.vars[:slot], v(f))
		return body(f)
	}
}

func (c *compiler) call(at ast.Node, name string, arguments []ast.Node) node {
	fn, ok := functions[name]
	if !ok {
		if near := violation.Closest(name, functionNames()); near != "" {
			return c.fail(at, "there is no function %q; did you mean %q?", name, near)
		}
		return c.fail(at, "there is no function %q", name)
	}
	if len(arguments) < fn.least || len(arguments) > fn.most {
		return c.fail(at, "%s takes %s; it is given %d arguments", name, fn.takes, len(arguments))
	}
	args := c.compileAll(arguments)
	scope := c.scope
	return func(f *frame) any {
		values := make([]any, len(args))
		for i, arg := range args {
			values[i] = arg(f)
			if values[i] == nil && !fn.nulls {
				return nil
			}
		}
		return fn.call(scope, values)
	}
}
