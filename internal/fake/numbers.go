package fake

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"mockserver/internal/value"
)

// scope is where a believable number lies, and the number of its decimals.
type scope struct {
	low, high int64
	places    int
}

// likely is where a number of a name lies, and which half of that it is of.
type likely struct {
	scope
	half side
}

// halved is the scope of its side.
func (l likely) halved() scope {
	switch s := l.scope; l.half {
	case lower:
		return scope{s.low, s.low + (s.high-s.low)/2, s.places}
	case upper:
		return scope{min(s.high, s.low+(s.high-s.low)/2+1), s.high, s.places}
	}
	return l.scope
}

// formatBounds are the numbers that a format admits.
var formatBounds = map[string][2]any{
	"int8":   {int64(-128), int64(127)},
	"int16":  {int64(-32768), int64(32767)},
	"int32":  {int64(-1 << 31), int64(1<<31 - 1)},
	"int64":  {int64(-1 << 63), int64(1<<63 - 1)},
	"uint8":  {int64(0), int64(255)},
	"uint16": {int64(0), int64(65535)},
	"uint32": {int64(0), int64(1<<32 - 1)},
	"uint64": {int64(0), value.Number("18446744073709551615")},
	"float":  {value.Number("-3.4e38"), value.Number("3.4e38")},
	"double": {value.Number("-1.7e308"), value.Number("1.7e308")},
}

// mostPlaces bounds the decimals of a number that lies between two close bounds.
const mostPlaces = 40

// bounds are those of the number, also by its formats, and whether those admit only integers.
func (w *want) bounds() (low, high bound, integer bool) {
	low, high = w.low, w.high
	for _, f := range w.formats {
		if b, ok := formatBounds[f]; ok {
			low.raise(b[0], false, 1)
			high.raise(b[1], false, -1)
			integer = integer || f[0] == 'i' || f[0] == 'u'
		}
	}
	return low, high, integer
}

// number makes a number: n steps from 0, the step being the least common multiple of all that it is to be a multiple of.
func (r *run) number(w *want, at *spot, integer bool, variant uint64) (any, *Unsatisfiable) {
	low, high, whole := w.bounds()
	integer = integer || whole
	wanted := r.numberScope(at, integer)
	if wanted.low == wanted.high && variant > 0 {
		wanted.scope = elsewhere(at, wanted.scope, variant)
	}
	if w.multiples == nil && wanted.low <= wanted.high && wanted.lies(low, high) {
		wanted := wanted.halved()
		s := at.key.drawing("number")
		n := s.Between(wanted.low, wanted.high) - wanted.low + int64(variant%maxVariants)
		return value.Decimal(wanted.low+n%(wanted.high-wanted.low+1), wanted.places), nil
	}
	if integer && w.multiples == nil && low.isNear() && high.isNear() && wanted.isNear() {
		s := at.key.drawing("number")
		n, ok := wholeBetween(low, high, wanted, &s, variant)
		if !ok {
			return nil, fail(w.roots[0], "no number between its bounds is a multiple of 1")
		}
		return n, nil
	}
	if v, ok := w.unitsOf(at, low, high, wanted, integer, variant); ok {
		return v, nil
	}
	step, err := w.step(integer)
	if err != nil {
		return nil, err
	}
	if low.beyond() || high.beyond() { // too far out to be reckoned with: only the bound itself, or what lies before it
		if v := beyondReach(low, high); v != nil {
			return v, nil
		}
		low, high = low.within(), high.within()
	}
	if step == nil {
		return decimalBetween(w, low, high, wanted, at.numberStream(), variant)
	}
	var v any
	for next := range uint64(roundings) {
		n := multipleBetween(low, high, wanted, step, at.numberStream(), variant+next)
		if n == nil {
			return nil, fail(w.roots[0], "no number between its bounds is a multiple of %s", ratText(step))
		}
		if v = numberOf(n.Mul(n, step)); step.IsInt() || w.dividesRounded(v) {
			break
		}
	}
	return v, nil
}

