package measures

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What is measured is the same question with the same answer.
func TestAllEnginesGiveTheSameAnswers(t *testing.T) {
	e := load(t, fewRecords)
	for _, g := range groupings {
		ours := e.ours.group(t, g)
		require.NotEmpty(t, ours.rows)
		require.Equal(t, ours, e.sqlite.group(t, g), "SQLite: %s", g.name)
		require.Equal(t, ours, e.duckdb.group(t, g), "DuckDB: %s", g.name)
	}
	for _, text := range searches {
		ours := e.ours.search(t, text)
		require.Equal(t, ours, e.sqlite.search(t, text), "SQLite: %s", text)
		require.Equal(t, ours, e.duckdb.search(t, text), "DuckDB: %s", text)
	}
}
