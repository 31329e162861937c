package validate

// readSpaceDelimited is `a=1%20 2`, a space however it is written; exploded it is form.
func readSpaceDelimited(r *reading) (any, bool, *fault) { return r.delimited(" ", "%20", "+") }

// readPipeDelimited is `a=1|2`, the pipe escaped or not; exploded it is form.
func readPipeDelimited(r *reading) (any, bool, *fault) { return r.delimited("|", "%7C", "%7c") }

func (r *reading) delimited(separator string, others ...string) (any, bool, *fault) {
	s := r.shape()
	if r.parameter.Explode || s == scalar {
		return readForm(r)
	}
	switch {
	case len(r.raws) == 0:
		return nil, false, nil
	case len(r.raws) > 1 && !r.either:
		return r.single()
	case s == object:
		return r.decodedObject(r.elements(separator, others...))
	case r.either:
		others = append(others, ",")
	}
	return decodedList(r.elements(separator, others...))
}
