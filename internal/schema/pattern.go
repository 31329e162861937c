package schema

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// maxPattern bounds the length of a regular expression, in bytes.
const maxPattern = 64 << 10

// Pattern is a regular expression of ECMA-262, run by RE2, which takes linear time whatever the text.
//
// What RE2 does not have (looking ahead and behind, references back, more than 1000 repetitions) is not enforced: such a
// Pattern matches everything and says so. An engine for them comes with the documents that need it.
type Pattern struct {
	Text string

	expression *regexp.Regexp // nil: not enforced
	reason     string
}

// NewPattern makes a Pattern of any text.
func NewPattern(text string) *Pattern {
	if len(text) > maxPattern {
		return &Pattern{Text: text, reason: "it is too long"}
	}
	expression, err := regexp.Compile(translated(text))
	if err != nil {
		return &Pattern{Text: text, reason: err.Error()}
	}
	return &Pattern{Text: text, expression: expression}
}

// Enforced tells whether Match can refuse anything.
func (p *Pattern) Enforced() bool { return p.expression != nil }

// Reason says why a pattern is not enforced, "" if it is.
func (p *Pattern) Reason() string { return p.reason }

// Match tells whether the pattern is found anywhere in the text (it is not anchored).
func (p *Pattern) Match(text string) bool {
	return p.expression == nil || p.expression.MatchString(text)
}

// spaces is what \s stands for in ECMA-262, as part of a class; in RE2 it is ASCII only.
const spaces = `\s\v\x{A0}\x{FEFF}\x{2028}\x{2029}\p{Zs}`

// translated rewrites the escapes that ECMA-262 and RE2 write differently.
func translated(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	inClass := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[':
			inClass = true
			b.WriteByte(c)
		case c == ']':
			inClass = false
			b.WriteByte(c)
		case c != '\\' || i+1 == len(text):
			b.WriteByte(c)
		default:
			i += translateEscape(&b, text[i+1:], inClass)
		}
	}
	return b.String()
}

// translateEscape writes one escape and returns how many bytes after the backslash it took.
func translateEscape(b *strings.Builder, rest string, inClass bool) int {
	const hexDigits = 4
	switch c := rest[0]; {
	case c == 'u' && len(rest) > 1 && rest[1] == '{':
		if end := strings.IndexByte(rest, '}'); end > 0 {
			b.WriteString(`\x` + rest[1:end+1])
			return end + 1
		}
	case c == 'u' && len(rest) > hexDigits && isHex(rest[1:hexDigits+1]):
		b.WriteString(`\x{` + rest[1:hexDigits+1] + `}`)
		return hexDigits + 1
	case c == 'c' && len(rest) > 1 && isLetter(rest[1]):
		b.WriteString(`\x{` + string("0123456789abcdef"[rest[1]>>4&1]) + string("0123456789abcdef"[rest[1]&0xf]) + `}`)
		return 2
	case c == 's' && inClass:
		b.WriteString(spaces)
		return 1
	case c == 's':
		b.WriteString(`[` + spaces + `]`)
		return 1
	case c == 'S' && !inClass:
		b.WriteString(`[^` + spaces + `]`)
		return 1
	}
	b.WriteByte('\\')
	b.WriteByte(rest[0])
	return 1
}

func isHex(text string) bool {
	return strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func isLetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z'
}

// foreign is what other languages have and ECMA-262 does not: named groups of Python, flags for the whole, and anchors and
// characters that are letters.
var foreign = regexp.MustCompile(`(^|[^\\])(\\\\)*(\(\?P|\(\?[a-zA-Z]+\)|\\[aAZz])`)

// isExpression is the format regex: what RE2 takes, and what it refuses for lack of a feature, not for a mistake.
func isExpression(text string) bool {
	if foreign.MatchString(text) {
		return false
	}
	_, err := syntax.Parse(translated(text), syntax.Perl)
	problem, ok := err.(*syntax.Error)
	if !ok {
		return err == nil
	}
	switch problem.Code {
	case syntax.ErrInvalidPerlOp, syntax.ErrInvalidNamedCapture:
		for _, look := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
			if strings.HasPrefix(problem.Expr, look) {
				return true
			}
		}
	case syntax.ErrMissingBracket:
		return strings.HasPrefix(problem.Expr, "[]") || strings.HasPrefix(problem.Expr, "[^]")
	case syntax.ErrInvalidEscape:
		reference := strings.TrimPrefix(problem.Expr, `\`)
		return reference != "" && ('1' <= reference[0] && reference[0] <= '9' || reference[0] == 'k')
	case syntax.ErrInvalidRepeatSize, syntax.ErrLarge, syntax.ErrNestingDepth:
		return true
	}
	return false
}
