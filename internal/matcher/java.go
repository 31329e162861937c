package matcher

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// This file rewrites what Java writes differently from RE2, in a way that the other engine reads alike
// (java.util.regex.Pattern).

// The insides of classes.
const (
	digits     = `0-9`
	words      = `0-9A-Za-z_`
	spaces     = "\t-\r "
	horizontal = "\t \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"
	vertical   = "\n-\r\u0085\u2028\u2029"
	punctuated = "!-/:-@\\[-`{-~"
)

var shorthands = map[byte]string{'d': digits, 'w': words, 's': spaces, 'h': horizontal, 'v': vertical}

// properties are the names of \p{…} that the engines do not have, or have in another way.
var properties = map[string]string{
	"Lower": "a-z", "Upper": "A-Z", "ASCII": "\x00-\x7f", "Alpha": "A-Za-z", "Digit": digits, "Alnum": "0-9A-Za-z",
	"Punct": punctuated, "Graph": "!-~", "Print": " -~", "Blank": " \t", "Cntrl": "\x00-\x1f\x7f", "XDigit": "0-9A-Fa-f", "Space": spaces,
	"javaLowerCase": `\p{Ll}`, "javaUpperCase": `\p{Lu}`, "javaWhitespace": spaces, "javaLetter": `\p{L}`, "javaDigit": `\p{Nd}`,
	"IsAlphabetic": `\p{L}`, "IsLetter": `\p{L}`, "IsDigit": `\p{Nd}`, "IsLowercase": `\p{Ll}`, "IsUppercase": `\p{Lu}`,
	"IsPunctuation": `\p{P}`, "IsControl": `\p{Cc}`, "IsWhite_Space": spaces + "\u0085\u00a0\u2028\u2029\u3000",
}

// java is an expression on its way.
type java struct {
	rest    string
	out     []byte
	atom    int   // where the last atom begins in out, for possessive repetition
	groups  []int // where the groups that are open begin
	repeats bool  // a repetition was the last
	classes int   // classes that are open, within each other
	first   bool  // at the beginning of a class
	set     bool  // a set of characters was the last in a class
}

func fromJava(text string) (string, error) {
	j := &java{rest: text}
	for j.rest != "" {
		step := j.term
		if j.classes > 0 {
			step = j.member
		}
		if err := step(); err != nil {
			return "", err
		}
	}
	if j.classes > 0 {
		return "", fmt.Errorf("a [ in it has no ]")
	}
	return string(j.out), nil
}

func (j *java) take(n int) string {
	taken := j.rest[:n]
	j.rest = j.rest[n:]
	return taken
}

// begin notes that an atom begins.
func (j *java) begin() { j.atom, j.repeats = len(j.out), false }

func (j *java) term() error {
	switch c := j.rest[0]; {
	case c == '\\':
		return j.escape()
	case c == '[':
		j.begin()
		j.class()
	case c == '(':
		j.groups, j.repeats = append(j.groups, len(j.out)), false
		j.out = append(j.out, j.take(1)...)
		if strings.HasPrefix(j.rest, "?") {
			j.out = append(j.out, j.take(1)...)
		}
	case c == ')':
		j.begin()
		if n := len(j.groups); n > 0 {
			j.atom, j.groups = j.groups[n-1], j.groups[:n-1]
		}
		j.out = append(j.out, j.take(1)...)
	case c == '+' && j.repeats:
		j.take(1)
		j.out = append(j.out[:j.atom:j.atom], "(?>"+string(j.out[j.atom:])+")"...)
		j.repeats = false
	case c == '*' || c == '+' || c == '?' && !j.repeats:
		j.repeats = true
		j.out = append(j.out, j.take(1)...)
	case c == '{':
		end := strings.IndexByte(j.rest, '}')
		j.repeats = end > 0
		j.out = append(j.out, j.take(max(1, end+1))...)
	default:
		_, size := utf8.DecodeRuneInString(j.rest)
		j.begin()
		j.out = append(j.out, j.take(size)...)
	}
	return nil
}

// class opens a class, or one within it, whose members are as good as those of the outer one.
func (j *java) class() {
	j.take(1)
	j.classes++
	j.first, j.set = true, false
	if j.classes > 1 {
		return
	}
	j.out = append(j.out, '[')
	if strings.HasPrefix(j.rest, "^") {
		j.out = append(j.out, j.take(1)...)
	}
}

func (j *java) member() error {
	first, set := j.first, j.set
	j.first, j.set = false, false
	switch c := j.rest[0]; {
	case strings.HasPrefix(j.rest, "&&"):
		return fmt.Errorf("it has an intersection of classes (&&), which is not supported")
	case strings.HasPrefix(j.rest, "[^"):
		return fmt.Errorf("it has a class without some characters within a class, which is not supported")
	case c == '[':
		j.class()
		j.set = set
	case c == ']' && first:
		j.take(1)
		j.out = append(j.out, `\]`...)
	case c == ']':
		j.take(1)
		if j.classes--; j.classes == 0 {
			j.out = append(j.out, ']')
		}
		j.set = true
	case c == '\\':
		return j.escape()
	case c == '-' && (set || first):
		j.take(1)
		j.out = append(j.out, `\-`...)
	default:
		_, size := utf8.DecodeRuneInString(j.rest)
		j.out = append(j.out, j.take(size)...)
	}
	return nil
}

