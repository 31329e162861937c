package census

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/brianvoe/gofakeit/v7"
)

// What parameters of paging are called, in the order in which a client would take them.
var (
	sizes  = []string{"limit", "perpage", "pagesize", "size", "count", "maxresults", "top", "pagelimit", "itemsperpage", "rows", "take", "first", "maxitems", "max"}
	places = []string{"cursor", "pagetoken", "nexttoken", "nextcursor", "nextpagetoken", "continuationtoken", "starttoken", "paginationtoken", "marker", "bookmark",
		"page", "pagenumber", "pageindex", "offset", "pageoffset", "skip", "startindex", "startposition", "start", "from", "startingafter", "after", "before", "endingbefore"}
)

// paging are the parameters that say where a page is and how long; nil where there is none.
func (l *list) paging() (place, size *parameter) {
	return l.called(places, "string", "integer", "number"), l.called(sizes, "integer", "number", "string")
}

// called is the first parameter of the query that has one of some names and kinds; times are no places.
func (l *list) called(names []string, kinds ...string) *parameter {
	for _, name := range names {
		for i, p := range l.parameters {
			kind := l.document.kind(p.schema)
			if p.in != "query" || !slices.Contains(kinds, kind) || (plain(p.name) != name && !(strings.HasPrefix(plain(p.name), "page") && plain(p.name) == "page"+name)) {
				continue
			}
			format, _ := p.schema["format"].(string)
			if numeric := kind != "string"; format != "" && strings.HasPrefix(format, "date") || !numeric && slices.Contains([]string{"from", "start", "first", "max", "rows"}, name) {
				continue
			}
			return &l.parameters[i]
		}
	}
	return nil
}

// sample is a value that a schema allows, of the document's own if it gives one.
func (d *document) sample(p parameter) string {
	for _, from := range []record{p.raw, p.schema} {
		if examples := d.resolve(from["examples"]); examples != nil {
			for _, name := range slices.Sorted(maps.Keys(examples)) {
				if v := d.resolve(examples[name])["value"]; v != nil {
					return flat(v)
				}
			}
		}
		for _, keyword := range []string{"example", "x-example", "default"} {
			if v := from[keyword]; v != nil && flat(v) != "" {
				return flat(v)
			}
		}
		for _, keyword := range []string{"enum", "examples"} {
			if list := items(from[keyword]); len(list) > 0 {
				return flat(list[0])
			}
		}
	}
	return d.invent(p.schema)
}

// invent makes a value of a schema.
func (d *document) invent(s record) string {
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		if parts := items(s[keyword]); len(parts) > 0 && s["type"] == nil {
			return d.sample(parameter{schema: d.resolve(parts[0])})
		}
	}
	pattern, _ := s["pattern"].(string)
	format, _ := s["format"].(string)
	switch kind := d.kind(s); {
	case kind == "integer" || kind == "number":
		n, _ := strconv.Atoi(fmt.Sprint(s["minimum"]))
		return strconv.Itoa(max(n, 1))
	case kind == "boolean":
		return "true"
	case kind == "array":
		return d.sample(parameter{schema: d.resolve(s["items"])})
	case pattern != "":
		return gofakeit.New(1).Regex(pattern)
	case format == "uuid":
		return "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	case format == "date-time":
		return "2025-01-01T00:00:00Z"
	case format == "date":
		return "2025-01-01"
	case format == "email":
		return "ada@example.com"
	case format == "uri" || format == "url":
		return "https://example.com"
	}
	least, _ := strconv.Atoi(fmt.Sprint(s["minLength"]))
	return "abcdef" + strings.Repeat("a", max(0, least-6))
}

// flat is a value as it stands in a query.
func flat(v any) string {
	switch v := v.(type) {
	case []any:
		if len(v) == 0 {
			return ""
		}
		return flat(v[0])
	case record:
		return ""
	}
	return fmt.Sprint(v)
}

// call is a list with all that a request needs.
type call struct {
	*list
	path   string // with values
	query  url.Values
	header []string
}

