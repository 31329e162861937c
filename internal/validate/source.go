package validate

import (
	"slices"

	"mockserver/internal/spec"
)

// raws are the texts that a request has for a parameter; listed is false for a path parameter that the path has not.
func (k *checker) raws(p *spec.Parameter) (raws []raw, listed bool) {
	if p.In != "path" {
		return k.given(p.In, p.Name), true
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
// aliases of the name are tried.
func (k *checker) given(in, name string) []raw {
	best := k.named(in, name)
	if len(k.options.Aliases) == 0 {
		return best
	}
	for _, alias := range k.options.Aliases[in+"."+name] {
		// Every alias is asked for, so that it counts as known.
		if found := k.named(in, alias); best == nil || allEmpty(best) && !allEmpty(found) {
			best = found
		}
	}
	return best
}

// allEmpty tells whether not one text says anything.
func allEmpty(raws []raw) bool {
	return !slices.ContainsFunc(raws, func(r raw) bool { return r.text != "" })
}

func (k *checker) named(in, name string) []raw {
	var found []raw
	switch in {
	case "query":
		return k.query.all(name)
	case "header":
		for _, v := range k.request.Header.Values(name) {
			found = append(found, raw{v, plain})
		}
	case "cookie":
		return k.cookies.all(name)
	}
	return found
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
	return &query{}
}
