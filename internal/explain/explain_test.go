package explain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/explain"
	"mockserver/internal/infer"
	"mockserver/internal/overlay"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

const trees = `
openapi: 3.1.0
info: {title: Trees, version: '1'}
paths:
  /trees:
    get: {operationId: list}
    post: {operationId: create, x-mock: {action: create, parameters: {q: {search: [name, id]}}}}
  /trees/{it's}: {get: {operationId: get}}
  /login: {post: {operationId: login}}
  /about: {get: {operationId: about}}
`

// document parses a text and gives each of its operations a reading.
func document(t require.TestingT, text string, read func(o *spec.Operation) infer.Reading) explain.Subject {
	root, err := tree.Parse("trees.yaml", []byte(text), tree.Limits{})
	require.NoError(t, err)
	d, err := spec.New("trees", root, spec.Config{})
	require.NoError(t, err)
	s := explain.Subject{Name: "trees.yaml", Extends: "trees.yaml", Root: root, Meaning: &infer.Meaning{}}
	for _, o := range d.Operations {
		reading := read(o)
		reading.Operation = o
		s.Meaning.Operations = append(s.Meaning.Operations, reading)
	}
	return s
}

func node(t require.TestingT, text string) *tree.Node {
	n, err := tree.Parse("line", []byte("---\n"+text), tree.Limits{})
	require.NoError(t, err)
	return n
}

// printed is the overlay as a text.
func printed(t require.TestingT, s explain.Subject) string {
	var b strings.Builder
	require.NoError(t, explain.Write(&b, s))
	return b.String()
}

// applied is the document with the overlay over it.
func applied(t require.TestingT, s explain.Subject) *tree.Node {
	text := printed(t, s)
	root, err := tree.Parse("trees.overlay.yaml", []byte(text), tree.Limits{})
	require.NoError(t, err, text)
	layer, err := overlay.Parse(root)
	require.NoError(t, err, text)
	changed, err := layer.Apply(s.Root)
	require.NoError(t, err, text)
	return changed
}

func readings(t *testing.T) map[string]infer.Reading {
	line := func(name, value, reason string) infer.Line {
		return infer.Line{Name: name, Value: node(t, value), Reason: reason}
	}
	return map[string]infer.Reading{
		"list": {
			Lines: []infer.Line{
				line("collection", "trees", "the path ends in it, and its records have the schema Tree"), line("action", "list", ""),
				{Name: "parameters", Lines: []infer.Line{
					line("page", "{page: number, first: 0}", "it begins with 0"),
					line("sort", "{sort: {newest: -created_at, oldest: created_at}}", "two of its words name a field"),
					line("on", "{filter: planted, op: lte}", "it is called\nlike the field planted"),
				}},
				{Name: "respond", Lines: []infer.Line{line("/data", "'${rows}'", "an array of objects"), line("/meta/total", "'${total}'", "")}},
				{Name: "headers", Lines: []infer.Line{}},
			},
			Open: []string{"the parameter near: no field of the record is called so"}, List: true, Paging: true,
		},
		"create": {Lines: []infer.Line{line("collection", "trees", ""), line("action", "create", "the document says it"),
			line("parameters", "{q: {search: [name, id]}}", "the document says it")}},
		"get":   {Lines: []infer.Line{line("collection", "trees", "")}},
		"login": {Open: []string{"its answer has no record"}},
		"about": {Example: true},
	}
}

func TestAnOverlayIsPleasantToRead(t *testing.T) {
	all := readings(t)
	s := document(t, trees, func(o *spec.Operation) infer.Reading { return all[o.ID] })
	s.Meaning.Document = []infer.Line{{Name: "collections", Lines: []infer.Line{
		{Name: "trees", Reason: "GET /trees lists it", Lines: []infer.Line{
			{Name: "schemas", Value: node(t, "['#/components/schemas/Tree', '#/paths/~1trees/get/responses/200/content/application~1json/schema/items']")},
			{Name: "key", Value: infer.Text("id"), Reason: "the path parameter of GET /trees/{id} is called so"},
			{Name: "pinned", Value: node(t, "[{id: 17, note: "+strings.Repeat("long ", 20)+", tags: [a, b]}, {id: 18}]")},
			{Name: "fields", Lines: []infer.Line{
				{Name: "owner", Value: node(t, "{one_of: owners}"), Reason: "it has the properties id and name"},
				{Name: "record_number", Value: node(t, "{sequence: {}}")},
			}},
		}},
		{Name: "owners", Lines: []infer.Line{{Name: "key", Value: infer.Text("no")}}},
	}}}
	scenario.Golden(t, "testdata/trees.overlay.yaml", printed(t, s))
	changed := applied(t, s)
	equal(t, infer.Node(s.Meaning.Document), changed.Get("x-mock"))
	for _, r := range s.Meaning.Operations {
		if len(r.Lines) > 0 {
			equal(t, infer.Node(r.Lines), changed.At(r.Operation.Pointer).Get("x-mock"))
		}
	}
}

