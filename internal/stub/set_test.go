package stub_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/limit"
	"mockserver/internal/stub"
)

// patterns are requests' parts, of which a few paths are shared so that many mappings compete for one request.
var patterns = []string{
	`"urlPath":"/a"`, `"urlPath":"/a/1"`, `"url":"/a?x=1"`, `"url":"/a"`, `"urlPattern":"/a.*"`, `"urlPathPattern":"/a/[0-9]"`, `"urlPathTemplate":"/a/{id}"`,
	`"urlPathTemplate":"/{x}"`, `"urlPath":"/"`, `"url":"/?x=1"`, `"urlPath":"/a","queryParameters":{"x":{"equalTo":"1"}}`, ``,
}

func drawMapping(t *rapid.T) string {
	var parts []string
	if method := rapid.SampledFrom([]string{"", "ANY", "GET", "get", "POST", "GET_OR_HEAD"}).Draw(t, "method"); method != "" {
		parts = append(parts, `"method":"`+method+`"`)
	}
	if url := rapid.SampledFrom(patterns).Draw(t, "url"); url != "" {
		parts = append(parts, url)
	}
	more := ""
	if rapid.Bool().Draw(t, "in a scenario") {
		states := rapid.SampledFrom([]string{"", "Started", "one"})
		more = fmt.Sprintf(`,"scenarioName":"s%d","requiredScenarioState":"%s","newScenarioState":"%s"`,
			rapid.IntRange(0, 1).Draw(t, "scenario"), states.Draw(t, "required"), states.Draw(t, "next"))
	}
	return fmt.Sprintf(`{"priority":%d,"request":{%s}%s}`, rapid.IntRange(1, 3).Draw(t, "priority"), strings.Join(parts, ","), more)
}

// scan is a set without an index: the mappings in the order in which they answer, and the states.
type scan struct {
	set    *stub.Set
	states map[string]string
}

func (s scan) match(r *stub.Request) *stub.Mapping {
	for _, m := range s.set.All() {
		state := s.states[m.Scenario]
		if state == "" {
			state = stub.Started
		}
		if matched, _ := m.Pattern.Match(r); !matched || m.Scenario != "" && m.Required != "" && m.Required != state {
			continue
		}
		if m.Scenario != "" && m.Next != "" {
			s.states[m.Scenario] = m.Next
		}
		return m
	}
	return nil
}

func TestTheIndexFindsWhatAPlainScanFinds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var base []*stub.Mapping
		for range rapid.IntRange(0, 6).Draw(rt, "base") {
			base = append(base, mapping(t, drawMapping(rt)))
		}
		set := stub.NewSet(base, stub.SetConfig{Session: "s"})
		plain := scan{set, map[string]string{}}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			all := set.All()
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0:
				require.NoError(rt, set.Add(mapping(t, drawMapping(rt))))
			case 1:
				if len(all) > 0 {
					gone := rapid.SampledFrom(all).Draw(rt, "removed")
					require.True(rt, set.Remove(gone.ID))
					if !has(set, gone.Scenario) {
						delete(plain.states, gone.Scenario)
					}
				}
			case 2:
				if len(all) > 0 {
					old := rapid.SampledFrom(all).Draw(rt, "replaced")
					found, err := set.Replace(old.ID, mapping(t, drawMapping(rt)))
					require.True(rt, found && err == nil)
					if !has(set, old.Scenario) {
						delete(plain.states, old.Scenario)
					}
				}
			default:
				r := &stub.Request{
					Method: rapid.SampledFrom([]string{"GET", "POST", "HEAD"}).Draw(rt, "method"),
					URL:    rapid.SampledFrom([]string{"/a", "/a?x=1", "/a/1", "/b", "/?x=1", "/"}).Draw(rt, "url"),
				}
				found, _ := set.Match(r)
				require.Equal(rt, plain.match(r), found)
			}
			require.Equal(rt, len(set.All()) > 0, set.Any())
		}
	})
}

func has(set *stub.Set, name string) bool {
	for _, s := range set.Scenarios() {
		if s.Name == name {
			return true
		}
	}
	return false
}

