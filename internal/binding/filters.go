package binding

import (
	"strings"

	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/schema"
	"mockserver/internal/validate"
	"mockserver/internal/value"
)

// filter adds the condition of a filtering parameter that has a value.
func (p *planning) filter(r *role, param *validate.Param, clock value.Time) {
	v := param.Value
	if path, ok := p.Collection.TimeOf(r.path); p.Lenient() && ok && r.op != "contains" && r.op != "prefix" {
		p.whenever(r, path, v)
		return
	}
	switch r.op {
	case "within":
		p.within(r, param, clock)
		return
	case "lt", "lte", "gt", "gte":
		path := r.path
		if p.Lenient() {
			if text, ok := v.(string); ok && p.Collection.OrderOf(r.path) != r.path { // numbers that are kept as texts
				v = population.Quantity(text)
			}
			path = p.Collection.OrderOf(r.path)
		}
		p.where(bound(r.op, path, v, formatOf(param)))
		return
	}
	if p.Lenient() {
		p.where(p.alike(r, v))
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
func bound(op, path string, v any, format string) query.Range {
	v, exact := typed(v, format)
	switch op {
	case "lt":
		return query.Range{Path: path, High: v, HighOpen: exact}
	case "lte":
		return query.Range{Path: path, High: v}
	case "gt":
		return query.Range{Path: path, Low: v, LowOpen: true}
	}
	return query.Range{Path: path, Low: v, LowOpen: !exact}
}

func (p *planning) within(r *role, param *validate.Param, clock value.Time) {
	from, to, ok := query.Timeframe(value.Text(param.Value), clock.In(p.Collection.Zone))
	if !ok {
		p.refuse(param, "timeframe", param.Value, "one of "+query.Timeframes, "")
		return
	}
	p.where(query.During(r.path, from, to))
}

// alike is the condition that a record has one of the values: as they are given, or, of texts, as they may be written.
func (p *planning) alike(r *role, v any) query.Condition {
	var values []any
	for _, one := range elements(v) {
		values = append(values, spellings(one)...)
		if text, ok := one.(string); ok && r.op == "in" && strings.Contains(text, ",") {
			for part := range strings.SplitSeq(text, ",") {
				values = append(values, spellings(strings.TrimSpace(part))...)
			}
		}
	}
	switch r.op {
	case "ne":
		return query.Not{Condition: query.Equal{Path: r.path, Values: values}}
	case "overlap":
		return query.Overlap{Path: r.path, Values: values}
	case "contains", "prefix":
		return query.Text{Paths: []string{r.path}, Text: value.Text(v), Prefix: r.op == "prefix", Fold: true}
	}
	return query.Equal{Path: r.path, Values: values}
}

// whenever adds the condition on a field of times or days, of which the records keep the text; path says when that is. A day
// stands for the whole of it.
func (p *planning) whenever(r *role, path string, v any) {
	var any query.AnyOf
	for _, one := range elements(v) {
		if text, ok := one.(string); ok {
			if one = population.Instant(text); one == nil {
				one = population.Instant(strings.Replace(text, " ", "+", 1)) // a plus that was not escaped
			}
		}
		if one == nil { // it is no time: no record has it
			continue
		}
		any = append(any, p.spans(r.op, path, one)...)
	}
	if r.op == "ne" {
		p.where(query.Not{Condition: any})
		return
	}
	p.where(any)
}

// spans are the ranges of a column of times and of one of days that go with an operator.
func (p *planning) spans(op, path string, v any) []query.Condition {
	var from, to query.Range // the times and the days
	switch at := v.(type) {
	case value.Time:
		day := value.DateOf(at.In(p.Collection.Zone))
		from, to = query.Range{Low: at, High: at}, query.Range{Low: day, High: day}
	case value.Date:
		begin := at.Start(p.Collection.Zone)
		from = query.Range{Low: value.TimeOf(begin), High: value.TimeOf(begin.AddDate(0, 0, 1)), HighOpen: true}
		to = query.Range{Low: at, High: at}
	default:
		return []query.Condition{query.Equal{Path: path, Values: []any{v}}}
	}
	var all []query.Condition
	for _, span := range []query.Range{from, to} {
		whole := query.Range{Path: path}
		switch op {
		case "gte":
			whole.Low = span.Low
		case "gt":
			whole.Low, whole.LowOpen = span.High, !span.HighOpen
		case "lt":
			whole.High, whole.HighOpen = span.Low, true
		case "lte":
			whole.High, whole.HighOpen = span.High, span.HighOpen
		default:
			whole.Low, whole.High, whole.HighOpen = span.Low, span.High, span.HighOpen
		}
		all = append(all, whole)
	}
	return all
}
