package value

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// decimal is a number as 0.digits × 10^magnitude, without zeros at either end; zero has no digits. It is exact, and takes
// no more room than the literal does, however large the exponent.
type decimal struct {
	negative  bool
	digits    string
	magnitude int64
}

// exponentBound is where exponents stop being told apart: 1e999999999999999999 and what is beyond it are one.
const exponentBound = 1_000_000_000_000_000

func decimalOf(v any) (decimal, bool) {
	switch v := v.(type) {
	case int64:
		return parseDecimal(strconv.FormatInt(v, 10)), true
	case Number:
		return parseDecimal(string(v)), true
	}
	return decimal{}, false
}

func parseDecimal(text string) decimal {
	var d decimal
	text, d.negative = strings.CutPrefix(text, "-")
	mantissa, exponent := text, int64(0)
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], parseExponent(text[i+1:])
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	d.digits = strings.TrimLeft(digits, "0")
	d.magnitude = int64(len(whole)-(len(digits)-len(d.digits))) + exponent
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return decimal{}
	}
	return d
}

func parseExponent(text string) int64 {
	// ParseInt gives the nearest int64 when the exponent does not fit.
	e, _ := strconv.ParseInt(text, 10, 64)
	return max(-exponentBound, min(e, exponentBound))
}

func (d decimal) compare(e decimal) int {
	switch {
	case d.sign() != e.sign():
		return cmp.Compare(d.sign(), e.sign())
	case d.negative:
		return e.compareSize(d)
	}
	return d.compareSize(e)
}

func (d decimal) compareSize(e decimal) int {
	if c := cmp.Compare(d.magnitude, e.magnitude); c != 0 {
		return c
	}
	return strings.Compare(d.digits, e.digits)
}

func (d decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}

// IsNumber tells whether v is an int64 or a Number.
func IsNumber(v any) bool {
	switch v.(type) {
	case int64, Number:
		return true
	}
	return false
}

// IsInteger tells whether v is a number without a fractional part, however it is written: 1.0 and 1e3 are integers.
func IsInteger(v any) bool {
	if _, ok := v.(int64); ok {
		return true
	}
	d, ok := decimalOf(v)
	return ok && (d.digits == "" || d.magnitude >= int64(len(d.digits)))
}

// Int is the int64 that a number equals, however it is written.
func Int(v any) (int64, bool) {
	if i, ok := v.(int64); ok {
		return i, true
	}
	const widest = 19 // digits of an int64
	d, ok := decimalOf(v)
	if !ok || !IsInteger(v) || d.magnitude > widest {
		return 0, false
	}
	text := d.digits + strings.Repeat("0", int(max(0, d.magnitude))-len(d.digits))
	if d.digits == "" {
		text = "0"
	}
	if d.negative {
		text = "-" + text
	}
	i, err := strconv.ParseInt(text, 10, 64)
	return i, err == nil
}

// IsMultiple tells whether a is b times an integer, exactly, for exponents of any size. It is false where one is not a
// number, and for b = 0 unless a is 0 too.
func IsMultiple(a, b any) bool {
	x, ok := a.(int64)
	if y, isInt := b.(int64); ok && isInt && y != 0 {
		return x%y == 0
	}
	d, isNumber := decimalOf(a)
	e, isDivisor := decimalOf(b)
	switch {
	case !isNumber || !isDivisor:
		return false
	case d.digits == "":
		return true
	case e.digits == "":
		return false
	}
	// a = n × 10^i and b = m × 10^j, n and m being the integers that the digits spell.
	n, _ := new(big.Int).SetString(d.digits, 10)
	m, _ := new(big.Int).SetString(e.digits, 10)
	shift := (d.magnitude - int64(len(d.digits))) - (e.magnitude - int64(len(e.digits)))
	if shift < 0 {
		// n has no zeros at its end, so it is no multiple of ten.
		return false
	}
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(shift), m)
	return power.Mul(power, n).Mod(power, m).Sign() == 0
}
