package mocktest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"mockserver/mocktest"
)

func TestWhatAPatternMatches(t *testing.T) {
	const json = `{"name":"a","sizes":[1,2]}`
	for _, tt := range []struct {
		name    string
		pattern mocktest.Pattern
		matches bool
	}{
		{"each request", mocktest.Anything(), true},
		{"the path", mocktest.Post("/v1/things"), true},
		{"another path", mocktest.Post("/v1/thing"), false},
		{"another method", mocktest.Get("/v1/things"), false},
		{"any method", mocktest.Call("ANY", "/v1/things"), true},
		{"a path with a name", mocktest.Post("/v1/{what}"), true},
		{"a path with a name that is something", mocktest.Post("/v1/{what}").PathParameter("what", mocktest.EqualTo("things")), true},
		{"a path with a name that is something else", mocktest.Post("/v1/{what}").PathParameter("what", mocktest.EqualTo("others")), false},
		{"paths", mocktest.CallMatching("POST", "/v1/.*"), true},
		{"the query to the letter", mocktest.Post("/v1/things?a=b&c=d"), true},
		{"the query in another order", mocktest.Post("/v1/things?c=d&a=b"), false},
		{"the operation", mocktest.Operation("AddThing"), true},
		{"another operation", mocktest.Operation("GetThings"), false},
		{"a parameter", mocktest.Operation("AddThing").Query("a", mocktest.EqualTo("b")), true},
		{"a parameter in capitals", mocktest.Anything().Query("a", mocktest.EqualToIgnoringCase("B")), true},
		{"another value", mocktest.Anything().Query("a", mocktest.EqualTo("c")), false},
		{"two parameters, one of them otherwise", mocktest.Anything().Query("a", mocktest.EqualTo("b")).Query("c", mocktest.EqualTo("e")), false},
		{"a header that contains something", mocktest.Anything().Header("Authorization", mocktest.Containing("user")), false},
		{"credentials", mocktest.Anything().BasicAuth("user", "pass"), true},
		{"other credentials", mocktest.Anything().BasicAuth("user", "word"), false},
		{"a cookie", mocktest.Anything().Cookie("c", mocktest.EqualTo("12")), true},
		{"a parameter by an expression", mocktest.Anything().Query("c", mocktest.Matching("[a-z]")), true},
		{"a header that is not there", mocktest.Anything().Header("X-None", mocktest.Absent()), true},
		{"the body", mocktest.Anything().BodyJSON(map[string]any{"sizes": []int{1, 2}, "name": "a"}), true},
		{"the body as text", mocktest.Anything().BodyJSON(json), true},
		{"another body", mocktest.Anything().BodyJSON(`{"name":"b"}`), false},
		{"any operator", mocktest.Anything().Body(mocktest.Operator("contains", "sizes")), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := things(t)
			m.Stub(tt.pattern).Reply(299)
			status, _ := send(t, m, "POST", "/v1/things?a=b&c=d", json, "Authorization", "Basic dXNlcjpwYXNz", "Cookie", "c=12")
			assert.Equal(t, tt.matches, status == 299, "%d", status)
			assert.Equal(t, tt.matches, len(m.Requests(tt.pattern)) == 1, "as a pattern of the journal")
		})
	}
}

func TestAPatternIsNotChangedByWhatIsMadeOfIt(t *testing.T) {
	base := mocktest.Get("/x").Query("a", mocktest.EqualTo("1"))
	one, other := base.Query("b", mocktest.EqualTo("1")), base.Query("b", mocktest.EqualTo("2"))
	assert.Equal(t, `GET /x with query.a equalTo "1"`, base.String())
	assert.Equal(t, `GET /x with query.a equalTo "1" and query.b equalTo "1"`, one.String())
	assert.Equal(t, `GET /x with query.a equalTo "1" and query.b equalTo "2"`, other.String())
}

func TestWhatAStubAnswers(t *testing.T) {
	get := mocktest.Get("/v1/things/7")
	for _, tt := range []struct {
		name   string
		answer func(*mocktest.Stub)
		status int
		body   string // "*": anything
	}{
		{"a status", func(s *mocktest.Stub) { s.Reply(503) }, 503, ""},
		{"JSON of a value", func(s *mocktest.Stub) { s.ReplyJSON(200, []int{1}) }, 200, "[1]"},
		{"JSON as text", func(s *mocktest.Stub) { s.ReplyJSON(200, ` {"b":1, "a":1.0}`) }, 200, ` {"b":1, "a":1.0}`},
		{"a body", func(s *mocktest.Stub) { s.ReplyBody(200, "text/plain", "\u2028 <&>") }, 200, "\u2028 <&>"},
		{"bytes", func(s *mocktest.Stub) { s.ReplyBody(200, "image/png", "\xff\x00") }, 200, "\xff\x00"},
		{"what the document says", func(s *mocktest.Stub) { s.ReplyContract(404) }, 404, "*"},
		{"what the document says when all is well", func(s *mocktest.Stub) { s.ReplyContract(0) }, 200, "*"},
		{"an example that is not there", func(s *mocktest.Stub) { s.ReplyExample(200, "none") }, 501, "*"},
		{"nothing", func(s *mocktest.Stub) { s.Break(mocktest.EmptyResponse) }, 0, ""},
		{"a reset", func(s *mocktest.Stub) { s.Break(mocktest.ConnectionReset) }, 0, ""},
		{"the last that it was told", func(s *mocktest.Stub) { s.Break(mocktest.RandomData).Reply(201) }, 201, ""},
		{"late", func(s *mocktest.Stub) { s.Delay(time.Millisecond).Reply(200).DelayBetween(0, time.Millisecond) }, 200, ""},
		{"slowly", func(s *mocktest.Stub) { s.Dribble(2, time.Millisecond).ReplyBody(200, "text/plain", "abc") }, 200, "abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := things(t)
			s := m.Stub(get)
			tt.answer(s)
			status, body := send(t, m, "GET", "/v1/things/7", "")
			assert.Equal(t, tt.status, status)
			if tt.body != "*" {
				assert.Equal(t, tt.body, body)
			}
			assert.Len(t, s.Requests(), 1)
			assert.Len(t, m.Requests(get), 1)
			s.Remove()
			status, _ = send(t, m, "GET", "/v1/things/7", "")
			assert.Equal(t, 200, status)
		})
	}
}

