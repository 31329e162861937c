package respond_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/binding"
	"mockserver/internal/fake"
	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/respond"
	"mockserver/internal/sample"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

var clock = time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC)

// A scenario is a file in parts, each under a line such as "-- calls --": api.yaml, fixture.yaml, which may be missing, and
// the calls. A call is the name of an operation with the values of its parameters; lines with Accept or Prefer; the JSON of
// its body behind "> "; and its answer, indented. A line with "#" is a comment.
func TestScenarios(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		head, calls := scenario.Split(t, text, "-- calls --")
		p := newPlay(t, scenario.Parts(head))
		played := scenario.Calls{Answer: func(call []string) []string { return p.call(t, call) }}
		return head + "-- calls --\n" + played.Play(calls)
	})
}

// play is a scenario that is being played.
type play struct {
	document *spec.Document
	bound    *binding.Document
	session  *population.Session
}

func newPlay(t *testing.T, with map[string]string) *play {
	t.Helper()
	root, err := tree.Parse("api.yaml", []byte(with["api.yaml"]), tree.DefaultLimits)
	require.NoError(t, err)
	var fixture *tree.Node
	if text := with["fixture.yaml"]; text != "" {
		fixture, err = tree.Parse("fixture.yaml", []byte(text), tree.DefaultLimits)
		require.NoError(t, err)
	}
	p := &play{}
	p.document, err = spec.New("api", root, spec.Config{})
	require.NoError(t, err)
	world, err := population.New(fixture, population.Config{Name: "api", Seed: 1, Clock: clock, Source: p.document, Described: described(root)})
	require.NoError(t, err)
	p.session = world.NewSession()
	p.bound, err = binding.New(p.document, world, 1, nil)
	require.NoError(t, err)
	return p
}

// described are the collections that x-mock makes from schemas.
func described(root *tree.Node) []*tree.Node {
	if n := root.Get("x-mock").Get("collections"); n != nil {
		return []*tree.Node{n}
	}
	return nil
}

func (p *play) call(t *testing.T, lines []string) []string {
	t.Helper()
	words := strings.Fields(lines[0])
	r := &respond.Request{Session: p.session, Clock: value.TimeOf(clock), Call: &validate.Call{}}
	for _, o := range p.document.Operations {
		if o.ID == words[0] {
			r.Binding = p.bound.Of(o)
		}
	}
	require.NotNil(t, r.Binding, "there is no operation %s", words[0])
	var err error
	r.Contract, err = r.Binding.Operation.Contract()
	require.NoError(t, err)
	r.Target = target(r.Binding.Operation.Template, words[1:])
	r.Sample = sample.Maker{Key: fake.NewKey(1, "api", words[0]), Clock: r.Clock}
	for _, param := range r.Contract.Parameters {
		for _, word := range words[1:] {
			if name, text, _ := strings.Cut(word, "="); name == param.Name {
				r.Call.Params = append(r.Call.Params, validate.Param{Parameter: param, Value: typed(text, param.Schema), Given: true})
			}
		}
	}
	for _, line := range lines[1:] {
		p.heed(t, r, line)
	}
	var broken any
	r.Plan, broken = r.Binding.Plan(r.Call, r.Clock)
	if broken, _ := broken.([]violation.Violation); len(broken) > 0 {
		return []string{"refused violation: " + broken[0].Sentence()}
	}
	answer, err := respond.To(r)
	return written(t, answer, err)
}

// target is where a call would go.
func target(path string, words []string) respond.Target {
	var query []string
	for _, word := range words {
		name, text, _ := strings.Cut(word, "=")
		if place := "{" + name + "}"; strings.Contains(path, place) {
			path = strings.ReplaceAll(path, place, text)
		} else {
			query = append(query, word)
		}
	}
	return respond.Target{Base: "http://localhost", Path: path, Query: strings.Join(query, "&")}
}

func typed(text string, s *schema.Schema) any {
	if s == nil || s.Fits(text, schema.ReadRequest) {
		return text
	}
	v, err := value.ParseJSON([]byte(text), value.Limits{})
	if err != nil {
		return text
	}
	return v
}

// heed reads a line of a call behind the first.
func (p *play) heed(t *testing.T, r *respond.Request, line string) {
	t.Helper()
	name, text, _ := strings.Cut(line, ": ")
	switch name {
	case "Accept":
		r.Accept = text
	case "Prefer":
		for word := range strings.SplitSeq(text, ", ") {
			switch name, text, _ := strings.Cut(word, "="); name {
			case "code":
				r.Prefer.Code, _ = strconv.Atoi(text)
				r.Prefer.CodeBy = "Prefer"
			case "example":
				r.Prefer.Example = text
			case "dynamic":
				r.Prefer.Dynamic = true
			}
		}
	default:
		body, err := value.ParseJSON([]byte(strings.TrimPrefix(line, "> ")), value.Limits{})
		require.NoError(t, err, line)
		r.Call.Body, r.Call.MediaType = body, r.Contract.Body.Content[0]
		if _, list := body.([]any); list {
			r.Call.MediaType = r.Contract.Body.Content[len(r.Contract.Body.Content)-1]
		}
	}
}

func written(t *testing.T, a *respond.Answer, err error) []string {
	t.Helper()
	var refusal *problem.Problem
	if errors.As(err, &refusal) {
		if refusal.Status != 0 {
			return []string{fmt.Sprintf("refused %s with %d: %s", refusal.Kind, refusal.Status, refusal.Message)}
		}
		return []string{fmt.Sprintf("refused %s: %s", refusal.Kind, refusal.Message)}
	}
	require.NoError(t, err)
	source := string(a.Source)
	if source == "" {
		source = "nothing"
	}
	lines := []string{fmt.Sprintf("%d from %s", a.Status, source)}
	if a.Note != "" {
		lines = append(lines, "note: "+a.Note)
	}
	for _, h := range a.Header {
		lines = append(lines, h[0]+": "+h[1])
	}
	for _, w := range a.Warnings {
		lines = append(lines, "warning: "+w)
	}
	if a.MediaType != "" {
		lines = append(lines, a.MediaType)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(string(a.Body), "\r", `\r`), "\n"), "\n") {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
