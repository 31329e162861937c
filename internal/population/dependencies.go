package population

import "slices"

// What a field is made of, and that it is not made of itself. Columns are made on first use, each waiting for those that
// it needs: a circle that is not refused here would wait for itself forever.

// dependencies refuses circles among fields, and notes which collections' changes derived fields show.
func (b *builder) dependencies() {
	state := map[*Field]int{}
	for _, c := range b.population.collections {
		for _, f := range c.fields {
			b.visit(c, f, state)
		}
	}
}

const (
	visiting = iota + 1
	visited
)

func (b *builder) visit(c *Collection, f *Field, state map[*Field]int) {
	switch state[f] {
	case visiting:
		b.fail(f.at, "the field %s of %s is computed from itself", f.Name, c.Name)
		return
	case visited:
		return
	}
	state[f] = visiting
	for _, name := range f.needs {
		need := c.byName[name]
		if need == nil { // the schemas of the collection have it
			continue
		}
		b.visit(c, need, state)
		if need.reference != nil { // to read it is to look its record up
			b.visitKey(need.reference, state)
			f.reach(need.reference)
		}
		if need.derived {
			f.reach(need.reaches...)
		}
	}
	for _, use := range f.uses {
		if via := c.byName[use.Name]; via != nil && via.reference != nil {
			b.visitTarget(f, via.reference, use.Member, state)
		}
	}
	if f.draws {
		b.visitKey(f.reference, state)
	}
	state[f] = visited
}

func (b *builder) visitKey(c *Collection, state map[*Field]int) {
	if key := c.byName[c.Key]; key != nil { // else the schemas of the collection have it
		b.visit(c, key, state)
	}
}

// visitTarget follows a use of another record to the fields that it may read: those of a path, or all of them.
func (b *builder) visitTarget(f *Field, target *Collection, path string, state map[*Field]int) {
	if path == "" {
		for _, other := range target.fields {
			b.visit(target, other, state)
			f.reach(target.reached(other.Name)...)
		}
		return
	}
	target.ready()
	named, rest := target.resolve(path)
	if named == nil {
		b.unknownField(f.at, target, path)
		return
	}
	b.visit(target, named, state)
	f.reach(target.reached(path)...)
	if rest != "" && named.reference != nil {
		b.visitKey(named.reference, state)
		b.visitTarget(f, named.reference, rest, state)
	}
}

// reach notes collections whose changes a field shows.
func (f *Field) reach(collections ...*Collection) {
	for _, c := range collections {
		if !slices.Contains(f.reaches, c) {
			f.reaches = append(f.reaches, c)
		}
	}
}

// reached are the other collections whose changes show in the values at a path. What is stored shows none.
func (c *Collection) reached(path string) []*Collection {
	f, rest := c.resolve(path)
	if f == nil {
		return nil
	}
	var all []*Collection
	if f.derived {
		all = f.reaches
	}
	if rest != "" && f.reference != nil {
		all = append(append(slices.Clip(all), f.reference), f.reference.reached(rest)...)
	}
	return all
}
