package server

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/fault"
	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/stub"
	"mockserver/internal/validate"
)

// fromStub is the source of an answer that a stub gives.
const fromStub = "stub"

// stubbed gives the answer of the stub that the request matches. A stub is older than the contract: it may answer a path
// that no document has, and a request that breaks the contract.
func stubbed(x *exchange) error {
	var m *stub.Mapping
	if x.session.Stubs.Any() {
		var undecided []string
		m, undecided = x.session.Stubs.Match(x.asStubsSee())
		for _, id := range undecided {
			x.warn("nobody can say whether the request is meant for the stub " + id + ": its patterns take more than --limit pattern-steps and pattern-micros allow")
		}
	}
	if m == nil {
		x.slow(fault.Pace{})
		return nil
	}
	x.sent.stub = m.ID
	r := m.Response
	x.slow(r.Pace)
	switch {
	case r.Fault != "":
		x.sent.source = fromStub
		x.breakOff(r.Fault, r.Status, http.Header{})
		return errAnswered
	case r.Contract != nil:
		return x.answerByContract(r.Contract.Status, r.Contract.Example, r.Header)
	}
	x.sendStub(r)
	return errAnswered
}

// asStubsSee is the request as the patterns of stubs judge it.
func (x *exchange) asStubsSee() *stub.Request {
	r := x.request
	header := maps.Clone(r.Header)
	header["Host"] = []string{r.Host} // net/http takes it out
	s := &stub.Request{Method: r.Method, Header: header, Body: x.plain()}
	s.Scheme, s.URL, s.ClientIP = x.origin()
	s.Host, s.Port = stub.Authority(r.Host, s.Scheme)
	return s
}

// origin is by what the request came: scheme, path with query as it was sent, and the address of the client.
func (x *exchange) origin() (scheme, url, client string) {
	r := x.request
	scheme, url, client = "http", r.RequestURI, r.RemoteAddr
	if r.TLS != nil {
		scheme = "https"
	}
	if url == "" || url[0] != '/' { // made by a test, or of a proxy's client
		url = r.URL.RequestURI()
	}
	if ip, _, err := net.SplitHostPort(client); err == nil {
		client = ip
	}
	return scheme, url, client
}

// sendStub sends what a stub says, and finds out whether it drifted from the contract.
func (x *exchange) sendStub(r *stub.Response) {
	h := x.writer.Header()
	for name, values := range r.Header { // none of ours: mappings that name one are refused
		h[name] = slices.Clone(values)
	}
	if h.Get("Content-Type") == "" {
		h["Content-Type"] = nil // nor one that net/http guesses
	}
	x.sent.source = fromStub
	h.Set("Mockserver-Source", fromStub)
	if x.contract != nil {
		x.sent.drifted = validate.Answer(x.contract, r.Status, h, r.Body, x.server.config.Limits)
	}
	if len(x.sent.drifted) > 0 {
		x.warn("the answer of stub " + x.sent.stub + " breaks the document: " + x.sent.drifted[0].Sentence())
	}
	x.describe(h)
	x.write(r.Status, x.promise(h.Get("Content-Length"), r.Body))
}

// promise heeds the length that a stub gives its body: a shorter one ends it there, a longer one is never kept, as tests of broken
// transfers want it.
func (x *exchange) promise(length string, body []byte) []byte {
	n, err := strconv.Atoi(length)
	if err != nil {
		return body
	}
	if n > len(body) {
		x.sent.promised = n
	}
	return body[:min(n, len(body))]
}

// answerByContract gives the answer that the contract of the operation makes for a status, whatever the request is like. The headers come
// on top.
func (x *exchange) answerByContract(status int, example string, header http.Header) error {
	impossible := ""
	switch {
	case x.contract == nil:
		impossible = fmt.Sprintf("but there is no operation for %s %s", shown(x.request.Method), shown(x.request.URL.EscapedPath()))
	case status != 0 && x.contract.Response(status) == nil:
		impossible = fmt.Sprintf("which %s does not document", x.match.Operation.ID)
	}
	if impossible != "" {
		return &problem.Problem{Kind: problem.Preference, Status: http.StatusNotImplemented, Message: fmt.Sprintf(
			"The stub %s asks for the answer %s of the contract, %s.", x.sent.stub, cmp.Or(strings.TrimLeft(strconv.Itoa(status), "0"), "to a request that goes well"), impossible)}
	}
	if x.call == nil {
		x.check()
	}
	asked := x.wanted()
	asked.Prefer = respond.Preference{Code: status, CodeBy: "a stub or a fault", Example: example, Dynamic: x.wishes.Dynamic}
	asked.Alone = len(x.broken) > 0 || len(x.call.Unauthenticated) > 0
	answer, err := respond.To(asked)
	var refusal *problem.Problem
	if errors.As(err, &refusal) && refusal.Kind == problem.Preference {
		refusal.Status = http.StatusNotImplemented // it is the stub that asks for what is not there, not the client
	}
	if err != nil {
		return err
	}
	if x.sent.stub != "" {
		answer.Source = fromStub
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		answer.Header = append(answer.Header, [2]string{name, strings.Join(header[name], ", ")})
	}
	x.wishes.named = nil
	x.send(answer)
	return errAnswered
}
