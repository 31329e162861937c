package value

// kept is what is known of an object that many answers show and that is not changed any more: to write and to judge it anew
// took a third of the time of a page of records (BenchmarkMissSearch in package server).
type kept struct {
	json []byte
	fits any // what it was found to fit
}

// Keep writes an object, which must not be changed any more, and keeps what it was found to fit: nil for nothing. It returns the
// bytes that it takes as JSON.
func (o *Object) Keep(fits any) int {
	text := JSON(o)
	o.own().kept = kept{text, fits}
	return len(text)
}

// IsKeptFor tells whether the object is known to fit something.
func (o *Object) IsKeptFor(fits any) bool {
	return o != nil && o.more != nil && o.more.kept.fits == fits && fits != nil
}

// keptJSON is the object as it was written before; nil if it was not.
func (o *Object) keptJSON() []byte {
	if o == nil || o.more == nil {
		return nil
	}
	return o.more.kept.json
}
