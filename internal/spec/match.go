package spec

import (
	"slices"
	"strings"
)

// Match finds the operation of a method and an escaped path, HEAD being served by GET where it is not described
// itself. The exact path is tried first; only if it matches nothing, empty segments are dropped. A malformed
// escape matches nothing.
func (r *Routes) Match(method, escapedPath string) Match {
	s := search{method: method}
	if r.most > usualParameters {
		s.manyValues, s.manyRaw = make([]string, r.most), make([]string, r.most)
	}
	if r.try(&s, escapedPath) {
		return s.hit()
	}
	if loose, ok := withoutEmpty(escapedPath); ok && len(s.allow) == 0 && r.try(&s, loose) {
		return s.hit()
	}
	m := Match{Document: r.documentOf(escapedPath)}
	if len(s.allow) > 0 {
		m.Document, m.Allow = s.first.Document, allowed(s.allow)
		return m
	}
	m.Closest = r.closest(escapedPath, m.Document)
	return m
}

// usualParameters is how many parameters of a path are matched in place, without allocating; limit.Set.PathParameters bounds them.
const usualParameters = 16

// search is the state of one walk through the trie.
type search struct {
	method string

	usualValues, usualRaw [usualParameters]string
	manyValues, manyRaw   []string // nil: the usual are enough

	count int // of values
	found *Operation
	first *Operation // any operation of the path
	allow []string   // methods of the paths that matched, while none had the right one
}

// values are those of the parameters of the branch the walk is in, decoded; raw are the same as they are written.
func (s *search) values() []string {
	if s.manyValues != nil {
		return s.manyValues
	}
	return s.usualValues[:]
}

func (s *search) raw() []string {
	if s.manyRaw != nil {
		return s.manyRaw
	}
	return s.usualRaw[:]
}

func (r *Routes) try(s *search, path string) bool {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return false
	}
	return s.walk(r.root, rest, false)
}

// walk matches the rest of a path below a node; done says that there is no further segment.
func (s *search) walk(n *node, rest string, done bool) bool {
	if done {
		return s.end(n)
	}
	text, rest, more := strings.Cut(rest, "/")
	raw := text
	text, ok := plain(raw)
	if !ok {
		return false
	}
	if next := n.literals[text]; next != nil && s.walk(next, rest, !more) {
		return true
	}
	for i := range n.patterns {
		p := &n.patterns[i]
		before := s.count
		if p.segment.match(text, s.values()[before:]) {
			s.count = before + p.segment.parameters()
			p.segment.cut(raw, s.values()[before:s.count], s.raw()[before:s.count])
			if s.walk(p.next, rest, !more) {
				return true
			}
			s.count = before
		}
	}
	return false
}

// end looks for the method at the node of a path, and remembers the others.
func (s *search) end(n *node) bool {
	if s.found = n.claimed(s.method); s.found == nil && s.method == "HEAD" {
		s.found = n.claimed("GET")
	}
	if s.found != nil {
		return true
	}
	for i := range n.claims {
		o := n.claims[i].operation
		if s.first == nil {
			s.first = o
		}
		s.allow = append(s.allow, o.Method)
	}
	return false
}

func (s *search) hit() Match {
	m := Match{Operation: s.found, Document: s.found.Document}
	if s.count > 0 {
		m.Values, m.Raw = slices.Clone(s.values()[:s.count]), slices.Clone(s.raw()[:s.count])
	}
	return m
}

// allowed completes the methods of a path for the header Allow.
func allowed(methods []string) []string {
	methods = append(slices.Clone(methods), "OPTIONS")
	if slices.Contains(methods, "GET") {
		methods = append(methods, "HEAD")
	}
	slices.Sort(methods)
	return slices.Compact(methods)
}

// withoutEmpty drops the empty segments of a path; ok is false if there are none.
func withoutEmpty(path string) (loose string, ok bool) {
	if !strings.HasPrefix(path, "/") {
		return "", false
	}
	parts := strings.Split(path[1:], "/")
	kept := slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return "/" + strings.Join(kept, "/"), len(kept) < strings.Count(path, "/")
}
