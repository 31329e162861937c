package value

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string, from its opening quote on.
func (p *parser) text() (string, error) {
	opening := p.at
	p.at++
	start := p.at // of what is not yet copied
	var buffer []byte
	for p.at < len(p.data) {
		switch c := p.data[p.at]; {
		case c == '"':
			p.at++
			if buffer == nil {
				return string(p.data[start : p.at-1]), nil
			}
			return string(append(buffer, p.data[start:p.at-1]...)), nil
		case c == '\\':
			buffer = append(buffer, p.data[start:p.at]...)
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			buffer = utf8.AppendRune(buffer, r)
			start = p.at
		case c < ' ':
			return "", p.fail(p.at, fmt.Sprintf("the control character U+%04X in a string must be escaped", c))
		case c < utf8.RuneSelf:
			p.at++
		default:
			r, size := utf8.DecodeRune(p.data[p.at:])
			if r == utf8.RuneError && size == 1 {
				return "", p.fail(p.at, fmt.Sprintf("the byte 0x%02x in a string is not UTF-8", c))
			}
			p.at += size
		}
	}
	return "", p.fail(opening, "a string is not closed")
}

// escape reads what follows a backslash, and the other half where it is one of a surrogate pair.
func (p *parser) escape() (rune, error) {
	start := p.at
	p.at++
	c := p.peek()
	p.at++
	switch c {
	case '"', '\\', '/':
		return rune(c), nil
	case 'b':
		return '\b', nil
	case 'f':
		return '\f', nil
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'u':
		return p.unicode(start)
	}
	return 0, p.fail(start, `after a backslash comes one of " \ / b f n r t u`)
}

func (p *parser) unicode(start int) (rune, error) {
	first, ok := p.hex()
	if !ok {
		return 0, p.fail(start, `after \u come four hexadecimal digits`)
	}
	if !utf16.IsSurrogate(first) {
		return first, nil
	}
	if p.word(`\u`) {
		if second, ok := p.hex(); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return r, nil
			}
		}
	}
	return 0, p.fail(start, fmt.Sprintf(`\u%04x is half of a surrogate pair, and no character`, first))
}

func (p *parser) hex() (rune, bool) {
	const digits = 4
	if len(p.data)-p.at < digits {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.data[p.at:p.at+digits]), 16, 32)
	p.at += digits
	return rune(n), err == nil
}