// calls are requests of a list, one for each of some parents that it may have.
func (l *list) calls(t *testing.T, m *mock) []*call {
	t.Helper()
	base := &call{list: l, path: l.path, query: url.Values{}}
	l.credentials(base)
	for _, p := range l.parameters {
		if !p.required {
			continue
		}
		switch p.in {
		case "query":
			base.query.Set(p.name, l.document.sample(p))
		case "header":
			base.header = append(base.header, p.name, l.document.sample(p))
		}
	}
	all := []*call{base}
	for _, p := range l.parameters {
		if p.in != "path" {
			continue
		}
		var more []*call
		for _, c := range all {
			for _, key := range c.parents(t, m, p) {
				other := *c
				other.path = strings.Replace(c.path, "{"+p.name+"}", url.PathEscape(key), 1)
				more = append(more, &other)
			}
		}
		all = more[:min(len(more), mostParents)]
	}
	return all
}

// mostParents bounds the parents whose lists are looked at.
const mostParents = 8

// parents are the keys that a parameter of a path may have: those of the list before it, else a value that the document gives.
func (c *call) parents(t *testing.T, m *mock, p parameter) []string {
	t.Helper()
	before, _, _ := strings.Cut(c.list.path, "/{"+p.name+"}")
	written := c.path[:max(0, strings.Index(c.path, "/{"+p.name+"}"))]
	for _, parent := range c.document.lists {
		if parent.path != before && parent.path != before+".json" || strings.Contains(written, "{") || before == "" {
			continue
		}
		ask := &call{list: parent, path: written + strings.TrimPrefix(parent.path, before), query: url.Values{}, header: c.header}
		parent.credentials(ask)
		for _, q := range parent.parameters {
			if q.required && q.in == "query" {
				ask.query.Set(q.name, c.document.sample(q))
			}
		}
		a := ask.send(t, m, nil)
		var keys []string
		for _, row := range ask.shown(a) {
			if key := keyOf(row, p.name, before); key != "" && !slices.Contains(keys, key) && len(keys) < mostParents {
				keys = append(keys, key)
			}
		}
		if len(keys) > 0 {
			return keys
		}
	}
	return []string{c.document.sample(p)}
}

// keyOf is the value of a row that a parameter names.
func keyOf(row record, name, path string) string {
	own := plain(strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], "s"))
	wanted := []string{plain(name), strings.TrimPrefix(plain(name), own), own + "id", "id", "sid", "uuid", "guid", "slug", "key", "code", "token", "login", "name", "number"}
	for _, want := range wanted {
		for field, v := range row {
			if plain(field) == want && want != "" {
				switch v.(type) {
				case nil, record, []any:
				default:
					return fmt.Sprint(v)
				}
			}
		}
	}
	return ""
}

// credentials puts in what the first alternative asks for.
func (l *list) credentials(c *call) {
	needs := items(l.document.raw["security"])
	if own, said := l.operation["security"]; said {
		needs = items(own)
	}
	if len(needs) == 0 {
		return
	}
	schemes := l.document.resolve(l.document.resolve(l.document.raw["components"])["securitySchemes"])
	if schemes == nil {
		schemes = l.document.resolve(l.document.raw["securityDefinitions"])
	}
	first, _ := needs[0].(record)
	for name := range first {
		s := l.document.resolve(schemes[name])
		field, _ := s["name"].(string)
		kind := fmt.Sprint(s["type"], s["in"], strings.ToLower(fmt.Sprint(s["scheme"])))
		switch {
		case strings.HasPrefix(kind, "apiKeyquery"):
			c.query.Set(field, "key")
		case strings.HasPrefix(kind, "apiKeycookie"):
			c.header = append(c.header, "Cookie", field+"=key")
		case strings.HasPrefix(kind, "apiKey"):
			c.header = append(c.header, field, "key")
		case strings.HasSuffix(kind, "basic"):
			c.header = append(c.header, "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("user:pass")))
		default:
			c.header = append(c.header, "Authorization", "Bearer token")
		}
	}
}

// send asks with parameters added to the query.
func (c *call) send(t *testing.T, m *mock, with map[string]string) *answer {
	t.Helper()
	query := maps.Clone(c.query)
	for name, v := range with {
		query.Set(name, v)
	}
	target := strings.NewReplacer("{", "%7B", "}", "%7D", " ", "%20").Replace(c.path)
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	return m.send(t, "GET", target, "", c.header...)
}

// shown are the rows of an answer.
func (l *list) shown(a *answer) []record {
	var rows []record
	if a.status >= 300 {
		return nil
	}
	for _, item := range items(inside(a.body, l.rows...)) {
		if row, ok := item.(record); ok {
			rows = append(rows, row)
		}
	}
	return rows
}
