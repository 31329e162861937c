package measures

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/value"
)

// ours asks the population as the server does.
type ours struct{ view *population.View }

func (o ours) group(t testing.TB, g grouping) answer {
	found, err := query.GroupBy(o.view, g.by, "count", query.Query{Where: g.where,
		Sort: []query.Key{{Path: "count", Descending: true}}, Page: query.Page{Limit: largest}})
	require.NoError(t, err)
	a := answer{total: found.Total}
	for _, group := range found.Groups {
		a.rows = append(a.rows, plain(append(group.Values, int64(group.Count))))
	}
	return a
}

func (o ours) search(t testing.TB, text string) answer {
	found, err := query.Select(o.view, query.Query{Key: "id", Page: query.Page{Limit: page},
		Where: []query.Condition{query.Text{Paths: searched, Text: text, Fold: true}}})
	require.NoError(t, err)
	a := answer{total: found.Total}
	for _, row := range found.Rows {
		r := o.view.Record(row.Segment, row.Row)
		a.rows = append(a.rows, []any{r.Value("id"), r.Value("full_name"), r.Value("email")})
	}
	return a
}

// plain are values as databases have them: integers and texts.
func plain(values []any) []any {
	made := make([]any, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case value.Time:
			made[i] = int64(v)
		case value.Date:
			made[i] = int64(v)
		default:
			made[i] = v
		}
	}
	return made
}
