package mocktest

import (
	"context"
	"net/http"
	"sync"
	"time"

	"mockserver/internal/server"
)

// traffic is the requests under way. What was answered is in the journal; a client that gave up is there a moment before its request
// is, and who looks into the journal waits for that.
type traffic struct {
	mu   sync.Mutex
	open map[*exchange]struct{}
}

// exchange is one request under way.
type exchange struct {
	session string
	done    chan struct{} // closed when the journal has it
}

const (
	grace    = 250 * time.Millisecond // that who looks into the journal waits for requests whose clients may have given up
	patience = 10 * time.Second       // that the end of the mock waits for all
)

// counted is a handler whose requests are known while they are under way.
func (t *traffic) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{session: r.Header.Get(server.SessionHeader), done: make(chan struct{})}
		t.mu.Lock()
		if t.open == nil {
			t.open = map[*exchange]struct{}{}
		}
		t.open[x] = struct{}{}
		t.mu.Unlock()
		defer func() {
			t.mu.Lock()
			delete(t.open, x)
			t.mu.Unlock()
			close(x.done)
		}()
		next.ServeHTTP(w, r)
	})
}

// those are the requests under way, of one session or of all.
func (t *traffic) those(choose func(*exchange) bool) []*exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []*exchange
	for x := range t.open { // all are waited for
		if choose(x) {
			list = append(list, x)
		}
	}
	return list
}

// settle waits a moment for the requests of a session.
func (t *traffic) settle(session string) {
	t.await(grace, func(x *exchange) bool { return x.session == session })
}

// finish waits for all requests, whose connections are closed.
func (t *traffic) finish() { t.await(patience, func(*exchange) bool { return true }) }

func (t *traffic) await(most time.Duration, choose func(*exchange) bool) {
	open := t.those(choose)
	if len(open) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	for _, x := range open {
		select {
		case <-x.done:
		case <-ctx.Done():
			return
		}
	}
}
