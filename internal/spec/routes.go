package spec

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
)

// Routes finds the operation of a method and path: a trie over the segments of the paths of all documents.
type Routes struct {
	root      *node
	documents []*Document
	known     []knownPath // of every document, at its first base path; for what nothing matches
	most      int         // parameters of one path
	growth
}

// growth is what helps the trie to grow, and is dropped when it has.
type growth struct {
	bases map[string]*node // below which base paths stand
	last  struct {         // the place that was found last: the operations of a path share it
		base  *node
		first *segment
		at    *node
	}
}

// node is a place in the trie: what may follow, literals before parameters.
type node struct {
	literals map[string]*node
	patterns []pattern        // the heavier first
	shapes   map[string]*node // of patterns, while the trie grows
	claims   []claim
}

// pattern is a segment with parameters, and what follows it.
type pattern struct {
	segment segment
	next    *node
}

// claim is an operation at a node.
type claim struct {
	operation *Operation
	base      string // the base path it was declared with; "" for a bare path
}

// Match is what Routes knows about a method and path.
type Match struct {
	Operation *Operation
	Values    []string  // of the template's path parameters, in its order, decoded
	Raw       []string  // the same as they are written in the escaped path
	Document  *Document // whose part of the path it is, even if no operation matched; nil if nobody's
	Allow     []string  // the methods of the path, sorted, when only the method is wrong
	Closest   string    // the most similar path template, with its base path, when no path matched
}

// Conflict is the error of two documents that claim the same method and path.
type Conflict struct {
	First, Second *Operation
	Path          string // with the base path
}

// Error names both, and what to do.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%s (%s) and %s (%s) both have %s %s; give one of them another base path in its servers",
		c.First.Document.Name, c.First.Node.Place(), c.Second.Document.Name, c.Second.Node.Place(), c.Second.Method, c.Path)
}

// Conflicts is the error of documents that claim the same methods and paths: each operation that another has already, once.
type Conflicts []*Conflict

// toldConflicts is how many of them a message names: two versions of one document have hundreds.
const toldConflicts = 5

// Error names the first of them, and how many there are more.
func (c Conflicts) Error() string {
	var all []string
	for _, one := range c[:min(len(c), toldConflicts)] {
		all = append(all, one.Error())
	}
	if more := len(c) - toldConflicts; more > 0 {
		all = append(all, fmt.Sprintf("there are %d more", more))
	}
	return strings.Join(all, "; ")
}

// Unwrap gives each of them.
func (c Conflicts) Unwrap() []error {
	all := make([]error, len(c))
	for i, one := range c {
		all[i] = one
	}
	return all
}

// NewRoutes joins documents: each is served under its base paths and, where nothing else claims the method and
// path, at the bare path. It is Conflicts if documents claim the same operations under a base path.
func NewRoutes(docs []*Document) (*Routes, error) {
	r := &Routes{root: &node{}, documents: docs, growth: growth{bases: map[string]*node{}}}
	var conflicts Conflicts
	for _, d := range docs {
		conflicts = append(conflicts, r.addDeclared(d)...)
		r.remember(d)
		for _, o := range d.Operations {
			r.most = max(r.most, len(o.names))
		}
	}
	if len(conflicts) > 0 {
		return nil, conflicts
	}
	r.addBare(docs)
	r.addLoose(docs)
	r.root.finish()
	r.growth = growth{}
	return r, nil
}

func (r *Routes) addDeclared(d *Document) (conflicts Conflicts) {
	told := map[*Operation]bool{}
	for o, base := range d.declared {
		n := r.place(r.under(d, base), o)
		switch other := n.claimed(o.Method); {
		case other == nil:
			n.claims = append(n.claims, claim{o, base})
		case other.Document != d && !told[o]: // the first of a document wins; its findings say so
			told[o] = true
			conflicts = append(conflicts, &Conflict{First: other, Second: o, Path: join(base, o.Template)})
		}
	}
	return conflicts
}

