package validate

import (
	"errors"

	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// readJSON reads application/json and what ends in +json. The schema alone says the types.
func readJSON(c *content) (any, []violation.Violation) {
	v, err := value.ParseJSON(c.text, jsonLimits(&c.limits))
	if err != nil {
		return nil, c.unparsed("JSON", "", err)
	}
	return v, nil
}

// unparsed is the violation of a text that is not JSON, or more of it than a limit allows; part says which of several.
func (c *content) unparsed(expected, part string, err error) []violation.Violation {
	var syntax *value.SyntaxError
	if errors.As(err, &syntax) && syntax.Limit != "" {
		return c.beyond(syntax.Limit, part+err.Error())
	}
	return c.refusal("json", expected, part+err.Error())
}

// beyond is the violation of a text that is right, but beyond a limit.
func (c *content) beyond(limit, reason string) []violation.Violation {
	return []violation.Violation{{
		Where: c.where, Rule: limit, Document: c.media.Pointer, Says: c.where + " cannot be read: " + reason + ".",
	}}
}
