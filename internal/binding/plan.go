package binding

import (
	"math"
	"slices"

	"mockserver/internal/expression"
	"mockserver/internal/query"
	"mockserver/internal/spec"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Plan is what one request asks of its collection.
type Plan struct {
	Query         query.Query
	Grouped       bool     // the rows are groups, not records
	Count         string   // the column that counts a group's records, "" if none is selected
	Columns       []Column // the selected columns; empty: records are shown as their schema has them
	Format        string   // the media type that a parameter asks for, "" if none does
	DefaultFormat string   // the media type where neither a parameter nor Accept says
	Key           any      // of the record that the path names
	PageNumber    int64    // from 1, where pages are asked for by number; else 0
}

// Column is one selected column.
type Column struct {
	Key       string // dotted
	Path      string // in the collection
	Label     string
	Aggregate bool
	Sortable  bool
	Sorted    bool
	Order     string // asc or desc, if Sorted
	Priority  int    // among the keys of the sort, from 0, if Sorted
}

// planning is the making of a Plan.
type planning struct {
	*Binding
	call       *validate.Call
	plan       *Plan
	violations []violation.Violation
	columns    map[string]bool // keys that are selected
	unsure     bool            // the parameter that selects columns is wrong itself
}

// Plan reads a call's parameters by their roles. The violations are those of the contract that only the population
// knows of, and of the rules; with any, the plan is of no use.
func (b *Binding) Plan(call *validate.Call, clock value.Time) (*Plan, []violation.Violation) {
	p := &planning{Binding: b, call: call, plan: &Plan{}, columns: map[string]bool{}}
	if b.Collection != nil {
		p.plan.Query.Key = b.Collection.Key
		for _, r := range b.parameters {
			p.read(r, clock)
		}
		p.readColumns()
		p.readSort()
		p.readPage()
	}
	p.violations = append(p.violations, b.breaks("violation", call, clock)...)
	return p.plan, p.violations
}

// CallNames gives expressions what they see of a request.
func CallNames(call *validate.Call, clock value.Time) expression.Names {
	var params *value.Object
	return func(name string) any {
		switch name {
		case "params":
			if params == nil {
				params = value.NewObject(len(call.Params))
				for _, p := range call.Params {
					params.Set(p.Name, p.Value)
				}
			}
			return params
		case "body":
			return call.Body
		case "credentials":
			return call.Credentials
		case "clock":
			return clock
		}
		return nil
	}
}

// read turns the parameters that stand for themselves into conditions.
func (p *planning) read(r role, clock value.Time) {
	param := p.parameter(r.name)
	if param == nil || p.broken(param) {
		return
	}
	v := param.Value
	switch r.kind {
	case formatRole:
		p.format(r, param)
	case keyRole:
		if _, list := v.([]any); !list {
			p.plan.Key = v
		}
	case includeRole:
		if v != true {
			p.where(query.Not{Condition: query.Equal{Path: r.path, Values: []any{true}}})
		}
	case filterRole:
		if v != nil {
			p.filter(r, param, clock)
		}
	case searchRole:
		if v != nil {
			p.where(query.Text{Paths: r.paths, Text: value.Text(v), Fold: true})
		}
	case anyOfRole:
		if v != nil {
			p.anyOf(r, v)
		}
	}
}

func (p *planning) where(c query.Condition) { p.plan.Query.Where = append(p.plan.Query.Where, c) }

func (p *planning) parameter(name string) *validate.Param {
	for i := range p.call.Params {
		if param := &p.call.Params[i]; param.Name == name || where(param.Parameter) == name {
			return param
		}
	}
	return nil
}

func where(p *spec.Parameter) string { return p.In + "." + p.Name }

// broken tells whether something is wrong with a parameter already: its value says nothing then.
func (p *planning) broken(param *validate.Param) bool {
	return isBroken(p.call, where(param.Parameter))
}

// refuse notes a violation of what only the population knows.
func (p *planning) refuse(param *validate.Param, rule string, received any, expected, suggestion string) {
	if len(p.violations) >= max(1, p.call.Listed) { // a query can name more columns than anybody reads about
		return
	}
	p.violations = append(p.violations, violation.Violation{Where: where(param.Parameter), Rule: rule, Received: received,
		Expected: expected, Suggestion: suggestion, Document: param.Pointer})
}

func (p *planning) format(r role, param *validate.Param) {
	for _, f := range r.formats {
		if f.word != param.Value {
			continue
		}
		if p.plan.DefaultFormat = f.mediaType; param.Given {
			p.plan.Format = f.mediaType
		}
	}
}

func (p *planning) anyOf(r role, v any) {
	var traits query.AnyOf
	for _, word := range elements(v) {
		for _, choice := range r.any {
			if choice.word == word {
				traits = append(traits, query.Equal{Path: choice.path, Values: []any{true}})
			}
		}
	}
	p.where(traits)
}

// elements are the elements of a list, or the one value.
func elements(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

// pageSize is how many rows a page has where neither the request nor the document says.
const pageSize = 20

// readPage finds which rows are asked for. A page number or size turns pages on, and limit then counts for nothing
// but its default, which is the size where none is given; else offset and limit count.
func (p *planning) readPage() {
	number, numberGiven := p.number("number")
	size, sizeGiven := p.number("size")
	if numberGiven || sizeGiven || p.pageRole("limit") == nil && (p.pageRole("number") != nil || p.pageRole("size") != nil) {
		if size < 0 {
			size = p.usual()
		}
		p.plan.PageNumber = max(number, 1)
		p.plan.Query.Page = query.Page{Offset: times(p.plan.PageNumber-1, size), Limit: size}
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
	p.plan.Query.Page = query.Page{Offset: max(offset, 0), Limit: limit}
}

// usual is the number of rows where the request does not say: the default of the limit; without one, that of a page,
// or all there is where nothing could ask for the next page.
func (p *planning) usual() int64 {
	r := p.pageRole("limit")
	if r != nil {
		if param := p.parameter(r.name); param != nil {
			for s := param.Schema; s != nil; s = s.Ref {
				if n, ok := s.Default.(int64); ok {
					return max(n, 0)
				}
			}
		}
	}
	for _, page := range []string{"number", "size", "offset", "index"} {
		if p.pageRole(page) != nil {
			return pageSize
		}
	}
	return math.MaxInt64
}

// times multiplies numbers that are not negative; what is too large is the largest number.
func times(a, b int64) int64 {
	if b != 0 && a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}

func (p *planning) pageRole(page string) *role {
	i := slices.IndexFunc(p.parameters, func(r role) bool { return r.kind == pageRole && r.page == page })
	if i < 0 {
		return nil
	}
	return &p.parameters[i]
}

// number is the value of a parameter of pages; unsaid where it has neither a value nor a default.
func (p *planning) number(page string) (n int64, given bool) {
	r := p.pageRole(page)
	if r == nil {
		return unsaid, false
	}
	v, given := p.call.Param(r.name)
	if i, ok := v.(int64); ok {
		return max(i, 0), given
	}
	return unsaid, false
}

const unsaid = -1
