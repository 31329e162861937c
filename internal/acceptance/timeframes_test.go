package acceptance

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var timeframes = []string{
	"today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year",
	"last_1_days", "last_2_days", "last_7_days", "last_30_days", "last_365_days", "last_1_weeks", "last_2_weeks", "last_10_weeks", "last_1_months",
	"last_3_months", "last_13_months", "last_1_years", "last_2_years", "last_5_years", "last_100_years",
	"2025-07-01..2025-07-01", "2025-06-30..2025-07-01", "2024-02-29..2024-02-29", "2023-11-05..2023-11-06", "2024-03-10..2024-03-10", "1990-01-01..2100-12-31",
}

// span is a timeframe by hand: from midnight to midnight in the business's zone, the end not in it.
func span(name string, clock time.Time) (from, to time.Time) {
	if a, b, ok := strings.Cut(name, ".."); ok {
		return day(a), day(b).AddDate(0, 0, 1)
	}
	now := clock.In(newYork)
	today := date(now.Year(), now.Month(), now.Day())
	switch name {
	case "today":
		return today, today.AddDate(0, 0, 1)
	case "yesterday":
		return today.AddDate(0, 0, -1), today
	}
	word, unit, _ := strings.Cut(name, "_")
	if n, units, ok := strings.Cut(unit, "_"); ok {
		to = begin(strings.TrimSuffix(units, "s"), today)
		return step(strings.TrimSuffix(units, "s"), to, -must(strconv.Atoi(n))), to
	}
	if from = begin(unit, today); word == "this" {
		return from, step(unit, from, 1)
	}
	return step(unit, from, -1), from
}

func day(text string) time.Time { return must(time.ParseInLocation(time.DateOnly, text, newYork)) }

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, newYork)
}

// begin is the first day of the unit that a day lies in; weeks begin on Monday.
func begin(unit string, d time.Time) time.Time {
	switch unit {
	case "week":
		return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	case "month":
		return date(d.Year(), d.Month(), 1)
	case "quarter":
		return date(d.Year(), d.Month()-(d.Month()-1)%3, 1)
	case "year":
		return date(d.Year(), 1, 1)
	}
	return d
}

func step(unit string, d time.Time, n int) time.Time {
	switch unit {
	case "week":
		return d.AddDate(0, 0, 7*n)
	case "month":
		return d.AddDate(0, n, 0)
	case "quarter":
		return d.AddDate(0, 3*n, 0)
	case "year":
		return d.AddDate(n, 0, 0)
	}
	return d.AddDate(0, 0, n)
}

func within(name string, clock time.Time) claim {
	from, to := span(name, clock)
	return claim{"created_at_timeframe=" + name, func(p person) bool { return !p.created.Before(from) && p.created.Before(to) }}
}

func TestTheSpansOfTheseTests(t *testing.T) {
	for name, want := range map[string]string{
		"today": "2025-07-01 2025-07-02", "yesterday": "2025-06-30 2025-07-01", "this_week": "2025-06-30 2025-07-07", "last_week": "2025-06-23 2025-06-30",
		"this_month": "2025-07-01 2025-08-01", "last_month": "2025-06-01 2025-07-01", "this_quarter": "2025-07-01 2025-10-01", "last_quarter": "2025-04-01 2025-07-01",
		"this_year": "2025-01-01 2026-01-01", "last_year": "2024-01-01 2025-01-01", "last_7_days": "2025-06-24 2025-07-01", "last_2_weeks": "2025-06-16 2025-06-30",
		"last_3_months": "2025-04-01 2025-07-01", "last_2_years": "2023-01-01 2025-01-01", "2024-02-29..2024-02-29": "2024-02-29 2024-03-01",
	} {
		from, to := span(name, clock)
		require.Equal(t, want, from.Format(time.DateOnly)+" "+to.Format(time.DateOnly), name)
	}
}

func TestTimeframesByHand(t *testing.T) {
	for _, name := range timeframes {
		t.Run(name, func(t *testing.T) { requireClaim(t, within(name, clock)) })
	}
	requireClaim(t, claim{"created_at_timeframe=", func(person) bool { return true }})
}

