package infer

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// member is a scalar of an answer beside its rows.
type member struct {
	name   string // flat
	path   []string
	shape  *shape
	object *object
}

// object is one that holds members of an answer.
type object struct {
	name    string // flat, of the member that it is; "" of the body
	path    []string
	about   bool // it is called like one that tells of the page, or it holds the rows
	members []*member
	under   *object
}

// Bounds of what is looked at in an answer.
const (
	maxMetadataDepth = 4
	maxMetadata      = 1000 // members
)

// aboutPages are the names of objects that tell of a page.
var aboutPages = setOf("meta metadata links link paging pagination paginator paginationinfo paginationmetadata page pageinfo pagedetails pagingmetadata pageable cursor cursors responsemetadata info " +
	"resultinfo listinfo searchinfo resultset responseheader header searchmetadata resultsinfo queryinfo pagingdata pageresult navigation pager pages")

// outline reads the objects of an answer beside its rows.
func (r *reader) outline(l *list) []*object {
	if l.body == nil {
		return nil
	}
	var all []*object
	left := maxMetadata
	var walk func(s *shape, path []string, under *object)
	walk = func(s *shape, path []string, under *object) {
		o := &object{path: path, under: under, about: len(path) < len(l.rows) && slices.Equal(path, l.rows[:len(path)])}
		if len(path) > 0 {
			o.name = flat(path[len(path)-1])
			o.about = o.about || aboutPages[o.name] || under.about && (aboutPages[under.name] || linkNames[o.name] != "")
		}
		all = append(all, o)
		for _, p := range s.fields() {
			if left--; left < 0 {
				return
			}
			at := append(slices.Clone(path), p.name)
			if slices.Equal(at, l.rows) {
				continue
			}
			switch inner := s.shapeOf(p); {
			case inner.isArray():
			case inner.isObject() && !inner.kinds.has(stringKind):
				if len(path)+1 < maxMetadataDepth {
					walk(inner, at, o)
				}
			default:
				o.members = append(o.members, &member{flat(p.name), at, inner, o})
			}
		}
	}
	if len(l.rows) > 0 {
		walk(l.body, nil, nil)
	}
	return all
}

// metadata are the members of the answer by their flat names, the first of each.
func (a *assignment) metadata() map[string]*shape {
	if a.answer != nil {
		return a.answer
	}
	a.answer = map[string]*shape{}
	for _, o := range a.reader.outline(a.list) {
		for _, m := range o.members {
			if a.answer[m.name] == nil {
				a.answer[m.name] = m.shape
			}
		}
	}
	return a.answer
}

// telling finds what the members of an answer tell of its page.
type telling struct {
	list  *list
	has   map[string]bool // kinds of paging that the list has
	names map[string]bool // of the members that may count records
	whole bool            // one counts all records, so that another one counts those of the page
	key   *shape
	token string // the flat name of the parameter that is a cursor, by which some answers call the next one
}

// metadata are the members of a list's answer, and the headers, that tell of the page and of the whole, by the roles that
// its parameters have.
func (r *reader) metadata(l *list, roles []Line) (respond []Line, headers []Line) {
	t := &telling{list: l, has: map[string]bool{}, names: map[string]bool{}, key: l.collection.field(l.collection.key)}
	for _, role := range roles {
		if len(role.Lines) > 0 && role.Lines[0].Name == "page" {
			kind := role.Lines[0].Value.Str()
			t.has[kind] = true
			if kind == "cursor" {
				t.token = flat(role.Name)
			}
		}
	}
	objects := r.outline(l)
	for _, o := range objects {
		for _, m := range o.members {
			if m.shape.isNumber() || m.shape.kinds.has(stringKind) {
				t.names[m.name] = true
				t.whole = t.whole || totalNames[m.name]
			}
		}
	}
	for _, o := range objects {
		if !t.counts(o, objects) {
			continue
		}
		for _, m := range o.members {
			if say, why := t.member(m); say != "" {
				respond = append(respond, Line{Name: tree.Join("", m.path...), Value: Text(say), Reason: why})
			}
		}
	}
	return respond, t.headers(r)
}