// elsewhere is where a number lies that cannot be the only likely one.
func elsewhere(at *spot, only scope, variant uint64) scope {
	if wider, ok := suffixed(numberScopes, at.words); ok && wider.low < wider.high {
		return wider
	}
	n := only.low + int64(variant%maxVariants)
	return scope{n, n, only.places}
}

// roundings is how many multiples are tried for one that binary floating point takes for a multiple too.
const roundings = 20

// dividesRounded tells whether a number is a multiple also for who divides as IEEE 754 does: 53.8 by 0.1 is 537.9999999999999
// in most programming languages.
func (w *want) dividesRounded(v any) bool {
	number, err := strconv.ParseFloat(value.Text(v), 64)
	return err == nil && !slices.ContainsFunc(w.multiples, func(m any) bool {
		divisor, err := strconv.ParseFloat(value.Text(m), 64)
		return err != nil || math.Trunc(number/divisor) != number/divisor
	})
}

// lies tells whether all of a scope lies between two bounds.
func (s scope) lies(low, high bound) bool {
	return (low.at == nil || value.CompareDecimal(s.low, s.places, low.at) > 0) &&
		(high.at == nil || value.CompareDecimal(s.high, s.places, high.at) < 0)
}

func (at *spot) numberStream() *Stream { return at.key.Sub("number").Cell(0) }

// step is what the number is a multiple of: 1 for integers; nil if it may be any.
func (w *want) step(integer bool) (*big.Rat, *Unsatisfiable) {
	var step *big.Rat
	if integer {
		step = big.NewRat(1, 1)
	}
	for _, m := range w.multiples {
		r, ok := value.Rat(m)
		switch {
		case !ok:
			return nil, fail(w.roots[0], "its multipleOf is %s, which is not computed with", value.Text(m))
		case r.Sign() == 0:
			continue
		case step == nil:
			step = r
		default:
			step = commonMultiple(step, r)
		}
		const widest = 4096 // bits of a number
		if step.Num().BitLen() > widest {
			return nil, fail(w.roots[0], "its multipleOf have no common multiple of a size that can be written")
		}
	}
	return step, nil
}

func commonMultiple(a, b *big.Rat) *big.Rat {
	x, y := new(big.Int).Mul(a.Num(), b.Denom()), new(big.Int).Mul(b.Num(), a.Denom())
	x.Abs(x)
	y.Abs(y)
	divisor := new(big.Int).GCD(nil, nil, x, y)
	product := x.Mul(x, y)
	return new(big.Rat).SetFrac(product.Quo(product, divisor), new(big.Int).Mul(a.Denom(), b.Denom()))
}

// beyond tells whether a bound has an exponent that is not computed with.
func (b bound) beyond() bool {
	if b.at == nil {
		return false
	}
	_, ok := value.Rat(b.at)
	return !ok
}

// within leaves out a bound that is beyond all that is made.
func (b bound) within() bound {
	if b.beyond() {
		return bound{}
	}
	return b
}

// beyondReach is the number for bounds that leave nothing near 0.
func beyondReach(low, high bound) any {
	switch {
	case low.beyond() && !low.strict && value.Compare(low.at, int64(1)) > 0:
		return low.at
	case high.beyond() && !high.strict && value.Compare(high.at, int64(-1)) < 0:
		return high.at
	case low.beyond() && high.beyond() || low.at == nil || high.at == nil:
		return nil
	}
	return nil
}

// edges are the least and the greatest number of steps; nil where there is no bound.
func edges(low, high bound, step *big.Rat) (from, to *big.Int) {
	if low.at != nil {
		from = steps(low, step, 1)
	}
	if high.at != nil {
		to = steps(high, step, -1)
	}
	return from, to
}