func TestSessionsShareTheBaseAndNothingElse(t *testing.T) {
	base := stub.NewBase([]*stub.Mapping{mapping(t, `{"name":"base","request":{"urlPath":"/a"}}`)})
	one, two := base.NewSet(stub.SetConfig{Session: "one"}), base.NewSet(stub.SetConfig{Session: "two"})
	require.NoError(t, one.Add(mapping(t, `{"name":"one","request":{"urlPath":"/a"}}`)))
	require.True(t, two.Remove(two.All()[0].ID))
	assert.Equal(t, []string{"one", "base"}, names(one.All()))
	assert.Empty(t, two.All())
	assert.False(t, two.Any())
	two.Reset()
	assert.Equal(t, one.All()[1], two.All()[0])
	assert.Equal(t, []string{"base"}, names(base.NewSet(stub.SetConfig{}).All()))
}

func TestIDsAreThoseOfTheSessionAndNeverGivenTwice(t *testing.T) {
	ids := func(session string) (list []string) {
		set := stub.NewSet(nil, stub.SetConfig{Session: session})
		for i := range 4 {
			m := mapping(t, `{}`)
			require.NoError(t, set.Add(m))
			list = append(list, m.ID)
			if i == 1 {
				set.Reset()
			}
		}
		return list
	}
	first := ids("a")
	assert.Equal(t, first, ids("a"), "in each run the same")
	seen := map[string]bool{}
	for _, id := range append(first, ids("b")...) {
		assert.False(t, seen[id])
		seen[id] = true
		assert.Regexp(t, regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), id)
	}
	set := stub.NewSet(nil, stub.SetConfig{Session: "a"})
	require.NoError(t, set.Add(mapping(t, `{"id":"`+first[0]+`"}`)))
	m := mapping(t, `{}`)
	require.NoError(t, set.Add(m))
	assert.Equal(t, first[1], m.ID, "the first is taken")
	assert.Equal(t, m, set.Get(strings.ToUpper(m.ID)))
	assert.Nil(t, set.Get("nobody"))
}

func TestABoundedSet(t *testing.T) {
	l := limit.Default()
	l.Stubs, l.Scenarios, l.StubBytes = 2, 1, 100_000
	room := stub.NewRoom(l.StubBytes)
	c := stub.SetConfig{Limits: l, Session: "s", Room: room}
	empty := func(t *testing.T) {
		require.True(t, room.Take(l.StubBytes), "all room is given back")
		room.Give(l.StubBytes)
	}
	full := func(t *testing.T, err error, says string) {
		t.Helper()
		var f *stub.Full
		require.True(t, errors.As(err, &f))
		assert.Contains(t, err.Error(), says)
	}
	in := func(scenario string) *stub.Mapping { return mapping(t, `{"scenarioName":"`+scenario+`"}`) }
	large := func(bytes int) *stub.Mapping {
		return mapping(t, `{"response":{"body":"`+strings.Repeat("a", bytes/4)+`"}}`)
	}
	t.Run("stubs", func(t *testing.T) {
		set := stub.NewSet(nil, c)
		require.NoError(t, set.Add(mapping(t, `{}`)))
		require.NoError(t, set.Add(mapping(t, `{}`)))
		full(t, set.Add(mapping(t, `{}`)), "at most 2 stubs")
		full(t, set.Import([]*stub.Mapping{mapping(t, `{}`)}, stub.Overwrite, false), "at most 2 stubs")
		require.NoError(t, set.Import([]*stub.Mapping{mapping(t, `{}`), mapping(t, `{}`)}, stub.Overwrite, true))
		assert.Len(t, set.All(), 2)
		set.Close()
		empty(t)
		full(t, set.Add(mapping(t, `{}`)), "ended")
	})
	t.Run("scenarios", func(t *testing.T) {
		set := stub.NewSet(nil, c)
		require.NoError(t, set.Add(in("a")))
		full(t, set.Add(in("b")), "at most 1 scenarios")
		found, err := set.Replace(set.All()[0].ID, in("b"))
		require.NoError(t, err, "a is gone by then")
		assert.True(t, found)
		require.NoError(t, set.Import([]*stub.Mapping{in("c"), in("c")}, stub.Overwrite, true))
		full(t, set.Import([]*stub.Mapping{in("d"), in("e")}, stub.Overwrite, true), "scenarios")
		assert.Equal(t, []string{"c", "c"}, []string{set.All()[0].Scenario, set.All()[1].Scenario}, "all or nothing")
		set.Clear()
		empty(t)
	})
	t.Run("bytes of all sessions", func(t *testing.T) {
		one, two := stub.NewSet(nil, c), stub.NewSet(nil, c)
		require.NoError(t, one.Add(large(60_000)))
		full(t, two.Add(large(60_000)), "100000 bytes")
		m := one.All()[0]
		_, err := one.Replace(m.ID, large(80_000))
		require.NoError(t, err)
		require.NoError(t, one.Import([]*stub.Mapping{large(80_000)}, stub.Overwrite, true))
		require.True(t, one.Remove(one.All()[0].ID))
		require.NoError(t, two.Add(large(60_000)))
		one.Close()
		two.Reset()
		empty(t)
	})
}

