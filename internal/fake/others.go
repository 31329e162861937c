package fake

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
)

// others invents as many properties as minProperties asks for, and some for an object that is a map.
func (m *objectMaker) others() *Unsatisfiable {
	wanted := m.want.least
	if m.isMap() && m.variant == 0 && !m.lean && !m.at.thrifty && m.at.depth < deepFrom {
		wanted = max(wanted, m.at.stream("others").Between(1, 2))
	}
	if m.want.most >= 0 {
		wanted = min(wanted, m.want.most)
	}
	if wanted > int64(m.Limits.GeneratedItems) {
		return fail(m.want.roots[0], "minProperties is %d, more than the %d that --limit generated-items=N sets", wanted, m.Limits.GeneratedItems)
	}
	if int64(m.made.Len()) >= wanted { // as with nearly all
		return nil
	}
	return m.invent(wanted)
}

// invent invents properties until there are as many as are wanted.
func (m *objectMaker) invent(wanted int64) *Unsatisfiable {
	for name := range m.invented {
		if m.exhausted != nil {
			return m.exhausted
		}
		if _, there := m.made.Get(name); there || m.banned(name) || slices.Contains(m.at.without, name) || !m.admitsName(name) {
			continue
		}
		before := len(m.want.required)
		m.follow(name)
		if err := m.property(name); err != nil {
			return err
		}
		for _, other := range m.want.required[before:] {
			if _, there := m.made.Get(other); !there {
				if err := m.property(other); err != nil {
					return err
				}
			}
		}
		if int64(m.made.Len()) >= wanted {
			return nil
		}
	}
	switch {
	case m.exhausted != nil:
		return m.exhausted
	case int64(m.made.Len()) >= m.want.least:
	case m.left != nil:
		return m.left
	default:
		return fail(m.want.roots[0], "minProperties is %d, but no more than %d were found", m.want.least, m.made.Len())
	}
	return nil
}

// isMap tells whether the schema describes properties without naming them.
func (m *objectMaker) isMap() bool {
	if m.made.Len() > 0 {
		return false
	}
	for _, p := range m.want.parts {
		if p.AdditionalProperties != nil && p.AdditionalProperties.Always == nil || p.PatternProperties != nil {
			return true
		}
		if p.Properties != nil {
			return false
		}
	}
	return false
}

// admitsName tells whether a property may have a name.
func (m *objectMaker) admitsName(name string) bool {
	for _, p := range m.want.parts {
		if p.PropertyNames != nil && !m.one(p.PropertyNames, name) {
			return false
		}
	}
	return true
}

// invented yields names: those that are declared, those that patterns and propertyNames ask for, then any.
func (m *objectMaker) invented(yield func(string) bool) {
	var names []*schema.Schema
	for _, p := range m.want.parts {
		for _, property := range p.Properties {
			if !yield(property.Name) {
				return
			}
		}
		if p.PropertyNames != nil {
			names = append(names, p.PropertyNames)
		}
	}
	s := m.key.Sub("names").Cell(0)
	tries := int(m.want.least)*16 + 8 // those that patterns give repeat themselves
	if names != nil {
		for i := range tries {
			at := spot{key: m.key.Sub("name" + strconv.Itoa(i)), owner: m.key, words: []string{"word"}, depth: m.at.depth + 1, required: true}
			v, err := m.value(at, append(names[:len(names):len(names)], &schema.Schema{Types: schema.Types(schema.String)}))
			if name, ok := v.(string); err == nil && ok && !yield(name) {
				return
			}
		}
	}
	for name := range m.patternedNames(tries) {
		if !yield(name) {
			return
		}
	}
	for i := range tries + len(nouns) {
		name := pick(s, nouns)
		if i >= len(nouns) {
			name += strconv.Itoa(i)
		}
		if !yield(name) {
			return
		}
	}
}

// patternedNames yields names that patternProperties speaks of: words if they match, else what the patterns ask for, with words
// beside it where those have room for them, else with a few letters. Few names are all tried.
func (m *objectMaker) patternedNames(tries int) func(func(string) bool) {
	const fruitless, perTry, searched = 100, 4, 40 // tries in a row; steps of one, and bytes that are gone through in one more
	least, most := m.nameLengths()
	vain := map[*schema.Pattern]int{}
	return func(yield func(string) bool) {
		for i := range tries {
			for _, p := range m.want.parts {
				for _, by := range p.PatternProperties {
					if vain[by.Pattern] > fruitless {
						continue
					}
					vain[by.Pattern]++
					s := m.key.Sub("pattern" + strconv.Itoa(i)).Cell(0)
					text, ok := m.matching(by.Pattern, s)
					word := pick(s, nouns)
					if i >= len(nouns) {
						word += strconv.Itoa(i)
					}
					forms := []string{word, text + word, text, word + text}
					if most >= 0 || least > 0 {
						forms = append(forms, m.shortForms(by.Pattern, text, least, most, s)...)
					}
					m.steps -= perTry + len(forms)*len(text)/searched
					if m.tire(m.want.roots[0]); m.exhausted != nil {
						return
					}
					for _, name := range forms {
						if _, there := m.made.Get(name); ok && !there && m.matches(by.Pattern, name) && m.admitsName(name) {
							vain[by.Pattern] = 0
							m.write(m.want.roots[0], len(name))
							if !yield(name) {
								return
							}
							break
						}
					}
				}
			}
		}
		for _, p := range m.want.parts {
			for _, by := range p.PatternProperties {
				if m.exhausted != nil {
					return
				}
				names, _ := finiteTexts(by.Pattern, m.Limits.GeneratedItems)
				m.steps -= len(names)
				for _, name := range names {
					if !yield(name) {
						return
					}
				}
			}
		}
	}
}

// nameLengths are how long names may be, as far as propertyNames says so at once; -1: no bound.
func (m *objectMaker) nameLengths() (least, most int64) {
	most = -1
	for _, p := range m.want.parts {
		if p.PropertyNames != nil {
			w := newWant([]*schema.Schema{p.PropertyNames}, m.Limits.GeneratedParts)
			least = max(least, w.minLength)
			if w.maxLength >= 0 && (most < 0 || w.maxLength < most) {
				most = w.maxLength
			}
		}
	}
	return least, most
}

// shortForms are names of a pattern whose length is bounded: with random letters beside what it asks for, and a few that it gives
// itself of lengths between the bounds.
func (m *objectMaker) shortForms(p *schema.Pattern, text string, least, most int64, s *Stream) []string {
	const written, usual = 8, 6
	var forms []string
	if most < 0 {
		most = least + usual
	}
	if room := most - int64(len(text)); room > 0 {
		letters := hexText(s, int(min(room, max(usual, least))))
		forms = append(forms, text+letters, letters+text, text+letters[:1], letters[:1]+text)
	}
	for name := range m.expanded(p, least, most, s) {
		if forms = append(forms, name); len(forms) >= written {
			break
		}
	}
	return forms
}
