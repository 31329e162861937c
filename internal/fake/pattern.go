package fake

import (
	"regexp/syntax"
	"strings"

	"mockserver/internal/schema"
)

// Bounds of what is tried for a pattern.
const (
	expansions = 60 // texts made from one pattern
	unbounded  = 1 << 40
	usualLeast = 4 // characters more than there must be, where a pattern leaves it open
	usualMost  = 12
)

// expander writes texts that a regular expression matches.
type expander struct {
	stream  *Stream
	mixed   bool // characters of all sorts, as rules of passwords want them
	steady  bool // the same character of a class each time, as references back want them
	known   map[*syntax.Regexp]extent
	classes map[*syntax.Regexp]*class
	written strings.Builder
	room    int // characters that may still be written
}

// extent is how long the texts of an expression are, in characters.
type extent struct{ least, most int64 }

// syntaxOf is the expression of a pattern, without what looks ahead or behind: what is made is tested anyway.
func syntaxOf(p *schema.Pattern) *syntax.Regexp {
	text, ok := p.RE2()
	if ok {
		if re, err := syntax.Parse(text, syntax.Perl); err == nil {
			return re
		}
	}
	if text == "" {
		text = p.Text
	}
	re, err := syntax.Parse(withoutLooking(text), syntax.Perl)
	if err != nil {
		return nil
	}
	return re
}

// withoutLooking leaves out groups such as (?=…) and (?<!…), and writes what references back refer to in their place.
func withoutLooking(text string) string {
	var b strings.Builder
	var groups []string
	for i := 0; i < len(text); {
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "(?=") || strings.HasPrefix(rest, "(?!") || strings.HasPrefix(rest, "(?<=") || strings.HasPrefix(rest, "(?<!"):
			i += groupEnd(rest)
		case rest[0] == '(' && !strings.HasPrefix(rest, "(?"):
			groups = append(groups, rest[:groupEnd(rest)])
			b.WriteByte('(')
			i++
		case rest[0] == '\\' && len(rest) > 1 && '1' <= rest[1] && rest[1] <= '9':
			if n := int(rest[1] - '1'); n < len(groups) && len(groups[n])+b.Len() < maxExpanded {
				b.WriteString(groups[n])
			}
			i += 2
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(rest[:2])
			i += 2
		default:
			b.WriteByte(rest[0])
			i++
		}
	}
	return b.String()
}

