package infer

import (
	"strings"
)

// findKey finds the field that identifies the collection's records: the one that the path parameter names, else one that is
// called like a key, else a field that nothing shows.
func (f *finder) findKey(c *collection) {
	if said := f.said.Path(c.name, "key").Str(); said != "" {
		c.setKey(said, "")
		c.saysKey = true
	}
	for _, s := range c.sites {
		for _, rd := range s.items {
			if rd.collection == c && rd.action != "list" {
				f.keyOfItem(c, rd)
			}
		}
	}
	if c.keyField() == "" {
		if name := c.guessedKey(); name != "" {
			c.setKey(name, "")
		} else {
			c.hiddenKey = c.unusedField("record_number")
			c.keyReason = "no property identifies a record"
		}
	}
}

// keyField is the field that identifies, which may be one that no schema shows.
func (c *collection) keyField() string {
	if c.key != "" {
		return c.key
	}
	return c.hiddenKey
}

// called are the fields of a plain name. The shapes of the collection are complete when it is asked first.
func (c *collection) called(name string) []property {
	if c.byPlain == nil {
		c.byPlain = map[string][]property{}
		for _, p := range c.fields() {
			c.byPlain[plain(p.name)] = append(c.byPlain[plain(p.name)], p)
		}
	}
	return c.byPlain[name]
}

func (c *collection) setKey(name, reason string) {
	if c.field(name) != nil {
		c.key = name
	} else {
		c.hiddenKey = name
	}
	c.keyReason = reason
}

// keyOfItem takes the key from an operation on one record; one that names records otherwise is given up.
func (f *finder) keyOfItem(c *collection, rd *reading) {
	p := f.pathParameter(rd, rd.route.last().parameter)
	named := c.namedBy(p, rd.route)
	key := c.keyField()
	switch {
	case key == "" && named != "":
		c.setKey(named, "the path parameter "+p.name+" names it")
	case key == "":
		c.hiddenKey = c.unusedField(p.name)
		c.keyReason = "no property is what the path parameter " + p.name + " names"
	case key == named || named == "" && (c.key == "" || c.said) && plain(p.name) == plain(key) || c.said && named == "":
	default:
		rd.Open = append(rd.Open, "the path parameter "+p.name+" is not "+key+", which identifies the records of "+c.name)
		rd.collection, rd.action = nil, ""
	}
}

// unusedField is a name that no field has.
func (c *collection) unusedField(name string) string {
	for c.field(name) != nil {
		name += "_key"
	}
	return name
}

// namedBy is the field that a path parameter names; "" if there is none.
func (c *collection) namedBy(p parameter, rt route) string {
	bare := plain(p.name)
	tries := []string{bare}
	for _, owner := range c.owners(rt) {
		if rest, ok := strings.CutPrefix(bare, owner); ok && rest != "" {
			tries = append(tries, rest)
		}
	}
	for _, f := range c.called(bare) {
		if f.name == p.name && c.mayBeKey(f, p.shape, true) {
			return f.name
		}
	}
	for _, name := range tries {
		if found := c.keyCalled(name, p.shape, true); found != "" {
			return found
		}
	}
	textual := p.shape.kinds&^nullKind == stringKind
	if textual && !endsIn(bare, "id", "sid", "uuid", "guid") {
		if found := c.textKey(p); found != "" {
			return found
		}
	}
	for _, name := range append([]string{lastWord(bare)}, identifiers...) {
		if found := c.keyCalled(name, p.shape, false); found != "" {
			return found
		}
	}
	for _, name := range c.ownNames() {
		if found := c.keyCalled(name, p.shape, false); found != "" {
			return found
		}
	}
	for _, f := range c.fields() { // tx_hash is what {hash} names
		if len(bare) > 2 && strings.HasSuffix(plain(f.name), bare) && c.mayBeKey(f, p.shape, true) {
			return f.name
		}
	}
	others := []string{"number"}
	if textual || p.shape.kinds == 0 {
		others = []string{"slug", "login", "username", "name"}
	}
	for _, name := range others {
		if found := c.keyCalled(name, p.shape, false); found != "" {
			return found
		}
	}
	return ""
}

