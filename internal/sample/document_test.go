package sample_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/sample"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// response compiles the response 200 of a document with one operation; text is its members, components those of the
// document.
func response(t testing.TB, text, components string) *spec.Response {
	t.Helper()
	document := "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: OK\n" +
		indented(text, 10) + "components:\n" + indented(components, 2)
	if components == "" {
		document = strings.TrimSuffix(document, "components:\n")
	}
	root, err := tree.Parse("a.yaml", []byte(document), tree.DefaultLimits)
	require.NoError(t, err, document)
	d, err := spec.New("a", root, spec.Config{})
	require.NoError(t, err)
	contract, err := d.Operations[0].Contract()
	require.NoError(t, err)
	return contract.Responses[0]
}

func indented(text string, by int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Repeat(" ", by) + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}

// mediaType compiles a media type; members are in YAML's flow style, "" for none.
func mediaType(t testing.TB, name, members, components string) *spec.MediaType {
	t.Helper()
	return response(t, "content: {\""+name+"\": {"+members+"}}\n", components).Content[0]
}

func maker(seed uint64) sample.Maker {
	return sample.Maker{Key: fake.NewKey(seed, "test"), Clock: value.TimeOf(time.Date(2025, time.July, 1, 12, 0, 0, 0, time.UTC))}
}

func parsed(t testing.TB, text string) any {
	t.Helper()
	v, err := value.ParseJSON([]byte(text), value.Limits{})
	require.NoError(t, err)
	return v
}

type member = value.Member

const answer = schema.Answer

func at(v any, name string) any { return value.At(v, name) }

// read reads a real document.
func read(t testing.TB, file string) *spec.Document {
	t.Helper()
	name := filepath.Base(file)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	root, err := tree.Parse(name, data, tree.DefaultLimits)
	require.NoError(t, err)
	d, err := spec.New(name, root, spec.Config{})
	require.NoError(t, err)
	return d
}
