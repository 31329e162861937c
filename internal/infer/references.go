package infer

import (
	"slices"
	"strings"
)

// reference is a field whose values are records of another collection, or of its own.
type reference struct {
	field  string
	to     *collection
	many   bool     // it is a list of those
	beside string   // the field that has its key; "": none does
	within []string // the members of the field's objects that have keys of to; none: the field itself leads there
	reason string
}

// hiddenField is a field that no schema of the collection shows.
type hiddenField struct {
	name   string
	to     *collection // whose keys it holds; nil: of what was created, whose it is
	reason string
}

// indexTargets notes what a reference to a record of each collection may be called.
func (f *finder) indexTargets() {
	f.targets = map[string][]*collection{}
	for _, c := range f.collections {
		key := plain(c.keyField())
		for _, owner := range slices.Compact([]string{one(c.name), one(c.noun)}) {
			for _, ending := range []string{"id", "key", "uuid", "guid", "slug", "sid", "code", "ref", key, ""} {
				name := owner + ending
				if owner != "" && !slices.Contains(f.targets[name], c) {
					f.targets[name] = append(f.targets[name], c)
				}
			}
		}
		if !generic[key] && endsIn(key, "id", "key", "uuid", "guid", "sid", "code", "number", "ref") && !slices.Contains(f.targets[key], c) {
			f.targets[key] = append(f.targets[key], c)
		}
	}
}

// findReferences finds the fields of a collection that lead to records.
func (f *finder) findReferences(c *collection) {
	for _, p := range c.fields() {
		s := c.field(p.name)
		if s.writeOnly || p.name == c.key && !c.isBorrowed(f) {
			continue
		}
		if r := f.referenceOf(c, p.name, s); r != nil && (p.name != c.key || r.to != c && !r.many && !r.to.borrowsFrom(c)) {
			c.references = append(c.references, r)
		} else {
			c.references = append(c.references, f.referencesWithin(c, p.name, s)...)
		}
	}
	for _, r := range c.references {
		for _, other := range c.references {
			if r != other && r.to == other.to && !r.many && !other.many && r.within == nil && other.within == nil && other.beside == "" &&
				c.field(r.field).isObject() && !c.field(other.field).isObject() && strings.HasPrefix(plain(other.field), plain(r.field)) {
				r.beside, r.reason = other.field, "it shows the one that "+other.field+" names"
			}
		}
	}
}

// borrowsFrom tells whether the keys of a collection are those of another one, perhaps by way of others.
func (c *collection) borrowsFrom(other *collection) bool {
	for range maxParts {
		i := slices.IndexFunc(c.references, func(r *reference) bool { return r.field == c.key && c.key != "" })
		if i < 0 {
			return false
		}
		if c = c.references[i].to; c == other {
			return true
		}
	}
	return true
}

// isBorrowed tells whether the key of a collection is that of another, whose records it says more of: no operation asks for
// one of its own.
func (c *collection) isBorrowed(f *finder) bool {
	if generic[plain(c.key)] {
		return false
	}
	for _, s := range c.sites {
		for _, rd := range s.items {
			if rd.collection == c {
				return false
			}
		}
	}
	return true
}

// referencesWithin are the references in the objects that a field holds.
func (f *finder) referencesWithin(c *collection, name string, s *shape) []*reference {
	if s.isArray() {
		s = s.element()
	}
	if !s.isObject() {
		return nil
	}
	var all []*reference
	for _, p := range s.fields() {
		inner := s.shapeOf(p)
		if inner.isObject() || inner.isArray() || inner.writeOnly {
			continue
		}
		if to := f.keyedBy(c, p.name, inner, false); to != nil && to != c {
			all = append(all, &reference{field: name, to: to, within: []string{p.name}, reason: "its objects have keys of other records"})
		}
	}
	return all
}

// referenceOf is the reference that a field is; nil if it is none.
func (f *finder) referenceOf(c *collection, name string, s *shape) *reference {
	many := s.isArray()
	if many {
		if s = s.element(); s == nil {
			return nil
		}
	}
	var to *collection
	var reason string
	if s.isObject() {
		if to = f.shownBy(name, s); to != nil {
			reason = "it shows " + to.name
		}
	} else if to = f.keyedBy(c, name, s, many); to != nil {
		reason = "it is called like the key of " + to.name
	}
	if to == nil || to == c && many {
		return nil
	}
	return &reference{field: name, to: to, many: many, reason: reason}
}

// shownBy is the collection whose records a nested object shows: by their schema, or by its name, if it has their key and
// nothing that they have not.
func (f *finder) shownBy(name string, s *shape) *collection {
	if s.isUnion() {
		return nil
	}
	id := s.identity()
	for _, c := range f.collections {
		if c.key == "" || s.field(c.key) == nil {
			continue
		}
		for _, known := range c.shapes {
			if id != "" && known.identity() == id && s.component != "" {
				return c
			}
		}
	}
	for _, c := range f.targets[one(name)] {
		if c.key == "" || s.field(c.key) == nil || !agree(s.field(c.key), c.field(c.key)) {
			continue
		}
		if s.kinds.has(stringKind | integerKind) { // a key, or the record in its stead
			return c
		}
		fields := s.fields()
		if len(fields) >= 1 && !slices.ContainsFunc(fields, func(p property) bool {
			own := c.field(p.name)
			return own == nil || !agree(own, s.shapeOf(p))
		}) {
			return c
		}
	}
	return nil
}

// isUnion tells whether a schema is that of several kinds of objects, of which a collection has some at most.
func (s *shape) isUnion() bool {
	kinds := 0
	for _, p := range s.parts {
		if p.choice && p.node.Get("properties").Len() > 0 {
			kinds++
		}
	}
	return kinds > 1 && !s.kinds.has(stringKind|integerKind)
}

