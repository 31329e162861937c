package infer

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// A filter that means a field: by its very name, or by one that is near.
const (
	exactly = true
	loosely = false
)

// equality gives a parameter that is called like a field the role to filter by it.
func (a *assignment) equality(i int, exact bool) bool {
	p := &a.params[i]
	if exact && strings.ContainsAny(p.name, "<>") {
		return false
	}
	if exact {
		return a.paired(i) || a.filterBy(i, a.fields.exact(p.name))
	}
	for _, words := range unprefixed(p.name) {
		for _, f := range a.fields.near(words) {
			if a.filterBy(i, f) {
				return true
			}
		}
	}
	return false
}

// ends are the words that tell the two ends of a range apart.
var ends = [][2]string{{"start", "end"}, {"from", "to"}, {"since", "until"}, {"begin", "end"}, {"after", "before"}, {"min", "max"}, {"starts", "ends"}}

// paired gives a parameter that is one of two ends the role of a bound, though it is called like a field: who asks from a start
// to an end means all between.
func (a *assignment) paired(i int) bool {
	p := &a.params[i]
	words := wordsOf(p.name)
	f := a.fields.exact(p.name)
	if f == nil || len(words) == 0 {
		return false
	}
	for _, at := range []int{0, len(words) - 1} {
		for _, pair := range ends {
			for side, word := range pair {
				other := append(append(append([]string{}, words[:at]...), pair[1-side]), words[at+1:]...)
				if words[at] == word && a.there(strings.Join(other, "")) {
					return a.compareBy(i, f, bound{[]string{"gte", "lte"}[side], false})
				}
			}
		}
	}
	return false
}

// filterWords stand before the name of a field that a parameter filters by.
var filterWords = setOf("filter filters where f filterby")

// unprefixed are the words of a name, and those without one that only says that it filters.
func unprefixed(name string) [][]string {
	words := wordsOf(name)
	all := [][]string{words}
	if len(words) > 1 && filterWords[words[0]] {
		all = append(all, words[1:])
	}
	if last := len(words) - 1; last > 0 && filterWords[words[last]] {
		all = append(all, words[:last])
	}
	return all
}

// filterBy gives a parameter the role to filter by a field, if their types agree.
func (a *assignment) filterBy(i int, f *found) bool {
	p := &a.params[i]
	if f == nil {
		return false
	}
	ps, many := scalar(p.shape)
	fs, array := scalar(f.shape)
	if key := a.keyBehind(f); key != nil { // it is filtered by the key of the record that it leads to
		fs = key
	}
	if !comparableTo(ps, fs) || !shareWord(ps, fs) || fs.isObject() && !fs.kinds.has(stringKind|integerKind) {
		return false
	}
	op := "eq"
	switch {
	case array:
		op = "overlap"
	case many, !fs.isNumber() && !fs.kinds.has(booleanKind) && !timeFormats[ps.format]:
		op = "in"
	}
	lines := []Line{{Name: "filter", Value: Text(f.path)}}
	if op != "eq" {
		lines = append(lines, Line{Name: "op", Value: Text(op)})
	}
	all, rest := apart(ps.enum, fs.enum)
	if len(all) > 0 && len(rest) > 0 {
		lines = append(lines, Line{Name: "all", Value: List(all...)})
	}
	a.use(p, f, rest, array)
	a.give(i, "the field "+f.path+saying(op), lines...)
	return true
}

// keyBehind is the key of the records that a field leads to; nil if it is no reference.
func (a *assignment) keyBehind(f *found) *shape {
	for _, r := range a.list.collection.references {
		if r.field == f.path && r.within == nil && r.to.key != "" {
			return r.to.field(r.to.key)
		}
	}
	return nil
}

// saying tells what an operator means, in a reason.
func saying(op string) string {
	words := map[string]string{
		"in": ", any of", "overlap": ", which has any of", "ne": ", not", "lt": ", less than", "lte": ", at most", "gt": ", more than",
		"gte": ", at least", "contains": ", which contains", "prefix": ", which begins with",
	}
	return words[op]
}

// allWords are the words of an enum that mean: do not filter.
var allWords = setOf("all any both * everything")

// apart are the words of a parameter's enum that mean all, if the field does not have them, and the others.
func apart(enum, field []*tree.Node) (all, rest []*tree.Node) {
	has := wordSet(field)
	for _, n := range enum {
		switch {
		case n.Kind == tree.Null:
		case n.Is(tree.String) && allWords[strings.ToLower(n.Text)] && !has[n.Text]:
			all = append(all, n)
		default:
			rest = append(rest, n)
		}
	}
	return all, rest
}

// use gives the enum of a parameter to the plain text that it filters by.
func (a *assignment) use(p *parameter, f *found, values []*tree.Node, array bool) {
	c := a.list.collection
	plain := f.shape.kinds&^nullKind == stringKind && len(f.shape.enum) == 0 && f.shape.format == "" && patternOf(f.shape) == ""
	if array || !plain || len(values) == 0 || strings.Contains(f.path, ".") || f.path == c.key {
		return
	}
	if !slices.ContainsFunc(c.uses, func(d domain) bool { return d.field == f.path }) {
		c.uses = append(c.uses, domain{f.path, values, "the parameter " + p.place + " of " + a.list.operation.ID + " lists these"})
	}
}

// key gives a parameter that lists keys the role to filter by them.
func (a *assignment) key(i int) bool {
	c := a.list.collection
	if c.key == "" {
		return false
	}
	key, name := flat(c.key), flat(a.params[i].name)
	names := []string{"id", "ids", key, key + "s"}
	for _, one := range append([]string{flat(c.name)}, forms(flat(c.name))...) {
		names = append(names, one+key, one+key+"s", one+"id", one+"ids")
	}
	return slices.Contains(names, name) && a.filterBy(i, a.fields.exact(c.key))
}
