package coverage

import "mockserver/internal/spec"

// Seen is what a request and its answer have met, for who has the same again and again.
type Seen struct {
	operation *spec.Operation
	plan      *plan
	meeting   *meeting
	refused   bool
	stub      bool
}

// Size is about how many bytes it takes.
func (s *Seen) Size() int { return 256 + 8*len(s.meeting.hits) }

// See finds what a request and its answer, of an operation, have met, and does not count it.
func (r *Record) See(m Met) *Seen {
	p := r.plans.of(m.Operation)
	return &Seen{operation: m.Operation, plan: p, meeting: p.meet(m, r.limits), refused: m.Refused, stub: m.Stub}
}

// Repeat counts a request and its answer, however often they come.
func (r *Record) Repeat(s *Seen) {
	r.guard.Lock()
	defer r.guard.Unlock()
	t := r.tally(s.operation)
	if t == nil {
		return
	}
	t.calls++
	if s.refused {
		t.refused++
	}
	if s.meeting.partly() {
		t.partly++
	}
	for _, i := range s.meeting.hits {
		r.countOf(t, s.plan, i).add(s.stub && i >= s.plan.answers)
	}
	for _, one := range s.meeting.strays {
		r.stray(t.strays, one)
	}
}
