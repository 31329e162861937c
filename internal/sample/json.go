package sample

import (
	"bytes"
	"strings"

	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// jsonFamily is JSON (RFC 8259), with the names that it had before it had one.
var jsonFamily = &family{
	has:   oneOf("application/json", "+json", "text/json", "text/x-json", "application/x-json"),
	write: bytesOf(func(_ *spec.MediaType, v any) []byte { return value.JSON(v) }),
	read:  readJSON,
	empty: value.NewObject(0),
}

func readJSON(_ *spec.MediaType, text string) (any, bool) {
	v, err := value.ParseJSON([]byte(text), value.Limits{})
	return v, err == nil
}

// IsJSON tells whether a media type is written as JSON.
func IsJSON(mediaType string) bool { return familyOf(mediaType) == jsonFamily }

// yamlFamily is YAML (RFC 9512), of which JSON is a part.
var yamlFamily = &family{
	has:   oneOf("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml", "+yaml"),
	write: bytesOf(func(_ *spec.MediaType, v any) []byte { return append(value.AppendJSON(nil, v), '\n') }),
	read:  readYAML,
	empty: value.NewObject(0),
	raw:   func(text string) bool { return strings.Contains(text, "\n") },
}

func readYAML(_ *spec.MediaType, text string) (any, bool) {
	n, err := tree.Parse("example", []byte(text), tree.DefaultLimits)
	if err != nil {
		return nil, false
	}
	return n.Value(), true
}

// linesFamily is a sequence of JSON texts: one a line, or each behind the record separator of RFC 7464.
var linesFamily = &family{
	has: oneOf("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl", "application/jsonlines",
		"application/x-jsonlines", "application/x-json-stream", "application/stream+json", "application/json-seq", "+json-seq"),
	write: bytesOf(writeLines),
	read:  readLines,
	empty: "",
	raw:   func(text string) bool { _, ok := readLines(nil, text); return ok },
}

const recordSeparator = "\x1e"

func writeLines(t *spec.MediaType, v any) []byte {
	var lines []byte
	for _, item := range itemsOf(v) {
		if strings.HasSuffix(spec.BareType(t.Type), "json-seq") {
			lines = append(lines, recordSeparator...)
		}
		lines = append(value.AppendJSON(lines, item), '\n')
	}
	return lines
}

// itemsOf are the items of a sequence; a single value is a sequence of one.
func itemsOf(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case string:
		if v == "" {
			return nil
		}
	}
	return []any{v}
}

func readLines(_ *spec.MediaType, text string) (any, bool) {
	items := []any{}
	for line := range bytes.Lines([]byte(strings.ReplaceAll(text, recordSeparator, ""))) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		v, err := value.ParseJSON(line, value.Limits{})
		if err != nil {
			return nil, false
		}
		items = append(items, v)
	}
	return items, true
}
