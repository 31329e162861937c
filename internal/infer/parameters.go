package infer

import (
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
)

// parametersOf are the parameters of an operation: those of its path item, then its own, of which one takes the place of
// another of the same name.
func (r *reader) parametersOf(o *spec.Operation) []parameter {
	var all []parameter
	at := map[string]int{}
	named := map[string]int{}
	for _, list := range []struct {
		node    *tree.Node
		pointer string
	}{{o.PathItem.Get("parameters"), ""}, {o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters")}} {
		items, pointer, err := r.document.Resolve(list.node, list.pointer)
		if err != nil {
			continue
		}
		for i, item := range items.Elements() {
			p, ok := r.parameter(item, tree.Join(pointer, itoa(i)))
			if !ok {
				continue
			}
			if before, there := at[p.in+"."+p.name]; there {
				all[before] = p
				continue
			}
			at[p.in+"."+p.name] = len(all)
			named[p.name]++
			all = append(all, p)
		}
	}
	for i := range all {
		all[i].place = all[i].name
		if named[all[i].name] > 1 {
			all[i].place = all[i].in + "." + all[i].name
		}
	}
	return all
}

// parameter reads one; ok is false of what is none: the body and the fields of forms in Swagger 2.0.
func (r *reader) parameter(n *tree.Node, pointer string) (p parameter, ok bool) {
	n, pointer, err := r.document.Resolve(n, pointer)
	if err != nil {
		return p, false
	}
	p = parameter{name: n.Get("name").Str(), in: n.Get("in").Str(), node: n, description: n.Get("description").Str()}
	switch p.in {
	case "query", "path", "header", "cookie":
	default:
		return p, false
	}
	switch schema := n.Get("schema"); {
	case schema != nil:
		p.shape = r.shape(schema, tree.Join(pointer, "schema"))
	case n.Get("content") != nil:
		p.shape = r.shape(nil, "")
	default:
		p.shape = r.shape(n, pointer)
	}
	if p.description == "" {
		p.description = p.shape.description
	}
	return p, p.name != ""
}

// kinds of what a parameter takes; without a word about it, a text.
func (p *parameter) kinds() kinds {
	if k := p.shape.kinds &^ nullKind; k != 0 {
		return k
	}
	return stringKind
}

// isText tells whether a parameter takes any text.
func (p *parameter) isText() bool { return p.kinds() == stringKind }

// texts are what shows how values of a parameter are written: its default, its examples, those of its schema.
func (p *parameter) texts() []*tree.Node {
	all := append([]*tree.Node{p.shape.fallback, p.shape.example, p.node.Get("example")}, p.shape.enum...)
	examples := p.node.Get("examples")
	for i := range examples.Members() {
		all = append(all, examples.Items[i].Get("value"))
	}
	return slices.DeleteFunc(all, func(n *tree.Node) bool { return n == nil || n.Kind == tree.Null })
}

// patternOf is the pattern of a shape's texts; "" if it has none.
func patternOf(s *shape) string {
	for _, one := range s.parts {
		if pattern := one.node.Get("pattern").Str(); pattern != "" {
			return pattern
		}
	}
	return ""
}

// assignment finds the roles of the parameters of one list.
type assignment struct {
	reader *reader
	list   *list
	fields *fieldIndex
	params []parameter
	left   []bool   // those that have no role yet
	lines  []Line   // of each parameter; without Lines: none
	open   []string // of each parameter
	pages  map[string]int
	answer map[string]*shape // the members of the answer's metadata by flat name, the first of each
}

// roles are what the parameters of a list mean, in the order of the document; open are sentences about those that look as
// if they meant something. taken are the places of those that have a meaning already.
func (r *reader) roles(l *list, params []parameter, taken []string) (lines []Line, open []string, paging bool) {
	a := &assignment{
		reader: r, list: l, fields: r.index(l.collection), params: params, pages: map[string]int{},
		left: make([]bool, len(params)), lines: make([]Line, len(params)), open: make([]string, len(params)),
	}
	for i := range params {
		p := &params[i]
		known := p.in == "query" || p.in == "header"
		a.left[i] = known && !slices.Contains(taken, p.place) && p.node.Get("content") == nil
	}
	a.paging()
	a.sorting()
	for i := range params {
		if a.left[i] && params[i].in == "query" {
			a.one(i)
		}
	}
	for i := range params {
		if a.lines[i].Lines != nil {
			lines = append(lines, a.lines[i])
		} else if a.open[i] != "" {
			open = append(open, a.open[i])
		}
	}
	return lines, open, len(a.pages) > 0
}

// give gives a parameter its role.
func (a *assignment) give(i int, reason string, members ...Line) {
	a.lines[i] = Line{Name: a.params[i].place, Lines: members, Reason: reason}
	a.left[i] = false
}

// leave says why a parameter has no role.
func (a *assignment) leave(i int, why string) {
	a.open[i] = "the parameter " + a.params[i].place + " " + why
	a.left[i] = false
}

// one finds what a single parameter means by itself.
func (a *assignment) one(i int) {
	p := &a.params[i]
	name := flat(p.name)
	switch {
	case a.search(i, name), a.selection(i, name), a.equality(i, exactly), a.span(i, true), a.equality(i, loosely), a.span(i, false), a.key(i):
	case looks[name]:
		a.left[i] = false
	case extends[firstWord(p.name)]:
		a.leave(i, "adds parts to the answer, which is not inferred")
	default:
		a.leave(i, a.unlike(i))
	}
}

var (
	// looks are the parameters that say how an answer looks or who asks for it, not what is in it.
	looks = setOf("format pretty prettyprint callback lang locale apikey token accesstoken oauthtoken alt version apiversion userip quotauser key usemarker " +
		"debug nocache timezone tz")
	extends = setOf("include expand embed includes expands embeds with populate")
)

// unlike says that no field is meant by a parameter.
func (a *assignment) unlike(i int) string {
	p := &a.params[i]
	if kind := pageNames[flat(p.name)]; kind != "" && !timeFormats[p.shape.format] && a.fields.called(p.name) == nil {
		return "is called like one that asks for a page, which neither its type nor its description nor the key of " + a.list.collection.name + " confirms"
	}
	if f := a.fields.called(p.name); f != nil {
		return "is called like the field " + f.path + " of " + a.list.collection.name + ", but their types or values differ"
	}
	return "is called like no field of " + a.list.collection.name
}

func firstWord(name string) string {
	if words := wordsOf(name); len(words) > 0 {
		return words[0]
	}
	return ""
}

// mentions tells whether a text has one of some words or phrases in it.
func mentions(text string, words ...string) bool {
	text = " " + strings.Join(plainWords(text), " ") + " "
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, " "+word+" ") })
}

// maxDescription is how much of a description is read, in bytes.
const maxDescription = 2000

// plainWords are the words of a description, in lower case, whatever separates them.
func plainWords(text string) []string {
	text = strings.ToLower(text[:min(len(text), maxDescription)])
	return strings.FieldsFunc(text, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
}
