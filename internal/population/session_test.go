package population_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"mockserver/internal/population"
	"mockserver/internal/value"
)

const library = `
collections:
  authors:
    records: 3
    fields:
      id: {sequence: {}}
      name: {pick: [Ann, Bob, Cid]}
      spouse: {one_of: authors}
      spouse_name: {derived: spouse.name}
  books:
    records: 4
    pinned: [{title: First}, {}, {}, {id: 6}]
    fields:
      id: {sequence: {start: 3, step: 1}}
      title: {expr: "'Book ' + string(number)", unique: true}
      author: {refers: {collection: authors, key: 'number % 3 + 1'}}
      pages: {int: {min: 10, max: 900}}
      read: {date: {from: -1y, to: 0d}, null: 50%}
      by: {derived: author.name}
      wed_to: {derived: author.spouse_name}
      signed: {expr: author.name}
      label: {derived: "title + ' by ' + (author.name ?? 'nobody')"}
`

func object(members ...any) *value.Object {
	o := value.NewObject(0)
	for i := 0; i < len(members); i += 2 {
		o.Set(members[i].(string), members[i+1])
	}
	return o
}

func session(t require.TestingT) *population.Session { return made(t, library).NewSession() }

func create(t require.TestingT, s *population.Session, given *value.Object, fill ...string) *population.Record {
	r, err := s.Create("books", given, fill)
	require.NoError(t, err)
	return r
}

func TestCreate(t *testing.T) {
	s := session(t)
	r := create(t, s, object("title", "New", "author", int64(2), "label", "not stored", "unknown", true), "label")
	require.Equal(t, int64(7), r.KeyValue())
	name := cells(t, made(t, library), "authors", "name")[1].(string)
	for path, want := range map[string]any{"title": "New", "by": name, "label": "New by " + name, "author.name": name,
		"pages": nil, "read": nil, "signed": nil} {
		require.Equal(t, want, r.Value(path), path)
	}
	require.Equal(t, []any{int64(3), int64(4), int64(5), int64(6), int64(7)}, shown(t, s, "books", "id"))
	require.Equal(t, "New", s.Snapshot().View("books").Find("7").Value("title"))
}

func TestCreateGeneratesWhatIsToBeFilled(t *testing.T) {
	s := session(t)
	r := create(t, s, nil, "title", "pages")
	require.Equal(t, "Book 5", r.Value("title"))
	require.NotNil(t, r.Value("pages"))
	require.Nil(t, r.Value("author"), "what is neither given nor to be filled stays absent")

	r = create(t, s, object("title", "T"), "by")
	require.NotNil(t, r.Value("by"), "a derived field is filled by what it is made of")
	require.NotNil(t, r.Value("author"))

	r = create(t, s, object("author", int64(3)), "signed")
	require.Equal(t, r.Value("by"), r.Value("signed"))
	require.Equal(t, int64(3), r.Value("author"), "what is given stays")

	r = create(t, s, object("author", nil), "author")
	require.Nil(t, r.Value("author"), "null is given, too")
}

func TestCreateDoesNotUseAKeyTwice(t *testing.T) {
	s := session(t)
	create(t, s, object("id", int64(7), "title", "a"))
	create(t, s, object("id", int64(9), "title", "b"))
	require.Equal(t, int64(10), create(t, s, object("title", "c")).KeyValue(), "9, the third's own, is passed over")
	r := create(t, s, object("title", "d", "id", nil))
	require.Equal(t, int64(11), r.KeyValue(), "a key that is null is not given")
	require.True(t, s.Delete("books", int64(11)))
	require.Equal(t, int64(12), create(t, s, object("title", "e")).KeyValue(), "nor is that of a record that is gone used again")
	require.Equal(t, "x", create(t, s, object("id", "x")).KeyValue())
	require.Equal(t, int64(99), create(t, s, object("id", value.Number("99.0"))).KeyValue())
}

