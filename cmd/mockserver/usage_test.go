package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/settings"
)

// pets is a document that can be served.
const pets = `openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: all pets
          content: {application/json: {schema: {type: object}, example: {name: Rex}}}
`

// petsOverlay changes it; EXTENDS stands for a line.
const petsOverlay = `overlay: 1.0.0
EXTENDS
info: {title: x, version: "1"}
actions: [{target: $.info, update: {summary: overlaid}}]
`

// folder makes a folder with files and goes into it.
func folder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
}

func overlayOf(extends string) string { return strings.Replace(petsOverlay, "EXTENDS\n", extends, 1) }

func TestWrongCommandLinesAndDocuments(t *testing.T) {
	files := map[string]string{
		"pets.yaml": pets, "a/api.yaml": pets, "b/api.yaml": pets, "pets.json": pets,
		"broken.yaml": "openapi: 3.1.0\npaths: {a: [}\n", "broken.json": "{\n  \"openapi\": 3.1.0\n}", "list.yaml": "[1, 2]\n", "nothing.yaml": "",
		"any.overlay.yaml": overlayOf(""), "fish.overlay.yaml": overlayOf("extends: fish.yaml\n"), "both.overlay.yaml": overlayOf("extends: api.yaml\n"),
		"lost.overlay.yaml": strings.Replace(overlayOf(""), "$.info", "$.inf", 1),
		"pet.fixture.yaml":  "for: pet\ncollections: {}\n", "any.fixture.yaml": "collections: {}\n", "more.fixture.yaml": "for: pets\ncollections: {}\n", "list.fixture.yaml": "[]\n",
		"empty/readme.txt": "",
	}
	const both, bundledNames = "a/api.yaml b/api.yaml", "finicity/"
	tests := []struct {
		name, line string
		exit       int
		want       string
	}{
		{"a mistyped verb", "srve", 2, `"srve" is neither a verb (serve, explain, check, coverage, healthcheck, version, help) nor a file that exists; did you mean serve?`},
		{"a mistyped file", "pts.yaml", 2, `"pts.yaml" is not a file that exists; did you mean pets.yaml?`},
		{"a mistyped file in a folder", "serve a/apy.yaml", 2, `"a/apy.yaml" is not a file that exists; did you mean a/api.yaml?`},
		{"a file that is not there behind the verb", "serve zebra", 2, `"zebra" is not a file that exists`},
		{"a second file that is not there", "pets.yaml zebra", 2, `"zebra" is not a file that exists`},
		{"a folder", "serve a", 2, `"a" is a folder; name the document in it`},
		{"a document twice", "pets.yaml pets.yaml", 2, `"pets.yaml" is given twice`},
		{"two documents of one name", "pets.yaml pets.json", 2, `"pets.yaml" and "pets.json" would both be called pets; rename one of them`},
		{"a wrong flag", "--prot 3", 2, `--prot is not a flag; did you mean --port?`},
		{"a wrong value", "--seed x", 2, `--seed is "x"; expected a whole number`},
		{"a version of something", "version 2", 2, `version takes no arguments, but "2" was given`},
		{"a document that is no YAML", "broken.yaml", 1, "broken.yaml:1: not valid YAML"},
		{"a document that is no JSON, with the place below", "broken.json", 1, "\n  \"openapi\": 3.1.0\n"},
		{"a caret below the place", "broken.json", 1, "^"},
		{"a document that is none", "list.yaml", 1, "list.yaml:1:1"},
		{"an empty document", "nothing.yaml", 1, "nothing.yaml"},
		{"nothing on standard input", "-", 1, "stdin"},
		{"an unknown overlay", "--overlay teamup/nothing", 2, `--overlay "teamup/nothing" is neither a file that exists nor a bundled overlay (` + bundledNames},
		{"an overlay with a misspelt name", "--overlay finicity/start-is-pag", 2, `did you mean finicity/start-is-page?`},
		{"an overlay that leaves the folder", "--overlay ../x", 2, `--overlay "../x" is neither a file`},
		{"a bundled overlay beside a document", "pets.yaml --overlay finicity/start-is-page", 2, `belongs to the bundled API finicity, which is served only when no other document is named`},
		{"an overlay that does not say for whom", both + " --overlay any.overlay.yaml", 2, `does not say which document it is for; with several served (a/api, b/api) it needs a member extends that names one`},
		{"an overlay for another document", both + " --overlay fish.overlay.yaml", 2, `extends "fish.yaml", which is not served; served are a/api, b/api`},
		{"an overlay that could be for two", both + " --overlay both.overlay.yaml", 2, `extends "api.yaml", which can mean a/api.yaml as well as b/api.yaml`},
		{"an overlay whose target is not there", "pets.yaml --overlay lost.overlay.yaml", 1, "info"},
		{"an overlay that is none", "pets.yaml --overlay pets.yaml", 1, "overlay"},
		{"a folder as overlay", "pets.yaml --overlay a", 2, `--overlay "a" cannot be read: it is a folder`},
		{"fixtures that are not there", "pets.yaml --fixtures zebra.yaml", 2, `--fixtures "zebra.yaml" is neither a file nor a folder that exists`},
		{"a folder without fixtures", "pets.yaml --fixtures empty", 2, `--fixtures "empty" holds no fixture: no file in it ends in .yaml, .yml or .json`},
		{"a fixture for another document", "pets.yaml --fixtures pet.fixture.yaml", 2, `--fixtures "pet.fixture.yaml" is for "pet" (pet.fixture.yaml:1:6), which is not served; served are pets; did you mean pets?`},
		{"a fixture that does not say for whom", both + " --fixtures any.fixture.yaml", 2, `does not say which document it is for; with several served (a/api, b/api) it needs a member such as for: a/api`},
		{"two fixtures for one document", "pets.yaml --fixtures any.fixture.yaml --fixtures more.fixture.yaml", 2, `--fixtures "any.fixture.yaml" and "more.fixture.yaml" are both for pets; a document has one fixture`},
		{"a fixture that is none", "pets.yaml --fixtures list.fixture.yaml", 2, `is not a fixture: it holds no object with a member collections`},
		{"an explanation of nothing", "explain", 2, `explain takes a document: a file, a URL, - for standard input, or one of the bundled APIs finicity, teamup`},
		{"an explanation of two", "explain pets.yaml pets.json", 2, `explain takes one document, since an overlay is for one, but "pets.json" was given as well`},
		{"an explanation of what is not there", "explain pts.yaml", 2, `"pts.yaml" is not a file that exists; did you mean pets.yaml?`},
		{"an explanation of what is broken", "explain broken.yaml", 1, "broken.yaml:1: not valid YAML"},
		{"an explanation of what is no document", "explain list.yaml", 1, "list.yaml:1:1"},
		{"a flag of serve for explain", "explain pets.yaml --records 3", 2, `--records is a flag of serve, not of explain`},
		{"the coverage of a word", "coverage http://127.0.0.1:1", 2, `coverage takes no arguments, but "http://127.0.0.1:1" was given; --url names the control API`},
		{"the coverage of port 0", "coverage --admin-port 0", 2, `with port 0 nobody knows which port the control API got; name its URL: mockserver coverage --url http://127.0.0.1:PORT`},
		{"the coverage without a control API", "coverage --admin off", 2, `--admin is off, so there is no control API to ask; --url names one`},
		{"a form of coverage at check", "check pets.yaml --format html", 2, `check writes text or json; --format html is for coverage`},
		{"a health check of no URL", "healthcheck localhost:80", 2, `"localhost:80" is not the base URL of a mock; expected one such as http://127.0.0.1:8080`},
		{"a health check of two", "healthcheck http://a http://b", 2, `healthcheck takes one URL, but "http://b" was given as well`},
		{"a health check of port 0", "healthcheck --port 0", 2, `with port 0 nobody knows which port the mock got`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder(t, files)
			got := finish(t, "", strings.Fields(tt.line))
			assert.Equal(t, tt.exit, got.exit, got.stderr)
			assert.Contains(t, got.stderr, tt.want)
			assert.Empty(t, got.stdout)
			assert.Equal(t, tt.exit == exitUsage, strings.Contains(got.stderr, "mockserver --help"))
		})
	}
}

