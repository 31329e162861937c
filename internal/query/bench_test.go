package query_test

import (
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

func customers(b *testing.B) *population.Session {
	text, err := fs.ReadFile(fixtures.FS, "teamup.yaml")
	require.NoError(b, err)
	root, err := tree.Parse("teamup.yaml", text, tree.Limits{})
	require.NoError(b, err)
	p, err := population.New(root, population.Config{Name: "teamup", Seed: 1, Records: million,
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
	from := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	q := firstPage
	q.Where = []query.Condition{
		query.Not{Condition: query.Equal{Path: "is_deleted", Values: []any{true}}},
		query.Equal{Path: "is_active", Values: []any{true}},
		query.During("created_at", from, from.AddDate(1, 0, 0)),
	}
	group(b, view, q)
	for b.Loop() {
		group(b, view, q)
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