func TestKeysOfPinnedRecordsAlone(t *testing.T) {
	s := made(t, "collections: {a: {fixed: true, pinned: [{id: 3}, {id: 8}, {id: 5}]}, b: {fixed: true, pinned: [{id: x}]}}").NewSession()
	r, err := s.Create("a", nil, nil)
	require.NoError(t, err)
	require.Equal(t, int64(9), r.KeyValue())
	_, err = s.Create("b", nil, nil)
	require.EqualError(t, err, "id: it has to be given: the population does not make one")
	r, err = s.Create("b", object("id", "y"), nil)
	require.NoError(t, err)
	require.Equal(t, "y", r.KeyValue())

	grown := made(t, "collections: {a: {records: 4, pinned: [{id: 3}, {id: 8}]}}")
	require.Equal(t, []any{int64(3), int64(8), int64(9), int64(10)}, cells(t, grown, "a", "id"))
}

func TestCreateWithoutRoom(t *testing.T) {
	s := made(t, "collections: {a: {records: 2, fields: {id: {int: {min: 1, max: 3}}}}}").NewSession()
	_, err := s.Create("a", nil, nil)
	require.NoError(t, err)
	require.ElementsMatch(t, []any{int64(1), int64(2), int64(3)}, shown(t, s, "a", "id"))
	_, err = s.Create("a", nil, nil)
	require.ErrorContains(t, err, "another record has the id ")
}

func TestWhatIsRefused(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *population.Session) error
		want   string
	}{
		{"a key that is taken", func(s *population.Session) error {
			_, err := s.Create("books", object("id", int64(4)), nil)
			return err
		},
			"another record has the id 4"},
		{"a key that is taken, written as a fraction", func(s *population.Session) error {
			_, err := s.Create("books", object("id", value.Number("4.0")), nil)
			return err
		}, "another record has the id 4"},
		{"a title that is taken", func(s *population.Session) error {
			_, err := s.Create("books", object("title", "Book 2"), nil)
			return err
		},
			`another record has the title "Book 2"`},
		{"a title that another takes over", func(s *population.Session) error {
			_, err := s.Update("books", int64(3), object("title", "Book 2"))
			return err
		}, `another record has the title "Book 2"`},
		{"a day that is none", func(s *population.Session) error {
			_, err := s.Create("books", object("read", "soon"), nil)
			return err
		},
			`read: "soon" is not a date such as 2024-05-01`},
		{"a day that is none, in an update", func(s *population.Session) error {
			_, err := s.Update("books", int64(3), object("read", "soon"))
			return err
		}, `read: "soon" is not a date such as 2024-05-01`},
		{"a key that is a list", func(s *population.Session) error {
			_, err := s.Create("books", object("id", []any{int64(1)}), nil)
			return err
		},
			"id: a key is a text or an integer"},
		{"a key that is an object", func(s *population.Session) error {
			_, err := s.Create("books", object("id", object()), nil)
			return err
		},
			"id: a key is a text or an integer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := session(t)
			before := s.Snapshot()
			require.EqualError(t, c.change(s), c.want)
			require.Same(t, before, s.Snapshot(), "nothing has changed")
		})
	}
}

func TestUpdate(t *testing.T) {
	s := session(t)
	before := s.Snapshot().View("books").Find(int64(4))
	signed, pages := before.Value("signed"), before.Value("pages")
	r, err := s.Update("books", "4", object("title", "Changed", "id", int64(77), "read", "2024-05-01", "author", nil))
	require.NoError(t, err)
	require.Equal(t, int64(4), r.KeyValue(), "the key stays")
	require.Equal(t, "Changed by nobody", r.Value("label"))
	require.Equal(t, []any{signed, pages, "2024-05-01"}, []any{r.Value("signed"), r.Value("pages"), value.Text(r.Value("read"))})
	require.Equal(t, "Book 2", before.Value("title"), "who has read it before sees it as it was")

	r, err = s.Update("books", int64(4), object("title", "Changed"))
	require.NoError(t, err, "a record does not conflict with itself")
	require.Equal(t, "2024-05-01", value.Text(r.Value("read")), "what was changed before stays")
	r, err = s.Update("books", int64(5), object("title", "Book 2"))
	require.NoError(t, err, "a value that was given up is free")
	require.Equal(t, "Book 2", r.Value("title"))
	r, err = s.Update("books", int64(44), object("title", "x"))
	require.Nil(t, r)
	require.NoError(t, err)
	require.Len(t, shown(t, s, "books", "id"), 4)
}

