package journal_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/journal"
	"mockserver/internal/scenario"
	"mockserver/internal/violation"
)

func isHAR(t require.TestingT, har []byte) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	s, err := compiler.Compile("testdata/har-1.2.schema.json")
	require.NoError(t, err)
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(har))
	require.NoError(t, err, "%s", har)
	require.NoError(t, s.Validate(read), "%s", har)
}

func TestHAR(t *testing.T) {
	isHAR(t, journal.HAR(nil, "1.0"))
	at := time.Date(2025, 7, 1, 12, 0, 0, 5_000_000, time.UTC)
	s, j := secrets(t), journal.New(journal.Config{}).Open("one")
	for _, e := range []*journal.Entry{
		{ID: "1", At: at, Request: journal.Request{
			Method: "POST", Scheme: "https", Host: "localhost:8080", URL: "/v1/users/7?page=1&key=s1&flag", Protocol: "HTTP/2.0",
			Header: journal.Header{{"Authorization", "Bearer s1"}, {"Content-Type", "application/json"}, {"Cookie", "a=s1; b=s2"}},
			Body:   []byte(`{"password":"s1"}`),
		}, Document: "users", Operation: "getUser", Violations: []violation.Violation{{Where: "query.page", Rule: "type", Received: "x"}},
			Answer: journal.Answer{Status: 302, Source: "generated", Header: journal.Header{{"Content-Type", "image/png"}, {"Location", "/v1/users/8?key=s1"},
				{"Set-Cookie", "sid=s1; Path=/; Domain=localhost; HttpOnly; Secure; Max-Age=5"}}, Body: []byte("\x89PNG\xff")},
			Timing: journal.Timing{Total: 1234567 * time.Nanosecond}},
		{ID: "2", At: at, Request: journal.Request{Method: "PUT", Host: "h", URL: "/", Body: []byte{0xff}, BodyBytes: 9, Cut: true}, Fault: "EMPTY_RESPONSE", Stub: "s"},
	} {
		s.Redact(e)
		j.Add(e)
	}
	har := journal.HAR(j.All(), "1.0")
	isHAR(t, har)
	scenario.Golden(t, "testdata/har.golden", string(har))
}

func TestAnyEntryMakesAValidHAR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := func(label string) []byte { return rapid.SliceOf(rapid.Byte()).Draw(t, label) }
		header := journal.Header{{"Cookie", string(bytes("cookie"))}, {"Set-Cookie", string(bytes("set"))}, {"X", string(bytes("x"))}}
		e := &journal.Entry{
			Request: journal.Request{Method: "GET", Host: "h", URL: "/?" + rapid.StringMatching(`[a-z=&%+]*`).Draw(t, "query"), Header: header, Body: bytes("body")},
			Answer:  journal.Answer{Status: rapid.IntRange(0, 999).Draw(t, "status"), Header: header, Body: bytes("answer")},
			Timing:  journal.Timing{Total: time.Duration(rapid.Int64().Draw(t, "total"))},
		}
		isHAR(t, journal.HAR([]*journal.Entry{e}, "1"))
	})
}
