package explain

import (
	"fmt"
	"strings"

	"mockserver/internal/lazyregexp"
)

// legible matches targets that YAML takes without quotes, which would double those that they have.
var legible = lazyregexp.New(`^\$[\w.\[\]'/{}:~()=,;@*+!-]*$`)

// place is the target of an action as YAML writes it, on a line of its own.
func place(tokens []string) string {
	text := target(tokens)
	if legible.MatchString(text) {
		return text
	}
	return scalar(text)
}

// name matches what a target may write behind a dot.
var name = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// target is the JSONPath of a place, of names alone.
func target(tokens []string) string {
	var b strings.Builder
	b.WriteByte('$')
	for _, token := range tokens {
		if name.MatchString(token) {
			b.WriteString("." + token)
			continue
		}
		b.WriteString("['")
		for _, c := range token {
			switch {
			case c == '\'' || c == '\\':
				b.WriteByte('\\')
				b.WriteRune(c)
			case c < ' ':
				fmt.Fprintf(&b, `\u%04x`, c)
			default:
				b.WriteRune(c)
			}
		}
		b.WriteString("']")
	}
	return b.String()
}
