package load

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"mockserver/internal/limit"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func options() Options { return Options{Limits: limit.Default()} }

// filesToName has what a user might name: two documents called alike, an overlay and fixtures.
func filesToName(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	const pets = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {/pets: {get: {responses: {'200': {description: fine}}}}}\n"
	writeFiles(t, folder, map[string]string{
		"a/api.yaml": pets, "b/api.yaml": pets, "c/a/api.yaml": pets, "teamup.yaml": pets,
		"broken.yaml":       "a: [1",
		"over.yaml":         "overlay: 1.0.0\ninfo: {title: Any, version: '1'}\nactions: [{target: $.info, update: {title: Overlaid}}]\n",
		"other.yaml":        "overlay: 1.0.0\ninfo: {title: Any, version: '1'}\nextends: birds.yaml\nactions: [{target: $.info, update: {title: Overlaid}}]\n",
		"fixtures/api.yaml": "collections: {}\n",
	})
	t.Chdir(folder)
}

func TestWithoutWordsTheBundledDocumentsAreRead(t *testing.T) {
	documents, err := Documents(t.Context(), nil, options())
	require.NoError(t, err)
	assert.Equal(t, []string{"finicity", "teamup"}, Names(documents))
	for _, d := range documents {
		assert.Empty(t, d.Files(), d.Name)
		assert.Equal(t, d.Name, d.Reference())
		_, err := d.Compile(limit.Default())
		assert.NoError(t, err, d.Name)
	}
	fixtures, err := Fixtures(t.Context(), documents, nil, options())
	require.NoError(t, err)
	assert.Len(t, fixtures, 2)
	assert.NoError(t, Overlays(t.Context(), documents, Variants(), options()))
}

func TestDocumentsAreCalledAsTheirFiles(t *testing.T) {
	filesToName(t)
	for name, c := range map[string]struct{ words, called string }{
		"one":                           {"a/api.yaml", "api"},
		"two that are called alike":     {"a/api.yaml b/api.yaml", "a/api b/api"},
		"one from standard input":       {"-", "stdin"},
		"one of the name of a bundled":  {"teamup.yaml", "teamup"},
		"one beside that of stdin":      {"- teamup.yaml", "stdin teamup"},
		"one that is broken among them": {"broken.yaml teamup.yaml", "broken teamup"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options()
			o.Stdin = strings.NewReader("openapi: 3.1.0")
			documents, err := Documents(t.Context(), strings.Fields(c.words), o)
			require.NoError(t, err)
			assert.Equal(t, strings.Fields(c.called), Names(documents))
			found, err := Fixtures(t.Context(), documents, nil, o)
			assert.NoError(t, err)
			assert.Empty(t, found, "the bundled ones are those of bundled documents")
		})
	}
}

func TestWhatIsNamedWronglyIsAMistakeOfUsage(t *testing.T) {
	filesToName(t)
	for name, c := range map[string]struct{ documents, overlay, fixture, says string }{
		"a document that is not there":    {"a/apj.yaml", "", "", `"a/apj.yaml" is not a file that exists; did you mean a/api.yaml?`},
		"a document that is no verb":      {"chekc", "", "", `"chekc" is neither a verb (check, serve) nor a file that exists; did you mean check?`},
		"a later word is no verb":         {"a/api.yaml chekc", "", "", `"chekc" is not a file that exists`},
		"a folder":                        {"a", "", "", `"a" is a folder; name the document in it`},
		"a document twice":                {"a/api.yaml a/api.yaml", "", "", `"a/api.yaml" is given twice`},
		"two documents of one name":       {"a/api.yaml c/a/api.yaml", "", "", `"a/api.yaml" and "c/a/api.yaml" would both be called a/api; rename one of them`},
		"no standard input":               {"-", "", "", `"-" means standard input, of which there is none here; name the document's file`},
		"an overlay that is not there":    {"a/api.yaml", "ovr.yaml", "", `--overlay "ovr.yaml" is neither a file that exists nor a bundled overlay (finicity/`},
		"an overlay of a bundled one":     {"a/api.yaml", "finicity/start-is-page", "", `--overlay "finicity/start-is-page" belongs to the bundled API finicity`},
		"an overlay of either":            {"a/api.yaml b/api.yaml", "over.yaml", "", `--overlay "over.yaml" does not say which document it is for`},
		"a fixture that is not there":     {"a/api.yaml", "", "fixturs", `--fixtures "fixturs" is neither a file nor a folder that exists`},
		"a folder that holds no fixture":  {"a/api.yaml", "", "c", `--fixtures "c" holds no fixture`},
		"a fixture of either":             {"a/api.yaml b/api.yaml", "", "fixtures", `--fixtures "fixtures/api.yaml" does not say which document it is for`},
		"two fixtures of one document":    {"a/api.yaml", "", "fixtures fixtures/api.yaml", `--fixtures "fixtures/api.yaml" and "fixtures/api.yaml" are both for api; a document has one fixture`},
		"a word that can be no verb here": {"./chekc", "", "", `"./chekc" is not a file that exists`},
	} {
		t.Run(name, func(t *testing.T) {
			o := options()
			o.Verbs = []string{"check", "serve"}
			documents, err := Documents(t.Context(), strings.Fields(c.documents), o)
			if err == nil {
				err = Failures(documents)
			}
			if err == nil {
				err = Overlays(t.Context(), documents, strings.Fields(c.overlay), o)
			}
			if err == nil {
				_, err = Fixtures(t.Context(), documents, strings.Fields(c.fixture), o)
			}
			var usage *Usage
			require.ErrorAs(t, err, &usage)
			assert.True(t, strings.HasPrefix(err.Error(), c.says), err.Error())
		})
	}
}

func TestADocumentThatIsBrokenIsNoMistakeOfUsage(t *testing.T) {
	filesToName(t)
	documents, err := Documents(t.Context(), []string{"broken.yaml"}, options())
	require.NoError(t, err)
	var usage *Usage
	require.Error(t, documents[0].Failure)
	assert.NotErrorAs(t, documents[0].Failure, &usage)
	assert.Contains(t, documents[0].Failure.Error(), "\n", "the line in question is shown")
	assert.NotContains(t, documents[0].Cause().Error(), "\n")
	assert.NoError(t, Overlays(t.Context(), documents, []string{"over.yaml"}, options()), "it gets none")
	_, err = documents[0].Compile(limit.Default())
	assert.Equal(t, documents[0].Failure, err)
}

func TestAnOverlayOfAnotherDocumentIsToldWhereThereIsALog(t *testing.T) {
	filesToName(t)
	documents, err := Documents(t.Context(), []string{"a/api.yaml"}, options())
	require.NoError(t, err)
	require.NoError(t, Overlays(t.Context(), documents, []string{"other.yaml"}, options()))
	var told bytes.Buffer
	o := options()
	o.Log = slog.New(slog.NewTextHandler(&told, nil))
	require.NoError(t, Overlays(t.Context(), documents, []string{"other.yaml"}, o))
	assert.Contains(t, told.String(), "though its extends names another")
	document, err := documents[0].Compile(limit.Default())
	require.NoError(t, err)
	assert.Equal(t, "Overlaid", document.Root.Get("info").Get("title").Str())
	assert.Equal(t, []string{"a/api.yaml"}, documents[0].Files())
}
