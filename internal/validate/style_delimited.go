package validate

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
