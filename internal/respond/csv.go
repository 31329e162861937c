package respond

import (
	"strings"

	"mockserver/internal/value"
)

const csvType = "text/csv"

// writeCSV writes rows as a table with a header (RFC 4180): null is empty, objects and arrays are JSON. The texts are
// written as they are, with the ends of lines that they hold; encoding/csv would change those.
func writeCSV(keys []string, rows []any) []byte {
	table := csvLine(nil, keys)
	line := make([]string, len(keys))
	for _, row := range rows {
		for i, key := range keys {
			line[i] = cellText(value.At(row, key))
		}
		table = csvLine(table, line)
	}
	return table
}

func csvLine(table []byte, cells []string) []byte {
	for i, cell := range cells {
		if i > 0 {
			table = append(table, ',')
		}
		switch {
		case strings.ContainsAny(cell, "\",\r\n"):
			table = append(table, '"')
			table = append(table, strings.ReplaceAll(cell, `"`, `""`)...)
			table = append(table, '"')
		case cell == "" && len(cells) == 1:
			table = append(table, `""`...) // an empty line would be no record to many readers
		default:
			table = append(table, cell...)
		}
	}
	return append(table, "\r\n"...)
}

func cellText(v any) string {
	switch v.(type) {
	case *value.Object, []any:
		return string(value.AppendJSON(nil, v))
	}
	return value.Text(v)
}
