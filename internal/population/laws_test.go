package population_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/population"
)

// lawful is a fixture of which parts can be left out: each field but the id by itself, and the second collection if
// nothing refers to it.
var lawful = []string{
	"name: {fake: firstname}",
	"code: {fake: {name: numerify, str: '##-'}, unique: true}",
	"plan: {weights: {free: 6, pro: 3, null: 1}, null: 10%}",
	"vip: {chance: 25%}",
	"born: {date: {from: -80y, to: -10y}, null: 20%}",
	"since: {time: {from: 2020-01-01, to: 0d}}",
	"size: {int: {min: -5, max: 5}}",
	"ticket: {int: {min: 1, max: 5000}, unique: true}",
	"boss: {one_of: people}",
	"friends: {some_of: {collection: people, count: {0: 1, 1: 1, 3: 1}}}",
	"guide: {refers: {collection: people, key: 'number - 1'}}",
	"shop: {one_of: shops, null: 10%}",
	"tags: {some_of: {collection: shops, count: {0: 1, 4: 1}}}",
	"word: {expr: 'string(number) + digest(3, number)'}",
}

const shops = "  shops:\n    records: 5\n    fields:\n      id: {sequence: {start: 50}}\n      manager: {one_of: people}\n"

func fixtureOf(fields []string, collections string) string {
	return "collections:\n" + collections + "  people:\n    records: 20\n    pinned: [{vip: true}, {ticket: 9}]\n    fields:\n      id: {sequence: {}}\n" +
		"      vip: {chance: 25%}\n      ticket: {int: {min: 1, max: 5000}, unique: true}\n      " + strings.Join(fields, "\n      ") + "\n"
}

// dump is all cells of the base, by collection and field.
func dump(t require.TestingT, p *population.Population) map[string][]any {
	all := map[string][]any{}
	for _, c := range p.Collections() {
		for _, f := range c.Fields() {
			all[c.Name+"."+f.Name] = cells(t, p, c.Name, f.Name)
		}
	}
	return all
}

func optional() []string {
	return slices.DeleteFunc(slices.Clone(lawful), func(f string) bool {
		return strings.HasPrefix(f, "vip:") || strings.HasPrefix(f, "ticket:") // which are pinned
	})
}

func TestAFieldOrCollectionMoreChangesNothingElse(t *testing.T) {
	whole := dump(t, made(t, fixtureOf(optional(), shops)))
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.Permutation(optional()).Draw(t, "order")[:rapid.IntRange(1, len(optional())).Draw(t, "fields")]
		collections := shops
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(f, "shops") }) && rapid.Bool().Draw(t, "without shops") {
			collections = ""
		}
		if rapid.Bool().Draw(t, "another") {
			collections = "  more:\n    fields: {id: {sequence: {}}, one: {one_of: people}}\n" + collections
		}
		part := dump(t, made(t, fixtureOf(fields, collections)))
		for name, values := range part {
			if wanted, ok := whole[name]; ok {
				require.Equal(t, json(wanted), json(values), name)
			}
		}
	})
}

func TestGrowingKeepsTheFirstRecords(t *testing.T) {
	text := fixtureOf(optional(), shops)
	base := dump(t, made(t, text))
	rapid.Check(t, func(t *rapid.T) {
		c := config()
		c.Records = rapid.IntRange(20, 60).Draw(t, "records")
		some := dump(t, madeWith(t, text, c))
		c.Records += rapid.IntRange(0, 30).Draw(t, "more")
		more := dump(t, madeWith(t, text, c))
		for name, values := range base {
			require.Equal(t, json(values), json(some[name][:len(values)]), name)
			require.Equal(t, json(some[name]), json(more[name][:len(some[name])]), name)
		}
	})
}

// The name of a population is often that of a file, which says nothing of what is in it.
func TestSeedsMakeOtherPopulationsAndNamesDoNot(t *testing.T) {
	text := fixtureOf(optional(), shops)
	seen := map[string]bool{}
	for seed := range uint64(3) {
		named := func(name string) string {
			return json(cells(t, madeWith(t, text, population.Config{Name: name, Seed: seed, Clock: clock}), "people", "name"))
		}
		require.Equal(t, named("test"), named("other"))
		require.False(t, seen[named("test")], "%d", seed)
		seen[named("test")] = true
	}
}

