package respond

import (
	"strconv"

	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// patchedBy applies a JSON Patch (RFC 6902) to the record, and gives its members as they are then: null where one is gone.
// An operation that cannot be done ends the patch.
func (a *answering) patchedBy(operations []any) *value.Object {
	was := value.NewObject(0)
	for _, f := range a.Binding.Collection.Fields() {
		if v := a.record.Value(f.Name); v != nil {
			was.Set(f.Name, v)
		}
	}
	var now any = was
	for _, one := range operations {
		o, _ := one.(*value.Object)
		next, ok := patchStep(now, o)
		if !ok {
			break
		}
		now = next
	}
	made, _ := now.(*value.Object)
	all := value.NewObject(made.Len())
	for _, m := range was.Members() {
		if _, still := made.Get(m.Name); !still {
			all.Set(m.Name, nil)
		}
	}
	for _, m := range made.Members() {
		all.Set(m.Name, m.Value)
	}
	return all
}

// patchStep does one operation of a patch.
func patchStep(doc any, o *value.Object) (any, bool) {
	op, path, from := textAt(o, "op"), textAt(o, "path"), textAt(o, "from")
	v, _ := o.Get("value")
	tokens, err := tree.Split(path)
	source, err2 := tree.Split(from)
	if err != nil || err2 != nil {
		return doc, false
	}
	switch op {
	case "add", "replace":
		return edit(doc, tokens, v, op == "add", false)
	case "remove":
		return edit(doc, tokens, nil, false, true)
	case "test":
		found, ok := lookUp(doc, tokens)
		return doc, ok && value.Equal(found, v)
	case "copy", "move":
		found, ok := lookUp(doc, source)
		if !ok {
			return doc, false
		}
		if op == "move" {
			if doc, ok = edit(doc, source, nil, false, true); !ok {
				return doc, false
			}
		}
		return edit(doc, tokens, found, true, false)
	}
	return doc, false
}

func textAt(o *value.Object, name string) string {
	v, _ := o.Get(name)
	text, _ := v.(string)
	return text
}

func lookUp(doc any, tokens []string) (any, bool) {
	for _, token := range tokens {
		switch at := doc.(type) {
		case *value.Object:
			v, ok := at.Get(token)
			if !ok {
				return nil, false
			}
			doc = v
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			doc = at[i]
		default:
			return nil, false
		}
	}
	return doc, true
}

// edit is a document with a place set or removed; the original stays as it was. In a list, to insert moves what is behind.
func edit(doc any, tokens []string, v any, insert, remove bool) (any, bool) {
	if len(tokens) == 0 {
		return v, !remove
	}
	switch at := doc.(type) {
	case *value.Object:
		inner, there := at.Get(tokens[0])
		if len(tokens) == 1 {
			made := at.Without(tokens[0])
			if !remove {
				made = at.With(value.Member{Name: tokens[0], Value: v})
			}
			return made, there || insert
		}
		next, ok := edit(inner, tokens[1:], v, insert, remove)
		return at.With(value.Member{Name: tokens[0], Value: next}), there && ok
	case []any:
		return editList(at, tokens, v, insert, remove)
	}
	return doc, false
}

func editList(list []any, tokens []string, v any, insert, remove bool) (any, bool) {
	i, err := strconv.Atoi(tokens[0])
	if tokens[0] == "-" {
		i, err = len(list), nil
	}
	if err != nil || i < 0 || i > len(list) || i == len(list) && !(insert && len(tokens) == 1) {
		return list, false
	}
	made := append([]any{}, list[:i]...)
	switch {
	case len(tokens) > 1:
		next, ok := edit(list[i], tokens[1:], v, insert, remove)
		return append(append(made, next), list[i+1:]...), ok
	case remove:
		return append(made, list[i+1:]...), true
	case insert:
		return append(append(made, v), list[i:]...), true
	}
	return append(append(made, v), list[i+1:]...), true
}