// group writes a set of characters.
func (j *java) group(inside string, negated bool) error {
	switch {
	case j.classes == 0 && negated:
		inside = "[^" + inside + "]"
	case j.classes == 0:
		inside = "[" + inside + "]"
	case negated:
		return fmt.Errorf("it has a set without some characters within a class, which is not supported")
	}
	j.out = append(j.out, inside...)
	j.set = true
	return nil
}

// char writes a character as itself.
func (j *java) char(r rune) {
	if r < utf8.RuneSelf && r > ' ' && !isWord(byte(r)) {
		j.out = append(j.out, '\\')
	}
	j.out = utf8.AppendRune(j.out, r)
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|' ' && c|' ' <= 'z'
}

// escape rewrites what begins with a backslash.
func (j *java) escape() error {
	if len(j.rest) < 2 {
		return fmt.Errorf("it ends with a backslash")
	}
	if j.classes == 0 {
		j.begin()
	}
	j.take(1)
	c := j.rest[0]
	lower := c | ' '
	inside, isSet := shorthands[lower]
	switch {
	case !isWord(c) || c == '_':
		r, size := utf8.DecodeRuneInString(j.take(utf8Size(j.rest)))
		if size > 0 {
			j.char(r)
		}
		return nil
	case c == 'D' || c == 'W' || c == 'S':
		if j.classes > 0 {
			j.set = true
			j.out = append(j.out, `\`+j.take(1)...)
			return nil
		}
	case lower == 'p':
		return j.property()
	case c == 'R' && j.classes == 0:
		j.take(1)
		j.out = append(j.out, "(?:\r\n|["+vertical+"])"...)
		return nil
	case c == 'Q':
		return j.quoted()
	case c == 'x' || c == 'u' || c == '0' || c == 'c' || strings.IndexByte("tnrfae", c) >= 0:
		return j.code()
	case j.classes == 0 && (c >= '1' && c <= '9' || strings.IndexByte("bBAGZzk", c) >= 0):
		j.out = append(j.out, `\`+j.take(1)...)
		return nil
	}
	if !isSet {
		return fmt.Errorf(`it has \%c, which Java does not know here`, c)
	}
	j.take(1)
	return j.group(inside, c != lower)
}

func utf8Size(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	return size
}

// property rewrites \p{…}.
func (j *java) property() error {
	negated := j.take(1) == "P"
	name := ""
	if end := strings.IndexByte(j.rest, '}'); strings.HasPrefix(j.rest, "{") && end > 0 {
		name = j.take(end + 1)[1:end]
	} else if j.rest != "" && isWord(j.rest[0]) {
		name = j.take(1)
	}
	if inside, ok := properties[name]; ok {
		return j.group(inside, negated)
	}
	for _, prefix := range []string{"Is", "script=", "sc=", "general_category=", "gc="} {
		name = strings.TrimPrefix(name, prefix)
	}
	p := `\p{`
	if negated {
		p = `\P{`
	}
	j.out = append(j.out, p+name+"}"...)
	j.set = true
	return nil
}

// quoted rewrites \Q…\E.
func (j *java) quoted() error {
	j.take(1)
	text, rest, _ := strings.Cut(j.rest, `\E`)
	j.rest = rest
	for _, r := range text {
		if j.classes == 0 {
			j.begin()
		}
		j.char(r)
	}
	return nil
}

// code rewrites characters that are written as a number or a letter.
func (j *java) code() error {
	c := j.take(1)[0]
	size, base := 0, 16
	switch {
	case strings.IndexByte("tnrfae", c) >= 0:
		j.char(rune("\t\n\r\f\a\x1b"[strings.IndexByte("tnrfae", c)]))
		return nil
	case c == 'c' && j.rest != "":
		j.char(rune(j.take(1)[0] ^ 64))
		return nil
	case c == 'x' && strings.HasPrefix(j.rest, "{"):
		size = strings.IndexByte(j.rest, '}') + 1
	case c == 'x':
		size = 2
	case c == 'u':
		size = 4
	case c == '0':
		for base = 8; size < min(3, len(j.rest)) && '0' <= j.rest[size] && j.rest[size] <= '7'; {
			size++
		}
	}
	if size > len(j.rest) {
		size = 0
	}
	n, err := strconv.ParseUint(strings.Trim(j.rest[:size], "{}"), base, 21)
	if err != nil || n > utf8.MaxRune {
		return fmt.Errorf(`it has \%c without the number of a character`, c)
	}
	j.take(size)
	j.char(rune(n))
	return nil
}
