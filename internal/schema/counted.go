package schema

// FitsIn is Fits for who tries many values and bounds them together: it tells how many steps the judging took.
func (s *Schema) FitsIn(v any, m Mode) (fits bool, steps int) {
	j := newJudge(s, v, m)
	defer j.close()
	j.quiet = true
	fits = j.judge(s, v, place{top: s}, nil) && j.exhausted == ""
	return fits, j.steps
}
