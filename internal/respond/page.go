package respond

import (
	"math"

	"mockserver/internal/value"
)

// pageMembers are what expressions see as page.
type pageMembers answering

var pageNames = []string{"offset", "limit", "count", "more", "previous", "number", "pages", "first", "last", "first_key", "last_key",
	"next_number", "next_offset", "previous_number", "previous_offset"}

// Whole is the page as an object.
func (p *pageMembers) Whole() *value.Object { return objectOf(pageNames, p.Member) }

// Member is one of the names.
func (p *pageMembers) Member(name string) any {
	a, page, count := (*answering)(p), p.Plan.Query.Page, int64(len(p.rows))
	switch name {
	case "offset":
		if a.Plan.Query.Position != nil || a.Plan.Beside != nil {
			return int64(a.before)
		}
		return page.Offset
	case "limit":
		if page.Limit == math.MaxInt64 {
			return max(count, 1)
		}
		return page.Limit
	case "count":
		return count
	case "more":
		if a.Plan.Beside != nil && a.Plan.Query.Backwards { // in the direction that the client goes
			return a.before > 0
		}
		return a.more()
	case "previous":
		return a.before > 0
	case "number":
		return a.pageNumber()
	case "pages":
		return a.pages()
	case "first":
		if count == 0 {
			return int64(0)
		}
		return int64(a.before) + 1
	case "last":
		if count == 0 {
			return int64(0)
		}
		return int64(a.before) + count
	case "first_key":
		return a.keyOfRow(0)
	case "last_key":
		return a.keyOfRow(len(a.records) - 1)
	}
	return p.neighbour(name)
}

// neighbour is a member that says where the next page or the previous one is; null if there is none.
func (p *pageMembers) neighbour(name string) any {
	a, limit := (*answering)(p), p.Plan.Query.Page.Limit
	next, previous := a.more() && limit > 0, a.before > 0
	switch {
	case name == "next_number" && next:
		return a.pageNumber() + 1
	case name == "next_offset" && next:
		return int64(a.before) + int64(len(a.rows))
	case name == "previous_number" && previous:
		return a.pageNumber() - 1
	case name == "previous_offset" && previous:
		return max(0, int64(a.before)-limit)
	}
	return nil
}
