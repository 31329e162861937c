package infer

import (
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/tree"
)

// linkNames are what a link to another page is called, flat; self, first and last only among links.
var (
	linkNames = linkTable()
	linkTexts = map[string]string{
		"self": "this page", "next": "the next page", "previous": "the page before", "first": "the first page", "last": "the last page",
	}
	cursorNames = setOf("nextcursor nextpagetoken nexttoken continuationtoken endcursor cursor continuation paginationtoken pagetoken nextmarker marker bookmark scrollid " +
		"nextpagecursor nextkey lastevaluatedkey cursornext next nextpage after pagingtoken nextid nextstart nextpagekey nextcursormark")
	backNames = setOf("prevcursor previouscursor prevpagetoken previouspagetoken previoustoken prevtoken startcursor before previous prev prevmarker previousmarker cursorprevious " +
		"cursorprev prevpage previouspage prevpagecursor previouspagecursor")
	// tokenNames can be nothing else, whether or not a parameter takes them.
	tokenNames = setOf("nextcursor nextpagetoken nexttoken continuationtoken endcursor paginationtoken pagetoken nextmarker scrollid nextpagecursor pagingtoken " +
		"prevcursor previouscursor prevpagetoken previouspagetoken previoustoken prevtoken startcursor cursor")
	linkObjects   = setOf("links link")
	cursorObjects = setOf("cursor cursors")
)

func linkTable() map[string]string {
	table := map[string]string{}
	for name, spellings := range map[string]string{"next": "next", "previous": "previous prev", "first": "first", "last": "last", "self": "self current this"} {
		for spelling := range setOf(spellings) {
			for _, pattern := range []string{"*", "*url", "*link", "*uri", "*href", "*pageurl", "*pagelink", "*pageuri", "*pagehref", "odata*link", "link*", "url*", "*pageurlpath", "*page"} {
				table[strings.Replace(pattern, "*", spelling, 1)] = name
			}
		}
	}
	return table
}

// isLinkText are texts that stand for a link.
var isLinkText = lazyregexp.New(`^(https?:/)?/|^\?`)

// isLink tells whether a text is a link, by its format, its description or its example.
func isLink(s *shape) bool {
	switch s.format {
	case "uri", "url", "uri-reference", "iri", "uri-template", "href":
		return true
	}
	example := s.example
	return isLinkText.MatchString(example.Str()) || mentions(s.description, "url", "urls", "uri", "link", "links", "href", "http", "https", "hyperlink", "endpoint")
}

// text is what a member that is a text tells: a link, or what a caller gives for another page.
func (t *telling) text(m *member) (say, why string) {
	name, o := m.name, m.object
	if (name == "href" || name == "url") && linkNames[o.name] != "" && o.under != nil && (o.under.about || o.under.under == nil) {
		link := linkNames[o.name]
		return "links." + link, "the link to " + linkTexts[link]
	}
	link := linkNames[name]
	plain := name == link || name == "prev" || name == "current" || name == "this" || strings.HasSuffix(name, "page")
	cursors := t.has["cursor"] || t.has["after"] || t.has["before"]
	switch {
	case link != "" && !plain:
		return "links." + link, "the link to " + linkTexts[link]
	case link != "" && (isLink(m.shape) || linkObjects[o.name]):
		return "links." + link, "the link to " + linkTexts[link]
	case name == "startingafter" && t.has["after"]:
		return "page.more ? " + t.written("page.last_key") + " : nil", "the key of the last record, if there are more"
	case name == "href" && isLink(m.shape) && t.names["next"]:
		return "links.self", "the link to this page"
	case t.token != "" && name == t.token, tokenNames[name] && m.shape.format == "" && cursorNames[name], cursors && cursorNames[name] && !isLink(m.shape):
		return t.forward(m)
	case tokenNames[name] && m.shape.format == "" && backNames[name], cursors && backNames[name] && !isLink(m.shape):
		return t.backward(m)
	case (link == "next" || link == "previous") && !cursorObjects[o.name] && !cursors && m.shape.format == "":
		return "links." + link, "the link to " + linkTexts[link]
	case t.key != nil:
		return t.keys(name, true)
	}
	return "", ""
}

// forward is what a caller gives for the next page: the cursor, or the key of the last record.
func (t *telling) forward(m *member) (say, why string) {
	switch {
	case t.has["cursor"]:
		return "cursors.next", "what the next page is asked for with"
	case !t.has["after"]:
		return "nil", "no parameter takes it"
	case m.name == "after" || m.name == "endcursor":
		return t.written("page.last_key"), "the key of the last record"
	}
	return "page.more ? " + t.written("page.last_key") + " : nil", "the key of the last record, if there are more"
}

