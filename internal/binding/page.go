package binding

import (
	"math"
	"strings"

	"mockserver/internal/query"
	"mockserver/internal/value"
)

// pageSize is how many rows a page has where neither the request nor the document says.
const pageSize = 20

// readPage finds which rows are asked for. A page number or size turns pages on, and limit then counts for nothing
// but its default, which is the size where none is given; else offset and limit count.
func (p *planning) readPage() {
	number, numberGiven := p.number("number")
	size, sizeGiven := p.number("size")
	if numberGiven || sizeGiven || p.paging("limit") == nil && (p.paging("number") != nil || p.paging("size") != nil) {
		if limit, given := p.number("limit"); size < 0 && given && p.Lenient() {
			size = limit
		}
		if size < 0 {
			size = p.usual()
		}
		size = p.atMost(size)
		p.plan.FirstPage = 1
		if r := p.paging("number"); r != nil {
			p.plan.FirstPage = r.first
		}
		p.plan.PageNumber = max(number-p.plan.FirstPage+1, 1)
		p.plan.Query.Page = query.Page{Offset: times(p.plan.PageNumber-1, size), Limit: size}
		p.readPosition()
		return
	}
	offset, _ := p.number("offset")
	if index, _ := p.number("index"); index > 0 {
		offset = index - 1
	}
	limit, _ := p.number("limit")
	if limit < 0 {
		limit = p.usual()
	}
	p.plan.Query.Page = query.Page{Offset: max(offset, 0), Limit: p.atMost(limit)}
	p.readPosition()
}

// usual is the number of rows where the request does not say: the default of the limit; without one, that of a page,
// or all there is where nothing could ask for the next page.
func (p *planning) usual() int64 {
	r := p.paging("limit")
	if r != nil {
		if param := p.parameter(r); param != nil {
			for s := param.Schema; s != nil; s = s.Ref {
				if n, ok := s.Default.(int64); ok {
					return max(n, 0)
				}
			}
		}
	}
	for _, page := range []string{"number", "size", "offset", "index", "cursor", "after", "before"} {
		if p.paging(page) != nil {
			return p.allowed(pageSize)
		}
	}
	return math.MaxInt64
}

// allowed is a number of rows that the parameter which asks for it could ask for.
func (p *planning) allowed(rows int64) int64 {
	for _, page := range []string{"size", "limit"} {
		r := p.paging(page)
		if r == nil {
			continue
		}
		param := p.parameter(r)
		if param == nil {
			continue
		}
		for s := range param.Schema.Chain {
			if most, ok := value.Int(s.Maximum); ok && most > 0 {
				rows = min(rows, most)
			}
			if least, ok := value.Int(s.Minimum); ok {
				rows = max(rows, least)
			}
		}
	}
	return rows
}

// atMost is a number of rows that the answer can have: its array may be bounded.
func (p *planning) atMost(rows int64) int64 {
	if !p.Lenient() || p.Action != List {
		return rows
	}
	for s := range p.filledWith("rows").Chain {
		if s.MaxItems != nil {
			rows = min(rows, *s.MaxItems)
		}
	}
	return rows
}

// times multiplies numbers that are not negative; what is too large is the largest number.
func times(a, b int64) int64 {
	if b != 0 && a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}

// paging is the parameter with a role in paging; nil if there is none.
func (b *Binding) paging(page string) *role {
	for _, r := range b.pages {
		if r.page == page {
			return r
		}
	}
	return nil
}

// Paging is the name in the query of the parameter with a role in paging; "" if there is none.
func (b *Binding) Paging(page string) string {
	r := b.paging(page)
	if r == nil {
		return ""
	}
	return bare(r.name)
}

// bare is the name of a parameter without its place.
func bare(name string) string {
	if hasPlace(name) {
		_, name, _ = strings.Cut(name, ".")
	}
	return name
}

// number is the value of a parameter of pages; unsaid where it has neither a value nor a default.
func (p *planning) number(page string) (n int64, given bool) {
	r := p.paging(page)
	if r == nil {
		return unsaid, false
	}
	param := p.parameter(r)
	if param == nil {
		return unsaid, false
	}
	v, given := param.Value, param.Given
	if text, ok := v.(string); ok && p.Lenient() {
		if i, ok := value.ParseInteger(text); ok {
			v = i
		}
	}
	if i, ok := value.Int(v); ok {
		return max(i, 0), given
	}
	return unsaid, false
}

const unsaid = -1
