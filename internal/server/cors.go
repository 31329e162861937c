package server

import (
	"maps"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
)

// origins are those whose pages a browser lets read answers (the Fetch standard, "CORS protocol"). Whatever depends on
// the path or on the answer, such as its methods and the headers to expose, is listed as it is: with credentials, a *
// in those lists would stand for nothing.
type origins struct {
	off  bool
	any  bool     // every origin, without credentials
	list []string // in small letters, as browsers send them; with credentials
}

// readOrigins reads "*", a list with commas, or "off" or "" for none.
func readOrigins(text string) origins {
	switch text {
	case "", "off":
		return origins{off: true}
	case "*":
		return origins{any: true}
	}
	var o origins
	for origin := range strings.SplitSeq(text, ",") {
		o.list = append(o.list, strings.ToLower(strings.TrimSuffix(strings.TrimSpace(origin), "/")))
	}
	return o
}

// admit writes that a page of an origin may read the answer, and tells whether it may.
func (o origins) admit(h http.Header, origin string) bool {
	switch {
	case origin == "":
		return false
	case o.any:
		h.Set("Access-Control-Allow-Origin", "*")
		return true
	case slices.Contains(o.list, strings.ToLower(origin)):
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Allow-Credentials", "true")
		return true
	}
	return false
}

// shared lets pages of other origins read the answers of a handler, and answers their preflights before anything else
// is looked at.
func (s *Server) shared(next http.Handler) http.Handler {
	if s.origins.off {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin != "" && r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			s.preflight(w, r, origin)
			return
		}
		next.ServeHTTP(&sharing{ResponseWriter: w, origins: s.origins, origin: origin}, r)
	})
}

// preflight says what a page may send: every method of the path, the one asked for too, so that the page can read why
// that one is refused, and whatever headers.
func (s *Server) preflight(w http.ResponseWriter, r *http.Request, origin string) {
	h := w.Header()
	h.Add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
	if s.origins.admit(h, origin) {
		methods := tokens(r.Header.Values("Access-Control-Request-Method"))
		methods = append(methods, s.methodsOf(r)...)
		slices.Sort(methods)
		h.Set("Access-Control-Allow-Methods", strings.Join(slices.Compact(methods), ", "))
		if headers := tokens(r.Header.Values("Access-Control-Request-Headers")); len(headers) > 0 {
			h.Set("Access-Control-Allow-Headers", strings.Join(headers, ", "))
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// methodsOf are the methods of a path.
func (s *Server) methodsOf(r *http.Request) []string {
	return s.routes.Match("", r.URL.EscapedPath()).Allow // no operation has the method ""
}

// tokens are the elements of lists with commas that are tokens (RFC 9110 §5.6.2).
func tokens(lists []string) []string {
	var all []string
	for _, list := range lists {
		for one := range strings.SplitSeq(list, ",") {
			if one = strings.TrimSpace(one); isToken(one) {
				all = append(all, one)
			}
		}
	}
	return all
}

func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !isTokenByte(r) })
}

func isTokenByte(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return strings.ContainsRune("!#$%&'*+-.^_`|~", r)
}

// sharing adds the headers of CORS when an answer begins, because only then is it known which others it has.
type sharing struct {
	http.ResponseWriter
	origins origins
	origin  string
	begun   bool
}

// WriteHeader is the beginning of an answer.
func (w *sharing) WriteHeader(status int) {
	if !w.begun {
		w.begun = true
		w.share(w.Header())
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write begins the answer with 200 if nothing did before.
func (w *sharing) Write(data []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(data)
}

// Unwrap is for http.ResponseController.
func (w *sharing) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// share overrides what a document describes of CORS: its headers are for its own origins.
func (w *sharing) share(h http.Header) {
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") {
			delete(h, name)
		}
	}
	h.Add("Vary", "Origin")
	if !w.origins.admit(h, w.origin) {
		return
	}
	if names := exposable(h); len(names) > 0 {
		h.Set("Access-Control-Expose-Headers", strings.Join(names, ", "))
	}
}

// plainHeaders are those that pages may read anyway, never may, or that are not for them.
var plainHeaders = []string{"Cache-Control", "Content-Language", "Content-Length", "Content-Type", "Expires",
	"Last-Modified", "Pragma", "Set-Cookie", "Set-Cookie2", "Vary", "Connection", "Date"}

// exposable are the names of the headers that have to be named for pages to read them, in their order.
func exposable(h http.Header) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(h)) {
		name = textproto.CanonicalMIMEHeaderKey(name)
		if !slices.Contains(plainHeaders, name) && !strings.HasPrefix(name, "Access-Control-") && isToken(name) {
			names = append(names, name)
		}
	}
	return names
}
