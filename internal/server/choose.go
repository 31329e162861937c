package server

import (
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/validate"
)

// choose settles which of several operations with the same method and shape of path a request is for: the first whose
// parameters it fits. If it fits none, the one that it breaks fewest rules of says what is wrong.
func choose(x *exchange) error {
	if !x.match.Operation.HasRivals() {
		return nil
	}
	least := -1
	for _, o := range x.match.Operation.Candidates(x.request.URL.Query(), x.request.Header) {
		if broken := x.breaks(o); broken >= 0 && (least < 0 || broken < least) {
			x.match.Operation, least = o, broken
		}
		if least == 0 {
			break
		}
	}
	return nil
}

// breaks is how far a request is from the parameters of an operation: a broken rule counts more than all names in its query that
// nobody knows together. It is -1 if nobody can say.
func (x *exchange) breaks(o *spec.Operation) int {
	contract, err := o.Contract()
	if err != nil {
		return -1
	}
	call := validate.Check(contract.Asking(), validate.Request{
		PathNames: o.PathParameters(), PathValues: x.match.Values, PathRaw: x.match.Raw,
		RawQuery: x.request.URL.RawQuery, Header: x.request.Header,
	}, validate.Options{Limits: x.server.config.Limits, UnknownParameters: validate.Reject, Reserved: o.PinnedNames()})
	far := 0
	for _, v := range call.Violations {
		place, _, _ := strings.Cut(v.Where, ".")
		switch {
		case v.Rule == "unknown":
			far++
		case slices.Contains([]string{"path", "query", "header", "cookie"}, place):
			far += x.server.config.Limits.OrDefault().Errors + 1 // no more unknown names are told
		}
	}
	return far
}
