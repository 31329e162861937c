package infer

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

var (
	sortNames = setOf("sort sortby orderby ordering order sorting sorts sortfield sortcolumn sortkey sortproperty sortcriteria sorton orderfield ordercolumn orderkey " +
		"sortbyfield orderbyfield sortattribute sortexpression")
	directionNames = setOf("direction dir order sort sortorder sortdir sortdirection orderdir orderdirection sorttype ordertype sortingorder sortingdirection " +
		"orderbydirection sortbydirection sortbyorder ordersort")
	reverseNames = setOf("reverse desc descending sortdesc sortdescending orderdesc reversed reverseorder")
	directions   = setOf("asc desc ascending descending 1 -1")
	searchNames  = setOf("q query search text keyword keywords term terms searchterm searchterms searchquery searchtext searchstring searchkeyword searchkeywords searchphrase " +
		"freetext fulltext filtersearch filterq querystring querytext searchfor")
	selectNames = setOf("fields select includefields fieldmask onlyfields returnfields selectfields fieldlist fieldset outputfields selectedfields includedfields")
)

// sorting finds the parameters that sort: one that names fields, one that says the direction.
func (a *assignment) sorting() {
	var direction, sort []int
	for i := range a.params {
		if !a.left[i] || a.params[i].in != "query" {
			continue
		}
		p := &a.params[i]
		switch name := flat(p.name); {
		case reverseNames[name] && p.kinds() == booleanKind, directionNames[name] && a.isDirection(p, name):
			direction = append(direction, i)
		case sortNames[name] && a.sorts(p):
			sort = append(sort, i)
		}
	}
	for n, i := range direction {
		if n > 0 {
			a.leave(i, "says the direction of an order as "+a.params[direction[0]].place+" does")
			continue
		}
		a.give(i, "the direction of the order", Line{Name: "sort", Value: Text("direction")})
	}
	given := -1
	for _, i := range sort {
		if given >= 0 {
			a.leave(i, "sorts as "+a.params[given].place+" does")
		} else if a.sort(i) {
			given = i
		}
	}
}

// sorts tells whether a parameter takes names of fields.
func (a *assignment) sorts(p *parameter) bool {
	one, _ := scalar(p.shape)
	k := one.kinds &^ nullKind
	return (k == 0 || k.has(stringKind)) && !timeFormats[one.format]
}

// isDirection tells whether a parameter takes words such as asc and desc: by its enum, default or pattern, or by its
// description if another parameter says what to sort by.
func (a *assignment) isDirection(p *parameter, name string) bool {
	one, _ := scalar(p.shape)
	if one.kinds.has(booleanKind | objectKind) {
		return false
	}
	if len(one.enum) > 0 {
		return !slices.ContainsFunc(one.enum, func(n *tree.Node) bool { return n.Kind != tree.Null && !directions[strings.ToLower(n.Text)] })
	}
	if !sortNames[name] || a.sortsElsewhere(name) {
		if mentions(p.description, "asc", "desc", "ascending", "descending") {
			return true
		}
	}
	if one.fallback != nil {
		return directions[strings.ToLower(one.fallback.Text)]
	}
	pattern := strings.ToLower(patternOf(one))
	return strings.Trim(pattern, "^$()") == "asc|desc" || strings.Trim(pattern, "^$()") == "desc|asc"
}

// sortsElsewhere tells whether a parameter of another name says what to sort by.
func (a *assignment) sortsElsewhere(name string) bool {
	return slices.ContainsFunc(a.params, func(p parameter) bool {
		other := flat(p.name)
		return p.in == "query" && other != name && sortNames[other] && !directionNames[other]
	}) || name == "order" && a.there("sort")
}

// sort gives a parameter the role to sort: by any field, or by those that its enum names.
func (a *assignment) sort(i int) bool {
	p := &a.params[i]
	one, _ := scalar(p.shape)
	if len(one.enum) == 0 {
		a.give(i, "the names of fields", Line{Name: "sort", Value: Text("loose")})
		return true
	}
	var words []Line
	for _, n := range one.enum {
		if key := a.sortKey(n.Str()); key != "" && n.Str() != "" && !slices.ContainsFunc(words, func(l Line) bool { return l.Name == n.Str() }) {
			words = append(words, Line{Name: n.Str(), Value: Text(key)})
		}
	}
	if len(words) == 0 {
		a.leave(i, "sorts by words of which none is called like a field of "+a.list.collection.name)
		return false
	}
	reason := "its words are called like fields"
	if len(words) < len(one.enum) {
		reason = "those of its words that are called like fields"
	}
	a.give(i, reason, Line{Name: "sort", Value: Node(words)})
	return true
}

// recency are the words of an order by time, without the name of a field.
var recency = map[string]string{
	"newest": "-created", "latest": "-created", "recent": "-created", "mostrecent": "-created", "newestfirst": "-created", "recency": "-created", "new": "-created",
	"oldest": "created", "oldestfirst": "created", "old": "created",
}

