package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// own are the headers that say what happened to a request; one of them that a document describes is not sent.
var own = []string{"Mockserver-Operation", "Mockserver-Source", "Mockserver-Violations", "Mockserver-Warnings", "Mockserver-Seed"}

// send writes a good answer.
func (x *exchange) send(a *respond.Answer) {
	h := x.writer.Header()
	x.call.Warnings = append(x.call.Warnings, a.Warnings...)
	x.describe(h)
	if a.Status < http.StatusOK {
		x.fail(&problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf(
			"%s answers with %d, which is none that a request ends with; mockserver does not switch protocols.", x.match.Operation.ID, a.Status)})
		return
	}
	if len(x.wishes.named) > 0 {
		h.Set("Preference-Applied", strings.Join(x.wishes.named, ", "))
	}
	if a.Source != "" {
		x.sent.source = string(a.Source)
		h.Set("Mockserver-Source", x.sent.source)
	}
	for _, pair := range a.Header {
		if !slices.Contains(own, http.CanonicalHeaderKey(pair[0])) {
			h.Set(pair[0], pair[1])
		}
	}
	if a.Varies {
		h.Add("Vary", "Accept")
	}
	if a.MediaType != "" {
		h.Set("Content-Type", a.MediaType)
	}
	x.complete(h, a.Status)
	x.sent.value = a.Value
	x.write(a.Status, a.Body)
}

// complete adds the header that a status must have (RFC 9110 §15.5.2 and §15.5.6), of a refusal that is documented and asked for.
func (x *exchange) complete(h http.Header, status int) {
	switch {
	case status == http.StatusUnauthorized && h.Get("WWW-Authenticate") == "":
		h.Set("WWW-Authenticate", challenge(x.contract))
	case status == http.StatusMethodNotAllowed && h.Get("Allow") == "":
		h.Set("Allow", strings.Join(x.server.methodsOf(x.request), ", "))
	}
}

// fail writes a refusal. What is not a problem is a mistake of ours: logged whole, told as such.
func (x *exchange) fail(err error) {
	if x.sent.begun {
		return // the answer is on its way, whatever happens then
	}
	var refusal *problem.Problem
	if !errors.As(err, &refusal) {
		x.server.config.Log.Error("a request failed by a mistake of mockserver's own", "method", x.request.Method,
			"path", x.request.URL.Path, "error", err)
		refusal = &problem.Problem{Kind: problem.Internal,
			Message: "mockserver failed to answer, by a mistake of its own; its log has the cause."}
	}
	x.tell(refusal)
	a := refusal.Render(problem.Scene{Errors: x.errors(), Names: x.names(), Contract: x.contract, Sample: x.maker(),
		Accept: strings.Join(x.request.Header.Values("Accept"), ","), Dynamic: x.wishes.Dynamic})
	x.describe(x.writer.Header())
	refusalHeader(x.writer.Header(), a)
	x.write(a.Status, a.Body)
}

// tell logs once what an operation cannot do, for who wrote its document, overlay or fixture.
func (x *exchange) tell(refusal *problem.Problem) {
	o := x.match.Operation
	if refusal.Kind != problem.Unsatisfiable || o == nil {
		return
	}
	if _, told := x.server.told.LoadOrStore(o, true); !told {
		x.server.config.Log.Warn(refusal.Message, "operation", o.ID, "document", o.Document.Name, "pointer", o.Pointer)
	}
}

// tellFindings logs once what only compiling an operation showed.
func (s *Server) tellFindings(o *spec.Operation, c *spec.Contract) {
	if len(c.Findings) == 0 {
		return
	}
	if _, told := s.told.LoadOrStore(c, true); told {
		return
	}
	for _, f := range c.Findings {
		s.config.Log.Warn(f.Message, "operation", o.ID, "document", o.Document.Name, "place", f.Place, "pointer", f.Pointer)
	}
}

// writeRefusal writes a rendered refusal.
func writeRefusal(w http.ResponseWriter, a problem.Answer) {
	refusalHeader(w.Header(), a)
	write(w, a.Status, a.Body)
}

