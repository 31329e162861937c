package expression

import (
	"strings"
	"sync"
	"sync/atomic"
)

// compiled are the expressions that were read without a mistake, up to so many: each new seed makes the world of the same documents
// and fixtures again, and reading their expressions took a fifth of the time of that (BenchmarkMissSeed in package server).
var (
	compiled sync.Map // key → *Program, whose scope is that of who came first
	kept     atomic.Int64
)

const mostKept = 2000

// key is what the reading of an expression depends on: zone and seed come in when it runs.
type key struct{ source, names string }

// known is an expression that was read before, for another scope of the same names; nil if none is.
func (k key) known(scope Scope) *Program {
	found, ok := compiled.Load(k)
	if !ok {
		return nil
	}
	p := *found.(*Program)
	p.scope = scope
	return &p
}

func (k key) keep(p *Program) {
	if kept.Add(1) <= mostKept {
		compiled.Store(k, p)
	}
}

func keyOf(source string, scope Scope) key { return key{source, strings.Join(scope.Names, "\n")} }
