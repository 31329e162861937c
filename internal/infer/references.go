package infer

import (
	"slices"
	"strings"
)

// reference is a field whose values are records of a collection, or their keys.
type reference struct {
	field  string
	target *collection
	many   bool
	deep   bool // it holds whole records
	hidden bool // no schema has the field
	reason string
}

// targets finds collections by what fields say of them.
type targets struct {
	byNoun   map[string][]*collection // by their names, plain and in the singular
	byKey    map[string][]*collection // by the plain names of keys and parameters that say whose they are
	bySchema map[string]*collection
	byItem   map[string]*collection // by the paths of their records
}

// index makes the collections known to references.
func (f *finder) index() {
	t := targets{map[string][]*collection{}, map[string][]*collection{}, map[string]*collection{}, map[string]*collection{}}
	note := func(to map[string][]*collection, name string, c *collection) {
		if !slices.Contains(to[name], c) {
			to[name] = append(to[name], c)
		}
	}
	for _, c := range f.collections {
		note(t.byNoun, one(c.name), c)
		if key := plain(c.keyField()); !generic[key] && key != "recordnumber" {
			note(t.byKey, key, c)
		}
		for _, s := range c.shapes {
			if id := s.identity(); id != "" && t.bySchema[id] == nil {
				t.bySchema[id] = c
			}
		}
	}
	for _, rd := range f.readings {
		if c := rd.collection; c != nil && rd.action != "list" && rd.action != "create" {
			t.byItem[rd.route.path()] = c
			if name := plain(rd.route.last().parameter); !generic[name] {
				note(t.byKey, name, c)
			}
		}
	}
	for _, c := range f.collections { // what a collection is called in the path, where no other has it for a name
		if name := one(c.noun); t.byNoun[name] == nil {
			note(t.byNoun, name, c)
		}
	}
	f.targets = t
}

// keyEndings are what stands behind a collection's name in the name of a reference.
var keyEndings = []string{"uuid", "guid", "sid", "id", "key", "code", "slug", "number"}

// referred is the collection whose key a value of a plain name is; nil if there is none.
func (f *finder) referred(name string, s *shape) *collection {
	for _, c := range f.targets.byKey[name] {
		if c.keyAgrees(s) {
			return c
		}
	}
	for _, c := range f.targets.byNoun[name] {
		if (s.kinds&^nullKind == integerKind || s.format == "uuid") && c.keyAgrees(s) {
			return c
		}
	}
	for _, ending := range keyEndings {
		base, ok := strings.CutSuffix(name, ending)
		if !ok || base == "" {
			continue
		}
		for _, c := range f.targets.byNoun[base] {
			if c.isKeyCalled(ending) && c.keyAgrees(s) {
				return c
			}
		}
	}
	for split := 2; split < len(name)-2; split++ { // the key's own name, as in ownerUsername
		for _, c := range f.targets.byNoun[name[:split]] {
			if plain(c.key) == name[split:] && c.keyAgrees(s) {
				return c
			}
		}
	}
	return nil
}

// isKeyCalled tells whether an ending of a name means the key: it is called so, or nothing else is.
func (c *collection) isKeyCalled(ending string) bool {
	if plain(c.keyField()) == ending {
		return true
	}
	return (ending == "id" || ending == "uuid" || ending == "guid" || ending == "key" || ending == "sid") && len(c.called(ending)) == 0
}

// keyAgrees tells whether a value of a shape may be a key of the collection.
func (c *collection) keyAgrees(s *shape) bool {
	kinds := s.kinds &^ nullKind
	if kinds == 0 || kinds&^(stringKind|integerKind|numberKind) != 0 || len(s.enum) > 0 || strings.HasPrefix(s.format, "date") {
		return false
	}
	if c.key == "" {
		return s.format == "" || kinds == integerKind
	}
	key := c.field(c.key)
	if !agree(s, key) || kinds.has(stringKind) != key.kinds.has(stringKind) {
		return false
	}
	return s.format == key.format || s.format == "" || key.format == "" || !kinds.has(stringKind)
}

// findReferences finds the fields of a collection that refer to others.
func (f *finder) findReferences(c *collection) {
	for _, p := range c.fields() {
		if p.name == c.key || f.said.Path(c.name, "fields", p.name) != nil {
			continue
		}
		s := c.field(p.name)
		ref := &reference{field: p.name}
		name := plain(p.name)
		if s.isArray() {
			ref.many = true
			name, s = singular(name), s.element()
			if s == nil {
				continue
			}
		}
		switch {
		case s.isObject() && !s.kinds.has(arrayKind):
			f.nested(ref, name, s)
		case name == "parent" || strings.HasPrefix(name, "parent") && c.isKeyCalled(name[len("parent"):]):
			if c.keyAgrees(s) && (s.kinds.has(integerKind) || name != "parent") {
				ref.target, ref.reason = c, "called like a parent's key"
			}
		default:
			if ref.target = f.referred(name, s); ref.target != nil {
				ref.reason = "called like the key of " + ref.target.name
			}
		}
		if ref.target != nil && !(ref.target == c && !strings.HasPrefix(name, "parent")) {
			c.references = append(c.references, ref)
		}
	}
}

// nested finds the collection whose records, or parts of them, an object is.
func (f *finder) nested(ref *reference, name string, s *shape) {
	if c := f.targets.bySchema[s.identity()]; c != nil {
		ref.target, ref.deep, ref.reason = c, true, "it has the schema of "+c.name
		return
	}
	for _, c := range f.targets.byNoun[name] {
		fields := s.fields()
		if len(fields) < 2 || c.key == "" || s.field(c.key) == nil || shared(s, c.whole()) < len(fields) {
			continue
		}
		ref.target, ref.reason = c, "it holds fields of "+c.name
		for _, p := range fields {
			inner := s.shapeOf(p)
			ref.deep = ref.deep || inner.isObject() || inner.isArray()
		}
		return
	}
}

// whole is a shape with all fields of the collection.
func (c *collection) whole() *shape {
	return &shape{reader: c.shapes[0].reader, kinds: objectKind, properties: c.fields(), known: true}
}

// breakCircles leaves out nested records that hold each other without an end.
func (f *finder) breakCircles() {
	holds := map[*collection][]*collection{}
	budget := maxCircleSteps
	var reaches func(from, to *collection, seen map[*collection]bool) bool
	reaches = func(from, to *collection, seen map[*collection]bool) bool {
		if from == to {
			return true
		}
		if seen[from] {
			return false
		}
		seen[from] = true
		for _, next := range holds[from] {
			if budget--; budget < 0 || reaches(next, to, seen) {
				return true
			}
		}
		return false
	}
	for _, c := range f.collections {
		c.references = slices.DeleteFunc(c.references, func(ref *reference) bool {
			if !ref.deep {
				return false
			}
			if reaches(ref.target, c, map[*collection]bool{}) {
				return true
			}
			if !slices.Contains(holds[c], ref.target) {
				holds[c] = append(holds[c], ref.target)
			}
			return false
		})
	}
}

// maxCircleSteps bounds the search for circles; what is not looked at is left out.
const maxCircleSteps = 200_000
