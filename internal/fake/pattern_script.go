package fake

import (
	"regexp/syntax"

	"mockserver/internal/schema"
)

// script is an expression by which texts are written, with all that is to be known of its parts. It is kept with the pattern: to
// read it anew for each text took a tenth of the time of a generated answer (BenchmarkMissGenerated in package server). It is not to be changed.
type script struct {
	re      *syntax.Regexp
	known   map[*syntax.Regexp]extent
	classes map[*syntax.Regexp]*class
	gate    gate
}

// gateOf is that of what is found by an expression.
func gateOf(re *syntax.Regexp, x extent) gate {
	g := gate{least: x.least, most: unbounded}
	if re.Op != syntax.OpConcat || re.Sub[0].Op != syntax.OpBeginText {
		return g
	}
	if re.Sub[len(re.Sub)-1].Op == syntax.OpEndText {
		g.most = x.most
	}
	if first := re.Sub[1]; first.Op == syntax.OpLiteral && first.Flags&syntax.FoldCase == 0 {
		g.prefix = string(first.Rune)
	}
	return g
}

func scriptsOf(p *schema.Pattern) []script {
	if known, ok := p.Kept.Load().([]script); ok {
		return known
	}
	scripts := []script{}
	for _, re := range syntaxesOf(p) {
		e := &expander{known: map[*syntax.Regexp]extent{}, classes: map[*syntax.Regexp]*class{}}
		e.study(re)
		scripts = append(scripts, script{re, e.known, e.classes, gateOf(re, e.extent(re))})
	}
	p.Kept.Store(scripts)
	return scripts
}

// study finds out what there is to be known of an expression and its parts.
func (e *expander) study(re *syntax.Regexp) {
	e.extent(re)
	switch re.Op {
	case syntax.OpCharClass:
		e.class(re, re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		e.class(re, anyCharacter)
	}
	for _, sub := range re.Sub {
		e.study(sub)
	}
}

// anyCharacter are the ranges of what stands for any.
var anyCharacter = []rune{' ', '~'}
