package server

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/fault"
	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// exchange is one request on its way through the stages, and what they found out about it.
type exchange struct {
	server   *Server
	writer   http.ResponseWriter
	request  *http.Request
	begun    time.Time
	body     []byte
	text     []byte // of the body, for stubs and the journal; nil until asked for
	tooLarge bool
	judged   int64 // bytes of the body that count among those that are judged at once
	unread   error // why the body could not be read to its end; mostly nobody will hear of it

	asked    fingerprint // zero if the answer is not to be remembered
	before   state       // of the records, before anything looked at them
	session  *session.Session
	world    *world // of the seed that the request or its session prefers
	leave    func() // ends the use of the world
	match    spec.Match
	contract *spec.Contract
	wishes   wishes
	call     *validate.Call
	plan     *binding.Plan
	broken   []violation.Violation // of the contract, in the order of the document
	refusal  error                 // what the client gets to hear, unless a fault or a stub answers before
	effect   fault.Effect          // what faults and stubs do to the answer on its way
	odd      []string              // warnings besides those of the call
	sent     sent
	drafted  *remembered // what the memo will have of the answer; nil if nothing
}

// stage does one step; an error ends the way. A *problem.Problem is what the client sees, anything else is ours.
type stage func(x *exchange) error

// The life of a request, in order. What the finding stages find wrong is told by the first of the deciding ones that has
// something to say; a fault or a stub may answer before that.
var (
	finding = []stage{
		match,   // which operation, or none: 404, 405, 414
		choose,  // of several that match alike
		compile, // what it asks for and promises: 501 if nobody can say
		prefer,  // which answer is wished, of which seed
	}
	deciding = []stage{
		disturb,      // what is to fail, on purpose
		stubbed,      // what a test has said that the answer is
		refuse,       // 404, 405, 414, 501 of the finding stages
		authenticate, // 401
		bound,        // 413, 429, 415
		violated,     // all violations at once
		fulfil,       // the answer of who keeps the contract
	}
)

// errAnswered ends the way of a request that has its answer.
var errAnswered = errors.New("answered")

// ServeHTTP answers a request, from the memo where it can.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := s.now()
	of, err := s.sessionOf(r, begun)
	asked := s.memo.fingerprint(r, of)
	if s.repeat(w, r, of, asked, begun) {
		return
	}
	x := &exchange{server: s, writer: w, request: r, begun: begun, asked: asked, session: of, world: s.worlds.base, leave: func() {}}
	x.answer(err)
}

// answer is the life of a request; unnamed is why it is in no session. Whatever goes wrong in our own code, the client gets a problem, and
// the others go on.
func (x *exchange) answer(unnamed error) {
	defer func() {
		panicked := recover()
		x.leave()
		x.release()
		if panicked != nil && panicked != http.ErrAbortHandler {
			x.fail(&crash{panicked, debug.Stack()})
		}
		x.record()
		if panicked == http.ErrAbortHandler {
			panic(panicked) // the connection is to break
		}
	}()
	if unnamed != nil {
		x.fail(outside(unnamed))
		return
	}
	x.find()
	for _, step := range deciding {
		err := step(x)
		if errors.Is(err, errAnswered) {
			return
		}
		if err != nil {
			x.fail(err)
			return
		}
	}
}

// sessionOf finds the session that a request is in.
func (s *Server) sessionOf(r *http.Request, now time.Time) (*session.Session, error) {
	name := ""
	if given := r.Header[SessionHeader]; len(given) > 0 {
		name = given[0]
	}
	if s.config.Now == nil {
		return s.sessions.Of(name)
	}
	return s.sessions.OfAt(name, now)
}

// outside refuses a request that is in no session.
func outside(err error) *problem.Problem {
	status := http.StatusBadRequest
	if full := (*session.Full)(nil); errors.As(err, &full) {
		status = http.StatusTooManyRequests
	}
	return &problem.Problem{Kind: problem.Preference, Status: status, Message: err.Error()}
}

// find finds out all that there is to know of the request.
func (x *exchange) find() {
	for _, step := range finding {
		if x.refusal = step(x); x.refusal != nil {
			break
		}
	}
	x.read()
	x.await()
	if x.refusal == nil {
		x.before = x.world.state(x.session, x.match.Document)
		x.check()
	}
}

// fulfil answers a request that keeps its contract.
func fulfil(x *exchange) error {
	answer, err := respond.To(x.wanted())
	if err != nil {
		return err
	}
	x.note(answer.Note)
	x.send(answer)
	return errAnswered
}

// note logs once why an operation is not answered from the population.
func (x *exchange) note(note string) {
	o := x.match.Operation
	if note == "" {
		return
	}
	if _, told := x.server.told.LoadOrStore(noted{o}, true); !told {
		x.server.config.Log.Warn(note+" The answer is generated instead.", "operation", o.ID, "document", o.Document.Name, "pointer", o.Pointer)
	}
}

// noted is what is remembered of an operation of which was said that it is not answered from the population.
type noted struct{ operation *spec.Operation }

// crash is a panic on the way of a request; the stack is for the log.
type crash struct {
	cause any
	stack []byte
}

func (c *crash) Error() string { return fmt.Sprintf("panic: %v\n%s", c.cause, c.stack) }

