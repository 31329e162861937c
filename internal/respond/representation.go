package respond

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/accept"
	"mockserver/internal/problem"
	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/violation"
)

const csvType = "text/csv"

// represent picks the representation: the one that a parameter asks for, else by Accept, else the default. Without a body
// there is nothing to pick.
func (a *answering) represent() error {
	if a.response == nil || len(a.response.Content) == 0 || isBodiless(a.answer.Status) {
		if a.Prefer.Example != "" {
			return a.unknownExample(nil)
		}
		return nil
	}
	header := a.Accept
	if a.Plan.Format != "" {
		header = a.Plan.Format
	}
	a.offers = a.offered(header)
	a.answer.Varies = a.Plan.Format == "" && a.negotiable()
	if a.Prefer.Example != "" {
		return a.representExample(header)
	}
	return a.pick(header)
}

// negotiable tells whether Accept has anything to choose from.
func (a *answering) negotiable() bool {
	return len(a.offers) > 1 || slices.ContainsFunc(a.response.Content, func(m *spec.MediaType) bool {
		return spec.IsRange(m.Type)
	})
}

// pick takes the best of the offers out of them.
func (a *answering) pick(header string) error {
	i := accept.Pick(header, typesOf(a.offers))
	if i < 0 {
		return a.notAcceptable()
	}
	a.media, a.accept = a.offers[i], header
	a.offers = slices.Delete(a.offers, i, i+1)
	return nil
}

// representExample picks among the representations that have the example which is asked for.
func (a *answering) representExample(header string) error {
	offered := slices.Clone(a.offers)
	a.offers = slices.DeleteFunc(a.offers, func(m *spec.MediaType) bool { return !slices.Contains(sample.ExampleNames(m), a.Prefer.Example) })
	if len(a.offers) == 0 {
		return a.unknownExample(offered)
	}
	return a.pick(header)
}

func (a *answering) unknownExample(offered []*spec.MediaType) error {
	var names []string
	for _, m := range offered {
		for _, name := range sample.ExampleNames(m) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	unknown := sample.UnknownExample{Name: a.Prefer.Example, Names: names}
	return refusedPreference(fmt.Sprintf("The answer %d of %s: %v.", a.answer.Status, a.Binding.Operation.ID, &unknown))
}

func (a *answering) notAcceptable() error {
	wish := fmt.Sprintf("Accept is %q", a.Accept)
	if q := accept.BadWeight(a.Accept); q != "" {
		wish += fmt.Sprintf(", where q=%s is no weight, which goes from 0 to 1", q)
	}
	answer := "the answer of " + a.Binding.Operation.ID
	if a.Prefer.Example != "" {
		answer = fmt.Sprintf("the example %q of %s, which is asked for,", a.Prefer.Example, a.Binding.Operation.ID)
	}
	return &problem.Problem{Kind: problem.NotAcceptable, Header: [][2]string{{"Vary", "Accept"}}, Message: fmt.Sprintf(
		"%s; %s can be %s.", wish, answer, violation.Join(a.documentedTypes(), "or"))}
}

// documentedTypes are the offers, with the range of the document that a type stands for.
func (a *answering) documentedTypes() []string {
	var types []string
	for _, name := range typesOf(a.offers) {
		called := name
		for _, m := range a.response.Content {
			if m.Type != name && spec.Concrete(m.Type) == name {
				called = fmt.Sprintf("%s (of %s)", name, m.Type)
			}
		}
		if !slices.Contains(types, called) {
			types = append(types, called)
		}
	}
	return types
}

func typesOf(offered []*spec.MediaType) []string {
	types := make([]string, len(offered))
	for i, m := range offered {
		types[i] = m.Type
	}
	return types
}

// offered are the documented media types in the order in which they are preferred where Accept does not say. For a range
// stands the usual type in it, or if that is not acceptable each that Accept names.
func (a *answering) offered(header string) []*spec.MediaType {
	all := make([]*spec.MediaType, 0, len(a.response.Content))
	for _, m := range a.response.Content {
		all = append(all, as(m, spec.Concrete(m.Type)))
	}
	for _, m := range a.response.Content {
		bare := spec.BareType(m.Type)
		if spec.IsRange(bare) && accept.Pick(header, []string{spec.Concrete(bare)}) < 0 {
			all = a.named(all, m, strings.TrimSuffix(bare, "/*"), header)
		}
	}
	a.sortOffers(all)
	return all
}

// sortOffers looks at each offer once: they are few, and to rank one takes longer than to move it.
func (a *answering) sortOffers(all []*spec.MediaType) {
	if len(all) < 2 {
		return
	}
	ranks := make([]int, 0, 8)
	for i, m := range all {
		rank := a.rank(m)
		at := i
		for at > 0 && ranks[at-1] > rank {
			at--
		}
		ranks = slices.Insert(ranks, at, rank)
		copy(all[at+1:i+1], all[at:i])
		all[at] = m
	}
}

// named adds the types in a range of the document that Accept names and that the answer has a form in.
func (a *answering) named(all []*spec.MediaType, m *spec.MediaType, kind, header string) []*spec.MediaType {
	for _, r := range accept.Read(header) {
		one := as(m, r.Kind+"/"+r.Subtype)
		if !strings.Contains(r.Subtype, "*") && (kind == "*" || kind == r.Kind) && !slices.Contains(typesOf(all), one.Type) && a.writes(one) {
			all = append(all, one)
		}
	}
	return all
}

// as is a media type under the name of one that is in its range.
func as(m *spec.MediaType, mediaType string) *spec.MediaType {
	if m.Type == mediaType {
		return m
	}
	named := *m
	named.Type = mediaType
	return &named
}

// rank orders what is offered. Of the population, the default of the binding comes first, then what the document has first.
// Else it is JSON, other JSON, everything else, and behind those of which nothing is described. What the answer has no form
// in comes last.
func (a *answering) rank(m *spec.MediaType) int {
	const usual, json, otherJSON, other, hollow, unwritten = 0, 1, 2, 3, 4, 5
	bare := spec.BareType(m.Type)
	switch {
	case !a.writes(m):
		return unwritten
	case a.isPopulated() && bare == a.Plan.DefaultFormat:
		return usual
	case a.isPopulated():
		return other
	case m.Schema == nil && m.Item == nil && !sample.HasExample(m):
		return hollow
	case bare == "application/json":
		return json
	case sample.IsJSON(bare):
		return otherJSON
	}
	return other
}

// writes tells whether the answer has a form in a media type: of a collection's records, CSV too where the document calls
// it a text.
func (a *answering) writes(m *spec.MediaType) bool {
	if a.isPopulated() && spec.BareType(m.Type) == csvType {
		return a.Binding.Action != ""
	}
	return sample.Writable(m)
}
