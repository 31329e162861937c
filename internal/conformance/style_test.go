package conformance

import (
	"slices"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// pair is a name and a text, both escaped as they stand in a request.
type pair struct{ name, text string }

// escaped leaves only what RFC 3986 calls unreserved.
func escaped(text string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteString("%" + string(digits[c>>4]) + string(digits[c&15]))
		}
	}
	return b.String()
}

// delimiters are what stands between the elements of the styles of query parameters that do not explode.
var delimiters = map[string]string{"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09", "cookie": ","}

// inQuery serialises a value in the styles of query parameters and cookies. ok is false for what no style can.
func inQuery(name, style string, explode bool, v any) (pairs []pair, ok bool) {
	name = escaped(name)
	if !explode && !isScalar(v) && strings.Contains(escaped(strings.Join(plainTexts(v), "")), delimiters[style]) {
		return nil, false // the delimiter is itself escaped, so it could not be told from the text
	}
	switch v := v.(type) {
	case []any:
		texts, ok := scalars(v)
		if !ok || len(v) == 0 || style == "deepObject" {
			return nil, false
		}
		if !explode {
			return []pair{{name, strings.Join(texts, delimiters[style])}}, true
		}
		for _, text := range texts {
			pairs = append(pairs, pair{name, text})
		}
		return pairs, true
	case *value.Object:
		if style == "deepObject" {
			return deep(name, v)
		}
		flat, ok := members(v)
		if !ok || len(flat) == 0 {
			return nil, false
		}
		if explode {
			return flat, true
		}
		var texts []string
		for _, m := range flat {
			texts = append(texts, m.name, m.text)
		}
		return []pair{{name, strings.Join(texts, delimiters[style])}}, true
	}
	text, ok := scalar(v)
	return []pair{{name, text}}, ok && style != "deepObject"
}

// deep serialises an object whose members are scalars, lists of them or such objects.
func deep(name string, o *value.Object) (pairs []pair, ok bool) {
	for _, m := range o.Members() {
		inner := name + "%5B" + escaped(m.Name) + "%5D"
		switch v := m.Value.(type) {
		case *value.Object:
			more, ok := deep(inner, v)
			if !ok {
				return nil, false
			}
			pairs = append(pairs, more...)
		case []any:
			return nil, false
		default:
			text, ok := scalar(v)
			if !ok {
				return nil, false
			}
			pairs = append(pairs, pair{inner, text})
		}
	}
	return pairs, len(pairs) > 0
}

// inPath serialises a value in the styles simple, label and matrix.
func inPath(name, style string, explode bool, v any) (string, bool) {
	prefix, delimiter := "", ","
	switch style {
	case "label":
		prefix, delimiter = ".", "."
		if list, ok := v.([]any); !explode && ok && len(list) > 1 {
			return "", false // versions of the standard differ in the delimiter
		}
	case "matrix":
		prefix = ";" + escaped(name) + "="
		if explode {
			delimiter = prefix
		}
	}
	if style == "label" && !isScalar(v) && strings.Contains(strings.Join(plainTexts(v), ""), ".") {
		return "", false // a full stop is the delimiter, and nothing that is escaped
	}
	switch v := v.(type) {
	case []any:
		texts, ok := scalars(v)
		return prefix + strings.Join(texts, delimiter), ok && len(v) > 0
	case *value.Object:
		return objectInPath(prefix, style, explode, v)
	}
	text, ok := scalar(v)
	return prefix + text, ok && text != ""
}

func objectInPath(prefix, style string, explode bool, o *value.Object) (string, bool) {
	flat, ok := members(o)
	if !ok || len(flat) == 0 || style == "label" && !explode {
		return "", false
	}
	between, delimiter := ",", ","
	if explode {
		between = "="
		delimiter = map[string]string{"label": ".", "matrix": ";"}[style]
		if style == "matrix" {
			prefix = ";"
		}
		if delimiter == "" {
			delimiter = ","
		}
	}
	var parts []string
	for _, m := range flat {
		parts = append(parts, m.name+between+m.text)
	}
	return prefix + strings.Join(parts, delimiter), true
}

// inHeader serialises a value in the style simple, where nothing is escaped: a text with a delimiter cannot be told apart.
func inHeader(explode bool, v any) (string, bool) {
	for _, text := range plainTexts(v) {
		if strings.ContainsAny(text, ",=") && !isScalar(v) || strings.TrimSpace(text) != text || text == "" || !printable(text) {
			return "", false
		}
	}
	if isScalar(v) {
		return value.Text(v), v != nil
	}
	text, ok := inPath("", "simple", explode, v)
	if !ok {
		return "", false
	}
	text, err := unescape(text)
	return text, err == nil
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

func isScalar(v any) bool {
	switch v.(type) {
	case []any, *value.Object:
		return false
	}
	return true
}

// plainTexts are the texts of a value's scalars, the value being flat.
func plainTexts(v any) []string {
	var all []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			all = append(all, value.Text(item))
		}
	case *value.Object:
		for _, m := range v.Members() {
			all = append(all, m.Name, value.Text(m.Value))
		}
	default:
		all = []string{value.Text(v)}
	}
	return all
}

// scalar is the escaped text of a value that is neither null, an array nor an object: those have no agreed text.
func scalar(v any) (string, bool) {
	return escaped(value.Text(v)), isScalar(v) && v != nil
}

func scalars(list []any) (texts []string, ok bool) {
	for _, v := range list {
		text, ok := scalar(v)
		if !ok || text == "" {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

func members(o *value.Object) (pairs []pair, ok bool) {
	for _, m := range o.Members() {
		text, ok := scalar(m.Value)
		if !ok || text == "" {
			return nil, false
		}
		pairs = append(pairs, pair{escaped(m.Name), text})
	}
	return pairs, true
}

// put serialises a parameter into a call; false if it cannot be written in its style.
func (c *call) put(p *spec.Parameter, v any) bool {
	if p.Content != nil {
		v = string(value.AppendJSON(nil, v))
	}
	switch p.In {
	case "path":
		text, ok := inPath(p.Name, p.Style, p.Explode, v)
		c.path[p.Name] = text
		return ok && text != "." && text != ".."
	case "query":
		pairs, ok := inQuery(p.Name, p.Style, p.Explode, v)
		if ok && !isScalar(v) && c.taken(p, pairs) {
			return false
		}
		c.query = append(c.query, pairs...)
		return ok
	case "header":
		text, ok := inHeader(p.Explode, v)
		if ok {
			c.header = append(c.header, pair{p.Name, text})
		}
		return ok
	case "cookie":
		pairs, ok := inQuery(p.Name, "cookie", p.Explode, v)
		c.cookies = append(c.cookies, pairs...)
		return ok
	}
	return false
}

// taken tells whether a member of an exploded object is called like another parameter of the operation: such a document
// cannot be called unambiguously.
func (c *call) taken(p *spec.Parameter, pairs []pair) bool {
	contract, err := c.operation.Contract()
	return err == nil && slices.ContainsFunc(pairs, func(x pair) bool {
		return slices.ContainsFunc(contract.Parameters, func(other *spec.Parameter) bool {
			return other != p && other.In == p.In && escaped(other.Name) == x.name
		})
	})
}
