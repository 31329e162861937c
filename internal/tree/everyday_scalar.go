package tree

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// plainLine reads a plain scalar, or what stands of it on this line, up to the last character that is no blank.
func (r *everyday) plainLine(flow bool) (text string, ok bool) {
	start, end := r.pos, r.pos
	for ; r.pos < len(r.text); r.pos++ {
		c := r.text[r.pos]
		if c == ' ' {
			continue
		}
		if c == '\n' || c == ':' && r.blankAt(r.pos+1) || c == '#' && r.pos > end || flow && strings.IndexByte(",?[]{}", c) >= 0 {
			break
		}
		if c == '\t' {
			return "", false
		}
		end = r.pos + 1
	}
	colon := r.at(":") && r.pos > end // a blank before it
	r.pos = end
	return r.text[start:end], end > start && !colon
}

// plain reads a plain scalar of one line or several, within a block collection that begins at a column.
func (r *everyday) plain(within, depth int) *Node {
	n := r.make(String, depth)
	if n == nil {
		return nil
	}
	text, ok := r.plainLine(false)
	var made []byte // of more than one line
	for ok && !r.at(":") {
		breaks, more := r.continued(within)
		if !more && made != nil {
			text = string(made)
		}
		if !more && !n.plain(text) {
			return nil
		}
		if !more {
			return n
		}
		if made == nil {
			made = []byte(text)
		}
		text, ok = r.plainLine(false)
		made = append(append(made, folded(breaks)...), text...)
	}
	return nil
}

// continued goes on to the next line of a plain scalar, if there is one: deeper than the collection that it stands in.
func (r *everyday) continued(within int) (breaks int, more bool) {
	pos, line, lineStart := r.pos, r.line, r.lineStart
	for ; r.pos < len(r.text) && (r.text[r.pos] == ' ' || r.text[r.pos] == '\n'); r.pos++ {
		if r.text[r.pos] == '\n' {
			r.newLine()
			breaks++
		}
	}
	if r.pos < len(r.text) && breaks > 0 && r.indent() > within && r.text[r.pos] != '#' && !r.marker() {
		return breaks, true
	}
	r.pos, r.line, r.lineStart = pos, line, lineStart
	return 0, false
}

// folded is what becomes of line breaks within a scalar: one of a single one, those behind the first of several.
func folded(breaks int) string {
	if breaks == 1 {
		return " "
	}
	return strings.Repeat("\n", breaks-1)
}

// yamlEscapes are those of double quotes that one character stands for.
var yamlEscapes = [256]byte{'"': '"', '\\': '\\', '\'': '\'', ' ': ' ', 'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f'}

// quoted reads a scalar in quotes, and goes on to behind the right one.
func (r *everyday) quoted(depth int) *Node {
	n, quote := r.make(String, depth), r.text[r.pos]
	if n == nil {
		return nil
	}
	r.pos++
	start := r.pos
	var made []byte // of a text that is not as it stands there
	for ; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == quote && (quote == '"' || !strings.HasPrefix(r.text[r.pos:], "''")):
			n.Text = string(made) + r.text[start:r.pos]
			r.pos++
			return n
		case c == quote:
			r.pos++
			made = append(made, r.text[start:r.pos]...)
			start = r.pos + 1
		case c == '\\' && quote == '"':
			var ok bool
			if made, ok = r.escape(append(made, r.text[start:r.pos]...)); !ok {
				return nil
			}
			start = r.pos
			r.pos--
		case c == '\n':
			made = append(made, strings.TrimRight(r.text[start:r.pos], " ")...)
			breaks, ok := r.quotedBreaks()
			if !ok {
				return nil
			}
			made = append(made, folded(breaks)...)
			start = r.pos
			r.pos--
		case c == '\t':
			return nil
		}
	}
	return nil
}

// hexadecimal are the numbers of digits behind the escapes that give a character by its code.
var hexadecimal = map[byte]int{'x': 2, 'u': 4, 'U': 8}

// escape adds what an escape stands for, and goes on to behind it.
func (r *everyday) escape(made []byte) ([]byte, bool) {
	rest := r.text[r.pos+1:]
	if rest == "" {
		return nil, false
	}
	if rest[0] == '\n' {
		r.pos++
		breaks, ok := r.quotedBreaks()
		return append(made, strings.Repeat("\n", breaks-1)...), ok
	}
	digits := hexadecimal[rest[0]]
	if r.pos += 2 + digits; digits == 0 {
		c := yamlEscapes[rest[0]]
		return append(made, c), c != 0
	}
	if len(rest) <= digits {
		return nil, false
	}
	code, err := strconv.ParseUint(rest[1:1+digits], 16, 32)
	return utf8.AppendRune(made, rune(code)), err == nil && utf8.ValidRune(rune(code))
}

