package value

import (
	"fmt"
	"strings"
	"time"
)

// Time is an instant in microseconds since 1970-01-01T00:00:00Z. It has no zone: who prints it says which.
type Time int64

// Date is a day of the calendar, counted from 1970-01-01.
type Date int32

const day = 24 * 60 * 60

// TimeOf converts a time.Time, dropping what is finer than a microsecond.
func TimeOf(t time.Time) Time { return Time(t.UnixMicro()) }

// In is the instant as seen in a zone.
func (t Time) In(zone *time.Location) time.Time { return time.UnixMicro(int64(t)).In(zone) }

// DateOf is the calendar day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / day)
}

// Start is the first instant of the day in a zone: where midnight is skipped, the end of the gap; where it comes
// twice, the first.
func (d Date) Start(zone *time.Location) time.Time {
	y, m, n := d.Civil()
	midnight := time.Date(y, m, n, 0, 0, 0, 0, zone)
	start, end := midnight.ZoneBounds()
	if DateOf(midnight) < d {
		return end
	}
	if !start.IsZero() && DateOf(start) == d {
		_, offset := start.Add(-1).Zone()
		if first := time.Date(y, m, n, 0, 0, 0, 0, time.FixedZone("", offset)); first.Before(start) {
			return first.In(zone)
		}
	}
	return midnight
}

// Civil is the day's year, month and day of the month.
func (d Date) Civil() (int, time.Month, int) {
	return time.Unix(int64(d)*day, 0).UTC().Date()
}

// String is the RFC 3339 full-date.
func (d Date) String() string {
	y, m, n := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), n)
}

// ParseTime reads an RFC 3339 date-time, the offset being required. Seconds may be 60 (a leap second); the
// letters T and Z may be small (section 5.6).
func ParseTime(text string) (time.Time, bool) {
	upper := strings.ToUpper(text)
	if len(upper) < len("2006-01-02T15:04:05Z") || upper[10] != 'T' || strings.Contains(upper, ",") {
		return time.Time{}, false
	}
	if t, err := time.Parse(time.RFC3339Nano, upper); err == nil {
		return t, offsetFits(upper)
	}
	if upper[17:19] == "60" {
		t, err := time.Parse(time.RFC3339Nano, upper[:17]+"59"+upper[19:])
		if u := t.UTC(); err == nil && offsetFits(upper) && u.Hour() == 23 && u.Minute() == 59 {
			return t.Add(time.Second), true
		}
	}
	return time.Time{}, false
}

// offsetFits refuses offsets such as +24:00 or +10:60, which time.Parse lets through in part.
func offsetFits(text string) bool {
	if strings.HasSuffix(text, "Z") {
		return true
	}
	offset := text[len(text)-5:]
	return offset[:2] <= "23" && offset[3:] <= "59"
}

// ParseDate reads an RFC 3339 full-date.
func ParseDate(text string) (Date, bool) {
	if len(text) != len("2006-01-02") {
		return 0, false
	}
	t, err := time.Parse("2006-01-02", text)
	return DateOf(t), err == nil
}
