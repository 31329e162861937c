package column

import "slices"

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

// WhereText is the set of rows whose text matches; each distinct text is looked at once.
func (c *Texts) WhereText(match func(text string) bool) Bits {
	matches := make([]bool, len(c.texts))
	for code := 1; code < len(c.texts); code++ {
		matches[code] = match(c.texts[code])
	}
	found := NewBits(len(c.codes))
	for row, code := range c.codes {
		if matches[code] {
			found.Set(row)
		}
	}
	return found
}

// Between is the set of rows from low to high, both included; null is never among them.
func (c *Numbers) Between(low, high int64) Bits {
	found := NewBits(len(c.values))
	for row, n := range c.values {
		if low <= n && n <= high {
			found.Set(row)
		}
	}
	if c.nulls != nil {
		found.AndNot(c.nulls)
	}
	return found
}

// Among is the set of rows that have one of the numbers; null is never among them.
func (c *Numbers) Among(wanted []int64) Bits {
	if len(wanted) == 1 {
		return c.Between(wanted[0], wanted[0])
	}
	sorted := slices.Sorted(slices.Values(wanted))
	found := NewBits(len(c.values))
	for row, n := range c.values {
		if _, ok := slices.BinarySearch(sorted, n); ok {
			found.Set(row)
		}
	}
	if c.nulls != nil {
		found.AndNot(c.nulls)
	}
	return found
}

// NumberOf is the int64 that a value has in a Numbers column of its kind.
func NumberOf(v any) (Kind, int64, bool) { return number(v) }