// quotedBreaks goes on to the next character in quotes that is neither blank nor break.
func (r *everyday) quotedBreaks() (breaks int, ok bool) {
	for ; r.pos < len(r.text) && (r.text[r.pos] == ' ' || r.text[r.pos] == '\n'); r.pos++ {
		if r.text[r.pos] == '\n' {
			r.newLine()
			breaks++
		}
	}
	return breaks, r.pos < len(r.text) && !r.marker()
}

// blockScalar reads a literal or folded one, within a block collection that begins at a column, and goes on to what follows.
func (r *everyday) blockScalar(within, depth int) *Node {
	n := r.make(String, depth)
	if n == nil || within < 0 {
		return nil
	}
	literal := r.at("|")
	r.pos++
	chomping, indent := r.blockHeader(within)
	end := r.lineEnd()
	if rest := strings.TrimLeft(r.text[r.pos:end], " "); rest != "" && (rest[0] != '#' || !r.at(" ")) {
		return nil
	}
	r.pos = end
	if indent == 0 {
		indent = r.blockIndent(within)
	}
	if indent < 0 {
		return nil
	}
	var ok bool
	if n.Text, ok = r.blockLines(indent, literal, chomping); !ok {
		return nil
	}
	if r.pos == len(r.text) {
		return n
	}
	if r.pos = r.lineStart; !r.next() && r.pos < len(r.text) {
		return nil
	}
	return n
}

// blockHeader reads what may stand behind | and >: what becomes of the breaks at the end, and how far the lines stand from the line's
// beginning, 0 if that is not said.
func (r *everyday) blockHeader(within int) (chomping byte, indent int) {
	for range 2 {
		switch {
		case chomping == 0 && r.at("+-"):
			chomping = r.text[r.pos]
		case indent == 0 && r.at("123456789"):
			indent = within + int(r.text[r.pos]-'0')
		default:
			return chomping, indent
		}
		r.pos++
	}
	return chomping, indent
}

// blockIndent is how far a block scalar stands from the line's beginning, from the end of the line before: as far as its first line
// with text, or one of blanks before that, but deeper than the collection around it; -1 if there is a tab.
func (r *everyday) blockIndent(within int) int {
	indent, start := within+1, r.pos+1
	for pos := start; pos < len(r.text); pos++ {
		switch r.text[pos] {
		case ' ':
		case '\n':
			indent, start = max(indent, pos-start), pos+1
		case '\t':
			return -1
		default:
			return max(indent, pos-start)
		}
	}
	return max(indent, len(r.text)-start)
}

// blockLines reads the lines of a block scalar from the end of the line before; r.pos comes to be in the first that is none of them.
func (r *everyday) blockLines(indent int, literal bool, chomping byte) (string, bool) {
	var made []byte
	var afterBlank bool
	breaks, first := r.blockBreaks(indent), true
	for ; r.indent() == indent && r.pos < len(r.text); first = false {
		breaks-- // that of the line before
		blank := r.at(" \t")
		switch {
		case first:
		case literal || afterBlank || blank:
			made = append(made, '\n')
		case breaks == 0:
			made = append(made, ' ')
		}
		made, afterBlank = append(made, strings.Repeat("\n", breaks)...), blank
		end := r.lineEnd()
		made = append(made, r.text[r.pos:end]...)
		r.pos = end
		breaks = r.blockBreaks(indent)
	}
	if first {
		breaks = max(0, breaks-1) // that of the line before
	}
	switch {
	case chomping == 0 && breaks > 0 && !first:
		made = append(made, '\n')
	case chomping == '+':
		made = append(made, strings.Repeat("\n", breaks)...)
	}
	return string(made), !r.at("\t")
}

// blockBreaks goes on from the end of a line to the next that is not empty, behind as many blanks as it has up to an indent.
func (r *everyday) blockBreaks(indent int) (breaks int) {
	for r.pos < len(r.text) && r.text[r.pos] == '\n' {
		r.newLine()
		r.pos++
		breaks++
		for r.indent() < indent && r.at(" ") {
			r.pos++
		}
	}
	return breaks
}
