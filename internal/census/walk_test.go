package census

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// longest bounds the pages of a walk.
const longest = 60

// made are the records that the server is told to make of each collection; a list is asked for more in one page, so that it
// can be told whether the page is all.
const (
	made = 50
	most = 60
)

// ask is the value of the size parameter that is closest to a wish.
func (l *list) ask(size *parameter, wish int) int {
	least, most := 1, wish
	if n, err := strconv.Atoi(fmt.Sprint(size.schema["minimum"])); err == nil {
		least = n
	}
	if n, err := strconv.Atoi(fmt.Sprint(size.schema["maximum"])); err == nil {
		most = n
	}
	if options := items(size.schema["enum"]); len(options) > 0 {
		least, _ = strconv.Atoi(flat(options[0]))
	}
	return max(least, min(wish, most))
}

// whole asks for as much of the list as one page may hold.
func (c *call) whole(t *testing.T, m *mock) (a *answer, size int) {
	t.Helper()
	_, p := c.paging()
	if p == nil {
		return c.send(t, m, nil), 0
	}
	size = c.ask(p, most)
	return c.send(t, m, map[string]string{p.name: strconv.Itoa(size)}), size
}

// walker walks one list.
type walker struct {
	*call
	place, size *parameter
	largest     []record // the rows of the largest page
	by          int      // the size that is asked for; 0: none
	base        int      // what the first page, or the first record, is counted as
}

// pages walks to the end and says why it is no true walk; "" if it is one.
func (w *walker) walk(t *testing.T, m *mock) string {
	t.Helper()
	seen := map[string]bool{}
	place, total, taken := "", -1, 0
	for n := range longest {
		with := map[string]string{}
		if w.by > 0 {
			with[w.size.name] = strconv.Itoa(w.by)
		}
		if next := w.first(n, taken, place); next != "" {
			with[w.place.name] = next
		}
		a := w.send(t, m, with)
		if a.status >= 300 {
			return fmt.Sprintf("page %d answered %d", min(n+1, 2), a.status)
		}
		rows := w.shown(a)
		if said, ok := totalOf(a, w.rows); ok {
			total = said
		}
		for _, row := range rows {
			key := show(row)
			if seen[key] && n == 1 {
				return "page 2 shows records of page 1"
			}
			if seen[key] {
				return "a record twice"
			}
			seen[key] = true
		}
		taken += len(rows)
		if w.by > 0 && len(rows) > w.by {
			return "more rows than were asked for"
		}
		more := len(rows) > 0 && (w.by == 0 || len(rows) == w.by)
		place = w.next(a, rows)
		if w.opaque() {
			more = place != "" && len(rows) > 0
		}
		if !more {
			return w.verdict(n+1, seen, total)
		}
	}
	return "no end after " + strconv.Itoa(longest) + " pages"
}

// verdict is what a walk that ended comes to.
func (w *walker) verdict(pages int, seen map[string]bool, total int) string {
	missed := slices.ContainsFunc(w.largest, func(row record) bool { return !seen[show(row)] })
	switch {
	case len(seen) == 0:
		return "no rows"
	case total >= 0 && total != len(seen):
		return "the total is not that of the records"
	case missed:
		return "the pages lack records of a larger page"
	case pages < 2:
		return "one page alone"
	}
	return ""
}

// keyed are the places that are keys of records; opaque ones are given out by the page before.
var keyed = []string{"startingafter", "after", "marker", "startkey"}

func (w *walker) opaque() bool {
	at := slices.Index(places, plain(w.place.name))
	return at >= 0 && at < slices.Index(places, "page") || at >= slices.Index(places, "startingafter") || w.document.kind(w.place.schema) == "string" && at != slices.Index(places, "page")
}

// first is the value of the place parameter of a page; "" where the first page is asked for without.
func (w *walker) first(n, taken int, place string) string {
	name := plain(w.place.name)
	switch {
	case w.opaque():
		return place
	case slices.Contains([]string{"page", "pagenumber", "pageindex"}, name):
		return strconv.Itoa(w.base + n)
	case slices.Contains([]string{"startindex", "startposition", "start", "from"}, name):
		return strconv.Itoa(w.base + taken)
	}
	return strconv.Itoa(taken)
}

var token = regexp.MustCompile(`(?i)(next|cursor|token|after|continuation|marker|bookmark)`)

