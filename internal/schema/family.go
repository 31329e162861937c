package schema

import (
	"maps"
	"slices"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// This file tells apart the schemas that inherit one with a discriminator. In Swagger 2.0 an object has to follow the one that
// it names: "the value MUST be the name of this schema or any schema that inherits it" (Schema Object, discriminator). Since
// OpenAPI 3.0 a discriminator judges only between alternatives; there it helps who makes an answer.

// Heir is a schema that objects of another one can follow.
type Heir struct {
	Name   string // of the discriminating property, for those that do
	Schema *Schema
}

// family are a schema with a discriminator and those that inherit it.
type family struct {
	heirs  []Heir          // in the order in which they are found; some have no name
	line   []*inheritor    // parallel to heirs
	at     map[*Schema]int // places in line
	all    []Heir          // those that are something by themselves
	above  map[*inheritor][]*inheritor
	base   map[*Schema]bool   // those that only others are made of
	byName map[string]*Schema // nil: the name stands for several
	names  []string
	closed bool // an object can have no other name
}

// kin is found once. It is nil of a schema that nothing inherits.
func (s *Schema) kin() *family {
	d := s.Discriminator
	if d == nil || len(d.line) < 2 {
		return nil
	}
	if known := d.family.Load(); known != nil {
		return known
	}
	f := &family{base: map[*Schema]bool{}, byName: map[string]*Schema{}, closed: true}
	all := naming{parent: s, property: d.Property, written: map[string][]string{}, inherited: map[*Schema]bool{}}
	for _, m := range d.Mapping {
		all.written[m.Pointer] = append(all.written[m.Pointer], m.Value)
	}
	for _, i := range d.line {
		all.inherited[i.schema] = true
		all.marked = all.marked || i.mark() != ""
	}
	if admitted := s.Field(d.Property).values(); admitted != nil {
		f.closed, all.admitted = false, map[string]bool{}
		for _, name := range admitted {
			all.admitted[name] = true
		}
	}
	for _, i := range d.line {
		if i.schema == nil || i.schema.lost != nil {
			f.closed = false // nobody knows what it admits
			continue
		}
		heir := Heir{Schema: i.schema}
		for n, name := range all.of(i) {
			f.add(name, i.schema)
			if n == 0 {
				heir.Name = name
			}
		}
		f.heirs, f.line = append(f.heirs, heir), append(f.line, i)
		f.base[i.schema] = heir.Name == "" || all.leftOut(i) && len(i.below) > 0
	}
	f.at = map[*Schema]int{}
	for n, heir := range f.heirs {
		f.at[heir.Schema] = n
		if !f.base[heir.Schema] {
			f.all = append(f.all, heir)
		}
	}
	f.above = map[*inheritor][]*inheritor{}
	for _, i := range d.line {
		for _, heir := range i.below {
			f.above[heir] = append(f.above[heir], i)
		}
	}
	d.family.Store(f)
	return f
}

// naming is what tells how the heirs of a schema are called.
type naming struct {
	parent    *Schema
	property  string
	written   map[string][]string // in the mapping, by pointer
	marked    bool                // some heir says itself how it is called
	inherited map[*Schema]bool    // the schemas of the family
	admitted  map[string]bool     // by the schema that they inherit; nil: any name
}

// of are what an object calls a schema: as the mapping has it; then as it says itself, or what it admits, or as it is called.
func (a naming) of(i *inheritor) []string {
	names := slices.Clone(a.written[i.pointer])
	switch own := a.ownOf(i); {
	case i.mark() != "":
		names = append(names, i.mark())
	case own != nil:
		names = append(names, own...)
	case i.name != "":
		names = append(names, i.name)
	}
	if a.admitted != nil {
		names = slices.DeleteFunc(names, func(name string) bool { return !a.admitted[name] })
	}
	return names
}

// leftOut tells whether others are given a name that this one is not.
func (a naming) leftOut(i *inheritor) bool {
	return len(a.written) > 0 && a.written[i.pointer] == nil || a.marked && i.mark() == ""
}

// mark is the name that a schema gives itself, as Azure's documents have it; "" if it does not.
func (i *inheritor) mark() string {
	for _, keyword := range []string{"x-ms-discriminator-value", "x-discriminator-value"} {
		if text := i.node.Get(keyword).Str(); text != "" {
			return text
		}
	}
	return ""
}

// maxOwn bounds the schemas that are looked through for the names that an heir admits, and these names.
const maxOwn = 100

// ownOf are the values that an heir lists of the discriminating property beside what it inherits; nil if it lists none.
func (a naming) ownOf(i *inheritor) []string {
	if i.schema == a.parent {
		return nil
	}
	all := []*Schema{i.schema}
	for n := 0; n < len(all); n++ {
		if n > 0 && a.inherited[all[n]] {
			continue
		}
		if p := all[n].Property(a.property); p != nil && len(p.Target().Enum) <= maxOwn {
			if own := p.Target().constants(); own != nil {
				return own
			}
		}
		for sub := range all[n].always {
			if len(all) < maxOwn {
				all = append(all, sub)
			}
		}
	}
	return nil
}

func (f *family) add(name string, s *Schema) {
	other, listed := f.byName[name]
	if !listed {
		f.names = append(f.names, name)
	} else if other != s {
		s = nil
	}
	f.byName[name] = s
}

// HasHeirs tells whether a discriminator of s tells schemas apart that inherit it.
func (s *Schema) HasHeirs() bool { return s.kin() != nil }

// Heirs are the schemas that an object of s may follow, told apart by a discriminator: s itself and those that inherit it, but
// for those that are nothing by themselves. Where the object is judged by some of them in any case, it is these that it
// may follow, and what inherits them. The list is not the caller's to change.
func (s *Schema) Heirs(judging []*Schema) []Heir {
	f := s.kin()
	if f == nil {
		return nil
	}
	var places []int
	for _, one := range judging {
		if n, ok := f.at[one]; ok && one != s {
			places = append(places, n)
		}
	}
	if places == nil {
		return f.all
	}
	slices.Sort(places)
	given := map[*inheritor]bool{}
	var among, above map[*inheritor]bool // what inherits all that are given, and what those inherit; nil: none is given
	for _, n := range slices.Backward(places) {
		i := f.line[n]
		given[i] = true
		switch {
		case above[i]: // whatever inherits what inherits it inherits it too
		case among == nil:
			among, above = reached(i, below), reached(i, func(i *inheritor) []*inheritor { return f.above[i] })
		default:
			own := reached(i, below)
			maps.DeleteFunc(among, func(heir *inheritor, _ bool) bool { return !own[heir] })
		}
	}
	var heirs []Heir
	for n, heir := range f.heirs {
		i := f.line[n]
		if (!f.base[heir.Schema] || given[i] && heir.Name != "") && (among == nil || among[i]) {
			heirs = append(heirs, heir)
		}
	}
	return heirs
}

func below(i *inheritor) []*inheritor { return i.below }

// reached is a schema and all that are reached from it.
func reached(i *inheritor, next func(*inheritor) []*inheritor) map[*inheritor]bool {
	seen := map[*inheritor]bool{i: true}
	for waiting := []*inheritor{i}; len(waiting) > 0; waiting = waiting[1:] {
		for _, other := range next(waiting[0]) {
			if !seen[other] {
				seen[other] = true
				waiting = append(waiting, other)
			}
		}
	}
	return seen
}

// Enforced are the heirs that an object of s has to follow if it names them.
func (s *Schema) Enforced() []*Schema {
	f := s.kin()
	if f == nil || s.shared.dialect != Swagger20 {
		return nil
	}
	var heirs []*Schema
	for _, heir := range f.heirs {
		if heir.Schema != s && heir.Name != "" {
			heirs = append(heirs, heir.Schema)
		}
	}
	return heirs
}

// heir is the schema that an object names as the one that it follows; nil if that is s itself, or cannot be told.
func (j *judge) heir(s *Schema, v any) *Schema {
	if s.Discriminator == nil || s.shared == nil || s.shared.dialect != Swagger20 {
		return nil
	}
	f := s.kin()
	o, ok := v.(*value.Object)
	if f == nil || !ok {
		return nil
	}
	given, _ := o.Get(s.Discriminator.Property)
	name, _ := given.(string)
	heir := f.byName[name]
	for n := j.following; n != nil; n = n.outer {
		if n.schema == heir {
			return nil
		}
	}
	if heir == s {
		return nil
	}
	return heir
}

// lead is a schema by which an object is judged because it names it, by one discriminator after the other. Equal ones are
// one, so that outcomes can be remembered by them.
type lead struct {
	schema *Schema
	outer  *lead
}

// follow judges an object by the schema that it names, which judges by what it inherits in its turn.
func (j *judge) follow(heir *Schema, v any, at place, seen *marks) bool {
	was, next := j.following, lead{heir, j.following}
	if j.leads[next] == nil {
		if j.leads == nil {
			j.leads = map[lead]*lead{}
		}
		j.leads[next] = &next
	}
	j.following = j.leads[next]
	ok := j.followed(heir, v, at, seen)
	j.following = was
	return ok
}

// checkDiscriminator judges the name itself.
func checkDiscriminator(j *judge, s *Schema, v any, at place, _ *marks) bool {
	f := s.kin()
	o, ok := v.(*value.Object)
	if f == nil || !ok || !f.closed {
		return true
	}
	given, _ := o.Get(s.Discriminator.Property)
	name, ok := given.(string)
	if _, listed := f.byName[name]; listed || !ok {
		return true
	}
	if j.quiet {
		return false
	}
	where, document := tree.Join(at.where, s.Discriminator.Property), tree.Join(s.Pointer, "discriminator")
	return j.misnamed(given, name, f.names, where, document)
}
