package validate

import (
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// readSimple is `1`, `1,2`, or of an object `x,1,y,2` and, exploded, `x=1,y=2`: in paths and headers. Lines of the
// same header are one list (RFC 9110, section 5.3).
func readSimple(r *reading) (any, bool, *fault) {
	if len(r.raws) == 0 {
		return nil, false, nil
	}
	switch r.shape {
	case list:
		return decodedList(r.elements(",", r.escaped))
	case object:
		return r.objectOf(r.elements(",", r.escaped))
	}
	return r.single()
}

// readLabel is `.1`, `.1,2` and, exploded, `.1.2`; of an object `.x,1,y,2` and, exploded, `.x=1.y=2`. Versions up to
// 3.1.0 of the standard show dots where nothing is exploded, too: they are read where there is no comma.
func readLabel(r *reading) (any, bool, *fault) {
	rest, ok := r.without(".")
	if !ok {
		return nil, true, r.malformed(r.raws, "a value that begins with a dot")
	}
	separator := ","
	if r.parameter.Explode || r.dotted(rest) {
		separator = "."
	}
	return r.ofShape(rest, separator)
}

// dotted tells whether dots separate although nothing is exploded: not if they could be those of a number.
func (r *reading) dotted(rest raw) bool {
	if strings.Contains(rest.text, ",") || !strings.Contains(rest.text, ".") {
		return false
	}
	if r.shape == object {
		return true
	}
	element := elementOf(r.parameter.Schema, 0)
	return element == nil || !element.Kinds().Has(schema.Number) || strings.Count(rest.text, ".") > 1
}

// readMatrix is `;a=1`, `;a=1,2` and, exploded, `;a=1;a=2`; of an object `;a=x,1,y,2` and, exploded, `;x=1;y=2`.
func readMatrix(r *reading) (any, bool, *fault) {
	expected := "a value that begins with ;" + r.parameter.Name + "="
	rest, ok := r.without(";")
	if !ok {
		return nil, true, r.malformed(r.raws, expected)
	}
	if !r.parameter.Explode || r.shape == scalar {
		text, ok := r.named(rest)
		if !ok {
			return nil, true, r.malformed(r.raws, expected)
		}
		return r.ofShape(text, ",")
	}
	parts := rest.split(";", false)
	if r.shape == object {
		return r.objectOf(parts)
	}
	for i := range parts {
		if parts[i], ok = r.named(parts[i]); !ok {
			return nil, true, r.malformed(r.raws, expected)
		}
	}
	if len(parts) == 1 && parts[0].text == "" {
		return []any{}, true, nil
	}
	return decodedList(parts)
}

// named is the value of `name=value`, or "" of the bare name.
func (r *reading) named(part raw) (raw, bool) {
	name, v, ok := strings.Cut(part.text, "=")
	if !ok && part.encoding == percent { // an equals sign need not be escaped, but may be
		name, v, _ = strings.Cut(strings.Replace(part.text, "%3d", "%3D", 1), "%3D")
	}
	text, ok := raw{name, part.encoding}.decode()
	return raw{v, part.encoding}, ok && text == r.parameter.Name
}

// without takes a prefix from the only text.
func (r *reading) without(prefix string) (raw, bool) {
	if len(r.raws) != 1 {
		return raw{}, false
	}
	text := r.raws[0].text
	if escaped := "%3B"; prefix == ";" && r.raws[0].encoding == percent && len(text) >= 3 && strings.EqualFold(text[:3], escaped) {
		text = ";" + text[3:] // a semicolon need not be escaped, but may be
	}
	text, ok := strings.CutPrefix(text, prefix)
	return raw{text, r.raws[0].encoding}, ok
}

// ofShape reads a text as the shape that is tried; an empty one has no elements.
func (r *reading) ofShape(text raw, separator string) (any, bool, *fault) {
	switch {
	case r.shape == list && text.text == "":
		return []any{}, true, nil
	case r.shape == list:
		return decodedList(text.split(separator, r.escaped && separator == ","))
	case r.shape == object:
		return r.objectOf(text.split(separator, r.escaped && separator == ","))
	}
	return decoded(text)
}

// objectOf reads `x=1` parts, where exploded, or names and values in turn.
func (r *reading) objectOf(parts []raw) (any, bool, *fault) {
	if !r.parameter.Explode {
		return r.turns(parts)
	}
	o := value.NewObject(len(parts))
	for _, part := range parts {
		name, v, ok := strings.Cut(part.text, "=")
		if !ok && part.text == "" && len(parts) == 1 {
			break
		}
		if !ok {
			return nil, true, r.malformed(parts, "parts such as name=value")
		}
		if f := r.setDecoded(o, raw{name, part.encoding}, raw{v, part.encoding}); f != nil {
			return nil, true, f
		}
	}
	return o, true, nil
}