// declared yields each operation under its first base path, then each that has one under its second, and so on.
func (d *Document) declared(yield func(*Operation, string) bool) {
	for i, more := 0, true; more; i++ {
		more = false
		for _, o := range d.Operations {
			if o.second {
				continue
			}
			bases := o.BasePaths()
			if i < len(bases) && !yield(o, bases[i]) {
				return
			}
			more = more || i+1 < len(bases)
		}
	}
}

// addBare serves paths without their base path, unless two documents would be meant by one.
func (r *Routes) addBare(docs []*Document) {
	type want struct {
		n      *node
		method string
	}
	claimed := map[want]*Operation{}
	var order []want
	for _, d := range docs {
		for _, o := range d.Operations {
			if o.second {
				continue
			}
			w := want{r.place(r.root, o), o.Method}
			first, ok := claimed[w]
			switch {
			case w.n.claimed(o.Method) != nil:
			case !ok:
				claimed[w], order = o, append(order, w)
			case first != nil && first.Document != d:
				claimed[w] = nil // two documents mean it, so neither gets it
			}
		}
	}
	for _, w := range order {
		if o := claimed[w]; o != nil {
			w.n.claims = append(w.n.claims, claim{o, ""})
		}
	}
}

// addLoose lets templates that hold empty segments, such as /things/, be found without them too.
func (r *Routes) addLoose(docs []*Document) {
	for _, d := range docs {
		for o, base := range d.declared {
			r.addWithoutEmpty(o, r.under(d, base), base)
		}
		for _, o := range d.Operations {
			r.addWithoutEmpty(o, r.root, "")
		}
	}
}

func (r *Routes) addWithoutEmpty(o *Operation, below *node, base string) {
	kept := withoutEmptySegments(o.segments)
	if len(kept) == len(o.segments) || len(kept) == 0 && below == r.root {
		return
	}
	if n := below.grow(kept); n.claimed(o.Method) == nil {
		n.claims = append(n.claims, claim{o, base})
	}
}

// under is the node of a base path of a document.
func (r *Routes) under(d *Document, base string) *node {
	n := r.bases[base]
	if n == nil {
		n = r.root.grow(d.baseSegments(base))
		r.bases[base] = n
	}
	return n
}

// place is the node of an operation's path below another.
func (r *Routes) place(below *node, o *Operation) *node {
	if first := &o.segments[0]; r.last.base != below || r.last.first != first {
		r.last.base, r.last.first, r.last.at = below, first, below.grow(o.segments)
	}
	return r.last.at
}

// join puts a base path before a template.
func join(base, template string) string { return strings.TrimSuffix(base, "/") + template }

// grow finds the node of a path template, making what is missing.
func (n *node) grow(segments []segment) *node {
	for _, s := range segments {
		n = n.child(s)
	}
	return n
}

func (n *node) child(s segment) *node {
	if s.literal() {
		next := n.literals[s.texts[0]]
		if next == nil {
			next = &node{}
			if n.literals == nil {
				n.literals = map[string]*node{}
			}
			n.literals[s.texts[0]] = next
		}
		return next
	}
	shape := s.shape()
	next := n.shapes[shape]
	if next == nil {
		next = &node{}
		n.patterns = append(n.patterns, pattern{s, next})
		if n.shapes == nil {
			n.shapes = map[string]*node{}
		}
		n.shapes[shape] = next
	}
	return next
}

// finish brings the patterns into the order in which they are tried, when all are there.
func (n *node) finish() {
	n.shapes = nil
	sort.SliceStable(n.patterns, func(i, j int) bool {
		return n.patterns[i].segment.weight > n.patterns[j].segment.weight
	})
	for i := range n.patterns {
		n.patterns[i].next.finish()
	}
	for _, next := range n.literals {
		next.finish()
	}
}

// claimed is the operation of a method at the node, nil if nobody claims it.
func (n *node) claimed(method string) *Operation {
	for i := range n.claims {
		if n.claims[i].operation.Method == method {
			return n.claims[i].operation
		}
	}
	return nil
}

// plain decodes a segment of an escaped path.
func plain(text string) (string, bool) {
	if strings.IndexByte(text, '%') < 0 {
		return text, true
	}
	text, err := url.PathUnescape(text)
	return text, err == nil
}
