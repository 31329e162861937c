package fake

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// formatMakers make texts of a format, several where one form may fit and another not: the best first, short ones last.
var formatMakers = map[string]func(r *run, at spot, s *Stream) []string{
	"date-time":     func(r *run, at spot, _ *Stream) []string { return datesOf(r.instant(&at)) },
	"datetime":      func(r *run, at spot, _ *Stream) []string { return datesOf(r.instant(&at)) },
	"date":          func(r *run, at spot, _ *Stream) []string { return daysOf(r.instant(&at)) },
	"time":          func(r *run, at spot, _ *Stream) []string { return timesOf(r.timeOfDay(&at)) },
	"partial-time":  func(r *run, at spot, _ *Stream) []string { return timesOf(r.timeOfDay(&at))[1:] },
	"duration":      func(_ *run, _ spot, s *Stream) []string { return durationsOf(s) },
	"email":         func(_ *run, at spot, s *Stream) []string { return emails(at, s) },
	"idn-email":     func(_ *run, at spot, s *Stream) []string { return emails(at, s) },
	"uuid":          func(_ *run, _ spot, s *Stream) []string { return []string{uuid(s)} },
	"guid":          func(_ *run, _ spot, s *Stream) []string { return []string{uuid(s)} },
	"uri":           func(_ *run, at spot, s *Stream) []string { return urls(at, s) },
	"url":           func(_ *run, at spot, s *Stream) []string { return urls(at, s) },
	"iri":           func(_ *run, at spot, s *Stream) []string { return urls(at, s) },
	"uri-reference": func(_ *run, at spot, s *Stream) []string { return references(at, s) },
	"iri-reference": func(_ *run, at spot, s *Stream) []string { return references(at, s) },
	"uri-template": func(_ *run, _ spot, s *Stream) []string {
		return []string{"https://example.com/" + pick(s, nouns) + "s/{id}"}
	},
	"hostname":     func(_ *run, _ spot, s *Stream) []string { return hosts(s) },
	"idn-hostname": func(_ *run, _ spot, s *Stream) []string { return hosts(s) },
	"ipv4":         func(_ *run, _ spot, s *Stream) []string { return []string{ipv4(s), "1.2.3.4"} },
	"ip":           func(_ *run, _ spot, s *Stream) []string { return []string{ipv4(s)} },
	"ipv6":         func(_ *run, _ spot, s *Stream) []string { return []string{ipv6(s), "2001:db8::1", "::1"} },
	"byte":         func(_ *run, _ spot, s *Stream) []string { return bytesOf(s) },
	"base64":       func(_ *run, _ spot, s *Stream) []string { return bytesOf(s) },
	"base64url": func(_ *run, _ spot, s *Stream) []string {
		return []string{base64.RawURLEncoding.EncodeToString([]byte(pick(s, nouns)))}
	},
	"binary": func(_ *run, _ spot, s *Stream) []string {
		return []string{pick(s, adjectives) + " " + pick(s, nouns), pick(s, nouns)}
	},
	"file": func(_ *run, _ spot, s *Stream) []string {
		return []string{pick(s, adjectives) + " " + pick(s, nouns), pick(s, nouns)}
	},
	"password":              func(_ *run, _ spot, s *Stream) []string { return passwords(s) },
	"phone":                 func(_ *run, _ spot, s *Stream) []string { return phones(s) },
	"phone-number":          func(_ *run, _ spot, s *Stream) []string { return phones(s) },
	"e164":                  func(_ *run, _ spot, s *Stream) []string { return phones(s) },
	"decimal":               func(r *run, at spot, _ *Stream) []string { return r.decimals(at) },
	"int32":                 func(r *run, at spot, _ *Stream) []string { return r.integers(at) },
	"int64":                 func(r *run, at spot, _ *Stream) []string { return r.integers(at) },
	"integer":               func(r *run, at spot, _ *Stream) []string { return r.integers(at) },
	"float":                 func(r *run, at spot, _ *Stream) []string { return r.decimals(at) },
	"double":                func(r *run, at spot, _ *Stream) []string { return r.decimals(at) },
	"json-pointer":          func(_ *run, _ spot, s *Stream) []string { return []string{"/" + pick(s, nouns) + "/0", "/a", ""} },
	"relative-json-pointer": func(_ *run, _ spot, s *Stream) []string { return []string{"1/" + pick(s, nouns), "0"} },
	"regex":                 func(_ *run, _ spot, _ *Stream) []string { return []string{"^[a-z]+$", "a+", "a"} },
	"country-code":          func(_ *run, at spot, _ *Stream) []string { p := at.place(); return []string{p.code, p.code3} },
	"currency":              func(_ *run, at spot, _ *Stream) []string { return []string{at.place().currency} },
	"color":                 func(_ *run, _ spot, s *Stream) []string { return []string{"#" + hexText(s, 6), pick(s, colors)} },
}

