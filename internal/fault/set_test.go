package fault_test

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
)

func set(t testing.TB, c fault.SetConfig, rules ...string) *fault.Set {
	t.Helper()
	s := fault.NewSet(c)
	for _, text := range rules {
		_, err := s.Add(rule(t, text))
		require.NoError(t, err)
	}
	return s
}

func TestIdentifiersLookLikeUUIDs(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []string{"stub", "fault", ""} {
		for _, session := range []string{"", "a", `a"b`, "0"} {
			for n := range uint64(20) {
				id := fault.ID(kind, session, n)
				assert.Regexp(t, regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), id)
				assert.False(t, seen[id])
				seen[id] = true
			}
		}
	}
	assert.Equal(t, fault.ID("fault", "a", 3), fault.ID("fault", "a", 3))
}

func TestWhichRequestsARuleIsAbout(t *testing.T) {
	get := fault.Query{Operation: "GetPet", Method: "GET", Path: "/pets/7"}
	for _, c := range []struct {
		rule string
		q    fault.Query
		want bool
	}{
		{`{}`, get, true},
		{`{"operation":"GetPet"}`, get, true},
		{`{"operation":"getpet"}`, get, false},
		{`{"operation":"GetPet"}`, fault.Query{Method: "GET", Path: "/pets/7"}, false},
		{`{"method":"get"}`, get, true},
		{`{"method":"ANY"}`, get, true},
		{`{"method":"POST"}`, get, false},
		{`{"path":"/pets/7"}`, get, true},
		{`{"path":"/pets/{id}"}`, get, true},
		{`{"path":"/{a}/{b}"}`, get, true},
		{`{"path":"/pets"}`, get, false},
		{`{"path":"/pets/7/"}`, get, false},
		{`{"path":"/pets/7/toys"}`, get, false},
		{`{"path":"/pets/{id}"}`, fault.Query{Path: "/pets/"}, false},
		{`{"path":"/pets/{id}"}`, fault.Query{Path: "/pets/7/toys"}, false},
		{`{"path":"/"}`, fault.Query{Path: "/"}, true},
		{`{"path":"/"}`, get, false},
		{`{"urlPathPattern":"/pets/[0-9]+"}`, get, true},
		{`{"urlPathPattern":"/pets"}`, get, false},
		{`{"urlPathPattern":"/a|/pets/7"}`, get, true},
		{`{"urlPathPattern":"/pets/.*","method":"GET","operation":"GetPet","path":"/pets/{id}"}`, get, true},
	} {
		t.Run(c.rule+" "+c.q.Path, func(t *testing.T) {
			s := set(t, fault.SetConfig{}, strings.TrimSuffix(strings.Replace(c.rule, "{}", "{", 1), "}")+comma(c.rule)+`"status":503}`)
			assert.Equal(t, c.want, s.Apply(c.q).Status == 503)
		})
	}
}

func comma(rule string) string {
	if rule == "{}" {
		return ""
	}
	return ","
}

// statuses is what n requests get: a digit for each, . where nothing is done.
func statuses(s *fault.Set, n int, q fault.Query) string {
	var b strings.Builder
	for range n {
		switch e := s.Apply(q); {
		case e.Break != "":
			b.WriteByte('x')
		case e.Status != 0:
			b.WriteByte(byte('0' + e.Status%10))
		default:
			b.WriteByte('.')
		}
	}
	return b.String()
}

func TestWhichOfTheRequestsFail(t *testing.T) {
	for _, c := range []struct {
		name  string
		rules []string
		want  string
	}{
		{"all", []string{`{"status":503}`}, "3333333333"},
		{"none", []string{`{"status":503,"share":0}`}, ".........."},
		{"the first", []string{`{"status":503,"first":2}`}, "33........"},
		{"all but the first", []string{`{"status":503,"skip":2}`}, "..33333333"},
		{"some in between", []string{`{"status":503,"skip":2,"first":3}`}, "..333....."},
		{"one rule after another", []string{`{"status":503,"first":2}`, `{"status":504}`}, "3344444444"},
		{"each counts all", []string{`{"status":503,"first":2}`, `{"status":504,"first":3}`}, "334......."},
		{"the first that decides", []string{`{"fault":"EMPTY_RESPONSE","first":2}`, `{"status":504,"first":3}`}, "xx4......."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := set(t, fault.SetConfig{}, c.rules...)
			assert.Equal(t, c.want, statuses(s, 10, fault.Query{}))
			s.Reset()
			assert.Equal(t, c.want, statuses(s, 10, fault.Query{}), "after a reset")
		})
	}
}

