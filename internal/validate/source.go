package validate

import (
	"slices"

	"mockserver/internal/spec"
)

// raws are the texts that a request has for a parameter; listed is false for a path parameter that the path has not.
func (k *checker) raws(p *spec.Parameter, where string) (raws []raw, listed bool) {
	if p.In != "path" {
		return k.given(p.In, p.Name, where), true
	}
	i := slices.Index(k.request.PathNames, p.Name)
	switch {
	case i < 0:
		return nil, false
	case i < len(k.request.PathRaw):
		return []raw{{k.request.PathRaw[i], percent}}, true
	case i < len(k.request.PathValues):
		return []raw{{k.request.PathValues[i], plain}}, true
	}
	return nil, false
}

// given are the texts of a name in the query, headers or cookies. Where there are none, or only empty ones, the
// aliases of the name, "in.name" being where, are tried.
func (k *checker) given(in, name, where string) []raw {
	k.found = k.found[:0] // nobody needs those of the name before any more
	best := k.named(in, name)
	if len(k.options.Aliases) == 0 {
		return best
	}
	for _, alias := range k.options.Aliases[where] {
		// Every alias is asked for, so that it counts as known.
		if found := k.named(in, alias); len(best) == 0 || allEmpty(best) && !allEmpty(found) {
			best = found
		}
	}
	return best
}

// allEmpty tells whether not one text says anything.
func allEmpty(raws []raw) bool {
	return !slices.ContainsFunc(raws, func(r raw) bool { return r.text != "" })
}

// named are the texts of one name. They lie in the room of the checker, behind those that its aliases gave before.
func (k *checker) named(in, name string) []raw {
	before := len(k.found)
	switch in {
	case "query":
		k.found = k.query.addAll(k.found, name)
	case "header":
		for _, v := range k.request.Header.Values(name) {
			k.found = append(k.found, raw{v, plain})
		}
	case "cookie":
		k.found = k.cookies.addAll(k.found, name)
	}
	return slices.Clip(k.found[before:])
}

// pairs are what a parameter of this place may spread over.
func (k *checker) pairs(p *spec.Parameter) *query {
	switch {
	case p.In == "query":
		return k.query
	case p.In == "cookie" && p.Style == "form" && p.Explode:
		return spreadCookies(k.cookies)
	case p.In == "cookie":
		return k.cookies
	}
	return &k.lists[2]
}
