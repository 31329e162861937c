package census

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// known are names of parameters that are no filters, whatever a record has.
var known = []string{"fields", "include", "expand", "sort", "order", "direction", "sortby", "orderby", "ordering", "sortorder", "sortdir", "sortdirection", "q", "query", "search", "format", "embed", "select", "filter"}

// field is the member of the rows that a parameter is called like; "" if there is none that a filter can be seen by.
func (l *list) field(p parameter) string {
	place, size := l.paging()
	if p.in != "query" || slices.Contains(known, plain(p.name)) || place != nil && place.name == p.name || size != nil && size.name == p.name || slices.Contains(places, plain(p.name)) || slices.Contains(sizes, plain(p.name)) {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(l.fields)) {
		if k := l.document.kind(l.fields[name]); plain(name) == plain(p.name) && k != "object" && k != "array" && l.document.kind(p.schema) != "object" {
			return name
		}
	}
	return ""
}

// filter judges a parameter that is called like a member: the rows are those that have its value. "" if they are.
func (c *call) filter(t *testing.T, m *mock, p parameter, field string, rows []record, complete bool) string {
	t.Helper()
	counts := map[string]int{}
	for _, row := range rows {
		if v := flat(row[field]); row[field] != nil && v != "" && c.takes(p, v) {
			counts[v]++
		}
	}
	if len(counts) == 0 {
		return "filter: no row has a value that may be asked for"
	}
	names := slices.Sorted(maps.Keys(counts))
	if len(names) == 1 && counts[names[0]] == len(rows) {
		return "filter: all rows have one value"
	}
	want := slices.MaxFunc(names, func(a, b string) int { return cmp.Compare(counts[a], counts[b]) })
	with := map[string]string{p.name: want}
	if _, size := c.paging(); size != nil {
		with[size.name] = fmt.Sprint(c.ask(size, most))
	}
	a := c.send(t, m, with)
	if a.status >= 300 {
		return fmt.Sprintf("filter: answered %d", a.status)
	}
	got := c.shown(a)
	for _, row := range got {
		if flat(row[field]) != want {
			return "filter: rows of other values"
		}
	}
	if len(got) == 0 || complete && len(got) != counts[want] {
		return "filter: rows are missing"
	}
	return ""
}

// takes tells whether a parameter may have a value, as far as its enum says.
func (c *call) takes(p parameter, v string) bool {
	s := p.schema
	if inner := c.document.resolve(s["items"]); inner != nil {
		s = inner
	}
	options := items(s["enum"])
	return len(options) == 0 || slices.ContainsFunc(options, func(o any) bool { return flat(o) == v })
}

var (
	sorters    = []string{"sort", "sortby", "orderby", "ordering", "order", "sortfield", "sortkey"}
	directions = []string{"direction", "sortdirection", "sortorder", "order", "sortdir", "orderdirection", "dir"}
)

// upward tells whether a parameter is one of asc and desc.
func upward(p parameter) (up, downward string) {
	for _, option := range items(p.schema["enum"]) {
		switch word := strings.ToLower(flat(option)); {
		case word == "asc" || word == "ascending":
			up = flat(option)
		case word == "desc" || word == "descending":
			downward = flat(option)
		}
	}
	return up, downward
}

// sorter is the parameter that names what a list is sorted by.
func (l *list) sorter() *parameter {
	for _, name := range sorters {
		for i, p := range l.parameters {
			up, _ := upward(p)
			if k := l.document.kind(p.schema); p.in == "query" && plain(p.name) == name && up == "" && (k == "string" || k == "array") {
				return &l.parameters[i]
			}
		}
	}
	return nil
}

// sorting is a request for an order that can be seen in the rows.
type sorting struct {
	field string
	with  map[string]string
	down  bool
}

// sortings are the orders that a list may be asked for, by the words of the document, else by the first members of its rows.
func (l *list) sortings(rows []record) []sorting {
	p := l.sorter()
	options := items(p.schema["enum"])
	if inner := l.document.resolve(p.schema["items"]); inner != nil {
		options = items(inner["enum"])
	}
	var all []sorting
	for _, option := range options {
		word := flat(option)
		if field, down := l.named(word); field != "" {
			all = append(all, sorting{field, map[string]string{p.name: word}, down})
		}
	}
	if len(options) == 0 {
		for _, field := range slices.Sorted(maps.Keys(l.fields)) {
			all = append(all, sorting{field, map[string]string{p.name: field}, false})
		}
	}
	all = slices.DeleteFunc(all, func(s sorting) bool { return !differs(rows, s.field) })
	for _, d := range l.parameters {
		if up, downward := upward(d); d.in == "query" && d.name != p.name && slices.Contains(directions, plain(d.name)) && downward != "" {
			for i := range all {
				all[i].with[d.name] = map[bool]string{true: up, false: downward}[i > 0 && up != ""]
				all[i].down = i == 0 || up == ""
			}
		}
	}
	return all
}

// named is the member that a word of an enum sorts by.
func (l *list) named(word string) (field string, down bool) {
	low := strings.ToLower(word)
	bare := strings.TrimLeft(low, "+-")
	for _, suffix := range []string{"_desc", ":desc", " desc", "-desc", ".desc", "desc"} {
		if before, ok := strings.CutSuffix(bare, suffix); ok {
			bare, down = before, true
			break
		}
	}
	for _, suffix := range []string{"_asc", ":asc", " asc", "-asc", ".asc", "asc"} {
		bare = strings.TrimSuffix(bare, suffix)
	}
	down = down || strings.HasPrefix(low, "-")
	for _, name := range slices.Sorted(maps.Keys(l.fields)) {
		if plain(name) == plain(bare) {
			return name, down
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.fields)) {
		if plain(name) == plain(bare)+"at" {
			return name, down
		}
	}
	return "", false
}

// differs tells whether rows have different plain values of a member.
func differs(rows []record, field string) bool {
	seen := map[string]bool{}
	for _, row := range rows {
		switch row[field].(type) {
		case string, json.Number:
			seen[flat(row[field])] = true
		}
	}
	return len(seen) > 1
}

// sort judges whether a list is sorted as it is asked to be; "" if it is.
func (c *call) sort(t *testing.T, m *mock, rows []record) string {
	t.Helper()
	all := c.sortings(rows)
	if len(all) == 0 {
		return "sort: its words name no member that differs"
	}
	for _, s := range all[:min(len(all), 2)] {
		if _, size := c.paging(); size != nil {
			s.with[size.name] = fmt.Sprint(c.ask(size, most))
		}
		a := c.send(t, m, s.with)
		if a.status >= 300 {
			return fmt.Sprintf("sort: answered %d", a.status)
		}
		got := slices.DeleteFunc(c.shown(a), func(r record) bool { return r[s.field] == nil })
		if len(got) == 0 {
			return "sort: no rows"
		}
		if !sortedBy(got, s) {
			return "sort: not in order"
		}
	}
	return ""
}

// sortedBy tells whether rows are in order, as numbers, times or texts, whichever the values are.
func sortedBy(rows []record, s sorting) bool {
	orders := []func(a, b record) int{byText(s.field), byName(s.field)}
	if _, numeric := rows[0][s.field].(json.Number); numeric {
		orders = []func(a, b record) int{byNumber(s.field)}
	} else if !slices.ContainsFunc(rows, func(r record) bool { return moment(r, s.field).IsZero() }) {
		orders = []func(a, b record) int{byMoment(s.field)}
	}
	return slices.ContainsFunc(orders, func(order func(a, b record) int) bool {
		if s.down {
			order = down(order)
		}
		return slices.IsSortedFunc(rows, order)
	})
}
