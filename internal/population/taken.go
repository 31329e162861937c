package population

// taken are the values that the changed records of a collection have in its key and unique fields. It is kept beside
// the snapshots, so that each of many creates costs the same.
type taken struct {
	in     *changes // what it was made from; it holds for no others
	values map[string]map[any]bool
}

// takenIn is what is taken in a snapshot, which is the session's newest.
func (s *Session) takenIn(c *Collection, snap *Snapshot) *taken {
	now := snap.changes[c.Name]
	if t := s.taken[c.Name]; t != nil && t.in == now {
		return t
	}
	t := &taken{in: now, values: map[string]map[any]bool{}}
	for _, f := range c.fields {
		if !c.distinct(f) {
			continue
		}
		t.values[f.Name] = map[any]bool{}
		view := snap.View(c.Name)
		for _, changed := range view.segments[1:] {
			for row := range changed.rows {
				t.take(f, (&Record{changed, row}).Value(f.Name))
			}
		}
	}
	s.taken[c.Name] = t
	return t
}

// add takes the values of a record that was created, which made the changes what they are now.
func (t *taken) add(c *Collection, r record, now *changes) {
	for _, f := range c.fields {
		if c.distinct(f) {
			t.take(f, r.values[f.Name])
		}
	}
	t.in = now
}

func (t *taken) take(f *Field, v any) {
	if key, err := keyOf(v); err == nil {
		t.values[f.Name][key] = true
	}
}

// has tells whether a changed record has a value; known is false for one that could be no key, such as 1.5: the records
// have to be looked through for it, as they have without a t.
func (t *taken) has(f *Field, v any) (has, known bool) {
	if t == nil {
		return false, false
	}
	key, err := keyOf(v)
	return err == nil && t.values[f.Name][key], err == nil
}
