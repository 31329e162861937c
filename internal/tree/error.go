package tree

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/value"
)

// Error says what is wrong with a document and where.
type Error struct {
	File         string
	Line, Column int // from 1; 0 where it is not known
	Message      string

	limit bool // a limit was hit, so reading the document in another way would not help
}

// Error is "file:line:column: message", without the parts that are not known.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		b.WriteString(strconv.Itoa(e.Line) + ":")
	}
	if e.Line > 0 && e.Column > 0 {
		b.WriteString(strconv.Itoa(e.Column) + ":")
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String() + e.Message
}

// excerptWidth is how many characters of a line an excerpt shows: a minified document is a single line.
const excerptWidth = 100

// Excerpt shows the line of the error in the document, and below it a caret under the place.
// It is "" if the place is not known or not in data.
func (e *Error) Excerpt(data []byte) string {
	text, err := decode(data)
	if err != nil || e.Line < 1 {
		return ""
	}
	for range e.Line - 1 {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimRight(line, "\r")
	if e.Column < 1 {
		line, _ = window(line, 0)
		return line
	}
	line, at := window(line, e.Column-1)
	return line + "\n" + indentLike(line, at) + "^"
}

// window cuts a line to excerptWidth characters around the character at, and returns where that is then.
func window(line string, at int) (string, int) {
	if len(line) <= excerptWidth {
		return line, at
	}
	from := max(0, at-excerptWidth/2)
	for range from {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	end := 0
	for range excerptWidth {
		_, size := utf8.DecodeRuneInString(line[end:])
		end += size
	}
	return line[:end], at - from
}

// indentLike is white space as wide as the first n characters of the line: tabs stay tabs.
func indentLike(line string, n int) string {
	var b strings.Builder
	for _, r := range line {
		if n == 0 {
			break
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
		n--
	}
	return b.String() + strings.Repeat(" ", min(n, 1))
}

// shownWidth is how many characters of a text of the document a message repeats.
const shownWidth = 60

// shown is a text of the document in quotes, as a message repeats it.
func shown(text string) string {
	return strconv.Quote(value.Cut(text, shownWidth))
}

func duplicate(key string) string { return "the key " + shown(key) + " stands twice in this object" }
