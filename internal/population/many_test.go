package population_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Records of a large collection are made one by one, those of a small one with their columns: a cell is the same either way.
func TestRecordsOfManyAreAsTheirColumns(t *testing.T) {
	p := made(t, strings.Replace(library, "records: 4", "records: 200_003", 1))
	s := p.NewSession()
	spouse := cells(t, p, "authors", "spouse")
	for range 2 {
		view := s.Snapshot().View("books")
		for _, path := range append(view.Collection.FieldNames(), "author.name", "author.spouse.name") {
			of, err := view.Column(0, path)
			require.NoError(t, err)
			for _, row := range []int{0, 1, 2, 3, 4, 5, 77, 200_001, 200_002} {
				require.Equal(t, of.At(row), view.Record(0, row).Value(path), "%s of %d", path, row)
			}
		}
		_, err := s.Update("authors", spouse[0], object("name", "Dan")) // what is derived shows it, and what is stored does not
		require.NoError(t, err)
		_, err = s.Update("authors", int64(1), object("name", "Eve"))
		require.NoError(t, err)
		s.Delete("authors", int64(3))
	}
}
