package tree

import (
	"slices"
	"strings"
)

// everyday reads the YAML that most documents are written in: block mappings and sequences, flow ones with values, and
// scalars of all five styles, anchors, aliases and merge keys. It refuses nothing: what it does not know (tags, tabs, CRLF,
// explicit keys, several documents), what is wrong and what is beyond a limit it leaves to the library, whose errors are the ones
// that are told. FuzzEveryday holds it to the library, of whose time it takes a tenth; BenchmarkParse and BenchmarkStart pay for it.
type everyday struct {
	text string
	pos  int
	file string

	line      int
	lineStart int
	counted   int // up to where the line's bytes that continue a character are counted
	wide      int // how many these are, so that columns count characters

	limits Limits
	amount     // so far, of other files too
	way    int // the length of the pointer of the value at hand

	anchors map[string]*anchor
	deepest int // how deep values have been, since the last anchor

	slabs
	keys  []string // of the objects that are open, a stack
	items []*Node  // of the arrays and objects that are open, a stack
}

// parseEveryday reads a document whose root is an array or object; nil if that is up to the library.
func parseEveryday(file, text string, l Limits) *Node {
	if !onlyEveryday(text) {
		return nil
	}
	r := &everyday{text: text, file: file, line: 1, limits: l, amount: l.before}
	r.size = min(maxSlab, len(text)/minNodeBytes+1)
	if strings.HasPrefix(text, "---\n") {
		r.pos = len("---")
	}
	if !r.next() || r.at("|>\"'") {
		return nil
	}
	root := r.block(-1, 1)
	if root == nil || root.Kind < Array || r.pos < len(text) {
		return nil
	}
	l.Shared.add(amount{nodes: r.nodes - l.before.nodes, pointers: r.pointers - l.before.pointers})
	return root
}

// onlyEveryday tells whether a text has no characters that only some readers take for the end of a line, or not at all.
func onlyEveryday(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\r', c == 0xC2 && text[i+1] < 0xA0: // U+0080 to U+009F
			return false
		case c == 0xE2 && text[i+1] == 0x80 && text[i+2]|1 == 0xA9, // U+2028, U+2029
			c == 0xEF && (text[i+1] == 0xBB && text[i+2] == 0xBF || text[i+1] == 0xBF && text[i+2] >= 0xBE): // U+FEFF, U+FFFE, U+FFFF
			return false
		}
	}
	return true
}

// next goes on to what follows, over blanks, comments and lines; false at the end, and where something is odd.
func (r *everyday) next() bool {
	for ; r.pos < len(r.text); r.pos++ {
		switch r.text[r.pos] {
		case ' ':
		case '\n':
			r.newLine()
		case '#':
			if r.pos > r.lineStart && r.text[r.pos-1] != ' ' {
				return false
			}
			if r.pos = r.lineEnd() - 1; r.pos == len(r.text)-1 {
				r.pos++
				return false
			}
		default:
			return !r.marker()
		}
	}
	return false
}

// newLine notes that the line ends with the character at hand.
func (r *everyday) newLine() { r.line, r.lineStart = r.line+1, r.pos+1 }

// lineEnd is where the line's break is.
func (r *everyday) lineEnd() int {
	if i := strings.IndexByte(r.text[r.pos:], '\n'); i >= 0 {
		return r.pos + i
	}
	return len(r.text)
}

// marker tells whether a document begins or ends here.
func (r *everyday) marker() bool {
	rest := r.text[r.pos:]
	return r.pos == r.lineStart && (strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "..."))
}

// ended goes on from the end of a value, behind which its line must have nothing.
func (r *everyday) ended() bool {
	line := r.line
	return r.next() && r.line > line || r.pos == len(r.text)
}

// at tells whether the character at hand is one of several.
func (r *everyday) at(several string) bool {
	return r.pos < len(r.text) && strings.IndexByte(several, r.text[r.pos]) >= 0
}

// blankAt tells whether there is a space, a break or nothing.
func (r *everyday) blankAt(pos int) bool {
	return pos >= len(r.text) || r.text[pos] == ' ' || r.text[pos] == '\n'
}

// dash tells whether an element of a block sequence begins here.
func (r *everyday) dash() bool { return r.at("-") && r.blankAt(r.pos+1) }

// indent is how far the character at hand stands from the line's beginning; before it there is only ASCII.
func (r *everyday) indent() int { return r.pos - r.lineStart }

// column is that of the character at hand, from 1.
func (r *everyday) column() int {
	if r.counted < r.lineStart {
		r.counted, r.wide = r.lineStart, 0
	}
	for ; r.counted < r.pos; r.counted++ {
		if r.text[r.counted]&0xC0 == 0x80 {
			r.wide++
		}
	}
	return r.pos - r.lineStart - r.wide + 1
}

// make begins a value at the character at hand, nil if it is beyond a limit.
func (r *everyday) make(kind Kind, depth int) *Node {
	if kind < Array {
		depth--
	}
	if !r.take(1, 0, depth) {
		return nil
	}
	n := r.node()
	n.Kind, n.File, n.Line, n.Column = kind, r.file, r.line, r.column()
	return n
}

// take counts values as yamlReader.take does; false if that is beyond a limit.
func (r *everyday) take(nodes, below, depth int) bool {
	r.nodes += nodes
	r.pointers += nodes*r.way + below
	r.deepest = max(r.deepest, depth)
	return r.nodes <= r.limits.Nodes && r.pointers <= r.limits.Pointers && depth <= r.limits.Depth
}

// close gives an array or object what was read of it since the stacks had the lengths that they had then; nil if a key of an object
// stands twice.
func (r *everyday) close(n *Node, keys, items int) *Node {
	n.Items = r.nodeList(r.items[items:])
	r.items = r.items[:items]
	if n.Kind == Array {
		return n
	}
	n.Keys = r.keyList(r.keys[keys:])
	r.keys = r.keys[:keys]
	if slices.Contains(n.Keys, mergeKey) && !n.expand() {
		return nil
	}
	n.Index()
	if n.repeats() {
		return nil
	}
	return n
}

// repeats tells whether a key stands twice.
func (n *Node) repeats() bool {
	if n.index != nil {
		return len(n.index.at) < len(n.Keys)
	}
	for i, key := range n.Keys {
		if slices.Contains(n.Keys[:i], key) {
			return true
		}
	}
	return false
}
