package server_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/scenario"
	"mockserver/internal/server"
	"mockserver/internal/value"
)

// answer is a response whole, with its headers in order.
func answer(mock http.Handler, a asked) string {
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, a.request())
	return strings.Join(written(w.Result(), w.Body.String()), "\n")
}

// questions are all that the judge asks of both APIs, but for changes.
func questions(t *testing.T) []asked {
	t.Helper()
	all := teamupRequests(newJudge(t, "teamup"))
	for _, a := range finicityRequests() {
		if a.method == http.MethodGet {
			all = append(all, a)
		}
	}
	return all
}

func TestServersMadeApartAnswerAlike(t *testing.T) {
	first, second := open(t, bundled(t, defaults())).Handler(), open(t, bundled(t, defaults())).Handler()
	all := questions(t)
	want := make([]string, len(all))
	for i, a := range all {
		want[i] = answer(first, a)
	}
	// The other is asked from all sides at once, in another order, before anything was ever made.
	got := make([]string, len(all))
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(all))
	const askers = 8
	var wait sync.WaitGroup
	for asker := range askers {
		wait.Go(func() {
			for n := asker; n < len(order); n += askers {
				got[order[n]] = answer(second, all[order[n]])
			}
		})
	}
	wait.Wait()
	for i, a := range all {
		require.Equal(t, want[i], got[i], a)
	}
}

func TestAnotherSeedOrClockIsAnotherWorld(t *testing.T) {
	a := asked{"GET", flat, "/api/v2" + flat + "?columns=id,full_name,age&limit=100&format=json", "", []string{"Authorization", "Token t"}}
	plain := answer(open(t, bundled(t, defaults())).Handler(), a)
	for name, change := range map[string]func(*server.Config){
		"seed":  func(c *server.Config) { c.Seed = 2 },
		"clock": func(c *server.Config) { c.Clock = c.Clock.AddDate(3, 0, 0) },
	} {
		c := defaults()
		change(&c)
		assert.NotEqual(t, plain, answer(open(t, bundled(t, c)).Handler(), a), name)
	}
}

// TestCustomersCreatedFromAllSides has clients create, read, list and delete at once: nobody sees half a change.
func TestCustomersCreatedFromAllSides(t *testing.T) {
	s := open(t, bundled(t, defaults()))
	mock := s.Handler()
	key := []string{"App-Key", "k", "Finicity-App-Token", "t"}
	ask := func(method, target, body string) (int, *value.Object) {
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, asked{method, "", target, body, key}.request())
		v, _ := value.ParseJSON(w.Body.Bytes(), value.Limits{})
		o, _ := v.(*value.Object)
		return w.Code, o
	}
	get := func(o *value.Object, name string) any { v, _ := o.Get(name); return v }
	const clients, rounds = 8, 20
	var ids sync.Map
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			for round := range rounds {
				name := fmt.Sprintf("client%d_round%d", client, round)
				status, made := ask("POST", newTesting, `{"username":"`+name+`"}`)
				assert.Equal(t, 201, status)
				id, _ := get(made, "id").(string)
				_, twice := ids.LoadOrStore(id, name)
				assert.False(t, twice, "the id %s is given twice", id)

				status, shown := ask("GET", customers+"/"+id, "")
				assert.Equal(t, 200, status)
				assert.Equal(t, name, get(shown, "username"))

				_, list := ask("GET", customers+"?limit=1000", "")
				rows, _ := get(list, "customers").([]any)
				assert.Equal(t, int64(len(rows)), get(list, "found"))
				assert.Equal(t, int64(len(rows)), get(list, "displaying"))

				if round%2 == 1 {
					status, _ = ask("DELETE", customers+"/"+id, "")
					assert.Equal(t, 204, status)
				}
				status, _ = ask("POST", newActive, `{"username":"ann_chovey"}`)
				assert.Equal(t, 409, status)
			}
		})
	}
	wait.Wait()
	_, list := ask("GET", customers+"?limit=1", "")
	assert.Equal(t, int64(200+clients*rounds/2), get(list, "found"))
	s.Reset()
	_, list = ask("GET", customers+"?limit=1", "")
	assert.Equal(t, int64(200), get(list, "found"))
}

// TestResetWhileOthersAsk: a request sees the world before or after, never in between.
func TestResetWhileOthersAsk(t *testing.T) {
	s := open(t, bundled(t, defaults()))
	mock := s.Handler()
	key := []string{"App-Key", "k", "Finicity-App-Token", "t"}
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(done)
		for round := range 100 {
			answer(mock, asked{"POST", "", newTesting, fmt.Sprintf(`{"username":"round_%d"}`, round), key})
			s.Reset()
		}
	})
	for range 3 {
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				got := answer(mock, asked{"GET", "", customers + "?search=round_", "", key})
				empty := strings.Contains(got, `{"found":0,"displaying":0,"moreAvailable":false,"customers":[]}`)
				one := strings.Contains(got, `{"found":1,"displaying":1,"moreAvailable":false,"customers":[{"id":"1005061235","username":"round_`)
				assert.True(t, empty || one, got)
			}
		})
	}
	wait.Wait()
}

// TestLargeBodiesWaitForEachOther: more bytes than are judged at once are all answered, one after the other.
func TestLargeBodiesWaitForEachOther(t *testing.T) {
	c := bundled(t, defaults())
	c.Limits = limit.Default()
	c.Limits.BodyBytes = 100 << 10
	mock := open(t, c).Handler()
	body := `{"username":"u","note":"` + strings.Repeat("a", 90<<10) + `"}`
	scenario.Ends(t, func() {
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				got := answer(mock, asked{"POST", "", newTesting, body, []string{"App-Key", "k", "Finicity-App-Token", "t"}})
				assert.NotContains(t, got, "500 ")
				assert.Contains(t, got, "400 Bad Request", "a user name has six letters")
			})
		}
		wait.Wait()
	})
}
