package conformance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"

	"github.com/dunglas/httpsfv"

	"mockserver/internal/spec"
)

// spoiled is a call that is wrong in one way.
type spoiled struct {
	name   string
	call   *call
	status int
	where  string   // of the violation that is expected, or of what it stands in; "" if none need be named
	rules  []string // one of these is broken; nil: any
}

// spoil sends a valid call again and again, each time wrong in one way.
func (r *run) spoil(k *call, c *spec.Contract) {
	var all []spoiled
	all = append(all, r.wrongMessages(k, c)...)
	all = append(all, r.withoutRequired(k, c)...)
	all = append(all, r.wrongParameters(k, c)...)
	all = append(all, r.wrongBodies(k, c)...)
	for _, s := range all {
		w := r.send(s.call)
		if elsewhere(k.operation, w) {
			continue
		}
		said := func() string {
			return fmt.Sprintf("%s: %s -> %d [%s] %s", s.name, s.call, w.Code, w.Header().Get("Mockserver-Violations"), shortened(w.Body.String(), 500))
		}
		switch {
		case w.Code == http.StatusNotImplemented:
			r.note("unserved", k.operation, "%s", said())
		case w.Code != s.status:
			r.note("accepted", k.operation, "expected %d: %s", s.status, said())
		case !s.named(w):
			r.note("accepted", k.operation, "expected a violation of %s %v: %s", s.where, s.rules, said())
		default:
			if err := r.judge.fault(k.operation, w); err != nil {
				r.note("invalid", k.operation, "%v: %s", leaf(err), said())
			}
		}
	}
}

// named tells whether the answer names the violation that is expected.
func (s spoiled) named(w *httptest.ResponseRecorder) bool {
	if s.where == "" {
		return true
	}
	list, err := httpsfv.UnmarshalList(w.Header().Values("Mockserver-Violations"))
	if err != nil {
		return false
	}
	for _, member := range list {
		item, ok := member.(httpsfv.Item)
		if !ok {
			return false
		}
		where := fmt.Sprint(item.Value)
		if shown, ok := item.Value.(httpsfv.DisplayString); ok {
			where = string(shown)
		}
		rule, _ := item.Params.Get("rule")
		near := strings.HasPrefix(where, s.where) || strings.HasPrefix(s.where, where)
		if near && (s.rules == nil || slices.Contains(s.rules, fmt.Sprint(rule))) {
			return true
		}
	}
	return false
}

// refusal is the status of violations: the first that is documented of 422, 400, 4XX, default; else 400.
func refusal(c *spec.Contract) int {
	for _, p := range c.Responses {
		if p.Status == "422" {
			return http.StatusUnprocessableEntity
		}
	}
	return http.StatusBadRequest
}

// wrongMessages are calls whose method, media types or credentials are wrong.
func (r *run) wrongMessages(k *call, c *spec.Contract) []spoiled {
	all := []spoiled{{"a method that the path lacks", k.with(func(k *call) { k.method = "PURGE" }), http.StatusMethodNotAllowed, "", nil}}
	if len(k.body) > 0 && !slices.ContainsFunc(c.Body.Content, func(m *spec.MediaType) bool { return strings.Contains(m.Type, "*") }) {
		all = append(all, spoiled{"a media type that the body has not", k.with(func(k *call) { k.mediaType = "model/x-nonsense" }), http.StatusUnsupportedMediaType, "", nil})
	}
	if s := c.Success(); s != nil && s.Status != "default" && s.Status != "204" && len(s.Content) > 0 && !slices.ContainsFunc(s.Content, func(m *spec.MediaType) bool { return strings.Contains(m.Type, "*") }) {
		all = append(all, spoiled{"an Accept that nothing meets", k.with(func(k *call) {
			k.header = append(slices.DeleteFunc(k.header, func(h pair) bool { return strings.EqualFold(h.name, "Accept") }), pair{"Accept", "model/x-nonsense"})
		}), http.StatusNotAcceptable, "", nil})
	}
	if visible(c.Security) {
		all = append(all, spoiled{"no credentials", k.with(func(k *call) { anonymous(k, c.Security) }), http.StatusUnauthorized, "", nil})
	}
	return all
}

