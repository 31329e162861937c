package stub_test

import (
	"cmp"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/given"
	"mockserver/internal/scenario"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
)

// testdata/mistakes has mappings, patterns and imports that cannot be taken, each with what is said of it.
func TestMistakesAreToldWithTheirPlace(t *testing.T) {
	read := map[string]func(n *tree.Node) error{
		"mapping": func(n *tree.Node) error { _, err := stub.Read(n, "", stub.Config{}); return err },
		"pattern": func(n *tree.Node) error { _, err := stub.ReadPattern(n, "/request", stub.Config{}); return err },
		"import":  func(n *tree.Node) error { _, err := stub.ReadImport(n, "", stub.Config{}); return err },
	}
	scenario.Files(t, "testdata/mistakes/*.txt", func(t *testing.T, text string) string {
		word := "mapping"
		orders := map[string]func(string){"reading": func(rest string) { word = rest }}
		return scenario.Calls{Orders: orders, Answer: func(call []string) []string {
			err := read[word](node(t, call[0]))
			if err == nil {
				return []string{"is taken"}
			}
			var mistake *given.Mistake
			require.ErrorAs(t, err, &mistake)
			return []string{err.Error()}
		}}.Play(text)
	})
}

const someID = "5f2b6a0c-3d1e-4f7a-9b8c-0d1e2f3a4b5c"

