package server_test

import (
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/server"
	"mockserver/internal/session"
)

func TestAServerIsReplacedWithoutLosingARequest(t *testing.T) {
	made := func(name, path string) *server.Server {
		c := defaults()
		c.Documents = append(c.Documents, one(t, name, path))
		return open(t, c)
	}
	servers := []*server.Server{made("old", "/a"), made("new", "/a")}
	live := server.NewLive(servers[0])
	mock := live.Handler()
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				w := httptest.NewRecorder()
				mock.ServeHTTP(w, asked{"GET", "", "/a", "", nil}.request())
				assert.Equal(t, 200, w.Code)
				assert.Contains(t, []string{`"old"`, `"new"`}, w.Body.String())
			}
		})
	}
	for i := range 200 {
		live.Replace(servers[i%2])
	}
	close(done)
	wait.Wait()

	live.Replace(servers[1])
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, asked{"GET", "", "/a", "", nil}.request())
	assert.Equal(t, `"new"`, w.Body.String())
}

func TestTheLiveServerIsTheOneThatIsAsked(t *testing.T) {
	c := defaults()
	c.Documents = append(c.Documents, one(t, "health", "/__health"))
	claiming := open(t, c)
	live := server.NewLive(open(t, bundled(t, defaults())))
	health := asked{"GET", "", "/__health", "", nil}
	assert.False(t, live.Claims(health.request()))
	live.Replace(claiming)
	assert.True(t, live.Claims(health.request()))
	assert.Contains(t, answer(live.Handler(), health), `"health"`)

	present := open(t, bundled(t, defaults()))
	live.Replace(present)
	key := []string{"App-Key", "k", "Finicity-App-Token", "t"}
	require.Contains(t, answer(live.Handler(), asked{"POST", "", newTesting, `{"username":"of_live"}`, key}), "201 Created")
	find := asked{"GET", "", customers + "?search=of_live", "", key}
	assert.Contains(t, answer(live.Handler(), find), `"found":1`)
	present.Reset()
	assert.Contains(t, answer(live.Handler(), find), `"found":0`)
}

// TestAReloadKeepsWhatTrafficHasMet: the operations of the documents are called as they were.
func TestAReloadKeepsWhatTrafficHasMet(t *testing.T) {
	c := bundled(t, defaults())
	c.Sessions = session.New(session.Config{})
	live := server.NewLive(open(t, c))
	_ = answer(live.Handler(), asked{"GET", "", customers + "?limit=1", "", []string{"Mockserver-Session", "a", "App-Key", "k", "Finicity-App-Token", "t"}})
	a := c.Sessions.Find("a")
	met := live.Coverage(a).Met
	require.Positive(t, met)
	live.Replace(open(t, c))
	assert.Equal(t, met, live.Coverage(a).Met)
	c.Sessions.Reset("a")
	assert.Equal(t, met, live.Coverage(nil).Met)
}

// TestTheCoverageOfAllIsToldWhenItsRoomIsUsedUp: also by sessions that have ended.
func TestTheCoverageOfAllIsToldWhenItsRoomIsUsedUp(t *testing.T) {
	c := bundled(t, defaults())
	c.Limits = limit.Default()
	c.Limits.CoverageTotal = 10
	c.Sessions = session.New(session.Config{Limits: c.Limits})
	s := open(t, c)
	_ = answer(s.Handler(), asked{"GET", "", customers + "?limit=1", "", []string{"Mockserver-Session", "a", "App-Key", "k", "Finicity-App-Token", "t"}})
	met := s.Coverage(c.Sessions.Find("a")).Met
	require.Positive(t, met)
	assert.Equal(t, met, s.Coverage(nil).Met)
	c.Sessions.Reset("a")
	assert.Equal(t, met, s.Coverage(nil).Met)
}
