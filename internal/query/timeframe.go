package query

import (
	"regexp"
	"strconv"
	"time"

	"mockserver/internal/value"
)

// Timeframes lists what Timeframe reads, for messages.
const Timeframes = "today, yesterday, this_week, last_week, this_month, last_month, this_quarter, last_quarter, " +
	"this_year, last_year, last_N_days, last_N_weeks, last_N_months, last_N_years, YYYY-MM-DD..YYYY-MM-DD"

var (
	lastUnits = regexp.MustCompile(`^last_([1-9]\d{0,4})_(day|week|month|year)s$`)
	days      = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$`)
	unitWords = map[string]string{"today": "day", "this_week": "week", "this_month": "month", "this_quarter": "quarter",
		"this_year": "year"}
	lastWords = map[string]string{"yesterday": "day", "last_week": "week", "last_month": "month",
		"last_quarter": "quarter", "last_year": "year"}
)

// Timeframe reads a named span of the calendar as seen from a clock, in the clock's own zone: from is its first
// instant, to the first one after it. Units are whole calendar units, weeks begin on Monday, and last_N_x are the N
// units before the current one.
func Timeframe(text string, clock time.Time) (from, to time.Time, ok bool) {
	if unit, known := unitWords[text]; known {
		from = startOf(unit, clock)
		return from, step(unit, from, 1), true
	}
	if unit, known := lastWords[text]; known {
		to = startOf(unit, clock)
		return step(unit, to, -1), to, true
	}
	if m := lastUnits.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		to = startOf(m[2], clock)
		return step(m[2], to, -n), to, true
	}
	if m := days.FindStringSubmatch(text); m != nil {
		first, okFirst := value.ParseDate(m[1])
		last, okLast := value.ParseDate(m[2])
		if okFirst && okLast && first <= last {
			return first.Start(clock.Location()), (last + 1).Start(clock.Location()), true
		}
	}
	return time.Time{}, time.Time{}, false
}

const (
	monthsOfQuarter = 3
	daysOfWeek      = 7
)

func startOf(unit string, t time.Time) time.Time {
	y, m, d := t.Date()
	switch unit {
	case "week":
		d -= (int(t.Weekday()) + daysOfWeek - int(time.Monday)) % daysOfWeek
	case "month":
		d = 1
	case "quarter":
		m, d = m-(m-1)%monthsOfQuarter, 1
	case "year":
		m, d = time.January, 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// step moves the start of a unit by n units.
func step(unit string, t time.Time, n int) time.Time {
	y, m, d := t.Date()
	switch unit {
	case "day":
		d += n
	case "week":
		d += n * daysOfWeek
	case "month":
		m += time.Month(n)
	case "quarter":
		m += time.Month(n * monthsOfQuarter)
	case "year":
		y += n
	}
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
