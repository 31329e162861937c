package fake

import (
	"strconv"
	"strings"
	"time"
)

// This file makes the best text of a name or a format alone. Mostly it fits, and to make the others with it took a third of the
// memory of a generated answer (BenchmarkMissGenerated in package server).

// firstText makes the first of the texts that a textMaker makes, by the same draws.
type firstText func(r *run, at *spot, s *Stream) string

// firstTexts are by the first name of each row of textRows.
var firstTexts = map[string]firstText{
	"name":        func(_ *run, at *spot, s *Stream) string { first, _ := ownName(at, s); return first },
	"fullname":    func(_ *run, at *spot, _ *Stream) string { first, last := at.person(); return first + " " + last },
	"firstname":   func(_ *run, at *spot, _ *Stream) string { first, _ := at.person(); return first },
	"lastname":    func(_ *run, at *spot, _ *Stream) string { _, last := at.person(); return last },
	"username":    func(_ *run, at *spot, _ *Stream) string { first, last := at.smallPerson(); return first + "." + last },
	"email":       firstEmail,
	"phone":       firstPhone,
	"title":       func(_ *run, _ *spot, s *Stream) string { return phrase(s) },
	"description": func(_ *run, _ *spot, s *Stream) string { return sentence(s) },
	"id":          func(_ *run, _ *spot, s *Stream) string { return hexText(s, 24)[:12] },
	"uuid":        func(_ *run, _ *spot, s *Stream) string { return uuid(s) },
	"key":         func(_ *run, _ *spot, s *Stream) string { return hexText(s, 32) },
	"hash":        func(_ *run, _ *spot, s *Stream) string { return hexText(s, 40) },
	"address":     func(_ *run, at *spot, _ *Stream) string { return street(at) },
	"city":        func(_ *run, at *spot, _ *Stream) string { return at.place().city },
	"state":       func(_ *run, at *spot, _ *Stream) string { return at.place().state },
	"country":     func(_ *run, at *spot, _ *Stream) string { return at.place().country },
	"countrycode": func(_ *run, at *spot, _ *Stream) string { return at.place().code },
	"postalcode":  func(_ *run, at *spot, _ *Stream) string { return at.place().postal },
	"currency":    func(_ *run, at *spot, _ *Stream) string { return at.place().currency },
	"code": func(_ *run, _ *spot, s *Stream) string {
		n := drawnDigits(s, 6)
		return strings.ToUpper(pick(s, nouns)[:3]) + "-" + string(n[:6])
	},
}

// firstFormats are by format.
var firstFormats = map[string]firstText{
	"date-time": func(r *run, at *spot, _ *Stream) string { return r.instant(at).Format(time.RFC3339) },
	"date":      func(r *run, at *spot, _ *Stream) string { return r.instant(at).Format(time.DateOnly) },
	"uuid":      firstTexts["uuid"],
	"email":     firstEmail,
	"phone":     firstPhone,
}

// firstByName is firstTexts by every name.
var firstByName = byEachName(firstTexts)

// byEachName is what there is for the first names of textRows, by every name.
func byEachName[T any](rows map[string]T) map[string]T {
	table := map[string]T{}
	for _, row := range textRows {
		names := strings.Fields(row.names)
		for _, name := range names {
			table[name] = rows[names[0]] // nil too: a later row of the same name is the one that counts
		}
	}
	return table
}

// firstSuggestion makes the first of suggestions; ok is false where they are to be made together.
func (r *run) firstSuggestion(at *spot, s *Stream) (text string, ok bool) {
	called := at.naming()
	switch {
	case called.first != nil:
		return r.first(called.first, at, s), true
	case called.other:
		return pick(s, adjectives) + " " + pick(s, nouns), true
	}
	return "", false
}

// first calls one, and lends it the place: to give it away would need memory for each text.
func (r *run) first(make firstText, at *spot, s *Stream) string {
	r.lent, r.drawn = *at, *s
	text := make(r, &r.lent, &r.drawn)
	*s = r.drawn
	return text
}

// all calls a textMaker likewise.
func (r *run) all(make textMaker, at *spot, s *Stream) []string {
	r.drawn = *s
	texts := make(r, *at, &r.drawn)
	*s = r.drawn
	return texts
}

func firstEmail(_ *run, at *spot, s *Stream) string {
	first, last := at.smallPerson()
	return first + "." + last + pick(s, emailDomains[:2])
}

func firstPhone(_ *run, _ *spot, s *Stream) string {
	line := s.Below(100)
	text := append(make([]byte, 0, 12), "+1"...)
	text = append(strconv.AppendInt(text, s.Between(201, 989), 10), "55501"...)
	return string(append(text, byte('0'+line/10), byte('0'+line%10)))
}

func street(at *spot) string {
	s := at.owner.Sub("street").Cell(0)
	number := s.Between(1, 199)
	return strconv.FormatInt(number, 10) + " " + pick(s, streets) + " Street"
}

// smallPerson is person in small letters.
func (at *spot) smallPerson() (first, last string) {
	s := at.owner.Sub("person").Cell(0)
	return pick(s, smallFirstNames), pick(s, smallLastNames)
}

var smallFirstNames, smallLastNames = each(firstNames, strings.ToLower), each(lastNames, strings.ToLower)

// These are words with a capital.
var titledAdjectives, titledNouns = each(adjectives, title), each(nouns, title)

func each(list []string, change func(string) string) []string {
	changed := make([]string, len(list))
	for i, word := range list {
		changed[i] = change(word)
	}
	return changed
}

// drawnDigits are n digits, at most 20, of which the first is not 0.
func drawnDigits(s *Stream, n int) (digits [20]byte) {
	for i := range n {
		if i == 0 {
			digits[i] = byte('1' + s.Below(9))
			continue
		}
		digits[i] = byte('0' + s.Below(10))
	}
	return digits
}
