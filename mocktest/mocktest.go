// Package mocktest runs any OpenAPI document as an API inside a Go test.
//
// Each Start is a mock of its own, in the process of the test: with its own records, stubs, faults, journal and coverage. Tests that
// run in parallel do not see each other; those that share one mock have a session each.
package mocktest

import (
	"net/http"
	"slices"
	"sync"

	"mockserver/internal/session"
)

// TB is what a mock needs of a test: *testing.T, *testing.B and *testing.F have it. Fatalf does not return.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
	Name() string
	Failed() bool
}

// Mock is a running mock as one of its sessions sees it. It is safe for concurrent use.
type Mock struct {
	t      TB
	run    *running
	name   string // of the session; "" is the common one
	client *http.Client

	mu      sync.Mutex
	pending []*Stub // that have no answer yet
}

// Start runs a mock until the test ends: of the documents that Spec names, else of the bundled APIs. What cannot be served fails the
// test.
func Start(t TB, options ...Option) *Mock {
	t.Helper()
	c, err := newConfig(options)
	if err != nil {
		t.Fatalf("the mock cannot start: %v", err)
	}
	log := &testLog{t: t}
	run, err := begin(c, log)
	if err != nil {
		t.Fatalf("the mock cannot start: %v", err)
	}
	t.Cleanup(func() {
		run.end()
		log.close()
		if t.Failed() {
			t.Logf("the mock was %s with the seed %d; mocktest.Seed(%d) gives the same answers again", run.url, c.seed, c.seed)
		}
	})
	return run.seenBy(t, "")
}

// seenBy is the mock as a session sees it until a test ends.
func (r *running) seenBy(t TB, name string) *Mock {
	transport := &http.Transport{Proxy: nil, MaxIdleConnsPerHost: 100}
	m := &Mock{t: t, run: r, name: name, client: &http.Client{Transport: sender{name, transport}}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, s := range m.pending {
			t.Errorf("%s has a stub without an answer; Reply, ReplyJSON, ReplyBody, ReplyContract, ReplyExample and Break give one", s.pattern)
		}
	})
	return m
}

// URL is where the mock listens, without a slash at the end: http://127.0.0.1:49152.
func (m *Mock) URL() string { return m.run.url }

// Client is a client whose requests are in the session of the mock. Those of any other client are in the common session, unless they
// name another with the header Mockserver-Session.
func (m *Mock) Client() *http.Client { return m.client }

// Session is the same mock as a session of its own: with its own stubs, faults, journal, coverage and changes of records, which are
// dropped when the test t ends. Its name is any text of ASCII without spaces, such as t.Name().
func (m *Mock) Session(t TB, name string) *Mock {
	t.Helper()
	if name == "" {
		t.Fatalf("a session has a name, such as that of the test")
	}
	if _, err := m.run.sessions.Of(name); err != nil {
		t.Fatalf("there is no session %q: %v", name, err)
	}
	of := m.run.seenBy(t, name)
	t.Cleanup(func() { of.Reset() })
	return of
}

// Reset brings the session back to its beginning: what was stubbed, broken, sent, met and changed in it is dropped, and what options
// gave is there again.
func (m *Mock) Reset() {
	m.run.traffic.settle(m.name)
	m.run.sessions.Reset(m.name)
}

// session is what the mock has of its session.
func (m *Mock) session() *session.Session {
	m.t.Helper()
	s, err := m.run.sessions.Of(m.name)
	if err != nil {
		m.t.Fatalf("there is no session %q any more: %v", m.name, err)
	}
	return s
}

// wait remembers a stub until it has its answer.
func (m *Mock) wait(s *Stub) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending = append(m.pending, s)
}

func (m *Mock) waitNoMore(s *Stub) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending = slices.DeleteFunc(m.pending, func(p *Stub) bool { return p == s })
}