// textKey is the text that identifies a record, where the parameter's description says that one does: "the handle for the
// account", "the name of the organization".
func (c *collection) textKey(p parameter) string {
	said := strings.ToLower(p.description)
	for _, hint := range []struct {
		word  string
		names []string
	}{
		{"slug", []string{"slug"}},
		{"handle", []string{"login", "username", "handle", "slug", "name"}},
		{"username", []string{"username", "login", "name"}},
		{"login", []string{"login", "username"}},
		{"name", []string{"login", "username", "slug", "name"}},
	} {
		if !strings.Contains(said, hint.word) || strings.Contains(said, "id ") || strings.Contains(said, "identifier") {
			continue
		}
		for _, name := range hint.names {
			if found := c.keyCalled(name, p.shape, false); found != "" {
				return found
			}
		}
	}
	return ""
}

// lastWord is the ending of a parameter's plain name that names a property by itself.
func lastWord(bare string) string {
	for _, ending := range []string{"uuid", "guid", "sid", "id", "slug", "code", "key", "username", "login", "email", "number", "name"} {
		if strings.HasSuffix(bare, ending) {
			return ending
		}
	}
	return "id"
}

// owners are what the records are called in names of parameters, in plain form and in the singular.
func (c *collection) owners(rt route) []string {
	all := []string{one(c.name), one(c.noun), one(nameOf(c.shapes[0].identity()))}
	if noun, _ := rt.noun(); noun != "" {
		all = append(all, one(noun))
	}
	return all
}

// keyCalled is the property of a plain name that may be a key.
func (c *collection) keyCalled(name string, p *shape, named bool) string {
	for _, f := range c.called(name) {
		if c.mayBeKey(f, p, named) {
			return f.name
		}
	}
	return ""
}

// mayBeKey tells whether a property can identify, and a parameter of a shape can name it.
func (c *collection) mayBeKey(p property, by *shape, named bool) bool {
	s := c.field(p.name)
	k := s.kinds &^ nullKind
	switch {
	case k == 0 || k&^(stringKind|integerKind|numberKind) != 0:
		return false
	case !named && (s.kinds.has(nullKind) || len(s.enum) > 0 || strings.HasPrefix(s.format, "date")):
		return false
	case len(s.enum) == 1 && !named:
		return false
	}
	if wanted := by.kinds &^ nullKind; wanted == 0 || wanted.has(stringKind) {
		return by.format != "uuid" || s.format == "uuid" || k == stringKind && s.format == ""
	}
	return k.has(integerKind|numberKind) || digits(s) || named && s.format == "" && s.example == nil // a text that says nothing else is made of digits
}

// digits tells whether a text is one of digits.
func digits(s *shape) bool {
	if !s.kinds.has(stringKind) {
		return false
	}
	if s.format == "int64" || s.format == "int32" || s.format == "integer" {
		return true
	}
	text := s.example.Str()
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// ownNames are names of keys with the collection's own name before them.
func (c *collection) ownNames() []string {
	var all []string
	for _, owner := range []string{one(c.noun), one(c.name), one(nameOf(c.shapes[0].identity()))} {
		for _, name := range identifiers {
			all = append(all, owner+name)
		}
		all = append(all, owner+"sid", owner+"number")
	}
	return all
}

// guessedKey is the property that is called like a key, of a collection of which nothing asks for one record.
func (c *collection) guessedKey() string {
	any := c.anything()
	for i, name := range append(append([]string{}, identifiers...), c.ownNames()...) {
		textual := i >= 3 && i < len(identifiers) // key, slug and code are texts
		for _, f := range c.called(name) {
			if c.mayBeKey(f, any, false) && (!textual || c.field(f.name).kinds&^nullKind == stringKind) {
				return f.name
			}
		}
	}
	if found := c.keyCalled("sid", any, false); found != "" {
		return found
	}
	for _, f := range c.fields() {
		s := c.field(f.name)
		if s.kinds&^nullKind == stringKind && strings.HasPrefix(s.format, "date") && len(s.enum) == 0 && days[plain(f.name)] {
			return f.name
		}
		if endsIn(plain(f.name), "id", "uuid", "guid", "sid", "hash", "code", "slug", "symbol", "number", "address", "email") && c.mayBeKey(f, any, false) {
			return f.name
		}
	}
	return ""
}

// days are names of what rows are by that tell of a time.
var days = setOf("date day month week time timestamp")

// anything is the shape of a parameter that may name any key.
func (c *collection) anything() *shape { return &shape{reader: c.shapes[0].reader} }
