package census

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// trees is a document with one list that pages, filters and sorts.
const trees = `{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {"/trees": {"get": {
  "parameters": [{"name": "offset", "in": "query", "schema": {"type": "integer"}}, {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
    {"name": "kind", "in": "query", "schema": {"type": "string"}}, {"name": "sort", "in": "query", "schema": {"enum": ["height", "-height"], "type": "string"}}],
  "responses": {"200": {"description": "a", "content": {"application/json": {"schema": {"type": "object", "properties": {"total": {"type": "integer"},
    "trees": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}, "kind": {"type": "string"}, "height": {"type": "integer"}}}}}}}}}}}}}}`

// planted is a row of it.
type planted struct {
	ID     int    `json:"id"`
	Kind   string `json:"kind"`
	Height int    `json:"height"`
}

// forest answers for the list; where it lies, in one way.
type forest struct{ lie string }

func (f forest) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	number := func(name string, fallback int) int {
		if n, err := strconv.Atoi(q.Get(name)); err == nil {
			return n
		}
		return fallback
	}
	var all []planted
	for i := range 20 {
		t := planted{i, []string{"plum", "pear", "plum"}[i%3], i * 7 % 20}
		if kind := q.Get("kind"); kind == "" || kind == t.Kind || f.lie == "filter" {
			all = append(all, t)
		}
	}
	if q.Get("kind") != "" && f.lie == "lost" {
		all = all[1:]
	}
	slices.SortFunc(all, func(a, b planted) int {
		switch {
		case q.Get("sort") == "" || f.lie == "sort":
			return a.ID - b.ID
		case q.Get("sort") == "-height" && f.lie != "up":
			return b.Height - a.Height
		}
		return a.Height - b.Height
	})
	total := len(all)
	from := min(number("offset", 0), total)
	if f.lie == "offset" {
		from = 0
	}
	limit := number("limit", 10)
	if f.lie == "limit" {
		limit = max(limit, 10)
	}
	rows := slices.Clone(all[from:min(total, from+limit)])
	if f.lie == "twice" && from > 9 {
		rows[0] = all[0]
	}
	if f.lie == "total" {
		total++
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"total": total, "trees": rows})
}

// A server that is as it should be is found to be so, and each that lies is found out.
func TestTheCensusSeesWhatIsTrue(t *testing.T) {
	for lie, want := range map[string]map[string]int{
		"":       {},
		"offset": {"page 2 shows records of page 1": 1},
		"limit":  {"more rows than were asked for": 1},
		"twice":  {"a record twice": 1},
		"total":  {"the total is not that of the records": 1},
		"filter": {"filter: rows of other values": 1},
		"lost":   {"filter: rows are missing": 1},
		"sort":   {"sort: not in order": 1},
		"up":     {"sort: not in order": 1},
	} {
		t.Run("lie: "+lie, func(t *testing.T) {
			s := httptest.NewServer(forest{lie})
			defer s.Close()
			c := count(t, read(t, "trees.json", []byte(trees)), &mock{url: s.URL})
			require.Equal(t, []int{1, 1, 1, 1}, []int{c.lists, c.paging, c.filters, c.sorters})
			require.Equal(t, want, c.reasons)
		})
	}
}
