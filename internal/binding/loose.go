package binding

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/population"
	"mockserver/internal/query"
	"mockserver/internal/value"
)

// sortLoosely reads keys in any of the usual forms: field, -field, +field, field:desc, "field desc", field_desc, desc(field),
// or a word that stands for some of them. What is no field is not heeded.
func (p *planning) sortLoosely(r *role) {
	descending, turned := p.direction()
	if r != nil {
		if param := p.parameter(r); param != nil && param.Value != nil && !p.broken(param) {
			for _, v := range elements(param.Value) {
				p.sortByText(r, value.Text(v))
			}
		}
	}
	if descending {
		for i := range p.plan.Query.Sort {
			p.plan.Query.Sort[i].Descending = !p.plan.Query.Sort[i].Descending
		}
		if len(p.plan.Query.Sort) == 0 && turned {
			p.plan.Query.Sort = []query.Key{{Path: population.Numbering, Descending: true}}
		}
	}
}

// direction tells whether a parameter of its own turns the order around, and whether the request says so itself.
func (p *planning) direction() (descending, given bool) {
	r := p.with(directionRole)
	if r == nil {
		return false, false
	}
	param := p.parameter(r)
	if param == nil || param.Value == nil || p.broken(param) {
		return false, false
	}
	return isDescending(value.Text(param.Value)), param.Given
}

func isDescending(word string) bool {
	switch strings.ToLower(word) {
	case "desc", "descending", "-1", "true", "down", "reverse", "d", "dsc", "-":
		return true
	}
	return false
}

func isAscending(word string) bool {
	switch strings.ToLower(word) {
	case "asc", "ascending", "1", "+1", "up", "a", "+":
		return true
	}
	return false
}

func (p *planning) sortByText(r *role, text string) {
	if p.sortByWord(r, text) {
		return
	}
	for term := range strings.SplitSeq(text, ",") {
		if word := strings.TrimSpace(term); len(p.plan.Query.Sort) > 0 && (isAscending(word) || isDescending(word)) {
			if _, ok := p.Collection.Called(word); !ok { // name,desc
				p.plan.Query.Sort[len(p.plan.Query.Sort)-1].Descending = isDescending(word)
				continue
			}
		}
		if !p.sortByWord(r, term) {
			p.sortByTerm(term)
		}
	}
}

// sortByWord sorts by what a word of the document stands for, and tells whether it is one.
func (p *planning) sortByWord(r *role, word string) bool {
	keys := r.keys[word]
	for _, key := range keys {
		p.sortByTerm(key)
	}
	return keys != nil
}

func (p *planning) sortByTerm(term string) {
	name, descending := p.term(strings.TrimSpace(term))
	if name == "" {
		return
	}
	path, ok := p.Collection.Called(name)
	if !ok {
		path, ok = p.moment(name)
	}
	if !ok {
		p.plan.Warnings = append(p.plan.Warnings, fmt.Sprintf("%s is not sorted by %q: the records have no such field", p.Operation.ID, value.Cut(name, maxShown)))
		return
	}
	path = p.Collection.OrderOf(path)
	if !slices.ContainsFunc(p.plan.Query.Sort, func(k query.Key) bool { return k.Path == path }) {
		p.plan.Query.Sort = append(p.plan.Query.Sort, query.Key{Path: path, Descending: descending})
	}
}

const maxShown = 60 // characters of a name in a warning

// moment is the field of a time that is called by what happened then: created is created_at.
func (p *planning) moment(name string) (path string, ok bool) {
	for _, suffix := range []string{"at", "on", "date", "time"} {
		if path, ok = p.Collection.Called(name + "_" + suffix); ok {
			return path, true
		}
	}
	return p.Collection.Called("date_" + name)
}

// term takes a key of a sort apart.
func (p *planning) term(text string) (name string, descending bool) {
	if text == "" {
		return "", false
	}
	if _, ok := p.Collection.Called(text); ok && text[0] != '-' && text[0] != '+' {
		return text, false
	}
	switch text[0] {
	case '-':
		return text[1:], true
	case '+':
		return text[1:], false
	}
	if before, inner, ok := strings.Cut(strings.TrimSuffix(text, ")"), "("); ok && (isDescending(before) || isAscending(before)) {
		return inner, isDescending(before)
	}
	for _, separator := range []string{":", " ", "|", ".", "_", "-", "/"} {
		i := strings.LastIndex(text, separator)
		if i <= 0 {
			continue
		}
		if word := text[i+1:]; isDescending(word) || isAscending(word) {
			return text[:i], isDescending(word)
		}
	}
	for _, word := range []string{"Desc", "DESC", "Asc", "ASC"} {
		if rest, ok := strings.CutSuffix(text, word); ok && rest != "" {
			return rest, isDescending(word)
		}
	}
	return text, false
}

// showOnly reads the names of the members that are asked for, with commas between them or as a list.
func (p *planning) showOnly(v any) {
	if v == nil {
		return
	}
	for _, item := range elements(v) {
		for name := range strings.SplitSeq(value.Text(item), ",") {
			name, _, _ = strings.Cut(strings.TrimSpace(name), ".")
			name, _, _ = strings.Cut(name, "(")
			if name == "*" || name == "" {
				continue
			}
			if path, ok := p.Collection.Called(name); ok {
				p.plan.Members = append(p.plan.Members, path)
			}
		}
	}
}

// isOneOf tells whether a value is one of some words, or has one of them.
func isOneOf(words []string, v any) bool {
	return len(words) > 0 && slices.ContainsFunc(elements(v), func(one any) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, value.Text(one)) })
	})
}

// spellings are a value and what a record may have in its stead: an integer as text, a text as what it says.
func spellings(v any) []any {
	values := []any{v}
	if other := respelled(v); other != nil {
		values = append(values, other)
	}
	if text, ok := v.(string); ok {
		switch text {
		case "true", "false":
			values = append(values, text == "true")
		default:
			if n, err := value.ParseJSON([]byte(text), value.Limits{}); err == nil && value.IsNumber(n) {
				values = append(values, n)
			}
		}
	}
	return values
}
