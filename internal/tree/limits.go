package tree

import (
	"fmt"
	"sync"
)

// Limits bound what Parse takes on. A field that is 0 stands for that of DefaultLimits.
type Limits struct {
	Bytes    int // the size of a document
	Depth    int // how deep arrays and objects may nest, the root being 1
	Nodes    int // how many values there may be, each YAML alias counting as many as its target
	Anchors  int // how many anchors a YAML document may have
	Key      int // the length of a key
	Pointers int // the length of the JSON pointers of all values together: what is said of a value repeats it

	Shared *Taken // what other files of the same document have taken of Bytes, Nodes and Pointers; nil: it is the only one

	lenient bool // for ParseLenient
	before  amount
}

// Taken counts what the files of one document take together, whether they can be read or not. It may be used by several
// goroutines.
type Taken struct {
	mutex sync.Mutex
	so    amount
}

type amount struct{ bytes, nodes, pointers int }

// Bytes is the size of the files so far.
func (t *Taken) Bytes() int { return t.now().bytes }

func (t *Taken) now() amount {
	if t == nil {
		return amount{}
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.so
}

func (t *Taken) add(a amount) {
	if t == nil {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.so.bytes, t.so.nodes, t.so.pointers = t.so.bytes+a.bytes, t.so.nodes+a.nodes, t.so.pointers+a.pointers
}

// perIndex is how much of a pointer the index of an element is reckoned to take, with its slash.
const perIndex = 4

// DefaultLimits leave room for the largest documents that vendors publish: GitHub's has 13 MB and 258,000 values, and
// is 16 levels deep. A million values take about 150 MB as nodes, and for a moment 400 MB more while YAML is read.
var DefaultLimits = Limits{Bytes: 64 << 20, Depth: 500, Nodes: 1_000_000, Anchors: 1000, Key: 8 << 10, Pointers: 64 << 20}

func (l Limits) orDefaults() Limits {
	or := func(given, otherwise int) int {
		if given == 0 {
			return otherwise
		}
		return given
	}
	d := DefaultLimits
	l.Bytes, l.Depth, l.Nodes = or(l.Bytes, d.Bytes), or(l.Depth, d.Depth), or(l.Nodes, d.Nodes)
	l.Anchors, l.Key, l.Pointers = or(l.Anchors, d.Anchors), or(l.Key, d.Key), or(l.Pointers, d.Pointers)
	l.before = l.Shared.now()
	return l
}

func tooLarge(size int, l Limits) string {
	if l.before.bytes > 0 {
		return fmt.Sprintf("the files of the document have more than %d bytes together, the limit that --limit document-bytes=N sets", l.Bytes)
	}
	return fmt.Sprintf("the document has %d bytes; the limit is %d, which --limit document-bytes=N sets", size, l.Bytes)
}

func tooDeep(limit int) string {
	return fmt.Sprintf("nested deeper than the limit of %d levels, which --limit document-depth=N sets", limit)
}

func tooManyNodes(l Limits) string {
	counted := "what aliases repeat"
	if l.before.nodes > 0 {
		counted = "the document's other files"
	}
	return fmt.Sprintf("more values than the limit of %d, counting %s, which --limit document-values=N sets", l.Nodes, counted)
}

func tooLong(key string, limit int) string {
	return fmt.Sprintf("the key %s has %d bytes; the limit is %d, which --limit key-bytes=N sets", shown(key), len(key), limit)
}

func tooFar(limit int) string {
	return fmt.Sprintf("keys so long, around so many values, that the JSON pointers of all values have more than %d bytes together, the limit that --limit pointer-bytes=N sets", limit)
}

func tooManyAnchors(limit int) string {
	return fmt.Sprintf("more anchors than the limit of %d, which --limit document-anchors=N sets", limit)
}
