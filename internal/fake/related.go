package fake

import (
	"slices"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/value"
)

// ordering is how values are compared.
type ordering int

const (
	numeric ordering = iota + 1
	dated            // texts that begin with a date
	hourly           // texts that begin with a time of day
)

var (
	dateHead = lazyregexp.New(`^\d{4}-\d\d-\d\d`)
	hourHead = lazyregexp.New(`^\d\d:\d\d`)
)

// orderingOf is how a value is compared with its like; 0: it is not.
func orderingOf(v any) ordering {
	text, ok := v.(string)
	switch {
	case value.IsNumber(v):
		return numeric
	case ok && dateHead.MatchString(text):
		return dated
	case ok && hourHead.MatchString(text):
		return hourly
	}
	return 0
}

// compareAlike compares values of one ordering: a day with a time of it is neither before nor after it.
func compareAlike(a, b any) int {
	x, ok := a.(string)
	y, too := b.(string)
	if !ok || !too {
		return value.Compare(a, b)
	}
	n := min(len(x), len(y))
	return strings.Compare(x[:n], y[:n])
}

// relation is what the name of a property says of others beside it.
type relation struct {
	when      timing // of times
	instant   bool   // it is a time even as a number
	stem      string // what is left of the name without the side that it is of
	side      side
	money     side // a total, or what is part of one
	age       bool // in years
	birthYear bool
}

// moneySides tell parts of a total from the total.
var moneySides = func() map[string]side {
	table := map[string]side{}
	for name := range strings.FieldsSeq("subtotal paid amountpaid paidamount totalpaid amountdue taxtotal shippingtotal discounttotal") {
		table[name] = lower
	}
	for name := range strings.FieldsSeq("total totalamount totalprice grandtotal") {
		table[name] = upper
	}
	return table
}()

// relation is that of a name, looked at once.
func (r *run) relation(name string) relation {
	if known, ok := r.relations[name]; ok {
		return known
	}
	if r.relations == nil {
		r.relations = map[string]relation{}
	}
	words := wordsOf(name)
	if len(words) == 0 {
		return relation{}
	}
	of := relation{when: timingOf(words), instant: isInstant(spot{words: words}) && !isRow(words)}
	of.stem, of.side = stemOf(words)
	of.money, _ = suffixed(moneySides, words)
	whole := strings.Join(words, "")
	of.age, of.birthYear = whole == "age", whole == "birthyear" || whole == "yearofbirth"
	r.relations[name] = of
	return of
}

// stemOf is a name without the word that says which side it is of, and what goes with that word: min is no opposite of until.
func stemOf(words []string) (string, side) {
	at := 0
	if sides[words[0]] == 0 {
		at = len(words) - 1
	}
	kind := "end"
	if slices.Contains(amounts, words[at]) {
		kind = "amount"
	}
	return kind + " " + strings.Join(words[:at], " ") + " " + strings.Join(words[at+1:], " "), sides[words[at]]
}

// amounts are the words of sides that are opposites of each other, as the rest of them are.
var amounts = strings.Fields("min minimum low lowest lower max maximum high highest upper")

// member is a property of an object that is made whose value can be compared.
type member struct {
	name string
	ordering
	relation
}

// isTime tells whether it says when something happens.
func (m member) isTime() bool {
	return m.when >= birth && m.when <= expiry && (m.ordering != numeric || m.instant)
}

// group are properties of which each lower one is at most each upper one.
type group struct {
	times          bool
	lowers, uppers []string
}

// mostRelated bounds the properties of one side.
const mostRelated = 16

// courses are what comes after each other in a life.
var courses = [][]timing{{birth, early, soon, shipped, delivered}, {early, later, latest, expiry}}

// groups are those that the names make.
func groups(members []member) []group {
	var all []group
	for _, by := range []ordering{numeric, dated, hourly} {
		for _, course := range courses {
			g := group{times: true}
			for _, when := range course {
				if by == hourly && when == birth { // the hour of a birth is any
					continue
				}
				g.uppers = namesOf(members, func(m member) bool { return m.ordering == by && m.isTime() && m.when == when })
				all = append(all, g)
				g.lowers = append(g.lowers[:len(g.lowers):len(g.lowers)], g.uppers...)
			}
		}
	}
	numbers := slices.DeleteFunc(slices.Clone(members), func(m member) bool { return m.ordering != numeric })
	all = append(all, group{
		lowers: namesOf(numbers, func(m member) bool { return m.money == lower }),
		uppers: namesOf(numbers, func(m member) bool { return m.money == upper }),
	})
	stems := map[string]int{}
	for _, m := range numbers {
		if m.side == 0 {
			continue
		}
		i, known := stems[m.stem]
		if !known {
			i, all = len(all), append(all, group{})
			stems[m.stem] = i
		}
		if g := &all[i]; m.side == lower && len(g.lowers) < mostRelated {
			g.lowers = append(g.lowers, m.name)
		} else if m.side == upper && len(g.uppers) < mostRelated {
			g.uppers = append(g.uppers, m.name)
		}
	}
	return slices.DeleteFunc(all, func(g group) bool { return len(g.lowers) == 0 || len(g.uppers) == 0 })
}

// namesOf are the first of those that are so.
func namesOf(members []member, is func(member) bool) []string {
	var names []string
	for _, m := range members {
		if len(names) < mostRelated && is(m) {
			names = append(names, m.name)
		}
	}
	return names
}
