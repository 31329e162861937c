package tree

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	// perValue is how many of the library's nodes, and so how many of the characters that make them, a value may take:
	// one for itself, one for its key.
	perValue = 2
)

// scanYAML refuses what would cost the library more than the limits allow, before it sees the text. It knows nothing of
// quotes and comments and so counts too many, never too few: whatever makes a node in the library needs one of the
// characters counted here. Nesting needs no count, as the library itself refuses more than 10,000 levels at once, and
// what passes there is checked against the limit when its nodes are converted.
func scanYAML(text string, l Limits) *Error {
	values, anchors, directives := perValue*l.before.nodes, 0, 0
	for i := 0; i < len(text); i++ {
		message := ""
		switch c := text[i]; c {
		case ':', ',', '[', '{':
			values++
		case '-', '?', '#':
			if i+1 == len(text) || isBlank(text[i+1]) || c == '#' {
				values++
			}
		case '&':
			if isAnchor(text, i) {
				anchors++
			}
		case '%':
			if i == 0 || text[i-1] == '\n' || text[i-1] == '\r' {
				directives++
			}
		case '\t', '\n', '\r':
		default:
			if c < ' ' || c == 0x7F {
				message = fmt.Sprintf("the control character 0x%02X is not allowed in YAML", c)
			}
		}
		switch {
		case values > perValue*l.Nodes:
			message = tooManyNodes(l)
		case anchors > l.Anchors:
			message = tooManyAnchors(l.Anchors)
		case directives > l.Anchors: // the library compares each %TAG with all before it
			message = fmt.Sprintf("more directives (lines that begin with %%) than the limit of %d, which --limit document-anchors=N sets", l.Anchors)
		}
		if message != "" {
			e := at(text, i, message)
			e.limit = true
			return e
		}
	}
	return nil
}

// at is an error at a position of the text.
func at(text string, pos int, message string) *Error {
	before := text[:pos]
	return &Error{
		Line:    1 + strings.Count(before, "\n"),
		Column:  1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
		Message: message,
	}
}

// isAnchor tells whether an & can begin what the library takes for an anchor: a name of letters, digits, _ and -, up to
// a blank or one of ?:,]}%@`. So the & of R&D, &amp; and a=1&b=2 isn't.
func isAnchor(text string, i int) bool {
	if i > 0 && isNameByte(text[i-1]) {
		return false
	}
	end := i + 1
	for end < len(text) && isNameByte(text[end]) {
		end++
	}
	if end == i+1 {
		return false
	}
	return end == len(text) || isBlank(text[end]) || strings.IndexByte("?:,]}%@`", text[end]) >= 0
}

func isNameByte(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-'
}

// isBlank tells of white space, and of the first bytes of the line breaks that only YAML knows (U+0085, U+2028, U+2029).
func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xC2 || c == 0xE2
}
