package infer

import (
	"slices"
	"strings"
	"unicode"
)

// maxName is the longest name, in bytes, that is taken apart; what is longer is called like nothing.
const maxName = 120

// wordsOf are the words of a name in lower case: those of camelCase, snake_case, kebab-case, page[number], $top and a.b.
func wordsOf(name string) []string {
	if len(name) > maxName {
		return nil
	}
	var words []string
	letters := []rune(name)
	start := -1
	end := func(at int) {
		if start >= 0 {
			words = append(words, strings.ToLower(string(letters[start:at])))
		}
		start = -1
	}
	for i, c := range letters {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			end(i)
		case start < 0:
			start = i
		case beginsWord(letters, i):
			end(i)
			start = i
		}
	}
	end(len(letters))
	return words
}

// beginsWord tells whether a capital inside a name begins a word: that of pageSize does, of those of HTMLText only the
// last, and none of those of IDs after the first.
func beginsWord(letters []rune, i int) bool {
	if !unicode.IsUpper(letters[i]) {
		return false
	}
	if !unicode.IsUpper(letters[i-1]) {
		return true
	}
	rest := letters[i+1:]
	plural := len(rest) > 0 && rest[0] == 's' && (len(rest) == 1 || !unicode.IsLower(rest[1]))
	return len(rest) > 0 && unicode.IsLower(rest[0]) && !plural
}

// flat is a name in lower case without what separates its words, so that all ways to write it are one.
func flat(name string) string { return strings.Join(wordsOf(name), "") }

// forms are the other number of a word: its singulars, then its plurals.
func forms(word string) []string {
	var all []string
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		all = append(all, stem+"y")
	}
	if stem, ok := strings.CutSuffix(word, "es"); ok {
		all = append(all, stem)
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok {
		all = append(all, stem)
	}
	if stem, ok := strings.CutSuffix(word, "y"); ok {
		all = append(all, stem+"ies")
	}
	return append(all, word+"s", word+"es")
}

// setOf is a set of words that a text lists.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

var (
	timeWords = setOf("at on date time timestamp datetime day utc ts when last")
	sameTime  = map[string]string{
		"creation": "created", "create": "created", "added": "created", "update": "updated", "modified": "updated", "modify": "updated",
		"modification": "updated", "changed": "updated", "publish": "published", "publication": "published", "order": "ordered",
		"expire": "expires", "expiry": "expires", "expiration": "expires", "starts": "start", "ends": "end", "started": "start", "ended": "end",
	}
)

// timeStem is what the words of a name say of a time, beside that it is one: of created_at, createdDate and creation_time
// it is created; of date and timestamp nothing is left.
func timeStem(words []string) string {
	kept := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return timeWords[word] })
	for i, word := range kept {
		if same := sameTime[word]; same != "" {
			kept[i] = same
		}
	}
	return strings.Join(kept, "")
}