func TestAScenarioGoesOnOnceForEachState(t *testing.T) {
	const steps = 200
	set := stub.NewSet(nil, stub.SetConfig{})
	state := func(i int) string {
		if i == 0 {
			return stub.Started
		}
		return fmt.Sprint(i)
	}
	for i := range steps {
		require.NoError(t, set.Add(mapping(t, fmt.Sprintf(
			`{"name":"%d","scenarioName":"s","requiredScenarioState":"%s","newScenarioState":"%d","request":{"urlPath":"/a"}}`, i, state(i), i+1))))
	}
	var met sync.Map
	var group sync.WaitGroup
	var nothing atomic.Int64
	for range 8 {
		group.Go(func() {
			for range steps/8 + 2 {
				m, _ := set.Match(&stub.Request{Method: "GET", URL: "/a"})
				if m == nil {
					nothing.Add(1)
					continue
				}
				_, again := met.LoadOrStore(m.Name, true)
				assert.False(t, again, "%s has answered twice", m.Name)
			}
		})
	}
	group.Wait()
	assert.EqualValues(t, 16, nothing.Load(), "all that come after the last state")
}

func TestASetIsUsedByManyAtOnce(t *testing.T) {
	room := stub.NewRoom(1 << 20)
	set := stub.NewSet([]*stub.Mapping{mapping(t, `{"name":"base","request":{"urlPath":"/a"},"metadata":{"a":1}}`)}, stub.SetConfig{Room: room})
	r := &stub.Request{Method: "GET", URL: "/a"}
	metadata := pattern(t, `{"contains":"1"}`)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 50 {
				m := mapping(t, fmt.Sprintf(`{"request":{"urlPath":"/a"},"scenarioName":"s%d","newScenarioState":"x","metadata":{"a":%d}}`, i%3, i))
				_ = set.Add(m)
				_, _ = set.Match(r)
				set.NearMisses(r, 3)
				set.Scenarios()
				_ = set.SetState("s1", "y")
				set.ResetScenarios()
				_, _ = set.Replace(m.ID, mapping(t, `{}`))
				set.Unmatched()
				set.ForgetUse()
				set.RemoveWhere(metadata)
				_ = set.Import([]*stub.Mapping{mapping(t, `{}`)}, stub.Ignore, i%10 == 9)
				set.Remove(m.ID)
				if set.Any() && i%20 == worker {
					set.Reset()
				}
			}
		})
	}
	group.Wait()
	set.Close()
	assert.True(t, room.Take(1<<20), "all room is given back")
}

func TestRedactedPatternsJudgeRedactedRequests(t *testing.T) {
	tag := func(place, name, text string) string {
		if text == "secret" || strings.HasPrefix(text, "Basic ") {
			return "redacted " + place + " " + name
		}
		return text
	}
	p, err := stub.ReadPattern(node(t, `{"url":"/a?key=secret&b=%20","headers":{"authorization":{"equalTo":"secret"}},"cookies":{"sid":{"equalTo":"secret"}},
		"queryParameters":{"b":{"equalTo":" "}},"bodyPatterns":[{"equalTo":"secret"}],"basicAuth":{"username":"u","password":"p"}}`), "", stub.Config{})
	require.NoError(t, err)
	matched, _ := p.Redacted(tag).Match(&stub.Request{
		URL:    "/a?key=redacted+query+key&b=%20",
		Header: map[string][]string{"Authorization": {"redacted header Authorization"}, "Cookie": {"sid=redacted cookie sid"}},
		Body:   []byte("redacted body "),
	})
	assert.True(t, matched)
	matched, _ = p.Match(&stub.Request{
		URL:    "/a?key=secret&b=%20",
		Header: map[string][]string{"Authorization": {"Basic dTpw", "secret"}, "Cookie": {"sid=secret"}},
		Body:   []byte("secret"),
	})
	assert.True(t, matched, "the pattern itself is as it was")
}
