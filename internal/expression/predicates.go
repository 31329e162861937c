package expression

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// predicates walk a list with a condition or a mapping in which # is the element.
var predicates = map[string]func(list []any, test func(item any, index int) any) any{
	"all":       all,
	"any":       func(list []any, test func(any, int) any) any { return first(list, test) >= 0 },
	"none":      func(list []any, test func(any, int) any) any { return first(list, test) < 0 },
	"one":       func(list []any, test func(any, int) any) any { return len(filter(list, test)) == 1 },
	"count":     func(list []any, test func(any, int) any) any { return int64(len(filter(list, test))) },
	"filter":    func(list []any, test func(any, int) any) any { return filter(list, test) },
	"find":      find,
	"findIndex": func(list []any, test func(any, int) any) any { return int64(first(list, test)) },
	"map":       mapped,
}

var predicateNames = []string{"all", "any", "none", "one", "count", "filter", "find", "findIndex", "map"}

// givers are the predicates that give elements of their list, of which anything may then be read.
var givers = []string{"filter", "find"}

func (c *compiler) predicate(n *ast.BuiltinNode) node {
	walk, ok := predicates[n.Name]
	if !ok {
		return c.fail(n, "%s is not supported; there are %s", n.Name, strings.Join(predicateNames, ", "))
	}
	if c.inside {
		return c.fail(n, "%s inside the predicate of another: predicates cannot be nested", n.Name)
	}
	named, test := c.scoped(n.Arguments[0]), n.Arguments[1].(*ast.PredicateNode).Node
	if !slices.Contains(givers, n.Name) {
		c.quiet[n.Arguments[0]] = true // the predicate says what it reads
	}
	if n.Name != "map" {
		c.keyed(test)
	}
	list := c.compile(n.Arguments[0])
	c.inside, c.list = true, named
	body := c.compile(test)
	c.inside, c.list = false, nil
	return func(f *frame) any {
		of := list(f)
		items, ok := of.([]any)
		if !ok && of != nil {
			return nil
		}
		return f.made(walk(items, func(item any, index int) any {
			if !f.spend(1) {
				return nil
			}
			f.item, f.index = item, int64(index)
			return withoutSpan(body(f))
		}))
	}
}

func first(list []any, test func(any, int) any) int {
	for i, item := range list {
		if test(item, i) == true {
			return i
		}
	}
	return -1
}

func find(list []any, test func(any, int) any) any {
	if i := first(list, test); i >= 0 {
		return list[i]
	}
	return nil
}

func all(list []any, test func(any, int) any) any {
	for i, item := range list {
		if test(item, i) != true {
			return false
		}
	}
	return true
}

func filter(list []any, test func(any, int) any) []any {
	kept := []any{}
	for i, item := range list {
		if test(item, i) == true {
			kept = append(kept, item)
		}
	}
	return kept
}

func mapped(list []any, test func(any, int) any) any {
	made := slices.Grow([]any{}, len(list))
	for i, item := range list {
		made = append(made, test(item, i))
	}
	return made
}