func TestDelete(t *testing.T) {
	s := session(t)
	require.True(t, s.Delete("books", int64(4)))
	require.False(t, s.Delete("books", int64(4)))
	require.Nil(t, s.Snapshot().View("books").Find(int64(4)))
	require.Equal(t, []any{int64(3), int64(5), int64(6)}, shown(t, s, "books", "id"))
	r, err := s.Update("books", int64(4), object("title", "x"))
	require.Nil(t, r)
	require.NoError(t, err)
	create(t, s, object("id", int64(4), "title", "Book 2"))
	require.True(t, s.Delete("books", int64(4)))
	require.Nil(t, s.Snapshot().View("books").Find(int64(4)), "the one of the base does not come back")
}

func TestAChangedTargetShowsInReferences(t *testing.T) {
	s := session(t)
	before := shown(t, s, "books", "label")
	signed := shown(t, s, "books", "signed")
	_, err := s.Update("authors", int64(2), object("name", "Zoë"))
	require.NoError(t, err)
	require.Equal(t, "First by Zoë", shown(t, s, "books", "label")[0])
	require.Equal(t, "Zoë", shown(t, s, "books", "author.name")[0])
	require.Equal(t, signed, shown(t, s, "books", "signed"), "what is stored keeps its first value")
	create(t, s, object("title", "New", "author", int64(2)))
	require.Equal(t, "New by Zoë", shown(t, s, "books", "label")[4])

	require.True(t, s.Delete("authors", int64(2)))
	require.Equal(t, "First by nobody", shown(t, s, "books", "label")[0])
	require.Nil(t, shown(t, s, "books", "author.name")[0])
	require.Equal(t, int64(2), shown(t, s, "books", "author")[0], "the reference itself stays")

	s.Reset()
	require.Equal(t, before, shown(t, s, "books", "label"))
}

// A field may show what a record shows that its record refers to.
func TestAChangeShowsTwoReferencesAway(t *testing.T) {
	s := session(t)
	spouses, authors := shown(t, s, "authors", "spouse"), shown(t, s, "books", "author")
	_, err := s.Update("authors", spouses[authors[0].(int64)-1], object("name", "Far"))
	require.NoError(t, err)
	require.Equal(t, "Far", shown(t, s, "books", "wed_to")[0])
}

func TestVersions(t *testing.T) {
	p := made(t, library)
	a, b := p.NewSession(), p.NewSession()
	require.Zero(t, a.Snapshot().Version)
	require.Same(t, a.Snapshot(), b.Snapshot(), "unchanged sessions share the base")
	var seen []uint64
	for range 3 {
		for _, s := range []*population.Session{a, b} {
			_, err := s.Create("books", nil, nil)
			require.NoError(t, err)
			require.NotContains(t, seen, s.Snapshot().Version)
			seen = append(seen, s.Snapshot().Version)
		}
		a.Reset()
		require.Zero(t, a.Snapshot().Version)
	}
	require.Len(t, shown(t, a, "books", "id"), 4)
	require.Len(t, shown(t, b, "books", "id"), 7, "sessions do not see each other's changes")
}

func TestSnapshotsDoNotMove(t *testing.T) {
	s := session(t)
	create(t, s, object("title", "a"))
	old := s.Snapshot()
	for i := range 5 {
		create(t, s, object("title", fmt.Sprint(i)))
	}
	require.True(t, s.Delete("books", int64(7)))
	_, err := s.Update("books", int64(8), object("title", "changed"))
	require.NoError(t, err)
	view := old.View("books") // its columns are made only now
	ids, err := view.Column(1, "title")
	require.NoError(t, err)
	require.Equal(t, 1, ids.Len())
	require.Equal(t, "a", ids.At(0))
	require.Nil(t, view.Live(0))
}

