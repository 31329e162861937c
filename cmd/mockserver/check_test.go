package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// half is a document of which one operation is lost.
const half = pets + `  /lost:
    get:
      responses:
        "200": {description: fine, content: {application/json: {schema: {$ref: "#/components/schemas/Missing"}}}}
`

// untidy is a document that is served as a whole, though something is wrong with it.
var untidy = strings.Replace(pets, "info: {", "info: {titel: Pets, ", 1)

func TestWhatCheckExitsWith(t *testing.T) {
	files := map[string]string{
		"pets.yaml": pets, "half.yaml": half, "untidy.yaml": untidy, "none.yaml": "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {/a: {get: 1}}\n", "old.yaml": "swagger: '1.2'\npaths: {}\n",
		"noted.yaml":  pets + "components: {securitySchemes: {unused: {type: http, scheme: bearer}}}\n",
		"broken.yaml": "openapi: 3.1.0\npaths: {a: [}\n", "mend.overlay.yaml": "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions: [{target: \"$.paths['/lost']\", remove: true}]\n",
		"half.overlay.yaml": "overlay: 1.0.0\nextends: half\ninfo: {title: x, version: '1'}\nactions: [{target: \"$.paths['/lost']\", remove: true}]\n",
		"parts.yaml":        strings.Replace(pets, "{type: object}", "{$ref: 'parts/pet.yaml#/Pet'}", 1), "parts/pet.yaml": "Pet: {type: object, properties: {name: {type: string, maxlength: 3}}}\n",
		"out.yaml": strings.Replace(pets, "{type: object}", "{$ref: '../pet.yaml'}", 1),
	}
	tests := []struct {
		name, line     string
		exit           int
		stdout, stderr string
	}{
		{"a good document", "pets.yaml", 0, "pets: operations 1, served 1, lost 0, findings 0\n", ""},
		{"a good document, strictly", "pets.yaml --strict", 0, "pets: operations 1, served 1, lost 0, findings 0\n", ""},
		{"the bundled documents, strictly", "--strict", 0, "teamup: operations 2, served 2, lost 0, findings 0\n", ""},
		{"a lost operation", "half.yaml", 1, "half.yaml:13:80: the $ref \"#/components/schemas/Missing\" points to nothing", "lost operations: 1"},
		{"a lost operation that an overlay takes away", "half.yaml --overlay mend.overlay.yaml", 0, "half: operations 1, served 1, lost 0, findings 0\n", ""},
		{"a finding that loses nothing", "untidy.yaml", 0, `untidy.yaml:2:15: info has the unknown member "titel"`, ""},
		{"a finding that loses nothing, strictly", "untidy.yaml --strict", 1, "findings 1\n", "findings: 1, and --strict allows none"},
		{"a note, strictly", "noted.yaml --strict", 0, `no operation asks for the security scheme "unused"`, ""},
		{"several documents, of one of which nothing is left", "pets.yaml none.yaml", 1, "pets: operations 1, served 1, lost 0, findings 0\n", "documents that cannot be served: 1"},
		{"two documents that claim the same operation", "pets.yaml untidy.yaml", 1, "untidy: operations 1, served 0, lost 1", "both have GET /pets"},
		{"a document of which nothing is left", "none.yaml", 1, "GET /a is a number", "documents that cannot be served: 1"},
		{"a document of another time", "old.yaml", 1, "old.yaml:1:10: the version is \"1.2\"", "documents that cannot be served: 1"},
		{"a document that is no YAML", "broken.yaml", 1, "", "broken.yaml:1: not valid YAML"},
		{"a mistake in another file", "parts.yaml", 0, `parts/pet.yaml:1:66: the schema has the unknown keyword "maxlength"`, ""},
		{"a reference out of the folder", "out.yaml", 1, "which only --allow-remote-refs allows", "lost operations: 1"},
		{"a limit", "pets.yaml --limit document-values=3", 1, "", "more values than the limit of 3"},
		{"several documents, of which one is no YAML", "broken.yaml pets.yaml", 1, "pets: operations 1, served 1, lost 0, findings 0\n", "broken.yaml:1: not valid YAML"},
		{"several documents, of which one is not there", "pts.yaml broken.yaml pets.yaml", 2, "broken: operations 0, served 0, lost 0, findings 1\npets: operations 1, served 1, lost 0, findings 0\n", "did you mean pets.yaml?"},
		{"an overlay of several documents, of which one is no YAML", "half.yaml broken.yaml --overlay half.overlay.yaml", 1, "half: operations 1, served 1, lost 0, findings 0\n", "broken.yaml:1: not valid YAML"},
		{"a file that is not there", "check pts.yaml", 2, "", "is not a file that exists"},
		{"a flag of serve", "pets.yaml --watch", 2, "", "--watch is a flag of serve, not of check"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder(t, files)
			got := finish(t, "", append([]string{"check"}, strings.Fields(tt.line)...), "MOCKSERVER_SEED=what serve would refuse")
			assert.Equal(t, tt.exit, got.exit, got.stderr+got.stdout)
			assert.Contains(t, got.stdout, tt.stdout)
			assert.Contains(t, got.stderr, tt.stderr)
			if tt.stderr == "" {
				assert.Empty(t, got.stderr)
			}
		})
	}
}