func TestWhatNothingIsSaidOfIsAnOverlayToo(t *testing.T) {
	s := document(t, trees, func(*spec.Operation) infer.Reading { return infer.Reading{} })
	s.Extends = ""
	changed := applied(t, s)
	equal(t, s.Root, changed)
	assert.NotContains(t, printed(t, s), "extends")
}

func TestAnOperationInAnotherFileIsSaidInComments(t *testing.T) {
	s := document(t, trees, func(*spec.Operation) infer.Reading {
		return infer.Reading{Lines: []infer.Line{{Name: "collection", Value: infer.Text("trees")}}}
	})
	s.Root = node(t, "{info: {}}")
	assert.Contains(t, printed(t, s), "  # GET /trees stands in another file, where an overlay does not reach: say there, under x-mock:\n  #   collection: trees\n")
	applied(t, s)
}

// equal compares nodes but for their places.
func equal(t require.TestingT, want, got *tree.Node) {
	require.NotNil(t, got)
	require.Equal(t, describe(want, 0), describe(got, 0))
}

// describe is a node as a text that differs where nodes do; members of objects in the order of their keys, since what a
// document says itself keeps its place.
func describe(n *tree.Node, depth int) string {
	text := fmt.Sprintf("%*s%v %q\n", depth, "", n.Kind, n.Text)
	if n.Is(tree.Object) {
		keys := slices.Sorted(slices.Values(n.Keys))
		for _, key := range keys {
			text += fmt.Sprintf("%*s%q:\n", depth, "", key) + describe(n.Get(key), depth+1)
		}
		return text
	}
	for _, item := range n.Items {
		text += describe(item, depth+1)
	}
	return text
}

// texts are those that readers of YAML mistake, and any others.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "yes", "No", "ON", "y", "~", "null", "true", "1.0", "0x1F", "1_000", "-1", "+1", ".5", "1e5", ".inf", "-.INF", ".nan", "2024-05-01",
			"12:30:45", "<<", "=", "-", "--", "---", "...", "- a", "a: b", "a:", ":a", "a #b", "#a", "&a", "*a", "!a", "|", ">", "@a", "`a", "%a", "? a", "?", "[a", "{a", "a, b", "]", "}",
			" a", "a ", "a\n", "\na", "a\nb", "\t", "a\tb", "\u0085", "\u2028", "\ufeff", "\u200b", "\u00a0", "\x7f", "\x00", "'", "''", `"`, `\`, "${total}", "a ${rows} b", "$.paths['/a'].get",
			"-created_at", "field desc", "é", "😀", "\U000e0001", "_1", "-_1", "/meta/total", "200", "x-y", "a@b", "*", "a*", "owner.login", strings.Repeat("k", 1100), strings.Repeat("é ", 700)}),
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("ab :#'\"\\{}[],&*!|>%@`-?\n\t0.~$/"))),
	)
}

// names are those of members.
func names() *rapid.Generator[string] {
	return texts().Filter(func(text string) bool { return text != "" }) // which overlays cannot remove
}