// groupEnd is the length of the group with which a text begins.
func groupEnd(text string) int {
	depth, inClass := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case inClass:
			inClass = c != ']'
		case c == '[':
			inClass = true
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// lengths narrows the lengths of a text down to those that a pattern can have.
func lengths(p *schema.Pattern, least, most int64) (int64, int64) {
	re := syntaxOf(p)
	if re == nil {
		return least, most
	}
	e := &expander{known: map[*syntax.Regexp]extent{}}
	x := e.extent(re)
	if strings.HasPrefix(p.Text, "^") && strings.HasSuffix(p.Text, "$") && re.Op == syntax.OpConcat && (most < 0 || x.most < most) {
		most = x.most
	}
	return max(least, x.least), most
}

// matching makes a text for a pattern alone.
func (r *run) matching(p *schema.Pattern, s *Stream) (string, bool) {
	for text := range r.expanded(p, 0, -1, s) {
		if p.Match(text) {
			return text, true
		}
	}
	return "", false
}

// expanded yields texts for a pattern, of that length if possible, more and more adventurous ones.
func (r *run) expanded(p *schema.Pattern, least, most int64, s *Stream) func(func(string) bool) {
	return func(yield func(string) bool) {
		re := syntaxOf(p)
		if re == nil {
			return
		}
		e := &expander{stream: s, known: map[*syntax.Regexp]extent{}, classes: map[*syntax.Regexp]*class{}}
		whole := e.extent(re)
		low := max(whole.least, least)
		high := whole.most
		if most >= 0 {
			high = min(high, most)
		}
		for i := range int64(expansions) {
			e.mixed, e.steady = i%2 == 1, i%8 == 7
			from, to := min(high, low+usualLeast), min(high, low+usualMost+i/4)
			if i > expansions/2 {
				from = low
			}
			length := from
			if to > from {
				length += s.Between(0, to-from)
			}
			if i == 0 && low > 2*usualMost {
				length = low
			}
			text := e.text(re, length)
			if !yield(text) || short(text, least) && !yield(text+e.padding(least-int64(len(text)))) {
				return
			}
		}
	}
}

func short(text string, least int64) bool { return int64(len(text)) < least }

func (e *expander) text(re *syntax.Regexp, length int64) string {
	e.written.Reset()
	e.room = int(min(length+maxExpanded, 1<<24))
	e.write(re, length)
	return e.written.String()
}

// padding is what may stand beside a match that no anchor holds.
func (e *expander) padding(n int64) string {
	return strings.Repeat("x", int(max(0, min(n, 1<<24))))
}

func (e *expander) extent(re *syntax.Regexp) extent {
	if x, ok := e.known[re]; ok {
		return x
	}
	x := e.reckon(re)
	x.least, x.most = min(x.least, unbounded), min(x.most, unbounded)
	e.known[re] = x
	return x
}

func (e *expander) reckon(re *syntax.Regexp) extent {
	switch re.Op {
	case syntax.OpLiteral:
		return extent{int64(len(re.Rune)), int64(len(re.Rune))}
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return extent{1, 1}
	case syntax.OpCapture:
		return e.extent(re.Sub[0])
	case syntax.OpConcat:
		var sum extent
		for _, sub := range re.Sub {
			x := e.extent(sub)
			sum.least, sum.most = min(unbounded, sum.least+x.least), min(unbounded, sum.most+x.most)
		}
		return sum
	case syntax.OpAlternate:
		all := e.extent(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			x := e.extent(sub)
			all.least, all.most = min(all.least, x.least), max(all.most, x.most)
		}
		return all
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		low, high := repeats(re)
		x := e.extent(re.Sub[0])
		return extent{x.least * low, min(unbounded, x.most*high)}
	}
	return extent{}
}

// repeats are how often an expression is repeated, up to a bound that nothing reaches.
func repeats(re *syntax.Regexp) (low, high int64) {
	const many = 1 << 20
	switch re.Op {
	case syntax.OpStar:
		return 0, many
	case syntax.OpPlus:
		return 1, many
	case syntax.OpQuest:
		return 0, 1
	}
	if re.Max < 0 {
		return int64(re.Min), many
	}
	return int64(re.Min), int64(re.Max)
}

// write writes about that many characters.
func (e *expander) write(re *syntax.Regexp, length int64) {
	if e.room <= 0 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		e.room -= len(re.Rune)
		e.written.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		e.room--
		e.written.WriteRune(e.character(re, re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		e.room--
		e.written.WriteRune(e.character(re, []rune{' ', '~'}))
	case syntax.OpCapture:
		e.write(re.Sub[0], length)
	case syntax.OpConcat:
		for i, n := range e.shares(re.Sub, length) {
			e.write(re.Sub[i], n)
		}
	case syntax.OpAlternate:
		e.alternate(re, length)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		e.repeat(re, length)
	}
}

// alternate takes one of those that can have the length, else any.
func (e *expander) alternate(re *syntax.Regexp, length int64) {
	var apt []*syntax.Regexp
	for _, sub := range re.Sub {
		if x := e.extent(sub); x.least <= length && length <= x.most {
			apt = append(apt, sub)
		}
	}
	if apt == nil {
		apt = re.Sub
	}
	e.write(apt[e.stream.Below(uint64(len(apt)))], length)
}

func (e *expander) repeat(re *syntax.Regexp, length int64) {
	low, high := repeats(re)
	sub, x := re.Sub[0], e.extent(re.Sub[0])
	if x.most == 0 || length <= 0 && low == 0 {
		return
	}
	fewest, most := (length+x.most-1)/x.most, high
	if x.least > 0 {
		most = length / x.least
	} else {
		most = min(high, length)
	}
	fewest, most = max(low, min(high, fewest)), max(low, min(high, most))
	n := fewest
	if most > fewest {
		n += e.stream.Between(0, most-fewest)
	}
	if n = min(n, int64(e.room)); n == 0 {
		return
	}
	for i := range n {
		share := max(x.least, min(x.most, (length+n-i-1)/(n-i)))
		length -= share
		e.write(sub, share)
	}
}

// shares spread a length over expressions that follow each other.
func (e *expander) shares(subs []*syntax.Regexp, length int64) []int64 {
	shares := make([]int64, len(subs))
	for i, sub := range subs {
		shares[i] = e.extent(sub).least
		length -= shares[i]
	}
	for round := 0; length > 0 && round < 3; round++ {
		for i, sub := range subs {
			room := min(e.extent(sub).most-shares[i], length)
			if room > 0 && round < 2 {
				room = e.stream.Between(0, room)
			}
			shares[i] += max(0, room)
			length -= max(0, room)
		}
	}
	return shares
}

const (
	small   = "abcdefghijklmnopqrstuvwxyz"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
	marks   = "-_.!@#$%&*+=?/:;, ()[]{}'\"^~<>|\\`"
)

// class is what a class of characters has of the usual ones.
type class struct {
	sorts [][]rune // small letters, capitals, digits, marks: those that there are
	plain []rune   // letters and digits
}

func (e *expander) class(re *syntax.Regexp, ranges []rune) *class {
	if c := e.classes[re]; c != nil {
		return c
	}
	c := &class{}
	for i, sort := range []string{small, capital, digits, marks} {
		var in []rune
		for _, r := range sort {
			if inRanges(ranges, r) {
				in = append(in, r)
			}
		}
		if in != nil {
			c.sorts = append(c.sorts, in)
		}
		if i < 3 {
			c.plain = append(c.plain, in...)
		}
	}
	if c.plain == nil && c.sorts != nil {
		c.plain = c.sorts[0]
	}
	e.classes[re] = c
	return c
}

// character draws from the ranges of a class: letters and digits if there are any.
func (e *expander) character(re *syntax.Regexp, ranges []rune) rune {
	c := e.class(re, ranges)
	if e.steady && c.plain != nil {
		return c.plain[0]
	}
	if e.mixed && c.sorts != nil {
		return pick(e.stream, pick(e.stream, c.sorts))
	}
	if c.plain != nil {
		return pick(e.stream, c.plain)
	}
	return e.anyOf(ranges)
}

func inRanges(ranges []rune, c rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i] <= c && c <= ranges[i+1] {
			return true
		}
	}
	return false
}

func (e *expander) anyOf(ranges []rune) rune {
	if len(ranges) < 2 {
		return 'x'
	}
	i := e.stream.Below(uint64(len(ranges)/2)) * 2
	c := rune(e.stream.Between(int64(ranges[i]), int64(ranges[i+1])))
	if 0xd800 <= c && c <= 0xdfff { // halves of surrogate pairs are no characters
		return ranges[i]
	}
	return c
}
