package mocktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// shownRequests is how many requests a failure shows.
const shownRequests = 3

// AssertCalled fails the test unless the session had so many requests that the pattern matches. The failure shows the requests that
// come nearest to it, and what of each does not match.
func (m *Mock) AssertCalled(t TB, p Pattern, times int) {
	t.Helper()
	j, entries := m.judge(p), m.entries()
	var others []*entry
	called := 0
	for _, e := range entries {
		if j.matches(e) {
			called++
		} else {
			others = append(others, e)
		}
	}
	if called == times {
		m.noteLost(t, false)
		return
	}
	text := fmt.Sprintf("%s was called %s; expected %s", p, count(called, "time"), count(times, "time"))
	if called < times {
		text += nearest(j, others)
	}
	t.Errorf("%s", text)
	m.noteLost(t, true)
}

// nearest shows the requests that come nearest to a pattern.
func nearest(j *judge, others []*entry) string {
	if len(others) == 0 {
		return "; there is no other request"
	}
	slices.SortStableFunc(others, func(a, b *entry) int { return cmp.Compare(j.distance(a), j.distance(b)) })
	var b strings.Builder
	fmt.Fprintf(&b, "; the nearest of %s:", count(len(others), "other request"))
	for _, e := range others[:min(shownRequests, len(others))] {
		b.WriteString("\n  " + requestOf(e).String())
		for _, condition := range j.unmet(e) {
			b.WriteString("\n    not " + shortened(condition))
		}
		for _, v := range e.Violations {
			b.WriteString("\n    " + v.Sentence())
		}
	}
	return b.String()
}

// AssertNoViolations fails the test if a request of the session broke the document, and tells each rule that was broken.
func (m *Mock) AssertNoViolations(t TB) {
	t.Helper()
	m.assertNone(t, "broke the document", func(e *entry) []violation.Violation { return e.Violations })
}

// AssertStubsFit fails the test if the answer of a stub, in the session, broke the document, and tells each rule that was broken: what
// the test has made up, the API never sends.
func (m *Mock) AssertStubsFit(t TB) {
	t.Helper()
	m.assertNone(t, "got an answer of a stub that breaks the document", func(e *entry) []violation.Violation { return e.StubViolations })
}

func (m *Mock) assertNone(t TB, what string, of func(*entry) []violation.Violation) {
	t.Helper()
	var b strings.Builder
	broken := 0
	for _, e := range m.entries() {
		violations := of(e)
		if len(violations) == 0 {
			continue
		}
		if broken++; broken > mostBroken {
			continue
		}
		b.WriteString("\n  " + requestOf(e).String())
		for _, v := range violations {
			b.WriteString("\n    " + v.Sentence())
		}
	}
	if broken > 0 {
		t.Errorf("%s %s:%s%s", count(broken, "request"), what, b.String(), andMore(broken))
	}
	m.noteLost(t, broken > 0)
}

// mostBroken is how many requests are listed that are not as they should be.
const mostBroken = 20

func andMore(n int) string {
	if n <= mostBroken {
		return ""
	}
	return fmt.Sprintf("\n  and %d more", n-mostBroken)
}

// AssertNoUnmatched fails the test if a request of the session had neither an operation nor a stub, and shows the stubs that came
// nearest.
func (m *Mock) AssertNoUnmatched(t TB) {
	t.Helper()
	var b strings.Builder
	unmatched := 0
	set := m.session().Stubs
	for _, e := range m.entries() {
		if e.Matched {
			continue
		}
		if unmatched++; unmatched > mostBroken {
			continue
		}
		fmt.Fprintf(&b, "\n  %s\n    %s", requestOf(e), shortened(strings.TrimSpace(string(e.Answer.Body))))
		for _, near := range set.NearMisses(judged(e), 1) {
			fmt.Fprintf(&b, "\n    the nearest stub is %s", shortened(string(value.AppendJSON(nil, near.Mapping.JSON()))))
		}
	}
	if unmatched > 0 {
		t.Errorf("for %s there is neither an operation nor a stub:%s%s", count(unmatched, "request"), b.String(), andMore(unmatched))
	}
	m.noteLost(t, unmatched > 0)
}

// noteLost fails an assertion that cannot know: the journal has lost requests.
func (m *Mock) noteLost(t TB, failed bool) {
	t.Helper()
	journal := m.session().Journal
	switch lost := journal.Dropped(); {
	case !journal.On():
		t.Errorf("there is no journal, since the limit journal-entries is 0; nothing can be said of requests")
	case lost > 0 && failed:
		t.Logf("the journal has lost %s besides, since there was no room", count(int(lost), "request"))
	case lost > 0:
		t.Errorf("the journal has lost %s, since there was no room; mocktest.Limit raises journal-entries and journal-bytes", count(int(lost), "request"))
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
