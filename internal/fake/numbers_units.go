package fake

import "mockserver/internal/value"

// units are a number of few digits in units of a power of ten: 0.25 is 25, with two places.
type units struct {
	n      int64
	places int
}

const (
	mostPlacesOfUnits = 6
	mostUnits         = 1_000_000_000_000 // before they are brought to the same places
)

// unitsOf reads such a number; ok is false of others.
func unitsOf(v any) (u units, ok bool) {
	if n, whole := v.(int64); whole {
		return units{n: n}, -mostUnits < n && n < mostUnits
	}
	text, isNumber := v.(value.Number)
	negative, fraction := false, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '-' && i == 0:
			negative = true
		case c == '.':
			fraction = true
		case c < '0' || c > '9' || u.n >= mostUnits/10 || u.places == mostPlacesOfUnits:
			return units{}, false
		default:
			u.n = u.n*10 + int64(c-'0')
			if fraction {
				u.places++
			}
		}
	}
	if negative {
		u.n = -u.n
	}
	return u, isNumber
}

// to is the number in units of more places.
func (u units) to(places int) int64 {
	n := u.n
	for range places - u.places {
		n *= 10
	}
	return n
}

// unitsBetween is multipleBetween for numbers of few digits, as nearly all are that people write: to reckon with numbers of any size
// took a tenth of the time of a generated answer (BenchmarkMissGenerated in package server). What it draws is in units of the places
// of the step; near is false where it is no help, found where there is such a number.
func unitsBetween(low, high bound, wanted likely, by any, s *Stream, variant uint64) (n units, found, near bool) {
	step, near := unitsOf(by)
	from, to := units{}, units{}
	if low.at != nil && near {
		from, near = unitsOf(low.at)
	}
	if high.at != nil && near {
		to, near = unitsOf(high.at)
	}
	if !near || step.n <= 0 || wanted.places > mostPlacesOfUnits || wanted.low <= -mostUnits || wanted.high >= mostUnits || wanted.low >= mostUnits || wanted.high <= -mostUnits {
		return units{}, false, false
	}
	places := max(step.places, from.places, to.places, wanted.places)
	each := step.to(places)
	least, most := int64(-farthest*4), int64(farthest*4)
	if low.at != nil {
		least = roundedUp(from.to(places), each)
		if low.strict && least*each == from.to(places) {
			least++
		}
	}
	if high.at != nil {
		most = -roundedUp(-to.to(places), each)
		if high.strict && most*each == to.to(places) {
			most--
		}
	}
	if least > most {
		return units{}, false, true
	}
	first := roundedUp(units{wanted.low, wanted.places}.to(places), each)
	last := -roundedUp(-units{wanted.high, wanted.places}.to(places), each)
	drawn := drawnBetween(least, most, first, last, wanted.half, s, variant)
	if drawn <= -mostUnits/step.n || drawn >= mostUnits/step.n { // too large to be written so
		return units{}, false, false
	}
	return units{drawn * step.n, step.places}, true, true
}

// roundedUp is a quotient, rounded up.
func roundedUp(n, by int64) int64 {
	q := n / by
	if n%by > 0 {
		q++
	}
	return q
}

// value is the number as it is written: without zeros at its end.
func (u units) value() any {
	for u.places > 0 && u.n%10 == 0 {
		u.n, u.places = u.n/10, u.places-1
	}
	return value.Decimal(u.n, u.places)
}

// unitsOf makes a number that is to be a multiple of one of few digits; false: that is to be done by other means.
func (w *want) unitsOf(at *spot, low, high bound, wanted likely, integer bool, variant uint64) (any, bool) {
	if len(w.multiples) != 1 {
		return nil, false
	}
	step, near := unitsOf(w.multiples[0])
	if !near || integer && step.places > 0 {
		return nil, false
	}
	for next := range uint64(roundings) {
		s := at.key.drawing("number")
		n, found, near := unitsBetween(low, high, wanted, w.multiples[0], &s, variant+next)
		if !near || !found {
			return nil, false
		}
		if v := n.value(); step.places == 0 || next == roundings-1 || w.dividesRounded(v) {
			return v, true
		}
	}
	return nil, false
}
