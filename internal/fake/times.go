package fake

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// instant is a time that goes with the name of its property: what belongs to one object is created before it is changed,
// and changed before it ends. It lies within the two years before the clock, births excepted.
func (r *run) instant(at spot) time.Time {
	timing, _ := suffixed(instants, at.words)
	life := at.owner.Sub("life").Cell(0)
	created := r.Clock.UTC().Add(-time.Duration(life.Between(60*24*3600, 730*24*3600)) * time.Second)
	updated := created.Add(time.Duration(life.Between(3600, 30*24*3600)) * time.Second)
	ended := updated.Add(time.Duration(life.Between(3600, 29*24*3600)) * time.Second)
	born := r.Clock.UTC().Add(-time.Duration(life.Between(20*365, 60*365)) * day)
	var t time.Time
	switch timing {
	case early:
		t = created
	case later:
		t = updated
	case latest:
		t = ended
	case birth:
		t = born
	default:
		t = created.Add(time.Duration(at.stream("instant").Between(0, 59*24*3600)) * time.Second)
	}
	return t.Truncate(time.Second)
}

// datesOf are an instant in the forms of RFC 3339, the usual one first.
func datesOf(t time.Time) []string {
	return []string{
		t.Format(time.RFC3339), t.Format("2006-01-02T15:04:05.000Z"), t.Format("2006-01-02T15:04:05.000000Z"),
		t.Format("2006-01-02T15:04:05+00:00"), t.Format("2006-01-02T15:04:05"), t.Format("2006-01-02 15:04:05"), t.Format(time.DateOnly),
	}
}

// daysOf are the day of an instant, in RFC 3339 first.
func daysOf(t time.Time) []string {
	return []string{t.Format(time.DateOnly), t.Format("20060102"), t.Format("02/01/2006"), t.Format("01/02/2006"), t.Format("02.01.2006"), t.Format("2006-01"), t.Format("2006"), t.Format(time.RFC3339)}
}

func timesOf(t time.Time) []string {
	return []string{t.Format("15:04:05Z"), t.Format("15:04:05"), t.Format("15:04"), t.Format("15:04:05.000Z"), t.Format("15:04:05+00:00")}
}

func durationsOf(s *Stream) []string {
	return []string{
		fmt.Sprintf("PT%dM", s.Between(5, 55)), fmt.Sprintf("P%dD", s.Between(1, 30)), fmt.Sprintf("PT%dH%dM", s.Between(1, 12), s.Between(1, 59)),
		fmt.Sprintf("P1DT%dH", s.Between(1, 12)), fmt.Sprintf("PT%dS", s.Between(1, 59)), fmt.Sprintf("P%dM", s.Between(1, 11)), fmt.Sprintf("P%dY", s.Between(1, 5)),
	}
}
