package fake

import (
	"slices"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// object makes an object: its required properties, some of the optional ones, and as many others as it must have.
func (r *run) object(w *want, at spot, variant uint64) (any, *Unsatisfiable) {
	m := r.objectMaker()
	*m = objectMaker{run: r, want: w, at: at, key: at.variation(variant), variant: variant}
	m.kin, m.personal = m.kinds()
	if o := w.outline; o != nil && o.slots != nil {
		if err := m.fill(o); err != nil {
			return nil, err
		}
	} else {
		m.made = value.NewObject(8)
		if err := m.declared(); err != nil {
			return nil, err
		}
	}
	if err := m.others(); err != nil {
		return nil, err
	}
	made := m.made
	r.spares = append(r.spares, m)
	return made, nil
}

// objectMaker is one that is done, or a new one.
func (r *run) objectMaker() *objectMaker {
	n := len(r.spares)
	if n == 0 {
		return new(objectMaker)
	}
	m := r.spares[n-1]
	r.spares = r.spares[:n-1]
	return m
}

type objectMaker struct {
	*run
	want     *want
	at       spot
	key      Key
	kin      []string
	personal bool // it is somebody, by what is declared of it
	variant  uint64
	made     *value.Object
	left     *Unsatisfiable // why the last of the properties that were left out was

	followers map[string][]follower // by the property whose presence asks for them
	indexed   int                   // of the parts, those whose followers are known
	oneWay    map[string]bool       // properties that go only the other way
}

// kinds are words for the object: what it is called itself, and the property that holds it; and whether it is somebody.
func (m *objectMaker) kinds() (words []string, personal bool) {
	if o := m.want.outline; o != nil {
		return o.kinOf(m.at.naming()), o.personal
	}
	words = singular(m.at.words)
	return slices.Concat(ownWords(m.want), words), isPersonal(m.want)
}

// ownWords are the title of an object or the name of its component.
func ownWords(w *want) []string {
	for _, p := range w.parts {
		switch {
		case p.Title != "":
			return singular(wordsOf(p.Title))
		case p.Ref == nil && p.Component() != "":
			return singular(wordsOf(p.Component()))
		}
	}
	return nil
}

// isPersonal tells whether a property is declared that only people have: the name beside an email is that of its owner.
func isPersonal(w *want) bool {
	return slices.ContainsFunc(w.parts, func(p part) bool {
		return slices.ContainsFunc(p.Properties, func(property schema.Property) bool {
			var room [32]byte
			name, ok := compact(property.Name, room[:0])
			return ok && slices.ContainsFunc(personal, func(p string) bool { return p == string(name) })
		})
	})
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
			if m.choose(m.want, &m.at, int(m.variant%maxAttempts), nil); m.want.impossible != nil {
				return m.want.impossible
			}
			continue
		}
		for _, name := range names {
			if err := m.property(name); err != nil {
				return err
			}
		}
		m.settle(names)
		return m.exhausted
	}
}

// follow adds what the presence of a property asks for, and of those that it brings.
func (m *objectMaker) follow(name string) {
	for waiting := []string{name}; len(waiting) > 0; waiting = waiting[1:] {
		m.index()
		for _, f := range m.followers[waiting[0]] {
			before := len(m.want.required)
			m.asked(name, f)
			if f.schema != nil {
				m.want.add(f.schema, f.part)
			}
			for _, other := range f.required {
				m.want.require(other)
			}
			waiting = append(waiting, m.want.required[before:]...)
		}
	}
}

// asked remembers an optional property whose presence asks for what may be impossible.
func (m *objectMaker) asked(name string, f follower) {
	w := m.want
	lacking := func(other string) bool { return !w.requires(other) }
	if !w.requires(name) && (f.schema != nil && !w.has(f.schema) || slices.ContainsFunc(f.required, lacking)) && !slices.Contains(w.asking, name) {
		w.asking = append(w.asking, name)
	}
}

// follower is what the presence of a property asks for: other properties, or that the object fits a schema.
type follower struct {
	required []string
	schema   *schema.Schema
	part     int
}

