package validate

import (
	"mockserver/internal/schema"
	"mockserver/internal/violation"
)

// readBytes hands on images, archives and all that nothing is known of, as they are.
func readBytes(c *content) (any, []violation.Violation) { return string(c.text), nil }

// judgeBytes judges bytes as a text with a character for each, so that lengths count bytes. A schema of anything else
// says what the bytes mean, which cannot be seen.
func judgeBytes(c *content, _ any) []violation.Violation {
	switch {
	case c.schema == nil:
		return nil
	case !takesText(c.schema):
		c.warn(c.where + ": its schema is not judged, because " + c.essence + " is not read")
		return nil
	}
	return c.schema.Check(latin1(c.text), c.where, schema.ReadRequest)
}
