package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fault"
	"mockserver/internal/journal"
	"mockserver/internal/limit"
	"mockserver/internal/server"
	"mockserver/internal/session"
	"mockserver/internal/stub"
	"mockserver/internal/tree"
)

// memoized are the same world twice: one server remembers answers, the other does not.
type memoized [2]struct {
	*server.Server
	sessions *session.Sessions
	mock     http.Handler
}

func newMemoized(t testing.TB, bytes int) *memoized {
	var both memoized
	for i := range both {
		c := bundled(t, defaults())
		c.NoMemo = i == 1
		c.Limits = limit.Default()
		c.Limits.MemoBytes = bytes
		c.Secret = []byte("k")
		c.Sessions = session.New(session.Config{Limits: c.Limits, Seed: c.Seed})
		both[i].Server, both[i].sessions = open(t, c), c.Sessions
		both[i].mock = both[i].Handler()
	}
	return &both
}

// repeated are requests that come again and again.
var repeated = []asked{
	{"GET", "", customers + "?limit=3", "", nil},
	{"GET", "", customers + "?search=memo", "", nil},
	{"GET", "", customers + "?search=memo", "", []string{"Prefer", "seed=2"}},
	{"GET", "", customers + "?search=memo&__seed=3", "", nil},
	{"HEAD", "", customers + "?search=memo", "", nil},
	{"GET", "", customers + "?search=memo", "", []string{"Origin", "https://app.example"}},
	{"GET", "", customers + "?limit=0&unknown=1&app_key=secret-secret", "", nil},
	{"GET", "", customers + "?limit=3", "", []string{"Accept", "text/html"}},
	{"GET", "", customers + "?limit=3", "", []string{"Prefer", "code=401"}},
	{"GET", "", customers + "/1005061035", "", nil},
	{"GET", "", customers + "/1005061235", "", nil},
	{"GET", "", "/api/v2/reports/customers.grouped/data?columns=gender,count", "", []string{"Authorization", "Token a-long-secret"}},
	{"GET", "", "/api/v2/reports/customers.grouped/data?columns=bogus&limit=101", "", []string{"Authorization", "Token a-long-secret"}},
	{"GET", "", "/nowhere", "", nil},
}

// changing are those that change something.
var changing = []asked{
	{"POST", "", newTesting, `{"username":"memo_one"}`, nil},
	{"POST", "", newTesting, `{"username":"memo_two"}`, []string{"Prefer", "seed=2"}},
	{"PUT", "", customers + "/1005061035", `{"firstName":"Memo"}`, nil},
	{"DELETE", "", customers + "/1005061036", ``, nil},
}

// TestARememberedAnswerIsTheOneThatWouldBeMade whatever comes before it: answers, journal and coverage are the same with and without.
func TestARememberedAnswerIsTheOneThatWouldBeMade(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		both := newMemoized(t, rapid.SampledFrom([]int{8 << 20, 64 << 10}).Draw(r, "memo-bytes"))
		for range rapid.IntRange(20, 120).Draw(r, "steps") {
			name := rapid.SampledFrom([]string{"", "", "a"}).Draw(r, "session")
			kind := rapid.IntRange(0, 19).Draw(r, "kind")
			which := rapid.IntRange(0, 1<<10).Draw(r, "which")
			var got [2]string
			for i := range both {
				got[i] = both.step(t, i, name, kind, which)
			}
			require.Equal(r, got[1], got[0], "with the memo, and without")
		}
		for _, name := range []string{"", "a"} {
			assert.Equal(r, both.told(t, 1, name), both.told(t, 0, name), "what is remembered of %q", name)
		}
	})
}

// step does the same in one of the servers.
func (both *memoized) step(t require.TestingT, i int, name string, kind, which int) string {
	of, err := both[i].sessions.Of(name)
	require.NoError(t, err)
	switch kind {
	case 0:
		a := changing[which%len(changing)]
		a.header = append([]string{"App-Key", "k", "Finicity-App-Token", "t", server.SessionHeader, name}, a.header...)
		return answer(both[i].mock, a)
	case 1:
		both[i].sessions.Reset(name)
		return ""
	case 2:
		seed := uint64(which % 3)
		of.SetSeed(&seed)
		return ""
	case 3:
		return both.disturb(t, of, which)
	}
	a := repeated[which%len(repeated)]
	a.header = append([]string{"App-Key", "k", "Finicity-App-Token", "t"}, a.header...)
	if name != "" {
		a.header = append(a.header, server.SessionHeader, name)
	}
	return answer(both[i].mock, a)
}

