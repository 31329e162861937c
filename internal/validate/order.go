package validate

import (
	"slices"
	"strings"

	"mockserver/internal/violation"
)

// InOrder sorts violations as the document lists what they are about: the parameters, then what belongs to none,
// then the body. Those of one place stay as they are.
func (c *Call) InOrder(vs []violation.Violation) []violation.Violation {
	place := func(v violation.Violation) int {
		if v.Where == "body" || strings.HasPrefix(v.Where, "body/") {
			return len(c.Params) + 1
		}
		for i, p := range c.Params {
			where := p.In + "." + p.Name
			if v.Where == where || strings.HasPrefix(v.Where, where+"/") {
				return i
			}
		}
		return len(c.Params)
	}
	sorted := slices.Clone(vs)
	slices.SortStableFunc(sorted, func(a, b violation.Violation) int { return place(a) - place(b) })
	return sorted
}
