package validate

import (
	"net/http"
	"slices"

	"mockserver/internal/spec"
)

// table is what the parameters of a contract come to, found once: an operation may declare eighty of which a request gives four, so
// that only those which are in the request are looked at (BenchmarkMissReport in package server: to go through all of them was half
// of what it took to check a request).
type table struct {
	absent  []Param        // as they are where a request has none of them; in the order of the document, without those that are ignored
	always  []int          // in absent: those that say something though the request has none, in their order
	headers []header       // the others that are headers
	cookies []int          // the others that are cookies
	query   map[string]int // which one a name in the query is
	spread  []int          // those that may be written under other names of the query than their own
	places  map[string]int // which one is "in.name", the first of them

	security [][]scheme // the alternatives
}

// header is a parameter in the headers.
type header struct {
	key   string // of http.Header
	index int
}

// tableOf is the table of a contract, kept with it.
func tableOf(c *spec.Contract) *table {
	if t, ok := c.Kept.Load().(*table); ok {
		return t
	}
	t := newTable(c)
	c.Kept.Store(t)
	return t
}

func newTable(c *spec.Contract) *table {
	n := len(c.Parameters)
	t := &table{absent: make([]Param, 0, n), query: make(map[string]int, n), places: make(map[string]int, n), security: schemesOf(c.Security)}
	for _, p := range c.Parameters {
		if !ignored(p) {
			t.add(p)
		}
	}
	return t
}

func (t *table) add(p *spec.Parameter) {
	i, alone := len(t.absent), Param{Parameter: p}
	if p.Schema != nil {
		alone.Value, _ = p.Schema.DefaultOf()
	}
	t.absent = append(t.absent, alone)
	if _, twice := t.places[p.Where()]; !twice {
		t.places[p.Where()] = i
	}
	spread := spreads(p)
	if p.In == "querystring" || p.In == "query" && spread {
		t.spread = append(t.spread, i)
	}
	if p.In == "query" {
		t.query[p.Name] = i
	}
	switch {
	case p.Required, spread, p.In == "path", p.In == "querystring":
		t.always = append(t.always, i)
	case p.In == "header":
		t.headers = append(t.headers, header{http.CanonicalHeaderKey(p.Name), i})
	case p.In == "cookie":
		t.cookies = append(t.cookies, i)
	}
}

// usualGiven is how many parameters a request may have without allocating for it.
const usualGiven = 24

// asked are the parameters that a request may have something of, in the order of the document. What it has of the query is
// claimed by them, as claim says.
func (k *checker) asked() []int {
	t := k.table
	asked := append(k.room[:0], t.always...)
	for i := range k.query.pairs {
		p := &k.query.pairs[i]
		if index, known := t.query[p.name]; known {
			p.taken, p.named, p.own = true, true, true
			asked = append(asked, index)
		}
	}
	for _, h := range t.headers {
		if len(k.request.Header[h.key]) > 0 {
			asked = append(asked, h.index)
		}
	}
	if len(k.cookies.pairs) > 0 {
		asked = append(asked, t.cookies...)
	}
	for where := range k.options.Aliases { // in any order: they are sorted below
		if index, known := t.places[where]; known {
			asked = append(asked, index)
		}
	}
	slices.Sort(asked)
	return slices.Compact(asked)
}