func TestCheckForPrograms(t *testing.T) {
	folder(t, map[string]string{"half.yaml": half, "toys.yaml": strings.Replace(pets, "/pets", "/toys", 1)})
	got := finish(t, "", []string{"check", "--format", "json", "half.yaml", "toys.yaml"})
	assert.Equal(t, exitFailed, got.exit)
	type report struct {
		Document                 string
		Operations, Served, Lost int
		Findings                 []struct {
			Kind, File, Pointer, Message, Hint string
			Line, Column                       int
			Operations                         []string
			Lost                               bool
		}
	}
	var reports []report
	for line := range strings.Lines(got.stdout) {
		var r report
		require.NoError(t, json.Unmarshal([]byte(line), &r))
		reports = append(reports, r)
	}
	require.Len(t, reports, 2)
	assert.Equal(t, report{Document: "toys", Operations: 1, Served: 1, Findings: reports[1].Findings}, reports[1])
	assert.Empty(t, reports[1].Findings)
	first := reports[0]
	assert.Equal(t, []any{"half", 2, 1, 1}, []any{first.Document, first.Operations, first.Served, first.Lost})
	require.Len(t, first.Findings, 1)
	f := first.Findings[0]
	assert.Equal(t, []any{"invalid", "half.yaml", 13, true, []string{"GET /lost"}}, []any{f.Kind, f.File, f.Line, f.Lost, f.Operations})
	assert.Contains(t, f.Pointer, "/paths/~1lost/get/responses/200/content/application~1json/schema")
}

func TestConflictsAreReportedToProgramsToo(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets, "toys.yaml": pets, "cats.yaml": half})
	got := finish(t, "", []string{"check", "--format", "json", "pets.yaml", "toys.yaml", "cats.yaml"})
	assert.Equal(t, exitFailed, got.exit)
	assert.Equal(t, 2, strings.Count(got.stderr, "both have GET /pets"), "all of them at once")
	type finding struct {
		Message, Kind, File, Pointer string
		Operations                   []string
		Lost                         bool
	}
	var reports []struct {
		Document                 string
		Operations, Served, Lost int
		Findings                 []finding
	}
	for line := range strings.Lines(got.stdout) {
		reports = slices.Grow(reports, 1)[:len(reports)+1]
		require.NoError(t, json.Unmarshal([]byte(line), &reports[len(reports)-1]))
	}
	require.Len(t, reports, 3)
	assert.Equal(t, []int{1, 1, 0, 0}, []int{reports[0].Operations, reports[0].Served, reports[0].Lost, len(reports[0].Findings)})
	assert.Equal(t, []int{1, 0, 1, 1}, []int{reports[1].Operations, reports[1].Served, reports[1].Lost, len(reports[1].Findings)})
	assert.Equal(t, []int{2, 0, 2, 2}, []int{reports[2].Operations, reports[2].Served, reports[2].Lost, len(reports[2].Findings)})
	f := reports[1].Findings[0]
	assert.Contains(t, f.Message, "both have GET /pets; give one of them another base path in its servers")
	f.Message = ""
	assert.Equal(t, finding{"", "invalid", "toys.yaml", "/paths/~1pets/get", []string{"GET /pets"}, true}, f)
}