// steps is the first whole number of steps from a bound on, upwards (1) or downwards (-1).
func steps(b bound, step *big.Rat, way int64) *big.Int {
	r, _ := value.Rat(b.at)
	r.Quo(r, step)
	n, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int)) // rounds down
	switch {
	case rest.Sign() != 0 && way > 0, rest.Sign() == 0 && b.strict && way > 0:
		n.Add(n, big.NewInt(1))
	case rest.Sign() == 0 && b.strict && way < 0:
		n.Sub(n, big.NewInt(1))
	}
	return n
}

// multipleBetween draws a number of steps between two bounds, near what is believable; nil if there is none. Each variant
// is another one as long as there are others.
func multipleBetween(low, high bound, wanted likely, step *big.Rat, s *Stream, variant uint64) *big.Rat {
	from, to := edges(low, high, step)
	if from != nil && to != nil && from.Cmp(to) > 0 {
		return nil
	}
	near, _ := edges(bound{at: value.Decimal(wanted.low, wanted.places)}, bound{}, step)
	_, far := edges(bound{}, bound{at: value.Decimal(wanted.high, wanted.places)}, step)
	if far.Cmp(near) < 0 { // one step is wider than what is believable
		far = new(big.Int).Add(near, big.NewInt(9))
	}
	width := new(big.Int).Sub(far, near)
	if from != nil && near.Cmp(from) < 0 {
		near = from
		far = maxInt(far, new(big.Int).Add(near, width))
	}
	if to != nil && far.Cmp(to) > 0 {
		far = to
		near = minInt(near, new(big.Int).Sub(far, width))
	}
	if from != nil && near.Cmp(from) < 0 {
		near = from
	}
	width = width.Sub(far, near)
	if !width.IsInt64() {
		width = big.NewInt(1<<62 - 1)
	}
	most := max(0, width.Int64())
	half := likely{scope{0, most, 0}, wanted.half}.halved()
	near, most = new(big.Int).Add(near, big.NewInt(half.low)), half.high-half.low
	n := new(big.Int).Add(near, big.NewInt((s.Between(0, most)+int64(variant%maxVariants))%(most+1)))
	return new(big.Rat).SetInt(n)
}

func maxInt(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func minInt(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// decimalBetween draws a number with as few decimals as the bounds allow.
func decimalBetween(w *want, low, high bound, wanted likely, s *Stream, variant uint64) (any, *Unsatisfiable) {
	if tight(low, high, wanted.places) {
		wanted.scope = scope{wanted.low * 100, wanted.high * 100, wanted.places + 2}
	}
	for places := wanted.places; places < wanted.places+mostPlaces; places++ {
		step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
		if n := multipleBetween(low, high, wanted, step, s, variant); n != nil {
			return numberOf(n.Mul(n, step)), nil
		}
	}
	for _, b := range []bound{low, high} {
		if b.at != nil && !b.strict {
			return b.at, nil
		}
	}
	return nil, fail(w.roots[0], "no number lies between its bounds")
}

// tight tells whether there are few numbers of that many decimals between two bounds.
func tight(low, high bound, places int) bool {
	const few = 20
	if low.at == nil || high.at == nil {
		return false
	}
	from, _ := value.Rat(low.at)
	to, _ := value.Rat(high.at)
	step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	return to.Sub(to, from).Cmp(step.Mul(step, big.NewRat(few, 1))) < 0
}

// numberOf writes a number whose decimals end.
func numberOf(r *big.Rat) any { return value.ParseNumber(ratText(r)) }

func ratText(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	places, exact := r.FloatPrec()
	if !exact {
		return r.RatString()
	}
	return r.FloatString(places)
}

// isTextual tells whether a format speaks of texts.
func isTextual(format string) bool {
	if _, numeric := formatBounds[format]; numeric {
		return false
	}
	return !slices.Contains([]string{"decimal", "number", "integer", "currency", "timestamp", "unix-time", "unixtime"}, format)
}
