package population_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestReferencesStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := config()
		c.Seed, c.Records = rapid.Uint64().Draw(t, "seed"), rapid.SampledFrom([]int{0, 1, 2, 3, 7, 60}).Draw(t, "records")
		people, shops := rapid.IntRange(1, 30).Draw(t, "people"), rapid.IntRange(3, 9).Draw(t, "shops")
		fixed := rapid.Bool().Draw(t, "fixed")
		p := madeWith(t, fmt.Sprintf(`
collections:
  shops: {records: %d, fixed: %v, fields: {id: {sequence: {start: 1000}}}}
  people:
    records: %d
    fields:
      id: {sequence: {start: 5, step: 2}}
      shop: {one_of: shops}
      boss: {one_of: people}
      visited: {some_of: {collection: shops, count: {0: 1, 1: 1, 3: 1}}}
      friends: {some_of: {collection: people, count: {1: 5}}}
`, shops, fixed, people), c)
		known := map[string]map[any]bool{"shops": {}, "people": {}}
		for name, keys := range known {
			for _, key := range cells(t, p, name, "id") {
				keys[key] = true
			}
		}
		ids, size := cells(t, p, "people", "id"), p.Collection("people").Size
		for row, boss := range cells(t, p, "people", "boss") {
			require.NotEqual(t, ids[row], boss, "nobody is his own boss")
			require.Equal(t, boss != nil, known["people"][boss])
			require.True(t, boss != nil || row == 0, "only the first may find nobody")
		}
		for _, shop := range cells(t, p, "people", "shop") {
			require.True(t, known["shops"][shop], "%v", shop)
		}
		for row, friends := range cells(t, p, "people", "friends") {
			wanted := 1
			if size == 1 || people == 1 && row == 0 {
				wanted = 0
			}
			require.Len(t, friends, wanted)
			require.NotContains(t, friends, ids[row])
		}
		for _, visited := range cells(t, p, "people", "visited") {
			distinct := map[any]bool{}
			for _, shop := range visited.([]any) {
				require.True(t, known["shops"][shop] && !distinct[shop], "%v", visited)
				distinct[shop] = true
			}
		}
	})
}

const company = `
collections:
  people:
    records: 4
    fields:
      id: {sequence: {}}
      name: {pick: [Ann]}
      boss: {refers: {collection: people, key: number - 1}}
      shop: {refers: {collection: shops, key: 'number % 2 + 1'}}
      team: {some_of: {collection: people, count: {3: 1}}}
      boss_name: {derived: boss.name}
      shop_name: {derived: shop.name}
      first_shop: {expr: shop.name}
      size: {derived: len(team)}
      known: {derived: boss != nil}
  shops: {fixed: true, pinned: [{id: 1, name: One, at: {city: Rome}}, {id: 2, name: Two, at: {city: Oslo}}]}
`

func TestPathsThroughReferences(t *testing.T) {
	p := made(t, company)
	for path, want := range map[string]string{
		"boss":           `[0,1,2,3]`,
		"boss.name":      `[null,"Ann","Ann","Ann"]`,
		"boss.boss":      `[null,0,1,2]`,
		"boss.boss.name": `[null,null,"Ann","Ann"]`,
		"shop.name":      `["Two","One","Two","One"]`,
		"shop.at.city":   `["Oslo","Rome","Oslo","Rome"]`,
		"shop.at.none":   `[null,null,null,null]`,
		"shop.name.none": `[null,null,null,null]`,
		"boss_name":      `[null,"Ann","Ann","Ann"]`,
		"known":          `[false,true,true,true]`,
		"size":           `[3,3,3,3]`,
		"team.name":      `[["Ann","Ann","Ann"],["Ann","Ann","Ann"],["Ann","Ann","Ann"],["Ann","Ann","Ann"]]`,
	} {
		require.Equal(t, want, json(cells(t, p, "people", path)), path)
	}
	_, err := p.NewSession().Snapshot().View("people").Column(0, "nobody")
	require.EqualError(t, err, `the collection people has no field "nobody"`)
	_, err = p.NewSession().Snapshot().View("people").Column(0, "shop.")
	require.EqualError(t, err, `the collection people has no field "shop."`)
}

func TestRecordsReadPaths(t *testing.T) {
	view := made(t, company).NewSession().Snapshot().View("people")
	r := view.Find(int64(2))
	require.Equal(t, "One", r.Value("shop.name"))
	require.Nil(t, r.Value("nobody"))
	require.Equal(t, int64(2), r.KeyValue())
	require.Equal(t, "people", r.Collection().Name)
	v, ok := r.Get("name")
	require.Equal(t, []any{"Ann", true}, []any{v, ok})
	_, ok = r.Get("nobody")
	require.False(t, ok)
}

