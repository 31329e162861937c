package violation

import (
	"strconv"
	"strings"
)

// plainItem writes an item of the header without a library where that takes no more than quotes: where the place is printable ASCII,
// the rule a word, and the limit an integer, a printable text or a list of such (BenchmarkMissRefused in package server).
func plainItem(v Violation) (text string, ok bool) {
	where, ok := fieldText(v.Where, whereBytes).(string)
	if !ok || v.Rule == "" || len(v.Rule) > ruleBytes || !isLetters(v.Rule) {
		return "", false
	}
	head := quoted(where) + ";rule=" + v.Rule
	if v.Limit == nil {
		return head, true
	}
	switch limit := fieldLimit(v.Limit).(type) {
	case int64:
		return head + ";limit=" + strconv.FormatInt(limit, 10), true
	case string:
		return head + ";limit=" + quoted(limit), true
	}
	return "", false
}

func isLetters(word string) bool {
	for i := range len(word) {
		if c := word[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// quoted is a String of RFC 9651 (section 4.1.6).
func quoted(text string) string {
	if strings.ContainsAny(text, `"\\`) {
		text = escaper.Replace(text)
	}
	return `"` + text + `"`
}

var escaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
