package mocktest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"mockserver/mocktest"
)

// test stands in for *testing.T, which examples do not have.
type test struct{ cleanups []func() }

func (t *test) Helper()                           {}
func (t *test) Cleanup(f func())                  { t.cleanups = append(t.cleanups, f) }
func (t *test) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (t *test) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (t *test) Logf(string, ...any)               {}
func (t *test) Name() string                      { return "example" }
func (t *test) Failed() bool                      { return false }

func (t *test) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// get prints status and body of an answer.
func get(m *mocktest.Mock, path string) {
	answer, err := m.Client().Get(m.URL() + path)
	if err != nil {
		fmt.Println("no answer")
		return
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(strings.TrimSpace(fmt.Sprint(answer.StatusCode, " ", string(body))))
}

func ExampleStart() {
	t := &test{}
	defer t.end()

	m := mocktest.Start(t) // the bundled APIs; mocktest.Spec("api.yaml") for yours

	request, _ := http.NewRequest("GET", m.URL()+"/aggregation/v1/customers?search=chovey&limit=25", nil)
	request.Header.Set("App-Key", "k")
	request.Header.Set("Finicity-App-Token", "t")
	answer, err := m.Client().Do(request)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer answer.Body.Close()
	fmt.Println(answer.StatusCode, answer.Header.Get("Mockserver-Source"))
	// Output: 200 population
}

func ExampleMock_Stub() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	m.Stub(mocktest.Get("/v1/things/{id}")).ReplyJSON(200, map[string]any{"id": 7, "name": "Seven"})
	m.Stub(mocktest.Operation("GetThing").PathParameter("id", mocktest.EqualTo("13"))).ReplyContract(404)
	m.Stub(mocktest.Get("/elsewhere").Query("q", mocktest.Containing("x"))).Reply(503)

	get(m, "/v1/things/7")
	get(m, "/elsewhere?q=xyz")
	// Output:
	// 200 {"id":7,"name":"Seven"}
	// 503
}

func ExampleStub_InScenario() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	things := mocktest.Operation("GetThings")
	m.Stub(things).InScenario("retry", mocktest.Started, "recovered").Header("Retry-After", "1").Reply(503)
	m.Stub(things).InScenario("retry", "recovered", "").ReplyJSON(200, []any{})

	for range 3 {
		answer, err := m.Client().Get(m.URL() + "/v1/things")
		if err != nil {
			t.Fatalf("%v", err)
		}
		_ = answer.Body.Close()
		fmt.Printf("%d %q\n", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	// Output:
	// 503 "1"
	// 200 ""
	// 200 ""
}

func ExampleMock_Fault() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"), mocktest.Seed(7))

	remove := m.Fault(mocktest.OnOperation("GetThings").Share(0.3).Status(503))
	failed := 0
	for range 100 {
		answer, err := m.Client().Get(m.URL() + "/v1/things")
		if err != nil {
			t.Fatalf("%v", err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode == 503 {
			failed++
		}
	}
	remove()
	fmt.Println("about a third failed, as many in each run:", failed > 20 && failed < 40)
	// Output: about a third failed, as many in each run: true
}

func ExampleMock_Requests() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	answer, err := m.Client().Post(m.URL()+"/v1/things", "application/json", strings.NewReader(`{"name":"","kind":"blue"}`))
	if err != nil {
		t.Fatalf("%v", err)
	}
	_ = answer.Body.Close()

	for _, r := range m.Requests(mocktest.Operation("AddThing")) {
		fmt.Println(r)
		for _, v := range r.Violations {
			fmt.Println(" ", v.Message)
		}
	}
	// Output:
	// POST /v1/things: 422, AddThing
	//   body/name is ""; expected a string of at least 1 character.
	//   body/kind is "blue"; expected one of "red", "green".
}

func ExampleMock_AssertCalled() {
	t := &test{} // whose Errorf prints
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	answer, err := m.Client().Get(m.URL() + "/v1/things?limit=101")
	if err != nil {
		t.Fatalf("%v", err)
	}
	_ = answer.Body.Close()

	m.AssertCalled(t, mocktest.Operation("GetThings"), 1)
	m.AssertCalled(t, mocktest.Operation("GetThings").Query("limit", mocktest.EqualTo("100")), 1)
	m.AssertNoUnmatched(t)
	// Output:
	// GetThings with query.limit equalTo "100" was called 0 times; expected 1 time; the nearest of 1 other request:
	//   GET /v1/things?limit=101: 400, GetThings
	//     not query.limit equalTo "100"
	//     query.limit is 101; expected an integer from 1 to 100.
}

func ExampleMock_AssertNoViolations() {
	t := &test{} // whose Errorf prints
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	answer, err := m.Client().Get(m.URL() + "/v1/things?limit=0&kind=rad")
	if err != nil {
		t.Fatalf("%v", err)
	}
	_ = answer.Body.Close()

	m.AssertNoViolations(t)
	// Output:
	// 1 request broke the document:
	//   GET /v1/things?limit=0&kind=rad: 400, GetThings
	//     query.limit is 0; expected an integer from 1 to 100.
	//     query.kind is "rad"; expected one of "red", "green". Did you mean "red"?
}

func ExampleMock_AssertStubsFit() {
	t := &test{} // whose Errorf prints
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))
	m.Stub(mocktest.Operation("GetThing")).ReplyJSON(200, `{"id":7}`)

	get(m, "/v1/things/7")
	m.AssertStubsFit(t)
	// Output:
	// 200 {"id":7}
	// 1 request got an answer of a stub that breaks the document:
	//   GET /v1/things/7: 200, GetThing, stub
	//     body/name is missing; expected a string of at least 1 character.
}

func ExampleMock_Session() {
	t := &test{}
	defer t.end()
	shared := mocktest.Start(t, mocktest.Spec("testdata/things.yaml")) // as in TestMain

	one, other := shared.Session(t, "one"), shared.Session(t, "other") // as in two tests that run in parallel
	one.Stub(mocktest.Get("/v1/things/1")).Reply(404)
	other.Stub(mocktest.Get("/v1/things/1")).Reply(500)
	get(one, "/v1/things/1")
	get(other, "/v1/things/1")
	fmt.Println(len(one.Requests()), len(other.Requests()), len(shared.Requests()))
	// Output:
	// 404
	// 500
	// 1 1 0
}

func ExampleMock_Coverage() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	answer, err := m.Client().Get(m.URL() + "/v1/things?limit=1&kind=red")
	if err != nil {
		t.Fatalf("%v", err)
	}
	_ = answer.Body.Close()

	things := m.Coverage().Operations[0]
	fmt.Println(things.ID, things.Met < things.All)
	for _, item := range things.NeverMet {
		fmt.Println(" ", item)
	}
	// Output:
	// GetThings true
	//   query.limit: left out
	//   query.limit: 0, one below the minimum (refused)
	//   query.limit: 100, the maximum
	//   query.limit: 101, one above the maximum (refused)
	//   query.kind: left out
	//   query.kind: "green"
	//   answer: 429
	//   answer 429: application/json
	//   answer: 503
	//   answer 503: application/json
}

func ExampleMock_Reset() {
	t := &test{}
	defer t.end()
	m := mocktest.Start(t, mocktest.Spec("testdata/things.yaml"))

	m.Stub(mocktest.Get("/elsewhere")).Reply(204)
	get(m, "/elsewhere")
	m.Reset()
	fmt.Println(len(m.Requests()))
	// Output:
	// 204
	// 0
}