// next is the place of the page after this one, by what the page says.
func (w *walker) next(a *answer, rows []record) string {
	if link := (&page{answer: a}).links()["next"]; link != "" {
		return w.placeIn(link)
	}
	found, told := "", false // told: a member that says what comes next is there, if only as null
	var look func(v any, path string, depth int)
	look = func(v any, path string, depth int) {
		o, ok := v.(record)
		if !ok || depth > 4 {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(o)) {
			at := path + "/" + name
			told = told || token.MatchString(at) && strings.Contains(strings.ToLower(at), "next")
			switch v := o[name].(type) {
			case string, json.Number:
				low := strings.ToLower(at)
				if token.MatchString(at) && !strings.Contains(low, "prev") && !strings.Contains(low, "before") && flat(v) != "" && (found == "" || strings.Contains(low, "next")) {
					found = flat(v)
				}
			case record:
				look(v, at, depth+1)
			}
		}
	}
	look(a.body, "", 0)
	if strings.Contains(found, "?") {
		return w.placeIn(found)
	}
	if more := inside(a.body, "has_more"); found == "" && !told && more != any(false) && slices.Contains(keyed, plain(w.place.name)) && len(rows) > 0 && (w.by == 0 || len(rows) == w.by) {
		return keyOf(rows[len(rows)-1], "id", "")
	}
	return found
}

// placeIn is the place that a link names.
func (w *walker) placeIn(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Query().Get(w.place.name)
}

var totals = []string{"total", "totalcount", "totalelements", "totalresults", "totalsize", "totalitems", "totalrecords", "totalsetsize", "odatacount", "xtotalcount", "recordstotal", "found"}

// totalOf is the number of all records that an answer tells, in its headers or anywhere beside its rows.
func totalOf(a *answer, rows []string) (int, bool) {
	for name := range a.header {
		if slices.Contains(totals, strings.TrimPrefix(plain(name), "pagination")) {
			if n, err := strconv.Atoi(a.header.Get(name)); err == nil {
				return n, true
			}
		}
	}
	v := a.body
	for i := 0; i <= len(rows); i++ {
		o, _ := v.(record)
		for _, name := range slices.Sorted(maps.Keys(o)) {
			inner := []string{""}
			if deep, ok := o[name].(record); ok {
				inner = slices.Sorted(maps.Keys(deep))
			}
			for _, in := range inner {
				at, value := name, o[name]
				if in != "" {
					at, value = in, inside(value, in)
				}
				if n, err := strconv.Atoi(fmt.Sprint(value)); err == nil && slices.Contains(totals, plain(at)) {
					return n, true
				}
			}
		}
		if i < len(rows) {
			v = o[rows[i]]
		}
	}
	return 0, false
}

// pages judges whether a list pages truly, whose first page with as many rows as may be is known; "" if it does.
func (c *call) pages(t *testing.T, m *mock, largest *answer, count int) string {
	t.Helper()
	place, size := c.paging()
	by := 0
	if size != nil {
		total, _ := totalOf(largest, c.rows)
		by = c.ask(size, max(3, total*2/longest))
		if count > 1 && count <= by {
			by = c.ask(size, 1)
		}
	}
	if place == nil {
		return c.cuts(t, m, size, by, count)
	}
	var why string
	for _, base := range c.bases(place) {
		w := &walker{c, place, size, c.shown(largest), by, base}
		said := w.walk(t, m)
		if said == "" {
			return ""
		}
		if why == "" || why == "one page alone" {
			why = said
		}
	}
	return why
}

// cuts judges a list that has a size and no place: it is cut to it.
func (c *call) cuts(t *testing.T, m *mock, size *parameter, by, count int) string {
	t.Helper()
	a := c.send(t, m, map[string]string{size.name: strconv.Itoa(by)})
	switch rows := c.shown(a); {
	case a.status >= 300:
		return fmt.Sprintf("answered %d", a.status)
	case len(rows) == 0:
		return "no rows"
	case len(rows) > by:
		return "more rows than were asked for"
	case len(rows) < min(by, count):
		return "fewer rows than were asked for"
	case count <= by:
		return "one page alone"
	}
	return ""
}

// bases are what a place may count from: what the document says, else 1 and then 0.
func (c *call) bases(place *parameter) []int {
	for _, keyword := range []string{"default", "minimum"} {
		if n, err := strconv.Atoi(fmt.Sprint(place.schema[keyword])); err == nil && (n == 0 && keyword == "default" || n == 1) {
			return []int{n}
		}
	}
	return []int{1, 0}
}
