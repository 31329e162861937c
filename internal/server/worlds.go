package server

import (
	"fmt"
	"net/http"
	"slices"
	"sync"

	"mockserver/internal/problem"
	"mockserver/internal/session"
)

// worlds are the base, which lasts, those in which something was changed, and those of the seeds that were asked for last.
// An unchanged world is a function of its seed: one that was dropped comes back as it was.
type worlds struct {
	most    int // unchanged ones that are kept beside the base
	changed int // changed ones that there may be beside the base
	base    *world
	make    func(seed uint64) (*world, error)

	mu   sync.Mutex
	last []*kept // the latest used is the last
}

type kept struct {
	seed  uint64
	users int                    // requests under way in it; guarded by worlds.mu
	get   func() (*world, error) // makes it at the first call
	mu    sync.Mutex
	made  *world // nil until it is made
}

// of is the world of a seed, which is kept until done is called. The error is a *problem.Problem if something may be changed in
// it, and there is no room for another in which something is.
func (ws *worlds) of(seed uint64, changing bool) (w *world, done func(), err error) {
	if seed == ws.base.seed {
		return ws.base, func() {}, nil
	}
	k := ws.keep(seed)
	done = func() {
		ws.mu.Lock()
		defer ws.mu.Unlock()
		k.users--
	}
	if w, err = k.get(); err == nil && changing && !w.changed() && ws.countChanged() >= ws.changed {
		err = &problem.Problem{Kind: problem.Preference, Status: http.StatusInsufficientStorage, Message: fmt.Sprintf(
			"In %d seeds records were changed, as many as --limit changed-seeds=N allows; POST /__admin/reset?sessions=all drops all changes.", ws.changed)}
	}
	return w, done, err
}

// keep finds or remembers a world; it is made outside the lock, since that takes its time.
func (ws *worlds) keep(seed uint64) *kept {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if i := slices.IndexFunc(ws.last, func(k *kept) bool { return k.seed == seed }); i >= 0 {
		k := ws.last[i]
		k.users++
		ws.last = append(slices.Delete(ws.last, i, i+1), k)
		return k
	}
	ws.drop()
	k := &kept{seed: seed, users: 1}
	k.get = sync.OnceValues(func() (*world, error) {
		w, err := ws.make(seed)
		k.mu.Lock()
		defer k.mu.Unlock()
		k.made = w
		return w, err
	})
	ws.last = append(ws.last, k)
	return k
}

// drop makes room for one more: the unchanged worlds that were not used for the longest time go.
func (ws *worlds) drop() {
	unchanged := 0
	for i := len(ws.last) - 1; i >= 0; i-- {
		if w := ws.last[i].world(); ws.last[i].users > 0 || w != nil && w.changed() {
			continue
		}
		if unchanged++; unchanged >= ws.most {
			ws.last = slices.Delete(ws.last, i, i+1)
		}
	}
}

// countChanged is in how many worlds beside the base something was changed.
func (ws *worlds) countChanged() int {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	n := 0
	for _, k := range ws.last {
		if w := k.world(); w != nil && w.changed() {
			n++
		}
	}
	return n
}

// world is what was made; nil if it is still being made.
func (k *kept) world() *world {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.made
}

// forget drops the changes of a session in all worlds.
func (ws *worlds) forget(s *session.Session) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.base.forget(s)
	for _, k := range ws.last {
		if w := k.world(); w != nil {
			w.forget(s)
		}
	}
}
