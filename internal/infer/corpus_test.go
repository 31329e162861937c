package infer

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// Of any real document inference ends, and what it says leads somewhere.
func TestRealDocumentsAreUnderstood(t *testing.T) {
	for _, file := range scenario.Corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			scenario.Ends(t, func() {
				d := documentOf(t, file, scenario.Read(t, file))
				m := Document(d)
				assertSound(t, d, m)
				t.Log(countOf(m))
			})
		})
	}
}

func documentOf(t testing.TB, name, text string) *spec.Document {
	t.Helper()
	root, err := tree.ParseLenient(name, []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New("api", root, spec.Config{})
	require.NoError(t, err)
	return d
}

// assertSound tells what of a meaning leads nowhere.
func assertSound(t testing.TB, d *spec.Document, m *Meaning) {
	t.Helper()
	require.Len(t, m.Operations, len(d.Operations))
	collections := Node(m.Document).Get("collections")
	assert.Empty(t, collections.Repeats())
	seen := map[string]bool{}
	for i, name := range collections.Members() {
		assert.False(t, seen[name], "the name %s stands twice", name)
		seen[name] = true
		for _, member := range []string{"schemas", "examples"} {
			for _, pointer := range collections.Items[i].Get(member).Elements() {
				if strings.HasPrefix(pointer.Text, "#") {
					assert.NotNil(t, d.Root.At(pointer.Text), "%s of %s: %s points to nothing", member, name, pointer.Text)
				}
			}
		}
		for _, field := range collections.Items[i].Get("fields").Elements() {
			assert.NotNil(t, field)
		}
	}
	for _, rd := range m.Operations {
		assertSoundOperation(t, rd, collections)
	}
}

func assertSoundOperation(t testing.TB, rd Reading, collections *tree.Node) {
	t.Helper()
	if len(rd.Lines) == 0 {
		return
	}
	what := rd.Operation.Method + " " + rd.Operation.Template
	n := Node(rd.Lines)
	name, action := n.Get("collection").Str(), n.Get("action").Str()
	if own := rd.Operation.Node.Path("x-mock", "collection"); own != nil {
		name = own.Str()
	}
	c := collections.Get(name)
	assert.NotNil(t, c, "%s has a collection that is none", what)
	keys := 0
	parameters := n.Get("parameters")
	for i, name := range parameters.Members() {
		assert.Equal(t, i, slices.Index(parameters.Keys, name), "%s: %s stands twice", what, name)
		if parameters.Items[i].Get("key").True() {
			keys++
		}
		if field := parameters.Items[i].Get("parent").Str(); field != "" {
			assert.NotNil(t, c.Path("fields", field, "one_of"), "%s: %s refers to nothing", what, field)
		}
	}
	if action == "list" || action == "create" {
		assert.Zero(t, keys, what)
	} else {
		assert.Equal(t, 1, keys, what)
	}
}

// countOf is how much was understood, for whoever works on it: go test -v.
func countOf(m *Meaning) map[string]int {
	counts := map[string]int{"operations": len(m.Operations), "collections": Node(m.Document).Get("collections").Len()}
	for _, rd := range m.Operations {
		if rd.List {
			counts["lists seen"]++
		}
		if action := Node(rd.Lines).Get("action").Str(); action != "" {
			counts[action]++
		} else if len(rd.Open) > 0 {
			counts["open"]++
		}
	}
	return counts
}

func BenchmarkDocument(b *testing.B) {
	file := scenario.Shared(b, "corpus/github.json")[0]
	d := documentOf(b, file, scenario.Read(b, file))
	for b.Loop() {
		Document(d)
	}
}
