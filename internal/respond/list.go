package respond

import (
	"fmt"
	"strings"

	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/query"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// list finds the rows of this page.
func (a *answering) list() (any, error) {
	view := a.Session.Snapshot().View(a.Binding.Collection.Name)
	a.rows = []any{}
	for _, c := range a.Plan.Columns {
		if !c.Aggregate && !view.Collection.Has(c.Path) {
			return nil, &problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf(
				"%s documents the column %s, but the collection %s has no such field.", a.Binding.Operation.ID, c.Key, view.Collection.Name)}
		}
	}
	if a.Plan.Grouped {
		return a.rows, a.groups(view)
	}
	q := a.page()
	found, err := query.Select(view, q)
	if err != nil {
		return nil, err
	}
	a.total = found.Total
	a.tellCut(q)
	row := formOf(a.Binding.Rows())
	schemas := a.columnSchemas()
	for _, at := range found.Rows {
		r := view.Record(at.Segment, at.Row)
		if len(a.Plan.Columns) == 0 {
			a.rows = append(a.rows, row.record(r))
			continue
		}
		values := make([]any, len(a.Plan.Columns))
		for i, c := range a.Plan.Columns {
			values[i] = r.Value(c.Path)
		}
		a.rows = append(a.rows, a.row(values, schemas, func(parent string) bool {
			f := view.Collection.Field(parent)
			return f != nil && r.Value(parent) == nil
		}))
	}
	return a.rows, nil
}

// page is what is asked for, with no more rows than an answer may have.
func (a *answering) page() query.Query {
	q := a.Plan.Query
	q.Page.Limit = min(q.Page.Limit, int64(a.Sample.Limits.OrDefault().AnswerRows))
	return q
}

// tellCut warns where an answer has fewer rows than were asked for, since there are too many.
func (a *answering) tellCut(q query.Query) {
	asked := a.Plan.Query.Page
	if rest := int64(a.total) - asked.Offset; min(asked.Limit, rest) > q.Page.Limit {
		a.answer.Warnings = append(a.answer.Warnings, fmt.Sprintf(
			"the answer is cut after %d rows, the limit that --limit answer-rows=N sets; there are %d", q.Page.Limit, a.total))
	}
}

func (a *answering) groups(view *population.View) error {
	var paths []string
	for _, c := range a.Plan.Columns {
		if !c.Aggregate {
			paths = append(paths, c.Path)
		}
	}
	q := a.page()
	found, err := query.GroupBy(view, paths, a.Plan.Count, q)
	if err != nil {
		return err
	}
	a.total = found.Total
	a.tellCut(q)
	schemas := a.columnSchemas()
	for _, g := range found.Groups {
		values, next := make([]any, len(a.Plan.Columns)), 0
		for i, c := range a.Plan.Columns {
			if c.Aggregate {
				values[i] = int64(g.Count)
				continue
			}
			values[i] = g.Values[next]
			next++
		}
		a.rows = append(a.rows, a.row(values, schemas, func(string) bool { return false }))
	}
	return nil
}

// row is an object of the selected columns in their order. Dotted keys nest; an object that the record does not
// have, absent says so, is null instead.
func (a *answering) row(values []any, schemas []*schema.Schema, absent func(parent string) bool) *value.Object {
	o := value.NewObject(len(values))
	for i, c := range a.Plan.Columns {
		parent, _, nested := strings.Cut(c.Key, ".")
		if nested && absent(parent) {
			o.Set(parent, nil)
			continue
		}
		nest(o, c.Key, shape(values[i], schemas[i], a.zone()))
	}
	return o
}

// columnSchemas are the schemas of the selected columns in a row; nil where there is none.
func (a *answering) columnSchemas() []*schema.Schema {
	schemas := make([]*schema.Schema, len(a.Plan.Columns))
	for i, c := range a.Plan.Columns {
		s := a.Binding.Rows()
		for _, name := range strings.Split(c.Key, ".") {
			s = s.Field(name)
		}
		schemas[i] = s
	}
	return schemas
}

// csvColumns are the columns of a table: the selected ones, else the properties of the rows; without a schema, the
// fields of the collection.
func (a *answering) csvColumns() []string {
	var keys []string
	for _, c := range a.Plan.Columns {
		keys = append(keys, c.Key)
	}
	row := a.Binding.Rows()
	if a.record != nil {
		row = a.bodySchema()
	}
	if len(keys) == 0 && row != nil {
		for _, p := range row.Fields() {
			keys = append(keys, p.Name)
		}
	}
	if len(keys) == 0 {
		return a.Binding.Collection.FieldNames()
	}
	return keys
}
