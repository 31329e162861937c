package fake

// Choice draws from values by their weights.
type Choice struct {
	values []any
	upTo   []uint64 // running sums of the weights
}

// MaxWeight is the largest weight of one value.
const MaxWeight = 1_000_000_000

// Add gives a value a weight of 0 to MaxWeight.
func (c *Choice) Add(v any, weight int64) {
	sum := uint64(weight)
	if len(c.upTo) > 0 {
		sum += c.upTo[len(c.upTo)-1]
	}
	c.values, c.upTo = append(c.values, v), append(c.upTo, sum)
}

// Total is the sum of the weights.
func (c *Choice) Total() uint64 {
	if len(c.upTo) == 0 {
		return 0
	}
	return c.upTo[len(c.upTo)-1]
}

// Texts tells whether all values are texts.
func (c *Choice) Texts() bool {
	for _, v := range c.values {
		if _, ok := v.(string); !ok {
			return false
		}
	}
	return true
}

// Draw takes one value; the total must not be 0.
func (c *Choice) Draw(s *Stream) any {
	at := s.Below(c.Total())
	for i, sum := range c.upTo {
		if at < sum {
			return c.values[i]
		}
	}
	return nil
}
