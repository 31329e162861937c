package check

import (
	"errors"
	"fmt"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// answer is what decides how a representation is made: each is made once.
type answer struct {
	mediaType string
	schema    *schema.Schema
	node      *tree.Node // that holds examples; nil if there are none
}

func answerOf(m *spec.MediaType) answer {
	if len(m.Examples) > 0 {
		return answer{m.Type, m.Schema, m.Node}
	}
	return answer{m.Type, m.Schema, nil}
}

// answerable makes an answer as the server would, and says why that is impossible; nil: it is not.
func (i *inspection) answerable(m *spec.MediaType) *Finding {
	key := answerOf(m)
	if f, again := i.answers[key]; again || i.tooManyFailures() || i.spentAll() {
		return f
	}
	_, err := i.maker(m.Pointer).Body(m, sample.Wish{})
	i.answers[key] = nil
	if err != nil {
		f := i.unsatisfiable(err, m.Node, m.Pointer, fmt.Sprintf("no answer of the type %s can be made", m.Type))
		f.Hint = "mend the schema, or give the response an example that fits; until then such an answer is 501"
		i.answers[key] = &f
	}
	return i.answers[key]
}

// unmakeable says why a header cannot be made; nil: it can.
func (i *inspection) unmakeable(h *spec.Header) *Finding {
	if f, again := i.headers[h.Node]; again || i.tooManyFailures() || i.spentAll() {
		return f
	}
	required := *h
	required.Required = true // else it would be left out without a word
	_, err := i.maker(h.Pointer).Headers(&spec.Response{Status: "200", Headers: []spec.Header{required}}, sample.Wish{})
	i.headers[h.Node] = nil
	if err != nil {
		f := i.unsatisfiable(err, h.Node, h.Pointer, "")
		if f.Hint = "mend the schema; until then an answer with this header is 501"; !h.Required {
			f.Hint = "mend the schema; until then the answer is sent without the header"
		}
		i.headers[h.Node] = &f
	}
	return i.headers[h.Node]
}

func (i *inspection) maker(pointer string) sample.Maker {
	return sample.Maker{Key: fake.NewKey(1, pointer), Clock: value.TimeOf(i.config.Clock), Limits: &i.config.Limits, Spent: &i.spent}
}

// demand reports a schema that nothing a client sends could fit.
func (i *inspection) demand(o *spec.Operation, s *schema.Schema, what string) {
	if s == nil {
		return
	}
	f, again := i.demanded[s]
	if !again && !i.tooManyFailures() && !i.spentAll() {
		g := fake.Generator{Mode: schema.ReadRequest, Clock: i.config.Clock, Limits: i.config.Limits, Spent: &i.spent}
		if _, err := g.Value(fake.NewKey(1, s.Pointer), s); err != nil {
			made := i.unsatisfiable(err, s.Node, s.Pointer, what)
			made.Hint = "mend the schema; until then every request with it is refused"
			f = &made
		}
		i.demanded[s] = f
	}
	if f != nil {
		i.tried(o, *f)
	}
}

// tooManyFailures tells whether so many values were looked for in vain that what is left is taken for satisfiable: finding out
// that nothing fits takes long.
func (i *inspection) tooManyFailures() bool {
	most := i.config.Limits.Unsatisfiable
	if i.failures < most {
		return false
	}
	i.ledger.add(at(Note, i.document.Root, "", fmt.Sprintf("more than %d schemas cannot be satisfied, the limit that --limit unsatisfiable=N sets; no more of them are tried", most)))
	return true
}

// spentAll tells whether looking for values and judging examples has taken all the steps that there are for a document: what is
// left is taken for satisfiable, and for right.
func (i *inspection) spentAll() bool {
	most := i.config.Limits.InspectionSteps
	if i.spent < most {
		return false
	}
	i.ledger.add(at(Note, i.document.Root, "", fmt.Sprintf("to look for values that fit the schemas, and to judge the examples, takes more than %d steps, the limit that --limit inspection-steps=N sets; what is left is not examined further", most)))
	return true
}

// unsatisfiable is the finding at the schema that is to blame.
func (i *inspection) unsatisfiable(err error, n *tree.Node, pointer, what string) Finding {
	i.failures++
	var u *fake.Unsatisfiable
	if !errors.As(err, &u) {
		return at(Unsatisfiable, n, pointer, fmt.Sprintf("%s: %v", what, err))
	}
	if blamed := i.document.Root.At(u.Pointer); blamed != nil && u.Pointer != "" {
		n, pointer = blamed, u.Pointer
	}
	if what != "" {
		what += ": "
	}
	return at(Unsatisfiable, n, pointer, what+u.Reason)
}
