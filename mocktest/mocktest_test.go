package mocktest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"mockserver/internal/settings"
	"mockserver/mocktest"
)

func TestWithoutOptionsAMockIsWhatTheProgramIsWithoutFlags(t *testing.T) {
	c, err := settings.Parse(settings.Source{Lookup: func(string) (string, bool) { return "", false }, Now: time.Now})
	require.NoError(t, err)
	target := "/api/v2/reports/customers.grouped/data?columns=gender,created_year,count&sort=-count&page_size=5"
	ask := func(m *mocktest.Mock) string {
		status, body := send(t, m, "GET", target, "", "Authorization", "Token t")
		require.Equal(t, 200, status, body)
		return body
	}
	plain := ask(mocktest.Start(t))
	assert.Equal(t, plain, ask(mocktest.Start(t, mocktest.Seed(c.Settings.Seed), mocktest.Clock(c.Settings.Clock))))
	assert.NotEqual(t, plain, ask(mocktest.Start(t, mocktest.Seed(2))))
	assert.NotEqual(t, plain, ask(mocktest.Start(t, mocktest.Records(50))))
}

func TestWhatCannotBeServedFailsTheTest(t *testing.T) {
	for _, tt := range []struct {
		name   string
		option mocktest.Option
		says   string
	}{
		{"a document that is not there", mocktest.Spec("testdata/none.yaml"), `the mock cannot start: "testdata/none.yaml" is not a file that exists`},
		{"a document that is none", mocktest.Spec("mocktest_test.go"), "the mock cannot start: mocktest_test.go:"},
		{"an overlay that is not there", mocktest.Overlay("none"), "none"},
		{"a fixture that is not there", mocktest.Fixture("none.yaml"), "none.yaml"},
		{"mappings that are not there", mocktest.Mappings("none.json"), "none.json"},
		{"faults that are not there", mocktest.Faults("none.json"), "none.json"},
		{"a limit that is not there", mocktest.Limit("fault", 3), "fault"},
		{"no records", mocktest.Records(0), "the option Records takes a number of at least 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failures, _ := recorded(func(t *recorder) { mocktest.Start(t, tt.option) })
			assert.Contains(t, failures, "the mock cannot start: ")
			assert.Contains(t, failures, tt.says)
			assert.NotContains(t, failures, "*")
		})
	}
}

func TestAFailedTestNamesTheSeed(t *testing.T) {
	_, logs := recorded(func(t *recorder) {
		things(t, mocktest.Seed(42))
		t.Errorf("something else")
	})
	assert.Regexp(t, `^the mock was http://127\.0\.0\.1:\d+ with the seed 42; mocktest\.Seed\(42\) gives the same answers again$`, logs)
	_, logs = recorded(func(t *recorder) { things(t, mocktest.Seed(42)) })
	assert.Empty(t, logs)
}

func TestNothingOfAMockOutlivesItsTest(t *testing.T) {
	before := goleak.IgnoreCurrent()
	failures, _ := recorded(func(r *recorder) {
		m := things(r)
		m.Stub(mocktest.Get("/late")).Reply(200).Delay(time.Minute)
		send(t, m, "GET", "/v1/things", "")
		begun := make(chan struct{})
		go func() {
			close(begun)
			answer, err := http.Get(m.URL() + "/late")
			if err == nil {
				_ = answer.Body.Close()
			}
		}()
		<-begun
	})
	assert.Empty(t, failures)
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

// TestSessionsAreNotInEachOthersWay lets 200 tests of one mock stub the same request otherwise.
func TestSessionsAreNotInEachOthersWay(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/v1/things")).Reply(418)
	t.Run("all", func(t *testing.T) {
		for i := range 200 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				own := m.Session(t, t.Name())
				own.Stub(mocktest.Operation("GetThings")).ReplyJSON(200, []any{map[string]any{"name": fmt.Sprint(i)}})
				for range 3 {
					status, body := send(t, own, "GET", "/v1/things", "")
					assert.Equal(t, 200, status)
					assert.JSONEq(t, fmt.Sprintf(`[{"name":"%d"}]`, i), body)
				}
				own.AssertCalled(t, mocktest.Operation("GetThings"), 3)
				own.AssertNoViolations(t)
				own.AssertNoUnmatched(t)
				assert.Len(t, own.Requests(), 3)
				assert.EqualValues(t, 3, own.Coverage().Operations[0].Calls)
			})
		}
	})
	assert.Empty(t, m.Requests())
	status, _ := send(t, m, "GET", "/v1/things", "")
	assert.Equal(t, 418, status)
}

