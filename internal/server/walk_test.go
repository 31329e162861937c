package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/server"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// habit is a way in which a document lets clients walk through a list.
type habit struct {
	name       string
	parameters string // {SIZE} is the name of the parameter of the size
	sizes      []string
	// next changes the query of a page to that of the next one; it is not asked once a page says that it is the last.
	next func(query url.Values, p *walkedPage, size int)
}

// walkedPage is a page as a client sees it.
type walkedPage struct {
	rows   []map[string]any
	meta   map[string]any // members of the envelope by their path: "meta.total"
	header http.Header
}

func (p *walkedPage) text(paths ...string) string {
	for _, path := range paths {
		if text, ok := p.meta[path].(string); ok && text != "" {
			return text
		}
	}
	return ""
}

func bump(name string, first, by int) func(url.Values, *walkedPage, int) {
	return func(q url.Values, _ *walkedPage, size int) {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil {
			n = first
		}
		if by == 0 {
			by = size
		}
		q.Set(name, strconv.Itoa(n+by))
	}
}

func stride(name string, first int) func(url.Values, *walkedPage, int) {
	return func(q url.Values, _ *walkedPage, size int) {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil {
			n = first
		}
		q.Set(name, strconv.Itoa(n+size))
	}
}

const integer = "schema: {type: integer}"

func integers(names ...string) string {
	var lines []string
	for _, name := range names {
		lines = append(lines, "        - {name: '"+name+"', in: query, "+integer+"}")
	}
	return strings.Join(lines, "\n")
}

func texts(names ...string) string {
	return strings.ReplaceAll(integers(names...), "integer", "string")
}

var habits = []habit{
	{"pages from 1", integers("page", "{SIZE}"), []string{"per_page", "page_size", "limit", "perPage", "size"}, bump("page", 1, 1)},
	{"pages from 0", "        - {name: page, in: query, schema: {type: integer, minimum: 0, default: 0}}\n" + integers("{SIZE}"), []string{"size", "pageSize"}, bump("page", 0, 1)},
	{"pages in brackets", integers("page[number]", "page[size]"), []string{"page[size]"}, bump("page[number]", 1, 1)},
	{"offset", integers("offset", "{SIZE}"), []string{"limit", "count", "max_results"}, stride("offset", 0)},
	{"skip", integers("$skip", "$top"), []string{"$top"}, stride("$skip", 0)},
	{"the index of a record", "        - {name: startIndex, in: query, schema: {type: integer, minimum: 1}}\n" + integers("count"), []string{"count"}, stride("startIndex", 1)},
	{"a cursor", texts("cursor") + "\n" + integers("{SIZE}"), []string{"limit", "page_size"}, func(q url.Values, p *walkedPage, _ int) {
		q.Set("cursor", p.text("next_cursor", "meta.next_cursor", "paging.cursors.after"))
	}},
	{"a token", texts("pageToken") + "\n" + integers("{SIZE}"), []string{"maxResults", "pageSize"}, func(q url.Values, p *walkedPage, _ int) {
		q.Set("pageToken", p.text("nextPageToken", "meta.nextPageToken"))
	}},
	{"the key of the last", texts("starting_after", "ending_before") + "\n" + integers("{SIZE}"), []string{"limit"}, func(q url.Values, p *walkedPage, _ int) {
		q.Set("starting_after", value.Text(fmt.Sprint(p.rows[len(p.rows)-1]["id"])))
	}},
}

// envelope is what stands around the rows.
type envelope struct {
	name   string
	schema string // of the body; ROWS is the schema of the array
	rows   string // where they are: "data", "" for the body itself
	total  string // where the total is; "" if nothing says
	last   func(p *walkedPage) bool
}

