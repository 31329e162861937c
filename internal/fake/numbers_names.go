package fake

import (
	"slices"
	"strconv"
	"strings"
)

// numbering is what a name says of numbers.
type numbering struct {
	half       side
	coordinate func(place) string // nil: it is none
	dated      dating
	scopes     [2]scope // of numbers, and of integers
	isTotal    bool
}

// dating is what time a number says.
type dating int

const (
	inYears dating = iota + 1 // since the birth
	birthYear
	inSeconds // since 1970
)

func numberingOf(words []string) numbering {
	n := numbering{half: sideOf(words), isTotal: len(words) > 0 && words[len(words)-1] == "total"}
	n.coordinate, _ = suffixed(coordinates, words)
	switch name := strings.Join(words, ""); {
	case name == "age":
		n.dated = inYears
	case name == "birthyear", name == "yearofbirth":
		n.dated = birthYear
	case isInstant(spot{words: words}) && !isRow(words):
		n.dated = inSeconds
	}
	n.scopes = [2]scope{namedScope(words, false), namedScope(words, true)}
	return n
}

// numbering is what the name of a place says of numbers.
func (at *spot) numbering() numbering {
	if at.called != nil {
		return at.called.numbers
	}
	return numberingOf(at.words)
}

// numberScope is where a number of that name lies.
func (r *run) numberScope(at *spot, integer bool) likely {
	n := at.numbering()
	if n.coordinate != nil {
		units, _ := strconv.ParseInt(strings.Replace(n.coordinate(at.place()), ".", "", 1), 10, 64)
		return likely{scope{units - nearby, units + nearby, 4}, n.half}
	}
	if n, ok := r.dated(at, n.dated); ok {
		return likely{scope: scope{n, n, 0}}
	}
	found := n.scopes[0]
	if integer {
		found = n.scopes[1]
	} else if n.isTotal && slices.ContainsFunc(at.kin, func(word string) bool { return slices.Contains(trades, word) }) {
		found = numberScopes["totalamount"] // of money, not of entries
	}
	if integer && found.places > 0 {
		power, _ := strconv.ParseInt("1"+"00000000"[:found.places], 10, 64)
		found = scope{(found.low + power - 1) / power, max(found.high/power, (found.low+power-1)/power), 0}
	}
	return likely{found, n.half}
}

// dated is a number that a time says: in seconds since 1970, or in years.
func (r *run) dated(at *spot, as dating) (int64, bool) {
	switch as {
	case inYears:
		return r.age(at), true
	case birthYear:
		return int64(r.moment(at, birth).Year()), true
	case inSeconds:
		return r.instant(at).Unix(), true
	}
	return 0, false
}

// namedScope is what the table says of a name.
func namedScope(words []string, integer bool) scope {
	found := scope{0, 100_000, 2}
	if integer {
		found = scope{1, 1000, 0}
	}
	for n := len(words); n > 0; n-- { // duration_ms, amountDue
		if byName, ok := suffixed(numberScopes, words[:n]); ok {
			found = byName
			break
		}
	}
	if len(words) > 1 && (words[0] == "num" || words[0] == "number" && words[1] == "of") {
		found = numberScopes["count"]
	}
	return found
}

// nearby is how far a coordinate lies from that of its city at most, in ten-thousandths of a degree.
const nearby = 300

// coordinates are the names of what a place has of them.
var coordinates = map[string]func(place) string{
	"latitude": place.north, "lat": place.north, "longitude": place.east, "lng": place.east, "lon": place.east, "long": place.east,
}

func (p place) north() string { return p.latitude }

func (p place) east() string { return p.longitude }

// isRow tells whether a number is called like a time, but is mostly that of the first or the last row of a page.
func isRow(words []string) bool { return len(words) == 1 && (words[0] == "start" || words[0] == "end") }
