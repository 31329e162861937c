package infer

import (
	"slices"

	"mockserver/internal/tree"
)

// pageNames are what parameters that ask for a page are called, flat; each name stands for one kind. What start and
// startIndex count, and whether next is a token, is for the parameter itself to say.
var pageNames = pageTable(map[string]string{
	"number": "page pagenumber pageno pagenum pagenr pageindex pageidx currentpage curpage startpage p pg",
	"size": "perpage pagesize itemsperpage resultsperpage recordsperpage rowsperpage entriesperpage hitsperpage limitperpage numperpage " +
		"countperpage itemperpage pagelimit pagelength pageperpage maxpagesize maxperpage",
	"limit": "limit count top max maxresults maxresult maxitems maxrecords maxrows maxcount maxentries maxkeys num rows take n first results " +
		"size length limitto numresults numberofresults numitems resultlimit resultsperquery batchsize resultspersearch rowcount listlimit querylimit",
	"offset": "offset skip start from startat startfrom startposition startrow startrecord startitem startindex startingindex firstindex firstresult " +
		"offsetindex pageoffset pagestart skipcount resultoffset firstrow startoffset rowoffset offsetrows",
	"cursor": "cursor pagetoken nexttoken nextpagetoken paginationtoken pagingtoken continuationtoken continuetoken continuation continue marker bookmark " +
		"scrollid nextcursor pagecursor startcursor nextpagecursor cursormark nextmarker startingtoken skiptoken aftercursor pagestate nextpage nextpageid",
	"token":  "next token pageid nextkey startkey nextid nextrecordskey",
	"after":  "startingafter after pageafter sinceid afterid exclusivestart exclusivestartkey exclusivestartid lastid lastseenid afterkey startafter sincekey lastkey lastevaluatedkey",
	"before": "endingbefore before pagebefore beforeid endbefore untilid beforekey",
})

func pageTable(kinds map[string]string) map[string]string {
	table := map[string]string{}
	for kind, names := range kinds {
		for name := range setOf(names) {
			table[name] = kind
		}
	}
	return table
}

var (
	// everyday are names that mean a page only if another parameter does too, or the records have no field of that name.
	everyday = setOf("count size max num rows n first results top length take p pg from start skip after before next continue marker bookmark page")
	// headerNames are what headers of requests that ask for a page are called, without an X- before.
	headerNames = setOf("page pagenumber perpage pagesize limit offset cursor pagetoken nexttoken continuationtoken paginationtoken")
)

