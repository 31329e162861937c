package query_test

import (
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/fixtures"
	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/tree"
)

// The benchmarks run over a million of the bundled customers:
//
//	go test ./internal/query -run '^$' -bench Million -benchtime 3x
const million = 1_000_000

func customers(b *testing.B) *population.Session { return customersOf(b, "teamup", million) }

// customersOf are so many of a bundled population. Nothing of them is made yet.
func customersOf(b *testing.B, name string, records int) *population.Session {
	text, err := fs.ReadFile(fixtures.FS, name+".yaml")
	require.NoError(b, err)
	root, err := tree.Parse(name+".yaml", text, tree.Limits{})
	require.NoError(b, err)
	p, err := population.New(root, population.Config{Name: name, Seed: 1, Records: records,
		Clock: time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)})
	require.NoError(b, err)
	return p.NewSession()
}

var firstPage = query.Query{Key: "id", Page: query.Page{Limit: 50}}

// BenchmarkFirstGroupingOfAMillion makes the columns on the way.
func BenchmarkFirstGroupingOfAMillion(b *testing.B) {
	for b.Loop() {
		group(b, customers(b).Snapshot().View("customers"), firstPage)
	}
}

func BenchmarkGroupingOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	group(b, view, firstPage)
	for b.Loop() {
		group(b, view, firstPage)
	}
}

func BenchmarkFilteredGroupingOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	q := activeIn2023()
	group(b, view, q)
	for b.Loop() {
		group(b, view, q)
	}
}

// activeIn2023 asks for those who joined in a year and are active.
func activeIn2023() query.Query {
	from := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	q := firstPage
	q.Where = []query.Condition{
		query.Not{Condition: query.Equal{Path: "is_deleted", Values: []any{true}}},
		query.Equal{Path: "is_active", Values: []any{true}},
		query.During("created_at", from, from.AddDate(1, 0, 0)),
	}
	return q
}

// BenchmarkGroupingByManyValues has more combinations than there are counters for.
func BenchmarkGroupingByManyValues(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	ask := func() {
		_, err := query.GroupBy(view, []string{"created_at", "age"}, "count", firstPage)
		require.NoError(b, err)
	}
	ask()
	for b.Loop() {
		ask()
	}
}

func group(b *testing.B, t query.Table, q query.Query) {
	found, err := query.GroupBy(t, []string{"gender", "created_year"}, "count", q)
	require.NoError(b, err)
	require.NotEmpty(b, found.Groups)
}

func BenchmarkSearchOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	q := firstPage
	q.Where = []query.Condition{query.Text{Paths: []string{"full_name", "email"}, Text: "ann", Fold: true}}
	selectRows(b, view, q)
	for b.Loop() {
		selectRows(b, view, q)
	}
}

// BenchmarkFirstSearchOfAMillion makes the columns on the way, of which one is all different texts.
func BenchmarkFirstSearchOfAMillion(b *testing.B) {
	q := firstPage
	q.Where = []query.Condition{query.Text{Paths: []string{"username", "firstName", "lastName"}, Text: "ann", Fold: true}}
	for b.Loop() {
		selectRows(b, customersOf(b, "finicity", million).Snapshot().View("customers"), q)
	}
}

func BenchmarkFirstPageOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	selectRows(b, view, firstPage)
	for b.Loop() {
		selectRows(b, view, firstPage)
	}
}

func BenchmarkSortOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	q := firstPage
	q.Sort = []query.Key{{Path: "created_at", Descending: true}}
	selectRows(b, view, q)
	for b.Loop() {
		selectRows(b, view, q)
	}
}

// BenchmarkDeepPageOfAMillion is at its worst where the order is that of the rows turned round.
func BenchmarkDeepPageOfAMillion(b *testing.B) {
	view := customers(b).Snapshot().View("customers")
	for _, key := range []query.Key{{Path: "id"}, {Path: "id", Descending: true}, {Path: "created_at", Descending: true}, {Path: "created_year"}, {Path: "email"}} {
		for _, offset := range []int64{0, 750_000} {
			b.Run(fmt.Sprintf("%s from %d", key.Path, offset), func(b *testing.B) {
				q := query.Query{Key: "id", Page: query.Page{Offset: offset, Limit: 50}, Sort: []query.Key{key}}
				selectRows(b, view, q)
				for b.Loop() {
					selectRows(b, view, q)
				}
			})
		}
	}
}

// BenchmarkPageOfAMillionAfterAChange shows what two segments cost.
func BenchmarkPageOfAMillionAfterAChange(b *testing.B) {
	session := customers(b)
	require.True(b, session.Delete("customers", int64(17)))
	_, err := session.Create("customers", nil, nil)
	require.NoError(b, err)
	view := session.Snapshot().View("customers")
	selectRows(b, view, firstPage)
	for b.Loop() {
		selectRows(b, view, firstPage)
	}
}

// BenchmarkChangeOfAMillion changes a record and reads the first page.
func BenchmarkChangeOfAMillion(b *testing.B) {
	session := customers(b)
	selectRows(b, session.Snapshot().View("customers"), firstPage)
	for b.Loop() {
		_, err := session.Update("customers", int64(17), nil)
		require.NoError(b, err)
		selectRows(b, session.Snapshot().View("customers"), firstPage)
	}
}

func selectRows(b *testing.B, t query.Table, q query.Query) {
	found, err := query.Select(t, q)
	require.NoError(b, err)
	require.NotEmpty(b, found.Rows)
}
