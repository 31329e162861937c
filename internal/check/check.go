// Package check says what of a document cannot be served, enforced or satisfied, and what to do about it.
//
// It looks at the untyped tree and at the compiled contracts itself. kin-openapi, the field's usual linter, is left to the
// tests: its Validate overflows the stack on legal recursive documents, which no Go program survives, it loads nothing of a
// document that has one dangling $ref, and linking it costs each start 6 ms.
package check

import (
	"slices"
	"strings"
	"time"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Config is what a check is made with.
type Config struct {
	Clock  time.Time // what generated dates lie around, as at the server
	Limits limit.Set // of its zero value, each limit is the default
}

// Run checks a document: every operation is compiled, every example judged, and a value made for every schema that a
// request or an answer may have to fit.
func Run(d *spec.Document, c Config) *Report {
	if c.Limits == (limit.Set{}) {
		c.Limits = limit.Default()
	}
	run := &inspection{document: d, config: c, ledger: newLedger(), lost: map[*spec.Operation]bool{}, found: map[*tree.Node]bool{},
		schemes: map[string]bool{}, answers: map[answer]*Finding{}, headers: map[*tree.Node]*Finding{}, demanded: map[*schema.Schema]*Finding{}, reached: map[*schema.Schema]ways{}, readables: map[*schema.Schema]bool{}, judged: map[judged]bool{}}
	for _, f := range d.Findings {
		run.ledger.add(fromSpec(f))
	}
	for _, o := range d.Operations {
		run.operation(o)
	}
	run.schemas()
	run.unusedSchemes()
	lint(d, run.lintFound)
	return run.report()
}

// inspection is one Run.
type inspection struct {
	document *spec.Document
	config   Config
	ledger   *ledger
	lost     map[*spec.Operation]bool
	found    map[*tree.Node]bool // what operations share and has been looked at
	schemes  map[string]bool     // the security schemes that are asked for
	answers  map[answer]*Finding // nil: one can be made
	headers  map[*tree.Node]*Finding
	demanded map[*schema.Schema]*Finding
	failures int // values that could not be made
	spent    int // steps that judging examples and looking for values has taken
	reached  map[*schema.Schema]ways
	pending  []*schema.Schema // of reached, those that are still to be looked at

	judged    map[judged]bool
	readables map[*schema.Schema]bool // whose example is a text that means a whole body
}

// report counts and sorts.
func (i *inspection) report() *Report {
	d := i.document
	users := newUsers(d)
	r := &Report{Document: d.Name, Findings: i.ledger.findings, Lost: missingOperations(d), lost: i.lost}
	for _, o := range d.Operations {
		if i.lost[o] {
			r.Lost++
		} else {
			r.Served++
		}
	}
	r.Operations = r.Served + r.Lost
	for j := range r.Findings {
		i.attribute(&r.Findings[j], users)
	}
	slices.SortStableFunc(r.Findings, compareFindings)
	return r
}

// mostOperations is how many operations a finding names: a document can have 10^5 mistakes in a part that 10^5 use.
const mostOperations = 100

// mostOfName is how many characters of an operation's name a finding repeats: one without an operationId is called as its
// path is.
const mostOfName = 400

// attribute says which operations a finding concerns, and takes back that it loses one where nothing uses what is broken.
func (i *inspection) attribute(f *Finding, users *users) {
	concerned := users.of(f)
	isLost := func(o *spec.Operation) bool { return i.lost[o] }
	if f.Lost && slices.ContainsFunc(concerned, isLost) { // who uses what is broken may do without it
		concerned = slices.DeleteFunc(slices.Clone(concerned), func(o *spec.Operation) bool { return !isLost(o) })
	}
	f.More = max(0, len(concerned)-mostOperations)
	for _, o := range concerned[:len(concerned)-f.More] {
		f.Operations = append(f.Operations, value.Cut(o.ID, mostOfName))
	}
	if method, template := missingOperation(f.Pointer); f.Lost && len(concerned) == 0 && method != "" {
		f.Operations = []string{method + " " + template}
	}
	// What stands in the paths and reaches no operation is itself the operation that is missing.
	if f.Lost && len(f.by) == 0 && !(len(concerned) == 0 && strings.HasPrefix(f.Pointer, "/paths")) {
		f.Lost = slices.ContainsFunc(concerned, isLost)
	}
}

// missingOperation reads the pointer of an operation, which is not served: /paths/~1a/get.
func missingOperation(pointer string) (method, template string) {
	tokens, err := tree.Split(pointer)
	if err != nil || len(tokens) != 3 || tokens[0] != "paths" || !slices.Contains(methods, tokens[2]) {
		return "", ""
	}
	return strings.ToUpper(tokens[2]), tokens[1]
}

// missingOperations counts the operations of path items that spec could not take up, so that they are 404.
func missingOperations(d *spec.Document) int {
	taken := map[string]bool{}
	for _, o := range d.Operations {
		taken[o.Pointer] = true
	}
	missing := 0
	paths := d.Root.Get("paths")
	for i, template := range paths.Members() {
		if strings.HasPrefix(template, "x-") {
			continue
		}
		for _, method := range paths.Items[i].Members() {
			if slices.Contains(methods, method) && !taken[tree.Join("/paths", template, method)] {
				missing++
			}
		}
	}
	return missing
}

// methods are the members of a path item that are operations in every version.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}