func TestOfSeveralStubsOneAnswers(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/x")).Reply(201)
	m.Stub(mocktest.Get("/x")).Reply(202)
	status, _ := send(t, m, "GET", "/x", "")
	assert.Equal(t, 202, status, "the newest")
	first := m.Stub(mocktest.Get("/x")).Priority(1).Reply(203).Header("X-A", "1", "2")
	m.Stub(mocktest.Get("/x")).Reply(204)
	status, _ = send(t, m, "GET", "/x", "")
	assert.Equal(t, 203, status, "the lowest priority")
	assert.Equal(t, []string{"1", "2"}, first.Requests()[0].Answer.Header.Values("X-A"))
}

func TestAScenario(t *testing.T) {
	m := things(t)
	m.Stub(mocktest.Get("/x")).InScenario("retry", mocktest.Started, "failed").Reply(503)
	m.Stub(mocktest.Get("/x")).InScenario("retry", "failed", "").Reply(200)
	for i, want := range []int{503, 200, 200} {
		status, _ := send(t, m, "GET", "/x", "")
		assert.Equal(t, want, status, "call %d", i+1)
	}
}

func TestAMistakeInAStubOrFaultFailsTheTest(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(m *mocktest.Mock)
		says string
	}{
		{"a status that is none", func(m *mocktest.Mock) { m.Stub(mocktest.Get("/x")).Reply(99) },
			"the stub of GET /x cannot be taken: /response/status: this is 99; expected a whole number from 200 to 999."},
		{"an operation that is none", func(m *mocktest.Mock) { m.Stub(mocktest.Operation("GetThingz")).Reply(200) },
			"the stub of GetThingz cannot be taken: no document has an operation GetThingz; did you mean GetThings?"},
		{"an operator that is none", func(m *mocktest.Mock) {
			m.Stub(mocktest.Get("/x").Query("a", mocktest.Operator("equals", "b"))).Reply(200)
		}, "/request/queryParameters/a"},
		{"a value that is no JSON", func(m *mocktest.Mock) { m.Stub(mocktest.Get("/x")).ReplyJSON(200, func() {}) }, "cannot be written as JSON"},
		{"a text that is no JSON", func(m *mocktest.Mock) { m.Stub(mocktest.Get("/x")).ReplyJSON(200, "{") }, "its body is no JSON: {"},
		{"a body of a pattern that is no JSON", func(m *mocktest.Mock) { m.Requests(mocktest.Anything().BodyJSON(make(chan int))) },
			"the pattern ANY with body equalToJson \"\" cannot be taken: body: the value cannot be written as JSON"},
		{"parameters without a path", func(m *mocktest.Mock) {
			m.Requests(mocktest.Anything().PathParameter("id", mocktest.EqualTo("1")))
		}, "/pathParameters: there is no path"},
		{"no answer", func(m *mocktest.Mock) { m.Stub(mocktest.Get("/x")).Delay(1) }, "GET /x has a stub without an answer; Reply,"},
		{"a fault that does nothing", func(m *mocktest.Mock) { m.Fault(mocktest.OnEach()) }, "the fault cannot be taken: this rule does nothing"},
		{"a fault of no operation", func(m *mocktest.Mock) { m.Fault(mocktest.OnOperation("Get").Status(500)) },
			"no document has an operation Get; there are GetThings, AddThing and GetThing"},
		{"a share that is none", func(m *mocktest.Mock) { m.Fault(mocktest.OnEach().Status(500).Share(5)) }, "/share: this is 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failures, _ := recorded(func(t *recorder) { tt.do(things(t)) })
			assert.Contains(t, failures, tt.says)
		})
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rule     mocktest.Fault
		statuses []int
	}{
		{"of an operation", mocktest.OnOperation("GetThings").Status(503), []int{503, 503, 503, 503}},
		{"of another", mocktest.OnOperation("GetThing").Status(404), []int{200, 200, 200, 200}},
		{"of a path", mocktest.OnPath("GET", "/v1/{what}").Status(503), []int{503, 503, 503, 503}},
		{"of all", mocktest.OnEach().Break(mocktest.ConnectionReset), []int{0, 0, 0, 0}},
		{"of the first ones", mocktest.OnEach().First(2).Status(503), []int{503, 503, 200, 200}},
		{"later", mocktest.OnEach().Skip(2).Status(503), []int{200, 200, 503, 503}},
		{"of none", mocktest.OnEach().Share(0).Status(503), []int{200, 200, 200, 200}},
		{"that limit", mocktest.OnEach().RateLimit(3, 3600, ""), []int{200, 200, 200, 429}},
		{"that only delay", mocktest.OnEach().Delay(time.Millisecond).Bandwidth(1 << 20), []int{200, 200, 200, 200}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := things(t)
			remove := m.Fault(tt.rule)
			var got []int
			for range tt.statuses {
				status, _ := send(t, m, "GET", "/v1/things", "")
				got = append(got, status)
			}
			assert.Equal(t, tt.statuses, got)
			remove()
			status, _ := send(t, m, "GET", "/v1/things", "")
			assert.Equal(t, 200, status)
		})
	}
}
