package explain

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// bare matches texts that no reader of YAML takes for anything else, but for the words below.
var bare = lazyregexp.New(`^(?:-?[A-Za-z]|[_/$])[\w./$*@+=-]*(?: [\w./$*@+=-]+)*$`)

// words are what YAML 1.1 or 1.2 reads as a boolean or as null.
var words = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}

// scalar is a text as YAML writes it: without quotes only where every reader takes it for a text.
func scalar(text string) string {
	switch {
	case bare.MatchString(text) && !slices.Contains(words, strings.ToLower(text)):
		return text
	case strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }):
		return escaped(text)
	case strings.Contains(text, "'") && !strings.ContainsAny(text, `"\`):
		return escaped(text) // rather than to double each quote
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// The greatest characters of escapes with two and with four digits.
const (
	twoDigits  = 0xFF
	fourDigits = 0xFFFF
)

// escaped is a text in double quotes, in which what is not seen is written by its number.
func escaped(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(c):
			b.WriteRune(c)
		case c <= twoDigits:
			fmt.Fprintf(&b, `\x%02X`, c)
		case c <= fourDigits:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			fmt.Fprintf(&b, `\U%08X`, c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// inline is a value on one line.
func inline(n *tree.Node) string {
	text, _ := flow(n, math.MaxInt)
	return text
}

// flow is a value on one line; fits is false if it takes more than so many characters, and the text is then of use only if
// it is no array or object that holds something.
func flow(n *tree.Node, room int) (text string, fits bool) {
	switch n.Kind {
	case tree.Null:
		text = "null"
	case tree.Bool, tree.Number:
		text = n.Text
	case tree.String:
		text = scalar(n.Text)
	default:
		return flowAll(n, room)
	}
	return text, len(text) <= room
}

func flowAll(n *tree.Node, room int) (text string, fits bool) {
	opened, closed := "[", "]"
	if n.Kind == tree.Object {
		opened, closed = "{", "}"
	}
	var b strings.Builder
	b.WriteString(opened)
	for i, item := range n.Items {
		if i > 0 {
			b.WriteString(", ")
		}
		if n.Kind == tree.Object {
			if len(n.Keys[i]) > longestKey {
				return "", false
			}
			b.WriteString(scalar(n.Keys[i]) + ": ")
		}
		inner, fits := flow(item, room-b.Len()-1)
		if !fits {
			return "", false
		}
		b.WriteString(inner)
	}
	b.WriteString(closed)
	return b.String(), b.Len() <= room
}
