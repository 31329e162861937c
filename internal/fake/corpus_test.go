package fake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fake"
	"mockserver/internal/scenario"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// unsatisfiable names the schemas of real documents that nothing fits, and why.
var unsatisfiable = map[string]string{
	"discord.json /paths/~1guilds~1{guild_id}~1requests/get/parameters/-/schema":                                           "its enum is empty",
	"intercom-2.14.yaml /paths/~1conversations/post/requestBody/content/application~1json/schema":                          "a uuid of 24 characters",
	"readme-discriminators.json /paths/~1potentially-undefined-formData/post/requestBody/content/application~1json/schema": "two equal branches of a oneOf",
}

// TestValuesForEverySchemaOfRealDocuments makes what answers and requests of all operations of the corpus would hold.
func TestValuesForEverySchemaOfRealDocuments(t *testing.T) {
	for _, file := range scenario.Corpus(t) {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			root, err := tree.Parse(name, data, tree.DefaultLimits)
			require.NoError(t, err)
			d := schema.Draft202012
			switch {
			case root.Get("swagger") != nil:
				d = schema.Swagger20
			case strings.HasPrefix(root.Get("openapi").Str(), "3.0"):
				d = schema.OpenAPI30
			}
			w := &walker{seeds: seedsOf(data), t: t, document: name, compiler: schema.NewCompiler(schema.Config{Dialect: d, Resolve: local(root), Root: root})}
			w.walk(root.Get("paths"), "/paths", schema.ReadRequest)
			for _, part := range []string{"components", "responses", "parameters", "definitions"} {
				w.walk(root.Get(part), "/"+part, schema.Answer)
			}
			t.Logf("%d values of %d schemas, %d bytes", w.made, w.schemas, w.bytes)
		})
	}
}

// seedsOf is fewer for the documents whose schemas are thousands.
func seedsOf(data []byte) uint64 {
	if len(data) > 1<<20 {
		return 2
	}
	return 5
}

// walker makes values of every schema below a node.
type walker struct {
	t                    *testing.T
	document             string
	compiler             *schema.Compiler
	seeds                uint64 // values of each schema
	schemas, made, bytes int
}

func (w *walker) walk(n *tree.Node, pointer string, mode schema.Mode) {
	for i := range n.Len() {
		child := n.Items[i]
		switch {
		case n.Is(tree.Array):
			w.walk(child, tree.Join(pointer, "-"), mode)
		case strings.HasPrefix(n.Keys[i], "x-"), n.Keys[i] == "example", n.Keys[i] == "examples":
		case n.Keys[i] == "schema" && child.Is(tree.Object):
			w.schema(child, tree.Join(pointer, "schema"), mode)
		case n.Keys[i] == "responses":
			w.walk(child, tree.Join(pointer, n.Keys[i]), schema.Answer)
		default:
			w.walk(child, tree.Join(pointer, n.Keys[i]), mode)
		}
	}
}

func (w *walker) schema(n *tree.Node, pointer string, mode schema.Mode) {
	s, err := w.compiler.Compile(n, pointer)
	if err != nil {
		return // schema's tests tell which
	}
	w.schemas++
	for seed := range w.seeds {
		g := fake.Generator{Mode: mode, Clock: clock, Dynamic: seed%2 == 1}
		v, err := g.Value(fake.NewKey(seed, w.document, pointer), s)
		if err != nil {
			require.ErrorAs(w.t, err, new(*fake.Unsatisfiable))
			assert.NotEmpty(w.t, unsatisfiable[w.document+" "+pointer], "%s: %v", pointer, err)
			return
		}
		w.made++
		if seed < 2 {
			searched, err := fake.Searched(g).Value(fake.NewKey(seed, w.document, pointer), s)
			require.NoError(w.t, err, pointer)
			assert.Equal(w.t, string(value.AppendJSON(nil, searched)), string(value.AppendJSON(nil, v)), pointer)
		}
		w.bytes += len(value.AppendJSON(nil, v))
		assert.True(w.t, s.Fits(v, mode), "%s: %s", pointer, value.AppendJSON(nil, v))
	}
}
