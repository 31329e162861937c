// Package value holds the values that records, requests and answers are made of, and how they compare and print.
//
// A value is an any that holds nil, bool, int64, Number, string, Time, Date, []any or *Object; nothing else.
package value

import (
	"math/big"
	"strconv"
	"strings"
)

// Number is a JSON number that is not an int64, as it was written: nothing is lost by rounding.
type Number string

// ParseNumber reads a JSON number literal: an int64 if it is written as one that fits, else a Number.
func ParseNumber(text string) any {
	if !strings.ContainsAny(text, ".eE") {
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			return i
		}
	}
	return Number(text)
}

// ParseInteger reads an integer in its one decimal form: "7" and "-7", but neither "07", "+7" nor "7.0".
func ParseInteger(text string) (i int64, ok bool) {
	i, err := strconv.ParseInt(text, 10, 64)
	return i, err == nil && strconv.FormatInt(i, 10) == text
}

// maxExponent bounds the exponents that are computed with: 1e9999999 must not become ten million digits.
const maxExponent = 400

// Rat is the exact value of an int64 or Number. ok is false for other values, and for exponents beyond ±400.
func Rat(v any) (r *big.Rat, ok bool) {
	switch v := v.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case Number:
		if i := strings.IndexAny(string(v), "eE"); i >= 0 {
			exp, err := strconv.Atoi(string(v[i+1:]))
			if err != nil || exp > maxExponent || exp < -maxExponent {
				return nil, false
			}
		}
		return new(big.Rat).SetString(string(v))
	}
	return nil, false
}

// Decimal makes the number units/10^places without passing through floating point: Decimal(4550, 2) is 45.5.
func Decimal(units int64, places int) any {
	if places == 0 {
		return units
	}
	digits := strconv.FormatInt(units, 10)
	sign := ""
	if units < 0 {
		sign, digits = "-", digits[1:]
	}
	for len(digits) <= places {
		digits = "0" + digits
	}
	whole, fraction := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if fraction == "" {
		return ParseNumber(sign + whole)
	}
	return Number(sign + whole + "." + fraction)
}

// Member is one name and value of an Object.
type Member struct {
	Name  string
	Value any
}

// Object is a JSON object that keeps the order of its members.
type Object struct {
	members []Member
	more    *more // nil of nearly all
}

// more is what few objects have.
type more struct {
	index map[string]int // of many members
	kept  kept           // of an object that is not changed any more
}

// indexFrom is the number of members above which scanning is slower than a map.
const indexFrom = 16

// NewObject makes an empty object with room for n members.
func NewObject(n int) *Object {
	const few, some = 4, 8
	switch { // at once with its members: answers are made of small objects (BenchmarkMiss… in package server)
	case 0 < n && n <= few:
		small := &struct {
			Object
			room [few]Member
		}{}
		small.members = small.room[:0:n]
		return &small.Object
	case few < n && n <= some:
		small := &struct {
			Object
			room [some]Member
		}{}
		small.members = small.room[:0:n]
		return &small.Object
	}
	return &Object{members: make([]Member, 0, n)}
}

// ObjectOf makes an object of members whose names differ.
func ObjectOf(members ...Member) *Object {
	o := NewObject(len(members))
	for _, m := range members {
		o.Set(m.Name, m.Value)
	}
	return o
}

// Members are the members in order; not to be changed.
func (o *Object) Members() []Member {
	if o == nil {
		return nil
	}
	return o.members
}

// Len is the number of members.
func (o *Object) Len() int { return len(o.Members()) }

// Get returns a member's value and whether it is there.
func (o *Object) Get(name string) (any, bool) {
	if i, ok := o.find(name); ok {
		return o.members[i].Value, true
	}
	return nil, false
}

// At follows names with dots between them into nested objects; nil where there is nothing.
func At(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		o, ok := v.(*Object)
		if !ok {
			return nil
		}
		v, _ = o.Get(name)
	}
	return v
}

// Set adds a member at the end, or replaces the value of the one of that name in its place.
func (o *Object) Set(name string, v any) {
	if o.more != nil {
		o.more.kept = kept{}
	}
	if i, ok := o.find(name); ok {
		o.members[i].Value = v
		return
	}
	o.members = append(o.members, Member{name, v})
	switch {
	case len(o.members) <= indexFrom:
	case o.more != nil && o.more.index != nil:
		o.more.index[name] = len(o.members) - 1
	default:
		o.own().index = make(map[string]int, 2*len(o.members))
		for i, m := range o.members {
			o.more.index[m.Name] = i
		}
	}
}

func (o *Object) own() *more {
	if o.more == nil {
		o.more = &more{}
	}
	return o.more
}

// With is a copy of an object with other members set; the object itself stays as it was.
func (o *Object) With(members ...Member) *Object {
	next := NewObject(o.Len() + len(members))
	for _, m := range o.Members() {
		next.Set(m.Name, m.Value)
	}
	for _, m := range members {
		next.Set(m.Name, m.Value)
	}
	return next
}

// Without is a copy of an object without a member.
func (o *Object) Without(name string) *Object {
	next := NewObject(o.Len())
	for _, m := range o.Members() {
		if m.Name != name {
			next.Set(m.Name, m.Value)
		}
	}
	return next
}

func (o *Object) find(name string) (int, bool) {
	if o == nil {
		return 0, false
	}
	if o.more != nil && o.more.index != nil {
		i, ok := o.more.index[name]
		return i, ok
	}
	for i := range o.members {
		if o.members[i].Name == name {
			return i, true
		}
	}
	return 0, false
}
