package check

import (
	"fmt"
	"slices"
	"strconv"

	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// mediaExamples judges the examples of a representation: as the server does, in answers.
func (i *inspection) mediaExamples(m *spec.MediaType, mode schema.Mode) {
	if m.Schema == nil && m.Item == nil {
		return
	}
	for _, e := range m.Examples {
		n, pointer := i.exampleNode(m.Node, m.Pointer, e)
		key := judged{n, m.Schema, m.Type, mode}
		if i.judged[key] || i.spentAll() {
			continue
		}
		i.judged[key] = true
		i.spent += weight(n)
		what := "the example"
		if e.Name != "" {
			what += " " + shown(e.Name)
		}
		i.mediaExample(n, pointer, what, m, e, mode)
	}
	i.readable(m)
}

func (i *inspection) mediaExample(n *tree.Node, pointer, what string, m *spec.MediaType, e spec.Example, mode schema.Mode) {
	misfit, v := "", sample.Meaning(m, e, mode)
	if mode == schema.Answer {
		misfit = sample.Misfit(m, e)
	}
	switch {
	case mode != schema.Answer && (e.Text != nil || m.Schema == nil): // of a form that only its media type can read
	case m.Schema != nil && (e.Text == nil || v != nil) && !m.Schema.Fits(v, mode) && (misfit != "" || mode != schema.Answer):
		i.judge(n, pointer, what, v, m.Schema, mode)
	case misfit != "":
		i.misfit(n, pointer, what+" "+misfit)
	case isText(e.Value) && !isText(v) && spec.IsJSON(m.Type):
		f := at(Invalid, n, pointer, what+" is JSON inside a text; it is read as it is meant")
		f.Hint = "write it as it is, without the quotes around it"
		i.ledger.add(f)
	}
}

// judged is what decides what is found of an example: each is judged once.
type judged struct {
	example   *tree.Node // nil: those of the schema itself
	schema    *schema.Schema
	mediaType string
	mode      schema.Mode
}

// weight is about how many steps it takes to judge a value.
func weight(n *tree.Node) int {
	sum := 1
	for _, item := range n.Elements() {
		sum += weight(item)
	}
	if n.Is(tree.Object) {
		for _, item := range n.Items {
			sum += weight(item)
		}
	}
	return sum
}

// textSteps is about what it takes to read a text as a media type.
const textSteps = 4

// readable remembers the schemas whose example is a text that means a whole body.
func (i *inspection) readable(m *spec.MediaType) {
	for s := range m.Schema.Chain {
		key := judged{nil, s, m.Type, schema.Answer}
		if i.judged[key] {
			continue
		}
		i.judged[key] = true
		for _, v := range s.Examples {
			if i.spentAll() {
				return
			}
			i.spent += textSteps
			if e := (spec.Example{Value: v}); isText(v) && sample.Misfit(m, e) == "" {
				i.readables[s] = true
			}
		}
	}
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// misfit reports an example that cannot be sent.
func (i *inspection) misfit(n *tree.Node, pointer, message string) {
	f := at(Example, n, pointer, message)
	f.Hint = "mend the one or the other; what does not fit is never sent"
	i.ledger.add(f)
}

// exampleNode is where an example is written, as near as can be told.
func (i *inspection) exampleNode(n *tree.Node, pointer string, e spec.Example) (*tree.Node, string) {
	if e.Name == "" {
		if single := n.Get("example"); single != nil {
			return single, tree.Join(pointer, "example")
		}
		return n, pointer
	}
	named := n.Path("examples", e.Name)
	if named == nil {
		return n, pointer
	}
	target, at, err := i.document.Resolve(named, tree.Join(pointer, "examples", e.Name))
	if err != nil {
		return n, pointer
	}
	for _, member := range []string{"value", "dataValue"} {
		if v := target.Get(member); v != nil {
			return v, tree.Join(at, member)
		}
	}
	return target, at
}

// examples judges those of a parameter or a header.
func (i *inspection) examples(n *tree.Node, pointer, what string, s *schema.Schema, mode schema.Mode) {
	if single := n.Get("example"); single != nil {
		i.judge(single, tree.Join(pointer, "example"), "the example of "+what, single.Value(), s, mode)
	}
	examples := n.Get("examples")
	for j, name := range examples.Members() {
		at := tree.Join(pointer, "examples", name)
		target, at, err := i.document.Resolve(examples.Items[j], at)
		if v := target.Get("value"); err == nil && v != nil {
			i.judge(v, tree.Join(at, "value"), fmt.Sprintf("the example %s of %s", shown(name), what), v.Value(), s, mode)
		}
	}
}

// schemaExamples judges the examples and the default of a schema; they may fit it as a request or as an answer.
func (i *inspection) schemaExamples(s *schema.Schema) {
	n := s.Node
	if !n.Is(tree.Object) || n.Get("$ref") != nil && i.document.Dialect != schema.Draft202012 {
		return
	}
	for _, member := range []string{"example", "default"} {
		if slices.Contains(n.Keys, member) {
			i.either(n.Get(member), tree.Join(s.Pointer, member), "the "+member, s)
		}
	}
	examples := n.Get("examples")
	for j, v := range examples.Elements() {
		at := strconv.Itoa(j)
		i.either(v, tree.Join(s.Pointer, "examples", at), "the example "+at, s)
	}
}

// either reports an example that fits its schema in none of the ways in which that is used.
func (i *inspection) either(n *tree.Node, pointer, what string, s *schema.Schema) {
	if i.spentAll() {
		return
	}
	v, used := n.Value(), i.reached[s]
	if i.readables[s] && isText(v) {
		return
	}
	if used&way(schema.ReadRequest) != 0 && i.fits(s, v, schema.ReadRequest) {
		return
	}
	mode := schema.Answer
	if used&way(schema.Answer) == 0 {
		mode = schema.ReadRequest
	}
	i.judge(n, pointer, what, v, s, mode)
}

// judge reports a value that does not fit, with the first reason.
func (i *inspection) judge(n *tree.Node, pointer, what string, v any, s *schema.Schema, mode schema.Mode) {
	if i.spentAll() || i.fits(s, v, mode) {
		return
	}
	// What goes only the other way often stands in an example, as the same one is for requests and answers.
	found := slices.DeleteFunc(s.Check(v, "it", mode), func(v violation.Violation) bool { return v.Rule == "readOnly" || v.Rule == "writeOnly" })
	if len(found) == 0 {
		return
	}
	i.misfit(n, pointer, fmt.Sprintf("%s does not fit its schema: %s", what, sentence(found[0].Sentence())))
}

// fits judges a value, which takes from the steps that there are for the whole document.
func (i *inspection) fits(s *schema.Schema, v any, mode schema.Mode) bool {
	ok, steps := s.FitsIn(v, mode)
	i.spent += steps
	return ok
}

// sentence is a violation's, without its full stop and cut to a length that can be read.
func sentence(text string) string {
	if n := len(text); n > 0 && text[n-1] == '.' {
		text = text[:n-1]
	}
	const most = 300
	if characters := []rune(text); len(characters) > most {
		text = string(characters[:most]) + "…"
	}
	return text
}
