package mocktest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"mockserver/internal/journal"
	"mockserver/internal/stub"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Request is a request that came, and what became of it. Secrets, such as credentials and the values of cookies, are replaced by tags
// that begin with redacted-, equal ones by equal tags.
type Request struct {
	ID         string
	At         time.Time
	Method     string
	URL        string // path and query, as they were sent
	Header     http.Header
	Body       []byte
	Document   string      // "" if no document has an operation for it
	Operation  string      // its operationId, or method and path
	Violations []Violation // of the document, by the request
	Warnings   []string
	Matched    bool   // there is an operation or a stub for it
	Stub       string // the id of the stub that answered; "" if none did
	Fault      string // what was done to the answer on purpose
	Answer     Answer
}

// Answer is what the client got.
type Answer struct {
	Status     int // 0: none, since the connection broke
	Header     http.Header
	Body       []byte
	Source     string      // stub, population, example, generated; "" of a refusal
	Violations []Violation // of the document, by the answer of a stub
}

// Violation is a broken rule of a document.
type Violation struct {
	Where   string // query.limit, header.App-Key, body/items/0/price
	Rule    string // maximum, enum, required …
	Message string // a sentence
}

// Requests are those of the session, the oldest first: all of them, or those that one of the patterns matches. One is there when its
// answer has ended. Of secrets patterns can tell only whether they are EqualTo a text.
func (m *Mock) Requests(patterns ...Pattern) []Request {
	m.t.Helper()
	judges := make([]*judge, len(patterns))
	for i, p := range patterns {
		judges[i] = m.judge(p)
	}
	return requestsOf(m.entries(), func(e *entry) bool {
		return len(judges) == 0 || slices.ContainsFunc(judges, func(j *judge) bool { return j.matches(e) })
	})
}

type entry = journal.Entry

// entries are those of the session's journal, the oldest first.
func (m *Mock) entries() []*entry {
	m.t.Helper()
	m.run.traffic.settle(m.name)
	all := m.session().Journal.All()
	slices.Reverse(all)
	return all
}

func requestsOf(entries []*entry, choose func(*entry) bool) []Request {
	var list []Request
	for _, e := range entries {
		if choose(e) {
			list = append(list, requestOf(e))
		}
	}
	return list
}

func requestOf(e *entry) Request {
	r := Request{
		ID: e.ID, At: e.At, Method: e.Request.Method, URL: e.Request.URL, Header: e.Request.Header.Map(), Body: e.Request.Body,
		Document: e.Document, Operation: e.Operation, Violations: violationsOf(e.Violations), Warnings: e.Warnings,
		Matched: e.Matched, Stub: e.Stub, Fault: e.Fault,
	}
	r.Answer = Answer{Status: e.Answer.Status, Header: e.Answer.Header.Map(), Body: e.Answer.Body,
		Source:     e.Answer.Source,
		Violations: violationsOf(e.StubViolations)}
	return r
}

func violationsOf(list []violation.Violation) []Violation {
	all := make([]Violation, len(list))
	for i, v := range list {
		all[i] = Violation{v.Where, v.Rule, v.Sentence()}
	}
	return all
}

// String is the request in a line: GET /things?limit=3: 200, GetThings, population.
func (r Request) String() string {
	text := fmt.Sprintf("%s %s: ", r.Method, shortened(r.URL))
	if r.Answer.Status > 0 {
		text += strconv.Itoa(r.Answer.Status)
	} else {
		text += "no answer"
	}
	for _, more := range []string{r.Operation, r.Answer.Source, r.Fault} {
		if more != "" {
			text += ", " + more
		}
	}
	return text
}

// shortened is as much of a text as a failure shows.
func shortened(text string) string {
	const characters = 301 // with the ellipsis of one that is cut
	return value.Cut(text, characters)
}

// judge tells which entries a pattern matches. The journal has tags in the place of secrets, so the pattern gets them too.
type judge struct {
	pattern Pattern
	whole   *stub.Pattern
	parts   []*stub.Pattern // of each condition
}

func (m *Mock) judge(p Pattern) *judge {
	m.t.Helper()
	j := &judge{pattern: p, whole: m.read(p)}
	for _, c := range p.conditions {
		one := Pattern{method: "ANY", conditions: []condition{c}}
		if c.place == "pathParameters" {
			one = p
			one.conditions = []condition{c}
		}
		j.parts = append(j.parts, m.read(one))
	}
	return j
}

func (m *Mock) read(p Pattern) *stub.Pattern {
	m.t.Helper()
	var read *stub.Pattern
	members, err := p.members(m.run)
	if err == nil {
		node, wrong := nodeOf(members, m.run.stubs.Limits)
		if err = wrong; err == nil {
			read, err = stub.ReadPattern(node, "", m.run.stubs)
		}
	}
	if err != nil {
		m.t.Fatalf("the pattern %s cannot be taken: %v", p, err)
	}
	return read.Redacted(m.run.mock.Tag)
}

func (j *judge) matches(e *entry) bool {
	if j.pattern.operation != "" && e.Operation != j.pattern.operation {
		return false
	}
	matched, _ := j.whole.Match(judged(e))
	return matched
}

// distance is how far an entry is from the pattern, from 0 to 1. To another operation it is as far as can be.
func (j *judge) distance(e *entry) float64 {
	if j.pattern.operation != "" && e.Operation != j.pattern.operation {
		return 1
	}
	_, distance := j.whole.Match(judged(e))
	return distance
}

// unmet are the conditions that an entry does not keep.
func (j *judge) unmet(e *entry) []string {
	var all []string
	for i, part := range j.parts {
		if matched, _ := part.Match(judged(e)); !matched {
			all = append(all, j.pattern.conditions[i].String())
		}
	}
	return all
}

// judged is an entry as patterns see it.
func judged(e *entry) *stub.Request {
	r := e.Request
	s := &stub.Request{Method: r.Method, URL: r.URL, Scheme: r.Scheme, ClientIP: r.ClientIP, Header: r.Header.Map(), Body: r.Body}
	s.Host, s.Port = stub.Authority(r.Host, r.Scheme)
	return s
}
