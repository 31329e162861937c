package infer

import (
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// fieldIndex finds the fields of a collection by their names.
type fieldIndex struct {
	reader  *reader
	all     []property
	byName  map[string]int
	byFlat  map[string]int
	byTime  map[string][]int // by what the name says of a time
	listKey string
}

// found is a field that a parameter may mean.
type found struct {
	path  string // dotted, where it is a member of another
	shape *shape
}

// isPath are the names that a path can have.
var isPath = lazyregexp.New(`^[\w-]{1,120}$`)

func (r *reader) index(c *collection) *fieldIndex {
	x := indexOf(r, c.fields())
	x.listKey = c.key
	return x
}

func indexOf(r *reader, all []property) *fieldIndex {
	x := &fieldIndex{reader: r, all: all, byName: map[string]int{}, byFlat: map[string]int{}, byTime: map[string][]int{}}
	for i, p := range all {
		if !isPath.MatchString(p.name) {
			continue
		}
		x.byName[p.name] = i
		words := wordsOf(p.name)
		name := strings.Join(words, "")
		if _, there := x.byFlat[name]; !there && name != "" {
			x.byFlat[name] = i
		}
		stem := timeStem(words)
		x.byTime[stem] = append(x.byTime[stem], i)
	}
	return x
}

func (x *fieldIndex) at(i int) *found {
	p := x.all[i]
	return &found{p.name, x.reader.shape(p.node, p.pointer)}
}

// exact is the field of a name, or else of the same words written another way.
func (x *fieldIndex) exact(name string) *found {
	if i, ok := x.byName[name]; ok {
		return x.at(i)
	}
	if i, ok := x.byFlat[flat(name)]; ok {
		return x.at(i)
	}
	return nil
}

func (x *fieldIndex) flat(name string) *found {
	if i, ok := x.byFlat[name]; ok && name != "" {
		return x.at(i)
	}
	return nil
}

// called is a field that is called like a name, of whatever type; nil: none.
func (x *fieldIndex) called(name string) *found {
	if all := x.near(wordsOf(name)); len(all) > 0 {
		return all[0]
	}
	return nil
}

// members are what identifies a record that stands in another one, the most telling first.
var members = []string{"login", "username", "name", "slug", "id", "key", "code"}

// near are the fields that some words may mean, the likeliest first: one of that name, in the other number, with or without
// is and has, a member of an object, what identifies the object of that name, the key of what has that name.
func (x *fieldIndex) near(words []string) []*found {
	name := strings.Join(words, "")
	if name == "" {
		return nil
	}
	var all []*found
	add := func(f *found) {
		if f != nil && !slices.ContainsFunc(all, func(other *found) bool { return other.path == f.path }) {
			all = append(all, f)
		}
	}
	add(x.flat(name))
	for _, other := range forms(name) {
		add(x.flat(other))
	}
	for _, verb := range []string{"is", "has", "was"} {
		add(x.boolean(verb + name))
		if words[0] == verb {
			add(x.boolean(strings.Join(words[1:], "")))
		}
	}
	if words[len(words)-1] == "flag" {
		add(x.boolean(strings.Join(words[:len(words)-1], "")))
	}
	for i := 1; i < len(words); i++ {
		add(x.member(x.flat(strings.Join(words[:i], "")), strings.Join(words[i:], "")))
	}
	for _, one := range append([]string{name}, forms(name)...) {
		for _, member := range members {
			add(x.member(x.flat(one), member))
		}
	}
	add(x.flat(name + "id"))
	if stem, ok := strings.CutSuffix(name, "id"); ok && words[len(words)-1] == "id" {
		add(x.flat(stem))
	}
	return all
}

// measured is the only field of a number whose name goes on behind some words, or before them, such as height_m or unit_price;
// nil if there are none or several.
func (x *fieldIndex) measured(words []string) *found {
	var only *found
	for i := range x.all {
		f := x.at(i)
		own := wordsOf(x.all[i].name)
		if !f.shape.isNumber() || len(own) != len(words)+1 || !slices.Equal(own[:len(words)], words) && !slices.Equal(own[1:], words) {
			continue
		}
		if only != nil {
			return nil
		}
		only = f
	}
	return only
}

func (x *fieldIndex) boolean(name string) *found {
	if f := x.flat(name); f != nil && f.shape.kinds&^nullKind == booleanKind {
		return f
	}
	return nil
}

// member is that of a field which is an object.
func (x *fieldIndex) member(of *found, name string) *found {
	if of == nil || !of.shape.isObject() || strings.Contains(of.path, ".") {
		return nil
	}
	for _, p := range of.shape.fields() {
		if isPath.MatchString(p.name) && flat(p.name) == name {
			return &found{of.path + "." + p.name, of.shape.shapeOf(p)}
		}
	}
	return nil
}

var (
	timeFormats   = setOf("date date-time datetime time timestamp")
	numberPattern = lazyregexp.New(`^[\^$\\d0-9\[\]{}(),.?+*:\-]+$`)
	decimalText   = lazyregexp.New(`^-?[0-9]+\.[0-9]+$`)
	onlyDigits    = lazyregexp.New(`^[0-9]{1,18}$`)
)

// isTime tells whether a shape is a date or a time as a text.
func (s *shape) isTime() bool {
	return s.kinds.has(stringKind) && (s.format == "date" || s.format == "date-time")
}

func (s *shape) isNumber() bool { return s.kinds.has(integerKind | numberKind) }

// isDigits tells whether a text holds a number: by its format, its pattern or its enum.
func (s *shape) isDigits() bool {
	switch s.format {
	case "int64", "int32", "integer", "uint64":
		return true
	}
	switch patternOf(s) {
	case `^\d+$`, `^[0-9]+$`, `\d+`, `[0-9]+`, `^\d*$`, `^[0-9]*$`:
		return true
	}
	if pattern := patternOf(s); pattern != "" && numberPattern.MatchString(pattern) || decimalText.MatchString(s.example.Str()) {
		return true
	}
	return len(s.enum) > 0 && !slices.ContainsFunc(s.enum, func(n *tree.Node) bool { return !onlyDigits.MatchString(n.Str()) })
}

// scalar is what an array holds, or the shape itself.
func scalar(s *shape) (one *shape, many bool) {
	if !s.kinds.has(arrayKind) {
		return s, false
	}
	if one = s.element(); one == nil {
		one = s.reader.shape(nil, "")
	}
	return one, true
}

// comparableTo tells whether values of a parameter can be compared with those of a field.
func comparableTo(p, f *shape) bool {
	pk, fk := p.kinds&^nullKind, f.kinds&^nullKind
	if pk == 0 {
		pk = stringKind
	}
	const numbers = integerKind | numberKind
	switch {
	case pk.has(booleanKind) && fk.has(booleanKind):
		return true
	case pk.has(stringKind) && p.format == "" && len(p.enum) == 0 && fk.has(numbers|booleanKind):
		return true // as a text that says it
	case pk.has(numbers) && fk.has(stringKind) && f.format == "" && len(f.enum) == 0:
		return true
	case pk.has(numbers) && fk.has(numbers), pk.has(stringKind) && fk.has(numbers) && p.isDigits(), pk.has(numbers) && fk.has(stringKind) && f.isDigits():
		return true
	case !pk.has(stringKind) || !fk.has(stringKind):
		return false
	case timeFormats[p.format] && f.format != "" || timeFormats[f.format] && p.format != "":
		return p.format == f.format
	}
	return true
}

// shareWord tells whether one value is in both enums, or one of the two has none.
func shareWord(p, f *shape) bool {
	if len(p.enum) == 0 || len(f.enum) == 0 {
		return true
	}
	there := wordSet(f.enum)
	return slices.ContainsFunc(p.enum, func(n *tree.Node) bool { return there[n.Text] })
}

func wordSet(list []*tree.Node) map[string]bool {
	set := map[string]bool{}
	for _, n := range list {
		if n.Kind != tree.Null && n.Kind < tree.Array {
			set[n.Text] = true
		}
	}
	return set
}
