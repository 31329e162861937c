package query

import (
	"strconv"
	"time"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/value"
)

// Timeframes lists what Timeframe reads, for messages.
const Timeframes = "today, yesterday, this_week, last_week, this_month, last_month, this_quarter, last_quarter, " +
	"this_year, last_year, last_N_days, last_N_weeks, last_N_months, last_N_years, YYYY-MM-DD..YYYY-MM-DD"

var (
	lastUnits = lazyregexp.New(`^last_([1-9]\d{0,4})_(day|week|month|year)s$`)
	days      = lazyregexp.New(`^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$`)
	unitWords = map[string]string{"today": "day", "this_week": "week", "this_month": "month", "this_quarter": "quarter",
		"this_year": "year"}
	lastWords = map[string]string{"yesterday": "day", "last_week": "week", "last_month": "month",
		"last_quarter": "quarter", "last_year": "year"}
)

// Timeframe reads a named span of the calendar as seen from a clock, in the clock's own zone: from is its first
// instant, to the first one after it. Units are whole calendar units, weeks begin on Monday, and last_N_x are the N
// units before the current one.
func Timeframe(text string, clock time.Time) (from, to time.Time, ok bool) {
	first, next, ok := calendar(text, value.DateOf(clock))
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	return first.Start(clock.Location()), next.Start(clock.Location()), true
}

// calendar finds the first day of a named span, and the first one after it.
func calendar(text string, today value.Date) (first, next value.Date, ok bool) {
	if unit, known := unitWords[text]; known {
		return step(unit, today, 0), step(unit, today, 1), true
	}
	if unit, known := lastWords[text]; known {
		return step(unit, today, -1), step(unit, today, 0), true
	}
	if m := lastUnits.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return step(m[2], today, -n), step(m[2], today, 0), true
	}
	if m := days.FindStringSubmatch(text); m != nil {
		from, okFrom := value.ParseDate(m[1])
		to, okTo := value.ParseDate(m[2])
		return from, to + 1, okFrom && okTo && from <= to
	}
	return 0, 0, false
}

const (
	monthsOfQuarter = 3
	daysOfWeek      = 7
)

// step is the first day of the unit of the calendar that a day is in, moved by n units.
func step(unit string, day value.Date, n int) value.Date {
	y, m, d := day.Civil()
	switch unit {
	case "day":
		d += n
	case "week":
		sinceMonday := (int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Weekday()) + daysOfWeek - int(time.Monday)) % daysOfWeek
		d += n*daysOfWeek - sinceMonday
	case "month":
		m, d = m+time.Month(n), 1
	case "quarter":
		m, d = m-(m-1)%monthsOfQuarter+time.Month(n*monthsOfQuarter), 1
	case "year":
		y, m, d = y+n, time.January, 1
	}
	return value.DateOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}
