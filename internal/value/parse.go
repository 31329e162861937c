package value

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Limits bounds what ParseJSON takes. Depth or Digits that are 0 mean those of DefaultLimits.
type Limits struct {
	Depth  int // arrays and objects within each other
	Digits int // bytes of one number
	Values int // in all; 0: as many as there are
}

// DefaultLimits are the defaults of the limits body-depth and number-digits: deep enough for any body seen in practice, and shallow enough that no later step runs out of stack.
var DefaultLimits = Limits{Depth: 100, Digits: 1000}

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset  int // bytes before the place
	Line    int // from 1
	Column  int // characters, from 1
	Message string
	Limit   string // the name of the limit that is exceeded by what else is JSON
}

// Error is "line 1, column 5: message".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// ParseJSON reads one JSON text (RFC 8259): nil, bool, int64, Number, string, []any or *Object. It refuses, with a
// *SyntaxError, what the RFC's grammar refuses, and also names that occur twice in an object, text that is not UTF-8,
// halves of a surrogate pair, and what exceeds the limits.
func ParseJSON(data []byte, l Limits) (any, error) {
	if l.Depth == 0 {
		l.Depth = DefaultLimits.Depth
	}
	if l.Digits == 0 {
		l.Digits = DefaultLimits.Digits
	}
	p := &parser{data: data, limits: l}
	p.space()
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(data) {
		return nil, p.fail(p.at, "the JSON ends here, but "+p.seen()+" follows")
	}
	return v, nil
}

type parser struct {
	data   []byte
	at     int
	limits Limits
	values int // so far
}

func (p *parser) fail(offset int, message string) *SyntaxError {
	before := p.data[:offset]
	line := bytes.Count(before, []byte{'\n'}) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return &SyntaxError{Offset: offset, Line: line, Column: column, Message: message}
}

// exceeds is the failure of what is JSON, but more of it than a limit allows.
func (p *parser) exceeds(limit string, offset int, message string) error {
	err := p.fail(offset, message+", the limit that --limit "+limit+"=N sets")
	err.Limit = limit
	return err
}

// seen names what stands at the current place.
func (p *parser) seen() string {
	switch r, size := utf8.DecodeRune(p.data[p.at:]); {
	case size == 0:
		return "the end"
	case r == '\ufeff':
		return "a byte order mark"
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("the byte 0x%02x, which is not UTF-8,", p.data[p.at])
	default:
		return ShownRune(r)
	}
}

// ShownRune is a character as a message shows it: in single quotes, but for the quote itself and what cannot be seen.
func ShownRune(r rune) string {
	switch {
	case r == '\'':
		return `"'"`
	case r != ' ' && !unicode.IsGraphic(r) || r != ' ' && unicode.IsSpace(r):
		return fmt.Sprintf("the character U+%04X", r)
	}
	return "'" + string(r) + "'"
}

func (p *parser) expected(what string) error {
	return p.fail(p.at, "expected "+what+", found "+p.seen())
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

func (p *parser) space() {
	for p.at < len(p.data) {
		switch p.data[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) value(depth int) (any, error) {
	if p.values++; p.limits.Values > 0 && p.values > p.limits.Values {
		return nil, p.exceeds("body-values", p.at, fmt.Sprintf("there are more than %d values", p.limits.Values))
	}
	switch c := p.peek(); {
	case c == '{' || c == '[':
		if depth >= p.limits.Depth {
			return nil, p.exceeds("body-depth", p.at, fmt.Sprintf("arrays and objects are nested deeper than %d", p.limits.Depth))
		}
		if p.at++; c == '[' {
			return p.array(depth + 1)
		}
		return p.object(depth + 1)
	case c == '"':
		return p.text()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case p.word("true"):
		return true, nil
	case p.word("false"):
		return false, nil
	case p.word("null"):
		return nil, nil
	}
	return nil, p.expected("a JSON value")
}

func (p *parser) word(w string) bool {
	if !bytes.HasPrefix(p.data[p.at:], []byte(w)) {
		return false
	}
	p.at += len(w)
	return true
}

func (p *parser) array(depth int) (any, error) {
	items := []any{}
	if p.space(); p.peek() == ']' {
		p.at++
		return items, nil
	}
	for {
		p.space()
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
		if more, err := p.more(']'); err != nil || !more {
			return items, err
		}
	}
}

// more reads the comma between two elements, or the bracket after the last.
func (p *parser) more(end byte) (bool, error) {
	p.space()
	switch p.peek() {
	case ',':
		p.at++
		return true, nil
	case end:
		p.at++
		return false, nil
	}
	return false, p.expected("',' or '" + string(end) + "'")
}

func (p *parser) object(depth int) (any, error) {
	o := NewObject(0)
	if p.space(); p.peek() == '}' {
		p.at++
		return o, nil
	}
	for {
		if err := p.member(o, depth); err != nil {
			return nil, err
		}
		if more, err := p.more('}'); err != nil || !more {
			return o, err
		}
	}
}

func (p *parser) member(o *Object, depth int) error {
	p.space()
	start := p.at
	if p.peek() != '"' {
		return p.expected("a name in double quotes")
	}
	name, err := p.text()
	if err != nil {
		return err
	}
	if _, twice := o.Get(name); twice {
		return p.fail(start, fmt.Sprintf("the name %s occurs twice in one object", AppendJSON(nil, name)))
	}
	if p.space(); p.peek() != ':' {
		return p.expected("':'")
	}
	p.at++
	p.space()
	v, err := p.value(depth)
	o.Set(name, v)
	return err
}

func (p *parser) number() (any, error) {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	if p.peek() == '0' {
		p.at++
	} else if !p.digits() {
		return nil, p.expected("a digit")
	}
	if p.peek() == '.' {
		if p.at++; !p.digits() {
			return nil, p.expected("a digit after the decimal point")
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if !p.digits() {
			return nil, p.expected("a digit of the exponent")
		}
	}
	if c := p.peek(); '0' <= c && c <= '9' {
		return nil, p.fail(start, "a number does not begin with 0 unless it is 0 or a fraction")
	}
	if p.at-start > p.limits.Digits {
		return nil, p.exceeds("number-digits", start, fmt.Sprintf("a number is longer than %d characters", p.limits.Digits))
	}
	return ParseNumber(string(p.data[start:p.at])), nil
}

// digits reads one or more.
func (p *parser) digits() bool {
	start := p.at
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		p.at++
	}
	return p.at > start
}
