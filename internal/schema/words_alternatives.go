package schema

import (
	"slices"
	"strconv"
)

// This file says what tells schemas apart, of which one is to fit, or none.

// maxTold is how many properties tell an object apart: a sentence that lists more is not read.
const maxTold = 5

// alternatives lists what several schemas take, objects by their names where they have one.
func alternatives(subs []*Schema, conjunction string) string {
	var list []string
	addAlternatives(&list, subs, map[*Schema]bool{})
	return joined(list, conjunction)
}

func addAlternatives(list *[]string, subs []*Schema, visited map[*Schema]bool) {
	for _, sub := range subs {
		t := sub.telling()
		if visited[t] || len(visited) >= maxAlternatives {
			continue
		}
		visited[t] = true
		if t.isChoice() {
			addAlternatives(list, t.AnyOf, visited)
			addAlternatives(list, t.OneOf, visited)
			continue
		}
		if text := sub.alternative(); !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
}

// title is the schema's own, or that of what it refers to.
func (s *Schema) title() string {
	if s.Title != "" {
		return s.Title
	}
	return s.Target().Title
}

// alternative describes a schema beside others: an object by its name, else by what it must have. It is made once: a thousand
// violations may name the same alternatives.
func (s *Schema) alternative() string {
	if known := s.beside.Load(); known != nil {
		return *known
	}
	text := s.alternativeWords()
	s.beside.Store(&text)
	return text
}

func (s *Schema) alternativeWords() string {
	t := s.telling()
	takesObjects := s.Kinds().Has(Object) || s.Kinds() == 0 && t.bounds() == Types(Object)
	switch {
	case !takesObjects:
		return t.Words()
	case s.title() != "":
		return cut(s.title())
	case s.Ref != nil:
		return cut(s.Target().name())
	case s.Kinds()&^Types(Object) == 0 && t.Enum == nil && !t.HasConst && !t.isChoice():
		return s.objectWords()
	}
	return t.Words()
}

// objectWords says of an object what tells it from others: the properties that it must have, those that have to be one certain
// value, or else which it may have.
func (s *Schema) objectWords() string {
	var must, certain fewWords
	for _, name := range s.RequiredNames() {
		field := s.Field(name)
		if _, one := field.only(); !one && !(field != nil && field.IsReadOnly()) {
			must.add(func() string { return shown(name) })
		}
	}
	for _, p := range s.Fields() {
		if v, one := p.Schema.only(); one {
			certain.add(func() string { return shown(p.Name) + " is " + shown(v) })
		}
	}
	text := s.telling().noun(Object)
	if must.n == 0 && certain.n == 0 {
		return text + s.fieldWords()
	}
	if must.n > 0 {
		text += " with " + must.String()
	}
	if certain.n > 0 {
		text += " whose " + certain.String()
	}
	return cut(text)
}

// fieldWords is what an object that must have nothing may have: " that has only "a"".
func (s *Schema) fieldWords() string {
	if extra := s.Target().AdditionalProperties; extra != nil && extra.Always != nil && !*extra.Always && len(s.Target().PatternProperties) == 0 {
		var names fewWords
		for _, p := range s.Fields() {
			names.add(func() string { return shown(p.Name) })
		}
		if names.n == 0 {
			return " without properties"
		}
		return cut(" that has only " + names.String())
	}
	var typed fewWords
	for _, p := range s.Fields() {
		if typed.n > maxTold {
			break
		}
		if t := p.Schema.telling(); !t.isChoice() && (t.Types|t.bounds() != 0 || t.Enum != nil) {
			typed.add(func() string { return shown(p.Name) + " is " + t.Words() })
		}
	}
	if typed.n == 0 {
		return ""
	}
	return cut(" whose " + typed.String())
}

// only is the one value that a schema takes.
func (s *Schema) only() (v any, one bool) {
	if s == nil {
		return nil, false
	}
	switch t := s.telling(); {
	case t.HasConst:
		return t.Const, true
	case len(t.Enum) == 1 && !t.Nullable:
		return t.Enum[0], true
	}
	return nil, false
}

// fewWords is "a, b and c", of many the first, which alone are made.
type fewWords struct {
	list []string
	n    int // all of them
}

func (f *fewWords) add(word func() string) {
	if f.n++; f.n <= maxTold {
		f.list = append(f.list, word())
	}
}

func (f *fewWords) String() string {
	list := f.list
	if f.n > maxTold {
		list = append(slices.Clone(list[:maxTold-1]), strconv.Itoa(f.n-maxTold+1)+" more")
	}
	return joined(list, "and")
}

// exactlyOne is what oneOf expects of a value that fits several of its alternatives.
func exactlyOne(subs []*Schema, fitting []int) string {
	names := map[string]bool{}
	var fits, places []string
	for _, i := range fitting {
		if len(fits) == maxListed {
			break
		}
		text := alternatives(subs[i:i+1], "or")
		names[text] = true
		fits, places = append(fits, text), append(places, "the "+ordinal(i+1))
	}
	which, these := alternatives(subs, "and"), joined(fits, "and")
	if len(names) < len(fits) {
		which, these = strconv.Itoa(len(subs))+" alternatives", joined(places, "and")
	}
	const two = 2
	switch {
	case len(fitting) == two && len(subs) == two:
		these = "both"
	case len(fitting) > maxListed:
		these = strconv.Itoa(len(fitting)) + " of them"
	}
	return "what fits exactly one of " + which + "; this fits " + these
}

// ordinal is "1st", "2nd" …
func ordinal(n int) string {
	const ten, hundred = 10, 100
	suffix := "th"
	if tens := n % hundred / ten; tens != 1 {
		switch n % ten {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// calledAmong is what one of several alternatives is called, by its number if it has no name.
func calledAmong(subs []*Schema, one *Schema) string {
	if label := one.label(); label != one.Target().Pointer {
		return label
	}
	return "the " + ordinal(slices.Index(subs, one)+1) + " alternative"
}

// denied are the words for what must not fit s, though v does.
func (s *Schema) denied(v any) string {
	t := s.telling()
	switch {
	case s.Target().isChoice():
		if without := lacking(append(slices.Clone(s.Target().AnyOf), s.Target().OneOf...)); without != "" {
			return without
		}
	case s.onlyRequires():
		return lacking([]*Schema{s})
	case t.Always != nil, t.Types == 0 && len(t.rules) == 0:
		return "nothing here"
	case t.Types == 0 && t.bounds() != 0 && !t.bounds().accepts(v):
		// What bounds numbers takes all that is none, and so its opposite takes nothing else.
		return (&Schema{Types: t.bounds()}).Words() + ", but not " + t.Words()
	}
	return "anything but " + alternatives([]*Schema{s}, "or")
}

// onlyRequires tells whether a schema says nothing but which properties there must be.
func (s *Schema) onlyRequires() bool {
	t := s.Target()
	return len(t.rules) == 1 && t.rules[0].keyword == "required" && len(t.Required) > 0 && t.Types&^Types(Object) == 0
}

// lacking is an object that fits none of several schemas that require properties; "" if one of them says anything else.
func lacking(subs []*Schema) string {
	var without []string
	if len(subs) > maxTold {
		return ""
	}
	for _, sub := range subs {
		if !sub.onlyRequires() || len(subs) > 1 && len(sub.Target().Required) > 1 {
			return ""
		}
		names := make([]string, 0, len(sub.Target().Required))
		for _, name := range sub.Target().Required {
			names = append(names, shown(name))
		}
		if len(names) > 1 {
			return "an object that lacks " + joined(names, "or")
		}
		without = append(without, "without "+names[0])
	}
	return "an object " + joined(without, "and")
}

// onlyNames is what an object takes that has no room for other properties: the names that may be given this way, and those
// that match. It is made once for many that are not known.
func (j *judge) onlyNames(properties []Property, patterns []PatternProperty) string {
	var key *Property
	if len(properties) > 0 {
		key = &properties[0]
	}
	if text, made := j.only[key]; made && key != nil {
		return text
	}
	var list []string
	n := 0
	for _, p := range properties {
		if j.banned(p.Schema) != "" {
			continue
		}
		if n++; n <= maxListed {
			list = append(list, shown(p.Name))
		}
	}
	for _, p := range patterns {
		if n++; n <= maxListed {
			list = append(list, "names that match "+cut(p.Pattern.Text))
		}
	}
	text := "no properties"
	if n > 0 {
		text = "only " + joinedBy(n, func(i int) string { return list[i] }, "and")
	}
	if key != nil {
		if j.only == nil {
			j.only = map[*Property]string{}
		}
		j.only[key] = text
	}
	return text
}

// patternsTogether are the patterns of names of all that applies to an object together.
func (s *Schema) patternsTogether() []PatternProperty {
	var all []PatternProperty
	for sub := range s.each {
		if all = append(all, sub.PatternProperties...); len(all) > maxListed {
			break
		}
	}
	return all
}
