package server

import (
	"errors"
	"sync"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/session"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// world is what one seed makes of the documents: their populations with what x-mock says of them, and the changes that
// sessions made through the API.
type world struct {
	seed      uint64
	documents []*binding.Document // in the order of Config.Documents
	bound     map[*spec.Document]*binding.Document
	changes   sync.Map // *session.Session → changes
}

// changes are those of one session in one world.
type changes map[*spec.Document]*population.Session

// newWorld makes the world of a seed. The error joins every mistake in bindings and fixtures, each with its place.
func newWorld(c Config, room *population.Room, fixtures map[string]*tree.Node, meanings map[*spec.Document]*meaning, seed uint64) (*world, error) {
	w := &world{seed: seed, bound: map[*spec.Document]*binding.Document{}}
	var errs []error
	for _, doc := range c.Documents {
		means := meanings[doc]
		p, err := means.populate(fixtures[doc.Name], c.Log, population.Config{Name: doc.Name, Seed: seed, Clock: c.Clock, Records: c.Records, Limits: c.Limits,
			Source: doc, Described: means.collections, Dynamic: c.Dynamic, Room: room})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		bound, err := binding.New(doc, p, seed, means.of)
		errs = append(errs, err)
		w.documents = append(w.documents, bound)
		w.bound[doc] = bound
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return w, nil
}

// of are the changes of a session.
func (w *world) of(s *session.Session) changes {
	if known, ok := w.changes.Load(s); ok {
		return known.(changes)
	}
	made := changes{}
	for _, d := range w.documents {
		made[d.Spec] = d.Population.NewSession()
	}
	known, _ := w.changes.LoadOrStore(s, made)
	if s.Ended() { // of a request that was under way when its session was dropped
		w.forget(s)
	}
	return known.(changes)
}

// changed tells whether any session made changes.
func (w *world) changed() bool {
	found := false
	w.changes.Range(func(_, of any) bool {
		for _, one := range of.(changes) { // any of them
			found = found || one.Changed()
		}
		return !found
	})
	return found
}

// forget drops the changes of a session. One that goes on keeps its place: what is under way then changes it as it begins anew.
func (w *world) forget(s *session.Session) {
	if of, ok := w.changes.Load(s); ok && !s.Ended() {
		for _, one := range of.(changes) {
			one.Reset()
		}
		return
	}
	if of, ok := w.changes.LoadAndDelete(s); ok {
		for _, one := range of.(changes) {
			one.Close()
		}
	}
}
