// Package admin is the control API under /__admin: WireMock's protocol, and what a test asks of a mock beside it.
package admin

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/session"
	"mockserver/internal/stub"
	"mockserver/internal/value"
)

// Prefix is the path that the control API lives under.
const Prefix = "/__admin"

// Config is what the control API acts on.
type Config struct {
	Sessions *session.Sessions
	Mock     Mock
	Version  string           // of the program
	Token    string           // what Authorization: Bearer must carry; "" for none
	Limits   limit.Set        // of its zero value, each limit is the default
	Clock    func() time.Time // what time it is in the mock, for patterns; nil: the zero time
	Now      func() time.Time // real time; nil: it stands still
	Begun    time.Time        // when the mock began to serve
	Ending   <-chan struct{}  // closed when the mock ends: who follows the journal is let go; nil: never
	Log      *slog.Logger     // where resets are noted
}

// Mock is what only the mock itself knows.
type Mock interface {
	Coverage(of *session.Session) *coverage.Report // what its traffic met of the contract; nil: all traffic
	ForgetCoverage(of *session.Session)            // it begins anew; nil: of all traffic
	Operations() []string                          // the names of all operations
	Tag(place, name, text string) string           // what the journal has in the place of a secret
}

// api is the control API with all that its answers are made from.
type api struct {
	Config
	stubs stub.Config
}

// route is a path with the methods that it has; HEAD comes with GET.
type route struct {
	api     *api
	path    string
	methods []method
}

// method is one of a route. Its error is told as refusal in answer.go has it.
type method struct {
	name    string
	body    wants
	respond func(*call) error
}

// wants says whether a method has a body.
type wants int

const (
	nothing wants = iota // a body is not looked at
	perhaps              // none is nil
	always
)

// Handler is the control API. All of it is behind the guard: see guard.go.
func Handler(c Config) http.Handler {
	c.Limits = c.Limits.OrDefault()
	if c.Now == nil {
		c.Now = func() time.Time { return time.Time{} }
	}
	a := &api{Config: c, stubs: stub.Config{Limits: c.Limits, Now: c.Clock}}
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	var paths []string
	for _, r := range slices.Concat(a.unsupported(), a.routes(), nearMisses("/requests/near-misses")) { // the last as wiremock-rest-client has it
		r.api, r.path = a, Prefix+r.path
		router.Handle(r.path, r)
	}
	for _, r := range a.routes() {
		paths = append(paths, Prefix+r.path)
	}
	router.NotFoundHandler = notFound(paths)
	return guard(c.Token, router)
}