// A share of s hits about s·n of n requests, the same ones in each run, whatever the session is called.
func TestAShareIsWhatItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.IntRange(0, 100).Draw(t, "percent")
		seed := rapid.Uint64().Draw(t, "seed")
		const n = 4000
		run := func(session, share string) string {
			s := fault.NewSet(fault.SetConfig{Seed: seed, Session: session})
			r, err := fault.Read(node(t, `{"operation":"a","status":503,"share":`+share+`}`), "", limit.Set{})
			require.NoError(t, err)
			_, err = s.Add(r)
			require.NoError(t, err)
			return statuses(s, n, fault.Query{Operation: "a"})
		}
		share := fmt.Sprintf(`"%d%%"`, percent)
		hits := run("a", share)
		require.Equal(t, hits, run("b", share))
		p := float64(percent) / 100
		require.InDelta(t, p*n, strings.Count(hits, "3"), 1+6*math.Sqrt(n*p*(1-p)))
	})
}

func TestRulesThatAreEqualHitDifferentRequests(t *testing.T) {
	s := set(t, fault.SetConfig{}, `{"share":0.5,"status":503}`, `{"share":0.5,"fault":"EMPTY_RESPONSE"}`, `{"share":0.5,"status":503}`)
	hits := statuses(s, 1000, fault.Query{})
	assert.InDelta(t, 500+125, strings.Count(hits, "3"), 60)
	assert.InDelta(t, 250, strings.Count(hits, "x"), 60)
	assert.InDelta(t, 125, strings.Count(hits, "."), 60)
	assert.NotEqual(t, hits, statuses(set(t, fault.SetConfig{Seed: 1}, `{"share":0.5,"status":503}`), 1000, fault.Query{}))
}

func TestAnotherRuleDoesNotChangeWhichRequestsFail(t *testing.T) {
	alone := set(t, fault.SetConfig{Seed: 4}, `{"share":0.3,"status":503}`)
	beside := set(t, fault.SetConfig{Seed: 4}, `{"operation":"other","status":504}`, `{"share":0.3,"status":503}`)
	assert.Equal(t, statuses(alone, 100, fault.Query{Operation: "a"}), statuses(beside, 100, fault.Query{Operation: "a"}))
}

func TestDelaysAddUpAndBodiesKeepTheSlowestPace(t *testing.T) {
	s := set(t, fault.SetConfig{},
		`{"fixedDelayMilliseconds":100,"bandwidth":50}`, `{"status":503,"fixedDelayMilliseconds":20,"bandwidth":10}`,
		`{"status":504,"delayDistribution":{"type":"fixed","milliseconds":3},"chunkedDribbleDelay":{"numberOfChunks":2,"totalDuration":4}}`)
	e := s.Apply(fault.Query{})
	assert.Equal(t, 123*time.Millisecond, e.Late)
	assert.Equal(t, 10, e.Pace.Bandwidth)
	assert.Equal(t, &fault.Dribble{Chunks: 2, Total: 4 * time.Millisecond}, e.Pace.Dribble)
	assert.Equal(t, 503, e.Status)
	assert.Same(t, s.All()[1], e.Rule)
	assert.Equal(t, s.All(), e.Rules)
	assert.Equal(t, "status 503, 123 ms late, slow", e.String())
	assert.Zero(t, fault.Effect{}.String())
}

func TestAllDelaysTogetherKeepToTheLimit(t *testing.T) {
	s := set(t, fault.SetConfig{}, `{"fixedDelayMilliseconds":200000}`, `{"fixedDelayMilliseconds":200000}`)
	assert.Equal(t, 300*time.Second, s.Apply(fault.Query{}).Late)
}

func TestARateLimit(t *testing.T) {
	now := time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
	s := set(t, fault.SetConfig{Now: func() time.Time { return now }}, `{"rateLimit":{"requests":2,"perSeconds":60,"by":"App-Key"}}`)
	call := func(key string) fault.Effect {
		return s.Apply(fault.Query{Header: http.Header{"App-Key": {key}}})
	}
	assert.Zero(t, call("a").String())
	assert.Empty(t, call("a").Rules, "one that lets pass does nothing")
	now = now.Add(100 * time.Millisecond)
	limited := call("a")
	assert.True(t, limited.Limited)
	assert.Equal(t, 429, limited.Status)
	assert.Equal(t, time.Minute, limited.RetryAfter, "in whole seconds")
	assert.Equal(t, "rate limit", limited.String())
	assert.Zero(t, call("b").Status, "another caller")
	assert.Zero(t, s.Apply(fault.Query{}).Status, "one without a name")
	now = now.Add(59 * time.Second)
	assert.Equal(t, time.Second, call("a").RetryAfter)
	now = now.Add(time.Second)
	assert.Zero(t, call("a").Status, "a new window")
	s.Reset()
	assert.Zero(t, call("a").Status)
	assert.Zero(t, call("a").Status)
	assert.True(t, call("a").Limited)
}

