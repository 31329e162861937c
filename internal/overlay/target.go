package overlay

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// step is one name of a target.
type step struct {
	name string
	end  int // in the target's text, behind the step: text[:end] names what the steps so far lead to
}

const supported = `; a target is $ followed by .name, ['name'] or ["name"], any number of times`

// targetReader reads the subset of JSONPath (RFC 9535) that targets may use: the root and name selectors.
type targetReader struct {
	text string
	pos  int
}

// parseTarget takes a target apart. The problem is a sentence, "" if there is none.
func parseTarget(text string) (steps []step, problem string) {
	if !strings.HasPrefix(text, "$") {
		return nil, "it must begin with $, the document" + supported
	}
	r := &targetReader{text: text, pos: 1}
	for {
		start := r.pos
		r.blank()
		if r.pos == len(text) {
			if start != r.pos {
				return nil, "white space at its end is not allowed"
			}
			return steps, ""
		}
		name, problem := r.segment()
		if problem != "" {
			return nil, problem
		}
		steps = append(steps, step{name, r.pos})
	}
}

// blank skips white space, which RFC 9535 §2.1.1 allows between segments and within brackets.
func (r *targetReader) blank() {
	for r.pos < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// at says where the present place is, for a message.
func (r *targetReader) at() string {
	return "character " + strconv.Itoa(utf8.RuneCountInString(r.text[:r.pos])+1)
}

func (r *targetReader) unsupported(construct string) string {
	return fmt.Sprintf("%s (at %s) is not supported%s", construct, r.at(), supported)
}

// segment reads one .name or ['name'].
func (r *targetReader) segment() (name, problem string) {
	rest := r.text[r.pos:]
	switch {
	case strings.HasPrefix(rest, ".."):
		return "", r.unsupported("the descendant segment ..")
	case strings.HasPrefix(rest, ".*"):
		return "", r.unsupported("the wildcard *")
	case rest[0] == '.':
		return r.shorthand()
	case rest[0] == '[':
		return r.bracketed()
	}
	return "", fmt.Sprintf("expected . or [ at %s, found %s%s", r.at(), found(rest), supported)
}

// shorthand reads a .name (RFC 9535 §2.5.1.1: letters, digits, _ and what is not ASCII; no digit first).
func (r *targetReader) shorthand() (name, problem string) {
	r.pos++
	start := r.pos
	for ; r.pos < len(r.text); r.pos++ {
		c := r.text[r.pos]
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
		if !letter && (r.pos == start || c < '0' || c > '9') {
			break
		}
	}
	name, rest := r.text[start:r.pos], r.text[r.pos:]
	if rest != "" && strings.IndexByte(".[ \t\r\n", rest[0]) < 0 || name == "" {
		if rest == "" {
			return "", "a name is missing at its end"
		}
		if strings.IndexByte(".[ \t\r\n", rest[0]) >= 0 {
			return "", "a name is missing at " + r.at()
		}
		word := r.text[start:]
		if end := strings.IndexAny(rest, ".[ \t\r\n"); end >= 0 {
			word = r.text[start : r.pos+end]
		}
		return "", fmt.Sprintf("a name with %s (at %s) stands in brackets and quotes: [%s]", found(rest), r.at(), quote(cut(word)))
	}
	return name, ""
}

// bracketed reads a ['name'].
func (r *targetReader) bracketed() (name, problem string) {
	open := r.pos
	r.pos++
	r.blank()
	if r.pos == len(r.text) {
		return "", "a bracket is not closed"
	}
	switch c := r.text[r.pos]; {
	case c == '\'' || c == '"':
		name, problem = r.quoted(c)
	case c == '*':
		problem = r.unsupported("the wildcard *")
	case c == '?':
		problem = r.unsupported("the filter ?…")
	case c == '-' || c == ':' || c >= '0' && c <= '9':
		if end := strings.IndexByte(r.text[open:], ']'); end >= 0 && strings.Contains(r.text[open:open+end], ":") {
			return "", r.unsupported("the slice " + cut(r.text[open:open+end+1]))
		}
		problem = r.unsupported("the index [" + cut(strings.TrimSpace(digits(r.text[r.pos:]))) + "]")
	default:
		problem = fmt.Sprintf("expected a name in quotes at %s, found %s%s", r.at(), found(r.text[r.pos:]), supported)
	}
	if problem != "" {
		return "", problem
	}
	r.blank()
	switch {
	case r.pos == len(r.text):
		return "", "a bracket is not closed"
	case r.text[r.pos] == ',':
		return "", r.unsupported("a list of several selectors")
	case r.text[r.pos] != ']':
		return "", fmt.Sprintf("expected ] at %s, found %s", r.at(), found(r.text[r.pos:]))
	}
	r.pos++
	return name, ""
}

// quoted reads a name in quotes with its escapes (RFC 9535 §2.3.1.1).
func (r *targetReader) quoted(quote byte) (name, problem string) {
	var b strings.Builder
	for r.pos++; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == quote:
			r.pos++
			return b.String(), ""
		case c < ' ':
			return "", fmt.Sprintf(`a control character at %s; in a name it is written \u%04x`, r.at(), c)
		case c != '\\':
			b.WriteByte(c)
		default:
			char, problem := r.escape(quote)
			if problem != "" {
				return "", problem
			}
			b.WriteRune(char)
		}
	}
	return "", "a quote is not closed"
}

// escape reads the escape sequence that begins at the present place, and stops on its last character.
func (r *targetReader) escape(quote byte) (char rune, problem string) {
	const letters, meanings = `bfnrt/\`, "\b\f\n\r\t/\\"
	start := r.at()
	r.pos++
	if r.pos == len(r.text) {
		return 0, "a quote is not closed"
	}
	c := r.text[r.pos]
	if c == quote {
		return rune(c), ""
	}
	if i := strings.IndexByte(letters, c); i >= 0 {
		return rune(meanings[i]), ""
	}
	if c == 'u' {
		if char, ok := r.unicode(); ok {
			return char, ""
		}
		return 0, fmt.Sprintf(`the escape at %s is not \u and four hexadecimal digits of a character`, start)
	}
	return 0, fmt.Sprintf(`the escape at %s is none of JSONPath's: \%c \\ \/ \b \f \n \r \t \uXXXX`, start, quote)
}

// unicode reads the digits behind \u, and those of the second half where it is a surrogate pair.
func (r *targetReader) unicode() (rune, bool) {
	high, ok := hex(r.text[r.pos+1:])
	if !ok {
		return 0, false
	}
	r.pos += 4
	if !utf16.IsSurrogate(high) {
		return high, true
	}
	rest, ok := strings.CutPrefix(r.text[r.pos+1:], `\u`)
	if !ok {
		return 0, false
	}
	low, ok := hex(rest)
	char := utf16.DecodeRune(high, low)
	r.pos += 6
	return char, ok && char != utf8.RuneError
}

func hex(text string) (rune, bool) {
	if len(text) < 4 || strings.ContainsAny(text[:4], "+-_") {
		return 0, false
	}
	u, err := strconv.ParseUint(text[:4], 16, 16)
	return rune(u), err == nil
}

func digits(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "-0123456789"))]
}

func found(text string) string {
	c, _ := utf8.DecodeRuneInString(text)
	if c == '\'' {
		return `"'"`
	}
	return strconv.QuoteRune(c)
}

func quote(name string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(name) + "'"
}
