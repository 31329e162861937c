package spec

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// pin is a name and value that the query of a path asks for, as in /#Action=Start or /?op=read or, without a value, /?latest: no
// path has a query, but documents tell their operations apart by one.
type pin struct{ name, value string }

// readQuery reads what stands behind the path of a template: what it asks for, and by the name of each of its parameters, as in
// /?page={number}, that of the query which it is the value of. Values that hold a parameter and more say nothing.
func (o *Operation) readQuery(query string) {
	query, fragment, _ := strings.Cut(query, "#")
	flags := len(strings.FieldsFunc(query, between)) // words without a value count in a query alone
	for i, part := range strings.FieldsFunc(query+"&"+fragment, between) {
		name, value, ok := strings.Cut(part, "=")
		parameter := strings.TrimSuffix(strings.TrimPrefix(value, "{"), "}")
		switch {
		case !ok && i < flags:
			o.pins = append(o.pins, pin{name, ""})
		case !ok || name == "" || value == "":
		case !strings.ContainsAny(value, "{}"):
			o.pins = append(o.pins, pin{name, value})
		case value == "{"+parameter+"}" && !strings.ContainsAny(parameter, "{}"):
			o.queried = append(o.queried, queried{name, parameter})
		}
	}
}

func between(c rune) bool { return c == '?' || c == '#' || c == '&' }

// queried is a name of the query whose value a parameter of the path is.
type queried struct{ name, parameter string }

// queriedAs is the name in the query of a parameter of the path; "" of one that does not stand there.
func (o *Operation) queriedAs(parameter string) string {
	for _, q := range o.queried {
		if q.parameter == parameter {
			return q.name
		}
	}
	return ""
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
	said := func(c *Operation) int {
		n := len(c.pins)
		for _, q := range c.queried {
			if query.Has(q.name) {
				n++
			}
		}
		return n
	}
	most := 0
	for _, c := range candidates {
		most = max(most, said(c))
	}
	return slices.DeleteFunc(candidates, func(c *Operation) bool { return said(c) < most })
}

func (o *Operation) pinned(query url.Values, header http.Header) bool {
	return !slices.ContainsFunc(o.pins, func(p pin) bool {
		if p.value == "" {
			return !query.Has(p.name)
		}
		return query.Get(p.name) != p.value && header.Get(p.name) != p.value
	})
}

// isPlain tells whether the operation's path asks for nothing in the query.
func (o *Operation) isPlain() bool { return o.pins == nil && o.queried == nil }

// plain is the first operation of the same requests whose path asks for nothing in the query; nil if there is none.
func (o *Operation) plain() *Operation {
	for _, one := range append([]*Operation{o}, o.rivals...) {
		if one.isPlain() {
			return one
		}
	}
	return nil
}
