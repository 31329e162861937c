package fake

import (
	"fmt"
	"time"
)

const day = 24 * time.Hour

// instant is a time that goes with the name of its property: what belongs to one object is created before it is changed,
// and changed before it ends. It lies within the two years before the clock, births and expiries excepted.
func (r *run) instant(at *spot) time.Time {
	return r.moment(at, at.timing()).Truncate(time.Second)
}

// timing is when something of the name of a place happens.
func (at *spot) timing() timing {
	if at.called != nil {
		return at.called.relation.when
	}
	return timingOf(at.words)
}

// moment is when something happens to the owner of a property.
func (r *run) moment(at *spot, when timing) time.Time {
	life := at.owner.Sub("life").Cell(0)
	span := func(least, most time.Duration) time.Duration {
		return time.Duration(life.Between(int64(least/time.Second), int64(most/time.Second))) * time.Second
	}
	now := r.Clock.UTC()
	var moments [sometime + 1]time.Time
	moments[early] = now.Add(-span(60*day, 730*day))
	moments[later] = moments[early].Add(span(time.Hour, 30*day))
	moments[latest] = moments[later].Add(span(time.Hour, 29*day))
	moments[birth] = now.Add(-time.Duration(life.Between(20*365, 60*365)) * day)
	moments[soon] = moments[early].Add(span(time.Hour, 14*time.Hour))
	moments[shipped] = moments[early].Add(span(14*time.Hour, 3*day))
	moments[delivered] = moments[shipped].Add(span(day, 5*day))
	if moments[expiry] = now.Add(span(day, 365*day)); life.Below(unlikely) == 0 {
		moments[expiry] = moments[latest]
	}
	if when == 0 || when == sometime {
		return moments[early].Add(time.Duration(at.stream("instant").Between(0, 59*24*3600)) * time.Second).Add(at.shift)
	}
	return moments[when].Add(at.shift)
}

// timeOfDay is an instant at an hour that goes with the name too: within one day, what is earlier comes first.
func (r *run) timeOfDay(at *spot) time.Time {
	const opening, each = 8, 2 // the first hour, and how many each timing has
	t, when := r.instant(at), at.timing()
	if when < early || when > expiry {
		return t
	}
	return t.Add(time.Duration(opening+each*int(when-early)+t.Hour()%each-t.Hour()) * time.Hour)
}

// age is how many years ago the owner of a property was born.
func (r *run) age(at *spot) int64 { return r.yearsSince(r.moment(at, birth)) }

// yearsSince are the whole years up to the clock.
func (r *run) yearsSince(born time.Time) int64 {
	now := r.Clock.UTC()
	years := now.Year() - born.Year()
	if born.AddDate(years, 0, 0).After(now) {
		years--
	}
	return int64(years)
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
