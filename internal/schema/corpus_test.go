package schema_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// corpus holds real documents, which are read in place.
const corpus = "../../../shared/corpus"

// mistaken says how many schemas of parameters, bodies and answers of a document are lost, and by what; of the others none.
var mistaken = map[string]int{
	"docusign-esign-v2.json": 49, // type: file of Swagger 2.0, a dangling $ref
	"slack.json":             32, // items that are arrays, of Swagger 2.0
	"spotify-official.yml":   1,  // required: true
	"square.json":            13, // a dangling $ref
}

func TestSchemasOfRealDocumentsCompile(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus, "*"))
	require.NoError(t, err)
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("the corpus is missing: " + corpus)
		}
		t.Skip("the corpus is missing: " + corpus)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "README.md" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			root, err := tree.Parse(name, data, tree.DefaultLimits)
			require.NoError(t, err)
			d := schema.Draft202012
			if !strings.HasPrefix(root.Get("openapi").Str(), "3.1") {
				d = schema.OpenAPI30
			}
			w := walker{t: t, compiler: schema.NewCompiler(d, local(root))}
			w.walk(root.Get("paths"), "/paths")
			w.walk(root.Path("components", "parameters"), "/components/parameters")
			require.Equal(t, mistaken[name], w.lost)
		})
	}
}

// walker compiles every schema below a node.
type walker struct {
	t        *testing.T
	compiler *schema.Compiler
	lost     int
}

func (w *walker) walk(n *tree.Node, pointer string) {
	for i := range n.Len() {
		child := n.Items[i]
		switch {
		case n.Is(tree.Array):
			w.walk(child, pointer)
		case strings.HasPrefix(n.Keys[i], "x-"):
		case n.Keys[i] == "schema" && child.Is(tree.Object):
			w.schema(child, tree.Join(pointer, "schema"))
		default:
			w.walk(child, tree.Join(pointer, n.Keys[i]))
		}
	}
}

func (w *walker) schema(n *tree.Node, pointer string) {
	s, err := w.compiler.Compile(n, pointer)
	if err != nil {
		var mistake *schema.Error
		require.ErrorAs(w.t, err, &mistake)
		w.lost++
		return
	}
	require.NotEmpty(w.t, s.Words())
	for _, field := range s.Fields() {
		require.Same(w.t, field.Schema, s.Field(field.Name))
	}
}
