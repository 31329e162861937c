package population_test

import (
	"slices"
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

// Keys that are numbers of a sequence are found by counting: as they would be by looking at each.
func TestKeysOfASequenceAreFoundWhereTheyStand(t *testing.T) {
	for step, all := range map[string][]string{
		"1":  {"[]", "[{id: 4}, {}]", "[{id: 4}, {id: 3}]", "[{}, {id: 3}]", "[{id: 99}, {}, {id: -1}]"},
		"2":  {"[]", "[{id: 5}, {}]", "[{id: 4}, {id: 3}]"},
		"-3": {"[{}]", "[{id: 0}, {id: 3}, {id: 1}]"},
	} {
		for _, pinned := range all {
			p := made(t, `
collections:
  a:
    records: 12
    pinned: `+pinned+`
    fields:
      id: {sequence: {start: 3, step: `+step+`}}
`)
			view := p.NewSession().Snapshot().View("a")
			ids := cells(t, p, "a", "id")
			for key := int64(-40); key < 110; key++ {
				found := view.Find(key)
				row := slices.Index(ids, any(key))
				require.Equal(t, row >= 0, found != nil, "%d of %v", key, ids)
				if row >= 0 {
					require.Equal(t, row, found.Number(), "%d of %v", key, ids)
				}
			}
			require.Nil(t, view.Find(true))
			require.Nil(t, view.Find("x"))
		}
	}
}
