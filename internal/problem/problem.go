// Package problem is the one error a client may see: why a request was refused, in the shape of its vendor or as
// problem+json (RFC 9457).
package problem

import (
	"cmp"
	"net/http"
	"strings"

	"mockserver/internal/spec"
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
	Failure              Kind = "failure"    // on purpose, with a status that is asked for; no kind of x-mock, so that its default counts
	Preference           Kind = "preference" // what Prefer asks for is not there; no kind of x-mock, always problem+json
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
	Preference:           http.StatusNotFound,
	Internal:             http.StatusInternalServerError,
}

// titles are the names of statuses that RFC 9110 has changed, and net/http has not.
var titles = map[int]string{
	http.StatusRequestEntityTooLarge: "Content Too Large",
	http.StatusUnprocessableEntity:   "Unprocessable Content",
}

// Title names a status as RFC 9110 does.
func Title(status int) string { return cmp.Or(titles[status], http.StatusText(status)) }

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
