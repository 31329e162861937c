package spec

import (
	"errors"
	"fmt"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Finding is a mistake in a document that does not keep the rest of it from being served.
type Finding struct {
	Place   string // file:line:column
	Pointer string // JSON pointer of the place in the document; "file.yaml#/pointer" of one in another file
	Message string // one sentence
	Lost    bool   // an operation, or more than one, is not served because of it
	Kind    Kind
}

// Kind says what sort of mistake a Finding is.
type Kind string

// The kinds of findings.
const (
	Invalid       Kind = ""              // the document breaks the standard
	NotEnforced   Kind = "not enforced"  // it is right, but cannot be checked
	Unsatisfiable Kind = "unsatisfiable" // nothing can fit it
)

// String is "file:line:column: message (pointer)".
func (f Finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.Place, f.Message, f.Pointer) }

// Broken is why an operation has no contract: everything that is wrong with it, what costs the operation first.
type Broken struct{ Findings []Finding }

// Error tells all that costs the operation, each as "file:line:column: message".
func (b *Broken) Error() string {
	var all []string
	for _, f := range b.Findings {
		if f.Lost {
			all = append(all, f.Place+": "+f.Message)
		}
	}
	return strings.Join(all, "; ")
}

// mostRepeated is how many characters of a text of the document a finding repeats, such as of a path: its operations may be
// as many as their path is long.
const mostRepeated = 400

// found reports a mistake, once.
func (d *Document) found(n *tree.Node, pointer string, lost bool, format string, args ...any) {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = value.Cut(text, mostRepeated)
		}
	}
	f := Finding{Place: n.Place(), Pointer: pointer, Message: fmt.Sprintf(format, args...), Lost: lost}
	if d.known[f] { // many paths may share a path item
		return
	}
	if d.known == nil {
		d.known = map[Finding]bool{}
	}
	d.known[f] = true
	d.Findings = append(d.Findings, f)
}

// lost reports an error of Resolve at a place that takes operations with it.
func (d *Document) lost(n *tree.Node, pointer string, err error) {
	d.Findings = append(d.Findings, findingOf(err, n, pointer, true))
}

// findingOf turns an error of Resolve or of the compiler of schemas into a finding. Where the error does not say where
// it is, that is the node.
func findingOf(err error, n *tree.Node, pointer string, lost bool) Finding {
	var r *referenceError
	var s *schema.Error
	switch {
	case errors.As(err, &r):
		return Finding{Place: r.place, Pointer: pointer, Message: r.message, Lost: lost}
	case errors.As(err, &s):
		f := ofSchema(s)
		f.Lost = lost
		return f
	}
	return Finding{Place: n.Place(), Pointer: pointer, Message: err.Error(), Lost: lost}
}

// ofSchema is a mistake that the compiler of schemas recorded.
func ofSchema(e *schema.Error) Finding {
	f := Finding{Place: e.Place, Pointer: e.Pointer, Message: e.Message}
	if e.Unenforced {
		f.Kind = NotEnforced
	}
	return f
}
