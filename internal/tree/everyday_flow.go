package tree

// flow reads a value within brackets or braces, or one that has them itself.
func (r *everyday) flow(depth int) *Node {
	switch {
	case r.at("["):
		return r.flowSequence(depth)
	case r.at("{"):
		return r.flowMapping(depth)
	case r.at("\"'"):
		return r.quoted(depth)
	case r.at("*"):
		return r.alias(depth)
	case r.at("&"):
		return r.anchored(depth, func() *Node {
			if !r.next() || r.at("&*") {
				return nil
			}
			return r.flow(depth)
		})
	case r.dash() || r.at(indicators):
		return nil
	}
	n := r.make(String, depth)
	if n == nil {
		return nil
	}
	text, ok := r.plainLine(true)
	if !ok || r.at(":?[{") || !n.plain(text) {
		return nil
	}
	return n
}

func (r *everyday) flowSequence(depth int) *Node {
	n, items := r.make(Array, depth), len(r.items)
	if n == nil {
		return nil
	}
	r.way += perIndex
	for r.pos++; ; r.pos++ {
		if !r.next() {
			return nil
		}
		if r.at("]") {
			break
		}
		item := r.flow(depth + 1)
		if item == nil || !r.next() || !r.at(",]") {
			return nil
		}
		if r.items = append(r.items, item); r.at("]") {
			break
		}
	}
	r.pos++
	r.way -= perIndex
	return r.close(n, 0, items)
}

func (r *everyday) flowMapping(depth int) *Node {
	n, keys, items := r.make(Object, depth), len(r.keys), len(r.items)
	if n == nil {
		return nil
	}
	for r.pos++; ; r.pos++ {
		if !r.next() {
			return nil
		}
		if r.at("}") {
			break
		}
		item := r.flowMember(depth + 1)
		if item == nil || !r.next() || !r.at(",}") {
			return nil
		}
		if r.items = append(r.items, item); r.at("}") {
			break
		}
	}
	r.pos++
	return r.close(n, keys, items)
}

// flowMember reads a key, which goes on the stack, and its value.
func (r *everyday) flowMember(depth int) *Node {
	key, ok := r.flowKey()
	if !ok || !r.next() || r.at(",}") {
		return nil
	}
	r.way += 1 + len(key)
	item := r.flow(depth)
	r.way -= 1 + len(key)
	r.keys = append(r.keys, key)
	return item
}

func (r *everyday) flowKey() (key string, ok bool) {
	if r.at("\"'") {
		return r.key()
	}
	if r.dash() || r.at(indicators) {
		return "", false
	}
	key, ok = r.plainLine(true)
	if !ok || !r.at(":") || key == mergeKey || len(key) > r.limits.Key {
		return "", false
	}
	r.pos++
	return key, true
}
