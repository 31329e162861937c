package measures

import (
	"flag"
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/fixtures"
	"mockserver/internal/population"
	"mockserver/internal/tree"
)

var records = flag.Int("records", 1_000_000, "records that the benchmarks query")

// fewRecords are enough for a test of the answers.
const fewRecords = 20_000

// paths are the columns that all engines have of the bundled customers, id first.
var paths = []string{"id", "full_name", "email", "gender", "age", "created_at", "created_date", "created_year", "created_month",
	"created_hour", "is_active", "is_claimed", "is_deleted"}

// customers are the bundled ones of a population of so many records. Nothing of them is made yet.
func customers(t testing.TB, n int) *population.View {
	text, err := fs.ReadFile(fixtures.FS, "teamup.yaml")
	require.NoError(t, err)
	root, err := tree.Parse("teamup.yaml", text, tree.Limits{})
	require.NoError(t, err)
	p, err := population.New(root, population.Config{Name: "teamup", Seed: 1, Records: n,
		Clock: time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	return p.NewSession().Snapshot().View("customers")
}

// engines are ours and the two others, with the same records.
type engines struct {
	ours           ours
	sqlite, duckdb *database
}

func load(t testing.TB, n int) *engines {
	e := &engines{ours: ours{customers(t, n)}, sqlite: openSQLite(t), duckdb: openDuckDB(t)}
	fillSQLite(t, e.sqlite, e.ours.view)
	fillDuckDB(t, e.duckdb, e.ours.view)
	return e
}

var shared *engines

// loaded are the engines of the benchmarks, which share them: to fill them takes longer than to measure.
func loaded(b *testing.B) *engines {
	if shared == nil {
		shared = load(b, *records)
	}
	return shared
}

// rowsOf calls see with the values of each record, in the order of paths.
func rowsOf(t testing.TB, view *population.View, see func(row []any)) {
	values := make([]any, len(paths))
	for row := range view.Rows(0) {
		for i, path := range paths {
			c, err := view.Column(0, path)
			require.NoError(t, err)
			values[i] = c.At(row)
		}
		see(values)
	}
}
