package sample

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/value"
)

func TestTables(t *testing.T) {
	row := func(pairs ...any) any {
		o := value.NewObject(0)
		for i := 0; i < len(pairs); i += 2 {
			o.Set(pairs[i].(string), pairs[i+1])
		}
		return o
	}
	tests := []struct {
		name string
		keys []string
		rows []any
		want string
	}{
		{"a header alone", []string{"a", "b"}, nil, "a,b\r\n"},
		{"null and what is missing are empty", []string{"a", "b"}, []any{row("a", nil)}, "a,b\r\n,\r\n"},
		{"one empty column is not an empty line", []string{"a"}, []any{row(), row("a", ""), row("a", "x")}, "a\r\n\"\"\r\n\"\"\r\nx\r\n"},
		{"quotes, commas, ends of lines", []string{"a", "b"}, []any{row("a", `say "hi"`, "b", "1,2"), row("a", "x\ny", "b", "x\r\ny\rz")},
			"a,b\r\n\"say \"\"hi\"\"\",\"1,2\"\r\n\"x\ny\",\"x\r\ny\rz\"\r\n"},
		{"values of every kind", []string{"a", "b", "c", "d", "e"}, []any{row("a", true, "b", int64(-1), "c", value.Number("1.50"), "d", []any{"x", nil}, "e", row("k", "v"))},
			"a,b,c,d,e\r\ntrue,-1,1.50,\"[\"\"x\"\",null]\",\"{\"\"k\"\":\"\"v\"\"}\"\r\n"},
		{"a dotted key looks into objects", []string{"o.a", "o.b.c"}, []any{row("o", row("a", "x", "b", row("c", "y"))), row("o", nil), row("o", "text")},
			"o.a,o.b.c\r\nx,y\r\n,\r\n,\r\n"},
		{"a key with a comma", []string{"a,b"}, nil, "\"a,b\"\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, string(WriteCSV(tt.keys, tt.rows)))
		})
	}
}

// TestAnyTextComesBack reads what was written with another's reader, which takes every end of a line for \n.
func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 1, 4).Draw(r, "texts")
		keys := make([]string, len(texts))
		o := value.NewObject(0)
		for i, text := range texts {
			keys[i] = string(rune('a' + i))
			texts[i] = strings.ReplaceAll(text, "\r", "")
			o.Set(keys[i], texts[i])
		}
		lines, err := csv.NewReader(strings.NewReader(string(WriteCSV(keys, []any{o})))).ReadAll()
		require.NoError(t, err)
		assert.Equal(t, [][]string{keys, texts}, lines)
	})
}
