package schema

import (
	"maps"
	"slices"

	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// This file says what is wrong with a value that fits no alternative of anyOf or oneOf.

// noneFits says it by the alternative that was meant, if that can be told, else it lists the alternatives.
func (j *judge) noneFits(s *Schema, keyword string, subs []*Schema, v any, at place) bool {
	if j.quiet {
		return false
	}
	if s.Discriminator != nil {
		if o, ok := v.(*value.Object); ok && !j.discriminate(s, subs, o, at) {
			return false
		}
	}
	before := len(j.found)
	meant, others := j.meant(subs, v, at)
	if meant != nil {
		j.judge(meant, v, at, nil)
		for i := before; others && i < len(j.found); i++ {
			j.found[i].Expected += ", as " + calledAmong(subs, meant) + " has it"
		}
	}
	if len(j.found) > before {
		return false
	}
	return j.record(violation.Violation{
		Where: at.where, Rule: keyword, Received: v, Expected: alternatives(subs, "or"), Document: tree.Join(s.Pointer, keyword),
	})
}

// discriminate judges an object by the alternative that its discriminating property names. It is true if that tells nothing.
func (j *judge) discriminate(s *Schema, subs []*Schema, o *value.Object, at place) bool {
	d := s.Discriminator
	given, ok := o.Get(d.Property)
	inner := violation.Inside(at.where, d.Property)
	document := tree.Join(s.Pointer, "discriminator")
	c := d.choices(subs)
	names, targets := c.names, c.targets
	name, _ := given.(string)
	if meant := c.meant(given); meant != nil {
		before := len(j.found)
		j.judge(meant, o, at, nil)
		return len(j.found) == before
	}
	if len(names) == 0 || !ok && !slices.ContainsFunc(subs, func(sub *Schema) bool { return slices.Contains(sub.RequiredNames(), d.Property) }) {
		return true
	}
	if !ok {
		return j.record(violation.Violation{Where: inner, Rule: "required", Limit: d.Property, Expected: quoted(names), Document: document})
	}
	for i, n := range names { // of several, the first
		if n == name {
			before := len(j.found)
			j.judge(targets[i], o, at, nil)
			return len(j.found) == before
		}
	}
	return j.misnamed(given, name, names, inner, document)
}

// misnamed records that an object names no schema that it could follow, and is false.
func (j *judge) misnamed(given any, name string, names []string, where, document string) bool {
	limit := j.limitsOf[&names[0]]
	if limit == nil { // made once for many that are misnamed
		limit = make([]any, len(names))
		for i, n := range names {
			limit[i] = n
		}
		if j.limitsOf == nil {
			j.limitsOf = map[*string][]any{}
		}
		j.limitsOf[&names[0]] = limit
	}
	return j.record(violation.Violation{
		Where: where, Rule: "discriminator", Limit: limit, Received: given, Expected: quoted(names),
		Suggestion: j.closest(name, names), Document: document,
	})
}

// named is the alternative that an object of a request names by its discriminating property. told is false where that
// decides nothing: without such a property, or if it names none and the names are not all written in a mapping. Where they
// are, a name beside them is no alternative: "validation SHOULD fail" (OAS 3.0.3, section 4.7.24). An object that names none
// follows the alternative of the defaultMapping, if there is one (OAS 3.2.0, Discriminator Object).
//
// To the letter of 3.1.1 a discriminator changes nothing, but who reads a request with one leaves it to it to tell
// alternatives apart.
func (j *judge) named(s *Schema, subs []*Schema, v any) (meant *Schema, told bool) {
	o, ok := v.(*value.Object)
	if !ok || s.Discriminator == nil || j.mode != ReadRequest {
		return nil, false
	}
	given, _ := o.Get(s.Discriminator.Property)
	name, ok := given.(string)
	c := s.Discriminator.choices(subs)
	if meant = c.meant(given); meant != nil || !ok {
		return meant, meant != nil
	}
	_, listed := c.byName[name]
	return nil, !listed && c.complete
}

// fitsNamed judges a value by the alternative that it names itself; nil is the name of none.
func (j *judge) fitsNamed(s *Schema, subs []*Schema, meant *Schema, v any, at place, seen *marks) bool {
	switch {
	case meant != nil:
		return j.inPlace(meant, v, at, seen)
	case j.quiet:
		return false
	}
	return j.discriminate(s, subs, v.(*value.Object), at)
}

// choices are the values of a discriminating property and the alternatives that they stand for.
type choices struct {
	of       []*Schema
	names    []string
	targets  []*Schema          // parallel to names
	byName   map[string]*Schema // nil: the name stands for several
	complete bool               // the mapping mentions every alternative
	fallback *Schema            // of objects that name none of them; nil: there is none
}

// meant is the alternative that the discriminating property stands for, nil if that is none or several.
func (c *choices) meant(given any) *Schema {
	if name, ok := given.(string); ok {
		if meant, listed := c.byName[name]; listed {
			return meant
		}
	}
	return c.fallback
}

// choices are found once, as every object asks for them: the names of the mapping; of the schemas that it does not mention,
// the values that they admit, else their own names. Those of the others are valid beside the mapping's, too.
func (d *Discriminator) choices(subs []*Schema) *choices {
	if known := d.known.Load(); known != nil && len(subs) > 0 && &known.of[0] == &subs[0] {
		return known
	}
	c := &choices{of: subs, byName: map[string]*Schema{}}
	at, mentioned := make(map[string]*Schema, len(subs)), map[*Schema]bool{}
	for _, sub := range subs {
		at[sub.Target().Pointer] = sub
	}
	for _, m := range d.Mapping {
		if sub := at[m.Pointer]; sub != nil {
			c.add(m.Value, sub)
			mentioned[sub] = true
		}
	}
	for _, sub := range subs {
		if mentioned[sub] {
			continue
		}
		admitted := sub.Field(d.Property).values()
		if admitted == nil && sub.Ref != nil {
			admitted = []string{sub.Target().name()}
		}
		for _, name := range admitted {
			c.add(name, sub)
		}
	}
	listed := maps.Clone(c.byName)
	for _, sub := range subs {
		if name := sub.Target().name(); sub.Ref != nil && mentioned[sub] && listed[name] == nil {
			c.stand(name, sub)
		}
	}
	if d.Default != "" {
		c.fallback = at[d.Default]
	}
	c.complete = len(mentioned) == len(subs)
	if len(subs) > 0 {
		d.known.Store(c)
	}
	return c
}

func (c *choices) add(name string, sub *Schema) {
	c.names, c.targets = append(c.names, name), append(c.targets, sub)
	c.stand(name, sub)
}

func (c *choices) stand(name string, sub *Schema) {
	if other, listed := c.byName[name]; listed && other != sub {
		sub = nil
	}
	c.byName[name] = sub
}

// values are the texts that a const or an enum admits.
func (s *Schema) values() []string {
	if s == nil {
		return nil
	}
	for sub := range s.each {
		if list := sub.constants(); list != nil {
			return list
		}
	}
	return nil
}

// constants are the texts of the const or enum of one schema.
func (s *Schema) constants() []string {
	if text, ok := s.Const.(string); ok {
		return []string{text}
	}
	return texts(s.Enum)
}

// meant is the alternative that a value comes nearest to: the only one that admits its type, or of objects and arrays the one
// that they break fewest rules of. It is nil if that is not clear. others tells that more than one came into question.
func (j *judge) meant(subs []*Schema, v any, at place) (nearest *Schema, others bool) {
	var possible []*Schema
	for _, sub := range subs {
		if sub.Kinds().accepts(v) {
			possible = append(possible, sub)
		}
	}
	switch {
	case len(possible) == 0 || len(possible) > maxTried:
		return nil, false
	case len(possible) == 1:
		return possible[0], false
	case j.trying || !isContainer(v):
		return nil, false
	}
	least := -1
	for _, sub := range possible {
		switch d := j.distance(sub, v, at); {
		case d == least:
			nearest = nil
		case least < 0 || d < least:
			nearest, least = sub, d
		}
	}
	return nearest, true
}

// distance says how far a value is from an alternative. A property that has to be one certain value tells the alternatives
// apart, and so counts more than all else.
func (j *judge) distance(sub *Schema, v any, at place) int {
	const telling = 100
	trial := &judge{
		mode: j.mode, limits: j.limits, root: j.root, steps: j.steps, depth: j.depth, free: j.free, allowed: j.allowed,
		scope: j.scope, patterns: j.patterns, trying: true, following: j.following,
	}
	trial.judge(sub, v, at, nil)
	j.steps, j.exhausted, j.patterns = trial.steps, trial.exhausted, trial.patterns
	sum := 0
	for _, found := range trial.found {
		sum++
		if values, ok := found.Limit.([]any); found.Rule == "const" || found.Rule == "enum" && ok && len(values) == 1 {
			sum += telling
		}
	}
	return sum
}