func uuid(s *Stream) string {
	h := hexText(s, 32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-" + string("89ab"[s.Below(4)]) + h[17:20] + "-" + h[20:]
}

// hexText is a text of n hexadecimal digits.
func hexText(s *Stream, n int) string {
	b := make([]byte, (n+1)/2)
	for i := range b {
		b[i] = byte(s.Uint64())
	}
	return hex.EncodeToString(b)[:n]
}

func urls(at spot, s *Stream) []string {
	path := pick(s, adjectives) + "-" + pick(s, nouns)
	list := []string{"https://example.com/" + path, "https://www.example.com/" + path, "http://example.com/" + path, "https://example.com", "http://a.org", "a:b"}
	last := ""
	if len(at.words) > 0 {
		last = at.words[len(at.words)-1]
		if last == "url" || last == "uri" && len(at.words) > 1 {
			last = at.words[max(0, len(at.words)-2)]
		}
	}
	switch last {
	case "avatar", "image", "picture", "photo", "thumbnail", "logo", "icon", "cover", "banner", "img":
		return append([]string{"https://example.com/images/" + path + ".png"}, list...)
	case "homepage", "website", "site":
		return append([]string{"https://www.example.com"}, list...)
	}
	return list
}

func references(at spot, s *Stream) []string {
	return append(urls(at, s)[:1], "/"+pick(s, adjectives)+"/"+pick(s, nouns), "/"+pick(s, nouns), "/a", "a")
}

func hosts(s *Stream) []string {
	return []string{pick(s, nouns) + ".example.com", "api.example.org", "example.com", "a.org", "a"}
}

// ipv4 is an address of the blocks that are reserved for documentation (RFC 5737).
func ipv4(s *Stream) string {
	return pick(s, []string{"192.0.2.", "198.51.100.", "203.0.113."}) + fmt.Sprint(s.Between(1, 254))
}

// ipv6 is an address of the block that is reserved for documentation (RFC 3849).
func ipv6(s *Stream) string {
	h := strings.TrimLeft(hexText(s, 4), "0")
	if h == "" {
		h = "1"
	}
	return "2001:db8::" + h
}

func bytesOf(s *Stream) []string {
	text := pick(s, adjectives) + " " + pick(s, nouns)
	list := []string{base64.StdEncoding.EncodeToString([]byte(text))}
	for _, n := range []int{9, 6, 3} {
		list = append(list, base64.StdEncoding.EncodeToString([]byte(text)[:min(n, len(text))]))
	}
	return append(list, "")
}

func passwords(s *Stream) []string {
	word := title(pick(s, adjectives)) + title(pick(s, nouns))
	return []string{word + "-" + number(s, 3), word + number(s, 3) + "!xY", "aB3$" + number(s, 2), "aB3$"}
}

// phones are of the numbers that are reserved for fiction.
func phones(s *Stream) []string {
	line := fmt.Sprintf("555-01%02d", s.Below(100))
	area := fmt.Sprintf("%d", s.Between(201, 989))
	plain := area + strings.ReplaceAll(line, "-", "")
	return []string{"+1" + plain, "+1-" + area + "-" + line, "(" + area + ") " + line, area + "-" + line, plain, "1" + plain, line, strings.ReplaceAll(line, "-", "")}
}

func (r *run) decimals(at spot) []string {
	v, _ := decimalBetween(nil, bound{}, bound{}, r.numberScope(&at, false), at.numberStream(), 0)
	return []string{textOf(v), "1.5", "1"}
}

func (r *run) integers(at spot) []string {
	n := r.numberScope(&at, true).halved()
	return []string{fmt.Sprint(at.numberStream().Between(n.low, max(n.low, n.high))), "7"}
}
