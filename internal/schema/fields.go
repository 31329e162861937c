package schema

import (
	"strings"

	"mockserver/internal/tree"
)

// The methods in this file look through $ref and allOf, and through an anyOf or oneOf that only adds null. What they tell is
// found once for each schema.

// maxTogether bounds how many schemas are looked through for what one says, and how deep: more is hostile.
const maxTogether = 10_000

// summary is what the methods tell.
type summary struct {
	fields   []Property
	index    map[string]*Schema // of fields
	required []string
	element  *Schema
	format   string
	kinds    TypeSet
	fallback *Schema // with the default
	xml      XML
}

func (s *Schema) sum() *summary {
	if known := s.summary.Load(); known != nil {
		return known
	}
	if s.Ref != nil && s.Ref.Ref == nil && len(s.rules) == 1 && s.Types == 0 && !s.HasDefault && s.Format == "" {
		same := *s.Ref.sum() // it says no more of values than what it refers to, as hundreds may
		same.xml = s.findXML()
		s.summary.Store(&same)
		return &same
	}
	made := &summary{index: map[string]*Schema{}, kinds: s.kindsBelow(map[*Schema]TypeSet{}, 0), xml: s.findXML()}
	listed := map[string]bool{}
	for sub := range s.each {
		for _, p := range sub.Properties {
			if made.index[p.Name] == nil {
				made.index[p.Name] = p.Schema
			}
		}
		for _, name := range sub.Required {
			if !listed[name] {
				listed[name] = true
				made.required = append(made.required, name)
			}
		}
		if made.element == nil {
			made.element = sub.Items
		}
		if made.format == "" {
			made.format = sub.Format
		}
		if made.fallback == nil && sub.HasDefault {
			made.fallback = sub
		}
	}
	if len(made.index) > 0 {
		s.addFields(&made.fields, made.index, map[string]bool{}, map[*Schema]bool{})
	}
	s.summary.Store(made)
	return made
}

// each yields s and every schema that a value of s, not being null, must fit too.
func (s *Schema) each(yield func(*Schema) bool) {
	if s.Ref == nil && s.AllOf == nil && s.AnyOf == nil && s.OneOf == nil {
		yield(s)
		return
	}
	s.walk(map[*Schema]bool{}, yield)
}

func (s *Schema) walk(visited map[*Schema]bool, yield func(*Schema) bool) bool {
	if visited[s] || len(visited) >= maxTogether {
		return true
	}
	visited[s] = true
	if !yield(s) {
		return false
	}
	for sub := range s.together {
		if !sub.walk(visited, yield) {
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

// Chain yields a schema, then what it refers to, and so on; of nil, nothing. It ends: Compile refuses a $ref that leads back
// to itself.
func (s *Schema) Chain(yield func(*Schema) bool) {
	for s != nil && yield(s) {
		s = s.Ref
	}
}

// Target is the end of the chain: what has keywords of its own.
func (s *Schema) Target() *Schema {
	for s.Ref != nil {
		s = s.Ref
	}
	return s
}

// Component is the name of a schema among the components of its document; "" if it is none of them.
func (s *Schema) Component() string {
	parent := s.Pointer[:max(0, strings.LastIndexByte(s.Pointer, '/'))]
	if strings.HasSuffix(parent, "/schemas") || strings.HasSuffix(parent, "/definitions") || strings.HasSuffix(parent, "/$defs") {
		return s.name()
	}
	return ""
}

// name is the last part of the pointer: the name of a component.
func (s *Schema) name() string {
	name := s.Pointer[strings.LastIndexByte(s.Pointer, '/')+1:]
	return tree.Unescape(name)
}

// Fields are the properties, each once, in the order of the document, with the schema that Field gives. They are not to be
// changed.
func (s *Schema) Fields() []Property { return s.sum().fields }

// addFields goes by the order in which the keywords stand: an allOf before the properties comes before them.
func (s *Schema) addFields(fields *[]Property, index map[string]*Schema, listed map[string]bool, visited map[*Schema]bool) {
	if visited[s] || len(visited) >= maxTogether {
		return
	}
	visited[s] = true
	for _, r := range s.rules {
		if r.keyword == "properties" {
			for _, p := range s.Properties {
				if !listed[p.Name] && index[p.Name] != nil {
					listed[p.Name] = true
					*fields = append(*fields, Property{p.Name, index[p.Name]})
				}
			}
		}
		for _, part := range s.partsOf(r.keyword) {
			if part != nil {
				part.addFields(fields, index, listed, visited)
			}
		}
	}
}

// partsOf are the schemas of a keyword whose properties are those of s too.
func (s *Schema) partsOf(keyword string) []*Schema {
	switch keyword {
	case "$ref":
		return []*Schema{s.Ref}
	case "allOf":
		return s.AllOf
	case "anyOf":
		return []*Schema{besideNull(s.AnyOf)}
	case "oneOf":
		return []*Schema{besideNull(s.OneOf)}
	}
	return nil
}

// Field is the schema of a property, nil if none is declared. Where several parts declare it, that of s itself is
// taken, else the first of the allOf. A nil Schema declares none.
func (s *Schema) Field(name string) *Schema {
	if s == nil {
		return nil
	}
	return s.sum().index[name]
}

// Element is the schema of an array's elements, nil if none is declared. A nil Schema declares none.
func (s *Schema) Element() *Schema {
	if s == nil {
		return nil
	}
	return s.sum().element
}

// RequiredNames are the names of the required properties, each once. They are not to be changed.
func (s *Schema) RequiredNames() []string { return s.sum().required }

// DefaultOf is the first default; ok is false if there is none.
func (s *Schema) DefaultOf() (v any, ok bool) {
	if from := s.sum().fallback; from != nil {
		return from.Default, true
	}
	return nil, false
}

// FormatOf is the first format.
func (s *Schema) FormatOf() string { return s.sum().format }

// IsReadOnly tells whether s is readOnly, or what it refers to, or a part of its allOf.
func (s *Schema) IsReadOnly() bool { return s.readOnly }

// IsWriteOnly tells whether s is writeOnly, or what it refers to, or a part of its allOf.
func (s *Schema) IsWriteOnly() bool { return s.writeOnly }

// Kinds are the types that a value can have: what type says, or the values of enum and const; the alternatives of anyOf
// and oneOf together. The empty set stands for any.
func (s *Schema) Kinds() TypeSet { return s.sum().kinds }

func (s *Schema) kindsBelow(known map[*Schema]TypeSet, depth int) TypeSet {
	if set, ok := known[s]; ok || depth > maxTogether {
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
		set = set.both(sub.kindsBelow(known, depth+1))
	}
	for _, list := range [][]*Schema{s.AnyOf, s.OneOf} {
		set = set.both(unionOf(list, known, depth+1))
	}
	known[s] = set
	return set
}

func unionOf(subs []*Schema, known map[*Schema]TypeSet, depth int) TypeSet {
	var union TypeSet
	for _, sub := range subs {
		kinds := sub.kindsBelow(known, depth)
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
