package check

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// Kind says what sort of finding it is.
type Kind string

// The kinds of findings, in the order of a report.
const (
	Invalid       Kind = "invalid"       // the document breaks the standard
	NotEnforced   Kind = "not enforced"  // it is right, but is not checked
	Unsatisfiable Kind = "unsatisfiable" // nothing was found that fits it
	Example       Kind = "example"       // an example or a default that does not fit its schema
	Note          Kind = "note"          // nothing is wrong; it is good to know, and no matter to --strict
)

// Report is what is to be said of a document.
type Report struct {
	Document   string
	Operations int // that the document describes
	Served     int
	Lost       int // answer 404 or 501 whatever is asked
	Findings   []Finding
	Unusable   bool // nothing of it can be served

	lost map[*spec.Operation]bool
}

// Unusable is the report on a document that could not be read as OpenAPI at all; file is where it came from.
func Unusable(name, file string, err error) *Report {
	f := Finding{Kind: Invalid, File: file, Message: err.Error(), Lost: true}
	if place, message, ok := strings.Cut(f.Message, ": "); ok {
		if at, line, column := splitPlace(place); line > 0 {
			f.File, f.Line, f.Column, f.Message = at, line, column, message
		}
	}
	return &Report{Document: name, Findings: []Finding{f}, Unusable: true}
}

// Finding is one mistake, told once however many operations it concerns.
type Finding struct {
	Kind         Kind
	File         string
	Line, Column int // from 1
	Pointer      string
	Message      string   // what is wrong, a sentence without a full stop
	Hint         string   // what to do, "" where the message says it
	Operations   []string // the IDs of the first that it concerns, in the order of the document; none: the document as a whole
	More         int      // how many others it concerns
	Lost         bool     // an operation, or more than one, is not served because of it

	by    map[*spec.Operation]bool // operations that showed it when they were compiled
	tried bool                     // each operation that it concerns has shown it
}

// Strict is the number of findings that --strict fails for.
func (r *Report) Strict() int {
	n := 0
	for _, f := range r.Findings {
		if f.Kind != Note {
			n++
		}
	}
	return n
}

// Conflicts takes in that the document claims operations that one before it has: they are not served beside those.
func (r *Report) Conflicts(all []*spec.Conflict) {
	for _, c := range all {
		f := at(Invalid, c.Second.Node, c.Second.Pointer, c.Error())
		f.Operations, f.Lost = []string{c.Second.ID}, true
		r.Findings = append(r.Findings, f)
		if !r.lost[c.Second] {
			r.lost[c.Second] = true
			r.Served, r.Lost = r.Served-1, r.Lost+1
		}
	}
	slices.SortStableFunc(r.Findings, compareFindings)
}

// Place is "file:line:column".
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column)
}

// at makes a finding at a node.
func at(kind Kind, n *tree.Node, pointer, message string) Finding {
	f := Finding{Kind: kind, Pointer: pointer, Message: message}
	if n != nil {
		f.File, f.Line, f.Column = n.File, n.Line, n.Column
	}
	return f
}

// fromSpec takes over a finding of the reader of documents.
func fromSpec(s spec.Finding) Finding {
	f := Finding{Kind: Kind(s.Kind), Pointer: s.Pointer, Message: s.Message, Lost: s.Lost}
	if s.Kind == spec.Invalid {
		f.Kind = Invalid
	}
	f.File, f.Line, f.Column = splitPlace(s.Place)
	return f
}

// splitPlace takes "file:line:column" apart; a place without numbers is a file.
func splitPlace(place string) (file string, line, column int) {
	rest, last, ok := cutLast(place)
	if !ok {
		return place, 0, 0
	}
	if file, first, ok := cutLast(rest); ok {
		return file, first, last
	}
	return rest, last, 1
}

func cutLast(text string) (before string, number int, ok bool) {
	colon := strings.LastIndexByte(text, ':')
	if colon < 0 {
		return text, 0, false
	}
	number, err := strconv.Atoi(text[colon+1:])
	return text[:colon], number, err == nil
}

// ledger holds each finding once.
type ledger struct {
	findings []Finding
	index    map[spot][]int
	places   map[string]bool // pointers that have a finding
}

type spot struct {
	file         string
	line, column int
	kind         Kind
	lost         bool // of Unsatisfiable: what loses one operation, another can do without
}

func newLedger() *ledger { return &ledger{index: map[spot][]int{}, places: map[string]bool{}} }

// add writes a finding down; one that is there already gains what is new about it. The same mistake may be told with an
// addition the one time and without it the other.
func (l *ledger) add(f Finding) {
	key := spot{f.File, f.Line, f.Column, f.Kind, f.Kind == Unsatisfiable && f.Lost}
	for _, i := range l.index[key] {
		old := &l.findings[i]
		if strings.HasPrefix(f.Message, old.Message) || strings.HasPrefix(old.Message, f.Message) {
			old.merge(f)
			return
		}
	}
	l.index[key] = append(l.index[key], len(l.findings))
	l.places[f.Pointer] = true
	l.findings = append(l.findings, f)
}

func (f *Finding) merge(again Finding) {
	f.Lost, f.tried = f.Lost || again.Lost, f.tried || again.tried
	if len(again.Message) > len(f.Message) {
		f.Message = again.Message
	}
	if f.by == nil {
		f.by = map[*spec.Operation]bool{}
	}
	maps.Copy(f.by, again.by)
}

// rank is the order of groups: what loses operations comes first.
func (f Finding) rank() int {
	if f.Lost {
		return 0
	}
	for i, g := range groups {
		if g.kind == f.Kind && !g.lost {
			return i
		}
	}
	return len(groups)
}

func compareFindings(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.rank(), b.rank()), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
