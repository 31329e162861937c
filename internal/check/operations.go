package check

import (
	"errors"
	"fmt"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
)

// operation compiles one operation and looks at what it asks and answers.
func (i *inspection) operation(o *spec.Operation) {
	c, err := o.Contract()
	if err != nil {
		i.broken(o, err)
		return
	}
	for _, f := range c.Findings {
		i.by(o, fromSpec(f))
	}
	for _, p := range c.Parameters {
		i.parameter(o, p)
	}
	if c.Body != nil {
		for _, m := range c.Body.Content {
			i.media(m, schema.ReadRequest)
			i.unread(o, m)
			i.demand(o, m.Schema, fmt.Sprintf("no body of the type %s can fit its schema", m.Type))
		}
	}
	for _, r := range c.Responses {
		i.response(r)
		i.answered(o, r, r == c.Success())
	}
	if c.Success() == nil {
		i.noSuccess(o, c)
	}
	i.used(o, c)
	i.parametersTogether(o)
}

// unread reports a body that is taken as it is, though its schema says more.
func (i *inspection) unread(o *spec.Operation, m *spec.MediaType) {
	if m.Schema == nil || validate.Reads(m.Type) || m.Schema.Kinds() == 0 || m.Schema.Kinds().Has(schema.String) {
		return
	}
	f := at(NotEnforced, m.Node, m.Pointer, fmt.Sprintf("a body of the type %s is taken as it is: nothing reads it, so that its schema is not judged", shown(m.Type)))
	f.Hint = "describe its bytes, as a string of the format binary, or leave the schema out"
	i.tried(o, f)
}

// broken writes down why an operation has no contract.
func (i *inspection) broken(o *spec.Operation, err error) {
	i.lost[o] = true
	var b *spec.Broken
	if errors.As(err, &b) {
		for _, f := range b.Findings {
			if f.Lost {
				i.tried(o, fromSpec(f))
			} else {
				i.by(o, fromSpec(f))
			}
		}
		return
	}
	f := at(Invalid, o.Node, o.Pointer, err.Error())
	f.Lost = true
	i.tried(o, f)
}

// tried writes down what each operation that it concerns shows when it is tried.
func (i *inspection) tried(o *spec.Operation, f Finding) {
	f.tried = true
	i.by(o, f)
}

// by writes down what compiling an operation has shown; of what operations share, the first one shows it alone.
func (i *inspection) by(o *spec.Operation, f Finding) {
	f.by = map[*spec.Operation]bool{o: true}
	i.ledger.add(f)
}

// first tells whether a part that operations share is looked at for the first time.
func (i *inspection) first(n *tree.Node) bool {
	again := i.found[n]
	i.found[n] = true
	return n != nil && !again
}

func (i *inspection) parameter(o *spec.Operation, p *spec.Parameter) {
	what := fmt.Sprintf("the parameter %s", shown(p.Name))
	if p.Content != nil {
		i.media(p.Content, schema.ReadRequest)
	}
	if i.first(p.Node) && p.Schema != nil {
		i.examples(p.Node, p.Pointer, what, p.Schema, schema.ReadRequest)
		i.root(p.Schema, way(schema.ReadRequest))
	}
	if p.Required {
		i.demand(o, p.Schema, fmt.Sprintf("nothing can fit the schema of %s", what))
	}
}

// media looks at the examples of a representation, once.
func (i *inspection) media(m *spec.MediaType, mode schema.Mode) {
	i.root(m.Schema, way(mode))
	i.root(m.Item, way(mode))
	if i.first(m.Node) {
		i.mediaExamples(m, mode)
	}
	for _, e := range m.Encoding {
		for _, h := range e.Headers {
			i.root(h.Schema, way(mode))
		}
	}
}

func (i *inspection) response(r *spec.Response) {
	for _, m := range r.Content {
		i.media(m, schema.Answer)
	}
	for _, h := range r.Headers {
		i.root(h.Schema, way(schema.Answer))
		if h.Schema != nil && i.first(h.Node) {
			i.examples(h.Node, h.Pointer, "the header "+shown(h.Name), h.Schema, schema.Answer)
		}
	}
}

// answered tries what a response needs, and loses an operation whose success can be answered in no representation, or not
// with the headers that it must have.
func (i *inspection) answered(o *spec.Operation, r *spec.Response, success bool) {
	var misfits []*Finding
	for _, m := range r.Content {
		if f := i.answerable(m); f != nil && !bodiless[r.Status] {
			misfits = append(misfits, f)
		}
	}
	lost := success && len(misfits) > 0 && len(misfits) == len(r.Content)
	for _, f := range misfits {
		i.unanswered(o, *f, lost)
	}
	for j := range r.Headers {
		if f := i.unmakeable(&r.Headers[j]); f != nil {
			i.unanswered(o, *f, success && r.Headers[j].Required)
		}
	}
}

// bodiless are the successes that are sent without a body, whatever the document says of one.
var bodiless = map[string]bool{"204": true, "205": true}

// unanswered writes down that an answer cannot be made, or not as it should be.
func (i *inspection) unanswered(o *spec.Operation, f Finding, lost bool) {
	if f.Lost = lost; lost {
		i.lost[o] = true
	}
	i.tried(o, f)
}

// noSuccess reports that only failures are described, redirects not being among them.
func (i *inspection) noSuccess(o *spec.Operation, c *spec.Contract) {
	var statuses []string
	for _, r := range c.Responses {
		if r.Status[0] < '4' {
			return
		}
		statuses = append(statuses, r.Status)
	}
	if len(statuses) > 0 {
		f := at(Invalid, o.Node.Get("responses"), tree.Join(o.Pointer, "responses"),
			fmt.Sprintf("%s %s describes no success, only %s", o.Method, o.Template, strings.Join(statuses, ", ")))
		f.Hint = "describe the answer to a request that is right, such as 200"
		i.by(o, f)
	}
}

// used remembers the security schemes that are asked for, and reports those that are not enforced.
func (i *inspection) used(o *spec.Operation, c *spec.Contract) {
	for _, alternative := range c.Security {
		for _, s := range alternative {
			i.schemes[s.Name] = true
			if s.Type == "mutualTLS" {
				f := at(NotEnforced, i.document.Root.At(s.Pointer), s.Pointer, fmt.Sprintf("the security scheme %s is of the type mutualTLS: no certificate is asked for", shown(s.Name)))
				i.tried(o, f)
			}
		}
	}
}

// unusedSchemes are defined, but no operation asks for them.
func (i *inspection) unusedSchemes() {
	at20 := i.document.Dialect == schema.Swagger20
	schemes, pointer := i.document.Root.Path("components", "securitySchemes"), "/components/securitySchemes"
	if at20 {
		schemes, pointer = i.document.Root.Get("securityDefinitions"), "/securityDefinitions"
	}
	if len(i.lost) > 0 {
		return // nobody knows what the lost ones ask for
	}
	for j, name := range schemes.Members() {
		if !i.schemes[name] && !strings.HasPrefix(name, "x-") {
			i.ledger.add(at(Note, schemes.Items[j], tree.Join(pointer, name), fmt.Sprintf("no operation asks for the security scheme %s", shown(name))))
		}
	}
}
