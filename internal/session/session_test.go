package session_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/fault"
	"mockserver/internal/limit"
	"mockserver/internal/session"
	"mockserver/internal/tree"
)

func TestASessionIsMadeOnceAndDroppedByAReset(t *testing.T) {
	var ended []*session.Session
	ss := session.New(session.Config{})
	ss.OnEnd(func(s *session.Session) { ended = append(ended, s) })
	a, err := ss.Of("a")
	require.NoError(t, err)
	again, err := ss.Of("a")
	require.NoError(t, err)
	assert.Same(t, a, again)
	assert.Same(t, a, ss.Find("a"))
	common, err := ss.Of("")
	require.NoError(t, err)
	assert.Same(t, common, ss.Find(""))
	assert.Nil(t, ss.Find("b"))

	ss.Reset("b")
	assert.Empty(t, ended, "there was none")
	ss.Reset("a")
	assert.Equal(t, []*session.Session{a}, ended)
	assert.True(t, a.Ended())
	anew, err := ss.Of("a")
	require.NoError(t, err)
	assert.NotSame(t, a, anew)

	seed := uint64(7)
	common.SetSeed(&seed)
	ss.ResetAll()
	assert.Empty(t, ss.Names())
	assert.Equal(t, []*session.Session{a, anew, common}, ended)
	assert.False(t, common.Ended(), "the common one begins anew")
	_, chosen := common.Seed()
	assert.False(t, chosen)
}

func TestWhatIdlesMakesRoom(t *testing.T) {
	limits := limit.Default()
	limits.Sessions, limits.SessionSeconds, limits.SessionName = 2, 60, 5
	now := time.Unix(0, 0)
	ss := session.New(session.Config{Limits: limits, Now: func() time.Time { return now }})
	of := func(name string) error { _, err := ss.Of(name); return err }
	require.NoError(t, of("a"))
	require.NoError(t, of("b"))
	assert.EqualError(t, of("c"), "There are 2 sessions, as many as --limit sessions=N allows; a reset with Mockserver-Session drops one.")
	now = now.Add(50 * time.Second)
	require.NoError(t, of("b"))
	now = now.Add(20 * time.Second)
	require.NoError(t, of("c"), "a was not used for 70 seconds")
	assert.Equal(t, []string{"b", "c"}, ss.Names())
	assert.EqualError(t, of("longer"), "The name of the session has 6 bytes; the limit is 5, which --limit session-name=N sets.")
	assert.EqualError(t, of("ä"), "The name of a session has letters, digits and signs of ASCII, and no space.")
}

func TestManyAtOnceGetTheSameSession(t *testing.T) {
	ss := session.New(session.Config{})
	var ended atomic.Int64
	ss.OnEnd(func(*session.Session) { ended.Add(1) })
	var wait sync.WaitGroup
	for i := range 32 {
		wait.Go(func() {
			for n := range 100 {
				name := fmt.Sprint("s", (i+n)%8)
				s, err := ss.Of(name)
				if assert.NoError(t, err) {
					assert.Equal(t, name, s.Name)
				}
				if n%50 == 49 {
					ss.Reset(name)
				}
			}
		})
	}
	wait.Wait()
	ss.ResetAll()
	assert.Empty(t, ss.Names())
	assert.Positive(t, ended.Load())
}

func TestTheTrafficOfOthersDropsWhatIdles(t *testing.T) {
	now := time.Unix(0, 0)
	ss := session.New(session.Config{Now: func() time.Time { return now }})
	_, err := ss.Of("a")
	require.NoError(t, err)
	now = now.Add(24 * time.Hour)
	_, err = ss.Of("")
	require.NoError(t, err)
	assert.Empty(t, ss.Names())
}

func TestResetsAtOncePlantTheRulesOfFlagsOnce(t *testing.T) {
	n, err := tree.Parse("", []byte(`{"path": "/a", "status": 503}`), tree.Limits{})
	require.NoError(t, err)
	rule, err := fault.Read(n, "", limit.Default())
	require.NoError(t, err)
	ss := session.New(session.Config{Faults: []*fault.Rule{rule}})
	for range 100 {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() { ss.Reset("") })
		}
		wait.Wait()
		require.Len(t, ss.Common().Faults.All(), 1)
	}
	dropped, err := ss.Of("a")
	require.NoError(t, err)
	ss.Reset("a")
	_, err = dropped.Faults.Add(rule)
	assert.EqualError(t, err, "The session was reset while the request was under way.")
}
