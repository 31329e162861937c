package validate

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// sequences are the media types with a JSON text on each line; those that end in json-seq have a record separator
// before each (RFC 7464).
var sequences = []string{
	"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl", "application/jsonlines",
	"application/x-jsonlines", "application/json-lines", "application/jsonstream", "text/x-ndjson", "text/ndjson", "text/jsonl",
}

func isSequence(essence string) bool {
	return slices.Contains(sequences, essence) || isRecords(essence)
}

func isRecords(essence string) bool {
	return essence == "application/json-seq" || strings.HasSuffix(essence, "+json-seq")
}

// readSequence reads each JSON text; empty lines are none.
func readSequence(c *content) (any, []violation.Violation) {
	separator := []byte("\n")
	if isRecords(c.essence) {
		separator = []byte("\x1e")
	}
	items := []any{}
	number := 0
	for line := range bytes.SplitSeq(c.text, separator) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if len(items) == c.limits.BodyParts {
			return nil, []violation.Violation{tooMany(c.where, "lines", c.limits)}
		}
		v, err := value.ParseJSON(line, jsonLimits(&c.limits))
		if err != nil {
			return nil, c.unparsed("a sequence of JSON", "text "+strconv.Itoa(number)+": ", err)
		}
		items = append(items, v)
	}
	return items, nil
}

// judgeSequence judges each item by itemSchema, or by a schema that is of one item; else the array of all.
func judgeSequence(c *content, v any) []violation.Violation {
	var broken []violation.Violation
	item := c.media.Item
	switch {
	case c.schema == nil:
	case c.schema.Kinds() == 0 || c.schema.Kinds().Has(schema.Array):
		broken = judgeWhole(c, v)
	case c.schema.Kinds() == schema.Types(schema.String):
		return c.schema.Check(string(c.text), c.where, schema.ReadRequest)
	case item == nil:
		item = c.schema
	}
	if item == nil {
		return broken
	}
	return append(broken, item.CheckEach(v.([]any), c.where, schema.ReadRequest)...)
}
