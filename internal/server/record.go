package server

import (
	"net/http"
	"time"

	"mockserver/internal/coverage"
	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// part is what the server keeps of a session beside its changes.
type part struct {
	windows  *fault.Windows // of rate limits
	coverage *coverage.Record
}

// part is that of the request's session.
func (x *exchange) part() *part { return x.server.partOf(x.session) }

func (s *Server) partOf(of *session.Session) *part {
	if known, ok := s.parts.Load(of); ok {
		return known.(*part)
	}
	made := &part{windows: fault.NewWindows(s.config.Now, s.config.Limits.Callers), coverage: s.uncovered.Fresh()}
	known, _ := s.parts.LoadOrStore(of, made)
	if of.Ended() { // of a request that was under way when its session was dropped
		s.parts.Delete(of)
	}
	return known.(*part)
}

// forget drops what the server keeps of a session.
func (s *Server) forget(of *session.Session) {
	if known, ok := s.parts.LoadAndDelete(of); ok {
		met := s.uncovered.Union()
		met.Join(known.(*part).coverage)
		known.(*part).coverage.Clear() // so that there is room for it
		s.past.Join(met)
	}
	s.worlds.forget(of)
}

// inherit goes on with what the traffic of another server has met: what operations are called is the same.
func (s *Server) inherit(old *Server) {
	s.past.Join(old.past)
	old.parts.Range(func(of, one any) bool {
		s.partOf(of.(*session.Session)).coverage.Join(one.(*part).coverage)
		return true
	})
}

// record notes in the session what came and what goes: once, and before the client has its answer, so that who asks for the journal
// then finds the request in it.
func (x *exchange) record() {
	if x.session == nil || x.sent.noted {
		return // or the request named no session that there can be
	}
	x.sent.noted = true
	x.cover()
	if x.drafted != nil {
		defer x.keep(x.drafted)
	}
	if !x.session.Journal.On() {
		return
	}
	ends, slow := x.server.now(), x.effect.Pace.Takes(len(x.sent.body)) // what it will take to send it
	e := &journal.Entry{
		At:             x.begun,
		Request:        x.journaled(),
		Violations:     x.violations(),
		Matched:        x.sent.stub != "" || x.match.Operation != nil,
		Stub:           x.sent.stub,
		StubViolations: x.sent.drifted,
		Fault:          x.effect.String(),
		Answer:         x.answered(),
		Timing:         journal.Timing{Added: x.sent.added + slow, Processing: max(0, ends.Sub(x.begun)-x.sent.added), Total: ends.Sub(x.begun) + slow},
	}
	if x.sent.broken != "" {
		e.Fault = string(x.sent.broken)
		e.Answer.Header = nil
	}
	e.Warnings = x.allWarnings()
	if o := x.match.Operation; o != nil {
		e.Operation, e.Document = o.ID, o.Document.Name
	}
	x.server.secrets.Redact(e)
	if x.drafted != nil {
		x.drafted.template = x.session.Journal.Template(e)
	}
	x.session.Journal.Add(e)
}

// journaled is the request as it came.
func (x *exchange) journaled() journal.Request {
	r := journal.Request{Method: x.request.Method, Host: x.request.Host, Protocol: x.request.Proto, Body: x.plain(), BodyBytes: len(x.plain())}
	r.Scheme, r.URL, r.ClientIP = x.origin()
	r.Header = journal.HeaderOf(x.request.Header, r.Host)
	return r
}

// answered is the answer as it goes.
func (x *exchange) answered() journal.Answer {
	body := x.sentBody()
	return journal.Answer{Status: x.sent.status, Header: journal.HeaderOf(x.writer.Header(), ""), Body: body, BodyBytes: len(body), Source: x.sent.source}
}

// sentBody is the body of the answer: of one to HEAD net/http drops it.
func (x *exchange) sentBody() []byte {
	if x.request.Method == http.MethodHead {
		return nil
	}
	return x.sent.body
}

// violations are all rules of the contract that the request broke, whatever was answered.
func (x *exchange) violations() []violation.Violation {
	if x.call == nil {
		return x.broken
	}
	all := append(x.broken[:len(x.broken):len(x.broken)], x.call.Unauthenticated...)
	if v := x.call.UnsupportedMediaType; v != nil {
		all = append(all, *v)
	}
	return all
}

// cover notes what of the contract the request met.
func (x *exchange) cover() {
	record := x.part().coverage
	o := x.match.Operation
	if o == nil {
		if x.sent.stub == "" {
			record.Unknown(x.request.Method, x.request.URL.EscapedPath())
		}
		return
	}
	met := coverage.Met{
		Operation: o, Call: x.call, Status: x.sent.status, MediaType: spec.BareType(x.writer.Header().Get("Content-Type")), Body: x.sentBody(),
		Refused: len(x.violations()) > 0, Stub: x.sent.stub != "",
	}
	if met.Body != nil {
		met.Answer = x.sent.value
	}
	if x.drafted == nil {
		record.Add(met)
		return
	}
	x.drafted.seen = record.See(met)
	record.Repeat(x.drafted.seen)
}

// now is real time, where the server knows it.
func (s *Server) now() time.Time {
	if s.config.Now == nil {
		return time.Time{}
	}
	return s.config.Now()
}

// slow lets an answer be as late and as slow as its stub says, beside what faults do.
func (x *exchange) slow(own fault.Pace) {
	x.effect.Late += x.session.Faults.Late(own)
	x.effect.Pace = x.effect.Pace.With(own)
}

// SessionHeader names the session that a request is in.
const SessionHeader = "Mockserver-Session"

// Tag is what a secret in a place became in the journal, so that a pattern can be compared with it.
func (s *Server) Tag(place, name, text string) string { return s.secrets.Tag(place, name, text) }

// ForgetCoverage begins the coverage of a session anew; nil: that of all traffic.
func (s *Server) ForgetCoverage(of *session.Session) {
	if of != nil {
		s.partOf(of).coverage.Clear()
		return
	}
	s.past.Clear()
	s.parts.Range(func(_, one any) bool {
		one.(*part).coverage.Clear()
		return true
	})
}

// Operations are the names of all operations, in the order of the documents.
func (s *Server) Operations() []string {
	var names []string
	for _, d := range s.config.Documents {
		for _, o := range d.Operations {
			names = append(names, o.ID)
		}
	}
	return names
}

// Coverage is what the traffic of a session met of the contract; nil: all traffic, that of sessions that were reset too.
func (s *Server) Coverage(of *session.Session) *coverage.Report {
	if of == nil {
		all := s.uncovered.Union()
		all.Join(s.past)
		s.parts.Range(func(_, one any) bool {
			all.Join(one.(*part).coverage)
			return true
		})
		return all.Report(s.config.Documents, coverage.Options{})
	}
	return s.partOf(of).coverage.Report(s.config.Documents, coverage.Options{Session: of.Name})
}
