package fake

import "regexp/syntax"

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
