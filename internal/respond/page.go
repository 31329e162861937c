package respond

import (
	"math"

	"mockserver/internal/value"
)

// pageObject is what expressions see as page.
func (a *answering) pageObject() any {
	p := a.Plan.Query.Page
	o := value.ObjectOf(
		value.Member{Name: "offset", Value: p.Offset},
		value.Member{Name: "limit", Value: p.Limit},
		value.Member{Name: "count", Value: int64(len(a.rows))},
	)
	count := int64(len(a.rows))
	if a.Plan.Query.Position != nil || a.Plan.Beside != nil {
		o.Set("offset", int64(a.before))
	}
	if p.Limit == math.MaxInt64 {
		o.Set("limit", max(count, 1))
	}
	more := a.more()
	if a.Plan.Beside != nil && a.Plan.Query.Backwards { // in the direction that the client goes
		more = a.before > 0
	}
	o.Set("more", more)
	o.Set("previous", a.before > 0)
	o.Set("number", a.pageNumber())
	o.Set("pages", a.pages())
	first, last := int64(0), int64(0)
	if count > 0 {
		first, last = int64(a.before)+1, int64(a.before)+count
	}
	o.Set("first", first)
	o.Set("last", last)
	o.Set("first_key", a.keyOfRow(0))
	o.Set("last_key", a.keyOfRow(len(a.records)-1))
	var next, previous [2]any // number, offset
	if a.more() && p.Limit > 0 {
		next = [2]any{a.pageNumber() + 1, int64(a.before) + count}
	}
	if a.before > 0 {
		previous = [2]any{a.pageNumber() - 1, max(0, int64(a.before)-p.Limit)}
	}
	o.Set("next_number", next[0])
	o.Set("next_offset", next[1])
	o.Set("previous_number", previous[0])
	o.Set("previous_offset", previous[1])
	return o
}
