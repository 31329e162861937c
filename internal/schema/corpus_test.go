package schema_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// TestSchemasOfRealDocuments compiles every schema of parameters, headers, bodies and answers. What is lost, what is left out
// and what is not enforced stands in testdata/corpus.golden.
func TestSchemasOfRealDocuments(t *testing.T) {
	files := scenario.Corpus(t)
	var report strings.Builder
	patterns := map[string]bool{}
	for _, file := range files {
		name := filepath.Base(file)
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		root, err := tree.Parse(name, data, tree.DefaultLimits)
		require.NoError(t, err)
		config := schema.Config{Dialect: dialectOf(root), Resolve: local(root), Root: root}
		w := walker{t: t, compiler: schema.NewCompiler(config), lost: map[string]int{}, patterns: patterns}
		w.walk(root.Get("paths"), "/paths", true)
		w.walk(root.Get("components"), "/components", true)
		w.report(&report)
	}
	reportPatterns(&report, patterns)
	scenario.Golden(t, "testdata/corpus.golden", report.String())
}

func dialectOf(root *tree.Node) schema.Dialect {
	switch {
	case root.Get("swagger") != nil:
		return schema.Swagger20
	case strings.HasPrefix(root.Get("openapi").Text, "3.0"):
		return schema.OpenAPI30
	}
	return schema.Draft202012
}

// reportPatterns counts the engines that the distinct patterns of all documents need.
func reportPatterns(b *strings.Builder, patterns map[string]bool) {
	counts := map[string]int{}
	for text := range patterns {
		p := schema.NewPattern(text)
		_, linear := p.RE2()
		switch {
		case !p.Enforced():
			counts["not enforced"]++
		case linear:
			counts["RE2"]++
		default:
			counts["regexp2"]++
		}
	}
	fmt.Fprintf(b, "patterns: %d, by RE2 %d, by regexp2 %d, not enforced %d\n", len(patterns), counts["RE2"], counts["regexp2"], counts["not enforced"])
}

// walker compiles every schema below a node.
type walker struct {
	t        *testing.T
	compiler *schema.Compiler
	compiled int
	causes   []string
	lost     map[string]int // by cause
	patterns map[string]bool
}

// walk goes by keys that lead to schemas; the keys of maps are not looked at.
func (w *walker) walk(n *tree.Node, pointer string, isMap bool) {
	for i := range n.Len() {
		child := n.Items[i]
		switch {
		case n.Is(tree.Array):
			w.walk(child, tree.Join(pointer, fmt.Sprint(i)), false)
		case strings.HasPrefix(n.Keys[i], "x-"), n.Keys[i] == "example", n.Keys[i] == "examples":
		case n.Keys[i] == "schema":
			w.schema(child, tree.Join(pointer, "schema"))
		case n.Keys[i] == "schemas":
			for j, name := range child.Keys {
				w.schema(child.Items[j], tree.Join(pointer, "schemas", name))
			}
		default:
			w.walk(child, tree.Join(pointer, n.Keys[i]), !isMap)
		}
	}
}

func (w *walker) schema(n *tree.Node, pointer string) {
	w.compiled++
	s, err := w.compiler.Compile(n, pointer)
	w.collect(n)
	if err != nil {
		var mistake *schema.Error
		require.ErrorAs(w.t, err, &mistake)
		if w.lost[mistake.Error()] == 0 {
			w.causes = append(w.causes, mistake.Error())
		}
		w.lost[mistake.Error()]++
		return
	}
	require.NotEmpty(w.t, s.Words())
	for _, field := range s.Fields() {
		require.Same(w.t, field.Schema, s.Field(field.Name))
	}
}

func (w *walker) collect(n *tree.Node) {
	if pattern := n.Get("pattern"); pattern.Is(tree.String) {
		w.patterns[pattern.Text] = true
	}
	for i := range n.Len() {
		w.collect(n.Items[i])
	}
}

func (w *walker) report(b *strings.Builder) {
	mistakes := w.compiler.Mistakes()
	require.Empty(w.t, w.compiler.Mistakes(), "each is told once")
	for _, cause := range w.causes {
		fmt.Fprintf(b, "lost %d times: %s\n", w.lost[cause], cause)
	}
	var kinds []string
	counts, first := map[string]int{}, map[string]*schema.Error{}
	for _, m := range mistakes {
		kind := m.Message
		if m.Unenforced {
			kind = "not enforced: " + kind
		}
		if counts[kind]++; counts[kind] == 1 {
			kinds = append(kinds, kind)
			first[kind] = m
		}
	}
	for _, kind := range kinds {
		fmt.Fprintf(b, "left out %d times: %s\n", counts[kind], first[kind])
	}
}