func refusalHeader(h http.Header, a problem.Answer) {
	for _, pair := range a.Header {
		h.Set(pair[0], pair[1])
	}
	h.Set("Content-Type", a.MediaType)
}

// options answers what a path can do (RFC 9110 §9.3.7).
func (x *exchange) options() {
	x.describe(x.writer.Header())
	x.writer.Header().Set("Allow", strings.Join(x.match.Allow, ", "))
	x.write(http.StatusNoContent, nil)
}

// describe says which operation was meant, what was found odd, and the seed.
func (x *exchange) describe(h http.Header) {
	if x.match.Operation != nil {
		h.Set("Mockserver-Operation", x.match.Operation.ID)
	}
	if warnings := x.allWarnings(); len(warnings) > 0 {
		h.Set("Mockserver-Warnings", violation.HeaderTexts(warnings))
	}
	h.Set("Mockserver-Seed", strconv.FormatUint(x.world.seed, 10))
}

// warn notes what is odd, but wrong with neither request nor contract.
func (x *exchange) warn(text string) { x.odd = append(x.odd, text) }

// allWarnings are what was found odd.
func (x *exchange) allWarnings() []string {
	if x.call == nil || len(x.call.Warnings) == 0 {
		return x.odd
	}
	return append(slices.Clip(x.call.Warnings), x.odd...)
}

func write(w http.ResponseWriter, status int, body []byte) {
	length(w.Header(), status, body)
	w.WriteHeader(status)
	_, _ = w.Write(body) // of HEAD, net/http drops it; a client that is gone gets nothing
}

// length says how long a body is, where there may be one.
func length(h http.Header, status int, body []byte) {
	if status != http.StatusNoContent && h.Get("Transfer-Encoding") != "chunked" {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
}

// challenge is WWW-Authenticate (RFC 9110 §11.6.1): each scheme of Authorization that the operation takes; for keys
// in other places, which have no registered scheme, ApiKey with the place. It has at least one.
func challenge(c *spec.Contract) string {
	var challenges []string
	for _, alternative := range c.Security {
		for _, scheme := range alternative {
			one := registered(scheme.HTTPScheme)
			switch {
			case one == "" && scheme.In == "":
				continue // nothing of it shows in a request
			case one == "":
				one = "ApiKey " + scheme.In + "=\"" + scheme.Field + "\""
			case one == "Basic":
				one += ` realm="mockserver"` // RFC 7617 §2 wants one
			case one == "Digest": // RFC 7616 §3.3; any answer to it will do, so the nonce need not change
				one += ` realm="mockserver", qop="auth", algorithm=MD5, nonce="6d6f636b736572766572"`
			}
			if !slices.Contains(challenges, one) {
				challenges = append(challenges, one)
			}
		}
	}
	if len(challenges) == 0 {
		return "ApiKey"
	}
	return strings.Join(challenges, ", ")
}

// acceptable is the header that says which media types a body may have, where its method has one: Accept-Patch (RFC 5789
// §3.1) and Accept-Post (Linked Data Platform §7.1).
func acceptable(method string, c *spec.Contract) [][2]string {
	names := map[string]string{http.MethodPatch: "Accept-Patch", http.MethodPost: "Accept-Post"}
	if names[method] == "" || c.Body == nil {
		return nil
	}
	var types []string
	for _, m := range c.Body.Content {
		types = append(types, m.Type)
	}
	return [][2]string{{names[method], strings.Join(types, ", ")}}
}

// schemes are IANA's HTTP authentication schemes, as their RFCs write them.
var schemes = []string{"Basic", "Bearer", "Concealed", "Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "OAuth", "PrivateToken", "SCRAM-SHA-1", "SCRAM-SHA-256", "vapid"}

// registered is a scheme as its RFC writes it: case means nothing (RFC 9110 §11.1), but not every client knows.
func registered(scheme string) string {
	for _, known := range schemes {
		if strings.EqualFold(known, scheme) {
			return known
		}
	}
	return scheme
}