func nodes(depth int) *rapid.Generator[*tree.Node] {
	return rapid.Custom(func(t *rapid.T) *tree.Node {
		kinds := 4
		if depth > 0 {
			kinds = 6
		}
		switch kind := tree.Kind(rapid.IntRange(0, kinds-1).Draw(t, "kind")); kind {
		case tree.Bool:
			return &tree.Node{Kind: kind, Text: rapid.SampledFrom([]string{"true", "false"}).Draw(t, "bool")}
		case tree.Number:
			return &tree.Node{Kind: kind, Text: rapid.SampledFrom([]string{"0", "-1", "17", "1.0", "1e5", "-0", "0.25", "1E-7", "123456789012345678901234567890"}).Draw(t, "number")}
		case tree.String:
			return infer.Text(texts().Draw(t, "text"))
		case tree.Array:
			return infer.List(rapid.SliceOfN(nodes(depth-1), 0, 4).Draw(t, "items")...)
		case tree.Object:
			keys := rapid.SliceOfNDistinct(names(), 0, 4, rapid.ID[string]).Draw(t, "keys")
			return tree.NewObject(nil, keys, rapid.SliceOfN(nodes(depth-1), len(keys), len(keys)).Draw(t, "values"))
		default:
			return &tree.Node{Kind: tree.Null}
		}
	})
}

func someLines(depth int) *rapid.Generator[[]infer.Line] {
	return rapid.Custom(func(t *rapid.T) []infer.Line {
		var lines []infer.Line
		for _, name := range rapid.SliceOfNDistinct(names(), 0, 4, rapid.ID[string]).Draw(t, "names") {
			line := infer.Line{Name: name, Reason: rapid.OneOf(rapid.Just(""), texts()).Draw(t, "reason")}
			if depth == 0 || rapid.Bool().Draw(t, "leaf") {
				line.Value = nodes(3).Draw(t, "value")
			} else {
				line.Lines = someLines(depth-1).Draw(t, "lines")
			}
			lines = append(lines, line)
		}
		return lines
	})
}

func TestWhatIsPrintedIsReadAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := node(t, "{openapi: 3.1.0, info: {title: T, version: '1'}, paths: {}}")
		paths := rapid.SliceOfNDistinct(texts(), 1, 3, rapid.ID[string]).Draw(t, "paths")
		items := make([]*tree.Node, len(paths))
		for i := range paths {
			paths[i] = "/" + paths[i]
			items[i] = node(t, "{get: {responses: {}}}")
		}
		root = root.With("paths", tree.NewObject(nil, paths, items))
		d, err := spec.New("trees", root, spec.Config{})
		require.NoError(t, err)
		s := explain.Subject{Name: texts().Draw(t, "name"), Extends: texts().Draw(t, "extends"), Root: root, Meaning: &infer.Meaning{Document: someLines(2).Draw(t, "document")}}
		for _, o := range d.Operations {
			s.Meaning.Operations = append(s.Meaning.Operations, infer.Reading{Operation: o, Lines: someLines(2).Draw(t, "lines"), Open: rapid.SliceOfN(texts(), 0, 2).Draw(t, "open")})
		}
		changed := applied(t, s)
		if len(s.Meaning.Document) > 0 {
			equal(t, infer.Node(s.Meaning.Document), changed.Get("x-mock"))
		}
		for _, r := range s.Meaning.Operations {
			if len(r.Lines) > 0 {
				equal(t, infer.Node(r.Lines), changed.At(r.Operation.Pointer).Get("x-mock"))
			}
		}
		again := s
		again.Root = changed
		equal(t, changed, applied(t, again))
	})
}

func TestTextsThatAReaderOfYAMLMistakesStandInQuotes(t *testing.T) {
	for _, text := range []string{"y", "N", "yes", "No", "on", "OFF", "true", "null", "~", "", "1", "1.0", "0x1", "017", "1_000", "-1", "+1", ".5", "1e5", ".inf", ".nan", "12:30",
		"2024-05-01", "<<", "=", "-", "- a", "? a", "a: b", "a #b", "#a", " a", "a ", "a\nb", "\u2028", "\ufeff", "${total}", "[a]", "{a}", "a, b", "&a", "*a", "!a", "%a", "@a", "`a"} {
		s := document(t, trees, func(*spec.Operation) infer.Reading { return infer.Reading{} })
		s.Meaning.Document = []infer.Line{{Name: "member", Value: infer.Text(text)}, {Name: text + "!", Value: infer.Text("plain text")}}
		assert.Regexp(t, `\n        member: ['"]`, printed(t, s), "%q", text)
		assert.Regexp(t, `\n        ['"].*: plain text\n`, printed(t, s), "%q", text)
	}
}
