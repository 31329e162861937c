package schema

// Rules yields the keywords by which a schema judges a value, beside its type: for who makes values so that they fit, and need not be
// judged.
func (s *Schema) Rules(yield func(keyword string) bool) {
	for _, r := range s.rules {
		if !yield(r.keyword) {
			return
		}
	}
}

// IsDynamic tells whether what a schema leads to depends on the way to it ($dynamicRef), or what it takes on what other parts of it
// have seen (unevaluated…).
func (s *Schema) IsDynamic() bool {
	return s.unevaluated || s.shared != nil && s.shared.dynamic.Load()
}

// HasFormat tells whether a text has a format, as far as that is asserted.
func HasFormat(format, text string) bool {
	f := formats[format]
	return f == nil || f.text == nil || f.text(text)
}
