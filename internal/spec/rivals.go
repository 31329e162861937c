package spec

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// pin is a name and value that the query of a path asks for, as in /#Action=Start or /?op=read: no path has a query, but
// documents tell their operations apart by one.
type pin struct{ name, value string }

// pinsOf reads what stands behind the path of a template. Values with parameters in them pin nothing.
func pinsOf(query string) []pin {
	var pins []pin
	for part := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '?' || c == '#' || c == '&' }) {
		if name, value, ok := strings.Cut(part, "="); ok && name != "" && value != "" && !strings.ContainsAny(value, "{}") {
			pins = append(pins, pin{name, value})
		}
	}
	return pins
}

// HasRivals tells whether other operations have the same method and shape of path.
func (o *Operation) HasRivals() bool { return o.rivals != nil }

// PinnedNames are the names of the query that the operation's path asks for.
func (o *Operation) PinnedNames() []string {
	names := make([]string, len(o.pins))
	for i, p := range o.pins {
		names[i] = p.name
	}
	return names
}

// Candidates are the operations that a request may be for where several have its method and path: those whose path says most
// of a query or header that it has, in the order of the document.
func (o *Operation) Candidates(query url.Values, header http.Header) []*Operation {
	candidates := slices.DeleteFunc(append([]*Operation{o}, o.rivals...), func(c *Operation) bool {
		return !c.pinned(query, header)
	})
	most := 0
	for _, c := range candidates {
		most = max(most, len(c.pins))
	}
	return slices.DeleteFunc(candidates, func(c *Operation) bool { return len(c.pins) < most })
}

func (o *Operation) pinned(query url.Values, header http.Header) bool {
	return !slices.ContainsFunc(o.pins, func(p pin) bool {
		return query.Get(p.name) != p.value && header.Get(p.name) != p.value
	})
}
