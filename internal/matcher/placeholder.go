package matcher

import (
	"strings"

	"mockserver/internal/given"
	"mockserver/internal/jsonpath"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// placeholder stands in expected JSON for values of a kind: "${json-unit.any-string}".
type placeholder struct {
	fits     func(v any, steps *jsonpath.Steps) (bool, error)
	optional bool // the member may be missing
}

func ofKind(is func(v any) bool) placeholder {
	return placeholder{fits: func(v any, steps *jsonpath.Steps) (bool, error) { return is(v), steps.Take(1) }}
}

var placeholders = map[string]placeholder{
	"ignore":         ofKind(func(any) bool { return true }),
	"ignore-element": {fits: func(_ any, steps *jsonpath.Steps) (bool, error) { return true, steps.Take(1) }, optional: true},
	"any-string":     ofKind(func(v any) bool { _, ok := v.(string); return ok }),
	"any-boolean":    ofKind(func(v any) bool { _, ok := v.(bool); return ok }),
	"any-number":     ofKind(value.IsNumber),
}

// inBraces is how json-unit writes a placeholder.
var inBraces = lazyregexp.New(`^[$#]\{json-unit\.([^}]*)\}`)

// withPlaceholders is expected JSON whose placeholders are values of that type. plain tells that there are none.
func withPlaceholders(v any, at string, limits limit.Set) (expected any, plain bool, err error) {
	switch v := v.(type) {
	case string:
		parts := inBraces.FindStringSubmatch(v)
		if parts == nil {
			return v, true, nil
		}
		p, err := readPlaceholder(parts[1], v[len(parts[0]):], at, limits)
		return p, false, err
	case []any:
		items := make([]any, len(v))
		plain = true
		for i, item := range v {
			inner, isPlain, err := withPlaceholders(item, at, limits)
			if err != nil {
				return nil, false, err
			}
			items[i], plain = inner, plain && isPlain
		}
		return items, plain, nil
	case *value.Object:
		o := value.NewObject(v.Len())
		plain = true
		for _, m := range v.Members() {
			inner, isPlain, err := withPlaceholders(m.Value, at, limits)
			if err != nil {
				return nil, false, err
			}
			o.Set(m.Name, inner)
			plain = plain && isPlain
		}
		return o, plain, nil
	}
	return v, true, nil
}

func readPlaceholder(name, rest, at string, limits limit.Set) (placeholder, error) {
	if name == "regex" {
		r, err := newRegexp(rest, "", limits)
		if err != nil {
			return placeholder{}, given.Wrong(at, "the regular expression %q of a placeholder cannot be used: %s.", value.Cut(rest, 81), err)
		}
		return placeholder{fits: func(v any, steps *jsonpath.Steps) (bool, error) {
			text, ok := v.(string)
			if !ok {
				return false, steps.Take(1)
			}
			return r.Matches(text, steps)
		}}, nil
	}
	p, ok := placeholders[name]
	if !ok || rest != "" {
		return placeholder{}, given.Wrong(at, "the placeholder %q is not supported; there are ignore, ignore-element, any-string, any-boolean, any-number and regex, each alone in its text.", value.Cut("${json-unit."+name+"}"+rest, 81))
	}
	return p, nil
}

// readEqualToJSON reads the operand, as JSON or as a text that has it.
func (r *reader) equalToJSON(n, operand *tree.Node, at string) (rule, error) {
	unordered, err := given.Bool(modifier(n, "ignoreArrayOrder"), tree.Join(at, "ignoreArrayOrder"))
	if err != nil {
		return nil, err
	}
	extras, err := given.Bool(modifier(n, "ignoreExtraElements"), tree.Join(at, "ignoreExtraElements"))
	if err != nil {
		return nil, err
	}
	place := tree.Join(at, "equalToJson")
	expected := operand.Value()
	if text, isText := expected.(string); isText {
		limits := r.config.Limits
		if expected, err = value.ParseJSON([]byte(text), value.Limits{Depth: limits.BodyDepth, Digits: limits.Digits, Values: limits.BodyValues}); err != nil {
			return nil, given.Wrong(place, "the text is no JSON: %s.", strings.TrimSuffix(err.Error(), "."))
		}
	}
	written := expected
	expected, plain, err := withPlaceholders(expected, place, r.config.Limits)
	if err != nil {
		return nil, err
	}
	compared := newEqualToJSON(expected, plain, unordered, extras)
	compared.given, compared.limits = written, r.config.Limits
	return compared, nil
}

// mapped is the comparison with the text of its operand changed; where that is no JSON any more, or has placeholders that are
// none, it stays as it was.
func (r equalToJSON) mapped(f func(string) string) rule {
	was := string(value.AppendJSON(nil, r.given))
	text := f(was)
	if text == was {
		return r
	}
	changed, err := value.ParseJSON([]byte(text), value.Limits{Depth: r.limits.BodyDepth, Digits: r.limits.Digits, Values: r.limits.BodyValues})
	if err != nil {
		return r
	}
	expected, plain, err := withPlaceholders(changed, "", r.limits)
	if err != nil {
		return r
	}
	compared := newEqualToJSON(expected, plain, r.unordered, r.extras)
	compared.given, compared.limits = changed, r.limits
	return compared
}