// index takes in the dependentRequired and dependentSchemas of the parts that have come since the last time.
func (m *objectMaker) index() {
	for ; m.indexed < len(m.want.parts); m.indexed++ {
		p := m.want.parts[m.indexed]
		if m.followers == nil && len(p.DependentRequired)+len(p.DependentSchemas) > 0 {
			m.followers = map[string][]follower{}
		}
		for _, d := range p.DependentRequired {
			m.followers[d.Name] = append(m.followers[d.Name], follower{required: d.Required})
		}
		for _, d := range p.DependentSchemas {
			m.followers[d.Name] = append(m.followers[d.Name], follower{schema: d.Schema, part: m.indexed})
		}
	}
}

// banned tells whether a property goes only the other way.
func (m *objectMaker) banned(name string) bool { return m.oneWay[name] }

// present decides about an optional property: all are there that hold a single value, as clients expect of a record; arrays and
// objects at the outermost always, and fewer of them the deeper they are.
func (m *objectMaker) present(p *slot) bool {
	const shares, usual, half, few = 64, 48, 32, 16
	likely := uint64(shares)
	switch {
	case m.lean || m.at.thrifty && m.variant == 0 || m.variant == 1:
		return false
	case m.variant == 2, m.variant == 0 && m.telling(p.Property):
		return true
	case m.variant > 2:
		likely = half
	case p.called.isRare(m.Failure):
		return false
	case p.holdsMore && m.at.depth == 0:
		return true
	case p.holdsMore && m.at.depth >= deepFrom-1:
		return false
	case p.holdsMore:
		likely = usual >> (m.at.depth - 1)
	case m.at.depth > deepFrom+1:
		likely = few
	}
	if m.at.examples && m.at.depth < 2 && len(p.Schema.Examples) > 0 && m.variant == 0 {
		return true
	}
	return likely == shares || m.key.at(p.step).Sub("present").Cell(0).Below(shares) < likely
}

// telling tells whether a property is that of a discriminator and can name the branch that is made: clients look there,
// required or not.
func (m *objectMaker) telling(p schema.Property) bool {
	return slices.ContainsFunc(m.want.hints, func(h hint) bool {
		return h.property == p.Name && h.value != "" && m.fits([]*schema.Schema{p.Schema}, h.value)
	})
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
	if w.outline != nil {
		if list, known := w.outline.judges[name]; known {
			return list
		}
	}
	const perStep = 16 // parts that take about as long to ask as it takes to apply a schema
	m.steps -= len(w.parts) / perStep
	var list []*schema.Schema
	var marked []bool // nil: nobody asks
	if slices.ContainsFunc(w.parts, func(p part) bool { return p.UnevaluatedProperties != nil }) {
		marked = make([]bool, len(w.parts))
	}
	for i, p := range w.parts {
		before := len(list)
		if s := p.Property(name); s != nil {
			list = append(list, s)
		}
		for _, by := range p.PatternProperties {
			if m.matches(by.Pattern, name) {
				list = append(list, by.Schema)
			}
		}
		if len(list) == before && p.AdditionalProperties != nil {
			list = append(list, p.AdditionalProperties)
		}
		if marked != nil {
			marked[i] = len(list) > before
		}
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
	required := m.want.requires(name)
	if i := slices.IndexFunc(list, func(s *schema.Schema) bool { return s.Always != nil }); i >= 0 {
		if required {
			return fail(m.want.roots[0], "the property %q is required, but %s admits none", name, orRoot(list[i].Pointer))
		}
		return nil
	}
	if len(list) == 0 {
		list = []*schema.Schema{anything}
	}
	at := m.place(name)
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

// place is where a property stands.
func (m *objectMaker) place(name string) spot {
	return m.spot(namingOf(name), m.key.Sub(name), m.want.requires(name))
}

func (m *objectMaker) spot(called *naming, key Key, required bool) spot {
	at := spot{key: key, owner: m.owner(), words: called.words, called: called, kin: m.kin, depth: m.at.depth + 1, personal: m.personal}
	at.required, at.examples, at.thrifty = required, m.at.examples, m.at.thrifty
	at.inside = m.want.outline != nil && m.want.outline.sure.has(schema.Object)
	at.rare = m.variant == 0 && called.isRare(m.Failure)
	return at
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
	return slices.Contains(aspects, words[len(words)-1])
}

var aspects = []string{"name", "address", "contact", "attributes", "fields", "data", "details", "info", "profile", "metadata"}

func orRoot(pointer string) string {
	if pointer == "" {
		return "the schema"
	}
	return pointer
}
