package sample

import (
	"encoding/csv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// csvFamily is a table with a header (RFC 4180).
var csvFamily = &family{
	has:   oneOf("text/csv", "application/csv", "text/x-csv"),
	write: bytesOf(func(t *spec.MediaType, v any) []byte { return writeTable(t.Schema, v) }),
	read:  readTable,
	kinds: schema.Types(schema.String, schema.Array, schema.Object),
	empty: "",
}

// writeTable writes a list of objects or one object; anything else is text.
func writeTable(s *schema.Schema, v any) []byte {
	switch v := v.(type) {
	case []any:
		if s != nil {
			s = s.Element()
		}
		if keys := columnsOf(s, v); len(keys) > 0 {
			return WriteCSV(keys, v)
		}
		return plainLines(v)
	case *value.Object:
		return WriteCSV(columnsOf(s, []any{v}), []any{v})
	}
	return []byte(value.Text(v))
}

// columnsOf are the properties of the rows, then what else the rows have.
func columnsOf(s *schema.Schema, rows []any) []string {
	var keys []string
	known := map[string]bool{}
	add := func(name string) {
		if !known[name] {
			known[name] = true
			keys = append(keys, name)
		}
	}
	if s != nil {
		for _, p := range s.Fields() {
			add(p.Name)
		}
	}
	for _, row := range rows {
		if o, ok := row.(*value.Object); ok {
			for _, m := range o.Members() {
				add(m.Name)
			}
		}
	}
	return keys
}

// plainLines are rows that are no objects: a list is a line, a scalar a line with one cell.
func plainLines(rows []any) []byte {
	var table []byte
	for _, row := range rows {
		var cells []string
		for _, cell := range itemsOf(row) {
			cells = append(cells, cellText(cell))
		}
		table = csvLine(table, cells)
	}
	return table
}

// WriteCSV writes rows as a table with a header (RFC 4180), a key with dots leading into nested objects: null is empty,
// objects and arrays are JSON. The texts are written as they are, with the ends of lines that they hold; encoding/csv
// would change those.
func WriteCSV(keys []string, rows []any) []byte {
	table := csvLine(nil, keys)
	line := make([]string, len(keys))
	for _, row := range rows {
		for i, key := range keys {
			line[i] = cellText(cell(row, key))
		}
		table = csvLine(table, line)
	}
	return table
}

// cell is the member of that very name, else what the dots in it lead to.
func cell(row any, key string) any {
	if o, ok := row.(*value.Object); ok {
		if v, there := o.Get(key); there {
			return v
		}
	}
	return value.At(row, key)
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

// readTable reads a table as the list of objects that its schema describes.
func readTable(t *spec.MediaType, text string) (any, bool) {
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, false
	}
	var row *schema.Schema
	if t.Schema != nil {
		row = t.Schema.Element()
	}
	rows := []any{}
	for _, line := range lines[1:] {
		o := value.NewObject(len(line))
		for i, text := range line {
			var s *schema.Schema
			if row != nil {
				s = row.Field(lines[0][i])
			}
			if v, ok := typed(text, s); ok {
				o.Set(lines[0][i], v)
			}
		}
		rows = append(rows, o)
	}
	return rows, true
}

// typed is a text as the value that a schema wants; an empty one that fits nothing counts as none.
func typed(text string, s *schema.Schema) (v any, ok bool) {
	if s == nil || s.Fits(text, schema.Answer) {
		return text, true
	}
	if parsed, err := value.ParseJSON([]byte(text), value.Limits{}); err == nil && s.Fits(parsed, schema.Answer) {
		return parsed, true
	}
	if text == "" && s.Fits(nil, schema.Answer) {
		return nil, true
	}
	return text, text != ""
}
