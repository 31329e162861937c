package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/violation"
)

// exchange is one request on its way through the stages, and what they found out about it.
type exchange struct {
	server   *Server
	request  *http.Request
	body     []byte
	tooLarge bool
	unread   error // why the body could not be read to its end; mostly nobody will hear of it

	match    spec.Match
	document *binding.Document // whose part of the paths the request is in; nil: nobody's
	binding  *binding.Binding  // of the operation
	contract *spec.Contract
	call     *validate.Call
	plan     *binding.Plan
	broken   []violation.Violation // of the contract, in the order of the document
}

// stage does one step; an error ends the way. A *problem.Problem is what the client sees, anything else is ours.
type stage func(x *exchange) error

// stages are the life of a request, in order. The first that refuses decides the status.
var stages = []stage{
	match,        // which operation, or none
	check,        // decode, and judge by the contract
	authenticate, // 401
	limit,        // 413, 429, 415
	refuse,       // all violations at once
}

// ServeHTTP answers a request. Whatever goes wrong in our own code, the client gets a problem, and the others go on.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{server: s, request: r}
	defer func() {
		if panicked := recover(); panicked != nil {
			x.fail(w, &crash{panicked, debug.Stack()})
		}
	}()
	x.read(w)
	for _, step := range stages {
		err := step(x)
		if errors.Is(err, errOptions) {
			x.options(w)
			return
		}
		if err != nil {
			x.fail(w, err)
			return
		}
	}
	answer, err := respond.To(&respond.Request{
		Binding: x.binding, Contract: x.contract, Call: x.call, Plan: x.plan,
		Session: s.sessions[x.document.Spec], Clock: s.clock,
		Accept: strings.Join(r.Header.Values("Accept"), ","),
	})
	if err != nil {
		x.fail(w, err)
		return
	}
	x.send(w, answer)
}

// crash is a panic on the way of a request; the stack is for the log.
type crash struct {
	cause any
	stack []byte
}

func (c *crash) Error() string { return fmt.Sprintf("panic: %v\n%s", c.cause, c.stack) }

// read takes the body, once and bounded.
func (x *exchange) read(w http.ResponseWriter) {
	var tooLarge *http.MaxBytesError
	x.body, x.unread = io.ReadAll(http.MaxBytesReader(w, x.request.Body, x.server.config.MaxBody))
	if errors.As(x.unread, &tooLarge) {
		x.tooLarge, x.unread = true, nil
	}
}

func match(x *exchange) error {
	r := x.request
	x.match = x.server.routes.Match(r.Method, r.URL.EscapedPath())
	if o := x.match.Operation; o != nil {
		x.document = x.server.byDoc[o.Document]
		x.binding = x.document.Of(o)
		return nil
	}
	if x.match.Document != nil {
		x.document = x.server.byDoc[x.match.Document]
	}
	if len(x.match.Allow) == 0 {
		message := fmt.Sprintf("There is nothing at %s.", shown(r.URL.EscapedPath()))
		if x.match.Closest != "" {
			message = fmt.Sprintf("There is nothing at %s; the closest path is %s.", shown(r.URL.EscapedPath()), x.match.Closest)
		}
		return &problem.Problem{Kind: problem.NoOperation, Message: message}
	}
	if r.Method == http.MethodOptions {
		return errOptions
	}
	allow := strings.Join(x.match.Allow, ", ")
	return &problem.Problem{Kind: problem.MethodNotAllowed, Header: [][2]string{{"Allow", allow}},
		Message: fmt.Sprintf("%s is not a method of %s; it has %s.", shown(r.Method), shown(r.URL.EscapedPath()), allow)}
}

// errOptions ends the way of an OPTIONS that the document does not describe: the path's methods are the answer.
var errOptions = errors.New("options")

func check(x *exchange) error {
	o := x.match.Operation
	contract, err := o.Contract()
	if err != nil {
		return &problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf("The document's description of %s is broken: %v.", o.ID, err)}
	}
	x.contract = contract
	x.call = validate.Check(contract, validate.Request{
		PathNames: o.PathParameters(), PathValues: x.match.Values,
		RawQuery: x.request.URL.RawQuery, Header: x.request.Header, Body: x.body,
	}, x.binding.Options(x.server.config.UnknownParameters))
	if x.request.Header.Get("Mockserver-Session") != "" {
		x.call.Warnings = append(x.call.Warnings, "this version has no sessions: Mockserver-Session is not heeded, changes are common to all")
	}
	var broken []violation.Violation
	x.plan, broken = x.binding.Plan(x.call, x.server.clock)
	x.broken = x.call.InOrder(append(x.call.Violations, broken...))
	return nil
}

func authenticate(x *exchange) error {
	broken := x.call.Unauthenticated
	if len(broken) == 0 {
		broken = x.binding.Unauthenticated(x.call, x.server.clock)
	}
	if len(broken) == 0 {
		return nil
	}
	refusal := problem.OfViolations(problem.Unauthenticated, 0, broken)
	refusal.Header = [][2]string{{"WWW-Authenticate", challenge(x.contract)}}
	return refusal
}

func limit(x *exchange) error {
	if x.tooLarge {
		return &problem.Problem{Kind: problem.TooLarge, Header: [][2]string{{"Connection", "close"}}, Message: fmt.Sprintf(
			"The body is larger than %d bytes, the limit that --max-body sets.", x.server.config.MaxBody)}
	}
	if x.unread != nil {
		v := violation.Violation{Where: "body", Rule: "transfer", Says: "The body could not be read to its end."}
		refusal := problem.OfViolations(problem.Violation, 0, []violation.Violation{v})
		refusal.Header = [][2]string{{"Connection", "close"}}
		return refusal
	}
	if rule := x.binding.Limit; rule != nil && !x.server.limiter.admit(rule, x.request.Header.Get(rule.By)) {
		return &problem.Problem{Kind: problem.RateLimited, Message: fmt.Sprintf(
			"More than %d requests in %g seconds.", rule.Requests, rule.Per.Seconds())}
	}
	if v := x.call.UnsupportedMediaType; v != nil {
		return problem.OfViolations(problem.UnsupportedMediaType, 0, []violation.Violation{*v})
	}
	return nil
}

func refuse(x *exchange) error {
	if len(x.broken) > 0 {
		return problem.OfViolations(problem.Violation, problem.ViolationStatus(x.contract), x.broken)
	}
	return nil
}

// names are what the expressions of errors see of the request.
func (x *exchange) names() expression.Names {
	var request expression.Names
	if x.call != nil {
		request = binding.CallNames(x.call, x.server.clock)
	}
	return func(name string) any {
		switch name {
		case "method":
			return x.request.Method
		case "path":
			return x.request.URL.Path
		case "clock":
			return x.server.clock
		}
		if request == nil {
			return nil
		}
		return request(name)
	}
}

// errors are the refusals of the operation, or of the document if there is none.
func (x *exchange) errors() *binding.Errors {
	switch {
	case x.binding != nil:
		return x.binding.Errors
	case x.document != nil:
		return x.document.Errors
	}
	return nil
}

// shownBytes is how much of a request's first line a message repeats.
const shownBytes = 200

func shown(text string) string {
	if len(text) > shownBytes {
		return text[:shownBytes] + "…"
	}
	return text
}