func TestHelpIsTheTableOfSettings(t *testing.T) {
	for _, line := range []string{"help", "--help", "-h", "serve --help", "healthcheck -h"} {
		got := finish(t, "", strings.Fields(line))
		assert.Equal(t, outcome{exitFine, settings.HelpText(), ""}, got, line)
	}
}

func TestTheReadmeHasTheTables(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for name, want := range map[string]string{"settings": settings.Table(), "limits": settings.LimitTable()} {
		_, rest, opened := strings.Cut(string(readme), "<!-- "+name+" -->\n")
		table, _, closed := strings.Cut(rest, "<!-- /"+name+" -->")
		require.True(t, opened && closed, "README.md has the table between <!-- %[1]s --> and <!-- /%[1]s -->", name)
		assert.Equal(t, want, strings.Trim(table, "\n")+"\n")
	}
}

func TestVersionNamesProgramAndGo(t *testing.T) {
	for _, line := range []string{"version", "--version"} {
		got := finish(t, "", []string{line})
		assert.Equal(t, exitFine, got.exit)
		assert.Regexp(t, `^mockserver \S+ go1\.\S+ \w+/\w+\n$`, got.stdout)
	}
}

func TestHealthcheckTellsWhetherAMockIsWell(t *testing.T) {
	status := http.StatusOK
	mock := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/__health" {
			status = http.StatusTeapot
		}
		w.WriteHeader(status)
	}))
	defer mock.Close()
	address := strings.TrimPrefix(mock.URL, "http://")
	host, port, _ := strings.Cut(address, ":")

	for name, got := range map[string]outcome{
		"by URL":                             finish(t, "", []string{"healthcheck", mock.URL}),
		"by URL with a slash":                finish(t, "", []string{"healthcheck", mock.URL + "/"}),
		"by the URL of the health path":      finish(t, "", []string{"healthcheck", mock.URL + "/__health"}),
		"by flags":                           finish(t, "", []string{"healthcheck", "--host", host, "--port", port}),
		"by variables, listening everywhere": finish(t, "", []string{"healthcheck"}, "MOCKSERVER_HOST=0.0.0.0", "MOCKSERVER_PORT="+port),
	} {
		assert.Equal(t, outcome{exitFine, mock.URL + "/__health is well\n", ""}, got, name)
	}

	status = http.StatusServiceUnavailable
	got := finish(t, "", []string{"healthcheck", mock.URL})
	assert.Equal(t, exitFailed, got.exit)
	assert.Contains(t, got.stderr, "answers 503 Service Unavailable; a mock that is well answers 200")

	mock.Close()
	got = finish(t, "", []string{"healthcheck", mock.URL})
	assert.Equal(t, exitFailed, got.exit)
	assert.Equal(t, "mockserver: nothing listens at "+mock.URL+"\n", got.stderr)
}
