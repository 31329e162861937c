package server

import (
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/violation"
)

// choose settles which of several operations with the same method and shape of path a request is for: the first whose
// parameters it fits. If it fits none, the first stays, and says what is wrong.
func choose(x *exchange) error {
	if !x.match.Operation.HasRivals() {
		return nil
	}
	candidates := x.match.Operation.Candidates(x.request.URL.Query(), x.request.Header)
	for i, o := range candidates {
		if i == 0 {
			x.match.Operation = o
		}
		if x.fits(o) {
			x.match.Operation = o
			break
		}
	}
	return nil
}

// fits tells whether the parameters of the request are those of an operation.
func (x *exchange) fits(o *spec.Operation) bool {
	contract, err := o.Contract()
	if err != nil {
		return false
	}
	call := validate.Check(&spec.Contract{Parameters: contract.Parameters}, validate.Request{
		PathNames: o.PathParameters(), PathValues: x.match.Values, PathRaw: x.match.Raw,
		RawQuery: x.request.URL.RawQuery, Header: x.request.Header,
	}, validate.Options{Limits: x.server.config.Limits})
	return !slices.ContainsFunc(call.Violations, func(v violation.Violation) bool {
		place, _, _ := strings.Cut(v.Where, ".")
		return slices.Contains([]string{"path", "query", "header", "cookie"}, place)
	})
}
