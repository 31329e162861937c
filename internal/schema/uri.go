package schema

import (
	"net/netip"
	"strings"

	"mockserver/internal/lazyregexp"
)

// This file reads URIs to the letter of RFC 3986; net/url takes much more than that.

var (
	scheme  = lazyregexp.New(`^[A-Za-z][A-Za-z0-9+.-]*:`)
	ports   = lazyregexp.New(`^[0-9]*$`)
	futures = lazyregexp.New(`^[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$`)
)

const (
	unreserved = "-._~"
	subDelims  = "!$&'()*+,;="
	pchar      = unreserved + subDelims + ":@"
)

func isURI(text string) bool {
	head := scheme.FindString(text)
	return head != "" && isHierarchy(text[len(head):])
}

func isURIReference(text string) bool {
	if isURI(text) {
		return true
	}
	// The first segment of a relative reference holds no colon, else it would be a scheme (section 4.2).
	first, _, _ := strings.Cut(text, "/")
	first, _, _ = strings.Cut(first, "?")
	first, _, _ = strings.Cut(first, "#")
	return !strings.Contains(first, ":") && isHierarchy(text)
}

// isHierarchy reads what follows the scheme: authority, path, query and fragment (section 3).
func isHierarchy(text string) bool {
	text, fragment, _ := strings.Cut(text, "#")
	text, query, _ := strings.Cut(text, "?")
	if rest, ok := strings.CutPrefix(text, "//"); ok {
		authority, _, _ := strings.Cut(rest, "/")
		text = rest[len(authority):]
		if !isAuthority(authority) {
			return false
		}
	}
	return consistsOf(text, pchar+"/") && consistsOf(query, pchar+"/?") && consistsOf(fragment, pchar+"/?")
}

func isAuthority(text string) bool {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		if !consistsOf(text[:i], unreserved+subDelims+":") {
			return false
		}
		text = text[i+1:]
	}
	host, port := text, ""
	if i := strings.LastIndexByte(text, ':'); i > strings.LastIndexByte(text, ']') {
		host, port = text[:i], text[i+1:]
	}
	if !ports.MatchString(port) {
		return false
	}
	if literal, ok := strings.CutPrefix(host, "["); ok {
		literal, closed := strings.CutSuffix(literal, "]")
		a, err := netip.ParseAddr(literal)
		return closed && (err == nil && a.Is6() && a.Zone() == "" || futures.MatchString(literal))
	}
	return consistsOf(host, unreserved+subDelims)
}

// consistsOf tells whether a text has only letters, digits, percent escapes and the given marks.
func consistsOf(text, marks string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case isLetter(c) || '0' <= c && c <= '9':
		case c == '%':
			if i+2 >= len(text) || !isHex(text[i+1:i+3]) {
				return false
			}
			i += 2
		case strings.IndexByte(marks, c) < 0:
			return false
		}
	}
	return true
}
