package limit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mockserver/internal/limit"
	"mockserver/internal/tree"
)

func TestEachLimitHasANameADefaultAndAFieldOfItsOwn(t *testing.T) {
	names := map[string]bool{}
	for _, row := range limit.Table() {
		t.Run(row.Name, func(t *testing.T) {
			assert.Regexp(t, `^[a-z]+(-[a-z]+)*$`, row.Name)
			assert.False(t, names[row.Name], "the name is given once")
			names[row.Name] = true
			assert.GreaterOrEqual(t, row.Default, row.Least)
			assert.NotEmpty(t, row.Usage)
			assert.NotRegexp(t, `\.$`, row.Usage)

			set, untouched := limit.Default(), limit.Default()
			assert.Equal(t, row.Default, row.Value(set))
			require.NoError(t, set.Put(row.Name, row.Default+1))
			assert.Equal(t, row.Default+1, row.Value(set))
			require.NoError(t, set.Put(row.Name, row.Default))
			assert.Equal(t, untouched, set, "no other limit has moved")
		})
	}
}

// Files that no flag is for, such as fixtures, are parsed with the parser's own defaults.
func TestTheDefaultsOfDocumentsAreThoseOfTheirParser(t *testing.T) {
	d := limit.Default()
	assert.Equal(t, tree.DefaultLimits, tree.Limits{Bytes: d.DocumentBytes, Depth: d.DocumentDepth, Nodes: d.DocumentValues, Anchors: d.DocumentAnchors, Key: d.KeyBytes, Pointers: d.PointerBytes})
}

func TestWhatCannotBeSet(t *testing.T) {
	tests := []struct {
		name, limit string
		value       int
		want        string
	}{
		{"a name that is nearly one", "schema", 1, `there is no limit "schema"; did you mean schemas?`},
		{"a value below the least", "schemas", 0, "the limit schemas is at least 1"},
		{"a negative value", "document-anchors", -1, "the limit document-anchors is at least 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := limit.Default()
			require.EqualError(t, set.Put(tt.limit, tt.value), tt.want)
			assert.Equal(t, limit.Default(), set)
		})
	}
	set := limit.Default()
	err := set.Put("sausages", 1)
	require.Error(t, err)
	for _, row := range limit.Table() {
		assert.Contains(t, err.Error(), row.Name)
	}
}
