// Package violation says what is wrong with a request: one broken rule of a document, as a value; printing is apart.
package violation

import (
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Bounds of a place that is told.
const (
	insideBytes      = 1000 // of the whole; what lies deeper is told of the place around it
	insideCharacters = 200  // of each name in it
)

// Inside is the place of a member or element within another: body/items/0. Names are written as in JSON pointers; a long one is
// cut, as is the whole, since a thousand violations may be at places of a name of a megabyte.
func Inside(where, name string) string {
	if len(where) > insideBytes {
		return where
	}
	return tree.Join(where, value.Cut(name, insideCharacters))
}

// Violation is one broken rule.
type Violation struct {
	Where      string // "query.limit", "header.App-Key", "path.id", "cookie.c", "body", "body/items/0/price"
	Subject    string // what the sentence calls that: "the name of body/abc"; "" where it is Where
	Rule       string // the keyword or rule that is broken: "maximum", "enum", "required", "type", "format" …
	Limit      any    // what the rule says: 100, a pattern, a list of values; nil if it says nothing more
	Received   any    // what came; nil if nothing did
	Expected   string // what would be right, as words that fit behind "expected ": "an integer of at most 100"
	Suggestion string // the likely intended word, "" if none
	Document   string // the JSON pointer of the rule in the document
	Says       string // a sentence that replaces the one built from the parts (rules of an overlay), "" if none
}