// disturb plants a stub or a fault, or takes all away.
func (both *memoized) disturb(t require.TestingT, of *session.Session, which int) string {
	switch which % 4 {
	case 0:
		n := node(t, `{"request":{"urlPath":"`+customers+`"},"response":{"status":200,"body":"canned"}}`)
		m, err := stub.Read(n, "", stub.Config{})
		require.NoError(t, err)
		require.NoError(t, of.Stubs.Add(m))
	case 1:
		rule, err := fault.Read(node(t, `{"operation":"GetCustomers","status":503,"first":2}`), "", limit.Set{})
		require.NoError(t, err)
		_, err = of.Faults.Add(rule)
		require.NoError(t, err)
	default:
		of.Stubs.Clear()
		of.Faults.Clear()
	}
	return ""
}

// told is what the journal and the coverage have.
func (both *memoized) told(t require.TestingT, i int, name string) string {
	of, err := both[i].sessions.Of(name)
	require.NoError(t, err)
	var b strings.Builder
	for _, e := range of.Journal.All() {
		fmt.Fprintf(&b, "%s %d %s %s %+v %+v %v %v %q %q %v %+v\n", e.ID, e.Number, e.Operation, e.Document, e.Request, e.Answer,
			e.Violations, e.Warnings, e.Stub, e.Fault, e.Matched, e.Timing)
	}
	b.Write(both[i].Coverage(of).JSON())
	return b.String()
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	both := newMemoized(t, 64<<10)
	for n := range 200 {
		a := asked{"GET", "", fmt.Sprintf("%s?limit=%d", customers, 1+n%100), "", []string{"App-Key", "k", "Finicity-App-Token", "t"}}
		for range 3 {
			require.Equal(t, answer(both[1].mock, a), answer(both[0].mock, a))
		}
		require.LessOrEqual(t, server.Remembered(both[0].Server), 64<<10)
	}
	assert.Positive(t, server.Remembered(both[0].Server))
	assert.Zero(t, server.Remembered(both[1].Server))
}

// TestARepeatedRequestHasItsOwnEntry in the journal, with what is of this request alone, and without its secrets.
func TestARepeatedRequestHasItsOwnEntry(t *testing.T) {
	both := newMemoized(t, 8<<20)
	a := asked{"GET", "", customers + "?limit=3", "", []string{"App-Key", "a-secret-key", "Finicity-App-Token", "t"}}
	for n := range 5 {
		r := a.request()
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1234", n)
		both[0].mock.ServeHTTP(discarded{http.Header{}}, r)
	}
	entries := both[0].sessions.Common().Journal.All()
	require.Len(t, entries, 5)
	seen := map[string]*journal.Entry{}
	for i, e := range entries {
		assert.Equal(t, fmt.Sprintf("192.0.2.%d", 4-i), e.Request.ClientIP)
		assert.Equal(t, uint64(5-i), e.Number)
		assert.NotContains(t, fmt.Sprintf("%+v", e), "a-secret-key")
		assert.Equal(t, entries[0].Answer, e.Answer)
		assert.Equal(t, entries[0].Request.Header, e.Request.Header)
		seen[e.ID] = e
	}
	assert.Len(t, seen, 5, "each has its own identifier")
	assert.Equal(t, time.Duration(0), entries[0].Timing.Total, "time stands still here")
}

func node(t require.TestingT, text string) *tree.Node {
	root, err := tree.Parse("given.json", []byte(text), tree.DefaultLimits)
	require.NoError(t, err)
	return root
}

// discarded is a writer that nobody reads.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) WriteHeader(int)             {}
func (d discarded) Write(b []byte) (int, error) { return len(b), nil }
