package expression_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"mockserver/internal/expression"
)

// A use that is missing lets a circle of fields through, which then waits for itself forever.
func TestUses(t *testing.T) {
	whole := func(name string) expression.Use { return expression.Use{Name: name} }
	part := func(name, member string) expression.Use { return expression.Use{Name: name, Member: member} }
	cases := []struct {
		name, source string
		uses         []expression.Use
	}{
		{"a name, which stands for its key", "place", nil},
		{"a name in a list of the result", "[1, {p: word == 'x' ? place : nil}]", nil},
		{"a name behind an operator", "place == 7 and place in [7] and not place", nil},
		{"a name in which something is looked for", "'city' in place", []expression.Use{whole("place")}},
		{"the number of elements", "len(things)", nil},
		{"the text of a key", "string(place) + join(things, ',')", nil},
		{"what is chosen, and read", "(word == 'x' ? place : nil).city", []expression.Use{whole("place")}},
		{"what is in one of two lists, and read", "([place] + filter(things, # != nil))[0].city", []expression.Use{whole("place"), whole("things")}},
		{"what stands behind a plus, and is read", "(+place).city", []expression.Use{whole("place")}},
		{"what stands before ?:, and is read", "(place ?: nil).city", []expression.Use{whole("place")}},
		{"two lists of the result", "[place] + filter(things, # != nil)", nil},
		{"what is in a list, and read", "[place][0].city", []expression.Use{whole("place")}},
		{"what is collected", "collect(things, 'field', 'says')", []expression.Use{whole("things")}},
		{"a member", "place.city", []expression.Use{part("place", "city")}},
		{"a member that may be missing", "place?.city", []expression.Use{part("place", "city")}},
		{"a member in brackets", "place['city']", []expression.Use{part("place", "city")}},
		{"a member that is computed", "place[list[0]]", []expression.Use{whole("place"), whole("list")}},
		{"a comparison with nil", "place == nil", nil},
		{"nil compared", "nil != place", nil},
		{"nil on another operator", "place ?? nil", nil},
		{"a member behind what may be nil", "(place ?? nil).city", []expression.Use{whole("place")}},
		{"a name of let", "let p = place; p.city", []expression.Use{whole("place")}},
		{"a member of elements", "map(things, #.field)", []expression.Use{part("things", "field")}},
		{"a member of elements, without #", "map(things, .field)", []expression.Use{part("things", "field")}},
		{"elements as a whole", "map(things, #)", nil},
		{"elements as a whole, tested", "all(things, # in [1] or # == place)", nil},
		{"a filter of the result", "filter(things, # != nil)", nil},
		{"a member of elements that leave", "map(things, #)[0].says", []expression.Use{whole("things")}},
		{"elements in a list", "map(things, [#][0].says)", []expression.Use{whole("things")}},
		{"an element compared with nil", "any(things, # == nil)", nil},
		{"a filter, whose elements leave", "filter(things, #.field == 'a')[0].says", []expression.Use{whole("things"), part("things", "field")}},
		{"a find", "find(things, #.field == 'a').says", []expression.Use{whole("things"), part("things", "field")}},
		{"a predicate over a filter", "map(filter(things, #.field == 'a'), #.says)", []expression.Use{whole("things"), part("things", "field")}},
		{"only the position", "map(things, #index)", nil},
		{"a predicate beside", "any(things, #.field == 'a') or place.city == 'Rome'", []expression.Use{part("things", "field"), part("place", "city")}},
		{"a chain of comparisons", "1 < place.x < 3", []expression.Use{part("place", "x")}},
		{"first of a list", "first(things).says", []expression.Use{whole("things")}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := expression.Compile(c.source, scope(t))
			require.NoError(t, err)
			require.Equal(t, c.uses, p.Uses, c.source)
		})
	}
}

func TestNamesAreThoseThatAreRead(t *testing.T) {
	p, err := expression.Compile("let word = list; word == nil ? place.city : any(things, # == nil) and place == nil", scope(t))
	require.NoError(t, err)
	require.Equal(t, []string{"list", "place", "things"}, p.Names)
}