func TestEachDocumentHasItsLineForPrograms(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets, "bad.yaml": "a: ["})
	got := finish(t, "", []string{"check", "--format", "json", "bad.yaml", "pets.yaml", "absent.yaml"})
	assert.Equal(t, exitUsage, got.exit)
	var documents []string
	for line := range strings.Lines(got.stdout) {
		document, _, _ := strings.Cut(line, ",")
		documents = append(documents, document)
	}
	assert.Equal(t, []string{`{"document":"bad"`, `{"document":"pets"`, `{"document":"absent"`}, documents)
	assert.Contains(t, got.stderr, "bad.yaml:1: not valid YAML")
	assert.Contains(t, got.stderr, `"absent.yaml" is not a file that exists`)
}

func TestWhatIsNoDocumentIsReportedToProgramsToo(t *testing.T) {
	folder(t, map[string]string{"bad.yaml": "a: ["})
	got := finish(t, "", []string{"check", "--format", "json", "bad.yaml"})
	assert.Equal(t, exitFailed, got.exit)
	assert.Contains(t, got.stderr, "bad.yaml:1: not valid YAML")
	assert.JSONEq(t, `{"document":"bad","operations":0,"served":0,"lost":0,"findings":[{"kind":"invalid","file":"bad.yaml","line":1,"column":1,
		"pointer":"","message":"not valid YAML: did not find expected node content","hint":"","operations":[],"lost":true}]}`, got.stdout)
}

func TestAPathWithoutItsSlashIsOneOperation(t *testing.T) {
	got := finish(t, strings.Replace(pets, "/pets", "pets", 1), []string{"check", "-"})
	assert.Equal(t, exitFine, got.exit)
	assert.Contains(t, got.stdout, "stdin: operations 1, served 1, lost 0, findings 1\n")
}

func TestADocumentFromStandardInputIsChecked(t *testing.T) {
	got := finish(t, pets, []string{"check", "-"})
	assert.Equal(t, outcome{exitFine, "stdin: operations 1, served 1, lost 0, findings 0\n", ""}, got)
}

func TestVariablesThatNothingReadsAreTold(t *testing.T) {
	folder(t, map[string]string{"pets.yaml": pets})
	got := finish(t, "", []string{"check", "pets.yaml"}, "MOCKSERVER_STRCT=true", "MOCKSERVER_SERVICE_HOST=10.0.0.1")
	assert.Equal(t, exitFine, got.exit)
	assert.Contains(t, got.stderr, `level=WARN msg="MOCKSERVER_STRCT is not a variable that mockserver reads; did you mean MOCKSERVER_STRICT?"`)
	assert.Equal(t, 1, strings.Count(got.stderr, "\n"))
	assert.Empty(t, finish(t, "", []string{"--version"}, "MOCKSERVER_STRCT=true").stderr)
}

func TestTheLogNamesTheFirstFindingsAndHowManyThereAre(t *testing.T) {
	var many strings.Builder
	for i := range 30 {
		fmt.Fprintf(&many, "    strange%d: {}\n", i)
	}
	folder(t, map[string]string{"many.yaml": pets + "  /toys:\n" + many.String() + "  /lost: {get: 1}\n"})
	s := start(t, []string{"many.yaml", "--admin", "off"})
	s.url(t, "mock")
	var warnings []string
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, "level=WARN") {
			warnings = append(warnings, line)
		}
	}
	require.Len(t, warnings, toldFindings+1)
	assert.Contains(t, warnings[0], "GET /lost is a number", "what loses operations comes first")
	assert.Contains(t, warnings[toldFindings], `more=11 command="mockserver check many.yaml"`)
}
