package population

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mockserver/internal/column"
	"mockserver/internal/lazyregexp"
	"mockserver/internal/schema"
	"mockserver/internal/tree"
	"mockserver/internal/value"
)

// A Source is the document that collections are made from.
type Source interface {
	// SchemaAt compiles the schema that a pointer leads to.
	SchemaAt(pointer string) (*schema.Schema, error)
	// NodeAt is the node that a pointer leads to; nil if there is none.
	NodeAt(pointer string) *tree.Node
}

// described is what a collection takes from the schemas of a document: its fields and their values, but for those that
// the fixture makes. They are compiled when the collection is asked for first.
type described struct {
	pointers []*tree.Node
	examples []*tree.Node // pointers to records, or to arrays of them
	given    []*tree.Node // pinned records
	first    bool         // they are a fixture's, and come before the examples

	once    sync.Once
	schemas []*schema.Schema
	byName  map[string]*schema.Schema // of a field: the first that describes it
	adds    []map[string]bool         // by schema: the fields that it adds to those before it
	broken  bool                      // one of them cannot be compiled

	filling sync.Once
	filled  atomic.Bool
	columns map[string]column.Column
	recent  recent
}

// ready completes a collection that is described by schemas.
func (c *Collection) ready() {
	if c.described != nil {
		c.described.once.Do(c.describe)
	}
}

// describe adds the fields that the schemas have, and makes the examples the first records.
func (c *Collection) describe() {
	d := c.described
	for _, n := range d.pointers {
		s, err := c.population.source.SchemaAt(n.Str())
		d.broken = d.broken || err != nil
		if err == nil && s != nil && !slices.Contains(d.schemas, s) {
			d.schemas = append(d.schemas, s)
		}
	}
	d.byName = map[string]*schema.Schema{}
	for i, s := range d.schemas {
		d.adds = append(d.adds, d.added(i))
		for _, p := range alternatives(s) {
			if d.byName[p.Name] == nil {
				d.byName[p.Name] = p.Schema
			}
			if c.byName[p.Name] == nil && !p.Schema.IsWriteOnly() {
				c.add(&Field{Name: p.Name, at: &tree.Node{}, drawn: true, make: fromRecord})
			}
		}
	}
	for _, f := range slices.Clone(c.fields) {
		c.addOrder(f)
	}
	c.addNumbering()
	c.pinExamples()
	c.identify()
}

func (c *Collection) addNumbering() {
	c.add(&Field{Name: Numbering, at: &tree.Node{}, hidden: true, derived: true, make: func(_ *Field, cell *cell) any { return int64(cell.number + 1) }})
}

// maxAlternatives bounds the schemas that are asked for their properties.
const maxAlternatives = 100

// alternatives are the properties of a schema and of all its alternatives, each once.
func alternatives(s *schema.Schema) []schema.Property {
	var all []schema.Property
	names, seen := map[string]bool{}, map[*schema.Schema]bool{}
	var walk func(s *schema.Schema)
	walk = func(s *schema.Schema) {
		if s == nil || seen[s] || len(seen) > maxAlternatives {
			return
		}
		seen[s] = true
		for _, p := range s.Fields() {
			if !names[p.Name] {
				names[p.Name] = true
				all = append(all, p)
			}
		}
		for one := range s.Chain {
			for _, list := range [][]*schema.Schema{one.OneOf, one.AnyOf, one.AllOf} {
				for _, part := range list {
					walk(part)
				}
			}
		}
	}
	walk(s)
	return all
}

// Broken tells whether a schema that the collection is made from cannot be compiled, so that fields are missing.
func (c *Collection) Broken() bool { return c.described != nil && c.described.broken }

// Described tells whether the collection is made from schemas.
func (c *Collection) Described() bool { return c.described != nil }

// hiddenMark ends the names of fields that no answer shows. No property is called so in earnest.
const hiddenMark = "\x00"

// Numbering is the path of the numbers of records: the order in which they came to be.
const Numbering = "number" + hiddenMark

// addOrder gives a field of dates, times or numbers, which are kept as the texts that they are, another one that says what
// those mean: it is sorted by that.
func (c *Collection) addOrder(f *Field) {
	s := c.SchemaOf(f.Name)
	if s == nil || !f.drawn || !s.Kinds().Has(schema.String) {
		return
	}
	read := meanings[s.FormatOf()]
	if read == nil && f.Name != c.Key && isQuantity(s) {
		read = Quantity
	}
	if read == nil {
		return
	}
	name := f.Name
	f.Order = name + hiddenMark
	c.add(&Field{Name: f.Order, hidden: true, derived: true, needs: []string{name}, at: f.at,
		make: func(_ *Field, cell *cell) any { return read(cell.raw(name)) }})
}

var (
	digitsAlone = lazyregexp.New(`^-?[0-9]+(\.[0-9]+)?$`)
	ofDigits    = lazyregexp.New(`^[\^$\\d0-9\[\]{}(),.?+*:\-]+$`)
)

// isQuantity tells whether the texts of a schema without a format are numbers with decimals: by its pattern or its example.
func isQuantity(s *schema.Schema) bool {
	if s.FormatOf() != "" {
		return false
	}
	for one := range s.Chain {
		if p := one.Pattern; p != nil {
			return ofDigits.MatchString(p.Text) && strings.Contains(p.Text, ".")
		}
		for _, v := range one.Examples {
			text, _ := v.(string)
			return digitsAlone.MatchString(text) && strings.Contains(text, ".")
		}
	}
	return false
}

// meanings say what the texts of a format mean.
var meanings = map[string]func(any) any{
	"date": Instant, "date-time": Instant,
	"decimal": Quantity, "double": Quantity, "float": Quantity, "int64": Quantity, "int32": Quantity, "number": Quantity, "money": Quantity,
}

// Instant is the time or day that a text says, nil if it says none.
func Instant(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	if t, ok := value.ParseTime(text); ok {
		return value.TimeOf(t)
	}
	if d, ok := value.ParseDate(text); ok {
		return d
	}
	return nil
}

// Quantity is the number that a text says, nil if it says none.
func Quantity(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	if n, err := value.ParseJSON([]byte(text), value.Limits{}); err == nil && value.IsNumber(n) {
		return n
	}
	return nil
}

// TimeOf is the path of what the texts of a field of dates or times mean; ok is false of other fields.
func (c *Collection) TimeOf(name string) (path string, ok bool) {
	f := c.byName[name]
	if f == nil || f.Order == "" || !f.drawn {
		return "", false
	}
	format := c.SchemaOf(name).FormatOf()
	return f.Order, format == "date" || format == "date-time"
}

// Called is where a name leads that may be written in another way: in another case, with other separators.
func (c *Collection) Called(name string) (path string, ok bool) {
	if c.Has(name) && !strings.HasSuffix(name, hiddenMark) {
		return name, true
	}
	wanted := plain(name)
	for _, f := range c.fields {
		if !f.hidden && plain(f.Name) == wanted && wanted != "" {
			return f.Name, true
		}
	}
	return "", false
}

// plain is a name without case and separators.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case r == '_' || r == '-' || r == ' ':
			return -1
		}
		return r
	}, name)
}

// SchemaOf is the first schema that describes a field; nil if none does.
func (c *Collection) SchemaOf(name string) *schema.Schema {
	if c.described == nil {
		return nil
	}
	return c.described.byName[name]
}
