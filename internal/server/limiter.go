package server

import (
	"crypto/sha256"
	"sync"
	"time"

	"mockserver/internal/binding"
)

// limiter counts the requests of callers in windows of time that begin with a caller's first request.
type limiter struct {
	now     func() time.Time
	mu      sync.Mutex
	most    int // callers that are remembered
	windows map[caller]*window
}

type caller struct {
	rule   *binding.RateLimit
	digest [sha256.Size]byte // of the header that tells callers apart: it may be long, and is often a secret
}

type window struct {
	ends  time.Time
	count int
}

func newLimiter(now func() time.Time, most int) *limiter {
	if now == nil {
		now = func() time.Time { return time.Time{} }
	}
	return &limiter{now: now, most: most, windows: map[caller]*window{}}
}

// admit counts a request and tells whether it is within the limit.
func (l *limiter) admit(rule *binding.RateLimit, name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.now()
	who := caller{rule, sha256.Sum256([]byte(name))}
	w := l.windows[who]
	if w == nil || !at.Before(w.ends) {
		l.forget(at)
		w = &window{ends: at.Add(rule.Per)}
		l.windows[who] = w
	}
	w.count++
	return w.count <= rule.Requests
}

// forget makes room where there is none: all windows that have ended are dropped, and if that is not enough, all.
func (l *limiter) forget(at time.Time) {
	if len(l.windows) < l.most {
		return
	}
	for who, w := range l.windows {
		if !at.Before(w.ends) {
			delete(l.windows, who)
		}
	}
	if len(l.windows) >= l.most {
		clear(l.windows)
	}
}
