package schema

import "mockserver/internal/value"

// Known are the arrays and objects that were found to fit, by the schema that they fit, in one mode. Who builds a value from the
// inside outwards, and judges each part of it, judges no part twice so: judging took a fifth of the time of a generated answer
// (BenchmarkMissGenerated in package server). What is known must not be changed any more.
type Known struct{ fitting map[fitted]bool }

// fitted is an array or object and the schema that it fits.
type fitted struct {
	schema    *Schema
	container any
}

// containerOf is what an array or object is known by; nil of what is not kept.
func containerOf(v any) any {
	switch v := v.(type) {
	case *value.Object:
		return v
	case []any:
		if len(v) > 0 {
			return &v[0]
		}
	}
	return nil
}

// FitsKnowing is FitsWithin for who knows of parts of the value that they fit, each of which takes one step then; nil knows of none.
func (s *Schema) FitsKnowing(v any, m Mode, steps *int, k *Known) bool {
	if *steps <= 0 {
		return false
	}
	j := newJudge(s, v, m)
	defer j.close()
	j.quiet = true
	if *steps < j.limits.CheckSteps {
		j.free, j.allowed = *steps, *steps
	}
	j.known = k
	ok := j.whole(s, v, "")
	*steps -= j.steps
	if ok && k != nil && j.scope == nil && !j.nullRefused {
		k.Add(s, v)
	}
	return ok
}

// Add takes a value that fits for known.
func (k *Known) Add(s *Schema, v any) {
	container := containerOf(v)
	if container == nil {
		return
	}
	if k.fitting == nil {
		k.fitting = map[fitted]bool{}
	}
	k.fitting[fitted{s, container}] = true
}

// knows tells whether a value inside the one that is judged is known to fit.
func (j *judge) knows(s *Schema, v any) bool {
	if j.scope != nil || j.nullFits {
		return false
	}
	if j.mode == Answer && s.FitsKept(v) {
		j.step()
		return true
	}
	if j.known == nil {
		return false
	}
	container := containerOf(v)
	if container == nil || !j.known.fitting[fitted{s, container}] {
		return false
	}
	j.step()
	return true
}
