package tree

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"mockserver/internal/value"
)

// column is the place in the line, in characters from 1.
func (r *jsonReader) column() int { return r.pos - r.lineStart - r.wide + 1 }

// wrong is an error at the present place.
func (r *jsonReader) wrong(format string, args ...any) *Error {
	return &Error{File: r.file, Line: r.line, Column: r.column(), Message: fmt.Sprintf(format, args...)}
}

func (r *jsonReader) beyond(message string) *Error {
	e := r.wrong("%s", message)
	e.limit = true
	return e
}

// found names what stands at the present place, for a message.
func (r *jsonReader) found() string {
	if r.pos >= len(r.text) {
		return "the end of the document"
	}
	c, _ := utf8.DecodeRuneInString(r.text[r.pos:])
	if c == '/' || c == '#' {
		return value.ShownRune(c) + " (JSON has no comments)"
	}
	return value.ShownRune(c)
}

// separator reads what stands between elements: done says that it was the end.
func (r *jsonReader) separator(end byte, first bool, element string) (done bool, err *Error) {
	if r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == end:
			r.pos++
			return true, nil
		case first:
			return false, nil
		case c == ',':
			r.pos++
			r.space()
			if r.pos < len(r.text) && r.text[r.pos] == end {
				return false, r.wrong("expected %s after the comma, found %s", element, r.found())
			}
			return false, nil
		}
	}
	if first {
		return false, r.wrong("expected %s or %q, found %s", element, end, r.found())
	}
	return false, r.wrong("expected ',' or %q after %s, found %s", end, element, r.found())
}

// quoted reads a string whose opening quote is next.
func (r *jsonReader) quoted() (string, *Error) {
	r.pos++
	start := r.pos
	for i := start; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.pos = i + 1
			return r.text[start:i], nil
		case c == '\\':
			r.pos = i
			return r.escaped(r.text[start:i])
		case c < ' ':
			r.pos = i
			return "", r.control(c)
		case c >= utf8.RuneSelf && c&0xC0 == 0x80:
			r.wide++
		}
	}
	r.pos = len(r.text)
	return "", r.wrong("a string is not closed: the document ends here")
}

func (r *jsonReader) control(c byte) *Error {
	if c == '\n' || c == '\r' {
		return r.wrong(`a string is not closed on its line; a line break inside it is written \n`)
	}
	return r.wrong(`a control character inside a string; it is written \u%04x`, c)
}

// escaped reads on where a string has its first backslash; done is the part before it.
func (r *jsonReader) escaped(done string) (string, *Error) {
	var b strings.Builder
	b.WriteString(done)
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; {
		case c == '"':
			r.pos++
			return b.String(), nil
		case c == '\\':
			char, err := r.escape()
			if err != nil {
				return "", err
			}
			b.WriteRune(char)
			continue
		case c < ' ':
			return "", r.control(c)
		case c >= utf8.RuneSelf && c&0xC0 == 0x80:
			r.wide++
		}
		b.WriteByte(r.text[r.pos])
		r.pos++
	}
	return "", r.wrong("a string is not closed: the document ends here")
}

const (
	escapes  = `"\/bfnrt`
	escapees = "\"\\/\b\f\n\r\t"
)

// escape reads one escape sequence, or the two of a surrogate pair. A lone surrogate stands for no character
// (RFC 8259 §8.2 leaves open what it becomes); it becomes U+FFFD, as in encoding/json.
func (r *jsonReader) escape() (rune, *Error) {
	if r.pos+1 >= len(r.text) {
		r.pos = len(r.text)
		return 0, r.wrong("a string is not closed: the document ends here")
	}
	c := r.text[r.pos+1]
	if i := strings.IndexByte(escapes, c); i >= 0 {
		r.pos += 2
		return rune(escapees[i]), nil
	}
	if c != 'u' {
		return 0, r.wrong(`\%s is not an escape of JSON; those are \" \\ \/ \b \f \n \r \t and \uXXXX`, printable(r.text[r.pos+1:]))
	}
	char, ok := r.hex(r.pos)
	if !ok {
		return 0, r.wrong(`after \u four hexadecimal digits are expected`)
	}
	r.pos += 6
	if utf16.IsSurrogate(char) {
		if low, ok := r.hex(r.pos); ok {
			if pair := utf16.DecodeRune(char, low); pair != utf8.RuneError {
				r.pos += 6
				return pair, nil
			}
		}
		return utf8.RuneError, nil
	}
	return char, nil
}

func printable(text string) string {
	c, _ := utf8.DecodeRuneInString(text)
	if strconv.IsPrint(c) {
		return string(c)
	}
	return strings.Trim(strconv.QuoteRune(c), "'")
}

// hex reads the \uXXXX at a position.
func (r *jsonReader) hex(at int) (rune, bool) {
	if at+6 > len(r.text) || r.text[at] != '\\' || r.text[at+1] != 'u' {
		return 0, false
	}
	var char rune
	for _, c := range []byte(r.text[at+2 : at+6]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		char = char<<4 | rune(c)
	}
	return char, true
}

// number reads a number's literal (RFC 8259 §6).
func (r *jsonReader) number() (string, *Error) {
	start := r.pos
	if r.text[r.pos] == '-' {
		r.pos++
	}
	if r.pos < len(r.text) && r.text[r.pos] == '0' {
		r.pos++
		if r.pos < len(r.text) && isDigit(r.text[r.pos]) {
			return "", r.wrong("a number must not begin with a zero; if it is text, put it in double quotes")
		}
	} else if !r.digits() {
		return "", r.wrong("expected a digit, found %s", r.found())
	}
	if r.pos < len(r.text) && r.text[r.pos] == '.' {
		r.pos++
		if !r.digits() {
			return "", r.wrong("expected a digit after the decimal point, found %s", r.found())
		}
	}
	if r.pos < len(r.text) && r.text[r.pos]|0x20 == 'e' {
		r.pos++
		if r.pos < len(r.text) && (r.text[r.pos] == '+' || r.text[r.pos] == '-') {
			r.pos++
		}
		if !r.digits() {
			return "", r.wrong("expected a digit in the exponent, found %s", r.found())
		}
	}
	return r.text[start:r.pos], nil
}

// digits skips digits and tells whether there were any.
func (r *jsonReader) digits() bool {
	start := r.pos
	for r.pos < len(r.text) && isDigit(r.text[r.pos]) {
		r.pos++
	}
	return r.pos > start
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
