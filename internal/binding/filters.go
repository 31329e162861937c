package binding

import (
	"mockserver/internal/query"
	"mockserver/internal/schema"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// filter adds the condition of a filtering parameter that has a value.
func (p *planning) filter(r role, param *validate.Param, clock value.Time) {
	v := param.Value
	switch r.op {
	case "within":
		p.within(r, param, clock)
		return
	case "lt", "lte", "gt", "gte":
		p.where(bound(r, v, formatOf(param)))
		return
	}
	var values []any
	for _, one := range elements(v) {
		one, _ = typed(one, formatOf(param))
		values = append(values, one)
		if other := respelled(one); other != nil {
			values = append(values, other)
		}
	}
	switch r.op {
	case "ne":
		p.where(query.Not{Condition: query.Equal{Path: r.path, Values: values}})
	case "overlap":
		p.where(query.Overlap{Path: r.path, Values: values})
	case "contains", "prefix":
		p.where(query.Text{Paths: []string{r.path}, Text: value.Text(v), Prefix: r.op == "prefix", Fold: true})
	default:
		p.where(query.Equal{Path: r.path, Values: values})
	}
}

// respelled is an integer as text and a text as the integer whose decimal form it is, nil for all else: the keys of
// records are often described as the one and kept as the other.
func respelled(v any) any {
	switch v := v.(type) {
	case int64:
		return value.Text(v)
	case string:
		if i, ok := value.ParseInteger(v); ok {
			return i
		}
	}
	return nil
}

// formatOf is the format of a parameter's text, "" if it has none.
func formatOf(param *validate.Param) string {
	s := param.Schema
	if s == nil {
		return ""
	}
	if e := s.Element(); e != nil && s.Kinds().Has(schema.Array) {
		return e.FormatOf()
	}
	return s.FormatOf()
}

// typed turns a text of a known format into the instant or day that it says; exact is false where an instant is
// finer than values are.
func typed(v any, format string) (converted any, exact bool) {
	text, ok := v.(string)
	if !ok {
		return v, true
	}
	switch format {
	case "date-time":
		if t, ok := value.ParseTime(text); ok {
			made := value.TimeOf(t)
			return made, made.In(t.Location()).Equal(t)
		}
	case "date":
		if d, ok := value.ParseDate(text); ok {
			return d, true
		}
	}
	return v, true
}

// bound is the range below or above a value. TimeOf rounds down, so an inexact bound lies just above what is kept.
func bound(r role, v any, format string) query.Range {
	v, exact := typed(v, format)
	switch r.op {
	case "lt":
		return query.Range{Path: r.path, High: v, HighOpen: exact}
	case "lte":
		return query.Range{Path: r.path, High: v}
	case "gt":
		return query.Range{Path: r.path, Low: v, LowOpen: true}
	}
	return query.Range{Path: r.path, Low: v, LowOpen: !exact}
}

func (p *planning) within(r role, param *validate.Param, clock value.Time) {
	from, to, ok := query.Timeframe(value.Text(param.Value), clock.In(p.Collection.Zone))
	if !ok {
		p.refuse(param, "timeframe", param.Value, "one of "+query.Timeframes, "")
		return
	}
	p.where(query.During(r.path, from, to))
}
