package conformance

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/explain"
	"mockserver/internal/infer"
	"mockserver/internal/overlay"
	"mockserver/internal/scenario"
	"mockserver/internal/server"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// asked is how many gets of a document are compared.
const asked = 12

var pathParameter = regexp.MustCompile(`\{[^}]*\}`)

// TestWhatIsExplainedOfTheCorpusChangesNothing gives each document what explain prints of it: every answer stays as it was.
func TestWhatIsExplainedOfTheCorpusChangesNothing(t *testing.T) {
	for _, file := range scenario.Corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			skipLarge(t, file)
			d := open(t, file)
			var printed bytes.Buffer
			require.NoError(t, explain.Write(&printed, explain.Subject{Name: d.name, Root: d.spec.Root, Meaning: infer.Document(d.spec)}))
			layer, err := tree.Parse("explained.yaml", printed.Bytes(), tree.DefaultLimits)
			require.NoError(t, err)
			read, err := overlay.Parse(layer)
			require.NoError(t, err)
			root, err := read.Apply(d.spec.Root)
			require.NoError(t, err)
			again, err := spec.New(d.spec.Name, root, spec.Config{})
			require.NoError(t, err)
			plain, explained := listening(t, d.spec), listening(t, again)
			var gets []*spec.Operation
			for _, o := range d.spec.Operations {
				if o.Method == http.MethodGet {
					gets = append(gets, o)
				}
			}
			for i := 0; i < len(gets); i += max(1, len(gets)/asked) {
				path := pathParameter.ReplaceAllString(gets[i].Template, "1")
				assert.Equal(t, answerTo(plain, path), answerTo(explained, path), path)
			}
		})
	}
}

func listening(t *testing.T, d *spec.Document) http.Handler {
	s, err := server.New(server.Config{Documents: []*spec.Document{d}, Seed: 1, UnknownParameters: "warn", Clock: clock, Records: 20})
	require.NoError(t, err)
	return s.Handler()
}

func answerTo(mock http.Handler, path string) string {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://example.com/", nil)
	r.URL.Path = path
	r.Header.Set("Authorization", "Bearer token")
	mock.ServeHTTP(w, r)
	return w.Result().Status + "\n" + w.Body.String()
}
