package violation

import (
	"testing"

	"github.com/dunglas/httpsfv"
	"github.com/stretchr/testify/require"

	"mockserver/internal/value"
)

// TestPlainItemsAreThoseOfTheLibrary compares what is written by hand with what the library writes.
func TestPlainItemsAreThoseOfTheLibrary(t *testing.T) {
	for _, where := range []string{"query.limit", "body/a~1b/0", `query.a"b\c`, "body", "header.é"} {
		for _, rule := range []string{"maximum", "additionalProperties", "max-body", ""} {
			for _, limit := range []any{nil, int64(100), int64(-1), true, "text", `a "quoted" \ text`, "ü", []any{"a", "b c", int64(1), "true", "[", nil}, value.Number("1.5")} {
				v := Violation{Where: where, Rule: rule, Limit: limit}
				text, ok := appendPlainItem(nil, &v)
				if !ok {
					continue
				}
				it := httpsfv.NewItem(fieldText(v.Where, whereBytes))
				it.Params.Add("rule", token(rule))
				if limit != nil {
					it.Params.Add("limit", fieldLimit(limit))
				}
				expected, err := httpsfv.Marshal(it)
				require.NoError(t, err)
				require.Equal(t, expected, string(text))
			}
		}
	}
}
