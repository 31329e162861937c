package spec

import (
	"crypto/sha256"
	"io"
	"strings"
)

// room counts what the routes of a document take: each place in their trie, each operation at one. It knows the trie by
// numbers, so that counting costs less than what is counted.
type room struct {
	left   int
	places map[edge]int
}

// edge leads from a place, the root being 0, to the next one.
type edge struct {
	from int
	to   string // what the segment matches
}

func newRoom(most int) *room { return &room{left: most, places: map[edge]int{}} }

// take makes room for an operation at a path below a base path; it is false, and nothing is taken, where there is no more.
func (r *room) take(base, path []segment) bool {
	at, known := 0, 0
	all := [][]segment{base, path}
	for _, segments := range all {
		for i := range segments {
			next := r.places[edge{at, segments[i].key()}]
			if next == 0 {
				break
			}
			at, known = next, known+1
		}
		if known < len(base) {
			break
		}
	}
	cost := 1 + len(base) + len(path) - known
	if cost > r.left {
		return false
	}
	r.left -= cost
	for _, segments := range all {
		for i := range segments {
			if known > 0 {
				known--
				continue
			}
			e := edge{at, segments[i].key()}
			at = len(r.places) + 1
			r.places[e] = at
		}
	}
	return true
}

// key tells the segments of one place apart.
func (s *segment) key() string {
	if s.literal() {
		return s.texts[0]
	}
	return "\x00" + s.shape()
}

// baseSegments are those of a base path, which is read once however many operations it has.
func (d *Document) baseSegments(base string) []segment {
	if known, ok := d.bases[base]; ok {
		return known
	}
	var all []segment
	if trimmed := strings.Trim(base, "/"); trimmed != "" {
		for part := range strings.SplitSeq(trimmed, "/") {
			all = append(all, newSegment([]string{unescape(part)}))
		}
	}
	if d.bases == nil {
		d.bases = map[string][]segment{}
	}
	d.bases[base] = all
	return all
}

// fits tells whether the routes have room for an operation, at its bare path and under its first base path. Of further base
// paths of its own, those for which there is none are left out.
func (r *reader) fits(o *Operation) bool {
	d := r.document
	if !r.room.take(nil, o.segments) || !r.room.take(d.baseSegments(o.BasePaths()[0]), o.segments) {
		return false
	}
	for i := 1; i < len(o.basePaths); i++ {
		if !r.room.take(d.baseSegments(o.basePaths[i]), o.segments) {
			o.basePaths = o.basePaths[:i]
			d.found(o.Node, o.Pointer, false, "%s %s is served under the first %d of its base paths: the document has more than %d paths and operations in all of them together, the limit that --limit routes=N sets",
				o.Method, shorten(o.Template), i, d.config.Limits.Routes)
			break
		}
	}
	return true
}

// fitBasePaths leaves out further base paths of the document for whose operations there is no room.
func (r *reader) fitBasePaths() {
	d := r.document
	for i := 1; i < len(d.BasePaths); i++ {
		base := d.baseSegments(d.BasePaths[i])
		for _, o := range d.Operations {
			if o.basePaths == nil && !r.room.take(base, o.segments) {
				d.BasePaths = d.BasePaths[:i]
				d.found(d.Root.Get("servers"), "/servers", false, "the document has more than %d paths and operations in all its base paths together, the limit that --limit routes=N sets; it is served under the first %d of them",
					d.config.Limits.Routes, i)
				return
			}
		}
	}
}

// digest stands for texts that would be long as a key.
type digest [sha256.Size]byte

func digestOf(texts ...string) digest {
	h := sha256.New()
	for _, text := range texts {
		_, _ = io.WriteString(h, text+"\x01")
	}
	return digest(h.Sum(nil))
}

// shape is the same for operations that match the same requests.
type shape struct {
	method      string
	path, bases digest
}

func digestOfPath(segments []segment) digest {
	keys := make([]string, len(segments))
	for i := range segments {
		keys[i] = segments[i].key()
	}
	return digestOf(keys...)
}
