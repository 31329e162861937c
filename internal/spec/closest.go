package spec

import (
	"slices"
	"strings"
)

// maxCompared is how much of a path is compared with the known ones, in bytes. Only what a 404 suggests depends on it.
const maxCompared = 256

// maxKnown is how many templates of a document a path is compared with; ten times as many as the largest document has. Only
// what a 404 suggests depends on it.
const maxKnown = 10_000

// knownPath is a path template in words that can be compared.
type knownPath struct {
	document *Document
	text     string // with the document's first base path
	base     []segment
	bare     []segment
}

// remember keeps the templates of a document for closest.
func (r *Routes) remember(d *Document) {
	seen := map[string]bool{}
	for _, o := range d.Operations {
		if len(seen) == maxKnown {
			return
		}
		if seen[o.Template] {
			continue
		}
		seen[o.Template] = true
		base := o.BasePaths()[0]
		r.known = append(r.known, knownPath{d, join(base, o.Template), d.baseSegments(base), o.segments})
	}
}

// closest is the template that takes the fewest edits to become the path, the first of those that are as near; only
// those of the document count, if there is one. It is "" where every template takes more edits than half the length of the
// path: nobody meant those.
func (r *Routes) closest(escapedPath string, d *Document) string {
	parts := partsOf(escapedPath)
	best, text := max(1, lengthOf(parts)/2)+1, ""
	var c comparison
	for _, k := range r.known {
		if d != nil && k.document != d {
			continue
		}
		c.declared = append(append(c.declared[:0], k.base...), k.bare...)
		n := c.distance(parts, c.declared, best)
		if len(k.base) > 0 {
			n = min(n, c.distance(parts, k.bare, best))
		}
		if n < best {
			best, text = n, k.text
		}
	}
	return text
}

// documentOf says whose part of all paths a path lies in: the document with the longest base path that begins it,
// else the one that shares the most literal segments with it, else the first that is served at "/".
func (r *Routes) documentOf(escapedPath string) *Document {
	parts := partsOf(escapedPath)
	var owner *Document
	longest := 0
	for _, d := range r.documents {
		for _, base := range d.BasePaths {
			bases := partsOf(base)
			if n := len(bases); n > longest && n <= len(parts) && shared(parts, bases) == n {
				owner, longest = d, n
			}
		}
	}
	if owner != nil {
		return owner
	}
	for _, k := range r.known {
		if n := sharedLiterals(parts, k.bare); n > longest {
			owner, longest = k.document, n
		}
	}
	for _, d := range r.documents {
		if owner == nil && slices.Contains(d.BasePaths, "/") {
			owner = d
		}
	}
	return owner
}

// partsOf splits a path into its non-empty segments, decoded where that can be done.
func partsOf(path string) []string {
	if len(path) > maxCompared {
		path = path[:maxCompared]
	}
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		if part != "" {
			parts = append(parts, unescape(part))
		}
	}
	return parts
}

// lengthOf is the length in bytes of segments, each with its slash.
func lengthOf(parts []string) int {
	n := 0
	for _, part := range parts {
		n += len(part) + 1
	}
	return n
}

// shared counts the leading segments that two paths have in common.
func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func sharedLiterals(parts []string, segments []segment) int {
	n := 0
	for n < len(parts) && n < len(segments) && segments[n].literal() && segments[n].texts[0] == parts[n] {
		n++
	}
	return n
}

// comparison holds the rows that distances are computed in.
type comparison struct {
	segments, bytes []int
	declared        []segment
}

// distance counts the edits between a path and a template: characters within segments, whole segments put in or
// left out, and one for each parameter that takes a segment. It gives up, with limit, where it would be no less.
func (c *comparison) distance(parts []string, segments []segment, limit int) int {
	row := c.segments[:0]
	total := 0
	row = append(row, 0)
	for _, s := range segments {
		total += s.weight + 1
		row = append(row, total)
	}
	c.segments = row
	for _, part := range parts {
		before := row[0]
		row[0] += len(part) + 1
		least := row[0]
		for j := range segments {
			s := &segments[j]
			cell := min(row[j+1]+len(part)+1, row[j]+s.weight+1)
			if before < min(cell, limit) {
				cell = min(cell, before+c.between(s, part))
			}
			before, row[j+1] = row[j+1], cell
			least = min(least, cell)
		}
		if least >= limit {
			return limit
		}
	}
	return row[len(segments)]
}

// between counts the edits between a segment of a template and one of a path.
func (c *comparison) between(s *segment, part string) int {
	if s.literal() {
		return c.edits(part, s.texts[0])
	}
	var usual [usualParameters]string
	values := usual[:]
	if n := s.parameters(); n > len(values) {
		values = make([]string, n)
	}
	if s.match(part, values) {
		return 1
	}
	return 1 + c.edits(part, s.fixed)
}

// edits is the Levenshtein distance of two texts in bytes.
func (c *comparison) edits(a, b string) int {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	row := c.bytes[:0]
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	c.bytes = row
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := before
			if a[i] != b[j] {
				replaced++
			}
			before = row[j+1]
			row[j+1] = min(replaced, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
