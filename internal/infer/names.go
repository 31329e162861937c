package infer

import (
	"slices"
	"strings"
)

// plain is a name without case and separators: customer_id and customerId are customerid.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c - 'A' + 'a'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c > 0x7f:
			return c
		}
		return -1
	}, name)
}

// plurals are those that no ending tells.
var plurals = map[string]string{"people": "person", "children": "child", "men": "man", "women": "woman", "data": "data", "news": "news", "series": "series"}

// singular is one of what a plain name says in the plural: category of categories. What is no plural stays as it is.
func singular(name string) string {
	if one := plurals[name]; one != "" {
		return one
	}
	switch {
	case strings.HasSuffix(name, "ies") && len(name) > 4:
		return name[:len(name)-3] + "y"
	case endsIn(name, "sses", "xes", "ches", "shes", "zes", "oes"):
		return name[:len(name)-2]
	case endsIn(name, "ss", "us", "is"):
		return name
	case strings.HasSuffix(name, "s") && len(name) > 2:
		return name[:len(name)-1]
	}
	return name
}

func endsIn(name string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

// one is a name in plain form and in the singular.
func one(name string) string { return singular(plain(name)) }

// usual are what the array of a list is called, the surest first.
var usual = strings.Fields("data items results records rows values entries list content elements hits edges result value collection objects resources entities docs documents members")

var (
	// verbs end the path of a list without being what it lists.
	verbs = setOf("search list all query filter find export get index browse lookup fetch listall getall")

	// metadata are members of an envelope that are not of the record or list in it.
	metadata = setOf(`next total count page limit offset prev previous totalcount meta metadata links pagination paging hasmore hasnext haspreviouspage hasnextpage
		nextpage prevpage previouspage nextpageuri previouspageuri firstpageuri url uri self first last size start end success ok status statuscode message code error errors warning warnings cursor
		cursors nextcursor prevcursor nextpagetoken kind etag object timestamp requestid perpage pagesize pages totalpages totalresults totalitems resultcount numfound
		returned took more ismore nexttoken continuationtoken lastpage from to currentpage pageinfo responsemetadata providerstatus version apiversion type incompleteresults marker
		nextmarker firstid lastid resultsetsize startposition endposition totalsetsize nexturi previousuri href`)

	// counted are members of an envelope that tell of pages, so that what is in it is a list.
	counted = setOf(`next total totalcount pagination paging hasmore hasnext hasnextpage nextpage nextpageuri nextcursor nextpagetoken cursor cursors totalpages
		totalresults totalitems numfound pageinfo pagesize perpage offset nextmarker pagecount totalsize nexttoken`)

	// paged are query parameters that ask for a page.
	paged = setOf(`limit page offset pagesize perpage cursor start count size startindex maxresults skip pagetoken startingafter endingbefore after before top take
		pagenumber pageno pagenum pagelimit pageoffset pagecursor pageafter pagebefore marker nexttoken startposition first last from`)

	// wrappers are the names of objects that hold what an answer is about.
	wrappers = setOf("data result results response payload body content output embedded page item value record attributes entity object resource")

	// asides are arrays of objects that are not what a list lists.
	asides = setOf("errors warnings links messages included facets aggregations curies notices validationerrors")

	// generic are names of keys that do not say whose they are.
	generic = setOf("id uuid guid key code slug name number sid login username email title handle hash ref type identifier")
)

// identifiers are names of properties that identify a record, the surest first.
var identifiers = strings.Fields("id uuid guid key slug code")
