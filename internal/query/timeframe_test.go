package query_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/query"
	"mockserver/internal/scenario"
)

// TestTimeframes reads testdata/timeframes.txt: a zone and a clock, and below them words with the span that they name.
func TestTimeframes(t *testing.T) {
	const file, arrow = "testdata/timeframes.txt", " => "
	lines := strings.Split(scenario.Read(t, file), "\n")
	var clock time.Time
	for i, line := range lines {
		word, _, ok := strings.Cut(strings.TrimPrefix(line, "  "), arrow)
		switch {
		case line == "" || line[0] == '#':
			continue
		case !ok:
			clock = clockOf(t, line)
			continue
		}
		got := "none"
		if from, to, ok := query.Timeframe(word, clock); ok {
			got = from.Format(time.RFC3339) + " " + to.Format(time.RFC3339)
		}
		lines[i] = "  " + word + arrow + got
	}
	scenario.Golden(t, file, strings.Join(lines, "\n"))
}

// clockOf reads a zone and an instant.
func clockOf(t *testing.T, line string) time.Time {
	zone, at, ok := strings.Cut(line, " ")
	require.True(t, ok, line)
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	clock, err := time.Parse(time.RFC3339, at)
	require.NoError(t, err)
	return clock.In(location)
}

// TestTimeframesFollowEachOther checks on every hour of some years that spans which meet leave nothing between them.
func TestTimeframesFollowEachOther(t *testing.T) {
	for _, zone := range []string{"America/New_York", "America/Sao_Paulo", "America/Havana", "Pacific/Apia", "Australia/Lord_Howe"} {
		location, err := time.LoadLocation(zone)
		require.NoError(t, err)
		clock := time.Date(2011, 1, 1, 0, 30, 0, 0, time.UTC).In(location)
		for ; clock.Year() < 2014; clock = clock.Add(7 * time.Hour) {
			for _, pair := range [][2]string{{"yesterday", "today"}, {"last_week", "this_week"}, {"last_month", "this_month"},
				{"last_quarter", "this_quarter"}, {"last_year", "this_year"}} {
				from, to, _ := query.Timeframe(pair[0], clock)
				next, end, _ := query.Timeframe(pair[1], clock)
				if !to.Equal(next) || from.After(to) || clock.Before(next) || !clock.Before(end) {
					t.Fatalf("%s at %s: %s to %s, then %s to %s", pair, clock, from, to, next, end)
				}
			}
		}
	}
}

func TestTimeframesListsWhatIsRead(t *testing.T) {
	words := strings.NewReplacer("N", "3", "YYYY-MM-DD..YYYY-MM-DD", "2024-01-01..2024-03-31").Replace(query.Timeframes)
	for _, word := range strings.Split(words, ", ") {
		_, _, ok := query.Timeframe(word, time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC))
		require.True(t, ok, word)
	}
}
