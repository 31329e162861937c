package mocktest

import (
	"strings"

	"mockserver/internal/coverage"
)

// Coverage is what the requests of a session met of the documents.
type Coverage struct {
	Percent    float64 // rounded down to a tenth
	Met, All   int     // things to meet: operations, parameters given and left out, enum values, bounds, statuses …
	Operations []OperationCoverage
	Unknown    []string // method and path of requests that no operation is for

	report *coverage.Report
}

// OperationCoverage is what they met of one operation.
type OperationCoverage struct {
	ID, Method, Path string
	Percent          float64
	Met, All         int
	Calls            uint64
	NeverMet         []string // each as words: query.limit: 101, one above the maximum (refused)
}

// Coverage is what the requests of the session met so far.
func (m *Mock) Coverage() Coverage {
	m.t.Helper()
	m.run.traffic.settle(m.name)
	report := m.run.mock.Coverage(m.session())
	c := Coverage{Percent: percent(report.Percent), Met: report.Met, All: report.All, report: report}
	for _, d := range report.Documents {
		for i := range d.Operations {
			c.Operations = append(c.Operations, operationCoverage(&d.Operations[i]))
		}
	}
	for _, u := range report.Unknown {
		c.Unknown = append(c.Unknown, u.Method+" "+u.Path)
	}
	return c
}

func operationCoverage(o *coverage.Operation) OperationCoverage {
	c := OperationCoverage{ID: o.ID, Method: o.Method, Path: o.Path, Percent: percent(o.Percent), Met: o.Met, All: o.All, Calls: o.Calls}
	for _, item := range o.Unmet() {
		c.NeverMet = append(c.NeverMet, item.Name())
	}
	return c
}

func percent(p coverage.Percent) float64 { return float64(p) / 10 }

// JSON is the report for programs.
func (c Coverage) JSON() []byte { return c.report.JSON() }

// HTML is the report as one page.
func (c Coverage) HTML() []byte { return c.report.HTML() }

// JUnit is the report as test results.
func (c Coverage) JUnit() []byte { return c.report.JUnit() }

// String is the report as text.
func (c Coverage) String() string { return string(c.report.Text()) }

// AssertCoverage fails the test if the requests of the session met less than so many percent of the documents, and lists what they
// never met.
func (m *Mock) AssertCoverage(t TB, atLeast int) {
	t.Helper()
	c := m.Coverage()
	if c.report.Reaches(atLeast) {
		return
	}
	t.Errorf("the requests met %s of what the documents have; expected at least %d%%\n%s", c.report.Percent, atLeast, cutLines(c.String()))
}

// cutLines is as much of a long text as a failure shows.
func cutLines(text string) string {
	const most = 200
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) <= most {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines[:most], "\n") + "\n… Coverage().String() has all of it"
}
