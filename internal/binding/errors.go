package binding

import (
	"slices"
	"strings"

	"mockserver/internal/expression"
	"mockserver/internal/tree"
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
	Status int // 0: as usual
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
			e.body = r.template(item)
		case item.Is(tree.Array):
			for _, one := range item.Items {
				e.cases[kind] = append(e.cases[kind], r.errorCase(one))
			}
		default:
			e.cases[kind] = append(e.cases[kind], r.errorCase(item))
		}
	}
	return e
}

func (r *reader) errorCase(n *tree.Node) errorCase {
	r.known(n, "an error", "when", "status", "with", "body")
	c := errorCase{}
	if when := n.Get("when"); when != nil {
		c.when = r.program(when, when.Text)
	}
	if status := n.Get("status"); status != nil {
		code, ok := status.Int()
		if !ok || code < 400 || code > 599 {
			r.fail(status, "status is %s; that of an error is from 400 to 599", status.Text)
		}
		c.status = int(code)
	}
	if with := n.Get("with"); with != nil {
		c.with = r.template(with)
	}
	if body := n.Get("body"); body != nil {
		c.body = r.template(body)
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
		return ErrorAnswer{}, false
	}
	var with any
	if c.with != nil {
		with = c.with.Render(see)
	}
	rendered := body.Render(func(name string) any {
		if name == "with" {
			return with
		}
		return see(name)
	})
	return ErrorAnswer{Status: c.status, Body: rendered}, true
}

// rule is what the contract says in words, as an expression.
type rule struct {
	at           string
	when, unless *expression.Program
	kind         string // of the refusal
	says         string
}

func (r *reader) rule(n *tree.Node) rule {
	r.known(n, "a rule", "at", "when", "unless", "kind", "says")
	made := rule{at: n.Get("at").Str(), says: n.Get("says").Str(), kind: "violation"}
	if kind := n.Get("kind"); kind != nil {
		made.kind = r.word(kind, "kind", "violation", "unauthenticated")
	}
	if when := n.Get("when"); when != nil {
		made.when = r.program(when, when.Text)
	}
	if unless := n.Get("unless"); unless != nil {
		made.unless = r.program(unless, unless.Text)
	}
	if !strings.Contains(made.at, ".") && made.at != "body" {
		r.fail(n, "a rule says where it applies, such as at: query.sort")
	}
	if (made.when == nil) == (made.unless == nil) {
		r.fail(n, "a rule has either when or unless")
	}
	if made.says == "" {
		r.fail(n, "a rule says in a sentence what is wrong")
	}
	return made
}

func (r rule) broken(see expression.Names) bool {
	if r.when != nil {
		return r.when.Holds(see)
	}
	return !r.unless.Holds(see)
}
