package coverage

import (
	"math/big"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// longest is the longest text and array that is asked for: beyond it nobody tests, and a URL or header has no room.
const longest = 10_000

// edge is a value to meet: the very one, or any on one side of it.
type edge struct {
	at   any
	side int // 0: at itself; -1 and +1: below and above it
	met  int
}

// size is a length or count to meet.
type size struct {
	n   int64
	met int
}

// bounds adds the least and the largest that fits, and what is just beyond.
func (b *builder) bounds(p *place, s *schema.Schema, parts []*schema.Schema, where string, in setting) {
	if len(p.texts)+len(p.values) > 0 {
		return // an enum says more
	}
	kinds := s.Kinds()
	if kinds == 0 || kinds.Has(schema.Integer) || kinds.Has(schema.Number) {
		b.numbers(p, parts, where, in, kinds.Has(schema.Integer) && !kinds.Has(schema.Number))
	}
	if kinds == 0 || kinds.Has(schema.String) {
		least, most := int64(0), (*int64)(nil)
		for _, part := range parts {
			least, most = max(least, part.MinLength), lower(most, part.MaxLength)
		}
		p.lengths = b.sizes(where, least, most, in, sizeWords{"character", "the shortest", "the longest"})
	}
	if kinds == 0 || kinds.Has(schema.Array) {
		least, most := int64(0), (*int64)(nil)
		for _, part := range parts {
			least, most = max(least, part.MinItems), lower(most, part.MaxItems)
		}
		p.counts = b.sizes(where, least, most, in, sizeWords{"item", "the fewest", "the most"})
	}
}

func lower(a, b *int64) *int64 {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

type sizeWords struct{ noun, least, most string }

// sizes are the least and the most that fit, one too few and one too many. Where only one fits it is one item.
func (b *builder) sizes(where string, least int64, most *int64, in setting, words sizeWords) []size {
	var all []size
	add := func(n int64, what string) {
		text := strconv.FormatInt(n, 10) + " " + words.noun
		if n != 1 {
			text += "s"
		}
		if i := b.add(KindBound, where, text+", "+what); i != none {
			all = append(all, size{n, i})
		}
	}
	if most != nil && *most < least {
		return nil
	}
	exactly := most != nil && *most == least
	if least > 0 && least <= longest {
		if !exactly {
			add(least, words.least)
		}
		if (least > 1 || !in.neverEmpty) && !in.fitting {
			add(least-1, "one too few (refused)")
		}
	}
	if most != nil && *most <= longest {
		switch {
		case exactly:
			add(*most, "no fewer and no more")
		default:
			add(*most, words.most)
		}
		if !in.fitting {
			add(*most+1, "one too many (refused)")
		}
	}
	return all
}

// limitOf is the closest of several bounds: that of numbers that fit, or exclusive, that of numbers that do not.
type limitOf struct {
	at        any
	exclusive bool
}

// tighten takes a bound that admits less than what there is; side is -1 for lower bounds, +1 for upper ones.
func (l *limitOf) tighten(at any, exclusive bool, side int) {
	if at == nil {
		return
	}
	if l.at != nil {
		closer := -side * value.Compare(at, l.at)
		if closer < 0 || closer == 0 && !exclusive {
			return
		}
	}
	l.at, l.exclusive = at, exclusive
}

// numbers adds the bounds of a number. Of those that come in steps, integers and multiples, the next one beyond a bound is
// known; of others any beyond it counts.
func (b *builder) numbers(p *place, parts []*schema.Schema, where string, in setting, integer bool) {
	var least, most limitOf
	var divisor any
	for _, part := range parts {
		least.tighten(part.Minimum, false, -1)
		least.tighten(part.ExclusiveMinimum, true, -1)
		most.tighten(part.Maximum, false, 1)
		most.tighten(part.ExclusiveMaximum, true, 1)
		if divisor == nil {
			divisor = part.MultipleOf
		}
	}
	if least.at != nil && most.at != nil && value.Compare(least.at, most.at) > 0 {
		return
	}
	step := stepOf(divisor, integer)
	b.bound(p, where, in, least, step, lowest)
	b.bound(p, where, in, most, step, highest)
}

// stepOf is the distance of two neighbours; nil if there is none.
func stepOf(divisor any, integer bool) *big.Rat {
	step, ok := value.Rat(divisor)
	switch {
	case integer && (!ok || step.Sign() == 0):
		return big.NewRat(1, 1)
	case !ok || step.Sign() == 0:
		return nil
	case integer: // the integers among the multiples of a/b are those of a
		return new(big.Rat).SetInt(step.Num())
	}
	return step
}

// end is one of the two ends of a range.
type end struct {
	side         int // -1 or +1
	name, beyond string
}

var (
	lowest  = end{-1, "minimum", "below"}
	highest = end{1, "maximum", "above"}
)

func (b *builder) bound(p *place, where string, in setting, l limitOf, step *big.Rat, e end) {
	if l.at == nil {
		return
	}
	add := func(at any, side int, refused bool, before, behind string) {
		what := before + value.Cut(value.Text(at), enumCharacters) + behind + e.name
		if refused {
			what += " (refused)"
		}
		if refused && in.fitting {
			return
		}
		if i := b.add(KindBound, where, what); i != none {
			p.values = append(p.values, edge{at, side, i})
		}
	}
	if step == nil && l.exclusive {
		add(l.at, 0, true, "", ", the exclusive ")
		return
	}
	if step == nil {
		add(l.at, 0, false, "", ", the ")
		add(l.at, e.side, true, e.beyond+" ", ", the ")
		return
	}
	if inner, outer, ok := neighbours(l, step, e.side); ok {
		add(inner, 0, false, "", ", the ")
		add(outer, 0, true, "", ", one "+e.beyond+" the ")
	}
}

// neighbours are the outermost multiple of a step that fits, and the next one, which does not.
func neighbours(l limitOf, step *big.Rat, side int) (inner, outer any, ok bool) {
	at, ok := value.Rat(l.at)
	if !ok {
		return nil, nil, false
	}
	// The number of steps to the bound, rounded towards what fits: down for an upper bound, up for a lower one.
	quotient := new(big.Rat).Quo(at, step)
	n := new(big.Int).Div(quotient.Num(), quotient.Denom()) // rounded down, as the denominator is positive
	exact := quotient.IsInt()
	switch {
	case side < 0 && (!exact || l.exclusive):
		n.Add(n, big.NewInt(1))
	case side > 0 && exact && l.exclusive:
		n.Sub(n, big.NewInt(1))
	}
	inner, ok = numberOf(new(big.Rat).Mul(new(big.Rat).SetInt(n), step))
	if !ok {
		return nil, nil, false
	}
	n.Add(n, big.NewInt(int64(side)))
	outer, ok = numberOf(new(big.Rat).Mul(new(big.Rat).SetInt(n), step))
	return inner, outer, ok
}

// numberOf is the number as JSON writes it; ok is false where its digits have no end.
func numberOf(r *big.Rat) (v any, ok bool) {
	places, exact := r.FloatPrec()
	if !exact {
		return nil, false
	}
	return value.ParseNumber(r.FloatString(places)), true
}
