package server

import (
	"errors"
	"slices"
	"sync"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// world is what one seed makes of the documents: their populations with what x-mock says of them, and the changes that
// were made through the API.
type world struct {
	seed      uint64
	documents []*binding.Document // in the order of Config.Documents
	bound     map[*spec.Document]*binding.Document
	sessions  map[*spec.Document]*population.Session
}

// newWorld makes the world of a seed. The error joins every mistake in bindings and fixtures, each with its place.
func newWorld(c Config, fixtures map[string]*tree.Node, meanings map[*spec.Document]*meaning, seed uint64) (*world, error) {
	w := &world{seed: seed, bound: map[*spec.Document]*binding.Document{}, sessions: map[*spec.Document]*population.Session{}}
	var errs []error
	for _, doc := range c.Documents {
		means := meanings[doc]
		p, err := means.populate(fixtures[doc.Name], c.Log, population.Config{Name: doc.Name, Seed: seed, Clock: c.Clock, Records: c.Records, Limits: c.Limits,
			Source: doc, Described: means.collections, Dynamic: c.Dynamic})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		bound, err := binding.New(doc, p, seed, means.of)
		errs = append(errs, err)
		w.documents = append(w.documents, bound)
		w.bound[doc], w.sessions[doc] = bound, p.NewSession()
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *world) reset() {
	for _, session := range w.sessions {
		session.Reset()
	}
}

// worlds are the base, which lasts, and those of the seeds that requests asked for last. A world is a function of its seed, so that
// one that was dropped comes back as it was at first; changes made in it are lost with it.
type worlds struct {
	most int // that are kept beside the base
	base *world
	make func(seed uint64) (*world, error)

	mu   sync.Mutex
	last []kept // the latest used is the last
}

type kept struct {
	seed uint64
	get  func() (*world, error) // makes it at the first call
}

// of is the world of a seed.
func (ws *worlds) of(seed uint64) (*world, error) {
	if seed == ws.base.seed {
		return ws.base, nil
	}
	return ws.keep(seed)()
}

// keep finds or remembers a world; it is made outside the lock, since that takes its time.
func (ws *worlds) keep(seed uint64) func() (*world, error) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	i := slices.IndexFunc(ws.last, func(k kept) bool { return k.seed == seed })
	k := kept{seed, sync.OnceValues(func() (*world, error) { return ws.make(seed) })}
	switch {
	case i >= 0:
		k = ws.last[i]
		ws.last = slices.Delete(ws.last, i, i+1)
	case len(ws.last) == ws.most:
		ws.last = slices.Delete(ws.last, 0, 1)
	}
	ws.last = append(ws.last, k)
	return k.get
}

// reset drops all changes.
func (ws *worlds) reset() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.base.reset()
	ws.last = nil
}
