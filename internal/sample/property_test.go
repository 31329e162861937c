package sample_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/sample"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// anyValue draws what a body can hold.
func anyValue(t *rapid.T, depth int) any {
	kinds := 5
	if depth > 0 {
		kinds = 7
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int64().Draw(t, "integer")
	case 3:
		return value.Decimal(rapid.Int64Range(-1e6, 1e6).Draw(t, "units"), 2)
	case 4:
		return rapid.String().Draw(t, "text")
	case 5:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			list = append(list, anyValue(t, depth-1))
		}
		return list
	}
	o := value.NewObject(0)
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		o.Set(rapid.String().Draw(t, "name"), anyValue(t, depth-1))
	}
	return o
}

func TestEveryValueHasAFormInEveryMediaTypeOfText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(t, 3)
		for _, name := range []string{"application/json", "application/xml", "application/yaml", "application/x-ndjson", "application/json-seq", "text/event-stream",
			"application/x-www-form-urlencoded", "text/csv", "text/plain", "application/octet-stream"} {
			m := &spec.MediaType{Type: name}
			body, err := sample.Write(m, v)
			require.NoError(t, err, name)
			assert.NotNil(t, body.Bytes)
			again, err := sample.Write(m, v)
			require.NoError(t, err)
			assert.Equal(t, body, again)
		}
	})
}

func TestXMLIsWellFormedWhateverItHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := anyValue(r, 4)
		if text, ok := v.(string); ok && len(text) > 0 && text[0] == '<' {
			return // it is taken for a document
		}
		body, err := sample.Write(&spec.MediaType{Type: "application/xml"}, v)
		require.NoError(r, err)
		wellFormed(t, string(body.Bytes))
	})
}

func TestJSONComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(t, 3)
		body, err := sample.Write(&spec.MediaType{Type: "application/json"}, v)
		require.NoError(t, err)
		back, err := value.ParseJSON(body.Bytes, value.Limits{})
		require.NoError(t, err)
		assert.True(t, value.Equal(v, back), "%s", body.Bytes)
	})
}
