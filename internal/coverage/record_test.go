package coverage_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/coverage"
	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/spec"
)

const small = `openapi: 3.1.0
info: {title: Small, version: "1"}
paths:
  /a: {get: {parameters: [{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}], responses: {"200": {description: fine}}}}
  /b: {get: {operationId: "<b>&", responses: {"200": {description: fine, content: {"text/<i>": {}}}}}}
`

func TestTheLimitIsOneOfAllThatARecordHolds(t *testing.T) {
	l := limit.Default()
	l.CoverageItems = 4
	m := open(t, "small", small, l)
	m.send(exchange{method: "GET", target: "/a", status: 200}) // the operation, that it was called, left out, 200
	m.send(exchange{method: "GET", target: "/a?limit=1", status: 200})
	m.send(exchange{method: "GET", target: "/b", status: 200})
	m.send(exchange{method: "GET", target: "/nothing"})
	r := m.report()
	assert.EqualValues(t, 2+1+1, r.Dropped, "given and the minimum; the other operation; the unknown path")
	assert.Equal(t, 3, r.Met)
	assert.EqualValues(t, 2, r.Documents[0].Operations[0].Calls)
	assert.Empty(t, r.Unknown)
	assert.Contains(t, string(r.Text()), "Not all was counted: 4 times something was met for which there was no room; --limit coverage-items=N sets how much there is.")

	m.record.Clear()
	assert.Zero(t, m.report().Met)
	m.send(exchange{method: "GET", target: "/b", status: 200})
	assert.Equal(t, 2, m.report().Met)
	assert.Zero(t, m.report().Dropped)
}

func TestPathsThatNoOperationHasAreBounded(t *testing.T) {
	r := coverage.New(limit.Set{})
	for i := range 2000 {
		r.Unknown("GET", fmt.Sprintf("/%d/%s", i, strings.Repeat("x", 10_000)))
	}
	report := r.Report(nil, coverage.Options{})
	assert.Len(t, report.Unknown, 1000)
	assert.EqualValues(t, 1000, report.Dropped)
	assert.Less(t, len(report.JSON()), 1<<19)
}

func TestSessionsCountForThemselves(t *testing.T) {
	m := open(t, "small", small, limit.Set{})
	other := m.record.Fresh()
	m.send(exchange{method: "GET", target: "/a", status: 200})
	assert.Equal(t, 3, m.report().Met)
	assert.Zero(t, other.Report([]*spec.Document{m.document}, coverage.Options{Session: "s"}).Met)
}

func TestWhatWasMetOutlivesTheReadingOfADocumentAgain(t *testing.T) {
	m := open(t, "small", small, limit.Set{})
	m.send(exchange{method: "GET", target: "/a?limit=1", status: 200})
	again := open(t, "small", strings.Replace(small, "maximum: 100", "maximum: 50", 1), limit.Set{})
	again.record = m.record
	again.send(exchange{method: "GET", target: "/a?limit=50", status: 200})
	var met []string
	for _, i := range again.report().Documents[0].Operations[0].Items {
		if i.Count > 0 {
			met = append(met, fmt.Sprintf("%s ×%d", i.Name(), i.Count))
		}
	}
	assert.Equal(t, []string{"called ×2", "query.limit: given ×2", "query.limit: 1, the minimum ×1", "query.limit: 50, the maximum ×1", "answer: 200 ×2"}, met)
}

func TestManyMayAddAtOnce(t *testing.T) {
	m := open(t, "small", small, limit.Set{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				m.send(exchange{method: "GET", target: "/a?limit=100", status: 200})
				m.send(exchange{method: "GET", target: "/nothing"})
			}
			m.report()
		})
	}
	all.Wait()
	r := m.report()
	assert.EqualValues(t, 800, r.Calls)
	assert.EqualValues(t, 800, r.Unknown[0].Count)
	for _, i := range r.Documents[0].Operations[0].Items {
		assert.Contains(t, []uint64{0, 800}, i.Count, i.Name())
	}
}

func TestAReportIsTheSameInEachForm(t *testing.T) {
	m := open(t, "small", small, limit.Set{})
	m.send(exchange{method: "GET", target: "/a?limit=100", status: 200})
	m.send(exchange{method: "GET", target: "/b", status: 418, stub: true})
	m.send(exchange{method: "GET", target: "/<script>"})
	r := m.record.Report([]*spec.Document{m.document}, coverage.Options{Session: "<s>"})

	scenario.Golden(t, "testdata/report.json", string(r.JSON()))
	again, err := coverage.ReadJSON(r.JSON())
	require.NoError(t, err)
	assert.Equal(t, r, again)
	_, err = coverage.ReadJSON([]byte("<html>"))
	assert.ErrorContains(t, err, "this is not a report of coverage")
	var plain map[string]any
	require.NoError(t, json.Unmarshal(r.JSON(), &plain))
	assert.Equal(t, 45.4, plain["percent"])

	for file, want := range map[string][]byte{"a.json": r.JSON(), "a.HTML": r.HTML(), "a.xml": r.JUnit(), "a": r.Text()} {
		assert.Equal(t, string(want), string(r.In(coverage.FormOf(file))), file)
	}
	scenario.Golden(t, "testdata/report.html", string(r.HTML()))
	scenario.Golden(t, "testdata/report.text", string(r.Text()))
	scenario.Golden(t, "testdata/report.xml", string(r.JUnit()))
	var suites struct {
		Tests, Failures int `xml:",attr"`
	}
	require.NoError(t, xml.Unmarshal([]byte(strings.NewReplacer("tests=", "Tests=", "failures=", "Failures=").Replace(string(r.JUnit()))), &suites))
	assert.Equal(t, r.All, suites.Tests)
	assert.Equal(t, r.All-r.Met, suites.Failures)
}

func TestThePageRunsNothingOfADocument(t *testing.T) {
	const hostile = `openapi: 3.1.0
info: {title: "</title><script>", version: "1"}
paths:
  /<script>alert(1)</script>:
    get:
      operationId: "\"><img src=x onerror=alert(1)>"
      parameters: [{name: "javascript:alert(1)", in: query, schema: {enum: ["</td><script>", "\u0000\u001b[2J"]}}]
      responses: {"200": {description: fine}}
`
	m := open(t, `<b onload="x">`, hostile, limit.Set{})
	page := string(m.record.Report([]*spec.Document{m.document}, coverage.Options{Session: "<script>"}).HTML())
	for _, tag := range []string{"<script", "<img", "<b ", "onerror=alert(1)>"} {
		assert.NotContains(t, page, tag)
	}
	assert.Contains(t, page, "&lt;/td&gt;&lt;script&gt;")
	assert.NotContains(t, string(m.report().Text()), "\x1b")
	require.NoError(t, xml.Unmarshal(m.report().JUnit(), new(struct{ XMLName xml.Name })))
}

func TestPercentagesAreRoundedDown(t *testing.T) {
	for _, tt := range []struct {
		met, all int
		want     string
		reaches  bool // 67 percent
	}{{0, 0, "100.0%", true}, {0, 3, "0.0%", false}, {2, 3, "66.6%", false}, {67, 100, "67.0%", true}, {999_999, 1_000_000, "99.9%", true}, {3, 3, "100.0%", true}} {
		s := coverage.Share{Met: tt.met, All: tt.all}
		assert.Equal(t, tt.reaches, s.Reaches(67), "%d of %d", tt.met, tt.all)
		text, err := json.Marshal(coverage.PercentOf(tt.met, tt.all))
		require.NoError(t, err)
		assert.Equal(t, tt.want, string(text)+"%")
	}
}
