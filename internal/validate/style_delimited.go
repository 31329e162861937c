package validate

import (
	"strings"

	"mockserver/internal/violation"
)

// separators are what the delimited styles put between values, in words.
var separators = map[string]string{"spaceDelimited": "spaces", "pipeDelimited": "pipes (|)", "tabDelimited": "tabs"}

// readSpaceDelimited is `a=1%20 2`, a space however it is written; exploded it is form.
func readSpaceDelimited(r *reading) (any, bool, *fault) { return r.delimited(" ") }

// readPipeDelimited is `a=1|2`, the pipe escaped or not; exploded it is form.
func readPipeDelimited(r *reading) (any, bool, *fault) { return r.delimited("|") }

// readTabDelimited is `a=1%092`; exploded it is form.
func readTabDelimited(r *reading) (any, bool, *fault) { return r.delimited("\t") }

func (r *reading) delimited(separator string) (any, bool, *fault) {
	if r.parameter.Explode && r.parameter.In == "query" || r.shape == scalar {
		return readForm(r)
	}
	switch {
	case len(r.raws) == 0:
		return nil, false, nil
	case r.parameter.In == "header" && r.shape == list: // lines of the same header are one list
	case len(r.raws) > 1 && !r.either:
		return r.single()
	}
	var parts []raw
	for _, part := range r.elements(separator, true) {
		if r.either {
			parts = append(parts, part.split(",", false)...)
		} else {
			parts = append(parts, part)
		}
	}
	if r.shape == object {
		return r.turns(parts)
	}
	return decodedList(parts)
}

// aboutSeparator says what separates a list that came with commas instead.
func (r *reading) aboutSeparator(broken []violation.Violation) {
	said := separators[r.parameter.Style] + " between the values"
	switch {
	case r.shape != list || r.either:
		return
	case r.parameter.Explode && r.parameter.In == "query":
		said = r.parameter.Name + "= before each value"
	case separators[r.parameter.Style] == "":
		return
	}
	for i := range broken {
		if hasComma(broken[i].Received) && broken[i].Says == "" && broken[i].Expected != "" {
			broken[i].Expected += ", with " + said + " instead of commas"
		}
	}
}

// hasComma tells whether a text, or the only one of a list, has a comma.
func hasComma(v any) bool {
	if items, ok := v.([]any); ok && len(items) == 1 {
		v = items[0]
	}
	text, ok := v.(string)
	return ok && strings.Contains(text, ",")
}
