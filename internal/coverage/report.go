package coverage

import (
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"mockserver/internal/spec"
)

// mostReported bounds the items of one report: of operations beyond it, only whether they were called is told.
const mostReported = 300_000

// Report is what there is to meet of documents, and how often it was met.
type Report struct {
	Share
	Session   string     `json:"session,omitempty"`
	Calls     uint64     `json:"calls"` // of operations
	Kinds     []Kind     `json:"kinds"`
	Documents []Document `json:"documents"`
	Unknown   []Unknown  `json:"unknown"`           // requests that no operation is for
	Dropped   uint64     `json:"dropped,omitempty"` // times that something was met for which the limit coverage-items left no room
}

// Share is how much of what there is was met.
type Share struct {
	Met     int     `json:"met"`
	All     int     `json:"all"`
	Percent Percent `json:"percent"`
}

// Percent is a share in tenths of a percent, rounded down: only what is complete is 100.
type Percent int

// Kind is the share of one kind of items.
type Kind struct {
	Kind string `json:"kind"`
	Share
}

// Document is one document.
type Document struct {
	Name string `json:"name"`
	Share
	Operations []Operation `json:"operations"`
}

// Operation is one operation of a document.
type Operation struct {
	ID     string `json:"id"`
	Method string `json:"method"`
	Path   string `json:"path"`
	Share
	Calls        uint64         `json:"calls"`
	Refused      uint64         `json:"refused,omitempty"` // of the calls
	Partly       uint64         `json:"partly,omitempty"`  // calls that hold more than is looked at
	Broken       string         `json:"broken,omitempty"`  // why there is no contract
	Cut          bool           `json:"cut,omitempty"`     // there is more to meet than is listed
	Items        []Item         `json:"items"`
	Undocumented []Undocumented `json:"undocumented,omitempty"`
}

// Item is one thing to meet; it was met unless Count is 0.
type Item struct {
	Kind    string `json:"kind"`
	Where   string `json:"where,omitempty"`
	What    string `json:"what"`
	Count   uint64 `json:"count"`             // exchanges in which it was met
	Stubbed uint64 `json:"stubbed,omitempty"` // those of them that a stub answered, of what answers meet
}

// Undocumented is what traffic met of an operation that its contract does not have.
type Undocumented struct {
	Kind  string `json:"kind"`
	What  string `json:"what"`
	Count uint64 `json:"count"`
}

// Unknown is a request that no operation is for.
type Unknown struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Count  uint64 `json:"count"`
}

// Options are what a report says beside what was counted.
type Options struct {
	Session string // whose traffic it is; "" for the common session, or for all
}

