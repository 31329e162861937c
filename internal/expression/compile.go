package expression

import (
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// compile turns a node of the syntax tree into a function. The parser gives a node two parents where a < b < c stands
// for a < b && b < c: it is compiled once, or the nesting of such would double the work at every level.
func (c *compiler) compile(n ast.Node) node {
	made, ok := c.made[n]
	if !ok {
		made = c.translate(n)
		c.made[n] = made
	}
	return made
}

func (c *compiler) translate(n ast.Node) node {
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
		return c.conditional(n)
	case *ast.ChainNode:
		return c.compile(n.Node)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.ArrayNode:
		return c.array(n)
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

// conditional is a ? b : c, and a ?: c, which is a unless that is null or false.
func (c *compiler) conditional(n *ast.ConditionalNode) node {
	if n.Exp1 == n.Cond {
		cond, no := c.compile(n.Cond), c.compile(n.Exp2)
		return func(f *frame) any {
			if v := cond(f); v != nil && v != false {
				return v
			}
			return no(f)
		}
	}
	c.keyed(n.Cond)
	cond, yes, no := c.compile(n.Cond), c.compile(n.Exp1), c.compile(n.Exp2)
	return func(f *frame) any {
		if cond(f) == true {
			return yes(f)
		}
		return no(f)
	}
}

func (c *compiler) pointer(n *ast.PointerNode) node {
	switch n.Name {
	case "":
		c.noteElement(n)
		return func(f *frame) any { return f.item }
	case "index":
		return func(f *frame) any { return f.index }
	}
	return c.fail(n, "there is no #%s; there are # and #index", n.Name)
}

func (c *compiler) unary(n *ast.UnaryNode) node {
	if n.Operator != "+" { // which is what it stands before
		c.keyed(n.Node)
	}
	operand := c.compile(n.Node)
	switch n.Operator {
	case "!", "not":
		return func(f *frame) any { return operand(f) != true }
	case "-":
		return func(f *frame) any { return negate(operand(f)) }
	case "+":
		return operand
	}
	return c.fail(n, "there is no operator %q", n.Operator)
}

func (c *compiler) binary(n *ast.BinaryNode) node {
	switch n.Operator {
	case "??", "+": // one of the operands, or what is in both
	case "in": // a name may be looked for in a record
		c.keyed(n.Left)
	default:
		c.keyed(n.Left, n.Right)
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
		return c.fail(n, "there is no operator %q; there are %s", n.Operator, operatorNames)
	}
	return func(f *frame) any {
		a, b := left(f), right(f)
		if !f.spend(1+f.weight(a)) || !f.spend(f.weight(b)) {
			return nil
		}
		return operate(a, b)
	}
}

func (c *compiler) member(n *ast.MemberNode) node {
	c.noteMember(n)
	if name, ok := n.Property.(*ast.StringNode); ok && c.scoped(n.Node) != nil {
		return c.memberOfName(c.scoped(n.Node), name.Value)
	}
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

func (c *compiler) array(n *ast.ArrayNode) node {
	items := c.compileAll(n.Nodes)
	return func(f *frame) any {
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = withoutSpan(item(f))
		}
		return f.made(list)
	}
}

func (c *compiler) object(n *ast.MapNode) node {
	keys, names, values := make([]node, len(n.Pairs)), make([]string, len(n.Pairs)), make([]node, len(n.Pairs))
	for i, p := range n.Pairs {
		pair, ok := p.(*ast.PairNode)
		if !ok {
			return c.fail(p, "an object has pairs of a name and a value")
		}
		keys[i], values[i] = c.compile(pair.Key), c.compile(pair.Value)
		if written, ok := pair.Key.(*ast.StringNode); ok { // as nearly all are
			keys[i], names[i] = nil, written.Value
		}
	}
	return func(f *frame) any {
		o := value.NewObject(len(keys))
		for i, key := range keys {
			name := names[i]
			if key != nil {
				name = text(key(f))
			}
			o.Set(name, withoutSpan(values[i](f)))
		}
		return f.made(o)
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

func (c *compiler) noFunction(at ast.Node, name string) node {
	if slices.Contains(predicateNames, name) {
		return c.fail(at, "%s takes a list and a predicate, such as %s(list, # > 1)", name, name)
	}
	if near := violation.Closest(name, functionNames()); near != "" {
		return c.fail(at, "there is no function %q; did you mean %q?", name, near)
	}
	return c.fail(at, "there is no function %q", name)
}

func (c *compiler) call(at ast.Node, name string, arguments []ast.Node) node {
	fn, ok := functions[name]
	if !ok {
		return c.noFunction(at, name)
	}
	if len(arguments) < fn.least || len(arguments) > fn.most {
		return c.fail(at, "%s takes %s; arguments given: %d", name, fn.takes, len(arguments))
	}
	if !slices.Contains(handers, name) {
		c.keyed(arguments...)
	}
	args := c.compileAll(arguments)
	looks := !slices.Contains(glances, name)
	return func(f *frame) any {
		values := make([]any, len(args))
		for i, arg := range args {
			values[i] = arg(f)
			if values[i] == nil && !fn.nulls || looks && !f.spend(f.weight(values[i])) {
				return nil
			}
		}
		if !f.spend(1) {
			return nil
		}
		return fn.call(*f.scope, values)
	}
}
