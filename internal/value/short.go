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
	for ; xPlaces < yPlaces; xPlaces++ {
		x *= 10
	}
	for ; yPlaces < xPlaces; yPlaces++ {
		y *= 10
	}
	return cmp.Compare(x, y), true
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
