package coverage

import "mockserver/internal/spec"

// Seen is what a request and its answer have met, for who has the same again and again.
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

// See finds what a request and its answer have met, and does not count it; nil without an operation.
func (r *Record) See(m Met) *Seen {
	if m.Operation == nil {
		return nil
	}
	p := r.plans.of(m.Operation)
	return &Seen{operation: m.Operation, plan: p, meeting: p.meet(m, r.limits), refused: m.Refused, stub: m.Stub, record: r}
}

// Repeat counts a request and its answer, however often they come. The record that counted it first keeps its counts at hand: BenchmarkCalls of
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
		counts[n].add(s.stub && i >= s.plan.answers)
	}
	r.rest(t, s.meeting, s.refused)
}
