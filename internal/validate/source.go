package validate

import (
	"slices"

	"mockserver/internal/spec"
)

// raws are the texts that a request has for a parameter; listed is false for a path parameter that the path has not.
func (k *checker) raws(p *spec.Parameter) (raws []raw, listed bool) {
	if p.In == "path" {
		i := slices.Index(k.request.PathNames, p.Name)
		if i < 0 || i >= len(k.request.PathValues) {
			return nil, false
		}
		return []raw{{k.request.PathValues[i], plain}}, true
	}
	return k.given(p.In, p.Name), true
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
		for _, c := range k.cookies {
			if c.name == name {
				found = append(found, c.value)
			}
		}
	}
	return found
}
