package tree

import "strings"

// jsonReader reads one JSON document. Strings without escapes are slices of the text, and nodes come from slabs: a
// large document costs few allocations.
type jsonReader struct {
	text string
	pos  int
	file string

	line      int
	lineStart int // the position of the line's first byte
	wide      int // bytes of the line so far that continue a character, so that columns count characters

	limits Limits
	depth  int
	amount     // so far, of other files too
	way    int // the length of the pointer of the value at hand

	slabs
	keys  []string // of the objects that are open, a stack
	items []*Node  // of the arrays and objects that are open, a stack
}

// parseJSON reads a whole document of RFC 8259.
func parseJSON(file, text string, l Limits) (*Node, *Error) {
	r := &jsonReader{text: text, file: file, line: 1, limits: l, amount: l.before}
	r.size = min(maxSlab, len(text)/minNodeBytes+1)
	root, err := r.value()
	if err != nil {
		return nil, err
	}
	r.space()
	if r.pos < len(r.text) {
		return nil, r.wrong("the document ends before this; %s is left over", r.found())
	}
	l.Shared.add(amount{nodes: r.nodes - l.before.nodes, pointers: r.pointers - l.before.pointers})
	return root, nil
}

// space skips white space and counts lines.
func (r *jsonReader) space() {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '\n':
			r.line, r.lineStart, r.wide = r.line+1, r.pos+1, 0
		case ' ', '\t', '\r':
		default:
			return
		}
		r.pos++
	}
}

// value reads the next value.
func (r *jsonReader) value() (*Node, *Error) {
	r.space()
	if r.pos == len(r.text) {
		return nil, r.wrong("a value is missing: the document ends here")
	}
	if r.nodes++; r.nodes > r.limits.Nodes {
		return nil, r.beyond(tooManyNodes(r.limits))
	}
	if r.pointers += r.way; r.pointers > r.limits.Pointers {
		return nil, r.beyond(tooFar(r.limits.Pointers))
	}
	n := r.node()
	n.File, n.Line, n.Column = r.file, r.line, r.column()
	switch c := r.text[r.pos]; {
	case c == '"':
		text, err := r.quoted()
		n.Kind, n.Text = String, text
		return n, err
	case c == '{':
		return n, r.nested(n, r.object)
	case c == '[':
		return n, r.nested(n, r.array)
	case c == '-' || c >= '0' && c <= '9':
		text, err := r.number()
		n.Kind, n.Text = Number, text
		return n, err
	}
	return n, r.word(n)
}

// word reads true, false or null.
func (r *jsonReader) word(n *Node) *Error {
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(r.text[r.pos:], word) {
			r.pos += len(word)
			if word != "null" {
				n.Kind, n.Text = Bool, word
			}
			return nil
		}
	}
	if r.text[r.pos] == '\'' {
		return r.wrong("strings stand in double quotes in JSON, not single ones")
	}
	return r.wrong("expected a value, found %s", r.found())
}

// nested reads an array or object, whose first character is next, one level deeper.
func (r *jsonReader) nested(n *Node, read func(*Node) *Error) *Error {
	if r.depth++; r.depth > r.limits.Depth {
		return r.beyond(tooDeep(r.limits.Depth))
	}
	r.pos++
	err := read(n)
	r.depth--
	return err
}

func (r *jsonReader) array(n *Node) *Error {
	n.Kind = Array
	bottom := len(r.items)
	for first := true; ; first = false {
		r.space()
		done, err := r.separator(']', first, "an element of the array")
		if err != nil {
			return err
		}
		if done {
			break
		}
		r.way += perIndex
		item, err := r.value()
		if err != nil {
			return err
		}
		r.way -= perIndex
		r.items = append(r.items, item)
	}
	n.Items = r.nodeList(r.items[bottom:])
	r.items = r.items[:bottom]
	return nil
}

func (r *jsonReader) object(n *Node) *Error {
	n.Kind = Object
	bottomKeys, bottom := len(r.keys), len(r.items)
	for first := true; ; first = false {
		r.space()
		done, err := r.separator('}', first, "a member of the object")
		if err != nil {
			return err
		}
		if done {
			break
		}
		if err := r.member(n, bottomKeys); err != nil {
			return err
		}
	}
	n.Keys, n.Items = r.keyList(r.keys[bottomKeys:]), r.nodeList(r.items[bottom:])
	r.keys, r.items = r.keys[:bottomKeys], r.items[:bottom]
	if len(n.Keys) >= indexFrom || n.index != nil {
		return r.indexed(n)
	}
	return nil
}

// member reads a key and its value.
func (r *jsonReader) member(n *Node, bottom int) *Error {
	r.space()
	if r.pos == len(r.text) || r.text[r.pos] != '"' {
		return r.wrong("expected a key in double quotes, found %s", r.found())
	}
	line, column := r.line, r.column()
	key, err := r.quoted()
	if err != nil {
		return err
	}
	if len(key) > r.limits.Key {
		return &Error{File: r.file, Line: line, Column: column, Message: tooLong(key, r.limits.Key), limit: true}
	}
	r.space()
	if r.pos == len(r.text) || r.text[r.pos] != ':' {
		return r.wrong("expected : after the key %s, found %s", shown(key), r.found())
	}
	r.pos++
	if open := r.keys[bottom:]; len(open) < indexFrom {
		for _, k := range open {
			switch {
			case k != key:
			case r.limits.lenient:
				n.index = &index{} // a mark for object
			default:
				return &Error{File: r.file, Line: line, Column: column, Message: duplicate(key)}
			}
		}
	}
	r.keys = append(r.keys, key)
	r.way += 1 + len(key)
	item, err := r.value()
	if err != nil {
		return err
	}
	r.way -= 1 + len(key)
	r.items = append(r.items, item)
	return nil
}

// indexed prepares an object for look-ups that is large or has a key twice, which it refuses unless Parse is to be lenient.
func (r *jsonReader) indexed(n *Node) *Error {
	n.Index()
	if n.index.at != nil && len(n.index.at) == len(n.Keys) {
		return nil
	}
	if r.limits.lenient {
		n.keepLast()
		n.Index()
		return nil
	}
	for i, key := range n.Keys {
		if n.index.at[key] != i {
			at := n.Items[i]
			return &Error{File: r.file, Line: at.Line, Column: at.Column, Message: duplicate(key)}
		}
	}
	return nil
}
