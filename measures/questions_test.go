package measures

import (
	"time"

	"mockserver/internal/query"
	"mockserver/internal/value"
)

// grouping is a filtered grouping, for us and in SQL: its five largest groups, and how many there are.
type grouping struct {
	name  string
	by    []string
	where []query.Condition
	sql   string
}

var (
	begin2023  = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	begin2024  = begin2023.AddDate(1, 0, 0)
	isTrue     = []any{true}
	notDeleted = query.Not{Condition: query.Equal{Path: "is_deleted", Values: isTrue}}
)

// groupings are what clients of the grouped report ask: each with other filters, and three of them by more than a few values.
var groupings = []grouping{
	{"active of one year by gender and year", []string{"gender", "created_year"},
		[]query.Condition{notDeleted, query.Equal{Path: "is_active", Values: isTrue}, query.During("created_at", begin2023, begin2024)},
		"not is_deleted and is_active and created_at >= 1672531200000000 and created_at < 1704067200000000"},
	{"claimed by gender and year", []string{"gender", "created_year"},
		[]query.Condition{notDeleted, query.Equal{Path: "is_claimed", Values: isTrue}}, "not is_deleted and is_claimed"},
	{"since 2024 by month and hour", []string{"created_month", "created_hour"},
		[]query.Condition{notDeleted, query.Range{Path: "created_at", Low: value.TimeOf(begin2024)}},
		"not is_deleted and created_at >= 1704067200000000"},
	{"in their thirties by gender and month", []string{"gender", "created_month"},
		[]query.Condition{query.Range{Path: "age", Low: int64(30), High: int64(39)}}, "age >= 30 and age <= 39"},
	{"women by age", []string{"age"},
		[]query.Condition{notDeleted, query.Equal{Path: "gender", Values: []any{"female"}}}, "not is_deleted and gender = 'female'"},
	{"active by day and age", []string{"created_date", "age"},
		[]query.Condition{query.Equal{Path: "is_active", Values: isTrue}}, "is_active"},
}

// searches are parts of names: of many records, of some, of few and of none.
var searches = []string{"ann", "smith", "zoe", "o'br", "xyzzy"}

// searched are the columns that a search looks into.
var searched = []string{"full_name", "email"}

const (
	largest = 5  // groups
	page    = 25 // records
)

// answer is what all engines have to agree on.
type answer struct {
	total int
	rows  [][]any // each ends with the count of a group
}