// counts tells whether an object tells of the page: the body itself, one around the rows or called so, or one of which
// every member does. What stands in one that does not is not looked at.
func (t *telling) counts(o *object, all []*object) bool {
	if o.about || o.under == nil {
		return true
	}
	if !t.counts(o.under, all) || len(o.members) == 0 && o.under.under != nil {
		return false
	}
	return !slices.ContainsFunc(o.members, func(m *member) bool { say, _ := t.member(m); return say == "" })
}

// member is what one tells, and why; "" if nothing.
func (t *telling) member(m *member) (say, why string) {
	kinds := m.shape.kinds &^ nullKind
	if len(m.shape.enum) > 0 && kinds != booleanKind || kinds == 0 || kinds.has(arrayKind) {
		return "", ""
	}
	if kinds == booleanKind {
		return t.truth(m)
	}
	if m.shape.isNumber() {
		if say, why = t.number(m.name, m); say != "" {
			return inside(say), why
		}
	}
	if !kinds.has(stringKind) || timeFormats[m.shape.format] {
		return "", ""
	}
	if say, why = t.text(m); say != "" {
		return inside(say), why
	}
	if !m.shape.isNumber() && numberTexts[m.name] && m.shape.format == "" {
		if say, why = t.number(m.name, m); say != "" {
			return inside("string(" + say + ")"), why
		}
	}
	return "", ""
}

func inside(say string) string { return "${" + say + "}" }

// truth is what a member that is true or false tells.
func (t *telling) truth(m *member) (say, why string) {
	for _, one := range []struct {
		names    map[string]bool
		say, why string
	}{
		{moreNames, "page.more", "whether there are more"},
		{previousNames, "page.previous", "whether there is a page before"},
		{lastNames, "not page.more", "whether this is the last page"},
		{firstNames, "not page.previous", "whether this is the first page"},
		{emptyNames, "page.count == 0", "whether there are none"},
	} {
		if one.names[m.name] {
			return inside(one.say), one.why
		}
	}
	return "", ""
}

// words of metadata, flat.
var (
	moreNames = setOf("hasmore more moreavailable hasnext hasnextpage morerecords hasmoreitems hasmoreresults moreresults moreitems hasmorerecords morepages hasmorepages " +
		"truncated istruncated nextpageexists nextpageavailable morerecordsavailable moredata hasmoredata isnextpage morerows")
	previousNames = setOf("hasprevious hasprev haspreviouspage hasprevpage previouspageexists hasless hasbefore")
	lastNames     = setOf("last islast islastpage lastpage done isdone nomore finalpage isfinalpage endoflist isend")
	firstNames    = setOf("first isfirst isfirstpage firstpage")
	emptyNames    = setOf("empty isempty")

	totalNames = setOf("total totalcount totalresults totalitems totalelements totalrecords recordstotal recordsfiltered found nbhits numfound totalsize totalrows " +
		"odatacount xtotal totalhits totalentries totalobjects totalnumber totalnumberofitems totalnumberofresults totalnumberofrecords totalnum fullcount totalfound totalmatches " +
		"totaldocs overallcount estimatedtotalhits estimatedcount totalsetsize totalresultcount totalresultscount totalitemcount totalitemscount totalrecordcount totalrecordscount " +
		"totalrowcount matchcount totalcounts grandtotal totalavailable totalresultsetsize totalcountofitems filteredcount filteredtotal allcount totalmatchingcount totalentities")
	// countNames are those of the whole, or of this page where another member counts the whole.
	countNames  = setOf("count resultcount itemcount recordcount rowcount itemscount recordscount resultscount numresults numberofresults numitems numberofitems numberofrecords numrows hits size")
	returnNames = setOf("returned displaying numberofelements pagetotal currentitemcount resultsetsize returnedcount itemsreturned numreturned currentcount countonpage pagesizeactual " +
		"returnedrecords recordsreturned resultsreturned numberreturned currentpagecount itemsonpage itemsinpage returnedrows pageitemcount currentpagesize")
	pagesNames  = setOf("totalpages pages pagecount lastpage numpages nbpages pagestotal totalpagecount totalnumberofpages numberofpages maxpage lastpagenumber pagescount countpages totalpage")
	numberNames = setOf("page currentpage pagenumber pageno pagenum pageindex thispage curpage currentpagenumber pagenr")
	sizeNames   = setOf("perpage pagesize limit itemsperpage top pagelimit maxresults hitsperpage resultsperpage recordsperpage maxitems maxpagesize countperpage rowsperpage entriesperpage pagelength")
	offsetNames = setOf("offset skip start startindex startat startposition firstresult startrow pageoffset currentoffset startingindex")
	// numberTexts are names of numbers that some write as texts, and that can be nothing else.
	numberTexts = setOf("totalcount totalresults totalitems totalrecords totalpages totalsetsize resultsetsize startposition pagecount perpage pagesize totalsize currentpage pagenumber offset limit")

	nextNumbers     = setOf("nextpage nextpagenumber pagenext nextpageno nextpageindex next")
	previousNumbers = setOf("prevpage previouspage prevpagenumber previouspagenumber pageprevious previous prev")
	nextOffsets     = setOf("nextoffset nextstart nextindex nextskip nextstartindex nextfrom nextstartat nextposition nextpageoffset nextpagestart")
	previousOffsets = setOf("prevoffset previousoffset prevstart previousstart prevpageoffset previouspageoffset")
)

