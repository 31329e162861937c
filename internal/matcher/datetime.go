package matcher

import (
	"strconv"
	"strings"
	"time"

	"mockserver/internal/lazyregexp"
)

// instant is a moment, or a time of the day in a place that nobody has named.
type instant struct {
	time.Time
	local bool
}

// fitsDate compares a time with the expected one.
type fitsDate struct {
	compares       func(order int) bool
	expected       instant
	now            bool  // expected is the clock's time, moved by offset
	offset         shift // only for now
	truncate       truncation
	truncateLast   bool // behind the offset
	truncateActual truncation
	format         *format // nil: any that WireMock knows
}

func (d fitsDate) judge(s *Subject, w *work) Result {
	if !s.present || len(s.text) > maxDate {
		return differs
	}
	actual, ok := d.actual(s.text)
	if !ok {
		return differs
	}
	actual.Time = d.truncateActual.apply(actual.Time)
	expected := d.expected
	if d.now {
		expected = instant{Time: d.fromNow(w.now)}
	}
	if expected.local && !actual.local { // as its clock on the wall shows it
		_, offset := actual.Zone()
		actual.Time = actual.Add(time.Duration(offset) * time.Second)
	}
	return result(d.compares(actual.Compare(expected.Time)))
}

// maxDate is how long a text may be that is a time.
const maxDate = 200

func (d fitsDate) actual(text string) (instant, bool) {
	if d.format != nil {
		return d.format.read(text)
	}
	return readInstant(text)
}

func (d fitsDate) fromNow(now func() time.Time) time.Time {
	var t time.Time
	if now != nil {
		t = now().UTC()
	}
	if d.truncateLast {
		return d.truncate.apply(d.offset.apply(t))
	}
	return d.offset.apply(d.truncate.apply(t))
}

// layouts are the ways to write a time that WireMock tries: ISO 8601, RFC 1123, RFC 1036 and that of asctime.
var layouts = []struct {
	layout string
	local  bool
}{
	{"2006-01-02T15:04:05Z07:00", false},
	{"2006-01-02T15:04Z07:00", false},
	{"2006-01-02T15:04:05", true},
	{"2006-01-02T15:04", true},
	{"2006-01-02", true},
	{"Mon, 2 Jan 2006 15:04:05 MST", false},
	{"Mon, 2 Jan 2006 15:04:05 -0700", false},
	{"Monday, 02-Jan-06 15:04:05 MST", false},
	{"Mon Jan _2 15:04:05 2006", false},
}

// region is the name of a zone behind an offset, which says nothing more.
var region = lazyregexp.New(`\[[A-Za-z0-9_/+-]+\]$`)

func readInstant(text string) (instant, bool) {
	text = region.ReplaceAllString(text, "")
	for _, l := range layouts {
		if t, ok := parseTime(l.layout, text); ok {
			return instant{t, l.local}, true
		}
	}
	return instant{}, false
}

// parseTime refuses names of zones whose offset is not the same everywhere; the machine's own zone has no say.
func parseTime(layout, text string) (time.Time, bool) {
	t, err := time.ParseInLocation(layout, text, time.UTC)
	if err != nil {
		return t, false
	}
	if name, offset := t.Zone(); strings.Contains(layout, "MST") && (offset != 0 || name != "GMT" && name != "UTC" && name != "UT" && name != "Z") {
		return t, false
	}
	return t, true
}

// shift is an amount of a unit of time.
type shift struct {
	amount int
	unit   string
}

var units = []string{"seconds", "minutes", "hours", "days", "months", "years"}

// fromNow reads "now", "now +3 days" and "-3 days".
var fromNow = lazyregexp.New(`(?i)^(?:now|(?:now )?([+-]?[0-9]{1,9}) (seconds|minutes|hours|days|months|years))$`)

func readShift(text string) (shift, bool) {
	parts := fromNow.FindStringSubmatch(text)
	if parts == nil {
		return shift{}, false
	}
	amount, _ := strconv.Atoi(parts[1]) // nothing is 0
	return shift{amount, strings.ToLower(parts[2])}, true
}

// apply moves a time; in a month that lacks the day it is the last one there, as in Java.
func (s shift) apply(t time.Time) time.Time {
	seconds := map[string]int64{"seconds": 1, "minutes": 60, "hours": 3600}
	switch s.unit {
	case "days":
		return t.AddDate(0, 0, s.amount)
	case "months", "years":
		months := s.amount
		if s.unit == "years" {
			months *= 12
		}
		first := time.Date(t.Year(), t.Month(), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location()).AddDate(0, months, 0)
		last := first.AddDate(0, 1, -1).Day()
		return first.AddDate(0, 0, min(t.Day(), last)-1)
	}
	return time.Unix(t.Unix()+int64(s.amount)*seconds[s.unit], int64(t.Nanosecond())).In(t.Location())
}

// truncation is what a time is cut to, in words: "first day of month".
type truncation string

var truncations = []string{
	"first second of minute", "first minute of hour", "first hour of day", "first day of month", "first day of next month",
	"last day of month", "first day of year", "first day of next year", "last day of year",
}

func (c truncation) apply(t time.Time) time.Time {
	year, month, day := t.Date()
	hour, minute := t.Hour(), t.Minute()
	switch c {
	case "":
		return t
	case "first second of minute":
		return time.Date(year, month, day, hour, minute, 0, 0, t.Location())
	case "first minute of hour":
		return time.Date(year, month, day, hour, 0, 0, 0, t.Location())
	case "first day of month":
		day = 1
	case "first day of next month":
		month, day = month+1, 1
	case "last day of month":
		month, day = month+1, 0
	case "first day of year":
		month, day = time.January, 1
	case "first day of next year":
		year, month, day = year+1, time.January, 1
	case "last day of year":
		month, day = time.December, 31
	}
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}
