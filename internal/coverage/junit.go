package coverage

import (
	"encoding/xml"
	"fmt"
)

// The elements of JUnit's XML, as CI systems read it.
type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Time     string   `xml:"time,attr"`
		Cases    []junitCase
		Output   string `xml:"system-out,omitempty"`
	}
	junitCase struct {
		XMLName xml.Name      `xml:"testcase"`
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		Failure *junitFailure `xml:"failure"`
		Error   *junitFailure `xml:"error"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
	}
)

// JUnit is the report as test results: a suite for each operation, a case for each item, which fails if it was never met.
func (r *Report) JUnit() []byte {
	all := junitSuites{Name: "coverage of the contract"}
	for _, d := range r.Documents {
		for i := range d.Operations {
			suite := d.Operations[i].junit(d.Name)
			all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
			all.Suites = append(all.Suites, suite)
		}
	}
	text, _ := xml.MarshalIndent(all, "", "  ") // it is made of texts and numbers
	return append(append([]byte(xml.Header), text...), '\n')
}

func (o *Operation) junit(document string) junitSuite {
	suite := junitSuite{Name: document + ": " + o.Title(), Time: "0"}
	add := func(name string) *junitCase {
		suite.Cases = append(suite.Cases, junitCase{Class: document + "." + o.ID, Name: name, Time: "0"})
		return &suite.Cases[len(suite.Cases)-1]
	}
	for _, i := range o.Items {
		if c := add(i.Name()); i.Count == 0 {
			c.Failure = &junitFailure{Message: i.Name() + " was never met", Type: i.Kind}
			suite.Failures++
		}
	}
	if o.Broken != "" {
		add("contract").Error = &junitFailure{Message: o.Broken, Type: "contract"}
		suite.Errors++
	}
	suite.Tests = len(suite.Cases)
	for _, note := range o.notes() {
		suite.Output += fmt.Sprintln(note)
	}
	return suite
}
