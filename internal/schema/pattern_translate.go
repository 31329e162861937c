package schema

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"mockserver/internal/lazyregexp"
)

// This file rewrites what ECMA-262 (2023, section 22.2) writes differently from RE2, in a way that the other engine reads
// alike: characters stand as themselves, sets of characters are spelt out.

// What classes stand for in ECMA-262, as the inside of a class.
const (
	spaces    = "\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
	notSpaces = "\x00-\x08\x0e-\x1f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff"
	anything  = "\x00-\U0010ffff"
	notDot    = "\n\r\u2028\u2029"
)

// astral is how characters beyond 16 bits are written in halves.
var astral = lazyregexp.New(`(?i)\[\\uD800-\\uDBFF\]\[\\uDC00-\\uDFFF\]`)

// translation is a text on its way.
type translation struct {
	bytes.Buffer
	rest    string
	inClass bool
	last    atom // in a class
}

// atom is what stands before in a class.
type atom uint8

const (
	opening atom = iota
	character
	dash // that may begin a range
	set
)

func translated(text string) string {
	if !strings.ContainsAny(text, `\[.$`) {
		return text
	}
	t := &translation{rest: astral.ReplaceAllString(text, "[\U00010000-\U0010ffff]")}
	for t.rest != "" {
		if t.inClass {
			t.member()
		} else {
			t.term()
		}
	}
	return t.String()
}

func (t *translation) take(n int) string {
	taken := t.rest[:n]
	t.rest = t.rest[n:]
	return taken
}

// term translates what stands outside classes.
func (t *translation) term() {
	switch {
	case t.rest[0] == '\\' && len(t.rest) > 1:
		t.escape()
	case t.rest[0] == '.':
		t.take(1)
		t.WriteString("[^" + notDot + "]")
	case t.rest[0] == '$':
		t.take(1)
		t.WriteString(`\z`)
	case strings.HasPrefix(t.rest, "[^]"):
		t.take(len("[^]"))
		t.WriteString("[" + anything + "]")
	case strings.HasPrefix(t.rest, "[]"):
		t.take(len("[]"))
		t.WriteString("[^" + anything + "]")
	case t.rest[0] == '[':
		t.inClass, t.last = true, opening
		n := 1
		if strings.HasPrefix(t.rest, "[^") {
			n++
		}
		t.WriteString(t.take(n))
	default:
		t.WriteString(t.take(1))
	}
}

// member translates what stands in a class.
func (t *translation) member() {
	switch c := t.rest[0]; {
	case c == ']':
		t.inClass = false
		t.WriteString(t.take(1))
	case c == '[':
		t.take(1)
		t.WriteString(`\[`)
		t.last = character
	case c == '\\' && len(t.rest) > 1:
		t.escape()
	case c == '-' && t.last == set:
		t.take(1)
		t.WriteString(`\-`)
		t.last = character
	case c == '-' && t.last == character:
		t.WriteString(t.take(1))
		t.last = dash
	default:
		t.WriteString(t.take(1))
		t.last = character
	}
}

// group writes a set of characters: in a class without the brackets, and not as the end of a range.
func (t *translation) group(inside string) {
	if !t.inClass {
		t.WriteString("[" + inside + "]")
		return
	}
	if t.last == dash {
		t.Truncate(t.Len() - 1)
		t.WriteString(`\-`)
	}
	t.WriteString(inside)
	t.last = set
}

// char writes a character as itself.
func (t *translation) char(r rune) {
	if r < utf8.RuneSelf && strings.ContainsRune(`!"#$%&'()*+,-./:;<=>?@[\]^_{|}~`+"`", r) {
		t.WriteByte('\\')
	}
	t.WriteRune(r)
	t.last = character
}

// escape translates what begins with a backslash.
func (t *translation) escape() {
	t.take(1)
	r, size := utf8.DecodeRuneInString(t.rest)
	t.take(size)
	switch r {
	case 's':
		t.group(spaces)
	case 'S':
		t.group(notSpaces)
	case 'd':
		t.group("0-9")
	case 'w':
		t.group("0-9A-Za-z_")
	case 'D', 'W':
		t.group(`\` + string(r))
		if !t.inClass {
			t.last = character
		}
	case 'p', 'P':
		t.property(r)
	case 'u', 'x':
		t.codePoint(r)
	case 'c':
		t.control()
	case '0':
		t.char(0)
	case 'n', 'r', 't', 'v', 'f':
		t.char(map[rune]rune{'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', 'f': '\f'}[r])
	case 'b', 'B', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k', 'A', 'z', 'Z':
		if r == 'b' && t.inClass {
			t.char('\b')
			return
		}
		t.WriteString(`\` + string(r))
		t.last = character
	default:
		t.char(r)
	}
}

// property translates \p{…}: RE2 has no names of kinds before the value.
func (t *translation) property(p rune) {
	end := strings.IndexByte(t.rest, '}')
	if !strings.HasPrefix(t.rest, "{") || end < 0 {
		t.char(p)
		return
	}
	name := t.take(end + 1)[1:end]
	if _, value, ok := strings.Cut(name, "="); ok {
		name = value
	}
	if short, ok := categories[name]; ok {
		name = short
	}
	inside := `\` + string(p) + "{" + name + "}"
	if t.inClass {
		t.group(inside)
		return
	}
	t.WriteString(inside)
}

// categories are the long names that the engines do not know alike.
var categories = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Mark": "M", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
	"Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs", "Other": "C", "Control": "Cc", "cntrl": "Cc",
	"Alphabetic": "L", "Alpha": "L", "Lowercase": "Ll", "Uppercase": "Lu",
}

// codePoint translates \u00e9, \u{1F600}, \xe9 and the pairs of surrogates \ud83d\ude00.
func (t *translation) codePoint(kind rune) {
	if kind == 'u' && strings.HasPrefix(t.rest, "{") {
		if end := strings.IndexByte(t.rest, '}'); end > 1 && isHex(t.rest[1:end]) {
			n, _ := strconv.ParseInt(t.rest[1:end], 16, 32)
			t.take(end + 1)
			t.char(rune(n))
			return
		}
	}
	digits := map[rune]int{'u': 4, 'x': 2}[kind]
	r, ok := t.hex(0, digits)
	if !ok {
		t.char(kind)
		return
	}
	t.take(digits)
	if utf16.IsSurrogate(r) && strings.HasPrefix(t.rest, `\u`) {
		if low, ok := t.hex(2, digits); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
			t.take(digits + 2)
			r = utf16.DecodeRune(r, low)
		}
	}
	t.char(r)
}

func (t *translation) hex(from, digits int) (rune, bool) {
	if len(t.rest) < from+digits || !isHex(t.rest[from:from+digits]) {
		return 0, false
	}
	n, err := strconv.ParseInt(t.rest[from:from+digits], 16, 32)
	return rune(n), err == nil
}

func (t *translation) control() {
	if t.rest == "" || !isLetter(t.rest[0]) {
		t.WriteString(`\\`)
		t.last = character
		t.rest = "c" + t.rest
		return
	}
	t.char(rune(t.take(1)[0] & 0x1f))
}

func isHex(text string) bool {
	return strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func isLetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z'
}