// keyedBy is the collection whose keys a field holds, by its name.
func (f *finder) keyedBy(c *collection, name string, s *shape, many bool) *collection {
	bare := plain(name)
	if many {
		bare = singular(bare)
	}
	for _, to := range f.targets[bare] {
		if bare == one(to.name) || bare == one(to.noun) { // a word alone, such as status or category, may be anything
			continue
		}
		if to.keyAgrees(s) && !(to == c && strings.HasSuffix(bare, plain(c.keyField())) && bare == one(c.noun)+plain(c.keyField())) {
			return to
		}
	}
	if bare == "parentid" || bare == "parent"+one(c.noun)+"id" {
		if c.keyAgrees(s) {
			return c
		}
	}
	return nil
}

// keyAgrees tells whether a shape may be that of the collection's key.
func (c *collection) keyAgrees(s *shape) bool {
	k := s.kinds &^ nullKind
	if len(s.enum) > 0 {
		return false
	}
	if c.key == "" {
		return k == 0 || k.has(integerKind)
	}
	own := c.field(c.key)
	return agree(s, own) && (s.format == own.format || s.format == "" || own.format == "" || k.has(integerKind))
}

// parentOf is the collection whose records a path parameter names that stands before the last segment; nil if none does.
func (f *finder) parentOf(rd *reading, at int) *collection {
	item, place := rd.route[:at+1], rd.route[:at]
	for _, other := range f.byPath[item.path()] {
		if other.collection != nil && other.action != "list" && other.action != "create" {
			return other.collection
		}
	}
	for _, s := range f.sites {
		if s.collection.name != "" && len(s.lists) > 0 && s.route.path() == place.path() {
			return s.collection
		}
	}
	p := f.pathParameter(rd, rd.route[at].parameter)
	for _, to := range f.targets[plain(p.name)] {
		if plain(p.name) != "id" && to.keyAgrees(p.shape) {
			return to
		}
	}
	return nil
}

// family says what the path parameters before the last one mean. The nearest that names a record is the parent. Those before
// it are the parent's own: records that belonged to both, each drawn by itself, would be hard to find, so any value will do.
func (f *finder) family(rd *reading) []Line {
	var lines []Line
	related := false
	for at, s := range slices.Backward(rd.route) {
		if s.parameter == "" || rd.action != "list" && rd.action != "create" && at == len(rd.route)-1 {
			continue
		}
		p := f.pathParameter(rd, s.parameter)
		to := f.parentOf(rd, at)
		if to != nil && (to.keyField() == "" || to.key != "" && !agree(p.shape, to.field(to.key))) {
			to = nil
		}
		line := Line{Name: p.place}
		if to != nil && !related {
			field, reason := rd.collection.refersTo(to, p.name)
			line.Lines, line.Reason = []Line{{Name: "parent", Value: Text(field)}}, reason
			if related = true; !f.isListed(rd.route[:at]) {
				line.Lines, line.Reason = append(line.Lines, Line{Name: "unknown", Value: Text("any")}), reason+"; no list tells which there are"
			}
		} else {
			line.Lines, line.Reason = []Line{{Name: "scope", Value: Text(rd.collection.scopedBy(p))}}, "no collection has it: any value will do"
			if to != nil {
				line.Reason = "it is of the path of the parent: any value will do"
			}
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return lines
}

// isListed tells whether a list of a collection is at a path.
func (f *finder) isListed(place route) bool {
	return slices.ContainsFunc(f.byPath[place.path()], func(rd *reading) bool { return rd.collection != nil && rd.action == "list" })
}

// refersTo is the field that leads to a parent: the one that is called like the parameter, else the only one, else a hidden one.
func (c *collection) refersTo(to *collection, parameter string) (field, reason string) {
	var found []*reference
	for _, r := range c.references {
		if r.to == to && r.field != c.key && r.within == nil && r.beside == "" {
			found = append(found, r)
		}
	}
	for _, r := range found {
		if plain(r.field) == plain(parameter) {
			return r.field, "it names one of " + to.name
		}
	}
	single := slices.DeleteFunc(slices.Clone(found), func(r *reference) bool { return r.many })
	if len(single) > 0 && to != c {
		return single[0].field, "it names one of " + to.name
	}
	name := c.hiddenCalled(parameter, to)
	return name, "it names one of " + to.name + ", which no property shows"
}

// scopedBy is the field that says whose a record is.
func (c *collection) scopedBy(p parameter) string {
	for _, f := range c.fields() {
		s := c.field(f.name)
		if f.name != c.key && plain(f.name) == plain(p.name) && !s.isObject() && !s.isArray() && agree(s, p.shape) {
			return f.name
		}
	}
	return c.hiddenCalled(p.name, nil)
}

// hiddenCalled is a hidden field for a parameter, the same for the same parameter.
func (c *collection) hiddenCalled(parameter string, to *collection) string {
	for _, h := range c.hidden {
		if h.to == to && (to != nil || plain(h.name) == plain(parameter)) {
			return h.name
		}
	}
	taken := func(name string) bool {
		return c.field(name) != nil || name == c.hiddenKey || slices.ContainsFunc(c.hidden, func(h *hiddenField) bool { return h.name == name })
	}
	name := parameter
	for n := 2; taken(name); n++ {
		name = parameter + "_" + itoa(n)
	}
	reason := "whose it is: what was created under a path"
	if to != nil {
		reason = "no property shows whose it is"
	}
	c.hidden = append(c.hidden, &hiddenField{name, to, reason})
	return name
}