func TestWhatAClientSeesOfAMapping(t *testing.T) {
	for _, c := range []struct{ name, given, shown string }{
		{"nothing but an ID", `{"id":"` + someID + `"}`,
			`{"id":"` + someID + `","request":{"method":"ANY"},"response":{"status":200},"uuid":"` + someID + `"}`},
		{"an ID by its old name, in capitals", `{"uuid":"5F2B6A0C-3D1E-4F7A-9B8C-0D1E2F3A4B5C"}`,
			`{"id":"` + someID + `","request":{"method":"ANY"},"response":{"status":200},"uuid":"` + someID + `"}`},
		{"all members, in WireMock's order",
			`{"metadata":{"a":null,"b":[1.50]},"newScenarioState":"z","requiredScenarioState":"Started","scenarioName":"s","priority":1,"persistent":true,` +
				`"response":{"status":201,"jsonBody":{"b":1,"a":2.0}},"request":{"url":"/a","method":"get"},"name":"n","id":"` + someID + `","$schema":"x","insertionIndex":3}`,
			`{"id":"` + someID + `","name":"n","request":{"url":"/a","method":"get"},"response":{"status":201,"jsonBody":{"b":1,"a":2.0}},"persistent":true,` +
				`"priority":1,"scenarioName":"s","requiredScenarioState":"Started","newScenarioState":"z","metadata":{"a":null,"b":[1.50]},"uuid":"` + someID + `"}`},
		{"nulls and empty lists, which clients write for what they do not say",
			`{"id":"` + someID + `","name":null,"scenarioName":null,"priority":null,"postServeActions":[],"request":{"method":"GET","url":"/a","headers":null,"multipartPatterns":null},` +
				`"response":{"status":200,"body":null,"bodyFileName":null,"transformers":[],"headers":{}}}`,
			`{"id":"` + someID + `","request":{"method":"GET","url":"/a"},"response":{"status":200,"transformers":[],"headers":{}},"uuid":"` + someID + `"}`},
		{"an answer of the contract has no status of its own", `{"id":"` + someID + `","response":{"mockserver":{"answer":"contract","status":404}}}`,
			`{"id":"` + someID + `","request":{"method":"ANY"},"response":{"mockserver":{"answer":"contract","status":404}},"uuid":"` + someID + `"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.shown, show(mapping(t, c.given).JSON()))
		})
	}
}

func TestWhatAMappingAnswers(t *testing.T) {
	isJSON := http.Header{"Content-Type": {"application/json"}}
	for _, c := range []struct {
		name, response string
		want           stub.Response
	}{
		{"nothing said", `{}`, stub.Response{Status: 200}},
		{"text", `{"status":503,"body":"down"}`, stub.Response{Status: 503, Body: []byte("down")}},
		{"JSON as it was written", `{"jsonBody":{"price":1.50,"a":[]}}`, stub.Response{Status: 200, Header: isJSON, Body: []byte(`{"price":1.50,"a":[]}`)}},
		{"JSON that is a text", `{"jsonBody":"a"}`, stub.Response{Status: 200, Header: isJSON, Body: []byte(`"a"`)}},
		{"bytes", `{"base64Body":"AP8="}`, stub.Response{Status: 200, Body: []byte{0, 255}}},
		{"an empty text beside JSON", `{"body":"","jsonBody":[1],"base64Body":""}`, stub.Response{Status: 200, Header: isJSON, Body: []byte(`[1]`)}},
		{"headers of one value and of several", `{"headers":{"content-type":"text/plain","Set-Cookie":["a=1","b=2"]}}`,
			stub.Response{Status: 200, Header: http.Header{"Content-Type": {"text/plain"}, "Set-Cookie": {"a=1", "b=2"}}}},
		{"the standard text of a status", `{"status":404,"statusMessage":"Not Found"}`, stub.Response{Status: 404}},
		{"a fault", `{"status":200,"fault":"EMPTY_RESPONSE"}`, stub.Response{Status: 200, Fault: "EMPTY_RESPONSE"}},
		{"the contract", `{"mockserver":{"answer":"contract","status":404,"example":"gone"}}`,
			stub.Response{Status: 200, Contract: &stub.Contract{Status: 404, Example: "gone"}}},
		{"the contract with a status beside it", `{"status":404,"headers":{"A":"b"},"mockserver":{"answer":"contract"}}`,
			stub.Response{Status: 404, Header: http.Header{"A": {"b"}}, Contract: &stub.Contract{Status: 404}}},
		{"the contract with the status that clients always write", `{"status":200,"mockserver":{"answer":"contract","status":404}}`,
			stub.Response{Status: 200, Contract: &stub.Contract{Status: 404}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := *mapping(t, `{"response":`+c.response+`}`).Response
			got.Pace = c.want.Pace
			if len(got.Body) == 0 {
				got.Body = nil
			}
			assert.Equal(t, c.want, got)
		})
	}
	late := mapping(t, `{"response":{"fixedDelayMilliseconds":1500}}`).Response
	assert.Equal(t, 1500*time.Millisecond, late.Pace.Fixed)
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"id":"` + someID + `","request":{"method":"GET","urlPathTemplate":"/a/{b}/**","pathParameters":{"b":{"equalTo":"1"}}},"response":{"status":200,"jsonBody":{}}}`,
		`{"request":{"url":"/a?b=1","headers":{"A":{"matches":"x.*"}},"bodyPatterns":[{"equalToJson":"{}"}]},"priority":1,"metadata":{"a":1}}`,
		`{"mappings":[{}],"importOptions":{"duplicatePolicy":"IGNORE"}}`,
	} {
		f.Add(seed, "GET /a/1/x?b=2")
	}
	f.Fuzz(func(t *testing.T, json, line string) {
		n, err := tree.Parse("", []byte(json), tree.Limits{Nodes: 1000})
		if err != nil {
			return
		}
		r := request([]string{line, "| " + json})
		if m, err := stub.Read(n, "", stub.Config{}); err == nil {
			matched, distance := m.Pattern.Match(r)
			assert.True(t, distance >= 0 && distance <= 1 && (!matched || distance == 0), "%s and %s are %v apart", json, line, distance)
			m.ID = cmp.Or(m.ID, someID) // a set gives one
			again, err := stub.Read(node(t, show(m.JSON())), "", stub.Config{})
			require.NoError(t, err, "what is shown can be given back")
			assert.Equal(t, show(m.JSON()), show(again.JSON()))
		}
		_, _ = stub.ReadImport(n, "", stub.Config{})
	})
}
