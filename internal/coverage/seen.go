package coverage

import "mockserver/internal/spec"

// Seen is what a request and its answer have met, for who has the same once more.
type Seen struct {
	operation *spec.Operation
	plan      *plan
	meeting   *meeting
	refused   bool
	stub      bool

	record *Record // the first that counted it; what follows is guarded by its guard
	era    int     // of the record, when the counts were found
	tally  *tally
	counts []*count // of the hits
}

// Size is about how many bytes it takes.
func (s *Seen) Size() int { return 256 + 32*len(s.meeting.hits) }

func (r *Record) see(m Met) *Seen {
	p := r.plans.of(m.Operation)
	return &Seen{operation: m.Operation, plan: p, meeting: p.meet(m, r.limits), refused: m.Refused, stub: m.Stub, record: r}
}

// Repeat counts the same request and answer once more. The record that counted it first keeps its counts at hand: BenchmarkCalls of
// package speed, where looking for them by name took longer than all else that a remembered answer needs.
func (r *Record) Repeat(s *Seen) {
	r.guard.Lock()
	defer r.guard.Unlock()
	t, counts := s.tally, s.counts
	if r != s.record || r.era != s.era {
		if t = r.tally(s.operation); t == nil {
			return
		}
		counts = make([]*count, len(s.meeting.hits))
		if r == s.record {
			s.era, s.tally, s.counts = r.era, t, counts
		}
	}
	for n, i := range s.meeting.hits {
		if counts[n] == nil {
			counts[n] = r.countOf(t, s.plan.items[i].key)
		}
		if c := counts[n]; c != nil {
			c.all++
			if s.stub && i >= s.plan.answers {
				c.stubbed++
			}
		}
	}
	r.rest(t, s)
}