// paging finds the parameters that ask for a page, all together: what limit means depends on the others.
func (a *assignment) paging() {
	kinds := make([]string, len(a.params))
	for i := range a.params {
		if a.left[i] {
			kinds[i] = a.pageKind(i)
		}
	}
	has := func(kind string) bool { return slices.Contains(kinds, kind) }
	for i, kind := range kinds {
		if kind == "limit" && everyday[flat(a.params[i].name)] && a.fieldOf(i) && !has("number") && !has("offset") && !has("index") && !has("cursor") && !has("after") {
			kinds[i] = ""
		}
	}
	for i, kind := range kinds { // a length of the records is none of the page, where another parameter is
		named := func(j int) bool {
			return (kinds[j] == "limit" || kinds[j] == "size") && !everyday[flat(a.params[j].name)]
		}
		if (kind == "limit" || kind == "size") && everyday[flat(a.params[i].name)] && a.fieldOf(i) && slices.ContainsFunc(indexes(len(kinds)), named) {
			kinds[i] = ""
		}
	}
	counted := has("number") && !has("offset") && !has("index")
	best := a.most(kinds, counted)
	for i, kind := range kinds {
		switch {
		case kind == "":
		case (kind == "size" || kind == "limit") && i != best:
			a.leave(i, "says how long a page is, as "+a.params[best].place+" does")
		case kind == "size" || kind == "limit":
			if kind = "limit"; counted {
				kind = "size"
			}
			a.page(i, kind)
		default:
			a.page(i, kind)
		}
	}
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// most is the parameter that says how long a page is: the one called size where pages are counted, else limit.
func (a *assignment) most(kinds []string, counted bool) int {
	first, second := "limit", "size"
	if counted {
		first, second = second, first
	}
	if i := slices.Index(kinds, first); i >= 0 {
		return i
	}
	return slices.Index(kinds, second)
}

// fieldOf tells whether the records have a field of exactly the parameter's name that it could filter by.
func (a *assignment) fieldOf(i int) bool {
	f := a.fields.exact(a.params[i].name)
	return f != nil && comparableTo(a.params[i].shape, f.shape)
}

// page gives a parameter its part in paging, unless another one has it.
func (a *assignment) page(i int, kind string) {
	p := &a.params[i]
	if before, there := a.pages[kind]; there {
		a.leave(i, "asks for a page as "+a.params[before].place+" does")
		return
	}
	a.pages[kind] = i
	lines, reason := []Line{{Name: "page", Value: Text(kind)}}, pageReasons[kind]
	if kind == "number" {
		if why := fromZero(p); why != "" {
			lines = append(lines, Line{Name: "first", Value: &tree.Node{Kind: tree.Number, Text: "0"}})
			reason = "pages are counted from 0: " + why
		}
	}
	a.give(i, reason, lines...)
}

var pageReasons = map[string]string{
	"number": "pages are counted from 1", "size": "records of a page", "limit": "records of a page", "offset": "records to skip",
	"index": "the first record, counted from 1", "cursor": "what the answer before gave", "after": "the key of the last record before", "before": "the key of the first record after",
}

// fromZero says why pages are counted from 0; "": they are not.
func fromZero(p *parameter) string {
	if zeroBased(p.description) {
		return "its description says so"
	}
	if p.shape.fallback != nil {
		if p.shape.fallback.Text == "0" {
			return "its default is 0"
		}
		return ""
	}
	if p.shape.minimum != nil && p.shape.minimum.Text == "0" {
		return "its minimum is 0"
	}
	return ""
}

func zeroBased(text string) bool {
	return mentions(text, "zero based", "0 based", "zero indexed", "0 indexed", "zero index", "starts at 0", "starts at zero", "starting at 0", "starting at zero", "starting from 0",
		"starting from zero", "starts from 0", "starts from zero", "start at 0", "start from 0", "starts with 0", "starting with 0", "first page is 0", "begins at 0", "beginning at 0", "indexed from 0", "counted from 0")
}

func oneBased(text string) bool {
	return mentions(text, "1 based", "one based", "1 indexed", "one indexed", "starts at 1", "starting at 1", "starting from 1", "starts from 1", "start at 1", "starts with 1", "first is 1")
}

// pageKind is what a parameter asks of a page by its name and type; "": nothing.
func (a *assignment) pageKind(i int) string {
	p := &a.params[i]
	name := flat(p.name)
	kind := pageNames[name]
	if p.in == "header" {
		words := wordsOf(p.name)
		if len(words) > 0 && words[0] == "x" {
			name = flat(p.name[1:])
		}
		if kind = pageNames[name]; !headerNames[name] {
			return ""
		}
	}
	if p.kinds().has(arrayKind|objectKind|booleanKind) || timeFormats[p.shape.format] {
		return ""
	}
	switch kind {
	case "number":
		return a.counted(p, name, kind)
	case "size", "limit":
		if isCount(p, !everyday[name]) || a.textual(p) && (a.there("page") || a.there("offset")) {
			return kind
		}
	case "offset":
		return a.offset(i, name)
	case "cursor", "token":
		return a.cursor(i, name, kind)
	case "after", "before":
		return a.beside(i, name, kind)
	}
	if name == "since" && p.shape.isNumber() && a.byKey(p) && mentions(p.description, "id") {
		return "after"
	}
	return ""
}

// textual tells whether a parameter is a text of which nothing is said, as where an author has given no types.
func (a *assignment) textual(p *parameter) bool {
	return p.in == "query" && p.isText() && p.shape.format == "" && len(p.shape.enum) == 0 && p.description == ""
}

// counted is number for what is one, and cursor for a text that was given out.
func (a *assignment) counted(p *parameter, name, kind string) string {
	switch {
	case isCount(p, !everyday[name]), name == "page" && a.textual(p) && (a.there("count") || a.there("perpage") || a.there("limit") || a.there("pagesize")):
		return kind
	case name == "page" && p.isText() && a.isToken(p, name):
		return "cursor"
	}
	return ""
}

// isCount tells whether a parameter takes a number: by its type, or as a text that shows it, or whose name can mean nothing
// else unless it is described as a token. Other texts that callers give are no error: they ask for nothing.
func isCount(p *parameter, unmistakable bool) bool {
	if p.shape.isNumber() {
		return true
	}
	if !p.isText() || len(p.shape.enum) > 0 && !p.shape.isDigits() {
		return false
	}
	if p.shape.isDigits() || slices.ContainsFunc(p.texts(), func(n *tree.Node) bool { return onlyDigits.MatchString(n.Text) }) {
		return true
	}
	if p.shape.format != "" {
		return false
	}
	return unmistakable && !saysToken(p) || mentions(p.description, "maximum number", "max number", "number of", "how many", "zero based", "starting position", "starting index", "result position", "limit")
}

// offset is what a parameter like start asks for: a number of records to skip, the position of the first, or a token.
func (a *assignment) offset(i int, name string) string {
	p := &a.params[i]
	if name == "offset" && p.isText() && a.isToken(p, name) {
		return "cursor"
	}
	if isCount(p, !everyday[name]) {
		other := map[string]string{"from": "to", "start": "end"}[name]
		if other != "" && a.there(other) || everyday[name] && mentions(p.description, "time", "date", "timestamp", "epoch", "unix") {
			return ""
		}
		if a.isIndex(p, name) {
			return "index"
		}
		return "offset"
	}
	if p.isText() && (name == "start" || name == "from") && a.isToken(p, name) {
		return "cursor"
	}
	return ""
}

// isIndex tells whether positions are counted from 1, as SCIM does.
func (a *assignment) isIndex(p *parameter, name string) bool {
	switch {
	case zeroBased(p.description):
		return false
	case oneBased(p.description):
		return true
	case name == "offset" || name == "skip" || name == "from":
		return false
	case p.shape.fallback != nil:
		return p.shape.fallback.Text == "1"
	case p.shape.minimum != nil:
		return p.shape.minimum.Text == "1"
	}
	return name == "startindex" && a.there("count")
}

// there tells whether the operation has a parameter of a name.
func (a *assignment) there(name string) bool {
	return slices.ContainsFunc(a.params, func(p parameter) bool { return p.in == "query" && flat(p.name) == name })
}

// cursor is what a parameter asks for whose name says that the answer before gave it.
func (a *assignment) cursor(i int, name, kind string) string {
	p := &a.params[i]
	switch {
	case kind == "token" && !a.isToken(p, name), everyday[name] && a.fieldOf(i) && !a.isToken(p, name):
		return ""
	case p.shape.isNumber() && name == "nextpage":
		return "number"
	case p.shape.isNumber() && a.byKey(p):
		return "after"
	case p.shape.isNumber():
		return "offset"
	case p.isText() && len(p.shape.enum) == 0:
		return "cursor"
	}
	return ""
}

// isToken tells whether a text is one that the answer before gave: the answer has such a member, or the description says it.
func (a *assignment) isToken(p *parameter, name string) bool {
	if name == "token" {
		return mentions(p.description, "page", "pagination", "next", "continuation") && !mentions(p.description, "authentication", "access", "auth", "scope")
	}
	for _, one := range []string{"nextcursor", "nexttoken", "nextpagetoken", "cursor", name, "next" + name} {
		if s := a.metadata()[one]; s != nil && s.kinds.has(stringKind) && !isLink(s) {
			return true
		}
	}
	return saysToken(p)
}

func saysToken(p *parameter) bool { return mentions(p.description, "token", "cursor", "opaque") }

// beside is after or before, for a parameter that takes the key of a record beside which the page begins.
func (a *assignment) beside(i int, name, kind string) string {
	p := &a.params[i]
	told := mentions(p.description, "cursor", "id", "token", "key", "object", "pagination", "page")
	if everyday[name] && (a.fieldOf(i) || !told && mentions(p.description, "date", "time", "timestamp", "datetime", "iso 8601", "created", "updated")) || len(p.shape.enum) > 0 {
		return ""
	}
	if a.byKey(p) {
		return kind
	}
	if kind == "after" && p.isText() && (told || a.list.collection.key == "") {
		return "cursor"
	}
	return ""
}

// byKey tells whether a parameter takes keys of the collection's records.
func (a *assignment) byKey(p *parameter) bool {
	f := a.fields.exact(a.list.collection.key)
	if f == nil {
		return false
	}
	return p.isText() || p.shape.isNumber() && f.shape.isNumber()
}
