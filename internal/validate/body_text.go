package validate

import (
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

func isText(essence string) bool { return strings.HasPrefix(essence, "text/") }

// readText reads text/*, typed as a parameter would be: "5" is 5 where the schema takes an integer. What takes only
// arrays or objects is read as JSON, if it is that; a number or boolean among blanks only where it is the whole body, which
// may end with a new line.
func readText(c *content) (any, []violation.Violation) {
	text := string(c.text)
	if c.schema == nil || c.schema.Kinds() == 0 {
		return text, nil
	}
	v := typedText(text, c.schema, jsonLimits(&c.limits))
	if _, still := v.(string); still && !c.schema.Kinds().Has(schema.String) {
		if parsed, err := value.ParseJSON(c.text, jsonLimits(&c.limits)); err == nil {
			if c.nested == 0 || isComposed(parsed) {
				return parsed, nil
			}
		}
	}
	return v, nil
}

func isComposed(v any) bool {
	_, list := v.([]any)
	_, object := v.(*value.Object)
	return list || object
}

// judgeText judges by the schema, but for tables and the like that a schema describes by what they mean.
func judgeText(c *content, v any) []violation.Violation {
	if _, text := v.(string); text && c.essence != "text/plain" && c.schema != nil && !takesText(c.schema) {
		c.warn(c.where + ": its schema is not judged, because " + c.essence + " is read as text")
		return nil
	}
	return judgeWhole(c, v)
}

func takesText(s *schema.Schema) bool { return s.Kinds() == 0 || s.Kinds().Has(schema.String) }
