package binding

import (
	"mockserver/internal/expression"
	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/validate"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Plan is what one request asks of its collection.
type Plan struct {
	Query         query.Query
	Grouped       bool            // the rows are groups, not records
	Count         string          // the column that counts a group's records, "" if none is selected
	Columns       []Column        // the selected columns; empty: records are shown as their schema has them
	Format        string          // the media type that a parameter asks for, "" if none does
	DefaultFormat string          // the media type where neither a parameter nor Accept says
	Key           any             // of the record that the path names
	PageNumber    int64           // from 1, where pages are asked for by number; else 0
	FirstPage     int64           // what the first page is called, where pages are asked for by number
	Parents       []Parent        // the records of other collections that the path names
	Scope         []value.Member  // what the path says of records that nobody else says
	Members       []string        // the only ones that are shown of a record, with those it requires; empty: all
	Beside        any             // the key of the record that the page begins behind, or ends before
	BesideWhere   *validate.Param // that gives it
	Warnings      []string        // what was not heeded
}

// Parent is a record that the path names, to which those of the operation belong.
type Parent struct {
	Field      string // that refers to it
	Collection *population.Collection
	Key        any
	Anyone     bool // one that is not known is as good as any
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
	seats      *seats
	plan       *Plan
	room       []query.Condition // for the first conditions
	violations []violation.Violation
	columns    map[string]bool // keys that are selected; nil as long as there are few
	unsure     bool            // the parameter that selects columns is wrong itself
}

// Plan reads a call's parameters by their roles. The violations are those of the contract that only the population
// knows of, and of the rules; with any, the plan is of no use.
func (b *Binding) Plan(call *validate.Call, clock value.Time) (*Plan, []violation.Violation) {
	p := &planning{Binding: b, call: call, seats: b.seatsIn(call)}
	made := &roomy{}
	p.plan, p.room = &made.Plan, made.conditions[:0]
	if b.Collection != nil {
		p.plan.Query.Key = b.Collection.Key
		if b.Lenient() {
			p.plan.Query.Key = population.Numbering
		}
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
func (p *planning) read(r *role, clock value.Time) {
	param := p.parameter(r)
	if param == nil || param.Value == nil && !r.kind.speaksUnasked() || p.broken(param) {
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
			p.where(r.other)
		}
	case filterRole:
		if v != nil && !isOneOf(r.all, v) && (param.Given || !p.Lenient() || v != "" && v != "null") {
			p.filter(r, param, clock)
		}
	case parentRole:
		p.plan.Parents = append(p.plan.Parents, Parent{r.path, p.Collection.Reference(r.path), v, r.anyone})
	case scopeRole:
		p.plan.Scope = append(p.plan.Scope, value.Member{Name: r.path, Value: v})
		p.where(query.AnyOf{
			query.Range{Path: population.Numbering, High: int64(p.Collection.Size)}, // what nobody created is everybody's
			query.Equal{Path: r.path, Values: spellings(v)}, query.Not{Condition: query.Range{Path: r.path}},
		})
	case membersRole:
		p.showOnly(v)
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

func (p *planning) where(c query.Condition) {
	if p.plan.Query.Where == nil {
		p.plan.Query.Where = p.room
	}
	p.plan.Query.Where = append(p.plan.Query.Where, c)
}

// broken tells whether something is wrong with a parameter already: its value says nothing then.
func (p *planning) broken(param *validate.Param) bool {
	return isBroken(p.call, param.Where())
}

// refuse notes a violation of what only the population knows.
func (p *planning) refuse(param *validate.Param, rule string, received any, expected, suggestion string) {
	if len(p.violations) >= max(1, p.call.Listed) { // a query can name more columns than anybody reads about
		return
	}
	p.violations = append(p.violations, violation.Violation{Where: param.Where(), Rule: rule, Received: received,
		Expected: expected, Suggestion: suggestion, Document: param.Pointer})
}

func (p *planning) format(r *role, param *validate.Param) {
	for _, f := range r.formats {
		if f.word != param.Value {
			continue
		}
		if p.plan.DefaultFormat = f.mediaType; param.Given {
			p.plan.Format = f.mediaType
		}
	}
}

func (p *planning) anyOf(r *role, v any) {
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