var envelopes = []envelope{
	{"nothing", "ROWS", "", "", nil},
	{"data and meta", "{type: object, required: [data], properties: {data: ROWS, meta: {type: object, properties: {total: {type: integer}, next_cursor: {type: [string, 'null']}, nextPageToken: {type: string}, count: {type: integer}}}}}",
		"data", "meta.total", nil},
	{"results", "{type: object, properties: {count: {type: integer}, next: {type: [string, 'null'], format: uri}, previous: {type: [string, 'null'], format: uri}, next_cursor: {type: string}, nextPageToken: {type: string}, results: ROWS}}",
		"results", "count", func(p *walkedPage) bool { return p.meta["next"] == nil }},
	{"has more", "{type: object, properties: {object: {type: string, enum: [list]}, has_more: {type: boolean}, total_count: {type: integer}, next_cursor: {type: string}, nextPageToken: {type: string}, items: ROWS}}",
		"items", "total_count", func(p *walkedPage) bool { return p.meta["has_more"] == false }},
	{"deep", "{type: object, properties: {response: {type: object, properties: {things: ROWS}}, paging: {type: object, properties: {total: {type: integer}, cursors: {type: object, properties: {after: {type: string}}}, nextPageToken: {type: string}}}, next_cursor: {type: string}, nextPageToken: {type: string}}}",
		"response.things", "paging.total", nil},
}

// world is one random document, and how its list is asked for.
type walked struct {
	habit    habit
	size     string // the name of its parameter
	envelope envelope
	keyed    string // the schema of the key
	text     string
}

func anyWalked(t *rapid.T) walked {
	w := walked{
		habit:    rapid.SampledFrom(habits).Draw(t, "habit"),
		envelope: rapid.SampledFrom(envelopes).Draw(t, "envelope"),
		keyed:    rapid.SampledFrom([]string{"{type: integer}", "{type: string, format: uuid}", "{type: string}", "{type: string, example: th_1aB2cD3e}"}).Draw(t, "key"),
	}
	if w.envelope.rows == "" && strings.HasPrefix(w.habit.name, "a ") {
		w.envelope = envelopes[1] // nothing could say what comes next
	}
	w.size = rapid.SampledFrom(w.habit.sizes).Draw(t, "size")
	w.text = `openapi: 3.1.0
info: {title: Random, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
` + strings.ReplaceAll(w.habit.parameters, "{SIZE}", w.size) + `
        - {name: color, in: query, schema: {type: string, enum: [red, green, blue]}}
        - {name: active, in: query, schema: {type: boolean}}
        - {name: min_weight, in: query, schema: {type: number}}
        - {name: sort, in: query, schema: {type: string}}
      responses:
        '200':
          description: d
          headers: {X-Total-Count: {schema: {type: integer}}, Link: {schema: {type: string}}}
          content: {application/json: {schema: ` + strings.ReplaceAll(w.envelope.schema, "ROWS", "{type: array, items: {$ref: '#/components/schemas/Thing'}}") + `}}
components:
  schemas:
    Thing:
      type: object
      required: [id, color, active, weight]
      properties:
        id: ` + w.keyed + `
        color: {type: string, enum: [red, green, blue]}
        active: {type: boolean}
        weight: {type: number, minimum: 0, maximum: 100}
        name: {type: string}
`
	return w
}

// page asks for a page, by a query or the address of a link.
func (w walked) page(t require.TestingT, mock http.Handler, target string) *walkedPage {
	answer := httptest.NewRecorder()
	mock.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, target, nil))
	require.Equal(t, 200, answer.Code, "%s: %s", target, answer.Body)
	require.Equal(t, "population", answer.Header().Get("Mockserver-Source"), "%s: %s\n%s", target, answer.Body, w.text)
	var body any
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &body))
	p := &walkedPage{meta: map[string]any{}, header: answer.Header()}
	w.spread(p, "", body)
	return p
}

// spread sorts the members of a body into rows and metadata.
func (w walked) spread(p *walkedPage, path string, v any) {
	switch v := v.(type) {
	case []any:
		if path == w.envelope.rows {
			for _, item := range v {
				p.rows = append(p.rows, item.(map[string]any))
			}
		}
	case map[string]any:
		for name, inner := range v {
			w.spread(p, strings.TrimPrefix(path+"."+name, "."), inner)
		}
	default:
		p.meta[path] = v
	}
}

func ids(rows []map[string]any) []string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = fmt.Sprint(row["id"])
	}
	return all
}

// filters that a query may have, and what they say of a row.
var walkedFilters = []struct {
	query string
	holds func(row map[string]any) bool
}{
	{"", func(map[string]any) bool { return true }},
	{"color=red", func(row map[string]any) bool { return row["color"] == "red" }},
	{"active=true", func(row map[string]any) bool { return row["active"] == true }},
	{"min_weight=50", func(row map[string]any) bool { return row["weight"].(float64) >= 50 }},
	{"color=blue&active=false", func(row map[string]any) bool { return row["color"] == "blue" && row["active"] == false }},
}

