package validate

import (
	"strings"

	"mockserver/internal/value"
)

// readSimple is `1`, `1,2`, or of an object `x,1,y,2` and, exploded, `x=1,y=2`: in paths and headers. Lines of the
// same header are one list (RFC 9110, section 5.3).
func readSimple(r *reading) (any, bool, *fault) {
	if len(r.raws) == 0 {
		return nil, false, nil
	}
	switch r.shape() {
	case list:
		return decodedList(r.elements(","))
	case object:
		return r.objectOf(r.elements(","))
	}
	return r.single()
}

// readLabel is `.1`, `.1,2` and, exploded, `.1.2`; of an object `.x,1,y,2` and, exploded, `.x=1.y=2`.
func readLabel(r *reading) (any, bool, *fault) {
	rest, ok := r.without(".")
	if !ok {
		return nil, true, r.malformed(r.raws, "a value that begins with a dot")
	}
	separator := ","
	if r.parameter.Explode {
		separator = "."
	}
	return r.ofShape(rest, separator)
}

// readMatrix is `;a=1`, `;a=1,2` and, exploded, `;a=1;a=2`; of an object `;a=x,1,y,2` and, exploded, `;x=1;y=2`.
func readMatrix(r *reading) (any, bool, *fault) {
	expected := "a value that begins with ;" + r.parameter.Name + "="
	rest, ok := r.without(";")
	if !ok {
		return nil, true, r.malformed(r.raws, expected)
	}
	prefix := r.parameter.Name + "="
	if !r.parameter.Explode || r.shape() == scalar {
		if rest.text == r.parameter.Name { // an empty value
			rest.text += "="
		}
		text, ok := strings.CutPrefix(rest.text, prefix)
		if !ok {
			return nil, true, r.malformed(r.raws, expected)
		}
		return r.ofShape(raw{text, rest.encoding}, ",")
	}
	parts := rest.split(";")
	if r.shape() == object {
		return r.objectOf(parts)
	}
	for i := range parts {
		if parts[i].text, ok = strings.CutPrefix(parts[i].text, prefix); !ok {
			return nil, true, r.malformed(r.raws, expected)
		}
	}
	return decodedList(parts)
}

// without takes a prefix from the only text.
func (r *reading) without(prefix string) (raw, bool) {
	if len(r.raws) != 1 {
		return raw{}, false
	}
	text, ok := strings.CutPrefix(r.raws[0].text, prefix)
	return raw{text, r.raws[0].encoding}, ok
}

// ofShape reads a text as the schema's shape says.
func (r *reading) ofShape(text raw, separator string) (any, bool, *fault) {
	switch r.shape() {
	case list:
		return decodedList(text.split(separator))
	case object:
		return r.objectOf(text.split(separator))
	}
	return decoded(text)
}

// objectOf reads `x=1` parts, where exploded, or names and values in turn.
func (r *reading) objectOf(parts []raw) (any, bool, *fault) {
	if !r.parameter.Explode {
		return r.decodedObject(parts)
	}
	o := value.NewObject(len(parts))
	for _, part := range parts {
		name, v, ok := strings.Cut(part.text, "=")
		if !ok {
			return nil, true, r.malformed(parts, "parts such as name=value")
		}
		if f := setDecoded(o, raw{name, part.encoding}, raw{v, part.encoding}); f != nil {
			return nil, true, f
		}
	}
	return o, true, nil
}
