package jsonpath

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"mockserver/internal/value"
)

// filter reads (…) behind the question mark.
func (r *reader) filter() (token, error) {
	if !r.symbol("(") {
		return nil, r.wrong("expected a filter in brackets: [?(@.name == 'x')]")
	}
	c, err := r.or()
	if err != nil {
		return nil, err
	}
	if !r.symbol(")") {
		return nil, r.wrong("expected && or || or )")
	}
	return filter{c}, nil
}

func (r *reader) or() (condition, error) {
	left, err := r.and()
	for err == nil && r.symbol("||") {
		var right condition
		right, err = r.and()
		left = either{left, right}
	}
	return left, err
}

func (r *reader) and() (condition, error) {
	left, err := r.term()
	for err == nil && r.symbol("&&") {
		var right condition
		right, err = r.term()
		left = both{left, right}
	}
	return left, err
}

// term reads (…), !… and what compares.
func (r *reader) term() (condition, error) {
	if r.symbol("!") {
		return nested(r, func() (condition, error) {
			r.blanks()
			begin := r.at
			c, err := r.term()
			if _, compares := c.(comparison); err == nil && compares && r.text[begin] != '(' {
				r.at = begin
				err = r.wrong("expected a path that should not exist, or !(…)")
			}
			return no{c}, err
		})
	}
	if !r.take("(") {
		return r.comparison()
	}
	return nested(r, func() (condition, error) {
		c, err := r.or()
		if err == nil && !r.symbol(")") {
			err = r.wrong("expected && or || or )")
		}
		return c, err
	})
}

func (r *reader) comparison() (condition, error) {
	r.blanks()
	begin := r.at
	left, err := r.operand()
	if err != nil {
		return nil, err
	}
	r.blanks()
	if r.has(")") || r.has("&&") || r.has("||") {
		if left.path == nil {
			r.at = begin
			return nil, r.wrong("expected a comparison or a path that should exist")
		}
		return exists{left.path}, nil
	}
	compare, err := r.operator()
	if err != nil {
		return nil, err
	}
	right, err := r.operand()
	return comparison{left, right, compare}, err
}

func (r *reader) operator() (compare, error) {
	isSymbol := func(c byte) bool { return strings.IndexByte("<>=~!", c) >= 0 }
	end := r.at
	if end < len(r.text) && isSymbol(r.text[end]) {
		for end < len(r.text) && isSymbol(r.text[end]) {
			end++
		}
	} else {
		for end < len(r.text) && isLetter(r.text[end]) {
			end++
		}
	}
	compare, ok := operators[strings.ToLower(r.text[r.at:end])]
	if !ok {
		return nil, r.wrong("expected one of == != < <= > >= === !== =~ in nin contains size empty all subsetof anyof noneof")
	}
	r.at = end
	return compare, nil
}

func isLetter(c byte) bool { return 'a' <= c|' ' && c|' ' <= 'z' }

// operand reads a path, a pattern or a literal.
func (r *reader) operand() (o operand, err error) {
	switch r.blanks(); {
	case r.has("$"), r.has("@"):
		o.path, err = nested(r, func() (*Path, error) { return r.path(true) })
	case r.has("/"):
		o.pattern, err = r.pattern()
	case r.has("'"), r.has(`"`):
		o.literal, err = r.string()
	default:
		o.literal, err = r.json()
	}
	return o, err
}

// pattern reads /…/ with its flags.
func (r *reader) pattern() (Regexp, error) {
	begin := r.at
	end := r.closing('/')
	if end < 0 {
		return nil, r.wrong("expected a / at the end of the pattern")
	}
	pattern := r.text[begin+1 : end]
	r.at = end + 1
	for r.at < len(r.text) && isLetter(r.text[r.at]) {
		r.at++
	}
	flags, ok := inline(r.text[end+1 : r.at])
	if !ok {
		r.at = end + 1
		return nil, r.wrong("the flags of a pattern are i, m, s, u, U and d")
	}
	compiled, err := r.compile(pattern, flags)
	if err != nil {
		r.at = begin
		return nil, r.wrong("the pattern cannot be used: %s", err)
	}
	return compiled, nil
}

