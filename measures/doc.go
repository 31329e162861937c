// Package measures compares queries over the population with SQLite's and DuckDB's over the same records, side by side.
package measures
