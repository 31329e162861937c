package census

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// record is an object of a list.
type record = map[string]any

// A habit is a way to page that the shop has: how a client walks the list, and what the metadata must say.
type habit struct {
	path, rows string // rows: the member that holds them; "": the body is the array
	key        string
	size       string                                 // the parameter
	next       func(p *page) string                   // the target of the page after this one, by what this one says; "": there is none
	truth      func(t testing.TB, p *page, total int) // fails unless the metadata are true
}

// page is one answer of a walk.
type page struct {
	*answer
	habit  *habit
	query  url.Values // of the request
	rows   []record
	before int // records on the pages before it
	size   int // that was asked for; 0: none was
}

// body is a member of the answer, at any depth.
func (p *page) at(names ...string) any { return inside(p.body, names...) }

func inside(v any, names ...string) any {
	for _, name := range names {
		o, _ := v.(record)
		v = o[name]
	}
	return v
}

// whole is a number of the answer.
func (p *page) whole(t testing.TB, names ...string) int {
	t.Helper()
	i, err := strconv.Atoi(fmt.Sprint(p.at(names...)))
	require.NoError(t, err, "%v in %s", names, p)
	return i
}

func (p *page) more(total int) bool { return p.before+len(p.rows) < total }

func (p *page) full() bool { return p.size > 0 && len(p.rows) == p.size }

// with is the target of the list with one parameter changed.
func (p *page) with(name string, value any) string {
	q := url.Values{}
	for k, v := range p.query {
		q[k] = v
	}
	q.Set(name, fmt.Sprint(value))
	return p.habit.path + "?" + q.Encode()
}

// number is a parameter of the request, or what it is if it is not given.
func (p *page) number(name string, fallback int) int {
	if n, err := strconv.Atoi(p.query.Get(name)); err == nil {
		return n
	}
	return fallback
}

// text is a text of the answer, "" if there is none or it is null.
func (p *page) text(names ...string) string {
	s, _ := p.at(names...).(string)
	return s
}

var linked = regexp.MustCompile(`<([^>]*)>\s*;[^,]*rel="?(\w+)"?`)

// links are those of the Link header, by relation.
func (p *page) links() map[string]string {
	all := map[string]string{}
	for _, m := range linked.FindAllStringSubmatch(p.header.Get("Link"), -1) {
		all[m[2]] = m[1]
	}
	return all
}

// follow requires that a link is absolute and keeps what the caller asked for, but where the page is.
func (p *page) follows(t testing.TB, link string, moved ...string) {
	t.Helper()
	u, err := url.Parse(link)
	require.NoError(t, err)
	require.True(t, u.IsAbs() && u.Host != "", "%q is absolute", link)
	for name, values := range p.query {
		if !contains(moved, name) {
			require.Equal(t, values, u.Query()[name], "%q keeps %s of %s", link, name, p.request)
		}
	}
}

func contains(list []string, s string) bool {
	for _, each := range list {
		if each == s {
			return true
		}
	}
	return false
}

// page asks for one page.
func (m *mock) page(t testing.TB, h *habit, target string) *page {
	t.Helper()
	u, err := url.Parse(target)
	require.NoError(t, err)
	p := &page{answer: m.get(t, target).wants(t, 200), habit: h, query: u.Query()}
	p.size, _ = strconv.Atoi(p.query.Get(h.size))
	rows := p.body
	if h.rows != "" {
		rows = p.at(h.rows)
	}
	list, ok := rows.([]any)
	require.True(t, ok, "there is a list in %s", p)
	for _, item := range list {
		o, ok := item.(record)
		require.True(t, ok, "the list holds objects: %s", p)
		p.rows = append(p.rows, o)
	}
	return p
}

// mostPages bounds a walk: what has more pages does not end.
const mostPages = 400

// pages walks a list to its end.
func (m *mock) pages(t testing.TB, h *habit, query string, size int) []*page {
	t.Helper()
	target := h.path + "?" + query
	if size > 0 && h.size != "" {
		target += "&" + url.QueryEscape(h.size) + "=" + strconv.Itoa(size)
	}
	var all []*page
	before := 0
	for target != "" {
		p := m.page(t, h, target)
		p.before = before
		before += len(p.rows)
		all = append(all, p)
		require.Less(t, len(all), mostPages, "the walk ends: %s", p.request)
		target = ""
		if h.next != nil {
			target = h.next(p)
		}
	}
	return all
}

// walk is all records of a list.
func (m *mock) walk(t testing.TB, h *habit, query string, size int) []record {
	t.Helper()
	var all []record
	for _, p := range m.pages(t, h, query, size) {
		all = append(all, p.rows...)
	}
	return all
}

// all is the whole list, in large pages.
func (m *mock) all(t testing.TB, h *habit, query string) []record {
	t.Helper()
	return m.walk(t, h, query, 50)
}

// keys are the keys of records, in their order.
func (h *habit) keys(rows []record) []string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = fmt.Sprint(r[h.key])
	}
	return all
}

func ceil(n, by int) int { return (n + by - 1) / by }
