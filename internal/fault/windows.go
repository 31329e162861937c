package fault

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Windows counts the requests of callers in times that begin with a caller's first request. It is safe for concurrent use.
type Windows struct {
	now  func() time.Time
	most int // callers that are remembered

	mu  sync.Mutex
	all map[caller]*window
}

type caller struct {
	rule   any
	digest [sha256.Size]byte // of what tells callers apart: it may be long, and is often a secret
}

type window struct {
	ends  time.Time
	count int
}

// NewWindows remembers so many callers at most; now is real time, nil: it stands still.
func NewWindows(now func() time.Time, most int) *Windows {
	if now == nil {
		now = func() time.Time { return time.Time{} }
	}
	return &Windows{now: now, most: most, all: map[caller]*window{}}
}

// Admit counts a request of a caller under a rule, which is any value that stands for itself, and tells whether it is within so many
// in a time; if not, left is how long it takes until the next one is.
func (w *Windows) Admit(rule any, name string, requests int, per time.Duration) (left time.Duration, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.now()
	who := caller{rule, sha256.Sum256([]byte(name))}
	open := w.all[who]
	if open == nil || !at.Before(open.ends) {
		w.makeRoom(at)
		open = &window{ends: at.Add(per)}
		w.all[who] = open
	}
	if open.count < requests {
		open.count++
		return 0, true
	}
	return open.ends.Sub(at), false
}

// makeRoom drops the windows that have ended, where there are too many; and if that is not enough, all.
func (w *Windows) makeRoom(at time.Time) {
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

// Forget begins all times anew.
func (w *Windows) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.all)
}
