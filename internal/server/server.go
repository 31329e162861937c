// Package server joins the parts into the mock's http.Handler: the stages of a request, outermost first.
package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/mux"
	"golang.org/x/sync/semaphore"

	"mockserver/internal/binding"
	"mockserver/internal/coverage"
	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/limit"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Config is what a server is made from.
type Config struct {
	Documents         []*spec.Document // overlays applied
	Fixtures          []*tree.Node     // each names its document with `for`, unless there is one document
	Seed              uint64
	Clock             time.Time // what the population takes for now
	Records           int       // of every collection that is not fixed; 0: as the fixtures say
	UnknownParameters string    // validate.Ignore, Warn or Reject
	MaxBody           int64     // bytes of a request's body; 0: DefaultMaxBody
	Dynamic           bool      // generated values rather than the document's examples
	CORS              string    // the origins whose pages may read answers: "*", a list with commas, or "off", as "" is
	Limits            limit.Set // of its zero value, each limit is the default
	Log               *slog.Logger
	Now               func() time.Time  // real time, for rate limits and the journal; nil: time stands still
	Wait              fault.Wait        // lets the time of a delay pass; nil: nothing is waited for
	Sessions          *session.Sessions // which last longer than the server, where it is replaced; nil: its own
	NoMemo            bool              // each request is answered anew, also one that came before
	Secret            []byte            // the key of the tags that stand for secrets in the journal
}

// DefaultMaxBody is the largest body of a request where the configuration says nothing.
const DefaultMaxBody = 10 << 20

// Server answers requests by documents and populations.
type Server struct {
	config    Config
	clock     value.Time
	routes    *spec.Routes
	means     map[*spec.Document]*meaning
	worlds    worlds
	sessions  *session.Sessions
	parts     sync.Map // *session.Session → *part
	secrets   *journal.Secrets
	uncovered *coverage.Record // what those of sessions begin as
	past      *coverage.Record // of sessions that were reset
	memo      *memo
	judging   *semaphore.Weighted // of the bytes of large bodies
	origins   origins
	told      sync.Map // of operations: what was logged about them
}

// New makes a server. The error joins every mistake in bindings and fixtures, each with its place.
func New(c Config) (*Server, error) {
	s := &Server{config: c, clock: value.TimeOf(c.Clock), origins: readOrigins(c.CORS)}
	if c.Log == nil {
		s.config.Log = slog.New(slog.DiscardHandler)
	}
	if c.MaxBody == 0 {
		s.config.MaxBody = DefaultMaxBody
	}
	if c.Limits == (limit.Set{}) {
		s.config.Limits = limit.Default()
	}
	if s.sessions = c.Sessions; s.sessions == nil {
		s.sessions = session.New(session.Config{Limits: s.config.Limits, Now: c.Now, Seed: c.Seed})
	}
	s.uncovered = coverage.New(s.config.Limits)
	s.past = s.uncovered.Fresh()
	s.secrets = journal.NewSecrets(c.Secret, c.Documents)
	s.judging = semaphore.NewWeighted(int64(s.config.Limits.BodyBytes))
	s.worlds.most, s.worlds.changed = s.config.Limits.Seeds, s.config.Limits.ChangedSeeds
	if !c.NoMemo {
		s.memo = newMemo(s.config.Limits.MemoBytes)
	}
	fixtures, err := s.fixtures()
	if err != nil {
		return nil, err
	}
	s.means = map[*spec.Document]*meaning{}
	for _, doc := range c.Documents {
		s.means[doc] = newMeaning(doc)
	}
	room := population.NewRoom(s.config.Limits.ChangeBytes)
	s.worlds.make = func(seed uint64) (*world, error) { return newWorld(s.config, room, fixtures, s.means, seed) }
	if s.worlds.base, err = s.worlds.make(c.Seed); err != nil {
		return nil, err
	}
	if c.Records > 0 && !s.populated() {
		s.config.Log.Warn("--records changes nothing: no document that is served has a collection; --fixtures gives it one")
	}
	if s.routes, err = spec.NewRoutes(c.Documents); err != nil {
		return nil, err
	}
	s.sessions.OnEnd(s.forget)
	return s, nil
}