// TestMocksAreNotInEachOthersWay: those of the bundled APIs share the documents that they are made from.
func TestMocksAreNotInEachOthersWay(t *testing.T) {
	for i := range 50 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			m := mocktest.Start(t, mocktest.Seed(uint64(i%3)))
			m.Stub(mocktest.Operation("GetCustomer").PathParameter("customerId", mocktest.EqualTo("7"))).ReplyJSON(200, fmt.Sprintf(`{"n":%d}`, i))
			_, body := send(t, m, "GET", "/aggregation/v1/customers/7", "")
			assert.Equal(t, fmt.Sprintf(`{"n":%d}`, i), body)
			status, _ := send(t, m, "GET", "/aggregation/v1/customers", "", "App-Key", "k", "Finicity-App-Token", "t")
			assert.Equal(t, 200, status)
			assert.Len(t, m.Requests(), 2)
			assert.Len(t, m.Requests(mocktest.Operation("GetCustomer"), mocktest.Operation("GetCustomers")), 2)
		})
	}
}

func TestResetGoesBackToWhatOptionsGave(t *testing.T) {
	m := things(t, mocktest.Mappings("testdata/mappings.json"))
	own := m.Session(t, "own")
	for _, of := range []*mocktest.Mock{m, own} {
		of.Stub(mocktest.Get("/given")).Reply(500)
		of.Fault(mocktest.OnOperation("GetThings").Status(503))
		status, _ := send(t, of, "GET", "/given", "")
		require.Equal(t, 500, status)
		status, _ = send(t, of, "GET", "/v1/things", "")
		require.Equal(t, 503, status)
	}
	own.Reset()
	assert.Empty(t, own.Requests())
	assert.Len(t, m.Requests(), 2)
	assert.Zero(t, own.Coverage().Met)
	status, body := send(t, own, "GET", "/given", "")
	assert.Equal(t, 200, status)
	assert.Equal(t, "from a file", body)
	status, _ = send(t, own, "GET", "/v1/things", "")
	assert.Equal(t, 200, status)
	status, _ = send(t, m, "GET", "/given", "")
	assert.Equal(t, 500, status)
	m.Reset()
	status, _ = send(t, m, "GET", "/given", "")
	assert.Equal(t, 200, status)
}

func TestASessionEndsWithItsTest(t *testing.T) {
	m := things(t)
	_, _ = recorded(func(r *recorder) {
		own := m.Session(r, "own")
		own.Stub(mocktest.Get("/v1/things")).Reply(418)
		status, _ := send(t, own, "GET", "/v1/things", "")
		assert.Equal(t, 418, status)
	})
	status, _ := send(t, m.Session(t, "own"), "GET", "/v1/things", "")
	assert.Equal(t, 200, status)
	failures, _ := recorded(func(r *recorder) { m.Session(r, "no spaces") })
	assert.Contains(t, failures, `there is no session "no spaces": The name of a session has`)
}

// TestTheJournalHasWhatAClientHasSeen: a large answer is with the client before the mock has come to its end.
func TestTheJournalHasWhatAClientHasSeen(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/large")).ReplyBody(200, "text/plain", strings.Repeat("x", 1<<17))
	m.Stub(mocktest.Get("/broken")).Break(mocktest.EmptyResponse)
	for i := range 80 {
		send(t, m, "GET", []string{"/large", "/broken"}[i%2], "")
		require.Len(t, m.Requests(), i+1)
	}
}

func TestTheJournalHasWhatAClientHasGivenUp(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/late")).Reply(200).Delay(time.Minute)
	client := &http.Client{Timeout: time.Second} // long enough for the request to be there
	_, err := client.Get(m.URL() + "/late")
	require.Error(t, err)
	assert.Eventually(t, func() bool { return len(m.Requests(mocktest.Get("/late"))) == 1 }, 10*time.Second, time.Millisecond)
}

func TestARequestIsShownAsItWas(t *testing.T) {
	m := things(t)
	status, _ := send(t, m, "POST", "/v1/things?x=1", `{"name":"","kind":"blue"}`, "Authorization", "Bearer secret")
	require.Equal(t, 422, status)
	all := m.Requests()
	require.Len(t, all, 1)
	r := all[0]
	assert.Equal(t, "POST", r.Method)
	assert.Equal(t, "/v1/things?x=1", r.URL)
	assert.Equal(t, "AddThing", r.Operation)
	assert.Equal(t, "things", r.Document)
	assert.Equal(t, `{"name":"","kind":"blue"}`, string(r.Body))
	assert.True(t, strings.HasPrefix(r.Header.Get("Authorization"), "Bearer redacted-"))
	assert.Equal(t, 422, r.Answer.Status)
	assert.NotEmpty(t, r.Answer.Body)
	var rules []string
	for _, v := range r.Violations {
		rules = append(rules, v.Where+" "+v.Rule)
		assert.NotEmpty(t, v.Message)
	}
	slices.Sort(rules)
	assert.Equal(t, []string{"body/kind enum", "body/name minLength"}, rules)
	assert.Len(t, m.Requests(mocktest.Post("/v1/things?x=1").Header("Authorization", mocktest.EqualTo("Bearer secret"))), 1, "secrets can be asked for")
	assert.Empty(t, m.Requests(mocktest.Anything().Header("Authorization", mocktest.EqualTo("Bearer other"))))
}
