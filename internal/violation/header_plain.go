package violation

import "strconv"

// appendPlainItem writes an item of the header without a library where that takes no more than quotes: where the place is printable
// ASCII, the rule a word, and the limit an integer, a printable text or a list of such (BenchmarkMissRefused in package server).
// What it writes is of no use where it is not ok.
func appendPlainItem(dst []byte, v *Violation) (all []byte, ok bool) {
	where, ok := cutText(v.Where, whereBytes)
	if !ok || v.Rule == "" || len(v.Rule) > ruleBytes || !isLetters(v.Rule) {
		return dst, false
	}
	dst = append(append(appendQuoted(dst, where), ";rule="...), v.Rule...)
	if v.Limit == nil {
		return dst, true
	}
	dst = append(dst, ";limit="...)
	switch limit := fieldLimit(v.Limit).(type) {
	case int64:
		return strconv.AppendInt(dst, limit, 10), true
	case string:
		return appendQuoted(dst, limit), true
	}
	return dst, false
}

func isLetters(word string) bool {
	for i := range len(word) {
		if c := word[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// appendQuoted writes a String of RFC 9651 (section 4.1.6).
func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for i := range len(text) {
		if text[i] == '"' || text[i] == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, text[i])
	}
	return append(dst, '"')
}
