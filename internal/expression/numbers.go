package expression

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"time"

	"mockserver/internal/value"
)

func integer(_ Scope, a []any) any {
	switch v := a[0].(type) {
	case int64:
		return v
	case string:
		if i, err := strconv.ParseInt(v, 10, 64); err == nil {
			return i
		}
	}
	return nil
}

// div is the quotient rounded towards minus infinity.
func div(_ Scope, a []any) any {
	x, okX := a[0].(int64)
	y, okY := a[1].(int64)
	if !okX || !okY || y == 0 || x == math.MinInt64 && y == -1 {
		return nil
	}
	q := x / y
	if x%y != 0 && (x < 0) != (y < 0) {
		q--
	}
	return q
}

const maxPlaces = 18

func decimal(_ Scope, a []any) any {
	units, okU := a[0].(int64)
	places, okP := a[1].(int64)
	if !okU || !okP || places < 0 || places > maxPlaces {
		return nil
	}
	return value.Decimal(units, int(places))
}

// pad writes an integer with leading zeros.
func pad(_ Scope, a []any) any {
	n, okN := a[0].(int64)
	digits, okD := a[1].(int64)
	if !okN || !okD || digits < 0 || digits > maxPlaces {
		return nil
	}
	return fmt.Sprintf("%0*d", int(digits), n)
}

func least(_ Scope, a []any) any    { return extreme(a, -1) }
func greatest(_ Scope, a []any) any { return extreme(a, 1) }

// extreme is the least or greatest of values of one kind; others have none.
func extreme(a []any, sign int) any {
	best := a[0]
	for _, v := range a {
		if kindOf(v) == 0 || kindOf(v) != kindOf(best) {
			return nil
		}
		if value.Compare(v, best)*sign > 0 {
			best = v
		}
	}
	return best
}

func duration(_ Scope, a []any) any {
	if s, ok := a[0].(string); ok {
		if d, err := time.ParseDuration(s); err == nil {
			return span(d)
		}
	}
	return nil
}

// epoch is the instant in whole seconds since 1970.
func epoch(_ Scope, a []any) any {
	if t, ok := a[0].(value.Time); ok {
		return t.In(time.UTC).Unix()
	}
	return nil
}

// hour is null for a day: that has none.
func hour(s Scope, a []any) any {
	if t, ok := a[0].(value.Time); ok {
		return int64(t.In(s.Zone).Hour())
	}
	return nil
}

func date(s Scope, a []any) any {
	switch v := a[0].(type) {
	case value.Time:
		return value.DateOf(v.In(s.Zone))
	case value.Date:
		return v
	case string:
		if d, ok := value.ParseDate(v); ok {
			return d
		}
	}
	return nil
}

// civil is an instant or a day as a time.Time whose clock and calendar read as in the scope's zone.
func civil(s Scope, v any) (time.Time, bool) {
	switch v := v.(type) {
	case value.Time:
		return v.In(s.Zone), true
	case value.Date:
		return v.Start(time.UTC), true
	}
	return time.Time{}, false
}

func part(of func(time.Time) int) func(Scope, []any) any {
	return func(s Scope, a []any) any {
		if t, ok := civil(s, a[0]); ok {
			return int64(of(t))
		}
		return nil
	}
}

// years is the number of whole years from a day to a later one: an age. Who is born on a 29 February has a birthday
// on 1 March in the other years.
func years(s Scope, a []any) any {
	from, okF := civil(s, a[0])
	to, okT := civil(s, a[1])
	if !okF || !okT {
		return nil
	}
	n := to.Year() - from.Year()
	if to.Month() < from.Month() || to.Month() == from.Month() && to.Day() < from.Day() {
		n--
	}
	return int64(n)
}

// untilDay is the number of days from a day to the next return of a birthday; 0 on the birthday itself.
func untilDay(s Scope, a []any) any {
	birth, okB := civil(s, a[0])
	today, okT := civil(s, a[1])
	if !okB || !okT {
		return nil
	}
	now := value.DateOf(today)
	next := value.DateOf(time.Date(today.Year(), birth.Month(), birth.Day(), 0, 0, 0, 0, time.UTC))
	if next < now {
		next = value.DateOf(time.Date(today.Year()+1, birth.Month(), birth.Day(), 0, 0, 0, 0, time.UTC))
	}
	return int64(next - now)
}

const maxDigest = 64

// digest makes a word of letters and digits from texts and the seed: digest(20, a, b) looks like a token.
func digest(s Scope, a []any) any {
	n, ok := a[0].(int64)
	if !ok || n < 1 || n > maxDigest {
		return nil
	}
	h := sha256.New()
	var block [sha256.Size]byte
	binary.BigEndian.PutUint64(block[:], s.Seed)
	h.Write(block[:8])
	for _, v := range a[1:] {
		word := text(v)
		fmt.Fprintf(h, "%d:%s,", len(word), word)
	}
	h.Sum(block[:0])
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	word := make([]byte, n)
	for i := range word {
		if i > 0 && i%sha256.Size == 0 {
			block = sha256.Sum256(block[:])
		}
		word[i] = letters[int(block[i%sha256.Size])%len(letters)]
	}
	return string(word)
}
