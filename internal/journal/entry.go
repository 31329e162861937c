// Package journal remembers what came and what went, within bounds and without secrets.
package journal

import (
	"slices"
	"strings"
	"time"

	"mockserver/internal/violation"
)

// Entry is one request and what became of it. Once added it belongs to the journal: nobody changes it any more.
type Entry struct {
	ID      string
	Number  uint64 // it is the n-th of its session
	Session string
	At      time.Time

	Request             Request
	Document, Operation string // "" where there is none
	Violations          []violation.Violation
	Warnings            []string
	Matched             bool   // a stub or an operation was there for it
	Stub                string // its id
	StubViolations      []violation.Violation
	Fault               string // what was done on purpose
	Answer              Answer
	Timing              Timing

	// Missed is only set in what Follow gives: so many entries found no room where this one, which is empty, stands.
	Missed uint64

	size int // bytes, counted when it is added
}

// Request is what a client has sent.
type Request struct {
	Method, Scheme, Host string
	URL                  string // path and query, as sent
	ClientIP, Protocol   string
	Header               Header
	Body                 []byte
	BodyBytes            int  // how many came; Body may be less, and secrets in it have another length
	Cut                  bool // Body is only the beginning
}

// Answer is what a client got.
type Answer struct {
	Status    int
	Header    Header
	Body      []byte
	BodyBytes int
	Cut       bool
	Source    string // stub, population, example, generated …; "" of a refusal
}

// Withheld tells whether the body is not kept at all: it may hold a secret that nobody can find in it.
func (r *Request) Withheld() bool { return r.Cut && len(r.Body) == 0 && r.BodyBytes > 0 }

// Withheld is as that of a Request.
func (a *Answer) Withheld() bool { return a.Cut && len(a.Body) == 0 && a.BodyBytes > 0 }

// Timing says where the time went.
type Timing struct {
	Added      time.Duration // held back on purpose
	Processing time.Duration // our own work
	Total      time.Duration
}

// Header is the lines of a header, each a name and a value, in the order of the names.
type Header [][2]string

// HeaderOf lists a header that is a map from name to values, with the Host that net/http takes out of it; "" for none.
func HeaderOf(lines map[string][]string, host string) Header {
	if len(lines) == 0 && host == "" {
		return nil
	}
	h := make(Header, 0, len(lines)+1)
	if host != "" {
		h = append(h, [2]string{"Host", host})
	}
	for name, values := range lines {
		for _, v := range values {
			h = append(h, [2]string{name, v})
		}
	}
	slices.SortStableFunc(h, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return h
}

// Get is the first value of a name, "" if there is none.
func (h Header) Get(name string) string {
	for _, line := range h {
		if strings.EqualFold(line[0], name) {
			return line[1]
		}
	}
	return ""
}

// Values are all values of a name.
func (h Header) Values(name string) []string {
	var all []string
	for _, line := range h {
		if strings.EqualFold(line[0], name) {
			all = append(all, line[1])
		}
	}
	return all
}

// Map is the header as a map, under the names as they stand.
func (h Header) Map() map[string][]string {
	m := make(map[string][]string, len(h))
	for _, line := range h {
		m[line[0]] = append(m[line[0]], line[1])
	}
	return m
}
