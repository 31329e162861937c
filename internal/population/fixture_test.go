package population_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mockserver/internal/population"
	"mockserver/internal/scenario"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// config is what the tests' populations are made with where they do not say.
func config() population.Config {
	return population.Config{Name: "test", Seed: 1, Clock: clock}
}

func parsed(t require.TestingT, text string) *tree.Node {
	root, err := tree.Parse("f.yaml", []byte(text), tree.Limits{})
	require.NoError(t, err)
	return root
}

func made(t require.TestingT, text string) *population.Population {
	return madeWith(t, text, config())
}

func madeWith(t require.TestingT, text string, c population.Config) *population.Population {
	p, err := population.New(parsed(t, text), c)
	require.NoError(t, err)
	return p
}

// cells are the values of a column, in the base.
func cells(t require.TestingT, p *population.Population, collection, path string) []any {
	return shown(t, p.NewSession(), collection, path)
}

// shown are the values at a path of the records that there are.
func shown(t require.TestingT, s *population.Session, collection, path string) []any {
	view := s.Snapshot().View(collection)
	values := []any{}
	for i := range view.Segments() {
		c, err := view.Column(i, path)
		require.NoError(t, err)
		for row := range view.Rows(i) {
			if live := view.Live(i); live == nil || live.Has(row) {
				values = append(values, c.At(row))
			}
		}
	}
	return values
}

func json(v any) string { return string(value.AppendJSON(nil, v)) }

func TestASmallFixture(t *testing.T) {
	text, err := os.ReadFile("testdata/small.yaml")
	require.NoError(t, err)
	p := made(t, string(text))
	var b strings.Builder
	for _, c := range p.Collections() {
		b.WriteString(c.Name + "\n")
		for _, f := range c.Fields() {
			b.WriteString("  " + f.Name + " " + json(cells(t, p, c.Name, f.Name)) + "\n")
		}
	}
	scenario.Golden(t, "testdata/small.golden", b.String())
}

// TestMistakes reads testdata/mistakes.txt: fixtures, each below a line "== what is wrong", and below "--" what New says.
func TestMistakes(t *testing.T) {
	const file = "testdata/mistakes.txt"
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	head, cases, _ := strings.Cut(string(text), "\n== ")
	var b strings.Builder
	b.WriteString(head)
	for _, c := range strings.Split(cases, "\n== ") {
		name, rest, _ := strings.Cut(c, "\n")
		fixture, _, ok := strings.Cut(rest, "\n--")
		require.True(t, ok, name)
		root, err := tree.Parse("f.yaml", []byte(fixture), tree.Limits{})
		require.NoError(t, err, name)
		_, err = population.New(root, config())
		require.Error(t, err, name)
		b.WriteString("\n== " + name + "\n" + fixture + "\n--\n" + err.Error() + "\n")
	}
	scenario.Golden(t, "testdata/mistakes.txt", b.String())
}

func TestNoFixture(t *testing.T) {
	p, err := population.New(nil, config())
	require.NoError(t, err)
	require.Empty(t, p.Collections())
	require.Nil(t, p.Collection("any"))
}

func TestSizes(t *testing.T) {
	const text = `
collections:
  unsaid: {fields: {id: {sequence: {}}}}
  said: {records: 7, fields: {id: {sequence: {}}}}
  fixed: {fixed: true, pinned: [{id: 1}, {id: 2}]}
  both: {fixed: true, records: 5, fields: {id: {sequence: {}}}}
  none: {records: 0, fields: {id: {sequence: {}}}}
`
	sizes := func(records int) []int {
		c := config()
		c.Records = records
		var sizes []int
		for _, c := range madeWith(t, text, c).Collections() {
			sizes = append(sizes, c.Size)
		}
		return sizes
	}
	require.Equal(t, []int{100, 7, 2, 5, 0}, sizes(0))
	require.Equal(t, []int{3, 3, 2, 5, 3}, sizes(3))
	require.Equal(t, []int{1000, 1000, 2, 5, 1000}, sizes(1000))
	require.Equal(t, []int{population.MaxRecords, population.MaxRecords, 2, 5, population.MaxRecords}, sizes(population.MaxRecords+1))
}

func TestPathsLabelsAndOrders(t *testing.T) {
	text, err := os.ReadFile("testdata/small.yaml")
	require.NoError(t, err)
	people := made(t, string(text)).Collection("people")
	for path, want := range map[string]bool{
		"name": true, "shop.name": true, "shop.owner.name": true, "friends.name": true, "colour.b": true,
		"nobody": false, "shop.nobody": false, "": false, ".": false, "shop.": false,
	} {
		require.Equal(t, want, people.Has(path), path)
	}
	require.Equal(t, "Shop", people.Label("shop_name"))
	require.Empty(t, people.Label("shop.name"))
	require.Equal(t, "number", people.OrderOf("position"))
	require.Equal(t, "name", people.OrderOf("name"))
	require.Equal(t, "nobody", people.OrderOf("nobody"))
	require.Equal(t, time.UTC, made(t, string(text)).Collection("shops").Zone)
}
