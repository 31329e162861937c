package schema

import "mockserver/internal/value"

// Keep keeps with an object of answers, which must not be changed any more, how it is written and that it fits, if it does: then
// it is not judged again wherever it stands in a value that is judged (BenchmarkMissSearch in package server). s may be nil.
// It returns the bytes that the object takes as JSON.
func (s *Schema) Keep(o *value.Object) int {
	if s == nil {
		return o.Keep(nil)
	}
	j := newJudge(s, o, Answer)
	defer j.close()
	j.quiet = true
	if !j.whole(s, o, "") || j.scope != nil || j.nullRefused {
		return o.Keep(nil)
	}
	return o.Keep(s)
}

// FitsKept tells whether a value is an object that is known to fit in an answer.
func (s *Schema) FitsKept(v any) bool {
	o, is := v.(*value.Object)
	return is && o.IsKeptFor(s)
}