var nextLink = regexp.MustCompile(`<([^>]*)>; rel="next"`)

func TestAllPagesOfAnyListJoinToTheWhole(t *testing.T) {
	const records = 37
	rapid.Check(t, func(rt *rapid.T) {
		w := anyWalked(rt)
		s, err := server.New(server.Config{Clock: clock, Seed: 1, Records: records, Documents: bare(t, w.text)})
		require.NoError(rt, err)
		mock := s.Handler()
		filter := rapid.SampledFrom(walkedFilters).Draw(rt, "filter")
		sorted := rapid.SampledFrom([]string{"", "weight", "-weight", "color:desc", "name"}).Draw(rt, "sort")
		size := rapid.IntRange(1, 9).Draw(rt, "rows of a page")

		everything := w.page(rt, mock, "/things?"+url.Values{w.size: {"100"}}.Encode())
		require.Len(rt, everything.rows, records, "%v", w.text)
		var want []string
		for _, row := range everything.rows {
			if filter.holds(row) {
				want = append(want, fmt.Sprint(row["id"]))
			}
		}
		query, err := url.ParseQuery(filter.query)
		require.NoError(rt, err)
		query.Set(w.size, strconv.Itoa(size))
		if sorted != "" {
			query.Set("sort", sorted)
		}
		pages := (len(want) + size - 1) / size
		got := w.walk(rt, mock, query, size, pages, len(want))
		assert.ElementsMatch(rt, want, ids(got), "each record that goes with the filter, once")
		inOrder(rt, got, sorted)
		assert.Equal(rt, ids(got), ids(w.follow(rt, mock, query, pages)), "following links leads the same way")
	})
}

// walk goes through all pages by the parameters.
func (w walked) walk(t require.TestingT, mock http.Handler, first url.Values, size, pages, total int) []map[string]any {
	var all []map[string]any
	query := url.Values{}
	for name, values := range first {
		query[name] = values
	}
	for number := 1; ; number++ {
		p := w.page(t, mock, "/things?"+query.Encode())
		all = append(all, p.rows...)
		assert.Equal(t, strconv.Itoa(total), p.header.Get("X-Total-Count"))
		if w.envelope.total != "" {
			assert.Equal(t, float64(total), p.meta[w.envelope.total], "%s of page %d: %v\n%s", w.envelope.total, number, p.meta, w.text)
		}
		if w.envelope.last != nil {
			assert.Equal(t, number >= pages, w.envelope.last(p), "page %d of %d says so: %v", number, pages, p.meta)
		}
		if number >= pages || len(p.rows) == 0 {
			return all
		}
		w.habit.next(query, p, size)
	}
}

// follow goes through all pages by the links of the header.
func (w walked) follow(t require.TestingT, mock http.Handler, first url.Values, pages int) []map[string]any {
	var all []map[string]any
	target := "http://example.com/things?" + first.Encode()
	for range pages + 1 {
		p := w.page(t, mock, target)
		all = append(all, p.rows...)
		next := nextLink.FindStringSubmatch(p.header.Get("Link"))
		if next == nil {
			return all
		}
		target = next[1]
		at, err := url.Parse(target)
		require.NoError(t, err)
		for name, values := range first {
			if !strings.Contains(w.habit.parameters, "'"+name+"'") || name == w.size {
				assert.Equal(t, values, at.Query()[name], "a link keeps the query")
			}
		}
	}
	require.FailNow(t, "the links do not end")
	return nil
}

func inOrder(t assert.TestingT, rows []map[string]any, by string) {
	name, descending := strings.CutPrefix(by, "-")
	if rest, ok := strings.CutSuffix(name, ":desc"); ok {
		name, descending = rest, true
	}
	if name == "" {
		return
	}
	assert.True(t, slices.IsSortedFunc(rows, func(a, b map[string]any) int {
		c := compared(a[name], b[name])
		if descending {
			return -c
		}
		return c
	}), "sorted by %s", by)
}

func compared(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return strings.Compare(a, b)
	case float64:
		b, _ := b.(float64)
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
	case nil:
		if b != nil {
			return -1
		}
	}
	return 0
}

// bare is a document without anything beside it.
func bare(t testing.TB, text string) []*spec.Document {
	return []*spec.Document{document(t, "random", parse(t, "random.yaml", text))}
}