// Report tells what of documents was met, in their order. It compiles all operations.
func (r *Record) Report(docs []*spec.Document, o Options) *Report {
	out := &Report{Session: o.Session, Kinds: []Kind{}, Documents: []Document{}, Unknown: []Unknown{}}
	byKind := map[string]*Share{}
	listed := 0
	for _, d := range docs {
		document := Document{Name: d.Name, Operations: []Operation{}}
		for _, op := range d.Operations {
			p := r.plans.kept(op)
			if p == nil {
				p = planOf(op)
			}
			one := r.operation(op, p, mostReported-listed)
			listed += len(one.Items)
			one.sum(byKind)
			document.add(one.Share)
			out.Calls += one.Calls
			document.Operations = append(document.Operations, one)
		}
		out.add(document.Share)
		out.Documents = append(out.Documents, document)
	}
	for _, kind := range kinds {
		if share := byKind[kind]; share != nil {
			out.Kinds = append(out.Kinds, Kind{kind, *share})
		}
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	for s, n := range r.unknown {
		out.Unknown = append(out.Unknown, Unknown{s.kind, s.text, n})
	}
	slices.SortFunc(out.Unknown, func(a, b Unknown) int { return strings.Compare(a.Path+"\n"+a.Method, b.Path+"\n"+b.Method) })
	out.Dropped = r.dropped
	out.settle()
	return out
}

// operation is what was met of one operation, at most room items.
func (r *Record) operation(o *spec.Operation, p *plan, room int) Operation {
	out := Operation{ID: o.ID, Method: o.Method, Path: o.Template, Cut: p.cut}
	if p.broken != nil {
		out.Broken = p.broken.Error()
	}
	items := p.items
	if len(items) > room {
		items, out.Cut = items[:1], true
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	t := r.operations[identityOf(o)]
	if t == nil {
		t = &tally{}
	}
	out.Calls, out.Refused, out.Partly = t.calls, t.refused, t.partly
	out.Items = make([]Item, len(items))
	for i, one := range items {
		out.Items[i] = Item{Kind: one.kind, Where: one.where, What: one.what}
		if c := t.items[one.key]; c != nil {
			out.Items[i].Count, out.Items[i].Stubbed = c.all, c.stubbed
		}
	}
	for s, n := range t.strays {
		out.Undocumented = append(out.Undocumented, Undocumented{s.kind, s.text, n})
	}
	slices.SortFunc(out.Undocumented, func(a, b Undocumented) int { return strings.Compare(a.Kind+"\n"+a.What, b.Kind+"\n"+b.What) })
	return out
}

// sum counts the items of an operation, all together and by kind.
func (o *Operation) sum(byKind map[string]*Share) {
	for _, i := range o.Items {
		one := Share{All: 1}
		if i.Count > 0 {
			one.Met = 1
		}
		o.add(one)
		if byKind[i.Kind] == nil {
			byKind[i.Kind] = &Share{}
		}
		byKind[i.Kind].add(one)
	}
}

func (s *Share) add(other Share) {
	s.Met, s.All = s.Met+other.Met, s.All+other.All
	s.Percent = PercentOf(s.Met, s.All)
}

// settle gives what has nothing to meet its percentage.
func (r *Report) settle() {
	r.add(Share{})
	for i := range r.Documents {
		r.Documents[i].add(Share{})
	}
}

// PercentOf is the share of what was met, 100 where there is nothing to meet.
func PercentOf(met, all int) Percent {
	const whole = 1000
	if all == 0 {
		return whole
	}
	return Percent(met * whole / all)
}

// Reaches tells whether a share is at least so many percent.
func (s Share) Reaches(percent int) bool { return s.All == 0 || s.Met*100 >= percent*s.All }

// String is "66.6%".
func (p Percent) String() string { return fmt.Sprintf("%d.%d%%", p/10, p%10) }

// MarshalJSON writes 66.6.
func (p Percent) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%d.%d", p/10, p%10), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *Percent) UnmarshalJSON(text []byte) error {
	var n float64
	err := json.Unmarshal(text, &n)
	*p = Percent(math.Round(n * 10))
	return err
}

// Title names the operation by method and path.
func (o *Operation) Title() string { return o.Method + " " + o.Path }

// Name says what there is to meet: "query.limit: 101, one above the maximum (refused)".
func (i Item) Name() string {
	if i.Where == "" {
		return i.What
	}
	return i.Where + ": " + i.What
}

// JSON is the report as GET /__admin/coverage has it.
func (r *Report) JSON() []byte {
	text, _ := json.MarshalIndent(r, "", "  ") // it is made of texts and numbers
	return append(text, '\n')
}

// ReadJSON reads what JSON writes.
func ReadJSON(text []byte) (*Report, error) {
	r := &Report{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("this is not a report of coverage: %w", err)
	}
	return r, nil
}

// In is the report in a form: "json", "html", "junit", or "text".
func (r *Report) In(form string) []byte {
	switch form {
	case "json":
		return r.JSON()
	case "html":
		return r.HTML()
	case "junit":
		return r.JUnit()
	}
	return r.Text()
}

// FormOf is the form that a file has by its name: that of JUnit ends in .xml.
func FormOf(file string) string {
	switch strings.ToLower(path.Ext(file)) {
	case ".json":
		return "json"
	case ".html":
		return "html"
	case ".xml":
		return "junit"
	}
	return "text"
}
