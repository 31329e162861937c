package validate

import (
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// readJSON reads application/json and what ends in +json. The schema alone says the types.
func readJSON(c *content) (any, []violation.Violation) {
	v, err := value.ParseJSON(c.text, jsonLimits(c.limits))
	if err != nil {
		return nil, c.refusal("json", "JSON", err.Error())
	}
	return v, nil
}
