package respond

import (
	"bytes"
	"encoding/csv"
	"strings"

	"mockserver/internal/value"
)

const csvType = "text/csv"

// writeCSV writes rows as a table with a header (RFC 4180): null is empty, objects and arrays are JSON.
func writeCSV(keys []string, rows []any) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	write := func(line []string) {
		if len(line) == 1 && line[0] == "" {
			// An empty line would be no record to many readers; the package writes one for a single empty field.
			w.Flush()
			b.WriteString("\"\"\r\n")
			return
		}
		_ = w.Write(line) // to a buffer, with a legal separator: it cannot fail
	}
	write(keys)
	for _, row := range rows {
		line := make([]string, len(keys))
		for i, key := range keys {
			line[i] = cellText(at(row, key))
		}
		write(line)
	}
	w.Flush()
	return b.Bytes()
}

func cellText(v any) string {
	switch v.(type) {
	case *value.Object, []any:
		return string(value.AppendJSON(nil, v))
	}
	return value.Text(v)
}

// at is the value of a dotted key in a nested row.
func at(v any, key string) any {
	for _, name := range strings.Split(key, ".") {
		o, ok := v.(*value.Object)
		if !ok {
			return nil
		}
		v, _ = o.Get(name)
	}
	return v
}
