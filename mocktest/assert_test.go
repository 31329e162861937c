package mocktest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"mockserver/mocktest"
)

// asked is a mock after some calls.
func asked(t *testing.T, r *recorder, options ...mocktest.Option) *mocktest.Mock {
	m := things(r, options...)
	m.Stub(mocktest.Operation("GetThing")).ReplyJSON(200, `{"id":1}`)
	send(t, m, "GET", "/v1/things?limit=101", "")
	send(t, m, "GET", "/v1/things?limit=3&kind=red", "")
	send(t, m, "GET", "/v1/things/1", "")
	send(t, m, "GET", "/v1/thinks", "")
	return m
}

func TestAFailedAssertionSaysWhatCame(t *testing.T) {
	for _, tt := range []struct {
		name   string
		assert func(r *recorder, m *mocktest.Mock)
		says   []string
	}{
		{"too few calls", func(r *recorder, m *mocktest.Mock) {
			m.AssertCalled(r, mocktest.Operation("GetThings").Query("limit", mocktest.EqualTo("4")), 1)
		}, []string{
			`GetThings with query.limit equalTo "4" was called 0 times; expected 1 time; the nearest of 4 other requests:`,
			"\n  GET /v1/things?limit=101: 4",
			"\n    not query.limit equalTo \"4\"",
			"\n    query.limit is 101; expected an integer from 1 to 100.",
			"\n  GET /v1/things?limit=3&kind=red: 200, GetThings, population",
		}},
		{"too many calls", func(r *recorder, m *mocktest.Mock) { m.AssertCalled(r, mocktest.Operation("GetThings"), 1) },
			[]string{"GetThings was called 2 times; expected 1 time"}},
		{"broken rules", func(r *recorder, m *mocktest.Mock) { m.AssertNoViolations(r) }, []string{
			"1 request broke the document:",
			"\n  GET /v1/things?limit=101: 4",
			"\n    query.limit is 101; expected an integer from 1 to 100.",
		}},
		{"a stub that made something up", func(r *recorder, m *mocktest.Mock) { m.AssertStubsFit(r) }, []string{
			"1 request got an answer of a stub that breaks the document:",
			"\n  GET /v1/things/1: 200, GetThing, stub",
			"\n    body/name is missing; expected a string of at least 1 character.",
		}},
		{"requests for nobody", func(r *recorder, m *mocktest.Mock) { m.AssertNoUnmatched(r) }, []string{
			"for 1 request there is neither an operation nor a stub:\n  GET /v1/thinks: 404",
			"the closest path is /v1/things.",
			"\n    the nearest stub is {\"",
		}},
		{"little coverage", func(r *recorder, m *mocktest.Mock) { m.AssertCoverage(r, 99) }, []string{
			"% of what the documents have; expected at least 99%\n",
			"POST /things\n  was never called",
			"No operation is for these requests:\n  GET /v1/thinks (once)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failures, _ := recorded(func(r *recorder) { tt.assert(r, asked(t, r)) })
			t.Log(failures)
			for _, says := range tt.says {
				assert.Contains(t, failures, says)
			}
		})
	}
}

func TestAnAssertionThatHolds(t *testing.T) {
	failures, logs := recorded(func(r *recorder) {
		m := things(r)
		m.AssertCalled(r, mocktest.Anything(), 0)
		send(t, m, "GET", "/v1/things?limit=3", "")
		m.AssertCalled(r, mocktest.Operation("GetThings"), 1)
		m.AssertCalled(r, mocktest.Get("/v1/things"), 1)
		m.AssertNoViolations(r)
		m.AssertStubsFit(r)
		m.AssertNoUnmatched(r)
		m.AssertCoverage(r, 0)
	})
	assert.Empty(t, failures)
	assert.Empty(t, logs)
}

func TestAnAssertionThatCannotKnowFails(t *testing.T) {
	failures, _ := recorded(func(r *recorder) { asked(t, r, mocktest.Limit("journal-entries", 1)).AssertNoViolations(r) })
	assert.Contains(t, failures, "the journal has lost 3 requests, since there was no room; mocktest.Limit raises journal-entries and journal-bytes")
	failures, _ = recorded(func(r *recorder) { asked(t, r, mocktest.Limit("journal-entries", 0)).AssertNoUnmatched(r) })
	assert.Contains(t, failures, "there is no journal")
}

func TestWhatCoverageTells(t *testing.T) {
	m := things(t)
	send(t, m, "GET", "/v1/things?limit=3", "")
	send(t, m, "GET", "/nowhere", "")
	c := m.Coverage()
	assert.Greater(t, c.Percent, 0.0)
	assert.Less(t, c.Percent, 100.0)
	assert.Less(t, c.Met, c.All)
	assert.Equal(t, []string{"GET /nowhere"}, c.Unknown)
	assert.Equal(t, "GetThings", c.Operations[0].ID)
	assert.EqualValues(t, 1, c.Operations[0].Calls)
	assert.NotEmpty(t, c.Operations[0].NeverMet)
	assert.Zero(t, c.Operations[1].Calls)
	for _, text := range [][]byte{c.JSON(), c.HTML(), c.JUnit(), []byte(c.String())} {
		assert.Contains(t, string(text), "/things")
	}
}
