// Package population holds the seeded world: collections of records whose every cell is a function of
// (seed, collection, record, field), and the changes that a session makes to them.
package population

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"mockserver/internal/expression"
	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// Config is what a population depends on besides its fixture.
type Config struct {
	Name    string // of the document or fixture; two populations with one seed differ by it
	Seed    uint64
	Clock   time.Time
	Records int       // of every collection that is not fixed; 0: as the fixture says
	Limits  limit.Set // of its zero value, each limit is the default

	Source    Source       // the document; nil: no collection is made from its schemas
	Described []*tree.Node // collections besides those of the fixture, which win; so do those that come first
	Dynamic   bool         // the examples of schemas are not used
	Room      *Room        // what changes may take, shared with other populations; nil: as much as Limits says
}

// Population is a seeded world; immutable. Sessions change their own view of it.
type Population struct {
	Name  string
	Clock value.Time

	key         fake.Key
	seed        uint64
	collections []*Collection // in the order of the fixture
	limits      limit.Set
	source      Source
	dynamic     bool
	room        *Room
	base        *Snapshot
	shownBytes  atomic.Int64 // of the records that are kept as they are shown
}

// MaxRecords is the largest size of a collection.
const MaxRecords = 10_000_000

// defaultRecords is the size of a collection where nothing says.
const defaultRecords = 100

// New makes a population as a fixture describes it. Nothing is generated yet. The error joins all mistakes, each
// with its place.
func New(fixture *tree.Node, cfg Config) (*Population, error) {
	p := &Population{
		Name: cfg.Name, Clock: value.TimeOf(cfg.Clock), seed: cfg.Seed, limits: cfg.Limits.OrDefault(),
		source: cfg.Source, dynamic: cfg.Dynamic, room: cfg.Room,
		key: fake.NewKey(cfg.Seed, fixture.Get("for").Str()), // never the name of a file, which is no part of what it says
	}
	if p.room == nil {
		p.room = NewRoom(p.limits.ChangeBytes)
	}
	b := &builder{population: p, config: cfg, own: fixture.Get("collections")}
	b.fixture(withDescribed(fixture, cfg.Described))
	if err := errors.Join(b.errs...); err != nil {
		return nil, err
	}
	p.base = newSnapshot(p, 0, nil)
	return p, nil
}

// Collection finds a collection by name; nil if there is none.
func (p *Population) Collection(name string) *Collection {
	c := p.declared(name)
	if c != nil {
		c.ready()
	}
	return c
}

// declared finds a collection that may not be ready.
func (p *Population) declared(name string) *Collection {
	for _, c := range p.collections {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Collections are all of them, in the order of the fixture.
func (p *Population) Collections() []*Collection { return p.collections }

// Names are the names of the collections.
func (p *Population) Names() []string {
	names := make([]string, len(p.collections))
	for i, c := range p.collections {
		names[i] = c.Name
	}
	return names
}

// Collection is one table of the population.
type Collection struct {
	Name string
	Size int            // records of the base
	Zone *time.Location // what the calendar of its records is read in
	Key  string         // the field that identifies a record

	population *Population
	key        fake.Key
	declared   int // the size that the fixture says: references draw from it, so that growing changes nothing
	pinned     []*value.Object
	described  *described // nil: the fixture says it all
	fields     []*Field
	byName     map[string]*Field
	index      keyIndex
}

// Field finds a field; nil if there is none.
func (c *Collection) Field(name string) *Field { return c.byName[name] }

// Fields are the fields that can be shown, in the order of the fixture.
func (c *Collection) Fields() []*Field {
	return slices.DeleteFunc(slices.Clone(c.fields), func(f *Field) bool { return f.hidden })
}

// FieldNames are the names of the fields in the order of the fixture.
func (c *Collection) FieldNames() []string {
	names := make([]string, 0, len(c.fields))
	for _, f := range c.fields {
		if !f.hidden {
			names = append(names, f.Name)
		}
	}
	return names
}

// distinct tells whether no two records have the same value of a field: of the key, or of one that is unique.
func (c *Collection) distinct(f *Field) bool { return f.Unique || f.Name == c.Key }

// Field is one property of a collection's records.
type Field struct {
	Name   string
	Label  string // what people call it, "" if the fixture does not say
	Order  string // the field that a sort by this one goes by, "" for itself
	Unique bool

	kind      kind
	reference *Collection // of one_of and some_of
	sequence  *sequence   // of numbers that count up
	derived   bool        // computed on every read, never written
	hidden    bool        // no answer shows it
	drawn     bool        // it is made from the schemas of the collection, all such fields of a record together
	key       fake.Key
	nullKey   fake.Key
	nulls     uint64 // in ten thousand
	when      *condition
	make      maker
	needs     []string // the fields of the record that it is computed from
	uses      []expression.Use
	draws     bool          // one_of and some_of: it is made from the keys of the reference
	reaches   []*Collection // whose records' changes show in it, if it is derived
	pinnedBy  map[int64]int // of a key or unique field: who has an integer pinned
	at        *tree.Node
}

// kind says how a field's values are given in YAML or JSON.
type kind uint8

const (
	anyKind kind = iota
	timeKind
	dateKind
	manyKind // a list of keys
)

// accept converts what a fixture or a request gives for the field.
func (f *Field) accept(given any) (any, error) {
	text, isText := given.(string)
	switch {
	case f.kind == timeKind && isText:
		t, ok := value.ParseTime(text)
		if !ok {
			return nil, fmt.Errorf("%q is not a date-time such as 2024-05-01T12:00:00Z", text)
		}
		return value.TimeOf(t), nil
	case f.kind == dateKind && isText:
		d, ok := value.ParseDate(text)
		if !ok {
			return nil, fmt.Errorf("%q is not a date such as 2024-05-01", text)
		}
		return d, nil
	}
	return given, nil
}
