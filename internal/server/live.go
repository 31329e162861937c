package server

import (
	"net/http"
	"sync/atomic"

	"mockserver/internal/coverage"
	"mockserver/internal/session"
)

// Live is a server that can be replaced while it runs: a request that has begun is answered to its end by the one it
// began with, every later one by the new.
type Live struct {
	current atomic.Pointer[running]
}

// running is a server with its handler, which is made once.
type running struct {
	server  *Server
	handler http.Handler
}

// NewLive serves by a server until it is replaced.
func NewLive(s *Server) *Live {
	l := &Live{}
	l.Replace(s)
	return l
}

// Replace lets another server answer from now on. It goes on with the coverage; changes made through the API stay with the old one.
func (l *Live) Replace(s *Server) {
	if old := l.current.Swap(&running{s, s.Handler()}); old != nil && old.server != s {
		s.inherit(old.server)
	}
}

// Handler is that of whichever server is the present one when a request comes.
func (l *Live) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { l.current.Load().handler.ServeHTTP(w, r) })
}

// Coverage is what traffic met, as Server.Coverage has it.
func (l *Live) Coverage(of *session.Session) *coverage.Report {
	return l.current.Load().server.Coverage(of)
}

// ForgetCoverage begins it anew, as Server.ForgetCoverage does.
func (l *Live) ForgetCoverage(of *session.Session) { l.current.Load().server.ForgetCoverage(of) }

// Operations are the names of all operations, as Server.Operations has them.
func (l *Live) Operations() []string { return l.current.Load().server.Operations() }

// Tag is what a secret became in the journal, as Server.Tag has it.
func (l *Live) Tag(place, name, text string) string {
	return l.current.Load().server.Tag(place, name, text)
}

// Claims tells whether a document of the present server has the very path of a request, as Server.Claims does.
func (l *Live) Claims(r *http.Request) bool { return l.current.Load().server.Claims(r) }
