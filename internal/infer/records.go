package infer

import "slices"

// identity is the same for schemas that are one: the pointer of the schema, behind an allOf that adds nothing to it.
func (s *shape) identity() string {
	if s == nil {
		return ""
	}
	if len(s.parts) > 1 && len(s.parts[0].node.Get("allOf").Elements()) == 1 && s.parts[0].node.Get("properties").Len() == 0 &&
		s.parts[0].node.Get("oneOf") == nil && s.parts[0].node.Get("anyOf") == nil {
		return s.parts[1].pointer
	}
	return s.pointer
}

// shared is how many properties of one object another has too, in a type that agrees.
func shared(a, b *shape) int {
	n := 0
	for _, p := range a.fields() {
		if other := b.field(p.name); other != nil && agree(a.shapeOf(p), other) {
			n++
		}
	}
	return n
}

// agree tells whether a value may be of both shapes.
func agree(a, b *shape) bool {
	x, y := a.kinds&^nullKind, b.kinds&^nullKind
	if x.has(integerKind) {
		x |= numberKind
	}
	if y.has(integerKind) {
		y |= numberKind
	}
	return x == 0 || y == 0 || x&y != 0
}

// isOf tells whether a shape is of the records of which some shapes are known: the same schema, or at least half of the
// properties of either.
func isOf(s *shape, known []*shape) bool {
	if !s.isObject() {
		return false
	}
	for _, k := range known {
		if s.identity() == k.identity() {
			return true
		}
		if n := shared(s, k); n > 0 && (n*2 >= len(s.fields()) || n*2 >= len(k.fields())) {
			return true
		}
	}
	return false
}

// recordIn finds the record in the body of an answer: the body itself if it is one, else the object in it that is.
func recordIn(body *shape, known []*shape) (path []string, record *shape) {
	if isOf(body, known) && !holdsBetter(body, known) {
		return nil, body
	}
	type place struct {
		path []string
		at   *shape
	}
	level := []place{{nil, body}}
	for depth := 1; depth < maxDeep; depth++ {
		var next []place
		for _, at := range level {
			for _, p := range at.at.fields() {
				inner := at.at.shapeOf(p)
				if !inner.isObject() || inner.kinds.has(arrayKind) || len(next) > maxVisited {
					continue
				}
				path := append(slices.Clone(at.path), p.name)
				if isOf(inner, known) {
					return path, inner
				}
				next = append(next, place{path, inner})
			}
		}
		level = next
	}
	return nil, nil
}

// holdsBetter tells whether a body that shares little with the records, such as an id of its own, has one as a member.
func holdsBetter(body *shape, known []*shape) bool {
	for _, k := range known {
		if body.identity() == k.identity() || shared(body, k)*2 >= len(k.fields()) {
			return false
		}
	}
	return slices.ContainsFunc(body.fields(), func(p property) bool {
		inner := body.shapeOf(p)
		return inner.isObject() && slices.ContainsFunc(known, func(k *shape) bool { return k.identity() == inner.identity() })
	})
}

// wrapped finds the record in an answer of which no record is known: behind members called like one, as in {data: {…}} or
// {tree: {…}}, beside which there is nothing of a record's own.
func wrapped(body *shape, noun string) (path []string, record *shape) {
	for range maxDeep {
		if !body.isObject() {
			return nil, nil
		}
		name, inner := body.only(noun)
		if inner == nil {
			return path, body
		}
		path, body = append(path, name), inner
	}
	return path, body
}

// only is the one object of an envelope.
func (s *shape) only(noun string) (name string, inner *shape) {
	if s.identifies() {
		return "", nil
	}
	others := 0
	for _, p := range s.fields() {
		called := plain(p.name)
		switch value := s.shapeOf(p); {
		case inner == nil && value.isObject() && !value.kinds.has(arrayKind) && (wrappers[called] || singular(called) == one(noun)):
			name, inner = p.name, value
		case !metadata[called]:
			others++
		}
	}
	if others > 1 {
		return "", nil
	}
	return name, inner
}

// inputIn finds in the body of a request what is written to a record. ok is false if nothing in it is.
func inputIn(body *shape, known []*shape) (path []string, ok bool) {
	if !body.isObject() || body.kinds.has(arrayKind) {
		return nil, false
	}
	at := score(body, known)
	for _, p := range body.fields() {
		inner := body.shapeOf(p)
		if !inner.isObject() || len(body.fields()) > 5 {
			continue
		}
		if now := score(inner, known); now > at && now >= 30 {
			path, at = []string{p.name}, now
		}
	}
	return path, at >= 30
}

// score is how many of a hundred properties of a shape the records have.
func score(s *shape, known []*shape) int {
	best := 0
	for _, k := range known {
		if s.identity() != "" && s.identity() == k.identity() {
			return 101
		}
		if n := len(s.fields()); n > 0 {
			best = max(best, shared(s, k)*100/n)
		}
	}
	return best
}