// number is what a member that is a number tells. m is nil for a header.
func (t *telling) number(name string, m *member) (say, why string) {
	rowsName := ""
	if len(t.list.rows) > 0 {
		rowsName = flat(t.list.rows[len(t.list.rows)-1])
	}
	about := m == nil || m.object.about && m.object.under != nil
	switch {
	case totalNames[name], t.totalOf(name, rowsName):
		return "total", "how many there are"
	case name == "size" && !t.names["limit"] && !t.names["perpage"] && !t.names["pagesize"]:
		if about || t.has["size"] || t.has["limit"] {
			return "page.limit", "records of a page"
		}
		return "", ""
	case name == "last" && about:
		return "page.pages", "the number of the last page"
	case name == "number" && (about || t.names["totalelements"] || t.names["totalpages"]), numberNames[name]:
		return "page.number", "the number of the page"
	case countNames[name] && t.whole, returnNames[name]:
		return "page.count", "records of this page"
	case countNames[name] && name != "size":
		return "total", "how many there are"
	case pagesNames[name]:
		return "page.pages", "how many pages there are"
	case sizeNames[name]:
		return "page.limit", "records of a page"
	}
	return t.position(name, m, about)
}

// totalOf tells whether a name is total_users, users_total or users_count of an answer with users.
func (t *telling) totalOf(name, rows string) bool {
	if rows == "" {
		return false
	}
	for _, one := range append([]string{rows}, forms(rows)...) {
		switch name {
		case "total" + one, one + "total", one + "count", "total" + one + "count", "numberof" + one, "num" + one, "totalnumberof" + one:
			return true
		}
	}
	return false
}

// position is what a number tells of where the page is.
func (t *telling) position(name string, m *member, about bool) (say, why string) {
	beside := func(other string) bool {
		return m != nil && slices.ContainsFunc(m.object.members, func(o *member) bool { return o.name == other && o.shape.isNumber() })
	}
	switch {
	case name == "from" && beside("to"), name == "firstitem", name == "startitem":
		return "page.first", "the position of the first record"
	case (name == "end" && beside("start") || name == "endposition") && !t.has["index"]:
		return "max(page.last - 1, 0)", "the position of the last record, from 0"
	case name == "to" && beside("from"), name == "lastitem", name == "enditem":
		return "page.last", "the position of the last record"
	case offsetNames[name], name == "from" && (about || t.has["offset"]):
		if t.has["index"] || m != nil && strings.HasPrefix(name, "start") && m.shape.minimum != nil && m.shape.minimum.Text == "1" {
			return "page.offset + 1", "the position of the first record"
		}
		return "page.offset", "how many records stand before"
	case nextOffsets[name], name == "next" && t.has["offset"] && about:
		return "page.next_offset", "how many records stand before the next page"
	case previousOffsets[name], (name == "previous" || name == "prev") && t.has["offset"] && about:
		return "page.previous_offset", "how many records stand before the page before"
	case nextNumbers[name] && (about || name != "next"):
		return "page.next_number", "the number of the next page"
	case previousNumbers[name] && (about || name != "previous" && name != "prev"):
		return "page.previous_number", "the number of the page before"
	case t.key != nil && t.key.isNumber():
		return t.keys(name, false)
	}
	return "", ""
}