// inline are the flags of Java that mean anything here, as they stand in (?…).
func inline(flags string) (string, bool) {
	var kept []byte
	for _, c := range []byte(flags) {
		switch c {
		case 'i', 'm', 's':
			if !slices.Contains(kept, c) {
				kept = append(kept, c)
			}
		case 'u', 'U', 'd':
		default:
			return "", false
		}
	}
	return string(kept), true
}

// closing is where a text ends that begins here, -1 if it does not; a backslash takes the next character with it.
func (r *reader) closing(quote byte) int {
	for i := r.at + 1; i < len(r.text); i++ {
		switch r.text[i] {
		case '\\':
			i++
		case quote:
			return i
		}
	}
	return -1
}

// string reads a text in quotes of either kind.
func (r *reader) string() (string, error) {
	end := r.closing(r.text[r.at])
	if end < 0 {
		return "", r.wrong("expected a %c at the end of the text", r.text[r.at])
	}
	inside := r.text[r.at+1 : end]
	r.at = end + 1
	if !strings.Contains(inside, `\`) {
		return inside, nil
	}
	return unescaped(inside), nil
}

// unescaped reads escapes as Java and JSON have them; any other character stands for itself.
func unescaped(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\\' || i+1 == len(text) {
			b.WriteByte(c)
			continue
		}
		i++
		if r, size := escaped(text[i:]); size > 0 {
			b.WriteRune(r)
			i += size - 1
			continue
		}
		if at := strings.IndexByte("bfnrt", text[i]); at >= 0 {
			b.WriteByte("\b\f\n\r\t"[at])
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// escaped reads u and four digits, and the second half of a pair; size is 0 if there are none.
func escaped(text string) (r rune, size int) {
	half := func(text string) (rune, bool) {
		if len(text) < 5 || text[0] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(text[1:5], 16, 16)
		return rune(n), err == nil
	}
	r, ok := half(text)
	if !ok {
		return 0, 0
	}
	if rest, isPair := strings.CutPrefix(text[5:], `\`); isPair && utf16.IsSurrogate(r) {
		if low, ok := half(rest); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
			return utf16.DecodeRune(r, low), 11
		}
	}
	return r, 5
}

// json reads a literal: a number, true, false, null, an array, an object, or a text.
func (r *reader) json() (any, error) {
	r.blanks()
	end := r.literal()
	v, err := value.ParseJSON([]byte(r.text[r.at:end]), value.Limits{Depth: maxDepth})
	if err != nil && strings.Contains(r.text[r.at:end], "'") { // Jayway takes both quotes
		v, err = value.ParseJSON([]byte(requoted(r.text[r.at:end])), value.Limits{Depth: maxDepth})
	}
	if err != nil {
		return nil, r.wrong("expected a path, a text in quotes, a number, true, false, null, an array or an object")
	}
	r.at = end
	return v, nil
}

// literal is where a literal ends: behind its brackets, or before what cannot be in a number or word.
func (r *reader) literal() int {
	depth := 0
	inner := *r
	for inner.at < len(r.text) {
		switch c := r.text[inner.at]; c {
		case '\'', '"':
			end := inner.closing(c)
			if end < 0 {
				return len(r.text)
			}
			inner.at = end
			if depth == 0 {
				return end + 1
			}
		case '[', '{':
			depth++
		case ']', '}', ')', ',', ' ', '\t', '\r', '\n', '&', '|', '<', '>', '=', '!', '~':
			if depth == 0 {
				return inner.at
			}
			if c == ']' || c == '}' {
				depth--
			}
			if depth == 0 {
				return inner.at + 1
			}
		}
		inner.at++
	}
	return inner.at
}

// requoted is JSON whose texts in single quotes are in double quotes.
func requoted(text string) string {
	var b []byte
	r := &reader{text: text}
	for r.at < len(text) {
		if c := text[r.at]; c != '\'' && c != '"' {
			b = append(b, c)
			r.at++
			continue
		}
		s, err := r.string()
		if err != nil {
			return text
		}
		b = value.AppendJSON(b, s)
	}
	return string(b)
}