// visible tells whether every alternative of the security asks for credentials that can be seen in a request.
func visible(alternatives []spec.Requirement) bool {
	return len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(a spec.Requirement) bool {
		return !slices.ContainsFunc(a, func(s spec.Scheme) bool { return s.In != "" && s.Field != "" })
	})
}

func anonymous(k *call, alternatives []spec.Requirement) {
	for _, a := range alternatives {
		for _, s := range a {
			is := func(p pair) bool { return strings.EqualFold(p.name, s.Field) || p.name == escaped(s.Field) }
			k.header, k.cookies = slices.DeleteFunc(k.header, is), slices.DeleteFunc(k.cookies, is)
			k.query = slices.DeleteFunc(k.query, is)
		}
	}
}

// withoutRequired are calls that lack a required parameter or body.
func (r *run) withoutRequired(k *call, c *spec.Contract) []spoiled {
	var all []spoiled
	for _, g := range k.given {
		p := g.parameter
		if !p.Required || p.In == "path" || spreads(p, g) || claimed(c, p) {
			continue
		}
		all = append(all, spoiled{"no " + p.Name, k.without(p), refusal(c), p.In + "." + p.Name, []string{"required"}})
	}
	if c.Body != nil && c.Body.Required && k.media != nil {
		all = append(all, spoiled{"no body", k.with(func(k *call) { k.body, k.mediaType = nil, "" }), refusal(c), "body", []string{"required"}})
	}
	return all
}

// spreads tells whether the members of an object are parameters of their own.
func spreads(p *spec.Parameter, g given) bool {
	return !isScalar(g.value) && p.Explode && (p.Style == "form" || p.Style == "cookie") && strings.HasPrefix(fmt.Sprintf("%T", g.value), "*")
}

// claimed tells whether a parameter is also where credentials are: without it the answer is 401.
func claimed(c *spec.Contract, p *spec.Parameter) bool {
	return slices.ContainsFunc(c.Security, func(a spec.Requirement) bool {
		return slices.ContainsFunc(a, func(s spec.Scheme) bool { return strings.EqualFold(s.Field, p.Name) })
	})
}

// wrongTexts are tried for each parameter: as words, numbers, fractions, long ones.
var wrongTexts = []string{"~wrong~", "99999999999999999999999", "-1", "1.5", strings.Repeat("x", 3000)}

// maxWrongTexts bounds the wrong calls for one parameter.
const maxWrongTexts = 2

// wrongParameters are calls with a parameter whose text the judge refuses, whatever it is taken for.
func (r *run) wrongParameters(k *call, c *spec.Contract) []spoiled {
	var all []spoiled
	for _, g := range k.given {
		p := g.parameter
		if p.Schema == nil || strings.HasPrefix(fmt.Sprintf("%T", g.value), "*") || claimed(c, p) || p.Style == "matrix" || p.Style == "label" {
			continue
		}
		found := 0
		for _, text := range wrongTexts {
			if found < maxWrongTexts && r.wrong(p, text) {
				found++
				all = append(all, spoiled{"a wrong " + p.Name, k.with(func(k *call) { k.replace(p, text) }), refusal(c), p.In + "." + p.Name, nil})
			}
		}
	}
	return all
}

func (r *run) wrong(p *spec.Parameter, text string) bool {
	for _, v := range readings(text) {
		for _, candidate := range []any{v, []any{v}} {
			if _, refused := r.judge.refuses(request, p.Schema.Pointer, candidate); !refused {
				return false
			}
		}
	}
	return true
}

// replace puts a text in place of the value of a parameter.
func (c *call) replace(p *spec.Parameter, text string) {
	c.drop(p)
	switch p.In {
	case "path":
		c.path[p.Name] = escaped(text)
	case "query":
		c.query = append(c.query, pair{escaped(p.Name), escaped(text)})
	case "header":
		c.header = append(c.header, pair{p.Name, text})
	case "cookie":
		c.cookies = append(c.cookies, pair{escaped(p.Name), escaped(text)})
	}
}

// index is a token of a JSON pointer.
func index(i int) string { return strconv.Itoa(i) }
