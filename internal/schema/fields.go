package schema

import "strings"

// The methods in this file look through $ref and allOf, and through an anyOf or oneOf that only adds null.

// each yields s and every schema that a value of s, not being null, must fit too.
func (s *Schema) each(yield func(*Schema) bool) {
	if s.Ref == nil && s.AllOf == nil && s.AnyOf == nil && s.OneOf == nil {
		yield(s)
		return
	}
	s.walk(map[*Schema]bool{}, yield)
}

func (s *Schema) walk(visited map[*Schema]bool, yield func(*Schema) bool) bool {
	if visited[s] {
		return true
	}
	visited[s] = true
	if !yield(s) {
		return false
	}
	for sub := range s.always {
		if !sub.walk(visited, yield) {
			return false
		}
	}
	for _, list := range [][]*Schema{s.AnyOf, s.OneOf} {
		if sub := besideNull(list); sub != nil && !sub.walk(visited, yield) {
			return false
		}
	}
	return true
}

// besideNull is the only alternative that is not just null, nil if there are several.
func besideNull(subs []*Schema) *Schema {
	var only *Schema
	for _, sub := range subs {
		if sub.Types == Types(Null) {
			continue
		}
		if only != nil {
			return nil
		}
		only = sub
	}
	return only
}

// says tells whether s, or what it refers to, or a part of its allOf, has a property.
func (s *Schema) says(has func(*Schema) bool) bool {
	for sub := range s.each {
		if has(sub) {
			return true
		}
	}
	return false
}

// target follows $ref.
func (s *Schema) target() *Schema {
	for s.Ref != nil {
		s = s.Ref
	}
	return s
}

// name is the last part of the pointer: the name of a component.
func (s *Schema) name() string {
	name := s.Pointer[strings.LastIndexByte(s.Pointer, '/')+1:]
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
}

// Fields are the properties, each once, in the order of the document, with the schema that Field gives.
func (s *Schema) Fields() []Property {
	first := map[string]*Schema{}
	for sub := range s.each {
		for _, p := range sub.Properties {
			if first[p.Name] == nil {
				first[p.Name] = p.Schema
			}
		}
	}
	var fields []Property
	s.addFields(&fields, first, map[*Schema]bool{})
	return fields
}

// addFields goes by the order in which the keywords stand: an allOf before the properties comes before them. What it adds
// it takes out of left.
func (s *Schema) addFields(fields *[]Property, left map[string]*Schema, visited map[*Schema]bool) {
	if visited[s] {
		return
	}
	visited[s] = true
	for _, r := range s.rules {
		var parts []*Schema
		switch r.keyword {
		case "$ref":
			parts = []*Schema{s.Ref}
		case "allOf":
			parts = s.AllOf
		case "anyOf":
			parts = []*Schema{besideNull(s.AnyOf)}
		case "oneOf":
			parts = []*Schema{besideNull(s.OneOf)}
		case "properties":
			for _, p := range s.Properties {
				if field := left[p.Name]; field != nil {
					*fields = append(*fields, Property{p.Name, field})
					delete(left, p.Name)
				}
			}
		}
		for _, part := range parts {
			if part != nil {
				part.addFields(fields, left, visited)
			}
		}
	}
}

// Field is the schema of a property, nil if none is declared. Where several parts declare it, that of s itself is
// taken, else the first of the allOf.
func (s *Schema) Field(name string) *Schema {
	for sub := range s.each {
		if p := sub.property(name); p != nil {
			return p
		}
	}
	return nil
}

// Element is the schema of an array's elements, nil if none is declared.
func (s *Schema) Element() *Schema {
	for sub := range s.each {
		if sub.Items != nil {
			return sub.Items
		}
	}
	return nil
}

// RequiredNames are the names of the required properties, each once.
func (s *Schema) RequiredNames() []string {
	var names []string
	listed := map[string]bool{}
	for sub := range s.each {
		for _, name := range sub.Required {
			if !listed[name] {
				listed[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// FormatOf is the first format.
func (s *Schema) FormatOf() string {
	for sub := range s.each {
		if sub.Format != "" {
			return sub.Format
		}
	}
	return ""
}

// Kinds are the types that a value can have: what type says, or the values of enum and const; the alternatives of anyOf
// and oneOf together. The empty set stands for any.
func (s *Schema) Kinds() TypeSet { return s.kinds(map[*Schema]TypeSet{}) }

func (s *Schema) kinds(known map[*Schema]TypeSet) TypeSet {
	if set, ok := known[s]; ok {
		return set
	}
	known[s] = 0 // any, to whoever comes by again before it is settled
	set := s.Types
	if set == 0 {
		set = kindsOf(s.Enum)
	}
	if set == 0 && s.HasConst {
		set = Types(KindOf(s.Const))
	}
	for sub := range s.always {
		set = set.both(sub.kinds(known))
	}
	for _, list := range [][]*Schema{s.AnyOf, s.OneOf} {
		set = set.both(unionOf(list, known))
	}
	known[s] = set
	return set
}

func unionOf(subs []*Schema, known map[*Schema]TypeSet) TypeSet {
	var union TypeSet
	for _, sub := range subs {
		kinds := sub.kinds(known)
		if kinds == 0 {
			return 0
		}
		union |= kinds
	}
	return union
}

func kindsOf(values []any) TypeSet {
	var set TypeSet
	for _, v := range values {
		set |= Types(KindOf(v))
	}
	return set
}