func TestManyChangeAtOnce(t *testing.T) {
	s := session(t)
	const clients, each = 8, 25
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			for i := range each {
				r, err := s.Create("books", object("title", fmt.Sprint(client, " ", i)), []string{"label"})
				if err != nil || r == nil {
					t.Error(err)
					return
				}
				if i%2 == 0 {
					_, err = s.Update("books", r.KeyValue(), object("pages", int64(i)))
				} else if !s.Delete("books", r.KeyValue()) {
					err = fmt.Errorf("%v is gone", r.KeyValue())
				}
				if err != nil {
					t.Error(err)
				}
				_ = r.Value("label")
			}
		})
	}
	group.Go(func() {
		for range clients * each {
			snapshot := s.Snapshot()
			if snapshot.View("books").Find(int64(3)) == nil {
				t.Error("a record of the base is gone")
			}
			_, _ = snapshot.View("books").Column(0, "label")
		}
	})
	group.Wait()
	ids := shown(t, s, "books", "id")
	require.Len(t, ids, 4+clients*(each+1)/2)
	seen := map[any]bool{}
	for _, id := range ids {
		require.False(t, seen[id])
		seen[id] = true
	}
	require.Equal(t, int64(7+clients*each), create(t, s, nil).KeyValue(), "each create has used one number")
}

// TestSessionsAreMaps compares a session with a plain map of records, over random changes.
func TestSessionsAreMaps(t *testing.T) {
	p := made(t, library)
	base := map[any]any{}
	ids, titles := cells(t, p, "books", "id"), cells(t, p, "books", "title")
	for i, id := range ids {
		base[id] = titles[i]
	}
	rapid.Check(t, func(t *rapid.T) {
		s, model := p.NewSession(), map[any]any{}
		reset := func(*rapid.T) {
			s.Reset()
			model = map[any]any{}
			for id, title := range base {
				model[id] = title
			}
		}
		reset(t)
		key := rapid.Map(rapid.Int64Range(1, 12), func(i int64) any { return i })
		title := rapid.Map(rapid.SampledFrom([]string{"First", "Book 2", "Book 3", "Book 4", "Book 5", "x", "y"}), func(s string) any { return s })
		taken := func(title, but any) bool {
			for id, other := range model {
				if id != but && other == title {
					return true
				}
			}
			return false
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				require.Len(t, shown(t, s, "books", "id"), len(model))
				titles := shown(t, s, "books", "title")
				for i, id := range shown(t, s, "books", "id") {
					require.Equal(t, model[id], titles[i])
					require.Equal(t, model[id], s.Snapshot().View("books").Find(id).Value("title"))
				}
			},
			"create": func(t *rapid.T) {
				given := object("title", title.Draw(t, "title"))
				if rapid.Bool().Draw(t, "with key") {
					given.Set("id", key.Draw(t, "key"))
				}
				id, _ := given.Get("id")
				name, _ := given.Get("title")
				_, exists := model[id]
				r, err := s.Create("books", given, nil)
				require.Equal(t, exists || taken(name, nil), err != nil, "%v", err)
				if err == nil {
					_, exists = model[r.KeyValue()]
					require.False(t, exists)
					model[r.KeyValue()] = name
				}
			},
			"update": func(t *rapid.T) {
				id, name := key.Draw(t, "key"), title.Draw(t, "title")
				_, exists := model[id]
				r, err := s.Update("books", id, object("title", name))
				require.Equal(t, exists && taken(name, id), err != nil, "%v", err)
				require.Equal(t, exists && err == nil, r != nil)
				if r != nil {
					model[id] = name
				}
			},
			"delete": func(t *rapid.T) {
				id := key.Draw(t, "key")
				_, exists := model[id]
				require.Equal(t, exists, s.Delete("books", id))
				delete(model, id)
			},
			"reset": reset,
		})
	})
}
