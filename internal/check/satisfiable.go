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

// answerable makes an answer as the server would.
func (i *inspection) answerable(o *spec.Operation, m *spec.MediaType) {
	key := answerOf(m)
	if f, again := i.answers[key]; again || i.tooManyFailures() || i.spentAll() {
		if f != nil {
			i.by(o, *f)
		}
		return
	}
	maker := sample.Maker{Key: fake.NewKey(1, m.Pointer), Clock: value.TimeOf(i.config.Clock), Limits: i.config.Limits, Spent: &i.spent}
	_, err := maker.Body(m, sample.Wish{})
	i.answers[key] = nil
	if err == nil {
		return
	}
	f := i.unsatisfiable(err, m.Node, m.Pointer, fmt.Sprintf("no answer of the type %s can be made", m.Type))
	f.Hint = "mend the schema, or give the response an example that fits; until then such an answer is 501"
	i.answers[key] = &f
	i.by(o, f)
}

// demand reports a schema that nothing a client sends could fit.
func (i *inspection) demand(o *spec.Operation, s *schema.Schema, what string) {
	if s == nil || i.demanded[s] || i.tooManyFailures() || i.spentAll() {
		return
	}
	i.demanded[s] = true
	g := fake.Generator{Mode: schema.ReadRequest, Clock: i.config.Clock, Limits: i.config.Limits, Spent: &i.spent}
	if _, err := g.Value(fake.NewKey(1, s.Pointer), s); err != nil {
		f := i.unsatisfiable(err, s.Node, s.Pointer, what)
		f.Hint = "mend the schema; until then every request with it is refused"
		i.by(o, f)
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
	return at(Unsatisfiable, n, pointer, what+": "+u.Reason)
}
