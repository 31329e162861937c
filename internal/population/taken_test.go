package population_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/population"
	"mockserver/internal/value"
)

// A unique value need not be one that could be a key.
func TestNoTwoRecordsAreCreatedWithOneUniqueValue(t *testing.T) {
	for _, unique := range []any{"New", int64(7), true, value.Number("1.5"), []any{int64(1)}, object("a", int64(1))} {
		s := session(t)
		create(t, s, object("title", unique))
		_, err := s.Create("books", object("title", unique), nil)
		require.Equal(t, &population.Conflict{Field: "title", Value: unique}, err)
	}
}
