package binding

import (
	"mockserver/internal/query"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
)

// seats are where the parameters with roles are among those of a call: the same place in each, since calls list all parameters of the
// contract. To look for each of them by its name was a third of a plan (BenchmarkMissReport in package server).
type seats struct {
	all   int             // parameters of a call
	first *spec.Parameter // of them
	of    []int           // by role.index; -1: there is none
}

// seatsIn are the seats in a call, found once.
func (b *Binding) seatsIn(call *validate.Call) *seats {
	if s := b.seats.Load(); s != nil && s.fit(call) {
		return s
	}
	s := &seats{all: len(call.Params), of: make([]int, len(b.parameters))}
	if s.all > 0 {
		s.first = call.Params[0].Parameter
	}
	for i, r := range b.parameters {
		s.of[i] = seatOf(call, r.name)
	}
	b.seats.Store(s)
	return s
}

// fit tells whether a call is one of the same contract.
func (s *seats) fit(call *validate.Call) bool {
	return len(call.Params) == s.all && (s.all == 0 || call.Params[0].Parameter == s.first)
}

// seatOf is where the parameter called name, or "in.name", is in a call; -1 if it has none.
func seatOf(call *validate.Call, name string) int {
	for i := range call.Params {
		if p := call.Params[i].Parameter; p.Name == name || p.Where() == name {
			return i
		}
	}
	return -1
}

// parameter is the one with a role; nil if the call has none.
func (p *planning) parameter(r *role) *validate.Param {
	if i := p.seats.of[r.index]; i >= 0 {
		return &p.call.Params[i]
	}
	return nil
}

// speaksUnasked tells whether a role says something of a request in which its parameter has no value.
func (k roleKind) speaksUnasked() bool {
	return k == includeRole || k == parentRole || k == scopeRole || k == keyRole
}

// roomy is a plan with room for the conditions of most, in one piece.
type roomy struct {
	Plan
	conditions [4]query.Condition
}