// sortKey is the field that a word of an enum sorts by, with - before it for the other way round; "": none.
func (a *assignment) sortKey(word string) string {
	rest, down := undirected(word)
	words := wordsOf(rest)
	name := strings.Join(words, "")
	if stem := recency[name]; stem != "" && a.fields.flat(name) == nil {
		sign, stem := signed(stem)
		if f := a.timeOf(stem); f != nil {
			return minus(f.path, down != sign)
		}
		return ""
	}
	if name == "alphabetical" || name == "alpha" {
		words = []string{"name"}
	}
	candidates := a.fields.near(words)
	if f := a.fields.exact(rest); f != nil {
		candidates = append([]*found{f}, candidates...)
	}
	if f := a.timeOf(timeStem(words)); f != nil {
		candidates = append(candidates, f)
	}
	for _, f := range candidates {
		if k := f.shape.kinds &^ nullKind; k != 0 && !k.has(arrayKind|objectKind) {
			return minus(f.path, down)
		}
	}
	return ""
}

func minus(path string, down bool) string {
	if down {
		return "-" + path
	}
	return path
}

func signed(word string) (down bool, rest string) {
	rest, down = strings.CutPrefix(word, "-")
	return down, rest
}

// timeOf is the date or time of which a name says as much; one of the creation, where that is asked for, may be any time
// of the record that says nothing.
func (a *assignment) timeOf(stem string) *found {
	for _, said := range []string{stem, ""} {
		if said == "" && stem != "created" {
			break
		}
		for _, i := range a.fields.byTime[said] {
			f := a.fields.at(i)
			if f.shape.isTime() || f.shape.kinds&^nullKind == integerKind && mainTimes[flat(f.path)] || said != "" && f.shape.isNumber() {
				return f
			}
		}
	}
	return nil
}

// undirected is a word of an order without its direction: -field, +field, field:desc, field desc, field_desc, fieldDesc.
func undirected(word string) (rest string, down bool) {
	if down, rest = signed(word); down {
		return rest, true
	}
	rest = strings.TrimPrefix(word, "+")
	words := wordsOf(rest)
	if len(words) < 2 {
		return rest, false
	}
	switch last := words[len(words)-1]; last {
	case "desc", "descending", "asc", "ascending":
		return strings.TrimRight(rest[:len(rest)-len(last)], " :_-.,"), strings.HasPrefix(last, "desc")
	}
	return rest, false
}

// search gives a parameter the role to search in the texts of the records.
func (a *assignment) search(i int, name string) bool {
	p := &a.params[i]
	if !searchNames[name] || !p.isText() || len(p.shape.enum) > 0 || p.shape.format != "" && !wordFormats[p.shape.format] {
		return false
	}
	var fields []*tree.Node
	for at, one := range a.fields.all {
		if isPath.MatchString(one.name) && holdsWords(a.fields.at(at)) && len(fields) < maxSearched {
			fields = append(fields, Text(one.name))
		}
	}
	if len(fields) == 0 {
		a.leave(i, "searches, but "+a.list.collection.name+" have no field that holds words")
		return true
	}
	a.give(i, "the fields that hold words", Line{Name: "search", Value: List(fields...)})
	return true
}

// maxSearched is the most fields that one parameter searches in.
const maxSearched = 50

var (
	wordFormats = setOf("string text markdown html email phone name")
	// namesNoWords are the last words of names whose texts nobody searches for.
	namesNoWords = setOf("id ids url urls uri href link sha hash token etag cursor guid uuid sid checksum signature")
)

// holdsWords tells whether a field is a text that holds words, or a list of such.
func holdsWords(f *found) bool {
	one, _ := scalar(f.shape)
	words := wordsOf(f.path)
	return one.kinds&^nullKind == stringKind && len(one.enum) == 0 && (one.format == "" || wordFormats[one.format]) && !one.writeOnly &&
		len(words) > 0 && !namesNoWords[words[len(words)-1]]
}

// selection gives a parameter the role to choose the members that are shown.
func (a *assignment) selection(i int, name string) bool {
	p := &a.params[i]
	words := wordsOf(p.name)
	typed := len(words) == 2 && words[0] == "fields" && strings.HasSuffix(p.name, "]")
	if !selectNames[name] && !typed {
		return false
	}
	one, _ := scalar(p.shape)
	if k := one.kinds &^ nullKind; k != 0 && k != stringKind {
		return false
	}
	if typed && a.fields.exact("attributes") != nil || !a.named(one.enum) {
		return false
	}
	if slices.ContainsFunc(a.lines, func(l Line) bool { return len(l.Lines) > 0 && l.Lines[0].Name == "select" }) {
		a.leave(i, "chooses members as another does")
		return true
	}
	a.give(i, "the members to show", Line{Name: "select", Value: Text("members")})
	return true
}

// named tells whether all words are fields, or members of them.
func (a *assignment) named(words []*tree.Node) bool {
	return !slices.ContainsFunc(words, func(n *tree.Node) bool {
		first, _, _ := strings.Cut(n.Str(), ".")
		_, there := a.fields.byName[first]
		return !there && n.Kind != tree.Null
	})
}