func TestCallersThatAreForgotten(t *testing.T) {
	l := limit.Default()
	l.Callers = 3
	s := set(t, fault.SetConfig{Limits: l}, `{"rateLimit":{"requests":1,"perSeconds":60,"by":"K"}}`)
	for i := range 100 {
		assert.False(t, s.Apply(fault.Query{Header: http.Header{"K": {fmt.Sprint(i)}}}).Limited)
	}
	assert.True(t, s.Apply(fault.Query{Header: http.Header{"K": {"99"}}}).Limited)
}

func TestChangesOfRules(t *testing.T) {
	s := fault.NewSet(fault.SetConfig{Session: "a"})
	assert.False(t, s.Any())
	first, err := s.Add(rule(t, `{"status":500}`))
	require.NoError(t, err)
	second, err := s.Add(rule(t, `{"status":501,"id":"mine"}`))
	require.NoError(t, err)
	assert.True(t, s.Any())
	assert.Same(t, second, s.Get("mine"))
	assert.Nil(t, s.Get("other"))

	again, err := s.Add(rule(t, `{"status":502,"id":"mine"}`))
	require.NoError(t, err)
	assert.Equal(t, []*fault.Rule{first, again}, s.All(), "the same id is the same rule")

	ok, err := s.Replace(first.ID, rule(t, `{"status":503,"first":1}`))
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, first.ID, s.All()[0].ID)
	assert.Equal(t, "32", statuses(s, 2, fault.Query{}))
	ok, err = s.Replace("other", rule(t, `{"status":503}`))
	assert.NoError(t, err)
	assert.False(t, ok)

	assert.True(t, s.Remove(first.ID))
	assert.False(t, s.Remove(first.ID))
	assert.Equal(t, []*fault.Rule{again}, s.All())
	s.SetGlobal(fault.Pace{Fixed: 1})
	s.Clear()
	assert.False(t, s.Any())
	assert.Zero(t, s.Global())
	new, err := s.Add(rule(t, `{"status":500}`))
	require.NoError(t, err)
	assert.NotEqual(t, first.ID, new.ID, "who holds an old id takes no other rule away")
}

func TestAnIDThatIsTakenIsNotGivenOut(t *testing.T) {
	s := set(t, fault.SetConfig{Session: "a"}, `{"status":500,"id":"`+fault.ID("fault", "a", 0)+`"}`, `{"status":501}`)
	assert.Equal(t, fault.ID("fault", "a", 1), s.All()[1].ID)
}

// room is what sessions share, without a lock.
type room struct{ left int }

func (r *room) Take(bytes int) bool {
	if bytes > r.left {
		return false
	}
	r.left -= bytes
	return true
}

func (r *room) Give(bytes int) { r.left += bytes }

func TestRulesAreBounded(t *testing.T) {
	l := limit.Default()
	l.Faults = 1
	s := set(t, fault.SetConfig{Limits: l}, `{"status":500}`)
	_, err := s.Add(rule(t, `{"status":500}`))
	var full *fault.Full
	require.ErrorAs(t, err, &full)
	assert.EqualError(t, err, "This session has 1 fault rules, the limit that --limit faults=N sets; remove some.")

	shared := &room{left: 4000}
	s = set(t, fault.SetConfig{Room: shared}, `{"status":500,"id":"a"}`, `{"status":501}`)
	left := shared.left
	_, err = s.Add(rule(t, `{"status":500,"name":"`+strings.Repeat("a", 200)+`","operation":"`+strings.Repeat("a", 1000)+`"}`))
	require.ErrorAs(t, err, &full)
	assert.Equal(t, left, shared.left)
	_, err = s.Replace("a", rule(t, `{"status":500,"operation":"`+strings.Repeat("a", 4000)+`"}`))
	require.ErrorAs(t, err, &full)
	assert.Equal(t, left, shared.left)
	assert.Equal(t, "0", statuses(s, 1, fault.Query{}), "the one that was there stays")
	s.Remove("a")
	assert.Greater(t, shared.left, left)
	s.Close()
	assert.Equal(t, 4000, shared.left)
}

// Of many requests at once as many are hit as of as many in turn, while rules come and go.
func TestManyAtOnce(t *testing.T) {
	s := set(t, fault.SetConfig{}, `{"id":"a","operation":"a","status":503,"share":0.3}`)
	want := strings.Count(statuses(s, 4000, fault.Query{Operation: "a"}), "3")
	s.Reset()
	hits := make([]int, 8)
	var group sync.WaitGroup
	for i := range hits {
		group.Go(func() {
			hits[i] = strings.Count(statuses(s, 500, fault.Query{Operation: "a"}), "3")
			r, err := s.Add(rule(t, `{"operation":"other","rateLimit":{"requests":1,"perSeconds":1}}`))
			assert.NoError(t, err)
			s.Apply(fault.Query{Operation: "other"})
			assert.True(t, s.Remove(r.ID))
		})
	}
	group.Wait()
	sum := 0
	for _, n := range hits {
		sum += n
	}
	assert.Equal(t, want, sum)
}
