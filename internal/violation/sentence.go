package violation

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Bounds of what is repeated, in characters: by a sentence, and by a JSON body.
const (
	shownCharacters  = 80
	echoedCharacters = 2000
	limitCharacters  = 1000 // an enum of thousands may be broken a thousand times
)

// Sentence says in plain English what is wrong and what would be right:
//
//	query.limit is 101; expected an integer of at most 100.
//
// Says, where the violation has it, is the sentence.
func (v Violation) Sentence() string {
	if v.Says != "" {
		return v.Says
	}
	var room [256]byte // a sentence is one allocation: a refusal says each a few times (BenchmarkMissRefused in package server)
	text := append(room[:0], cmp.Or(v.Subject, v.Where)...)
	text = v.appendFault(text)
	if v.Expected != "" {
		text = append(append(text, "; expected "...), v.Expected...)
	}
	return string(v.appendHint(append(text, '.')))
}

// appendFault writes the verb and what follows it.
func (v *Violation) appendFault(text []byte) []byte {
	switch {
	case v.Rule == "unknown", v.Rule == "additionalProperties", v.Rule == "unevaluatedProperties":
		return append(text, " is not known"...)
	case v.came():
		return appendShown(append(text, " is "...), v.Received)
	case v.Rule == "required", v.Rule == "security", v.Rule == "dependentRequired", v.Rule == "contentType":
		return append(text, " is missing"...)
	}
	text = append(append(text, " breaks the rule "...), v.Rule...)
	if v.Limit == nil {
		return text
	}
	return appendShown(append(text, ' '), v.Limit)
}

func (v *Violation) appendHint(text []byte) []byte {
	switch {
	case v.Suggestion == "":
		return text
	case v.Rule == "required" && !v.came():
		return append(strconv.AppendQuote(append(text, " Is "...), v.Suggestion), " a misspelling of it?"...)
	}
	return append(strconv.AppendQuote(append(text, " Did you mean "...), v.Suggestion), '?')
}

// came tells a received null from nothing received: the two look alike, but only these rules judge a null.
func (v *Violation) came() bool {
	if v.Received != nil {
		return true
	}
	switch v.Rule {
	case "type", "enum", "const", "not", "anyOf", "oneOf", "false", "readOnly", "writeOnly", "additionalProperties",
		"unevaluatedProperties", "unevaluatedItems", "discriminator":
		return v.Says == ""
	}
	return false
}

// appendShown writes a value as JSON, the strings in it cut, and the whole if it is not one string.
func appendShown(text []byte, v any) []byte {
	switch s := v.(type) {
	case string:
		if short := value.Cut(s, shownCharacters); short != s {
			v = short
		}
		return value.AppendJSON(text, v)
	case nil, bool, int64: // never long
		return value.AppendJSON(text, v)
	}
	// For the price of what is shown: an enum may have a hundred thousand values.
	return append(text, value.Cut(string(value.Beginning(v, shownCharacters*utf8.UTFMax)), shownCharacters)...)
}

// Field is the bare name of what is wrong: "limit" of "query.limit", "items" of "body/items/0/price", "" of "body".
func (v Violation) Field() string {
	name := v.Where
	if rest, inBody := strings.CutPrefix(v.Where, "body"); inBody && (rest == "" || rest[0] == '/') {
		name = strings.TrimPrefix(rest, "/")
	} else if _, after, found := strings.Cut(v.Where, "."); found {
		name = after
	}
	name, _, _ = strings.Cut(name, "/")
	return tree.Unescape(name)
}

// echoed is a value itself, or the beginning of its JSON where that is long: nobody sends megabytes to get them back.
func echoed(v any, characters int) any {
	switch v := v.(type) {
	case string:
		if short := value.Cut(v, characters); short != v {
			return short
		}
		return v
	case nil, bool, int64:
		return v
	}
	beginning := string(value.Beginning(v, characters*utf8.UTFMax))
	if short := value.Cut(beginning, characters); short != beginning {
		return short
	}
	return v
}

// Object is the violation for a JSON body: {where, rule, limit, received, expected, suggestion, document, message}, the
// message being the sentence; parts that the violation does not have are left out, long values cut.
func (v Violation) Object() *value.Object {
	o := value.NewObject(8)
	text := func(name, s string) {
		if s != "" {
			o.Set(name, s)
		}
	}
	text("where", v.Where)
	text("rule", v.Rule)
	if v.Limit != nil {
		o.Set("limit", echoed(v.Limit, limitCharacters))
	}
	if v.came() {
		o.Set("received", echoed(v.Received, echoedCharacters))
	}
	text("expected", v.Expected)
	text("suggestion", v.Suggestion)
	text("document", v.Document)
	text("message", v.Sentence())
	return o
}
