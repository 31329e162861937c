package respond

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/population"
	"mockserver/internal/problem"
	"mockserver/internal/query"
	"mockserver/internal/schema"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// list finds the rows of this page.
func (a *answering) list() error {
	where, err := a.family()
	if err != nil {
		return err
	}
	q := a.page()
	q.Where = slices.Concat(q.Where, where)
	a.rows = []any{}
	if len(a.Plan.Columns) > 0 || a.Plan.Grouped {
		return a.table(a.view(), q)
	}
	return a.find(a.view(), q)
}

// find finds the records of this page.
func (a *answering) find(view *population.View, q query.Query) error {
	if a.Plan.Beside != nil {
		at := a.neighbour(view)
		if at == nil {
			return a.unknownNeighbour(view.Collection)
		}
		q.Position = a.position(at)
	}
	found, err := query.Select(view, q)
	if err != nil {
		return err
	}
	a.total, a.before = found.Total, found.Before
	a.tellCut(q)
	a.records = make([]*population.Record, len(found.Rows))
	room := make([]population.Record, len(found.Rows))
	for i, at := range found.Rows {
		room[i] = *view.Record(at.Segment, at.Row)
		a.records[i] = &room[i]
	}
	a.rows = a.shownRows(false)
	return nil
}

// neighbour is the record beside which the page lies: of the key that is given, or of an id where the key is another field.
func (a *answering) neighbour(view *population.View) *population.Record {
	if r := view.Find(a.Plan.Beside); r != nil || view.Collection.Key == "id" || view.Collection.Field("id") == nil {
		return r
	}
	found, err := query.Select(view, query.Query{Where: []query.Condition{query.Equal{Path: "id", Values: population.Spellings(a.Plan.Beside)}},
		Key: a.Plan.Query.Key, Page: query.Page{Limit: 1}})
	if err != nil || len(found.Rows) == 0 {
		return nil
	}
	return view.Record(found.Rows[0].Segment, found.Rows[0].Row)
}

// unknownNeighbour refuses a key, beside which the page is to lie, that no record has.
func (a *answering) unknownNeighbour(c *population.Collection) error {
	p := a.Plan.BesideWhere
	return problem.OfViolations(problem.Violation, problem.ViolationStatus(a.Contract), []violation.Violation{{
		Where: p.Where(), Rule: "cursor", Received: p.Value, Document: p.Pointer,
		Expected: fmt.Sprintf("the %s of a record of %s", c.Key, c.Name)}})
}

// position is where a record is in the order of the query.
func (a *answering) position(r *population.Record) query.Position {
	at := make(query.Position, 0, len(a.Plan.Query.Sort)+1)
	for _, key := range a.Plan.Query.Sort {
		at = append(at, r.Value(key.Path))
	}
	return append(at, r.Value(a.Plan.Query.Key))
}

// table finds the rows of this page that have columns of their own: selected ones, or those of groups.
func (a *answering) table(view *population.View, q query.Query) error {
	for _, c := range a.Plan.Columns {
		if !c.Aggregate && !view.Collection.Has(c.Path) {
			return &problem.Problem{Kind: problem.Unsatisfiable, Message: fmt.Sprintf(
				"%s documents the column %s, but the collection %s has no such field.", a.Binding.Operation.ID, c.Key, view.Collection.Name)}
		}
	}
	if a.Plan.Grouped {
		return a.groups(view, q)
	}
	found, err := query.Select(view, q)
	if err != nil {
		return err
	}
	a.total, a.before = found.Total, found.Before
	a.tellCut(q)
	schemas := a.columnSchemas()
	for _, at := range found.Rows {
		r := view.Record(at.Segment, at.Row)
		a.records = append(a.records, r)
		values := make([]any, len(a.Plan.Columns))
		for i, c := range a.Plan.Columns {
			values[i] = r.Value(c.Path)
		}
		a.rows = append(a.rows, a.row(values, schemas, func(parent string) bool {
			f := view.Collection.Field(parent)
			return f != nil && r.Value(parent) == nil
		}))
	}
	return nil
}

// page is what is asked for, with no more rows than an answer may have.
func (a *answering) page() query.Query {
	q := a.Plan.Query
	q.Page.Limit = min(q.Page.Limit, int64(a.Sample.Bounds().AnswerRows))
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

func (a *answering) groups(view *population.View, q query.Query) error {
	var paths []string
	for _, c := range a.Plan.Columns {
		if !c.Aggregate {
			paths = append(paths, c.Path)
		}
	}
	found, err := query.GroupBy(view, paths, a.Plan.Count, q)
	if err != nil {
		return err
	}
	a.total, a.before = found.Total, int(min(q.Page.Offset, int64(found.Total)))
	a.tellCut(q)
	schemas := a.columnSchemas()
	values, never := make([]any, len(a.Plan.Columns)), func(string) bool { return false }
	a.rows = make([]any, 0, len(found.Groups))
	for _, g := range found.Groups {
		next := 0
		for i, c := range a.Plan.Columns {
			if c.Aggregate {
				values[i] = int64(g.Count)
				continue
			}
			values[i] = g.Values[next]
			next++
		}
		a.rows = append(a.rows, a.row(values, schemas, never))
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
		v := shape(values[i], schemas[i], a.zone())
		if whole, is := v.(*value.Object); is {
			v = whole.With() // other columns may put members into it
		}
		nest(o, c.Key, v)
	}
	return o
}

// columnSchemas are the schemas of the selected columns in a row; nil where there is none.
func (a *answering) columnSchemas() []*schema.Schema {
	schemas := make([]*schema.Schema, len(a.Plan.Columns))
	for i, c := range a.Plan.Columns {
		s := a.Binding.Rows()
		for name := range strings.SplitSeq(c.Key, ".") {
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