// TestColumnsAreTheSameInAnyOrderAndAtOnce makes the columns of the bundled populations one after another in many orders,
// and by many at once.
func TestColumnsAreTheSameInAnyOrderAndAtOnce(t *testing.T) {
	for _, file := range []string{"teamup.yaml", "finicity.yaml"} {
		want := map[string]string{}
		var names []string
		for name, values := range dump(t, bundled(t, file, 0)) {
			want[name] = json(values)
			names = append(names, name)
		}
		slices.Sort(names)
		column := func(p *population.Population, name string) string {
			collection, path, _ := strings.Cut(name, ".")
			return json(cells(t, p, collection, path))
		}
		t.Run(file+" in any order", func(t *testing.T) {
			for seed := range uint64(10) {
				p := bundled(t, file, 0)
				for _, i := range rand.New(rand.NewPCG(seed, 0)).Perm(len(names)) {
					require.Equal(t, want[names[i]], column(p, names[i]), names[i])
				}
			}
		})
		t.Run(file+" at once", func(t *testing.T) {
			p := bundled(t, file, 0)
			var group sync.WaitGroup
			for start := range 8 {
				group.Go(func() {
					for i := range names {
						name := names[(i*7+start*len(names)/8)%len(names)]
						if got := column(p, name); got != want[name] {
							t.Errorf("%s is %s", name, got)
							return
						}
					}
				})
			}
			group.Wait()
		})
	}
}

func TestUniqueIsUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.IntRange(1, 60).Draw(t, "records")
		low := rapid.IntRange(-100, 100).Draw(t, "min")
		high := low + records - 1 + rapid.IntRange(0, 10).Draw(t, "room")
		pinned := rapid.SliceOfNDistinct(rapid.IntRange(low, high), 0, min(records, 8), rapid.ID).Draw(t, "pinned")
		var rows []string
		for _, id := range pinned {
			rows = append(rows, fmt.Sprintf("{id: %d}", id))
		}
		p := made(t, fmt.Sprintf(`
collections:
  a:
    records: %d
    pinned: [%s]
    fields:
      id: {int: {min: %d, max: %d}}
      word: {pick: [a, a1, a-, '', '1', a11], unique: true}
`, records, strings.Join(rows, ", "), low, high))
		ids := cells(t, p, "a", "id")
		for i, id := range pinned {
			require.Equal(t, int64(id), ids[i])
		}
		for _, path := range []string{"id", "word"} {
			seen := map[any]bool{}
			for _, v := range cells(t, p, "a", path) {
				require.False(t, seen[v], "%s %v twice", path, v)
				seen[v] = true
			}
		}
		for _, id := range ids {
			require.True(t, int64(low) <= id.(int64) && id.(int64) <= int64(high), "%v", ids)
		}
	})
}

func TestPinnedCellsAreWhatTheyArePinnedTo(t *testing.T) {
	p := made(t, `
collections:
  a:
    records: 10
    timezone: America/New_York
    pinned:
      - {id: 1, name: Ada, born: '1985-12-10', at: -1d, note: only here, gone: there}
      - {}
      - {at: '2024-01-01T00:00:00+01:00', born: -11y, name: null}
    fields:
      id: {sequence: {}}
      name: {fake: firstname}
      born: {date: {from: -9y, to: 0d}}
      at: {time: {from: -9y, to: 0d}}
      gone: {when: 'false', fake: firstname}
      day: {derived: date(at)}
`)
	first := func(path string) string { return json(cells(t, p, "a", path)[:3]) }
	require.Equal(t, `["Ada","Madisyn",null]`, first("name"))
	require.Equal(t, `["there",null,null]`, first("gone"))
	require.Equal(t, `["only here",null,null]`, first("note"))
	require.Equal(t, `["1985-12-10","2023-11-14","2014-07-01"]`, first("born"))
	require.Equal(t, `["2025-06-30T12:00:00Z","2021-12-06T07:17:46Z","2023-12-31T23:00:00Z"]`, first("at"))
	require.Equal(t, `["2025-06-30","2021-12-06","2023-12-31"]`, first("day"))
}