// fixtures finds the fixture of each document.
func (s *Server) fixtures() (map[string]*tree.Node, error) {
	found := map[string]*tree.Node{}
	names := make([]string, len(s.config.Documents))
	for i, doc := range s.config.Documents {
		names[i] = doc.Name
	}
	for _, f := range s.config.Fixtures {
		name := f.Get("for").Str()
		if name == "" && len(names) == 1 {
			name = names[0]
		}
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("%s: the fixture is for %q; the documents are %s", f.Place(), name, strings.Join(names, ", "))
		}
		if other := found[name]; other != nil {
			return nil, fmt.Errorf("%s: there is a fixture for %s already, %s", f.Place(), name, other.File)
		}
		found[name] = f
	}
	return found, nil
}

// populated tells whether there are records of anything.
func (s *Server) populated() bool {
	return slices.ContainsFunc(s.worlds.base.documents, func(d *binding.Document) bool { return len(d.Population.Collections()) > 0 })
}

// Handler is the mock listener's: gorilla/mux outside, which keeps // and %2F as they are, our own trie inside.
func (s *Server) Handler() http.Handler {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	unclaimed := func(r *http.Request, _ *mux.RouteMatch) bool { return !s.Claims(r) }
	router.Path("/__health").MatcherFunc(unclaimed).HandlerFunc(health)
	router.NotFoundHandler = s
	router.MethodNotAllowedHandler = s
	return s.shared(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, ownPrefix) {
			router.ServeHTTP(w, r)
			return
		}
		s.ServeHTTP(w, r) // which is nearly all that comes: the router need not look at it
	}))
}

// ownPrefix is what all of the mock's own paths begin with.
const ownPrefix = "/__"

// Claims tells whether a document has the very path of a request: to that, and not to a template that would fit it,
// the mock's own paths yield.
func (s *Server) Claims(r *http.Request) bool {
	path := r.URL.EscapedPath()
	if len(path) > s.config.Limits.PathBytes {
		return false
	}
	m := s.routes.Match(r.Method, path)
	for _, method := range m.Allow {
		if m.Operation == nil { // the path is known, by another method
			m.Operation = s.routes.Match(method, path).Operation
		}
	}
	return m.Operation != nil && len(m.Operation.PathParameters()) == 0
}

func health(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		refusal := problem.Problem{Kind: problem.MethodNotAllowed, Header: [][2]string{{"Allow", "GET, HEAD"}},
			Message: fmt.Sprintf("%s is not a method of %s; it has GET, HEAD.", shown(r.Method), r.URL.Path)}
		writeRefusal(w, refusal.Render(problem.Scene{}))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{\"status\":\"ok\"}\n"))
}

// Reset drops what was changed, planted and remembered in all sessions.
func (s *Server) Reset() { s.sessions.ResetAll() }

// wait lets the time of a delay pass.
func (s *Server) wait(ctx context.Context, d time.Duration) error {
	if s.config.Wait == nil {
		return nil
	}
	return s.config.Wait(ctx, d)
}

// Summary says in a line for each document what is served.
func (s *Server) Summary() string {
	var lines []string
	for _, d := range s.worlds.base.documents {
		var collections []string
		for _, c := range d.Population.Collections() {
			collections = append(collections, fmt.Sprintf("%s (%d)", c.Name, c.Size))
		}
		from := s.means[d.Spec].sources(d.Spec)
		line := fmt.Sprintf("%s under %s: operations %d, answered from the population %d, from examples %d, generated %d",
			d.Spec.Name, strings.Join(d.Spec.BasePaths, ", "), len(d.Spec.Operations), from.population, from.example, from.generated)
		if n := len(collections); n > mostNamed {
			line += fmt.Sprintf("; collections %d: %s …", n, strings.Join(collections[:mostNamed], ", "))
		} else if n > 0 {
			line += fmt.Sprintf("; collections %d: %s", n, strings.Join(collections, ", "))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// mostNamed is the number of collections that are named at start.
const mostNamed = 12
