package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// send writes a good answer.
func (x *exchange) send(w http.ResponseWriter, a *respond.Answer) {
	h := w.Header()
	x.describe(h)
	h.Set("Mockserver-Source", string(a.Source))
	for _, pair := range a.Header {
		h.Set(pair[0], pair[1])
	}
	if a.MediaType != "" {
		h.Set("Content-Type", a.MediaType)
	}
	x.write(w, a.Status, a.Body)
}

// fail writes a refusal. What is not a problem is a mistake of ours: logged whole, told as such.
func (x *exchange) fail(w http.ResponseWriter, err error) {
	var refusal *problem.Problem
	if !errors.As(err, &refusal) {
		x.server.config.Log.Error("a request failed by a mistake of mockserver's own", "method", x.request.Method,
			"path", x.request.URL.Path, "error", err)
		refusal = &problem.Problem{Kind: problem.Internal,
			Message: "mockserver failed to answer, by a mistake of its own; its log has the cause."}
	}
	a := refusal.Render(x.errors(), x.names())
	h := w.Header()
	x.describe(h)
	for _, pair := range a.Header {
		h.Set(pair[0], pair[1])
	}
	h.Set("Content-Type", a.MediaType)
	x.write(w, a.Status, a.Body)
}

// options answers what a path can do (RFC 9110 §9.3.7).
func (x *exchange) options(w http.ResponseWriter) {
	x.describe(w.Header())
	w.Header().Set("Allow", strings.Join(x.match.Allow, ", "))
	x.write(w, http.StatusNoContent, nil)
}

// describe says which operation was meant, what was found odd, and the seed.
func (x *exchange) describe(h http.Header) {
	if x.match.Operation != nil {
		h.Set("Mockserver-Operation", x.match.Operation.ID)
	}
	if x.call != nil && len(x.call.Warnings) > 0 {
		h.Set("Mockserver-Warnings", violation.HeaderTexts(x.call.Warnings))
	}
	h.Set("Mockserver-Seed", strconv.FormatUint(x.server.config.Seed, 10))
}

func (x *exchange) write(w http.ResponseWriter, status int, body []byte) {
	if status != http.StatusNoContent {
		w.Header().Set("Content-Length", length(body))
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // of HEAD, net/http drops it; a client that is gone gets nothing
}

// challenge is WWW-Authenticate (RFC 9110 §11.6.1): each scheme of Authorization that the operation takes; for keys
// in other places, which have no registered scheme, ApiKey with the place.
func challenge(c *spec.Contract) string {
	var challenges []string
	for _, alternative := range c.Security {
		for _, scheme := range alternative {
			one := scheme.HTTPScheme
			if one == "" {
				one = "ApiKey " + scheme.In + "=\"" + scheme.Field + "\""
			}
			if !strings.Contains(strings.Join(challenges, "\n"), one) {
				challenges = append(challenges, one)
			}
		}
	}
	return strings.Join(challenges, ", ")
}
