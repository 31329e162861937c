package infer

import "strings"

// pathLines say what the parameters of a path mean: the key, the parent that a record belongs to, and what any value will do for.
func (f *finder) pathLines(rd *reading) (lines []Line, taken []string) {
	c := rd.collection
	last := len(rd.route)
	var key []Line
	if rd.action != "list" && rd.action != "create" {
		last--
		p := f.pathParameter(rd, rd.route[last].parameter)
		taken = append(taken, p.name)
		key = []Line{{Name: p.place, Lines: []Line{{Name: "key", Value: True()}}, Reason: c.reasonOfKey(p.name)}}
	}
	given := map[string]bool{}
	related := false
	for i := last - 1; i >= 0; i-- {
		for _, name := range names(rd.route[i], rd.Operation.PathParameters()) {
			p := f.pathParameter(rd, name)
			taken = append(taken, name)
			line := Line{Name: p.place}
			if parent := f.parentAt(rd.route[:i+1], p); parent != nil && !related && !rd.route[i].mixed {
				related = true
				ref := c.referenceTo(parent, p, given)
				given[ref.field] = true
				line.Lines, line.Reason = []Line{{Name: "parent", Value: Text(ref.field)}}, "it names a record of "+parent.name
			} else {
				field := c.scopeField(p, given)
				given[field] = true
				line.Lines, line.Reason = []Line{{Name: "scope", Value: Text(field)}}, scopeReason(related)
			}
			lines = append([]Line{line}, lines...)
		}
	}
	return append(lines, key...), taken
}

func scopeReason(related bool) string {
	if related {
		return "the parent's own path; any value will do"
	}
	return "no collection answers to it; any value will do"
}

func (c *collection) reasonOfKey(parameter string) string {
	return "it names the " + c.keyField() + " of a record"
}

// names are the parameters of a segment.
func names(s step, all []string) []string {
	if s.parameter != "" {
		return []string{s.parameter}
	}
	if !s.mixed {
		return nil
	}
	var found []string
	for _, name := range all {
		if strings.Contains(s.literal, "{"+name+"}") {
			found = append(found, name)
		}
	}
	return found
}

// parentAt is the collection of which a parameter names a record; nil if there is none.
func (f *finder) parentAt(rt route, p parameter) *collection {
	if c := f.targets.byItem[rt.path()]; c != nil {
		return c
	}
	s := p.shape
	if s.kinds == 0 {
		s = &shape{reader: f.reader, kinds: stringKind}
	}
	if c := f.referred(plain(p.name), s); c != nil {
		return c
	}
	if len(rt) < 2 || rt[len(rt)-2].literal == "" {
		return nil
	}
	for _, c := range f.targets.byNoun[one(rt[len(rt)-2].literal)] {
		if named := c.namedBy(p, rt); named != "" && named == c.key {
			return c
		}
	}
	return nil
}

// referenceTo is the field by which the collection's records refer to a parent, which may be a hidden one.
func (c *collection) referenceTo(parent *collection, p parameter, given map[string]bool) *reference {
	var only *reference
	several := false
	for _, ref := range c.references {
		if ref.target != parent || ref.many || given[ref.field] {
			continue
		}
		if name := plain(ref.field); name == plain(p.name) || name == one(parent.name) {
			return ref
		}
		several = several || only != nil
		only = ref
	}
	if only != nil && !several {
		return only
	}
	for _, ref := range c.hidden {
		if ref.target == parent && !given[ref.field] {
			return ref
		}
	}
	ref := &reference{field: c.hiddenName(p.name, given), target: parent, hidden: true, reason: "the path parameter " + p.name + " names one; no property shows it"}
	c.hidden = append(c.hidden, ref)
	return ref
}

// hiddenName is the name of a field that no schema has, after a parameter.
func (c *collection) hiddenName(name string, given map[string]bool) string {
	for c.field(name) != nil || name == c.hiddenKey || given[name] || c.hides(name) {
		name += "_parent"
	}
	return name
}

func (c *collection) hides(name string) bool {
	for _, ref := range c.hidden {
		if ref.field == name {
			return true
		}
	}
	return false
}

// scopeField is the field that records show the value of a parameter in.
func (c *collection) scopeField(p parameter, given map[string]bool) string {
	for _, f := range c.called(plain(p.name)) {
		s := c.field(f.name)
		if f.name != c.key && !given[f.name] && len(s.enum) == 0 && s.kinds&^nullKind&^(stringKind|integerKind|numberKind) == 0 && agree(s, p.shape) && c.reference(f.name) == nil {
			return f.name
		}
	}
	name := p.name
	for c.field(name) != nil || name == c.hiddenKey || given[name] || c.hides(name) {
		name += "_scope"
	}
	return name
}

func (c *collection) reference(field string) *reference {
	for _, ref := range c.references {
		if ref.field == field {
			return ref
		}
	}
	return nil
}
