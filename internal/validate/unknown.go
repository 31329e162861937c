package validate

import (
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

// reserve marks the query parameters that are ours.
func (k *checker) reserve() {
	for i := range k.query.pairs {
		if p := &k.query.pairs[i]; slices.Contains(k.options.Reserved, p.name) {
			p.taken = true
		}
	}
}

// claim marks what the parameters of a contract know of the query, before any of them is read: what is left is
// unknown, or belongs to an object that takes any name. Their own names were claimed by asked.
func (k *checker) claim() {
	for place, aliases := range k.options.Aliases { // in any order: all that is done is to mark
		if index, known := k.table.places[place]; known && k.table.absent[index].In == "query" {
			for _, alias := range aliases {
				k.query.own(alias)
			}
		}
	}
	for _, i := range k.table.spread {
		p := k.table.absent[i].Parameter
		switch {
		case p.In == "querystring":
			k.query.claimAll()
		case p.Style == "deepObject":
			k.query.claimBelow(p.Name)
		default:
			for _, field := range fieldsOf(p.Schema) {
				k.query.all(field.Name)
			}
		}
	}
}

// spreads tells whether a parameter is written under other names than its own.
func spreads(p *spec.Parameter) bool {
	if p.In != "query" && p.In != "cookie" || p.Content != nil {
		return false
	}
	return p.Style == "deepObject" || p.Explode && slices.Contains(shapesOf(p.Schema, nil), object)
}

// unknown looks at the query parameters that nothing describes.
func (k *checker) unknown(c *spec.Contract) {
	told := 0
	for i := range k.query.pairs {
		p := &k.query.pairs[i]
		if !p.taken && !p.sound {
			if told++; told <= k.options.Limits.Errors {
				k.refuse(encodingOfName("query."+p.name, p.name))
			}
			p.taken = true
		}
	}
	var known []string // of no interest to most requests
	for _, name := range k.query.strangers(k.options.Limits.Errors) {
		if known == nil {
			known = knownNames(c)
		}
		suggestion := violation.Closest(name, known)
		if suggestion == "" && strings.HasPrefix(name, "_") {
			suggestion = violation.Closest(name, k.options.Reserved)
		}
		switch k.options.UnknownParameters {
		case Warn:
			k.warn(warning(name, suggestion))
		case Reject:
			k.refuse(violation.Violation{Where: "query." + name, Rule: "unknown", Suggestion: suggestion})
		}
	}
}

// knownNames are what a name may be a misspelling of.
func knownNames(c *spec.Contract) []string {
	var names []string
	for _, p := range c.Parameters {
		if p.In == "query" && len(names) < maxSuggestions {
			names = append(names, p.Name)
		}
	}
	return names
}

func warning(name, suggestion string) string {
	text := `unknown query parameter "` + name + `"`
	if suggestion != "" {
		text += `: did you mean "` + suggestion + `"?`
	}
	return text
}
