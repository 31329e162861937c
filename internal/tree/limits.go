package tree

import "fmt"

// Limits bound what Parse takes on. A field that is 0 stands for that of DefaultLimits.
type Limits struct {
	Bytes   int // the size of a document
	Depth   int // how deep arrays and objects may nest, the root being 1
	Nodes   int // how many values there may be, each YAML alias counting as many as its target
	Anchors int // how many anchors a YAML document may have

	lenient bool // for ParseLenient
}

// DefaultLimits leave room for the largest documents that vendors publish: GitHub's has 13 MB and 258,000 values, and
// is 16 levels deep. A million values take about 150 MB as nodes, and for a moment 400 MB more while YAML is read.
var DefaultLimits = Limits{Bytes: 64 << 20, Depth: 500, Nodes: 1_000_000, Anchors: 1000}

func (l Limits) orDefaults() Limits {
	or := func(given, otherwise int) int {
		if given == 0 {
			return otherwise
		}
		return given
	}
	d := DefaultLimits
	return Limits{or(l.Bytes, d.Bytes), or(l.Depth, d.Depth), or(l.Nodes, d.Nodes), or(l.Anchors, d.Anchors), l.lenient}
}

func tooDeep(limit int) string {
	return fmt.Sprintf("nested deeper than the limit of %d levels, which --limit document-depth=N sets", limit)
}

func tooManyNodes(limit int) string {
	return fmt.Sprintf("more values than the limit of %d, counting what aliases repeat, which --limit document-values=N sets", limit)
}

func tooManyAnchors(limit int) string {
	return fmt.Sprintf("more anchors than the limit of %d, which --limit document-anchors=N sets", limit)
}
