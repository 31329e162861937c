package query_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/query"
	"mockserver/internal/scenario"
	"mockserver/internal/value"
)

// TestScripts runs testdata/*.query. A script has a table, its columns two spaces apart (- is null), then queries, each
// with its answer below, indented by two spaces. A query is "select" or "group PATH, PATH", then clauses behind bars:
//
//	name = Ann, Bob      id in [2, 5)        tags overlap 1, 3     name contains nn    name, city prefix~ an
//	at during last_week  not CLAUSE          CLAUSE or CLAUSE      sort -born, name    page OFFSET LIMIT
//
// A tilde folds case; nothing is what no row is. The answer is the number of rows and the keys (the first column) of those
// of the page, or the groups with their counts. Every query runs over the table as one segment, and as a base with
// changes, cut in several ways.
func TestScripts(t *testing.T) {
	scenario.Files(t, "testdata/*.query", func(t *testing.T, text string) string {
		run := &script{t: t}
		return run.text(text)
	})
}

type script struct {
	t     *testing.T
	clock time.Time
	paths []string
	rows  [][]any
}

// text is the script with the answers as they are.
func (s *script) text(text string) string {
	var out []string
	table := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch first, rest, _ := strings.Cut(line, " "); {
		case strings.HasPrefix(line, "  ") && !table: // an answer, which is made anew
			continue
		case first == "table":
			table, s.paths, s.rows = true, columns(rest), nil
		case table && strings.HasPrefix(line, "  "):
			s.row(columns(line))
		case first == "clock":
			s.clock = clockOf(s.t, rest)
		case first == "select" || first == "group":
			table = false
			out = append(append(out, line), s.answer(line)...)
			continue
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n") + "\n"
}

// columns splits at two spaces and more.
func columns(line string) []string {
	var words []string
	for _, word := range strings.Split(line, "  ") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (s *script) row(words []string) {
	require.Len(s.t, words, len(s.paths), "%q", words)
	cells := make([]any, len(words))
	for i, word := range words {
		cells[i] = literal(word)
	}
	s.rows = append(s.rows, cells)
}

// literal reads a value: null, JSON, a date, a time, or else a text as it stands.
func literal(word string) any {
	if word == "-" {
		return nil
	}
	if v, err := value.ParseJSON([]byte(word), value.Limits{}); err == nil {
		return v
	}
	if d, ok := value.ParseDate(word); ok {
		return d
	}
	if at, ok := value.ParseTime(word); ok {
		return value.TimeOf(at)
	}
	return word
}

// answer runs a query over the table in several shapes, which all must tell the same.
func (s *script) answer(line string) []string {
	single := s.run(whole(s.paths, s.rows), line)
	for name, base := range map[string]func(row int) bool{
		"an untouched base":      func(int) bool { return true },
		"all changed":            func(int) bool { return false },
		"every second changed":   func(row int) bool { return row%2 == 0 },
		"only the third changed": func(row int) bool { return row != 2 },
	} {
		require.Equal(s.t, single, s.run(changed(s.paths, s.rows, base), line), "%s: %s", name, line)
	}
	return single
}

func (s *script) run(t *table, line string) []string {
	clauses := strings.Split(line, " | ")
	verb, rest, _ := strings.Cut(clauses[0], " ")
	q := query.Query{Key: s.paths[0], Page: query.Page{Limit: int64(len(s.rows))}}
	for _, clause := range clauses[1:] {
		s.clause(&q, clause)
	}
	if verb == "select" {
		found, err := query.Select(t, q)
		if err != nil {
			return []string{"  error: " + err.Error()}
		}
		return []string{strings.TrimRight(fmt.Sprintf("  %d: %s", found.Total, join(keys(t, s.paths[0], found.Rows))), ": ")}
	}
	found, err := query.GroupBy(t, list(rest), "count", q)
	if err != nil {
		return []string{"  error: " + err.Error()}
	}
	lines := []string{fmt.Sprintf("  %d groups", found.Total)}
	for _, g := range found.Groups {
		lines = append(lines, "  "+strings.TrimLeft(fmt.Sprintf("%s ×%d", join(g.Values), g.Count), " "))
	}
	return lines
}

func join(values []any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		if texts[i] = value.Text(v); v == nil {
			texts[i] = "-"
		}
	}
	return strings.Join(texts, " ")
}

func (s *script) clause(q *query.Query, clause string) {
	verb, rest, _ := strings.Cut(clause, " ")
	switch verb {
	case "sort":
		for _, name := range list(rest) {
			path, descending := strings.CutPrefix(name, "-")
			q.Sort = append(q.Sort, query.Key{Path: path, Descending: descending})
		}
	case "page":
		offset, limit, _ := strings.Cut(rest, " ")
		q.Page = query.Page{Offset: s.number(offset), Limit: s.number(limit)}
	default:
		q.Where = append(q.Where, s.condition(clause))
	}
}

func (s *script) number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(s.t, err)
	return n
}

func list(text string) []string {
	var words []string
	for _, word := range strings.Split(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}
