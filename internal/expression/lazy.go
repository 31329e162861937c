package expression

import (
	"github.com/expr-lang/expr/ast"

	"mockserver/internal/value"
)

// Lazy is what a name stands for if it is an object of which an expression mostly wants one member, and others take time: all
// of it is made only for who wants all of it (BenchmarkMissSearch of package server).
type Lazy struct{ Of LazyMembers }

// LazyMembers are the members of such an object.
type LazyMembers interface {
	Member(name string) any // nil if there is none
	Whole() *value.Object
}

// given is what a name stands for.
func given(names Names, name string) any {
	v := names(name)
	if l, ok := v.(*Lazy); ok {
		return l.Of.Whole()
	}
	return v
}

// memberOfName compiles the dot behind a name of the scope.
func (c *compiler) memberOfName(of *ast.IdentifierNode, property string) node {
	c.compile(of) // it is noted, and found wrong if it is
	name := of.Value
	return func(f *frame) any {
		v := f.names(name)
		if l, ok := v.(*Lazy); ok {
			return l.Of.Member(property)
		}
		return memberOf(v, property)
	}
}
