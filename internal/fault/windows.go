package fault

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"sync"
	"time"
)

// windows counts the requests of callers in times that begin with a caller's first request.
type windows struct {
	now  func() time.Time
	most int // callers that are remembered

	mu  sync.Mutex
	all map[caller]*window
}

type caller struct {
	rule   *entry
	digest [sha256.Size]byte // of the header that tells callers apart: it may be long, and is often a secret
}

type window struct {
	ends  time.Time
	count int
}

func newWindows(now func() time.Time, most int) *windows {
	if now == nil {
		now = func() time.Time { return time.Time{} }
	}
	return &windows{now: now, most: most, all: map[caller]*window{}}
}

// admit counts a request and tells whether it is within the limit of its rule; if not, the effect says when the next will be.
func (w *windows) admit(e *entry, header http.Header, effect *Effect) bool {
	name := ""
	if e.RateLimit.By != "" {
		name = strings.Join(header.Values(e.RateLimit.By), ",")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.now()
	who := caller{e, sha256.Sum256([]byte(name))}
	open := w.all[who]
	if open == nil || !at.Before(open.ends) {
		w.makeRoom(at)
		open = &window{ends: at.Add(time.Duration(e.RateLimit.PerSeconds) * time.Second)}
		w.all[who] = open
	}
	if open.count < e.RateLimit.Requests {
		open.count++
		return true
	}
	left := open.ends.Sub(at)
	effect.RetryAfter = (left + time.Second - 1).Truncate(time.Second)
	return false
}

// makeRoom drops the windows that have ended, where there are too many; and if that is not enough, all.
func (w *windows) makeRoom(at time.Time) {
	if len(w.all) < w.most {
		return
	}
	for who, open := range w.all {
		if !at.Before(open.ends) {
			delete(w.all, who)
		}
	}
	if len(w.all) >= w.most {
		clear(w.all)
	}
}

func (w *windows) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.all)
}