func match(x *exchange) error {
	r := x.request
	if n, most := len(r.URL.EscapedPath()), x.server.config.Limits.PathBytes; n > most {
		return &problem.Problem{Kind: problem.NoOperation, Status: http.StatusRequestURITooLong, Message: fmt.Sprintf(
			"The path has %d bytes; the limit is %d, which --limit path-bytes=N sets.", n, most)}
	}
	x.match = x.server.routes.Match(r.Method, r.URL.EscapedPath())
	if x.match.Operation != nil {
		return nil
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

func compile(x *exchange) error {
	o := x.match.Operation
	contract, err := o.Contract()
	if err != nil {
		return &problem.Problem{Kind: problem.Unsatisfiable, Message: violation.Stop(fmt.Sprintf("The document's description of %s is broken: %v", o.ID, err))}
	}
	x.contract = contract
	x.server.tellFindings(o, contract)
	return nil
}

func prefer(x *exchange) error {
	usual := respond.Preference{Dynamic: x.server.config.Dynamic}
	x.wishes = readWishes(x.request.URL.RawQuery, x.request.Header, x.contract, usual)
	seed, chosen := x.session.Seed()
	if x.wishes.seeded {
		seed, chosen = x.wishes.seed, true
	}
	if !chosen {
		return nil
	}
	safe := x.request.Method == http.MethodGet || x.request.Method == http.MethodHead
	world, leave, err := x.server.worlds.of(seed, !safe)
	x.leave = leave
	if err != nil {
		return err
	}
	x.world = world
	return nil
}

// check decodes the request and judges it by the contract.
func (x *exchange) check() {
	o := x.match.Operation
	options := x.binding().Options(x.server.config.UnknownParameters)
	options.Reserved = append(slices.Clip(reserved(x.contract)), o.PinnedNames()...)
	options.MaxBody, options.Limits = x.server.config.MaxBody, x.server.config.Limits
	x.call = validate.Check(x.contract, validate.Request{
		PathNames: o.PathParameters(), PathValues: x.match.Values, PathRaw: x.match.Raw,
		RawQuery: x.wishes.query, Header: x.wishes.header, Body: x.body,
	}, options)
	x.call.Warnings = append(x.call.Warnings, x.wishes.odd...)
	if o.Node.Get("deprecated").True() {
		x.call.Warnings = append(x.call.Warnings, o.ID+" is deprecated")
	}
	var broken []violation.Violation
	x.plan, broken = x.binding().Plan(x.call, x.server.clock)
	x.broken = append(x.wishes.broken, x.call.InOrder(append(x.call.Violations, broken...))...)
}

// refuse tells what the finding stages found wrong.
func refuse(x *exchange) error {
	if errors.Is(x.refusal, errOptions) {
		x.options()
		return errAnswered
	}
	return x.refusal
}

func authenticate(x *exchange) error {
	broken := x.call.Unauthenticated
	if len(broken) == 0 {
		broken = x.binding().Unauthenticated(x.call, x.server.clock)
	}
	if len(broken) == 0 {
		return nil
	}
	refusal := problem.OfViolations(problem.Unauthenticated, 0, broken)
	refusal.Header = [][2]string{{"WWW-Authenticate", challenge(x.contract)}}
	return refusal
}

func bound(x *exchange) error {
	if x.tooLarge {
		most := x.server.config.MaxBody
		v := violation.Violation{Where: "body", Rule: "max-body", Limit: most, Says: fmt.Sprintf(
			"The body is larger than %d bytes, the limit that --max-body sets.", most)}
		refusal := problem.OfViolations(problem.TooLarge, 0, []violation.Violation{v})
		refusal.Header = [][2]string{{"Connection", "close"}}
		return refusal
	}
	if x.unread != nil {
		v := violation.Violation{Where: "body", Rule: "transfer", Says: "The body could not be read to its end."}
		refusal := problem.OfViolations(problem.Violation, 0, []violation.Violation{v})
		refusal.Header = [][2]string{{"Connection", "close"}}
		return refusal
	}
	if rule := x.rateLimit(); rule != nil {
		if _, ok := x.part().windows.Admit(rule, x.request.Header.Get(rule.By), rule.Requests, rule.Per); !ok {
			return &problem.Problem{Kind: problem.RateLimited, Message: fmt.Sprintf(
				"More than %d requests in %g seconds.", rule.Requests, rule.Per.Seconds())}
		}
	}
	if v := x.call.TooLarge; v != nil {
		return problem.OfViolations(problem.TooLarge, 0, []violation.Violation{*v})
	}
	if v := x.call.UnsupportedMediaType; v != nil {
		refusal := problem.OfViolations(problem.UnsupportedMediaType, 0, []violation.Violation{*v})
		if v.Rule == "contentType" { // of its charset and its coding these headers say nothing
			refusal.Header = acceptable(x.request.Method, x.contract)
		}
		return refusal
	}
	return nil
}

func violated(x *exchange) error {
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

// binding is what x-mock says of the operation; nil if there is none.
func (x *exchange) binding() *binding.Binding {
	if x.match.Operation == nil {
		return nil
	}
	return x.world.bound[x.match.Document].Of(x.match.Operation)
}

// rateLimit is the operation's limit; that of the base, so that all seeds count together.
func (x *exchange) rateLimit() *binding.RateLimit {
	return x.server.worlds.base.bound[x.match.Document].Of(x.match.Operation).Limit
}

// errors are the refusals of the operation, or of the document if there is none; nil if there is none either.
func (x *exchange) errors() *binding.Errors {
	if b := x.binding(); b != nil {
		return b.Errors
	}
	if bound := x.world.bound[x.match.Document]; bound != nil {
		return bound.Errors
	}
	return nil
}

// shown is as much of a request's first line as a message repeats.
func shown(text string) string {
	const characters = 201 // with the ellipsis of one that is cut
	return value.Cut(text, characters)
}
