package population

import (
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// maxExamples is the number of records that the examples of a document make.
const maxExamples = 200

// pinExamples makes the examples of the document the first records, cell by cell: what one does not give is made. What does
// not fit its schema is no part of it.
func (c *Collection) pinExamples() {
	d := c.described
	keys := map[any]bool{}
	pin := func(n *tree.Node) {
		given, ok := n.Value().(*value.Object)
		if !ok || len(c.pinned) >= maxExamples {
			return
		}
		made := c.pinnable(given)
		key, has := made.Get(c.Key)
		if !has { // what looks the same is the same
			key = string(value.AppendJSON(nil, made))
		}
		if made.Len() == 0 || keys[key] {
			return
		}
		keys[key] = true
		c.pinned = append(c.pinned, made)
	}
	pinGiven := func() {
		for _, n := range d.given {
			pin(n)
		}
	}
	if d.first {
		pinGiven()
	}
	for _, pointer := range d.examples {
		n := c.population.source.NodeAt(pointer.Str())
		if n.Is(tree.Object) {
			pin(n)
		}
		for _, item := range n.Elements() {
			if item.Is(tree.Object) {
				pin(item)
			}
		}
	}
	if !d.first {
		pinGiven()
	}
	if c.Size < len(c.pinned) {
		c.Size = len(c.pinned)
	}
	c.declared = max(c.declared, len(c.pinned))
}

// pinnable are the members of an example that a record can have.
func (c *Collection) pinnable(given *value.Object) *value.Object {
	made := value.NewObject(given.Len())
	for _, m := range given.Members() {
		f := c.byName[m.Name]
		if f == nil || f.derived || f.hidden {
			continue
		}
		v := m.Value
		s := c.SchemaOf(m.Name)
		if text, isText := v.(string); isText && m.Name == c.Key && s != nil && !s.Fits(v, schema.Answer) {
			if i, ok := value.ParseInteger(text); ok { // a path is a text
				v = i
			}
		}
		if s != nil && (f.drawn || m.Name == c.Key) && !s.Fits(v, schema.Answer) {
			continue
		}
		if m.Name == c.Key {
			key, err := keyOf(v)
			if err != nil || s == nil && !isWhole(key) {
				continue
			}
			v = key
		}
		made.Set(m.Name, v)
	}
	return made
}

func isWhole(v any) bool { _, ok := v.(int64); return ok }

// known is a reference that leads to a record of the base, as the key of that record: given as the key, or as an object
// that has it. Of lists, each item has to lead somewhere.
func (c *Collection) known(v any) (key any, ok bool) {
	c.ready()
	switch given := v.(type) {
	case nil:
		return nil, true
	case []any:
		keys := make([]any, len(given))
		for i, item := range given {
			if keys[i], ok = c.known(item); !ok {
				return nil, false
			}
		}
		return keys, true
	case *value.Object:
		v, _ = given.Get(c.Key)
	}
	for _, spelled := range spellings(v) {
		if _, found := c.row(spelled); found {
			return spelled, true
		}
	}
	return nil, false
}

// spellings are a key and, of the decimal form of an integer, that integer; and the other way round.
func spellings(v any) []any {
	key, err := keyOf(v)
	if err != nil {
		return nil
	}
	switch k := key.(type) {
	case string:
		if i, ok := value.ParseInteger(k); ok {
			return []any{key, i}
		}
	case int64:
		return []any{key, value.Text(k)}
	}
	return []any{key}
}

// keysIn are the keys of what a client gives for a reference: of objects that have one, that; all else stays.
func (c *Collection) keysIn(v any) any {
	switch given := v.(type) {
	case *value.Object:
		if key, err := keyOf(first(given.Get(c.Key))); err == nil {
			return key
		}
	case []any:
		keys := make([]any, len(given))
		for i, item := range given {
			keys[i] = c.keysIn(item)
		}
		return keys
	}
	return v
}

func first(v any, _ bool) any { return v }
