package value

import "cmp"

// compareShort compares numbers of so few digits that they are reckoned with as integers of 64 bits, as nearly all are that
// people write; ok is false of others. It needs no memory (BenchmarkMissGenerated in package server).
func compareShort(a, b any) (c int, ok bool) {
	x, xPlaces, ok := short(a)
	if !ok {
		return 0, false
	}
	y, yPlaces, ok := short(b)
	if !ok {
		return 0, false
	}
	return compareUnits(x, xPlaces, y, yPlaces), true
}

// compareUnits compares two short numbers.
func compareUnits(x int64, xPlaces int, y int64, yPlaces int) int {
	for ; xPlaces < yPlaces; xPlaces++ {
		x *= 10
	}
	for ; yPlaces < xPlaces; yPlaces++ {
		y *= 10
	}
	return cmp.Compare(x, y)
}

// CompareDecimal compares the number that Decimal makes.
func CompareDecimal(units int64, places int, v any) int {
	if y, yPlaces, ok := short(v); ok && places <= mostShort && -1_000_000_000 < units && units < 1_000_000_000 {
		return compareUnits(units, places, y, yPlaces)
	}
	return Compare(Decimal(units, places), v)
}

// mostShort is how many digits such a number has, before the point and behind it together.
const mostShort = 9

// short is a number as units of a power of ten: 1.25 is 125, with two places.
func short(v any) (units int64, places int, ok bool) {
	switch v := v.(type) {
	case int64:
		return v, 0, -1_000_000_000 < v && v < 1_000_000_000
	case Number:
		digits, fraction, negative := 0, false, false
		for i := range len(v) {
			switch c := v[i]; {
			case c == '-' && i == 0:
				negative = true
			case c == '.':
				fraction = true
			case c < '0' || c > '9' || digits == mostShort:
				return 0, 0, false
			default:
				units = units*10 + int64(c-'0')
				if digits++; fraction {
					places++
				}
			}
		}
		if negative {
			units = -units
		}
		return units, places, true
	}
	return 0, 0, false
}
