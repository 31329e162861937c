package measures

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	_ "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"mockserver/internal/population"
)

// database is an engine that speaks SQL, with its data in memory and statements that are prepared once.
type database struct {
	*sql.DB
	contains string // the condition that a column has a text in it, whatever the case
	prepared map[string]*sql.Stmt
}

// columns are the definitions of the columns in both engines: the narrowest types that they have for them.
const columns = `id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, gender TEXT, age INTEGER, created_at BIGINT, created_date INTEGER,
	created_year INTEGER, created_month INTEGER, created_hour INTEGER, is_active BOOLEAN, is_claimed BOOLEAN, is_deleted BOOLEAN`

func open(t testing.TB, driver, source, contains string) *database {
	db, err := sql.Open(driver, source)
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	_, err = db.Exec("CREATE TABLE customers (" + columns + ")")
	require.NoError(t, err)
	return &database{DB: db, contains: contains, prepared: map[string]*sql.Stmt{}}
}

func openSQLite(t testing.TB) *database { return open(t, "sqlite3", ":memory:", "LIKE ?") }

func openDuckDB(t testing.TB) *database { return open(t, "duckdb", "", "ILIKE ?") }

func fillSQLite(t testing.TB, db *database, view *population.View) {
	tx, err := db.Begin()
	require.NoError(t, err)
	insert, err := tx.Prepare("INSERT INTO customers VALUES (?" + strings.Repeat(", ?", len(paths)-1) + ")")
	require.NoError(t, err)
	rowsOf(t, view, func(row []any) {
		_, err := insert.Exec(plain(row)...)
		require.NoError(t, err)
	})
	require.NoError(t, insert.Close())
	require.NoError(t, tx.Commit())
}

func fillDuckDB(t testing.TB, db *database, view *population.View) {
	connection, err := db.Conn(context.Background())
	require.NoError(t, err)
	defer func() { require.NoError(t, connection.Close()) }()
	require.NoError(t, connection.Raw(func(c any) error {
		appender, err := duckdb.NewAppenderFromConn(c.(driver.Conn), "", "customers")
		require.NoError(t, err)
		made := make([]driver.Value, len(paths))
		rowsOf(t, view, func(row []any) {
			for i, v := range plain(row) {
				made[i] = v
				if n, ok := v.(int64); ok && paths[i] != "created_at" {
					made[i] = int32(n)
				}
			}
			require.NoError(t, appender.AppendRow(made...))
		})
		return appender.Close()
	}))
}

func (db *database) group(t testing.TB, g grouping) answer {
	by := strings.Join(g.by, ", ")
	return db.ask(t, "SELECT "+by+", count(*), count(*) OVER () FROM customers WHERE "+g.sql+" GROUP BY "+by+
		" ORDER BY count(*) DESC, "+strings.Join(g.by, " NULLS FIRST, ")+" NULLS FIRST LIMIT 5")
}

// search asks twice, since a page alone ends early, and a count need not keep what it counts: together they are faster than
// one statement.
func (db *database) search(t testing.TB, text string) answer {
	pattern := "%" + text + "%"
	where := " FROM customers WHERE " + strings.Join(searched, " "+db.contains+" OR ") + " " + db.contains
	a := db.ask(t, "SELECT id, full_name, email, 0"+where+" ORDER BY id LIMIT 25", pattern, pattern)
	a.total = db.ask(t, "SELECT count(*)"+where, pattern, pattern).total
	return a
}

// ask reads rows, the last column of which is the total.
func (db *database) ask(t testing.TB, statement string, args ...any) answer {
	prepared := db.prepared[statement]
	if prepared == nil {
		var err error
		prepared, err = db.Prepare(statement)
		require.NoError(t, err)
		db.prepared[statement] = prepared
	}
	rows, err := prepared.Query(args...)
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	names, err := rows.Columns()
	require.NoError(t, err)
	a := answer{}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, rows.Scan(into...))
		for i, v := range values {
			if n, ok := v.(int32); ok {
				values[i] = int64(n)
			}
		}
		last := len(values) - 1
		a.total = int(values[last].(int64))
		a.rows = append(a.rows, values[:last])
	}
	require.NoError(t, rows.Err())
	return a
}
