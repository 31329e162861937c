// Package admin is the control API under /__admin: what a test does to the mock between two requests to it.
package admin

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// Prefix is the path that the control API lives under.
const Prefix = "/__admin"

// Config is what the control API acts on.
type Config struct {
	Reset   func()       // drops every change made through the API
	Version string       // of the program
	Token   string       // what Authorization: Bearer must carry; "" for none
	Log     *slog.Logger // where changes of state are noted
}

// route is a path with the methods that it has; HEAD comes with GET.
type route struct {
	path    string
	methods []method
}

type method struct {
	name    string
	respond http.HandlerFunc
}

// Handler is the control API. All of it is behind the guard: see guard.go.
func Handler(c Config) http.Handler {
	routes := []route{
		{Prefix + "/health", []method{{http.MethodGet, c.health}}},
		{Prefix + "/reset", []method{{http.MethodPost, c.reset}}},
	}
	router := mux.NewRouter().SkipClean(true)
	var paths []string
	for _, r := range routes {
		router.Handle(r.path, r)
		paths = append(paths, r.path)
	}
	router.NotFoundHandler = notFound(paths)
	return guard(c.Token, router)
}

// ServeHTTP chooses by method, since the router's own 405 has no Allow (RFC 9110 section 15.5.6 wants it).
func (r route) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var allow []string
	for _, m := range r.methods {
		if m.name == req.Method || m.name == http.MethodGet && req.Method == http.MethodHead {
			m.respond(w, req)
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

func (c Config) health(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, "application/json", health{Status: "ok", Version: c.Version})
}

func (c Config) reset(w http.ResponseWriter, _ *http.Request) {
	c.Reset()
	c.Log.Info("every change made through the API is dropped")
	answer(w, http.StatusOK, "application/json", state{Status: "reset"})
}

// notFound names the paths that there are.
func notFound(paths []string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "The control API has no "+r.URL.EscapedPath()+"; it has "+strings.Join(paths, ", ")+".")
	}
}
