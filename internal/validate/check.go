package validate

import (
	"net/http"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Check judges a request. Violations come in the order of the document: parameters, unknown query parameters, body.
func Check(c *spec.Contract, r Request, o Options) *Call {
	k := &checker{request: r, options: o, query: parseQuery(r.RawQuery), cookies: parseCookies(r.Header), call: &Call{}}
	k.security(c.Security)
	k.claim(c)
	k.call.Params = make([]Param, 0, len(c.Parameters))
	for _, p := range c.Parameters {
		if !ignored(p) {
			k.parameter(p)
		}
	}
	k.unknown(c)
	k.body(c.Body)
	return k.call
}

// checker holds what the steps of one Check share.
type checker struct {
	request Request
	options Options
	query   *query
	cookies []pair
	call    *Call
}

// ignored tells whether a parameter is one of the headers that the standard describes elsewhere (OAS 3.0 §4.8.12).
func ignored(p *spec.Parameter) bool {
	return p.In == "header" && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(p.Name))
}

func (k *checker) parameter(p *spec.Parameter) {
	param := Param{Parameter: p}
	raws, listed := k.raws(p)
	if listed && (len(raws) > 0 || p.Required || spreads(p)) {
		where := p.In + "." + p.Name
		var broken []violation.Violation
		param.Value, param.Given, broken = k.value(p, where, raws)
		k.call.Violations = append(k.call.Violations, broken...)
	}
	if !param.Given {
		param.Value, _ = defaultOf(p.Schema)
	}
	k.call.Params = append(k.call.Params, param)
}

// value reads and judges the value of a parameter from the texts given for it.
func (k *checker) value(p *spec.Parameter, where string, raws []raw) (v any, given bool, broken []violation.Violation) {
	empty := len(raws) > 0 && allEmpty(raws)
	if k.options.EmptyIsAbsent {
		raws = slices.DeleteFunc(raws, func(r raw) bool { return r.text == "" })
	}
	reading := reading{parameter: p, raws: raws, query: k.query, either: k.options.ArraysEither}
	if empty && k.options.EmptyIsAbsent {
		return nil, false, k.emptied(p, where, reading.shape())
	}
	if empty && p.AllowEmpty {
		return emptyOf(p.Schema), true, nil
	}
	v, given, fault := reading.read()
	switch {
	case fault != nil:
		return nil, true, []violation.Violation{fault.at(p, where)}
	case !given && p.Required:
		return nil, false, []violation.Violation{k.missing(p, where, nil)}
	case !given:
		return nil, false, nil
	}
	v, broken = judge(p, v, where)
	return v, true, broken
}

// judge types what a style has read, and checks it.
func judge(p *spec.Parameter, untyped any, where string) (any, []violation.Violation) {
	s := p.Schema
	if p.Content != nil {
		s = p.Content.Schema
	}
	if s == nil {
		return untyped, nil
	}
	v := untyped
	if p.Content == nil {
		v = typed(untyped, s)
	}
	broken := s.Check(v, where, schema.ReadRequest)
	broken = append(broken, tooLarge(v, s, where, broken)...)
	if p.In == "query" {
		suggestPlus(broken)
	}
	if _, list := v.([]any); list {
		broken = aboutWhole(broken, where)
	}
	return v, broken
}

// suggestPlus says what went wrong with an offset such as +02:00 whose plus was not escaped: it came as a space.
func suggestPlus(broken []violation.Violation) {
	for i := range broken {
		text, ok := broken[i].Received.(string)
		if _, fits := value.ParseTime(strings.Replace(text, " ", "+", 1)); ok && fits {
			broken[i].Suggestion = strings.Replace(text, " ", "%2B", 1)
		}
	}
}

// emptied judges a parameter whose value is empty, where that means absent: it is right unless the parameter is
// required or says that it is not empty.
func (k *checker) emptied(p *spec.Parameter, where string, s shape) []violation.Violation {
	if p.Required {
		return []violation.Violation{k.missing(p, where, "")}
	}
	if p.Schema == nil {
		return nil
	}
	var nothing any = ""
	if s == list {
		nothing = []any{}
	}
	var broken []violation.Violation
	for _, v := range p.Schema.Check(nothing, where, schema.ReadRequest) {
		if v.Rule == "minLength" || v.Rule == "minItems" {
			v.Received, v.Expected = "", words(p)
			broken = append(broken, v)
		}
	}
	return broken
}

// missing is the violation of a required parameter that is absent. A name in the request that looks like it may be
// the reason.
func (k *checker) missing(p *spec.Parameter, where string, received any) violation.Violation {
	v := violation.Violation{
		Where: where, Rule: "required", Received: received, Expected: words(p), Document: p.Pointer + "/required",
	}
	if p.In == "query" && received == nil {
		v.Suggestion = violation.Closest(p.Name, k.query.strangers())
	}
	return v
}

// aboutWhole makes violations of elements violations of the parameter, by whose name clients know them; the same
// one twice counts once.
func aboutWhole(broken []violation.Violation, where string) []violation.Violation {
	var all []violation.Violation
	for _, v := range broken {
		if strings.HasPrefix(v.Where, where+"/") {
			v.Where = where
		}
		same := func(other violation.Violation) bool {
			return other.Rule == v.Rule && value.Equal(other.Received, v.Received)
		}
		if !slices.ContainsFunc(all, same) {
			all = append(all, v)
		}
	}
	return all
}
