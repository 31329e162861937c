package explain_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/explain"
	"mockserver/internal/infer"
	"mockserver/internal/overlay"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

func read(t *testing.T, file string) *tree.Node {
	data, err := os.ReadFile("../../specs/" + file)
	require.NoError(t, err)
	root, err := tree.Parse(file, data, tree.Limits{})
	require.NoError(t, err)
	return root
}

// said are the members of an x-mock as lines.
func said(n *tree.Node) []infer.Line {
	var lines []infer.Line
	for i, name := range n.Members() {
		lines = append(lines, infer.Line{Name: name, Value: n.Items[i], Reason: "the document says it"})
	}
	return lines
}

func TestWhatADocumentSaysItselfChangesNothing(t *testing.T) {
	for _, name := range []string{"teamup", "finicity"} {
		layer, err := overlay.Parse(read(t, name+"/overlay.yaml"))
		require.NoError(t, err)
		root, err := layer.Apply(read(t, name+"/openapi.yaml"))
		require.NoError(t, err)
		d, err := spec.New(name, root, spec.Config{})
		require.NoError(t, err)
		s := explain.Subject{Name: name, Root: root, Meaning: &infer.Meaning{Document: said(root.Get("x-mock"))}}
		for _, o := range d.Operations {
			s.Meaning.Operations = append(s.Meaning.Operations, infer.Reading{Operation: o, Lines: said(o.Node.Get("x-mock"))})
		}
		equal(t, root, applied(t, s))
		assert.Contains(t, printed(t, s), "remove: true", name)
	}
}
