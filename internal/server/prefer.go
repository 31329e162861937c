package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/respond"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// wishes are what a request prefers, by the header Prefer (RFC 7240) or by query parameters such as __code, which win:
// they are what can be put into a browser's address.
type wishes struct {
	respond.Preference
	seed   uint64
	seeded bool

	named  []string // as Preference-Applied has them
	broken []violation.Violation
	odd    []string    // warnings of what was probably meant as a preference
	query  string      // what is left of the query
	header http.Header // what is left of the header
}

// The preferences; those that are not known are passed over, as RFC 7240 §2 says.
var preferences = []string{"code", "example", "dynamic", "seed"}

// readWishes takes the preferences out of a request, so that nothing else takes them for parameters. A query parameter
// that the operation describes is its own.
func readWishes(query string, header http.Header, c *spec.Contract, usual respond.Preference) wishes {
	w := wishes{Preference: usual, query: query, header: header}
	if len(header["Prefer"]) == 0 && !mayHavePreferences(query) {
		return w // as nearly all requests
	}
	given := map[string]string{} // by where: "query.__code", "header.Prefer/code"
	w.takeHeader(given)
	w.takeQuery(given, c)
	for _, name := range preferences {
		text, found := given["query.__"+name]
		where, received, word, by := "query.__"+name, text, "", "__"+name+" in the query"
		if !found {
			if text, found = given["header.Prefer/"+name]; !found {
				continue
			}
			where, received, word, by = "header.Prefer", name+"="+text, name+" to be ", "Prefer"
		}
		if expected := w.set(name, text); expected != "" {
			w.broken = append(w.broken, violation.Violation{Where: where, Rule: "type", Received: received, Expected: word + expected})
			continue
		}
		if name == "code" {
			w.CodeBy = by
		}
		switch {
		case name == "dynamic" && w.Dynamic && w.Example != "": // an example that is asked for by its name wins
		case text != "":
			w.named = append(w.named, name+"="+preferenceWord(text))
		case name == "dynamic":
			w.named = append(w.named, name)
		}
	}
	return w
}

// set heeds a preference; if its value is none, it says what would be.
func (w *wishes) set(name, text string) (expected string) {
	switch name {
	case "code":
		code, err := strconv.Atoi(text)
		if err != nil || len(text) != 3 || code < 100 || code > 599 {
			return "a status from 100 to 599"
		}
		w.Code = code
	case "example":
		w.Example = text
	case "dynamic":
		switch strings.ToLower(text) {
		case "", "true":
			w.Dynamic = true
		case "false":
			w.Dynamic = false
		default:
			return "true or false"
		}
	case "seed":
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return "a whole number from 0 to 18446744073709551615"
		}
		w.seed, w.seeded = seed, true
	}
	return ""
}

// takeHeader reads the fields Prefer. Of a preference that is given twice, the first counts (RFC 7240 §2).
func (w *wishes) takeHeader(given map[string]string) {
	var others []string
	for _, field := range w.header.Values("Prefer") {
		for _, element := range splitList(field, ',') {
			parts := splitList(element, ';')
			kept := slices.DeleteFunc(parts, func(part string) bool {
				name, text, _ := strings.Cut(part, "=")
				name = strings.ToLower(strings.TrimSpace(name))
				if !slices.Contains(preferences, name) {
					w.doubt(name)
					return false
				}
				if _, twice := given["header.Prefer/"+name]; !twice {
					given["header.Prefer/"+name] = unquoted(strings.TrimSpace(text))
				}
				return true
			})
			if len(kept) > 0 {
				others = append(others, strings.Join(kept, "; "))
			}
		}
	}
	if len(given) == 0 {
		return
	}
	w.header = w.header.Clone()
	w.header.Del("Prefer")
	for _, one := range others {
		w.header.Add("Prefer", one)
	}
}

// doubt warns of a preference that is not known but spelt almost like one that is.
func (w *wishes) doubt(name string) {
	if near := violation.Closest(name, preferences); near != "" {
		w.odd = append(w.odd, fmt.Sprintf("unknown preference %q: did you mean %q?", name, near))
	}
}

// takeQuery reads the parameters of the query that are called like preferences; the first counts.
func (w *wishes) takeQuery(given map[string]string, c *spec.Contract) {
	if !mayHavePreferences(w.query) {
		return
	}
	var kept []string
	for pair := range strings.SplitSeq(w.query, "&") {
		name, text, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		bare, prefixed := strings.CutPrefix(name, "__")
		if err != nil || !prefixed || !slices.Contains(preferences, bare) || describes(c, name) {
			kept = append(kept, pair)
			continue
		}
		if _, twice := given["query."+name]; twice {
			continue
		}
		if plain, err := url.QueryUnescape(text); err == nil {
			text = plain
		}
		given["query."+name] = text
	}
	w.query = strings.Join(kept, "&")
}

func mayHavePreferences(query string) bool {
	return strings.Contains(query, "__") || strings.Contains(query, "%5") // an underscore may be escaped as %5F
}

// parametersOfPreferences are the query parameters that are preferences, in their order.
var parametersOfPreferences = []string{"__code", "__example", "__dynamic", "__seed"}

// reserved are the query parameters that are preferences, but for those that the operation describes. They are not to be changed.
func reserved(c *spec.Contract) []string {
	described := func(name string) bool { return describes(c, name) }
	if !slices.ContainsFunc(parametersOfPreferences, described) {
		return parametersOfPreferences
	}
	return slices.DeleteFunc(slices.Clone(parametersOfPreferences), described)
}

func describes(c *spec.Contract, query string) bool {
	return slices.ContainsFunc(c.Parameters, func(p *spec.Parameter) bool { return p.In == "query" && p.Name == query })
}

// splitList splits at a separator that is not within quotes (RFC 9110 §5.6.1), without the elements that are empty.
func splitList(text string, separator byte) []string {
	var list []string
	add := func(one string) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == separator && !quoted:
			add(text[start:i])
			start = i + 1
		}
	}
	add(text[start:])
	return list
}

// unquoted is the text of a quoted string (RFC 9110 §5.6.4); what is none stays as it is.
func unquoted(text string) string {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return text
	}
	var b strings.Builder
	inner := text[1 : len(text)-1]
	for i := 0; i < len(inner); i++ {
		if inner[i] == '\\' && i+1 < len(inner) {
			i++
		}
		b.WriteByte(inner[i])
	}
	return b.String()
}

// preferenceWord writes a value as a token, else as a quoted string, without what a header cannot hold.
func preferenceWord(text string) string {
	text = shown(text)
	if isToken(text) {
		return text
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean) + `"`
}
