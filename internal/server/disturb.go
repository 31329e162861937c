package server

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"mockserver/internal/fault"
	"mockserver/internal/problem"
	"mockserver/internal/violation"
)

// sent is what became of a request.
type sent struct {
	begun    bool
	noted    bool // in the journal
	status   int
	body     []byte
	value    any // what the body says, where that is at hand
	promised int // the length of the body that is said, where it is more than there is; else 0
	source   string
	stub     string                // the identifier of the stub that answered; "" if none did
	drifted  []violation.Violation // what of the stub's answer breaks the contract
	added    time.Duration         // how long the answer was held back
	broken   fault.Break
	failed   error // why the answer did not reach its end
}

// disturb makes the request fail where a rule of the session says so. What only delays is kept for the answer on its way.
func disturb(x *exchange) error {
	if !x.session.Faults.Any() {
		return nil
	}
	q := fault.Query{Method: x.request.Method, Path: x.request.URL.Path, Header: x.request.Header}
	if o := x.match.Operation; o != nil {
		q.Operation = o.ID
	}
	x.effect = x.session.Faults.Apply(q)
	switch {
	case x.effect.Limited:
		limited := x.effect.Rule.RateLimit
		seconds := strconv.Itoa(int(x.effect.RetryAfter / time.Second))
		return &problem.Problem{Kind: problem.RateLimited, Header: [][2]string{{"Retry-After", seconds}}, Message: fmt.Sprintf(
			"This is one more than %d in %d seconds, the rate limit of a fault rule; the next will be taken in %s seconds.", limited.Requests, limited.PerSeconds, seconds)}
	case x.effect.Break != "":
		x.breakOff(x.effect.Break, cmp.Or(x.effect.Status, http.StatusOK), http.Header{})
		return errAnswered
	case x.effect.Status != 0 && x.contract != nil && x.contract.Response(x.effect.Status) != nil:
		return x.answerByContract(x.effect.Status, "", nil)
	case x.effect.Status != 0:
		return &problem.Problem{Kind: problem.Failure, Status: x.effect.Status, Message: fmt.Sprintf(
			"This request fails on purpose: a fault rule answers %d.", x.effect.Status)}
	}
	return nil
}

// write sends an answer, as late and as slowly as faults and stubs want it.
func (x *exchange) write(status int, body []byte) {
	x.release() // others need not wait until it is sent
	x.sent.begun, x.sent.status, x.sent.body = true, status, body
	ctx := x.request.Context()
	if x.sent.failed = x.holdBack(ctx); x.sent.failed != nil {
		x.sent.status, x.sent.body, x.sent.source = 0, nil, ""
		panic(http.ErrAbortHandler) // the client is gone, or the server ends: nothing is sent
	}
	length(x.writer.Header(), status, body)
	if x.sent.promised > 0 {
		x.writer.Header().Set("Content-Length", strconv.Itoa(x.sent.promised))
	}
	x.drafted = x.draft()
	x.writer.WriteHeader(status) // which is sent with the first of the body
	x.record()
	if !x.effect.Pace.Slow() || x.request.Method == http.MethodHead || len(body) == 0 {
		_, x.sent.failed = x.writer.Write(body)
		return
	}
	flush := http.NewResponseController(x.writer).Flush
	x.sent.failed = x.effect.Pace.Write(ctx, x.writer, func() { _ = flush() }, body, x.server.wait)
}

// holdBack waits before an answer begins.
func (x *exchange) holdBack(ctx context.Context) error {
	x.sent.added = x.effect.Late
	if x.effect.Late <= 0 {
		return nil
	}
	_ = http.NewResponseController(x.writer).SetReadDeadline(time.Time{}) // that of the request is past: it has been read
	return x.server.wait(ctx, x.effect.Late)
}

// breakOff lets the connection fail instead of an answer.
func (x *exchange) breakOff(how fault.Break, status int, header http.Header) {
	if x.request.Method == http.MethodHead && how == fault.MalformedChunk {
		how = fault.EmptyResponse // an answer to HEAD has no body that could be malformed
	}
	x.sent.begun, x.sent.broken = true, how
	if x.sent.failed = x.holdBack(x.request.Context()); x.sent.failed != nil {
		panic(http.ErrAbortHandler)
	}
	connection, _, err := http.NewResponseController(x.writer).Hijack()
	if err != nil { // HTTP/2, or a writer of tests: the handler's end is the best that can be done
		panic(http.ErrAbortHandler)
	}
	x.record()
	x.sent.failed = how.On(connection, x.request.Proto, status, header, x.effect.Key)
}
