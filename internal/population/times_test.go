package population_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/value"
)

// TestTimesStayInTheirRange draws ranges of seconds and of years around clocks with a fraction of a second.
func TestTimesStayInTheirRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := config()
		c.Seed = rapid.Uint64().Draw(t, "seed")
		c.Clock = clock.Add(time.Duration(rapid.Int64Range(0, 2e9).Draw(t, "nanoseconds")))
		unit := rapid.SampledFrom([]string{"s", "h", "d", "mo", "y"}).Draw(t, "unit")
		from := rapid.IntRange(-3, 3).Draw(t, "from")
		to := rapid.IntRange(from, 3).Draw(t, "to")
		p := madeWith(t, fmt.Sprintf(`
collections:
  a:
    records: 20
    timezone: America/New_York
    fields:
      id: {sequence: {}}
      at: {time: {from: %[1]d%[3]s, to: %[2]d%[3]s}}
      later: {time: {from: at, to: clock + duration('30000h')}}
      never: {time: {from: clock + duration('1h'), to: clock}}
      day: {date: {from: %[1]d%[3]s, to: %[2]d%[3]s}}
      day_after: {date: {from: day, to: clock + duration('30000h')}}
`, from, to, unit), c)
		low, high := moved(c.Clock, from, unit), moved(c.Clock, to, unit)
		zone := p.Collection("a").Zone
		days, after := cells(t, p, "a", "day"), cells(t, p, "a", "day_after")
		later := cells(t, p, "a", "later")
		for row, v := range cells(t, p, "a", "at") {
			require.NotNil(t, v)
			require.NotNil(t, days[row])
			require.True(t, value.TimeOf(low) <= v.(value.Time) && v.(value.Time) <= value.TimeOf(high), "%v is not between %s and %s", value.Text(v), low, high)
			require.LessOrEqual(t, v, later[row])
			require.True(t, value.DateOf(low.In(zone)) <= days[row].(value.Date) && days[row].(value.Date) <= value.DateOf(high.In(zone)))
			require.LessOrEqual(t, days[row], after[row])
		}
		for _, v := range cells(t, p, "a", "never") {
			require.Nil(t, v)
		}
	})
}

func moved(t time.Time, n int, unit string) time.Time {
	zone, _ := time.LoadLocation("America/New_York")
	t = t.In(zone)
	switch unit {
	case "s":
		return t.Add(time.Duration(n) * time.Second)
	case "h":
		return t.Add(time.Duration(n) * time.Hour)
	case "d":
		return t.AddDate(0, 0, n)
	case "mo":
		return t.AddDate(0, n, 0)
	}
	return t.AddDate(n, 0, 0)
}

func TestHoursOfTheDay(t *testing.T) {
	p := made(t, `
collections:
  a:
    records: 400
    timezone: America/New_York
    fields:
      id: {sequence: {}}
      at: {time: {from: -2y, to: 0d, hours: [0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,3,0,0,0,0,0]}}
      hour: {derived: hour(at)}
`)
	counts := map[any]int{}
	for _, hour := range cells(t, p, "a", "hour") {
		counts[hour]++
	}
	require.InDelta(t, 300, counts[int64(18)], 40)
	require.Greater(t, counts[int64(9)]+counts[int64(18)], 397, "but on the first and the last day")
}

// TestEndsOfRanges are texts that a range may begin or end with.
func TestEndsOfRanges(t *testing.T) {
	for text, want := range map[string]string{
		"0d": "2025-07-01T12:00:00Z", "-1d": "2025-06-30T12:00:00Z", "+2w": "2025-07-15T12:00:00Z", "-1mo": "2025-06-01T12:00:00Z",
		"-1y": "2024-07-01T12:00:00Z", "36h": "2025-07-03T00:00:00Z", "-30m": "2025-07-01T11:30:00Z", "90s": "2025-07-01T12:01:30Z",
		"'2024-03-10'": "2024-03-10T05:00:00Z", "'2024-03-10T00:00:00Z'": "2024-03-10T00:00:00Z", "clock": "2025-07-01T12:00:00Z",
		"clock - duration('1h')": "2025-07-01T11:00:00Z", "date(clock)": "2025-07-01T04:00:00Z", "date('2024-01-02')": "2024-01-02T05:00:00Z",
	} {
		p := made(t, fmt.Sprintf("collections: {a: {records: 1, timezone: America/New_York, fields: {id: {sequence: {}}, at: {time: {from: %[1]s, to: %[1]s}}}}}", text))
		require.Equal(t, want, value.Text(cells(t, p, "a", "at")[0]), text)
	}
}

func TestADayIsThatOfTheCollectionsZone(t *testing.T) {
	p := made(t, `
collections:
  a:
    records: 1
    timezone: America/New_York
    fields:
      id: {sequence: {}}
      day: {date: {from: '2024-01-01T02:00:00Z', to: '2024-01-01T02:00:00Z'}}
`)
	require.Equal(t, "2023-12-31", value.Text(cells(t, p, "a", "day")[0]))
}
