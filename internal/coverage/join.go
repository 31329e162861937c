package coverage

import "maps"

// Join adds what another record has met; that one stays as it is.
func (r *Record) Join(other *Record) {
	operations, unknown, dropped := other.copied()
	r.guard.Lock()
	defer r.guard.Unlock()
	r.dropped += dropped
	for id, from := range operations { // sums
		into := r.operations[id]
		if into == nil {
			if !r.hasRoom() {
				continue
			}
			into = &tally{items: map[string]*count{}, strays: map[stray]uint64{}}
			r.operations[id] = into
		}
		r.add(into, from)
	}
	for s, n := range unknown {
		if _, known := r.unknown[s]; known || len(r.unknown) < mostUnknown && r.hasRoom() {
			r.unknown[s] += n
		}
	}
}

// add adds what was met of one operation.
func (r *Record) add(into, from *tally) {
	into.calls += from.calls
	into.refused += from.refused
	into.partly += from.partly
	for key, n := range from.items { // sums
		c := into.items[key]
		if c == nil {
			if !r.hasRoom() {
				continue
			}
			c = &count{}
			into.items[key] = c
		}
		c.all += n.all
		c.stubbed += n.stubbed
	}
	for s, n := range from.strays {
		if _, known := into.strays[s]; known || r.hasRoom() {
			into.strays[s] += n
		}
	}
}

// copied is what the record has, by itself: two records that join each other must not wait for each other.
func (r *Record) copied() (operations map[identity]*tally, unknown map[stray]uint64, dropped uint64) {
	r.guard.Lock()
	defer r.guard.Unlock()
	operations = make(map[identity]*tally, len(r.operations))
	for id, t := range r.operations { // a copy
		c := &tally{calls: t.calls, refused: t.refused, partly: t.partly, items: make(map[string]*count, len(t.items)), strays: maps.Clone(t.strays)}
		for key, n := range t.items { // a copy
			one := *n
			c.items[key] = &one
		}
		operations[id] = c
	}
	return operations, maps.Clone(r.unknown), r.dropped
}
