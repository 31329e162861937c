package column

// Where is the set of rows whose value matches; null never does.
func Where(c Column, match func(v any) bool) Bits {
	if texts, ok := c.(*Texts); ok {
		return texts.WhereText(func(text string) bool { return match(text) })
	}
	found := NewBits(c.Len())
	for row := range c.Len() {
		if v := c.At(row); v != nil && match(v) {
			found.Set(row)
		}
	}
	return found
}
