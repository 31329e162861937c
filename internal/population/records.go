package population

import (
	"slices"
	"strconv"
	"sync"

	"mockserver/internal/column"
	"mockserver/internal/fake"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// fromRecord takes the value of a field from the record that the schemas make.
func fromRecord(f *Field, c *cell) any {
	v, _ := c.collection.recently(c.number).Get(f.Name)
	return v
}

// recent are records that were made last, for what shows one field after the other.
type recent struct {
	mu   sync.Mutex
	made map[int]*value.Object
}

const maxRecent = 1000

// recently is a record as makeRecord makes it, kept for a while.
func (c *Collection) recently(number int) *value.Object {
	r := &c.described.recent
	r.mu.Lock()
	made := r.made[number]
	r.mu.Unlock()
	if made != nil {
		return made
	}
	made = c.makeRecord(number)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.made == nil || len(r.made) >= maxRecent {
		r.made = make(map[int]*value.Object, maxRecent)
	}
	r.made[number] = made
	return made
}

// makeRecord makes a record from the schemas of the collection: what the first describes, and what the others add or require.
// It depends on nothing but the seed, the collection and the number.
func (c *Collection) makeRecord(number int) *value.Object {
	made := value.NewObject(0)
	for i, s := range c.described.schemas {
		if i > 0 && len(c.described.adds[i]) == 0 {
			continue
		}
		key := c.key.Sub("record").Sub(strconv.Itoa(number))
		if i > 0 {
			key = key.Sub(strconv.Itoa(i))
		}
		v, _ := c.generator(number).Value(key, s)
		o, ok := v.(*value.Object)
		if !ok {
			continue
		}
		for _, m := range o.Members() {
			_, there := made.Get(m.Name)
			if !there && (i == 0 || c.described.adds[i][m.Name]) {
				made.Set(m.Name, m.Value)
			}
		}
	}
	c.spread(made, number)
	return made
}

// generator makes values for a record. What the schemas give as an example of each property stands in the first record
// alone: all records would be the same.
func (c *Collection) generator(number int) fake.Generator {
	p := c.population
	return fake.Generator{Mode: schema.Answer, Clock: p.Clock.In(c.Zone), Dynamic: p.dynamic || number > 0, Limits: p.limits}
}

// added are the fields that a schema adds to those before it: that they do not describe, or do not always have.
func (d *described) added(i int) map[string]bool {
	names := map[string]bool{}
	if i > 0 && isChoice(d.schemas[0]) { // a record is one of several kinds, which have what they have
		return names
	}
	for _, p := range alternatives(d.schemas[i]) {
		if isNew := !slices.ContainsFunc(d.schemas[:i], func(s *schema.Schema) bool { return s.Field(p.Name) != nil }); isNew {
			names[p.Name] = true
		}
	}
	for _, name := range d.schemas[i].RequiredNames() {
		if !slices.ContainsFunc(d.schemas[:i], func(s *schema.Schema) bool { return slices.Contains(s.RequiredNames(), name) }) {
			names[name] = true
		}
	}
	return names
}

// isChoice tells whether a schema is that of several kinds of records.
func isChoice(s *schema.Schema) bool {
	for one := range s.Chain {
		if len(one.OneOf) > 1 || len(one.AnyOf) > 1 || one.HasHeirs() {
			return true
		}
	}
	return false
}

// maxSpread is the largest enum whose values are dealt out one after the other.
const maxSpread = 100

// spread deals the values of enums and booleans out, so that in as many records as there are values each occurs once, and
// draws numbers from the whole of their range, where it has two ends. What does not go with the rest of the record is left as
// it was.
func (c *Collection) spread(made *value.Object, number int) {
	for _, s := range c.described.schemas[:min(1, len(c.described.schemas))] {
		for _, p := range s.Fields() {
			was, there := made.Get(p.Name)
			if !there || was == nil || p.Name == c.Key {
				continue
			}
			dealt, ok := c.dealt(p, number)
			if !ok || value.Equal(dealt, was) {
				continue
			}
			made.Set(p.Name, dealt)
			if !p.Schema.Fits(dealt, schema.Answer) || !s.Fits(made, schema.Answer) {
				made.Set(p.Name, was)
			}
		}
	}
}

// dealt is the value that a record gets of a property that has few, or a range.
func (c *Collection) dealt(p schema.Property, number int) (v any, ok bool) {
	key := c.key.Sub("spread").Sub(p.Name)
	if values := domainOf(p.Schema); len(values) > 1 {
		width := uint64(len(values))
		block := key.Sub(strconv.Itoa(number / len(values)))
		return values[block.Permute(uint64(number)%width, width)], true
	}
	low, high, ok := rangeOf(p.Schema)
	if !ok {
		return nil, false
	}
	if p.Schema.Kinds().Has(schema.Integer) {
		return key.Cell(number).Between(low, high), true
	}
	const places, hundredth = 2, 100
	return value.Decimal(key.Cell(number).Between(low*hundredth, high*hundredth), places), true
}

// maxRange is the widest range that numbers are drawn from the whole of.
const maxRange = 1_000_000

// rangeOf are the ends of a range of numbers; ok is false if it has not two, or is wide.
func rangeOf(s *schema.Schema) (low, high int64, ok bool) {
	if kinds := s.Kinds(); kinds.Has(schema.String) || !kinds.Has(schema.Integer) && !kinds.Has(schema.Number) {
		return 0, 0, false
	}
	hasLow, hasHigh := false, false
	for one := range s.Chain {
		if n, whole := value.Int(one.Minimum); whole && !hasLow {
			low, hasLow = n, true
		}
		if n, whole := value.Int(one.Maximum); whole && !hasHigh {
			high, hasHigh = n, true
		}
	}
	return low, high, hasLow && hasHigh && low < high && high-low <= maxRange && low > -maxRange && high < 2*maxRange
}

// domainOf are the values of a schema that has few; none: it has many.
func domainOf(s *schema.Schema) []any {
	for one := range s.Chain {
		if n := len(one.Enum); n > 0 && n <= maxSpread {
			return withoutNull(one.Enum)
		}
	}
	if kinds := s.Kinds(); kinds.Has(schema.Boolean) && kinds&^schema.Types(schema.Boolean, schema.Null) == 0 {
		return []any{true, false}
	}
	return nil
}

func withoutNull(values []any) []any {
	kept := make([]any, 0, len(values))
	for _, v := range values {
		if v != nil {
			kept = append(kept, v)
		}
	}
	return kept
}

// drawnColumn is the column of a field that the schemas make. The records are made once for the columns of all such fields.
func (c *Collection) drawnColumn(f *Field) column.Column {
	d := c.described
	d.filling.Do(func() {
		var fields []*Field
		for _, f := range c.fields {
			if f.drawn {
				fields = append(fields, f)
			}
		}
		makers, values := make([]*column.Maker, len(fields)), make([][]any, len(fields))
		for i := range fields {
			makers[i], values[i] = column.NewMaker(c.Size), make([]any, min(c.Size, blockRows))
		}
		for first := 0; first < c.Size; first += blockRows {
			n := min(blockRows, c.Size-first)
			onCores(c.Size, n, func(from, to int) { c.drawCells(fields, first, from, to, values) })
			for i, made := range makers {
				made.Add(values[i][:n])
			}
		}
		d.columns = make(map[string]column.Column, len(fields))
		for i, f := range fields {
			d.columns[f.Name] = makers[i].Column()
		}
		d.filled.Store(true)
	})
	return d.columns[f.Name]
}

// drawCells makes the values of fields, by field, of those in some rows of a block.
func (c *Collection) drawCells(fields []*Field, first, from, to int, values [][]any) {
	for row := from; row < to; row++ {
		made := c.recently(first + row)
		for i, f := range fields {
			values[i][row], _ = made.Get(f.Name)
			if v, pinned := c.pinnedValue(f, first+row); pinned {
				values[i][row] = v
			}
		}
	}
}
