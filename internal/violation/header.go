package violation

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dunglas/httpsfv"

	"mockserver/internal/value"
)

// Bounds of the header, in bytes: of the whole, and of each text in it.
const (
	headerBytes = 4096
	whereBytes  = 512
	ruleBytes   = 64
	limitBytes  = 256
)

// Header writes violations as a list of RFC 9651, for Mockserver-Violations:
//
//	"query.limit";rule=maximum;limit=100, "query.page";rule=minimum;limit=1
//
// It is cut after a whole item when it would exceed 4096 bytes; the last item then says how many are left out: more=N.
func Header(vs []Violation) string {
	var room [512]byte
	all, last := room[:0], len(more(len(vs)))
	for i := range vs {
		before := len(all)
		if i > 0 {
			all = append(all, ", "...)
		}
		begin := len(all)
		all = appendItem(all, &vs[i])
		if before+len(", ")+len(all)-begin+last > headerBytes {
			all = append(all[:before], more(len(vs)-i)...)
			break
		}
	}
	return string(all)
}

func more(n int) string { return ";more=" + strconv.Itoa(n) }

// appendItem writes one violation; each fits by far into the header, because its texts are cut.
func appendItem(dst []byte, v *Violation) []byte {
	if all, ok := appendPlainItem(dst, v); ok {
		return all
	}
	it := httpsfv.NewItem(fieldText(v.Where, whereBytes))
	if v.Rule != "" {
		it.Params.Add("rule", token(cutBytes(v.Rule, ruleBytes)))
	}
	if v.Limit != nil {
		it.Params.Add("limit", fieldLimit(v.Limit))
	}
	text, err := httpsfv.Marshal(it)
	if err != nil {
		// Nothing is left that could be illegal; but a header that is not complete is better than none.
		text = `"` + strconv.Itoa(len(v.Where)) + ` bytes"`
	}
	return append(dst, text...)
}

// token is the rule as a Token where it is one, else as a String.
func token(rule string) any {
	t := httpsfv.Token(rule)
	if _, err := httpsfv.Marshal(httpsfv.NewItem(t)); err == nil {
		return t
	}
	return fieldText(rule, ruleBytes)
}

// fieldText is a String, or a Display String where the text is not all printable ASCII (RFC 9651, sections 3.3.3, 3.3.8).
func fieldText(text string, bytes int) any {
	text, printable := cutText(text, bytes)
	if !printable {
		return httpsfv.DisplayString(text)
	}
	return text
}

// cutText is a text of at most so many bytes, and whether it is all printable ASCII.
func cutText(text string, bytes int) (cut string, printable bool) {
	text = cutBytes(strings.ToValidUTF8(text, "\ufffd"), bytes)
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return text, false
		}
	}
	return text, true
}

func cutBytes(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	for bytes > 0 && !utf8.RuneStart(text[bytes]) {
		bytes--
	}
	return text[:bytes]
}

// fieldLimit is an Integer or a Decimal where RFC 9651 can hold the number exactly, a Boolean, or else text.
func fieldLimit(limit any) any {
	const maxInteger = 999_999_999_999_999
	switch limit := limit.(type) {
	case bool:
		return limit
	case int64:
		if -maxInteger <= limit && limit <= maxInteger {
			return limit
		}
	case value.Number:
		if d, ok := fieldDecimal(string(limit)); ok {
			return d
		}
	case []any:
		texts := make([]string, len(limit))
		for i, v := range limit {
			texts[i] = listed(v)
		}
		return fieldText(strings.Join(texts, ", "), limitBytes)
	}
	return fieldText(value.Text(limit), limitBytes)
}

// listed is a value of a list: a text as it is where it cannot be taken for two or for something else, else JSON.
func listed(v any) string {
	text, ok := v.(string)
	if !ok {
		return string(value.AppendJSON(nil, v))
	}
	if isJSON(text) || text == "" || strings.ContainsAny(text, ",\"\\") || strings.ContainsAny(text[:1], "[{") || strings.TrimSpace(text) != text {
		return string(value.AppendJSON(nil, v))
	}
	return text
}

// isJSON tells whether a text is JSON. Most words of an enum begin as none does.
func isJSON(text string) bool {
	if text == "" || strings.IndexByte("{[\"-0123456789tfn \t\r\n", text[0]) < 0 {
		return false
	}
	_, err := value.ParseJSON([]byte(text), value.Limits{})
	return err == nil
}

// fieldDecimal reads a number that is written as a Decimal (section 3.3.2): up to 12 digits, a point, up to 3 digits. A
// float64 tells all of those apart.
func fieldDecimal(text string) (float64, bool) {
	const wholeDigits, fractionDigits = 12, 3
	whole, fraction, found := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if !found || len(whole) > wholeDigits || len(fraction) > fractionDigits {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && !strings.ContainsAny(text, "eE")
}

// HeaderTexts writes sentences as a list of RFC 9651, for Mockserver-Warnings, cut at 4096 bytes like Header.
func HeaderTexts(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		made, err := httpsfv.Marshal(httpsfv.NewItem(fieldText(text, whereBytes)))
		if err != nil {
			continue
		}
		if b.Len()+len(", ")+len(made)+len(more(len(texts))) > headerBytes {
			b.WriteString(more(len(texts) - i))
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(made)
	}
	return b.String()
}
