package fake

import (
	"slices"
	"strconv"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// object makes an object: its required properties, some of the optional ones, and as many others as it must have.
func (r *run) object(w *want, at spot, variant uint64) (any, *Unsatisfiable) {
	m := &objectMaker{run: r, want: w, at: at, key: at.variation(variant), variant: variant, made: value.NewObject(8)}
	m.kin = kinOf(w, at)
	if err := m.declared(); err != nil {
		return nil, err
	}
	if err := m.others(); err != nil {
		return nil, err
	}
	return m.made, nil
}

type objectMaker struct {
	*run
	want    *want
	at      spot
	key     Key
	kin     []string
	variant uint64
	made    *value.Object
	left    *Unsatisfiable // why the last of the properties that were left out was
}

// kinOf are words for the object: its title or the name of its component, and that of the property that holds it.
func kinOf(w *want, at spot) []string {
	words := singular(at.words)
	for _, p := range w.parts {
		switch {
		case p.Title != "":
			return append(singular(wordsOf(p.Title)), words...)
		case p.Ref == nil && isComponent(p.Pointer):
			return append(singular(wordsOf(componentName(p.Schema))), words...)
		}
	}
	return words
}

// declared makes the properties that have a name in the schema or are required, in the order of the schema.
func (m *objectMaker) declared() *Unsatisfiable {
	for {
		names := m.names()
		parts, required := len(m.want.parts), len(m.want.required)
		for _, name := range names {
			m.follow(name)
		}
		if m.want.impossible != nil {
			return m.want.impossible
		}
		if parts != len(m.want.parts) || required != len(m.want.required) {
			if m.choose(m.want, m.at, int(m.variant%maxAttempts), nil); m.want.impossible != nil {
				return m.want.impossible
			}
			continue
		}
		for _, name := range names {
			if err := m.property(name); err != nil {
				return err
			}
		}
		return nil
	}
}

// follow adds what the presence of a property asks for.
func (m *objectMaker) follow(name string) {
	for i := 0; i < len(m.want.parts); i++ {
		p := m.want.parts[i]
		for _, d := range p.DependentRequired {
			if d.Name == name {
				for _, other := range d.Required {
					m.want.require(other)
				}
			}
		}
		for _, d := range p.DependentSchemas {
			if d.Name == name {
				m.want.add(d.Schema, i)
			}
		}
	}
}

// names are the properties that are there.
func (m *objectMaker) names() []string {
	var names []string
	seen := map[string]bool{}
	for _, p := range m.want.parts {
		for _, property := range p.Properties {
			if !seen[property.Name] {
				seen[property.Name] = true
				if slices.Contains(m.want.required, property.Name) || m.present(property) {
					names = append(names, property.Name)
				}
			}
		}
	}
	for _, name := range m.want.required {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if m.want.most >= 0 {
		names = m.fewer(names)
	}
	return slices.DeleteFunc(names, func(name string) bool { return m.banned(name) })
}

// fewer leaves optional properties out until there are no more than there may be.
func (m *objectMaker) fewer(names []string) []string {
	for i := len(names) - 1; i >= 0 && int64(len(names)) > m.want.most; i-- {
		if !slices.Contains(m.want.required, names[i]) {
			names = slices.Delete(names, i, i+1)
		}
	}
	return names
}

// banned tells whether a property goes only the other way.
func (m *objectMaker) banned(name string) bool {
	for _, p := range m.want.parts {
		if s := propertyOf(p.Schema, name); s != nil && oneWay(s, m.Mode) {
			return true
		}
	}
	return false
}

// present decides about an optional property: three of four are there, and fewer arrays and objects the deeper they are.
func (m *objectMaker) present(p schema.Property) bool {
	const quarter = 4
	draw := m.key.Sub(p.Name).Sub("present").Cell(0).Below(64)
	likely := uint64(48)
	switch {
	case m.lean || m.at.thrifty && m.variant == 0 || m.variant == 1:
		return false
	case m.variant == 2:
		return true
	case m.variant > 2:
		likely = 32
	case holdsMore(p.Schema) && m.at.depth >= deepFrom-1:
		return false
	case holdsMore(p.Schema):
		likely >>= m.at.depth
	case m.at.depth >= deepFrom:
		likely = quarter
	}
	if m.at.examples && m.at.depth < 2 && len(p.Schema.Examples) > 0 && m.variant == 0 {
		return true
	}
	return draw < likely
}

// holdsMore tells whether values of a schema are arrays or objects.
func holdsMore(s *schema.Schema) bool {
	if s.Ref == nil && s.Types != 0 {
		return s.Types.Has(schema.Array) || s.Types.Has(schema.Object)
	}
	kinds := s.Kinds()
	return kinds.Has(schema.Array) || kinds.Has(schema.Object) || kinds == 0 && (len(s.Fields()) > 0 || s.Element() != nil)
}

// schemas are those that judge a property, and whether one of them names it.
func (m *objectMaker) schemas(name string) []*schema.Schema {
	w := m.want
	var list []*schema.Schema
	marked := make([]bool, len(w.parts))
	for i, p := range w.parts {
		before := len(list)
		if s := propertyOf(p.Schema, name); s != nil {
			list = append(list, s)
		}
		for _, by := range p.PatternProperties {
			if by.Pattern.Match(name) {
				list = append(list, by.Schema)
			}
		}
		if len(list) == before && p.AdditionalProperties != nil {
			list = append(list, p.AdditionalProperties)
		}
		marked[i] = len(list) > before
	}
	for i, p := range w.parts {
		if p.UnevaluatedProperties != nil && !w.seen(i, marked) {
			list = append(list, p.UnevaluatedProperties)
		}
	}
	return slices.DeleteFunc(list, func(s *schema.Schema) bool { return s.Always != nil && *s.Always })
}

// property makes a property. One that cannot be made is left out unless it is required.
func (m *objectMaker) property(name string) *Unsatisfiable {
	list := m.schemas(name)
	required := slices.Contains(m.want.required, name)
	if i := slices.IndexFunc(list, func(s *schema.Schema) bool { return s.Always != nil }); i >= 0 {
		if required {
			return fail(m.want.roots[0], "the property %q is required, but %s admits none", name, orRoot(list[i].Pointer))
		}
		return nil
	}
	if len(list) == 0 {
		list = []*schema.Schema{anything}
	}
	key := m.key.Sub(name)
	at := spot{key: key, owner: m.owner(), words: wordsOf(name), kin: m.kin, depth: m.at.depth + 1, required: required, examples: m.at.examples, thrifty: m.at.thrifty}
	for _, h := range m.want.hints {
		if h.property == name && h.value != "" && m.fits(list, h.value) {
			m.made.Set(name, h.value)
			return nil
		}
	}
	values := m.values
	v, err := m.value(at, list)
	switch {
	case err == nil:
		m.made.Set(name, v)
	case required || m.exhausted != nil:
		return err
	default:
		m.values, m.left = values, err
	}
	return nil
}

// owner is whose person, place and life the properties show: that of the object around it for a part such as an address.
func (m *objectMaker) owner() Key {
	if m.variant == 0 && m.at.words != nil && isAspect(m.at.words) {
		return m.at.owner
	}
	return m.key
}

// isAspect tells whether an object is a part of what holds it rather than a thing of its own.
func isAspect(words []string) bool {
	return slices.Contains([]string{"name", "address", "contact", "attributes", "fields", "data", "details", "info", "profile", "metadata"}, words[len(words)-1])
}

func orRoot(pointer string) string {
	if pointer == "" {
		return "the schema"
	}
	return pointer
}

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
	if int64(m.made.Len()) >= wanted {
		return nil
	}
	for name := range m.invented {
		if _, there := m.made.Get(name); there || m.banned(name) || !m.admitsName(name) {
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
	tries := int(m.want.least)*4 + 8
	if names != nil {
		for i := range tries {
			at := spot{key: m.key.Sub("name" + strconv.Itoa(i)), owner: m.key, words: []string{"word"}, depth: m.at.depth + 1, required: true}
			v, err := m.value(at, append(names[:len(names):len(names)], &schema.Schema{Types: schema.Types(schema.String)}))
			if name, ok := v.(string); err == nil && ok && !yield(name) {
				return
			}
		}
	}
	for i := range tries {
		for _, p := range m.want.parts {
			for _, by := range p.PatternProperties {
				if name, ok := m.matching(by.Pattern, m.key.Sub("pattern"+strconv.Itoa(i)).Cell(0)); ok && !yield(name) {
					return
				}
			}
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
