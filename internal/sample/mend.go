package sample

import (
	"fmt"
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Real examples mostly have one place or two that do not fit, of hundreds that say what the author means. mending keeps
// those, and makes the others anew.
type mending struct {
	maker  Maker
	places map[string]bool // that were made anew
}

// maxRounds bounds that a place that is made anew shows another that does not fit: each round is a level of the example.
const maxRounds = 4

// mend makes what does not fit of an example anew. ok is false if that would be most of it, or the whole.
func (m Maker) mend(t *spec.MediaType, v any) (mended any, places int, ok bool) {
	if t.Schema == nil || !isContainer(v) {
		return nil, 0, false
	}
	run := &mending{m, map[string]bool{}}
	for range maxRounds {
		broken := t.Schema.Check(v, "body", schema.Answer)
		if len(broken) == 0 {
			return v, len(run.places), true
		}
		if len(broken) > m.Bounds().MendedPlaces || (len(run.places)+len(broken))*2 > leaves(v) {
			return nil, 0, false
		}
		// From the last to the first: what is taken out of a list moves those behind it.
		for _, one := range slices.Backward(broken) {
			tokens, err := tree.Split(strings.TrimPrefix(one.Where, "body"))
			if err != nil || len(tokens) == 0 || one.Rule == "limits" {
				return nil, 0, false
			}
			run.places[one.Where] = true
			v = run.at(v, t.Schema, tokens, one)
		}
	}
	return nil, 0, false
}

func isContainer(v any) bool {
	kind := schema.KindOf(v)
	return kind == schema.Object || kind == schema.Array
}

// leaves counts the values that hold no others.
func leaves(v any) int {
	n := 0
	switch v := v.(type) {
	case *value.Object:
		for _, m := range v.Members() {
			n += leaves(m.Value)
		}
	case []any:
		for _, item := range v {
			n += leaves(item)
		}
	default:
		return 1
	}
	return n
}

// at is a copy of a value in which the place that the tokens lead to is made anew.
func (r *mending) at(v any, s *schema.Schema, tokens []string, broken violation.Violation) any {
	last := len(tokens) == 1
	switch v := v.(type) {
	case *value.Object:
		old, there := v.Get(tokens[0])
		inner := memberSchema(s, v, tokens[0])
		if !last && !there {
			return v
		}
		if !last {
			return v.With(value.Member{Name: tokens[0], Value: r.at(old, inner, tokens[1:], broken)})
		}
		required := s != nil && slices.Contains(s.RequiredNames(), tokens[0]) || broken.Rule == "required"
		if made, ok := r.anew(old, inner, broken, required); ok {
			return v.With(value.Member{Name: tokens[0], Value: made})
		}
		return v.Without(tokens[0])
	case []any:
		i, ok := value.ParseInteger(tokens[0])
		if !ok || i < 0 || i >= int64(len(v)) {
			return v
		}
		list := slices.Clone(v)
		if !last {
			list[i] = r.at(v[i], s.Element(), tokens[1:], broken)
			return list
		}
		if list[i], ok = r.anew(v[i], s.Element(), broken, false); ok {
			return list
		}
		return slices.Delete(list, int(i), int(i)+1)
	}
	return v
}

// anew is what stands at a place instead: the same as another type, if that fits, else a generated value. false: nothing.
func (r *mending) anew(old any, s *schema.Schema, broken violation.Violation, required bool) (any, bool) {
	switch broken.Rule {
	case "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "items", "propertyNames", "false", "writeOnly", "maxItems", "maxProperties":
		return nil, false
	}
	switch {
	case s == nil:
		return "example", required
	case old == nil && !required:
		return nil, false
	}
	if text, ok := old.(string); ok {
		if v, _ := typed(strings.TrimSpace(text), s); s.Fits(v, schema.Answer) {
			return v, true
		}
	}
	if text := value.Text(old); old != nil && s.Fits(text, schema.Answer) {
		return text, true
	}
	v, err := r.maker.make(r.maker.Key.Sub("mended").Sub(broken.Where), s, Wish{})
	return v, err == nil
}

// memberSchema is the schema of a member, named or not.
func memberSchema(s *schema.Schema, o *value.Object, name string) *schema.Schema {
	if f := membersOf(s, o).field(name); f != nil {
		return f
	}
	for one := range s.Chain {
		if one.AdditionalProperties != nil {
			return one.AdditionalProperties
		}
	}
	return nil
}

// mendedPlaces says how much of an example is made anew.
func mendedPlaces(n int) string {
	if n == 1 {
		return "1 place of it is made anew"
	}
	return fmt.Sprintf("%d places of it are made anew", n)
}