func (t *telling) backward(m *member) (say, why string) {
	switch {
	case t.has["cursor"] && m.name == "startcursor":
		return "", ""
	case t.has["cursor"]:
		return "cursors.previous", "what the page before is asked for with"
	case !t.has["before"] && !t.has["after"]:
		return "nil", "no parameter takes it"
	case m.name == "before" || m.name == "startcursor":
		return t.written("page.first_key"), "the key of the first record"
	}
	return "page.previous ? " + t.written("page.first_key") + " : nil", "the key of the first record, if there are some before"
}

// written is a key as a text.
func (t *telling) written(key string) string {
	if t.key != nil && t.key.kinds.has(stringKind) {
		return key
	}
	return "string(" + key + ")"
}

// keys are members that are called first_id and last_id.
func (t *telling) keys(name string, text bool) (say, why string) {
	say = map[string]string{"firstid": "page.first_key", "firstkey": "page.first_key", "lastid": "page.last_key", "lastkey": "page.last_key"}[name]
	switch {
	case say == "":
		return "", ""
	case text:
		say = t.written(say)
	}
	return say, "the key of the " + strings.TrimSuffix(strings.TrimPrefix(say[strings.Index(say, "page."):], "page."), "_key") + " record"
}

// headers are the headers of a list's answer that tell of the page.
func (t *telling) headers(r *reader) []Line {
	var lines []Line
	for i, name := range t.list.headers.Members() {
		n, at, err := r.document.Resolve(t.list.headers.Items[i], "")
		if err != nil {
			continue
		}
		s := r.shape(n, at)
		if schema := n.Get("schema"); schema != nil {
			s = r.shape(schema, tree.Join(at, "schema"))
		}
		if say, why := t.header(name, n, s); say != "" {
			lines = append(lines, Line{Name: name, Value: Text(say), Reason: why})
		}
	}
	return lines
}

// headerPrefixes are words before the name of a header that tells of the page.
var headerPrefixes = setOf("x pagination paging")

// unit is what Content-Range counts, as its description or an example shows.
var unit = lazyregexp.New(`\b([a-z][a-z_-]{0,40}) \d+-\d+/`)

func (t *telling) header(name string, n *tree.Node, s *shape) (say, why string) {
	words := wordsOf(name)
	for len(words) > 1 && headerPrefixes[words[0]] {
		words = words[1:]
	}
	short := strings.Join(words, "")
	kinds := s.kinds &^ nullKind
	switch {
	case short == "link" && (kinds == 0 || kinds.has(stringKind)):
		return "${links.header}", "links to other pages"
	case short == "contentrange" && kinds.has(stringKind):
		counted := "items"
		for _, text := range []string{n.Get("example").Str(), s.example.Str(), n.Get("description").Str(), s.description} {
			if found := unit.FindStringSubmatch(text); found != nil && counted == "items" {
				counted = found[1]
			}
		}
		return counted + ` ${page.count > 0 ? string(page.first - 1) + "-" + string(page.last - 1) : "*"}/${total}`, "positions of the records"
	case kinds.has(arrayKind|objectKind) || len(s.enum) > 0:
		return "", ""
	}
	switch {
	case moreNames[short]:
		return "${page.more}", "whether there are more"
	case kinds == booleanKind:
		return "", ""
	case s.isNumber() || !cursorNames[short] && !backNames[short] || t.has["number"] && !isLink(s) && (nextNumbers[short] || previousNumbers[short]):
		say, why = t.number(short, nil)
	case isLink(s):
	case t.has["cursor"] && cursorNames[short]:
		say, why = "cursors.next", "what the next page is asked for with"
	case t.has["cursor"] && backNames[short]:
		say, why = "cursors.previous", "what the page before is asked for with"
	}
	if link := linkNames[short]; say == "" && link != "" && !s.isNumber() && isLink(s) {
		say, why = "links."+link, "the link to "+linkTexts[link]
	}
	if say == "" || !slices.Contains(plainHeaders, words[0]) && len(words) < 2 {
		return "", ""
	}
	return inside(say), why
}

// plainHeaders are the first words of headers that tell of the page by themselves.
var plainHeaders = strings.Fields("total count page limit offset next prev previous pages size first last self")