func TestFind(t *testing.T) {
	p := made(t, `
collections:
  numbers: {records: 3, fields: {id: {sequence: {}}}}
  texts: {fixed: true, key: code, pinned: [{code: a}, {code: '07'}, {code: '1.0'}]}
`)
	numbers, texts := p.NewSession().Snapshot().View("numbers"), p.NewSession().Snapshot().View("texts")
	for _, key := range []any{int64(2), "2"} {
		require.NotNil(t, numbers.Find(key), "%v", key)
	}
	for _, key := range []any{nil, int64(4), "02", "2.0", " 2", "", "a", true, []any{int64(2)}, "99999999999999999999"} {
		require.Nil(t, numbers.Find(key), "%v", key)
	}
	for _, key := range []any{"a", "07", "1.0"} {
		require.NotNil(t, texts.Find(key), "%v", key)
	}
	for _, key := range []any{int64(7), "7", "A", "1"} {
		require.Nil(t, texts.Find(key), "%v", key)
	}
}

// A reference may be computed to be anything at all; what is no key leads nowhere.
func TestReferencesThatLeadNowhere(t *testing.T) {
	p := made(t, `
collections:
  a:
    records: 6
    fields:
      id: {sequence: {}}
      b: {refers: {collection: a, key: "[nil, 99, 'x', [1], {c: 1}, 2][number - 1]"}}
      name: {derived: b.id}
      gone: {derived: b == nil}
`)
	require.Equal(t, `[null,null,null,null,null,2]`, json(cells(t, p, "a", "name")))
	require.Equal(t, `[true,true,true,false,true,false]`, json(cells(t, p, "a", "gone")))
}

// TestReferencesInBothDirectionsDoNotWait makes columns that are made of those of other collections, in both directions,
// from many sides at once: each waits for what it needs, and none for itself.
func TestReferencesInBothDirectionsDoNotWait(t *testing.T) {
	const text = `
collections:
  a:
    records: 50
    fields:
      id: {expr: "'a' + string(number)"}
      b: {one_of: b}
      bs: {some_of: {collection: b, count: {2: 1}}}
      name: {fake: firstname}
      far: {derived: b.near}
      near: {derived: b.name}
      list: {derived: 'map(bs, .far)'}
  b:
    records: 50
    fields:
      id: {expr: "'b' + string(number)"}
      a: {one_of: a}
      c: {one_of: c}
      name: {fake: lastname}
      far: {derived: a.near}
      near: {derived: a.name + c.far}
  c:
    records: 50
    fields:
      id: {refers: {collection: a, key: "'a' + string(number)"}}
      d: {one_of: c}
      far: {derived: d.id}
`
	want := dump(t, made(t, text))
	for range 20 {
		p, done := made(t, text), make(chan error)
		session := p.NewSession()
		paths := []string{"a.far", "b.far", "a.list", "b.near", "a.near", "c.far", "a.b.a.b.near", "b.a.list"}
		for _, path := range paths {
			go func() {
				_, err := session.Snapshot().View(path[:1]).Column(0, path[2:])
				done <- err
			}()
		}
		for range paths {
			select {
			case err := <-done:
				require.NoError(t, err)
			case <-time.After(time.Minute):
				require.Fail(t, "columns wait for each other")
			}
		}
		for name, values := range want {
			require.Equal(t, json(values), json(cells(t, p, name[:1], name[2:])), name)
		}
	}
}

func TestDerive(t *testing.T) {
	p := made(t, company)
	people := p.Collection("people")
	path, err := p.Derive(people, "name")
	require.NoError(t, err)
	require.Equal(t, "name", path)
	for range 2 { // the second time it is there
		path, err = p.Derive(people, "name + ' ' + shop.name")
		require.NoError(t, err)
	}
	fields := len(people.Fields())
	require.Equal(t, `["Ann Two","Ann One","Ann Two","Ann One"]`, json(cells(t, p, "people", path)))
	for source, want := range map[string]string{
		"nmae":            `"nmae" is neither a field of people nor an expression over its fields`,
		"name +":          `"name +" is neither a field of people nor an expression over its fields`,
		"shop.nmae":       `shops has no field "nmae"; did you mean "name"?`,
		"shop.nmae + 'x'": `shops has no field "nmae"; did you mean "name"?`,
	} {
		_, err = p.Derive(people, source)
		require.EqualError(t, err, want)
	}
	require.Len(t, people.Fields(), fields, "what is refused leaves nothing behind")
}
