package problem

import (
	"strings"
	"unicode/utf8"

	"mockserver/internal/schema"
)

// synonyms are what documents call a status beside its own words, in small letters without what joins them; the best
// first.
var synonyms = map[int][]string{
	400: {"invalidrequest", "validationerror", "validationfailed", "invalidargument", "invalidarg", "invalidparam", "invalidinput", "invalidvalue", "validation", "malformed", "invalid"},
	401: {"unauthenticated", "notauthed", "invalidtoken", "invalidauth", "authenticationerror", "invalidcredentials", "authentication"},
	403: {"accessdenied", "permissiondenied", "authorizationerror", "notallowed"},
	404: {"resourcenotfound", "doesnotexist", "missing"},
	406: {"notsupported"},
	409: {"alreadyexists", "duplicate"},
	413: {"requestentitytoolarge", "payloadtoolarge", "toolarge"},
	415: {"unsupported", "invalidcontenttype"},
	422: {"unprocessableentity", "unprocessable", "validationerror", "validationfailed", "invalidrequest", "invalidargument", "invalidarg", "invalidparam", "invalidinput", "invalidvalue", "validation", "invalid"},
	429: {"ratelimited", "ratelimitexceeded", "ratelimit"},
	501: {"unimplemented", "notsupported", "internalservererror", "servererror", "internalerror"},
}

// general are words for any error.
var general = []string{"clienterror", "requesterror", "invalidrequesterror", "error", "fail", "failed", "failure", "other", "unknown"}

// words are names for the status: those among the values of an enum, else in the ways that names are written.
func (f *filling) words(of *schema.Schema) []any {
	text := Title(f.status)
	snake := strings.ReplaceAll(strings.ToLower(text), " ", "_")
	return append(f.listed(of), snake, strings.ToUpper(snake), strings.ReplaceAll(text, " ", ""), text)
}

// listed are the values of an enum that name the status: those that are a word for it, then those that have one in them.
func (f *filling) listed(of *schema.Schema) []any {
	if of == nil || len(of.Target().Enum) == 0 {
		return nil
	}
	var whole, part, others []any
	for _, word := range append([]string{letters(Title(f.status))}, synonyms[f.status]...) {
		for _, v := range of.Target().Enum {
			switch text, ok := v.(string); {
			case !ok:
			case letters(text) == word:
				whole = append(whole, v)
			case strings.Contains(letters(text), word):
				part = append(part, v)
			}
		}
	}
	for _, word := range general {
		for _, v := range of.Target().Enum {
			if text, ok := v.(string); ok && letters(text) == word {
				others = append(others, v)
			}
		}
	}
	return append(append(whole, part...), others...)
}

const ellipsis = "…"

// leastRoom is the length below which a cut sentence says less than the words of the status.
const leastRoom = 15

// sentences are what to say: all, or the first of it, or as much as there is room for.
func (f *filling) sentences(at place, of *schema.Schema) []any {
	all := []any{at.says}
	if at.broken == nil && len(f.problem.Violations) > 1 {
		all = append(all, f.problem.Violations[0].Sentence())
	}
	if of != nil && of.Target().MaxLength != nil {
		most := *of.Target().MaxLength
		if n := int64(utf8.RuneCountInString(at.says)); leastRoom <= most && most < n {
			all = append(all, string([]rune(at.says)[:most-1])+ellipsis)
		}
	}
	return append(all, Title(f.status))
}
