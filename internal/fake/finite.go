package fake

import (
	"regexp/syntax"
	"strings"

	"mockserver/internal/schema"
)

// finiteBytes is about how long all texts of a pattern are together that are listed.
const finiteBytes = 4 << 20

// finiteTexts are all texts that match a pattern of the whole text; false if there are more than that many.
func finiteTexts(p *schema.Pattern, most int) ([]string, bool) {
	all := scriptsOf(p)
	if len(all) == 0 || !p.Linear() || !strings.HasPrefix(p.Text, "^") || !strings.HasSuffix(p.Text, "$") || all[0].re.Op != syntax.OpConcat {
		return nil, false
	}
	return finite(all[0].re, most)
}

// finite are all texts that an expression stands for; false if there are more than that many.
func finite(re *syntax.Regexp, most int) ([]string, bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
		return []string{""}, true
	case syntax.OpLiteral:
		return []string{string(re.Rune)}, re.Flags&syntax.FoldCase == 0
	case syntax.OpCharClass:
		var all []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				if all = append(all, string(c)); len(all) > most {
					return nil, false
				}
			}
		}
		return all, true
	case syntax.OpCapture:
		return finite(re.Sub[0], most)
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			some, ok := finite(sub, most-len(all))
			if all = append(all, some...); !ok {
				return nil, false
			}
		}
		return all, true
	case syntax.OpConcat:
		return behindEachOther(re.Sub, most)
	case syntax.OpQuest, syntax.OpRepeat:
		return repeated(re, most)
	}
	return nil, false
}

// behindEachOther are all texts of expressions that follow each other.
func behindEachOther(subs []*syntax.Regexp, most int) ([]string, bool) {
	all := []string{""}
	for _, sub := range subs {
		tails, ok := finite(sub, most)
		if !ok || len(all)*len(tails) > most || len(all)*len(tails)*(len(all[0])+len(tails[0])) > finiteBytes {
			return nil, false
		}
		all = joinedEach(all, tails)
	}
	return all, true
}

// repeated are all texts of an expression some times over.
func repeated(re *syntax.Regexp, most int) ([]string, bool) {
	const often = 32
	low, high := repeats(re)
	tails, ok := finite(re.Sub[0], most)
	if !ok || high > often {
		return nil, false
	}
	var all []string
	row := []string{""}
	for n := range high + 1 {
		if n > 0 && (len(row)*len(tails) > most || len(row)*len(tails)*(len(row[0])+len(tails[0])) > finiteBytes) {
			return nil, false
		}
		if n > 0 {
			row = joinedEach(row, tails)
		}
		if n >= low {
			all = append(all, row...)
		}
		if len(all) > most {
			return nil, false
		}
	}
	return all, true
}

// joinedEach is each head with each tail.
func joinedEach(heads, tails []string) []string {
	all := make([]string, 0, len(heads)*len(tails))
	for _, head := range heads {
		for _, tail := range tails {
			all = append(all, head+tail)
		}
	}
	return all
}
