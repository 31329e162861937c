package fake

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"

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
	groups  map[string]string // what was written for those that are referred to
	written []byte
	room    int // characters that may still be written
}

// extent is how long the texts of an expression are, in characters.
type extent struct{ least, most int64 }

// lengths narrows the lengths of a text down to those that a pattern can have.
func lengths(p *schema.Pattern, least, most int64) (int64, int64) {
	all := scriptsOf(p)
	if len(all) == 0 {
		return least, most
	}
	re := all[0].re
	x := all[0].known[re]
	if strings.HasPrefix(p.Text, "^") && strings.HasSuffix(p.Text, "$") && re.Op == syntax.OpConcat && (most < 0 || x.most < most) {
		most = x.most
	}
	return max(least, x.least), most
}

// matching makes a text for a pattern alone.
func (r *run) matching(p *schema.Pattern, s *Stream) (string, bool) {
	for text := range r.expanded(p, 0, -1, s) {
		if r.matches(p, text) {
			return text, true
		}
	}
	return "", false
}

// expanded yields texts for a pattern, of that length if possible, more and more adventurous ones.
func (r *run) expanded(p *schema.Pattern, least, most int64, s *Stream) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, script := range scriptsOf(p) {
			e := r.expander(s, script)
			more := e.expand(script.re, least, most, yield)
			r.spare = e
			if !more {
				return
			}
		}
	}
}

// expander is one that is done, or a new one.
func (r *run) expander(s *Stream, of script) *expander {
	e := r.spare
	if e == nil {
		e = &expander{}
	}
	r.spare = nil
	*e = expander{stream: s, known: of.known, classes: of.classes, written: e.written[:0]}
	return e
}

// expand yields the texts of one expression; false: no more are wanted.
func (e *expander) expand(re *syntax.Regexp, least, most int64, yield func(string) bool) bool {
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
			length += e.stream.Between(0, to-from)
		}
		if i == 0 && low > 2*usualMost {
			length = low
		}
		text := e.text(re, length)
		if !yield(text) || short(text, least) && !yield(text+e.padding(least-int64(len(text)))) {
			return false
		}
	}
	return true
}

func short(text string, least int64) bool { return int64(len(text)) < least }

func (e *expander) text(re *syntax.Regexp, length int64) string {
	e.written = e.written[:0]
	e.groups = nil
	e.room = int(min(length+maxExpanded, 1<<24))
	e.write(re, length)
	return string(e.written)
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
		for _, c := range re.Rune {
			e.written = utf8.AppendRune(e.written, c)
		}
	case syntax.OpCharClass:
		e.room--
		e.written = utf8.AppendRune(e.written, e.character(re, re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		e.room--
		e.written = utf8.AppendRune(e.written, e.character(re, anyCharacter))
	case syntax.OpCapture:
		e.capture(re, length)
	case syntax.OpConcat:
		var room [8]int64
		for i, n := range e.shares(room[:0], re.Sub, length) {
			e.write(re.Sub[i], n)
		}
	case syntax.OpAlternate:
		e.alternate(re, length)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		e.repeat(re, length)
	}
}

// capture writes a group: what refers to one is written as that was.
func (e *expander) capture(re *syntax.Regexp, length int64) {
	if number, again := referred(re.Name); again {
		if text, known := e.groups[number]; known {
			e.room -= len(text)
			e.written = append(e.written, text...)
			return
		}
	}
	start := len(e.written)
	e.write(re.Sub[0], length)
	if number, ok := strings.CutPrefix(re.Name, groupName); ok {
		if e.groups == nil {
			e.groups = map[string]string{}
		}
		e.groups[number] = string(e.written[start:])
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
func (e *expander) shares(room []int64, subs []*syntax.Regexp, length int64) []int64 {
	shares := append(room, make([]int64, len(subs))...)
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
