package population

import (
	"sync"
	"sync/atomic"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// The records of the base are what they are: how answers of a schema show one is made once and kept as its cells are, as long as
// nothing was changed. Of large collections it is not, and of all together no more than so many bytes of JSON.
// BenchmarkMissSearch of package server pays: it takes half the time.
const (
	mostShown      = 4096    // records of a collection
	mostShownBytes = 1 << 20 // of a population
	mostForms      = 32      // schemas that show the records of a collection
)

// shown are the records of a segment as schemas show them.
type shown struct {
	mu    sync.RWMutex // guards forms
	forms map[*schema.Schema][]atomic.Pointer[value.Object]
}

// of are the rows as a schema shows them; nil where there are too many schemas.
func (s *shown) of(as *schema.Schema, rows int) []atomic.Pointer[value.Object] {
	s.mu.RLock()
	form := s.forms[as]
	s.mu.RUnlock()
	if form != nil {
		return form
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if form = s.forms[as]; form != nil || len(s.forms) >= mostForms {
		return form
	}
	if s.forms == nil {
		s.forms = map[*schema.Schema][]atomic.Pointer[value.Object]{}
	}
	form = make([]atomic.Pointer[value.Object], rows)
	s.forms[as] = form
	return form
}

// Shown is the record as a schema shows it, which show makes where it is not kept; it is not to be changed.
func (r *Record) Shown(as *schema.Schema, show func() *value.Object) *value.Object {
	s := r.segment
	if s.snapshot.Version != 0 || s.rows > mostShown {
		return show()
	}
	form := s.shown.of(as, s.rows)
	if form == nil {
		return show()
	}
	if made := form[r.row].Load(); made != nil {
		return made
	}
	made := show()
	if of := s.collection.population; of.shownBytes.Load() < mostShownBytes {
		of.shownBytes.Add(int64(as.Keep(made)))
		form[r.row].Store(made)
	}
	return made
}
