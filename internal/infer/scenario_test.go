package infer

import (
	"strings"
	"testing"

	"mockserver/internal/scenario"
	"mockserver/internal/tree"
)

// border stands between a document and what is inferred of it.
const border = "----"

// testdata has small documents, and below each what is inferred of it, with the reasons.
func TestWhatIsInferred(t *testing.T) {
	scenario.Files(t, "testdata/*.txt", func(t *testing.T, text string) string {
		above, _ := scenario.Split(t, text, border)
		d := documentOf(t, "document.yaml", above)
		m := Document(d)
		assertSound(t, d, m)
		var b strings.Builder
		printLines(&b, "", m.Document)
		for _, rd := range m.Operations {
			if len(rd.Lines)+len(rd.Open) == 0 {
				continue
			}
			b.WriteString(rd.Operation.Method + " " + rd.Operation.Template + "\n")
			printLines(&b, "  ", rd.Lines)
			for _, sentence := range rd.Open {
				b.WriteString("  ? " + sentence + "\n")
			}
		}
		return above + border + "\n" + b.String()
	})
}

func printLines(b *strings.Builder, indent string, lines []Line) {
	for _, l := range lines {
		b.WriteString(indent + l.Name + ":")
		if l.Value != nil {
			b.WriteString(" " + written(l.Value))
		}
		if l.Reason != "" {
			b.WriteString("   # " + l.Reason)
		}
		b.WriteString("\n")
		printLines(b, indent+"  ", l.Lines)
	}
}

// written is a node on one line.
func written(n *tree.Node) string {
	var parts []string
	for i, item := range n.Items {
		if n.Kind == tree.Object {
			parts = append(parts, n.Keys[i]+": "+written(item))
		} else {
			parts = append(parts, written(item))
		}
	}
	switch n.Kind {
	case tree.Object:
		return "{" + strings.Join(parts, ", ") + "}"
	case tree.Array:
		return "[" + strings.Join(parts, ", ") + "]"
	case tree.String:
		return "'" + n.Text + "'"
	}
	return n.Text
}
