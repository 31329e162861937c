package server

import (
	"net"
	"net/http"
	"slices"
	"time"

	"mockserver/internal/session"
	"mockserver/internal/spec"
)

// state is that of the records that an answer may show.
type state struct {
	version uint64 // as population.Snapshot has it
	moves   uint64 // as population.Session has them
}

// state is that of a document's records as a session sees them.
func (w *world) state(of *session.Session, document *spec.Document) state {
	known, ok := w.changes.Load(of)
	if !ok {
		return state{}
	}
	records := known.(changes)[document]
	moves := records.Moves() // first: so that a change after it is seen by who looks again
	return state{records.Snapshot().Version, moves}
}

// still tells whether the records were the same all the while from one look at them to another.
func (s state) still(later state) bool { return s == later && s.moves%2 == 0 }

// version is that of a document's records as a session sees them in the world of a seed. A world that is not there is as it was made.
func (ws *worlds) version(seed uint64, of *session.Session, document *spec.Document) uint64 {
	w := ws.base
	if seed != w.seed {
		if w = ws.made(seed); w == nil {
			return 0
		}
	}
	return w.state(of, document).version
}

// made is the world of a seed if there is one.
func (ws *worlds) made(seed uint64) *world {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if i := slices.IndexFunc(ws.last, func(k *kept) bool { return k.seed == seed }); i >= 0 {
		return ws.last[i].world()
	}
	return nil
}

// holds tells whether what is remembered is still what would be made: no stub or fault speaks before it, the records are the same, and
// the session was not dropped since, so that it began anew.
func (s *Server) holds(one *remembered, of *session.Session) bool {
	switch {
	case of.Stubs.Any(), !of.Faults.Idle(), one.template != nil && !one.template.IsOf(of.Journal):
		return false
	}
	return s.worlds.version(one.seed, of, one.document) == one.version
}

// repeat gives the answer that is remembered of a request, and tells whether there is one.
func (s *Server) repeat(w http.ResponseWriter, r *http.Request, of *session.Session, asked fingerprint, begun time.Time) bool {
	one := s.memo.get(asked)
	if one == nil || !s.holds(one, of) {
		return false
	}
	h := w.Header()
	for _, l := range one.header {
		h[l.name] = l.values
	}
	w.WriteHeader(one.status) // which is sent with the first of the body
	s.partOf(of).coverage.Repeat(one.seen)
	if one.template != nil {
		client, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			client = r.RemoteAddr
		}
		of.Journal.Repeat(one.template, begun, client)
	}
	_, _ = w.Write(one.body)
	return true
}

// rememberable tells, when an answer is about to go, whether the same request would get it again, and came twice already.
func (x *exchange) rememberable() bool {
	o := x.match.Operation
	switch {
	case o == nil, x.call == nil, x.sent.stub != "", x.session.Stubs.Any(), !x.session.Faults.Idle():
		return false
	case x.sent.status < http.StatusOK, x.sent.status >= http.StatusInternalServerError, x.rateLimit() != nil:
		return false
	case len(x.effect.Rules) > 0, x.sent.added != 0, x.effect.Pace.Slow(): // of faults that were taken away meanwhile
		return false
	case x.writer.Header().Get("Connection") != "": // which says that the server ends
		return false
	}
	return x.server.memo.again(x.asked) && x.before.still(x.world.state(x.session, o.Document))
}

// draft is what will be remembered of an answer that is about to go; nil if nothing will.
func (x *exchange) draft() *remembered {
	if x.server.memo == nil || !x.rememberable() {
		return nil
	}
	one := &remembered{asked: x.asked, document: x.match.Document, seed: x.world.seed, version: x.before.version, status: x.sent.status, body: x.sent.body}
	for name, values := range x.writer.Header() { // into another map
		one.header = append(one.header, line{name, slices.Clone(values)})
	}
	return one
}

// keep remembers the answer that was drafted, once the journal and the coverage have it.
func (x *exchange) keep(one *remembered) {
	const own = 512 // bytes of it beside the texts
	one.size = own + len(one.body) + one.seen.Size()
	for _, l := range one.header {
		one.size += len(l.name) + 32*len(l.values)
		for _, v := range l.values {
			one.size += len(v)
		}
	}
	if one.template != nil {
		one.size += one.template.Size()
	}
	x.server.memo.put(one)
}
