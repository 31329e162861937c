package schema

import (
	"encoding/base64"
	"net/netip"
	"strings"

	"mockserver/internal/lazyregexp"
	"mockserver/internal/value"
)

// format is a format that is asserted. One that is not in the table only describes.
type format struct {
	name   string
	text   func(string) bool // judges strings; nil: they pass
	number func(any) bool    // judges numbers; nil: they pass
	noun   string            // behind "expected "
}

// formatTable holds every asserted format: those of JSON Schema Validation (2020-12, section 7.3) and of the OpenAPI
// format registry.
var formatTable = []format{
	{name: "date-time", text: isDateTime, noun: "a date and time such as 2025-07-01T12:00:00Z"},
	{name: "date", text: isDate, noun: "a date such as 2025-07-01"},
	{name: "time", text: isTime, noun: "a time with its offset such as 12:00:00Z"},
	{name: "duration", text: durations.MatchString, noun: "a duration such as P1DT12H"},
	{name: "email", text: isEmail, noun: "an e-mail address"},
	{name: "hostname", text: isHostname, noun: "a host name"},
	{name: "ipv4", text: isIPv4, noun: "an IPv4 address"},
	{name: "ipv6", text: isIPv6, noun: "an IPv6 address"},
	{name: "uri", text: isURI, noun: "a URI with its scheme"},
	{name: "uri-reference", text: isURIReference, noun: "a URI or a part of one"},
	{name: "uuid", text: isUUID, noun: "a UUID such as 123e4567-e89b-12d3-a456-426614174000"},
	{name: "byte", text: isBase64, noun: "text in base64"},
	{name: "regex", text: isExpression, noun: "a regular expression"},
	{name: "json-pointer", text: isPointer, noun: "a JSON pointer such as /a/0"},
	{name: "int32", number: integerBetween("-2147483648", "2147483647"), noun: "an integer from -2147483648 to 2147483647"},
	{name: "int64", number: integerBetween("-9223372036854775808", "9223372036854775807"), noun: "an integer from -9223372036854775808 to 9223372036854775807"},
	{name: "float", number: upTo("3.4028234663852886e38"), noun: "a number that fits into 32 bits"},
	{name: "double", number: upTo("1.7976931348623157e308"), noun: "a number that fits into 64 bits"},
}

var formats = func() map[string]*format {
	m := make(map[string]*format, len(formatTable))
	for i := range formatTable {
		m[formatTable[i].name] = &formatTable[i]
	}
	return m
}()

// Asserts tells whether a format is checked. Any other only describes.
func Asserts(format string) bool { return formats[format] != nil }

func (f *format) fits(v any) bool {
	if text, ok := v.(string); ok {
		return f.text == nil || f.text(text)
	}
	return f.number == nil || !value.IsNumber(v) || f.number(v)
}

// durations follow RFC 3339, appendix A: units in their order and none left out between two, weeks alone, no fractions.
var durations = lazyregexp.New(`^P(\d+W|(\d+Y(\d+M(\d+D)?)?|\d+M(\d+D)?|\d+D)(T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))?|T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))$`)

func isDateTime(text string) bool {
	_, ok := value.ParseTime(text)
	return ok
}

func isDate(text string) bool {
	_, ok := value.ParseDate(text)
	return ok
}

func isTime(text string) bool {
	return isDateTime("1970-01-01T" + text)
}

func isIPv4(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

func isIPv6(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is6() && a.Zone() == ""
}

// isBase64 takes both alphabets of RFC 4648, and from that for URLs the padding may be missing.
func isBase64(text string) bool {
	if strings.ContainsAny(text, "\r\n") {
		return false
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		if _, err := encoding.DecodeString(text); err == nil {
			return true
		}
	}
	_, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && strings.ContainsAny(text, "-_")
}

func isPointer(text string) bool {
	if text != "" && text[0] != '/' {
		return false
	}
	for i := range len(text) {
		if text[i] == '~' && (i+1 == len(text) || text[i+1] != '0' && text[i+1] != '1') {
			return false
		}
	}
	return true
}

// isHostname follows RFC 1123, section 2.1.
func isHostname(text string) bool {
	const longest, longestLabel = 253, 63
	if len(text) > longest {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if label == "" || len(label) > longestLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if c := label[i]; c != '-' && !isLetter(c) && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// isEmail is the Mailbox of RFC 5321, section 4.1.2.
func isEmail(text string) bool {
	const longestLocal = 64
	i := strings.LastIndexByte(text, '@')
	if i < 1 || i > longestLocal {
		return false
	}
	local, domain := text[:i], text[i+1:]
	if literal, ok := strings.CutPrefix(domain, "["); ok {
		literal, closed := strings.CutSuffix(literal, "]")
		six, isSix := strings.CutPrefix(literal, "IPv6:")
		return closed && isLocal(local) && (isSix && isIPv6(six) || isIPv4(literal))
	}
	return isLocal(local) && isHostname(domain)
}

var quotedString = lazyregexp.New(`^"([ !#-\[\]-~]|\\[ -~])*"$`)

func isLocal(text string) bool { return isDotString(text) || quotedString.MatchString(text) }

// isDotString is Dot-string, atoms with single dots between them.
func isDotString(text string) bool {
	before := byte('.')
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '.' && before == '.':
			return false
		case c == '.', isLetter(c), '0' <= c && c <= '9', strings.IndexByte("!#$%&'*+/=?^_`{|}~-", c) >= 0:
		default:
			return false
		}
		before = c
	}
	return before != '.'
}

// isUUID follows RFC 9562, section 4.
func isUUID(text string) bool {
	const length = 36
	if len(text) != length {
		return false
	}
	for i := range length {
		switch isDash := i == 8 || i == 13 || i == 18 || i == 23; {
		case isDash != (text[i] == '-'):
			return false
		case !isDash && !isHex(text[i:i+1]):
			return false
		}
	}
	return true
}

func integerBetween(low, high string) func(any) bool {
	least, most := value.ParseNumber(low), value.ParseNumber(high)
	return func(v any) bool {
		return value.IsInteger(v) && value.Compare(v, least) >= 0 && value.Compare(v, most) <= 0
	}
}

func upTo(size string) func(any) bool {
	least, most := value.ParseNumber("-"+size), value.ParseNumber(size)
	return func(v any) bool { return value.Compare(v, least) >= 0 && value.Compare(v, most) <= 0 }
}
