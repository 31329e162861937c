package problem

import (
	"mockserver/internal/binding"
	"mockserver/internal/expression"
	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Scene is where a request is refused: what may say how the refusal looks. Its zero value says nothing.
type Scene struct {
	Errors   *binding.Errors  // of the overlay
	Names    expression.Names // of the request
	Contract *spec.Contract   // nil: no operation is meant, or what it promises cannot be read
	Sample   sample.Maker     // makes up what a documented error needs beside the reason
	Dynamic  bool             // made up, rather than the document's examples
	Accept   string           // as the request has it; a refusal is sent even if nothing is acceptable
}

// Answer is a refusal as it is sent.
type Answer struct {
	Status    int
	MediaType string
	Body      []byte
	Header    [][2]string
}

// Render writes the problem as the errors of an overlay say, else in the shape that the document gives the status, else
// as problem+json.
func (p *Problem) Render(at Scene) Answer {
	status := p.Status
	if status == 0 {
		status = statuses[p.Kind]
	}
	a := Answer{Status: status, Header: p.Header}
	if len(p.Violations) > 0 {
		a.Header = append(a.Header, [2]string{"Mockserver-Violations", violation.Header(p.Violations)})
	}
	if p.Kind != Internal && p.Kind != Preference { // what an overlay says may be the very thing that failed
		said, _ := at.Errors.Find(string(p.Kind), p.names(status, at.Names))
		if said.Status != 0 && p.Kind != Failure {
			a.Status = said.Status
		}
		if said.Filled {
			a.MediaType, a.Body = "application/json", value.JSON(said.Body)
			return a
		}
		if p.documented(at, &a) {
			return a
		}
	}
	a.MediaType, a.Body = MediaType, value.JSON(p.object(a.Status))
	return a
}

// MediaType is that of a problem of RFC 9457.
const MediaType = "application/problem+json"

// object is the problem as RFC 9457 §3 has it, with the violations as an extension.
func (p *Problem) object(status int) *value.Object {
	o := value.ObjectOf(
		value.Member{Name: "title", Value: Title(status)},
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
	var all []any // of the violations, once somebody asks: the cases of an overlay ask again and again
	return func(name string) any {
		switch name {
		case "kind":
			return string(p.Kind)
		case "status":
			return int64(status)
		case "message":
			return p.Message
		case "violations":
			if all == nil {
				all = objects(p.Violations)
			}
			return all
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
