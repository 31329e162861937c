// Package problem is the one error a client may see: why a request was refused, in the shape of its vendor or as
// problem+json (RFC 9457).
package problem

import (
	"net/http"
	"strings"

	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Problem says why a request is refused.
type Problem struct {
	Kind       Kind
	Status     int    // 0: as usual for the kind
	Message    string // a sentence: what, where, and what would be right
	Violations []violation.Violation
	Header     [][2]string // further headers of the answer
}

// Error is the sentence.
func (p *Problem) Error() string { return p.Message }

// Kind is a reason for a refusal, as x-mock names it.
type Kind string

// The kinds.
const (
	Violation            Kind = "violation"
	Unauthenticated      Kind = "unauthenticated"
	Forbidden            Kind = "forbidden"
	NotFound             Kind = "not-found"
	NoOperation          Kind = "no-operation"
	MethodNotAllowed     Kind = "method-not-allowed"
	NotAcceptable        Kind = "not-acceptable"
	UnsupportedMediaType Kind = "unsupported-media-type"
	TooLarge             Kind = "too-large"
	Conflict             Kind = "conflict"
	RateLimited          Kind = "rate-limited"
	Unsatisfiable        Kind = "unsatisfiable"
	Internal             Kind = "internal"
)

var statuses = map[Kind]int{
	Violation:            http.StatusBadRequest,
	Unauthenticated:      http.StatusUnauthorized,
	Forbidden:            http.StatusForbidden,
	NotFound:             http.StatusNotFound,
	NoOperation:          http.StatusNotFound,
	MethodNotAllowed:     http.StatusMethodNotAllowed,
	NotAcceptable:        http.StatusNotAcceptable,
	UnsupportedMediaType: http.StatusUnsupportedMediaType,
	TooLarge:             http.StatusRequestEntityTooLarge,
	Conflict:             http.StatusConflict,
	RateLimited:          http.StatusTooManyRequests,
	Unsatisfiable:        http.StatusNotImplemented,
	Internal:             http.StatusInternalServerError,
}

// OfViolations joins violations into one problem; the sentence is that of all of them.
func OfViolations(kind Kind, status int, vs []violation.Violation) *Problem {
	sentences := make([]string, len(vs))
	for i, v := range vs {
		sentences[i] = v.Sentence()
	}
	return &Problem{Kind: kind, Status: status, Message: strings.Join(sentences, " "), Violations: vs}
}

// ViolationStatus is the status with which an operation answers a broken contract: the first that it documents of
// 422, 400, 4XX and default, else 400; those without a number of their own are 400.
func ViolationStatus(c *spec.Contract) int {
	for _, r := range c.Responses {
		if r.Status == "422" {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusBadRequest
}

// Answer is a refusal as it is sent.
type Answer struct {
	Status    int
	MediaType string
	Body      []byte
	Header    [][2]string
}

// Render writes the problem as the errors of an overlay say, else as problem+json. see are the names of the request;
// errors may be nil.
func (p *Problem) Render(errors *binding.Errors, see expression.Names) Answer {
	status := p.Status
	if status == 0 {
		status = statuses[p.Kind]
	}
	a := Answer{Status: status, Header: p.Header}
	if len(p.Violations) > 0 {
		a.Header = append(a.Header, [2]string{"Mockserver-Violations", violation.Header(p.Violations)})
	}
	if p.Kind != Internal { // what an overlay says may be the very thing that failed
		said, _ := errors.Find(string(p.Kind), p.names(status, see))
		if said.Status != 0 {
			a.Status = said.Status
		}
		if said.Filled {
			a.MediaType, a.Body = "application/json", value.AppendJSON(nil, said.Body)
			return a
		}
	}
	a.MediaType, a.Body = "application/problem+json", value.AppendJSON(nil, p.object(a.Status))
	return a
}

// object is the problem as RFC 9457 §3 has it, with the violations as an extension.
func (p *Problem) object(status int) *value.Object {
	o := value.ObjectOf(
		value.Member{Name: "title", Value: http.StatusText(status)},
		value.Member{Name: "status", Value: int64(status)},
		value.Member{Name: "detail", Value: p.Message},
	)
	if len(p.Violations) > 0 {
		list := make([]any, len(p.Violations))
		for i, v := range p.Violations {
			list[i] = v.Object()
		}
		o.Set("violations", list)
	}
	return o
}

// objects are violations as expressions see them: with the bare name of what they are about.
func objects(vs []violation.Violation) []any {
	list := make([]any, len(vs))
	for i, v := range vs {
		o := v.Object()
		o.Set("field", v.Field())
		list[i] = o
	}
	return list
}

// names adds what is known of the refusal to the names of the request.
func (p *Problem) names(status int, see expression.Names) expression.Names {
	return func(name string) any {
		switch name {
		case "kind":
			return string(p.Kind)
		case "status":
			return int64(status)
		case "message":
			return p.Message
		case "violations":
			return objects(p.Violations)
		case "first":
			if len(p.Violations) == 0 {
				return nil
			}
			return objects(p.Violations[:1])[0]
		}
		if see == nil {
			return nil
		}
		return see(name)
	}
}