func TestTimeframesThatAreTheSame(t *testing.T) {
	for _, same := range [][2]string{
		{"yesterday", "last_1_days"}, {"last_week", "last_1_weeks"}, {"last_month", "last_1_months"}, {"last_year", "last_1_years"}, {"last_quarter", "last_3_months"},
		{"last_2_years", "2023-01-01..2024-12-31"}, {"last_month", "2025-06-01..2025-06-30"},
	} {
		const query = "columns=created_date,count&created_at_timeframe="
		require.Equal(t, common.whole(t, grouped, query+same[0]).shown(), common.whole(t, grouped, query+same[1]).shown(), "%v", same)
	}
}

func TestEachCalendarYearIsItsGroup(t *testing.T) {
	for _, deleted := range []string{"", "include_deleted=true"} {
		years := common.whole(t, grouped, "columns=created_year,count", deleted).rows
		require.Greater(t, len(years), 3)
		for _, row := range years {
			year := row.number(t, "created_year")
			require.Equal(t, row.number(t, "count"), common.people(t, fmt.Sprintf("created_at_timeframe=%d-01-01..%d-12-31", year, year), deleted), "%d", year)
		}
	}
}

func TestEachMonthAndDayIsItsGroup(t *testing.T) {
	for _, row := range common.whole(t, grouped, "columns=created_year,created_month,count").rows {
		from := date(row.number(t, "created_year"), time.Month(row.number(t, "created_month")), 1)
		frame := from.Format(time.DateOnly) + ".." + from.AddDate(0, 1, -1).Format(time.DateOnly)
		require.Equal(t, row.number(t, "count"), common.people(t, "created_at_timeframe="+frame), frame)
	}
	for i, row := range common.whole(t, grouped, "columns=created_date,count").rows {
		if i%7 == 0 {
			d := row.text(t, "created_date")
			require.Equal(t, row.number(t, "count"), common.people(t, "created_at_timeframe="+d+".."+d), d)
		}
	}
}

func TestTimeframesThatAreNone(t *testing.T) {
	for _, bad := range []string{
		"tomorrow", "TODAY", "this_decade", "last_days", "last_x_days", "last_-1_days", "last_1.5_days", "last_3_hours", "last_3_quarters", "last__days",
		"2024-01-01", "2024-01-01..", "..2024-01-01", "2024-02-30..2024-03-01", "2024-1-1..2024-1-2", "2024-01-01...2024-01-02", "2024-01-01..2024-01-02..2024-01-03",
		"2024-01-01-2024-01-02", "last_99999999999999999999_days", "last_week,this_week", "today today", "0",
	} {
		t.Run(bad, func(t *testing.T) {
			a := common.get(t, grouped+"?columns=count&"+param("created_at_timeframe", bad), asJSON).wants(t, 400)
			said := strings.Join(fieldErrors(t, a)["created_at_timeframe"], " ")
			for _, allowed := range []string{"today", "yesterday", "this_week", "last_quarter", "last_N_days", "last_N_years", "YYYY-MM-DD..YYYY-MM-DD"} {
				require.Contains(t, said, allowed, "what is allowed is listed")
			}
		})
	}
}

func TestTimeframesAreReadInTheBusinessZone(t *testing.T) {
	for name, text := range map[string]string{
		"new year has begun in London but not in New York": "2025-01-01T03:00:00Z",
		"the day the clocks go forward":                    "2025-03-09T06:30:00Z",
		"the day the clocks go back":                       "2024-11-03T05:30:00Z",
		"a leap day":                                       "2024-02-29T23:00:00Z",
		"a Sunday evening":                                 "2025-06-29T23:59:59-04:00",
	} {
		t.Run(name, func(t *testing.T) {
			m := start(t, "--clock", text)
			people := having(readPeople(t, m), func(p person) bool { return !p.deleted })
			for _, frame := range timeframes {
				c := within(frame, must(time.Parse(time.RFC3339, text)))
				want := groupByHand(having(people, c.keep), []string{"created_date", "count"})
				require.Equal(t, want, m.whole(t, grouped, "columns=created_date,count", c.query).shown(), frame)
			}
		})
	}
}
