package binding

import (
	"slices"

	"mockserver/internal/expression"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// ErrorKinds are the reasons for which a request is refused, as x-mock names them.
var ErrorKinds = []string{"violation", "unauthenticated", "forbidden", "not-found", "no-operation",
	"method-not-allowed", "not-acceptable", "unsupported-media-type", "too-large", "conflict", "rate-limited",
	"unsatisfiable"}

// Errors say how refusals look, by kind.
type Errors struct {
	cases  map[string][]errorCase
	body   *Template // of cases without one of their own
	parent *Errors   // the document's, behind the operation's
}

type errorCase struct {
	when   *expression.Program // nil: always
	status int                 // 0: as usual
	with   *Template           // what a shared body sees as `with`
	body   *Template
}

// ErrorAnswer is how a refusal looks.
type ErrorAnswer struct {
	Status int  // 0: as usual
	Filled bool // Body is what the overlay says; else nothing is said of it
	Body   any
}

const anyKind = "default"

func (r *reader) errors(n *tree.Node) *Errors {
	e := &Errors{cases: map[string][]errorCase{}}
	r.known(n, "errors", slices.Concat(ErrorKinds, []string{anyKind, "body"})...)
	for i, kind := range n.Members() {
		item := n.Items[i]
		switch {
		case kind == "body":
			e.body = r.template(item, errorNames)
		case item.Is(tree.Array):
			for j, one := range item.Items {
				c := r.errorCase(one, kind)
				e.cases[kind] = append(e.cases[kind], c)
				if c.when == nil && j < item.Len()-1 {
					r.fail(item.Items[j+1], "this case of %s is never reached: the one before it has no when", kind)
					break
				}
			}
		default:
			e.cases[kind] = append(e.cases[kind], r.errorCase(item, kind))
		}
	}
	return e
}

func (r *reader) errorCase(n *tree.Node, kind string) errorCase {
	r.known(n, "a case of "+kind, "when", "status", "with", "body")
	c := errorCase{when: r.condition(n, "when", errorNames)}
	if status := n.Get("status"); status != nil {
		code, ok := status.Int()
		if !ok || code < 400 || code > 599 {
			r.fail(status, "status is %s; that of an error is an integer from 400 to 599", value.AppendJSON(nil, status.Value()))
		}
		c.status = int(code)
	}
	if with := n.Get("with"); with != nil {
		c.with = r.template(with, errorNames)
	}
	if body := n.Get("body"); body != nil {
		c.body = r.template(body, errorNames)
	}
	return c
}

// Find is how a refusal of a kind looks: the first case that holds, of the operation, then of the document, then
// their default. ok is false where nothing is said.
func (e *Errors) Find(kind string, see expression.Names) (answer ErrorAnswer, ok bool) {
	for _, k := range []string{kind, anyKind} {
		for level := e; level != nil; level = level.parent {
			for _, c := range level.cases[k] {
				if c.when == nil || c.when.Holds(see) {
					return e.render(c, see)
				}
			}
		}
	}
	return ErrorAnswer{}, false
}

func (e *Errors) render(c errorCase, see expression.Names) (ErrorAnswer, bool) {
	body := c.body
	for level := e; body == nil && level != nil; level = level.parent {
		body = level.body
	}
	if body == nil {
		return ErrorAnswer{Status: c.status}, true
	}
	var with any
	if c.with != nil {
		with = c.with.Render(see)
	}
	rendered := body.Render(func(name string) any {
		switch {
		case name == "with":
			return with
		case name == "status" && c.status != 0:
			return int64(c.status)
		}
		return see(name)
	})
	return ErrorAnswer{Status: c.status, Filled: true, Body: rendered}, true
}
