// Package explain prints what was inferred of a document as an OpenAPI Overlay with a reason beside each line, which can be
// given back as it is.
package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mockserver/internal/infer"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Subject is a document that is explained.
type Subject struct {
	Name    string // what messages call it
	Extends string // how an overlay names it, "" if it cannot
	Root    *tree.Node
	Meaning *infer.Meaning
}

const member = "x-mock"

// Write prints the overlay. Laid over the document it came from, it gives the x-mock of the document and of each operation
// all that the meaning says, and changes nothing else.
func Write(w io.Writer, s Subject) error {
	p := &page{subject: s, told: map[string]bool{}}
	p.head()
	p.document()
	for _, r := range s.Meaning.Operations {
		p.operation(r)
	}
	if !p.acts {
		p.add(1, "- target: $", "")
		p.add(2, "update: {}", "nothing to add")
	}
	p.end()
	_, err := io.WriteString(w, p.text.String())
	return err
}

// page is the making of an overlay.
type page struct {
	subject Subject
	text    strings.Builder
	rows    []row           // of the present block, whose comments are to stand below each other
	told    map[string]bool // the pointers of operations that have an action
	acts    bool            // there is an action
}

func (p *page) head() {
	s := p.subject
	p.comment(0, "What mockserver infers of "+s.Name+". With --overlay it says the same again; edited, it says what you write.")
	p.comment(0, counts(s.Meaning))
	p.add(0, "overlay: 1.0.0", "")
	p.add(0, "info: "+inline(infer.Node([]infer.Line{{Name: "title", Value: infer.Text(s.Name + ", explained")}, {Name: "version", Value: infer.Text("1")}})), "")
	if s.Extends != "" {
		p.add(0, "extends: "+scalar(s.Extends), "")
	}
	p.add(0, "actions:", "")
	p.end()
}

// counts is a line that sums up.
func counts(m *infer.Meaning) string {
	sources, lists, bound, paging := map[string]int{}, 0, 0, 0
	for _, r := range m.Operations {
		from := source(r)
		sources[from]++
		if r.List {
			lists++
			if from == population {
				bound++
			}
			if r.Paging {
				paging++
			}
		}
	}
	return fmt.Sprintf("Collections: %d. Operations: %d; from the population: %d, examples: %d, generated: %d. Lists: %d; from the population: %d, with pages: %d.",
		infer.Node(m.Document).Get("collections").Len(), len(m.Operations), sources[population], sources[example], sources[generated], lists, bound, paging)
}

// Where the answers of an operation come from.
const (
	population = "the population"
	example    = "an example"
	generated  = "generated values"
)

func source(r infer.Reading) string {
	bound := slices.ContainsFunc(r.Lines, func(l infer.Line) bool { return l.Name == "collection" || l.Name == "respond" })
	switch {
	case bound:
		return population
	case r.Example:
		return example
	}
	return generated
}

// document prints the action on the document itself.
func (p *page) document() {
	lines := p.subject.Meaning.Document
	if len(lines) == 0 {
		return
	}
	p.action(nil, lines, nil)
}

// operation prints the action on an operation, or why there is none.
func (p *page) operation(r infer.Reading) {
	o := r.Operation
	name := value.Cut(o.Method+" "+o.Template, shownName)
	switch tokens, err := tree.Split(o.Pointer); {
	case len(r.Lines) == 0:
		p.comment(1, fmt.Sprintf("%s is answered with %s", name, source(r)))
		p.open(1, "  not inferred: ", r.Open)
	case err != nil || p.subject.Root.At(o.Pointer) != o.Node:
		p.comment(1, name+" stands in another file, where an overlay does not reach: say there, under x-mock:")
		for _, line := range strings.Split(yaml(r.Lines), "\n") {
			p.comment(1, "  "+line)
		}
	case p.told[o.Pointer]:
		p.comment(1, name+" is the same object as an operation above")
	default:
		p.told[o.Pointer] = true
		p.action(tokens, r.Lines, r.Open)
	}
	p.end()
}

// shownName is how much of the path of an operation a comment repeats.
const shownName = 200

// open prints what could not be inferred.
func (p *page) open(depth int, mark string, sentences []string) {
	for _, sentence := range sentences {
		p.comment(depth, mark+sentence)
	}
}

// action prints one: what the document says already in arrays goes first, since arrays of an update are added to those.
func (p *page) action(tokens []string, lines []infer.Line, open []string) {
	if p.acts {
		p.text.WriteByte('\n')
	}
	own := p.subject.Root
	for _, token := range tokens {
		own = own.Get(token)
	}
	if own = own.Get(member); own != nil {
		p.repeated(append(slices.Clone(tokens), member), own, infer.Node(lines))
		p.end()
	}
	p.acts = true
	p.add(1, "- target: "+place(tokens), "")
	p.add(2, "update:", "")
	p.add(3, member+":", "")
	p.lines(4, lines)
	p.open(4, "not inferred: ", open)
	p.end()
}

// repeated removes the arrays that an update would lengthen.
func (p *page) repeated(at []string, own, update *tree.Node) {
	for i, key := range update.Members() {
		inner := append(slices.Clone(at), key)
		switch old, made := own.Get(key), update.Items[i]; {
		case old.Is(tree.Array) && made.Is(tree.Array) && old.Len() > 0:
			p.add(1, "- target: "+place(inner), "its elements follow below, and would be added")
			p.add(2, "remove: true", "")
		case old.Is(tree.Object) && made.Is(tree.Object):
			p.repeated(inner, old, made)
		}
	}
}
