package explain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mockserver/internal/infer"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// row is a line of the overlay, with what is said of it.
type row struct {
	depth   int
	text    string // "": a comment alone
	comment string
}

// The widths of lines, in characters.
const (
	inlineWidth  = 100 // of an object or array on one line, with its key
	commentPlace = 72  // behind which no comment makes others move
	commentWidth = 300
	indentation  = 2
	longestKey   = 1000 // of what may stand before a colon: YAML ends it at 1024
)

func (p *page) add(depth int, text, comment string) {
	p.rows = append(p.rows, row{depth, text, comment})
}

func (p *page) comment(depth int, text string) { p.add(depth, "", text) }

// end writes the rows of a block, their comments below each other.
func (p *page) end() {
	place := 0
	for _, r := range p.rows {
		if w := r.width(); r.text != "" && r.comment != "" && w <= commentPlace {
			place = max(place, w)
		}
	}
	for _, r := range p.rows {
		p.text.WriteString(strings.Repeat(" ", indentation*r.depth) + r.text)
		if r.comment != "" {
			if r.text != "" {
				p.text.WriteString(strings.Repeat(" ", max(place-r.width(), 0)) + "  ")
			}
			p.text.WriteString("# " + printable(r.comment))
		}
		p.text.WriteByte('\n')
	}
	p.rows = nil
}

func (r row) width() int { return indentation*r.depth + utf8.RuneCountInString(r.text) }

// printable is a text that stays within the line of its comment.
func printable(text string) string {
	text = strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, strings.ToValidUTF8(text, " "))
	return strings.TrimRight(value.Cut(text, commentWidth), " ")
}

// lines prints the members of an x-mock; its objects have a line for each of their members.
func (p *page) lines(depth int, lines []infer.Line) {
	for _, line := range lines {
		if line.Value != nil {
			p.member(depth, line.Name, line.Value, line.Reason, line.Value.Is(tree.Object))
			continue
		}
		p.group(depth, line, true)
	}
}

// group prints a line that has lines: those with reasons below it, others in one line if they fit.
func (p *page) group(depth int, line infer.Line, spread bool) {
	if len(line.Lines) == 0 || !spread && silent(line.Lines) {
		p.member(depth, line.Name, infer.Node(line.Lines), line.Reason, false)
		return
	}
	p.key(depth, line.Name, line.Reason, func(depth int) {
		for _, inner := range line.Lines {
			if inner.Value != nil {
				p.member(depth, inner.Name, inner.Value, inner.Reason, false)
				continue
			}
			p.group(depth, inner, false)
		}
	})
}

// silent tells whether no line has a reason of its own.
func silent(lines []infer.Line) bool {
	for _, line := range lines {
		if line.Reason != "" || line.Value == nil && !silent(line.Lines) {
			return false
		}
	}
	return true
}

// member prints a key and its value: in one line if that is short and not to be spread.
func (p *page) member(depth int, name string, n *tree.Node, reason string, spread bool) {
	key := scalar(name)
	room := inlineWidth - indentation*depth - len(key)
	if text, fits := flow(n, room); len(key) <= longestKey && (fits && (!spread || n.Len() == 0) || plain(n)) {
		p.add(depth, key+": "+text, reason)
		return
	}
	p.key(depth, name, reason, func(depth int) { p.below(depth, n) })
}

// plain tells whether a node takes one line however long it is.
func plain(n *tree.Node) bool { return n.Kind < tree.Array || n.Len() == 0 }

// key prints a key with what stands below it.
func (p *page) key(depth int, name, reason string, below func(depth int)) {
	key := scalar(name)
	if len(key) <= longestKey {
		p.add(depth, key+":", reason)
		below(depth + 1)
		return
	}
	p.add(depth, "? "+key, reason)
	p.marked(depth, ":", below)
}

// below prints a value that has lines of its own.
func (p *page) below(depth int, n *tree.Node) {
	switch {
	case n.Is(tree.Object) && n.Len() > 0:
		for i, name := range n.Keys {
			p.member(depth, name, n.Items[i], "", false)
		}
	case n.Is(tree.Array) && n.Len() > 0:
		for _, item := range n.Items {
			if text, fits := flow(item, inlineWidth-indentation*depth); fits || plain(item) {
				p.add(depth, "- "+text, "")
				continue
			}
			p.marked(depth, "-", func(depth int) { p.below(depth, item) })
		}
	default:
		text, _ := flow(n, 0)
		p.add(depth, text, "")
	}
}

// marked prints what stands below a dash or a colon, which takes the indentation of its first row.
func (p *page) marked(depth int, mark string, below func(depth int)) {
	first := len(p.rows)
	below(depth + 1)
	p.rows[first].depth, p.rows[first].text = depth, mark+" "+p.rows[first].text
}

// yaml are lines as they would stand in an x-mock.
func yaml(lines []infer.Line) string {
	p := &page{}
	p.lines(0, lines)
	p.end()
	return strings.TrimSuffix(p.text.String(), "\n")
}
