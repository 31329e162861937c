package admin_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTwoHundredSessionsAtOnce plants conflicting stubs, faults, seeds and changes side by side: each session sees its own.
func TestTwoHundredSessionsAtOnce(t *testing.T) {
	p := newPlay(t, nil)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	t.Cleanup(client.CloseIdleConnections)
	ask := func(name, method, path, body string) string {
		r, err := http.NewRequest(method, "http://"+p.address+path, strings.NewReader(body))
		if !assert.NoError(t, err) {
			return ""
		}
		for _, pair := range [][2]string{{"Mockserver-Session", name}, {"Content-Type", "application/json"}, {"App-Key", "k"}, {"Finicity-App-Token", "t"}} {
			r.Header.Set(pair[0], pair[1])
		}
		answer, err := client.Do(r)
		if !assert.NoError(t, err) {
			return ""
		}
		defer func() { _ = answer.Body.Close() }()
		text, err := io.ReadAll(answer.Body)
		assert.NoError(t, err)
		return fmt.Sprint(answer.StatusCode, " ", string(text))
	}
	var wait sync.WaitGroup
	room := make(chan struct{}, 16)
	for i := range 200 {
		wait.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			name := fmt.Sprintf("session-%d", i)
			assert.Contains(t, ask(name, "POST", "/__admin/mappings", fmt.Sprintf(`{"request": {"url": "/x"}, "response": {"body": "of %s"}}`, name)), "201 ")
			assert.Equal(t, "200 {}\n", ask(name, "POST", "/__admin/settings", fmt.Sprintf(`{"mockserver": {"seed": %d}}`, i)))
			assert.Contains(t, ask(name, "POST", "/aggregation/v2/customers/testing", fmt.Sprintf(`{"username": "only_of_%d_"}`, i)), "201 ")
			if i%2 == 0 {
				assert.Contains(t, ask(name, "POST", "/__admin/faults", `{"path": "/even", "status": 418}`), "201 ")
			}
			for range 3 {
				assert.Equal(t, "200 of "+name, ask(name, "GET", "/x", ""))
			}
			assert.Contains(t, ask(name, "GET", fmt.Sprintf("/aggregation/v1/customers?search=only_of_%d_", i), ""), `"found":1,`)
			assert.Contains(t, ask(name, "GET", fmt.Sprintf("/aggregation/v1/customers?search=only_of_%d_", (i+1)%200), ""), `"found":0,`)
			assert.Contains(t, ask(name, "GET", "/even", ""), map[bool]string{true: "418 ", false: "404 "}[i%2 == 0])
			assert.Contains(t, ask(name, "POST", "/__admin/requests/count", `{"url": "/x"}`), `"count":3,`)
		})
	}
	wait.Wait()
	assert.Contains(t, ask("", "GET", "/__admin/requests", ""), `"total":0`, "the common session has met nothing of it")
	assert.Contains(t, ask("", "POST", "/__admin/reset?sessions=all", ""), "200 ")
	assert.Contains(t, ask("", "GET", "/__admin/sessions", ""), `"total":0`)
}
