package tree

import "strings"

// indicators are the characters that no plain scalar of everyday begins with; some may, where no blank follows.
const indicators = "?:,[]{}#&*!|>'\"%@`\t"

// block reads the value at hand, which stands within a block collection that begins at a column, -1 for none, and goes on
// to what follows. Like all that read values here, it gives nil where something is up to the library.
func (r *everyday) block(within, depth int) *Node {
	switch {
	case r.dash():
		return r.blockSequence(depth, false)
	case r.keyEnd() >= 0:
		return r.blockMapping(depth)
	}
	return r.inline(within, depth)
}

// keyEnd is where the key at hand ends, -1 if there is none.
func (r *everyday) keyEnd() int {
	line := r.text[r.pos:r.lineEnd()]
	end := 0
	switch {
	case r.dash():
		return -1
	case line[0] == '"' || line[0] == '\'':
		for end = 1; end < len(line) && line[end] != line[0]; end++ {
			if line[end] == '\\' {
				return -1 // a key with an escape
			}
		}
		end++
	case strings.IndexByte(indicators, line[0]) >= 0:
		return -1
	default:
		for end < len(line) && !(line[end] == ':' && r.blankAt(r.pos+end+1)) {
			if line[end] == '\t' || line[end] == '#' && line[end-1] == ' ' {
				return -1
			}
			end++
		}
	}
	const longest = 1000 // of 1024, which is the standard's limit
	if end >= len(line) || line[end] != ':' || !r.blankAt(r.pos+end+1) || end > longest || line[end-1] == ' ' {
		return -1
	}
	return r.pos + end
}

// key reads the key at hand and the colon behind it.
func (r *everyday) key() (string, bool) {
	end := r.keyEnd()
	if end < 0 {
		return "", false
	}
	key := r.text[r.pos:end]
	if key[0] == '"' || key[0] == '\'' {
		if key = key[1 : len(key)-1]; key == mergeKey {
			return "", false
		}
	}
	r.pos = end + 1
	return key, len(key) <= r.limits.Key
}

func (r *everyday) blockMapping(depth int) *Node {
	n, column := r.make(Object, depth), r.indent()
	if n == nil {
		return nil
	}
	keys, items := len(r.keys), len(r.items)
	for r.pos < len(r.text) && r.indent() == column {
		key, ok := r.key()
		if !ok {
			return nil
		}
		r.way += 1 + len(key)
		item := r.member(column, depth+1)
		if item == nil {
			return nil
		}
		r.way -= 1 + len(key)
		r.keys, r.items = append(r.keys, key), append(r.items, item)
	}
	return r.dedent(column, r.close(n, keys, items))
}

// dedent is a block collection that has come to its end, unless what follows stands deeper than it.
func (r *everyday) dedent(column int, n *Node) *Node {
	if r.pos < len(r.text) && r.indent() > column {
		return nil
	}
	return n
}

// member reads the value behind a key and its colon, in a mapping that begins at a column.
func (r *everyday) member(column, depth int) *Node {
	after, line, lineStart := r.pos, r.line, r.lineStart
	if !r.next() && r.pos < len(r.text) {
		return nil
	}
	switch {
	case r.pos < len(r.text) && r.line == line:
		return r.named(column, depth, true)
	case r.pos < len(r.text) && r.indent() > column:
		return r.block(column, depth)
	case r.pos < len(r.text) && r.indent() == column && r.dash():
		return r.blockSequence(depth, true)
	}
	return r.nothing(after, line, lineStart, depth)
}

// named reads a value that begins on the line of its key or dash, perhaps with an anchor.
func (r *everyday) named(column, depth int, keyed bool) *Node {
	if !r.at("&") {
		return r.inline(column, depth)
	}
	return r.anchored(depth, func() *Node {
		line := r.line
		switch {
		case !r.next() || r.at("&*"):
			return nil
		case r.line == line:
			return r.inline(column, depth)
		case r.indent() > column:
			return r.block(column, depth)
		case r.indent() == column && keyed && r.dash():
			return r.blockSequence(depth, true)
		}
		return nil
	})
}

// nothing is the null where a value is missing: behind the colon or the dash.
func (r *everyday) nothing(pos, line, lineStart, depth int) *Node {
	here := *r
	r.pos, r.line, r.lineStart = pos, line, lineStart
	n := r.make(Null, depth)
	r.pos, r.line, r.lineStart = here.pos, here.line, here.lineStart
	return n
}

// blockSequence reads one; flush is one that begins where the mapping that it belongs to does.
func (r *everyday) blockSequence(depth int, flush bool) *Node {
	n, column := r.make(Array, depth), r.indent()
	if n == nil {
		return nil
	}
	items := len(r.items)
	r.way += perIndex
	for r.dash() && r.indent() == column {
		r.pos++
		item := r.element(column, depth+1)
		if item == nil {
			return nil
		}
		r.items = append(r.items, item)
	}
	r.way -= perIndex
	if r.pos < len(r.text) && r.indent() == column && !flush {
		return nil
	}
	return r.dedent(column, r.close(n, 0, items))
}

// element reads the value behind a dash, in a sequence that begins at a column.
func (r *everyday) element(column, depth int) *Node {
	after, line, lineStart := r.pos, r.line, r.lineStart
	if !r.next() && r.pos < len(r.text) {
		return nil
	}
	switch {
	case r.pos < len(r.text) && r.line == line && r.at("&"):
		return r.named(column, depth, false)
	case r.pos < len(r.text) && (r.line == line || r.indent() > column):
		return r.block(column, depth)
	}
	return r.nothing(after, line, lineStart, depth)
}

// inline reads a value that is no block collection.
func (r *everyday) inline(within, depth int) *Node {
	var n *Node
	switch {
	case r.at("|>"):
		return r.blockScalar(within, depth)
	case r.at("[{"):
		n = r.flow(depth)
	case r.at("\"'"):
		n = r.quoted(depth)
	case r.at("*"):
		n = r.alias(depth)
	case r.dash() || r.at(indicators):
		return nil
	default:
		n = r.plain(within, depth)
	}
	if n == nil || !r.ended() {
		return nil
	}
	return n
}