// routes are all there is. Where two fit a path, the first counts.
func (a *api) routes() []route {
	get := func(respond func(*call) error) method { return method{http.MethodGet, nothing, respond} }
	post := func(body wants, respond func(*call) error) method { return method{http.MethodPost, body, respond} }
	put := func(body wants, respond func(*call) error) method { return method{http.MethodPut, body, respond} }
	del := func(respond func(*call) error) method { return method{http.MethodDelete, nothing, respond} }
	at := func(path string, methods ...method) route { return route{path: path, methods: methods} }
	return slices.Concat([]route{
		at("/health", get((*call).health)),
		at("/version", get((*call).version)),
		at("/reset", post(nothing, (*call).reset)),
		at("/settings", get((*call).settings), post(always, (*call).set), put(always, (*call).set)),
		at("/sessions", get((*call).sessions)),
		at("/sessions/{name}", del((*call).endSession)),
		at("/coverage", get((*call).coverage), del((*call).forgetCoverage)),
		at("/faults", get((*call).faults), post(always, (*call).addFault), put(always, (*call).replaceFaults), del((*call).clearFaults)),
		at("/faults/reset", post(nothing, (*call).resetFaults)),
		at("/faults/{id}", get((*call).fault), put(always, (*call).replaceFault), del((*call).removeFault)),

		at("/mappings", get((*call).mappings), post(always, (*call).addMapping), del((*call).clearMappings)),
		at("/mappings/reset", post(nothing, (*call).resetMappings)),
		at("/mappings/import", post(always, (*call).importMappings)),
		at("/mappings/remove", post(always, (*call).removeMappingLike)),
		at("/mappings/edit", post(always, (*call).editMapping)),
		at("/mappings/find-by-metadata", post(always, (*call).findByMetadata)),
		at("/mappings/remove-by-metadata", post(always, (*call).removeByMetadata)),
		at("/mappings/unmatched", get((*call).unmatchedMappings), del((*call).removeUnmatchedMappings)),
		at("/mappings/{id}", get((*call).mapping), put(always, (*call).replaceMapping), del((*call).removeMapping)),
		at("/scenarios", get((*call).scenarios)),
		at("/scenarios/reset", post(nothing, (*call).resetScenarios)),
		at("/scenarios/{name}/state", put(perhaps, (*call).setScenario)),

		at("/requests", get((*call).requests), del((*call).clearRequests)),
		at("/requests/reset", post(nothing, (*call).clearRequests)),
		at("/requests/count", post(always, (*call).countRequests)),
		at("/requests/find", post(always, (*call).findRequests)),
		at("/requests/remove", post(always, (*call).removeRequests)),
		at("/requests/remove-by-metadata", post(always, (*call).removeRequestsByMetadata)),
		at("/requests/unmatched", get((*call).unmatchedRequests)),
		at("/requests/unmatched/near-misses", get((*call).nearMissesOfUnmatched)),
		at("/requests/har", get((*call).har)),
		at("/requests/events", get((*call).events)),
		at("/requests/{id}", get((*call).request), del((*call).removeRequest)),
	}, nearMisses("/near-misses"))
}

func nearMisses(under string) []route {
	return []route{
		{path: under + "/request", methods: []method{{http.MethodPost, always, (*call).nearMissesOfRequest}}},
		{path: under + "/request-pattern", methods: []method{{http.MethodPost, always, (*call).nearMissesOfPattern}}},
	}
}

// unsupported are the paths of WireMock that are refused with a reason.
func (a *api) unsupported() []route {
	var routes []route
	for _, u := range [][2]string{
		{"/mappings/save", "a mock writes no files; keep mappings in the folder of --mappings"},
		{"/shutdown", "end the process instead: SIGTERM lets the requests under way come to their end"},
		{"/settings/extended", "it has no extensions"},
		{"/recordings/{what}", "it calls nobody, so that there is nothing to record"},
		{"/files", "it keeps no files; a stub has its body in body, jsonBody or base64Body"},
		{"/files/{name:.*}", "it keeps no files; a stub has its body in body, jsonBody or base64Body"},
		{"/certs/{name}", "it is no proxy"},
		{"/docs", "README of mockserver is the documentation"},
		{"/swagger-ui", "README of mockserver is the documentation"},
	} {
		refused := func(c *call) error {
			return &refusal{http.StatusNotImplemented, "mockserver does not support " + strings.TrimSuffix(c.path, "/") + ": " + u[1] + "."}
		}
		var methods []method
		for _, name := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			methods = append(methods, method{name, nothing, refused})
		}
		routes = append(routes, route{path: u[0], methods: methods})
	}
	return routes
}

// ServeHTTP chooses by method, since the router's own 405 has no Allow (RFC 9110 section 15.5.6 wants it).
func (r route) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var allow []string
	for _, m := range r.methods {
		if m.name == req.Method || m.name == http.MethodGet && req.Method == http.MethodHead {
			r.api.serve(w, req, m)
			return
		}
		allow = append(allow, m.name)
		if m.name == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	slices.Sort(allow)
	w.Header().Set("Allow", strings.Join(allow, ", "))
	refuse(w, http.StatusMethodNotAllowed, r.path+" does not take "+req.Method+"; it takes "+strings.Join(allow, " or ")+".")
}

// notFound names the paths that there are.
func notFound(paths []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "The control API has no "+value.Cut(r.URL.EscapedPath(), 201)+"; it has "+strings.Join(paths, ", ")+".")
	}
}
