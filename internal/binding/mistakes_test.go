package binding_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// things is the document that x-mock is laid over; in its fixture there are things.
const things = `openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: list
      parameters:
        - {name: kind, in: query, schema: {type: string, enum: [big, small]}}
        - {name: size, in: query, schema: {type: integer}}
        - {name: sort, in: query, schema: {type: array, items: {type: string}}}
        - {name: since, in: query, schema: {type: array, items: {type: string, format: date}, default: ['2020-01-01']}}
        - {name: page, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: integer, default: 3}}
        - {name: more, in: query, schema: {type: integer}}
        - {name: more, in: header, schema: {type: integer}}
      responses: {'200': {description: OK, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
    post:
      operationId: create
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'201': {description: made}}
  /things/{id}:
    get:
      operationId: get
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: integer}, kind: {type: string}}}
`

const thingsFixture = `collections:
  things:
    records: 10
    fields:
      id: {sequence: {start: 1}}
      kind: {pick: [big, small]}
      made: {date: {from: -9y, to: 0d}}
      large: {derived: "kind == 'big'"}
`

func parse(t testing.TB, file, text string) *tree.Node {
	t.Helper()
	root, err := tree.Parse(file, []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return root
}

// bind lays x-mock over the document or one of its operations.
func bind(t testing.TB, over map[string]*tree.Node) (*binding.Document, error) {
	t.Helper()
	root := parse(t, "things.yaml", things)
	for target, mock := range over {
		if target == "document" {
			root = root.With("x-mock", mock)
			continue
		}
		if strings.HasPrefix(target, "/") {
			paths := root.Get("paths")
			root = root.With("paths", paths.With(target, paths.Get(target).With("x-mock", mock)))
			continue
		}
		root = withOperation(root, target, mock)
	}
	doc, err := spec.New("things", root, spec.Config{})
	require.NoError(t, err)
	p, err := population.New(parse(t, "fixture.yaml", thingsFixture),
		population.Config{Name: "things", Seed: 1, Clock: time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	return binding.New(doc, p, 1, nil)
}

func withOperation(root *tree.Node, id string, mock *tree.Node) *tree.Node {
	paths := root.Get("paths")
	for i, path := range paths.Keys {
		for j, method := range paths.Items[i].Keys {
			if o := paths.Items[i].Items[j]; o.Get("operationId").Str() == id {
				paths = paths.With(path, paths.Items[i].With(method, o.With("x-mock", mock)))
			}
		}
	}
	return root.With("paths", paths)
}

// TestMistakes plays testdata/mistakes.txt: a line with # says what is tried, a line "of" where x-mock stands, lines
// with | are its YAML, and what is said of it is indented.
func TestMistakes(t *testing.T) {
	const file = "testdata/mistakes.txt"
	played := scenario.Calls{Answer: func(tried []string) []string {
		var target, yaml string
		for _, line := range tried {
			if of, ok := strings.CutPrefix(line, "of "); ok {
				target = of
			} else if text, ok := strings.CutPrefix(line, "| "); ok {
				yaml += text + "\n"
			}
		}
		if _, err := bind(t, map[string]*tree.Node{target: parse(t, "x.yaml", yaml)}); err != nil {
			return strings.Split(err.Error(), "\n")
		}
		return []string{"fine"}
	}}
	scenario.Golden(t, file, strings.TrimSuffix(played.Play(scenario.Read(t, file)), "\n"))
}
