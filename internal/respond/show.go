package respond

import (
	"slices"
	"strconv"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// shower shows records of collections that are made from schemas, each as the schema of the answer has it: a summary in a
// list and the whole in a get tell the same. References are shown as the records that they lead to where the schema has an
// object.
type shower struct {
	zone  *time.Location
	scope []value.Member // what the path says of records that nobody created
	mend  bool           // what does not fit the schema is made anew, and so is what it requires
	maker fake.Generator
	key   fake.Key
	forms map[*schema.Schema]*form // nil: they are not kept
}

func (a *answering) show(mend bool) shower {
	return shower{zone: a.zone(), scope: a.scope, mend: mend, key: a.Binding.Key("shown"), forms: map[*schema.Schema]*form{},
		maker: fake.Generator{Mode: schema.Answer, Clock: a.Clock.In(time.UTC), Dynamic: true, Limits: a.Sample.Bounds(), Spent: a.Sample.Spent}}
}

// shownRows are the records of this page.
func (a *answering) shownRows(mend bool) []any {
	row, show := a.rowSchema(), a.showing(mend)
	rows := make([]any, len(a.records))
	for i, r := range a.records {
		rows[i] = only(show(r, row), row, a.Plan.Members)
	}
	return rows
}

// showing shows records of the operation's collection, not to be changed: those of the base are kept as they are shown.
func (a *answering) showing(mend bool) func(r *population.Record, as *schema.Schema) *value.Object {
	var s *shower
	anew := func(r *population.Record, as *schema.Schema) *value.Object {
		if s == nil {
			made := a.show(mend)
			s = &made
		}
		return s.record(r, as, 0)
	}
	if mend || len(a.scope) > 0 {
		return anew
	}
	return func(r *population.Record, as *schema.Schema) *value.Object {
		return r.Shown(as, func() *value.Object { return anew(r, as) })
	}
}

// rowSchema is the schema of one row in the media type that is sent.
func (a *answering) rowSchema() *schema.Schema {
	if a.media == nil || a.media.Schema == nil || spec.BareType(a.media.Type) == csvType {
		return a.Binding.Rows()
	}
	tokens, _ := a.Binding.Place("rows")
	return schemaAt(a.media.Schema, tokens).Element()
}

// only leaves of an object the members that are asked for and those that its schema requires.
func only(o *value.Object, s *schema.Schema, members []string) *value.Object {
	if len(members) == 0 {
		return o
	}
	made := value.NewObject(len(members))
	for _, m := range o.Members() {
		if slices.Contains(members, m.Name) || s != nil && slices.Contains(s.RequiredNames(), m.Name) {
			made.Set(m.Name, m.Value)
		}
	}
	return made
}

// maxNested is how deep records are shown within records; deeper ones have no more than what is required of them.
const maxNested = 3

// record shows a record. What it has no value for is left out, unless the schema requires it.
func (s shower) record(r *population.Record, as *schema.Schema, depth int) *value.Object {
	f, c := s.formOf(as), r.Collection()
	made := value.NewObject(len(f.fields))
	for i, p := range f.fields {
		if !f.required[i] && p.Name != c.Key && (depth > maxNested || depth > 0 && c.Reference(p.Name) != nil && p.Schema.Kinds().Has(schema.Array)) {
			continue
		}
		if v := s.member(r, p, depth); v != nil || f.required[i] {
			made.Set(p.Name, v)
		}
	}
	if f.open {
		for _, field := range c.Fields() {
			if as.Field(field.Name) != nil {
				continue
			}
			if v := s.member(r, schema.Property{Name: field.Name}, depth); v != nil || len(f.fields) == 0 && !c.Described() {
				made.Set(field.Name, v)
			}
		}
	}
	if s.mend && as != nil && !as.Fits(made, schema.Answer) {
		s.mended(r, made, as)
	}
	return made
}

// form is how a schema has records: its properties in their order.
type form struct {
	fields   []schema.Property
	required []bool // parallel to fields
	open     bool   // other fields of the collection are shown too
}

// formOf finds the form of a schema, once for all rows of a list.
func (s shower) formOf(as *schema.Schema) *form {
	if f := s.forms[as]; f != nil {
		return f
	}
	f := &form{open: as == nil || isOpen(as)}
	if as != nil {
		f.fields = as.Fields()
		names := as.RequiredNames()
		for _, p := range f.fields {
			f.required = append(f.required, slices.Contains(names, p.Name))
		}
	}
	if s.forms != nil {
		s.forms[as] = f
	}
	return f
}

// isOpen tells whether a schema has alternatives, whose properties Fields does not list, or lists none at all.
func isOpen(s *schema.Schema) bool {
	if len(s.Fields()) == 0 {
		return true
	}
	for one := range s.Chain {
		if len(one.OneOf) > 0 || len(one.AnyOf) > 0 || one.HasHeirs() {
			return true
		}
	}
	return false
}

// member is what a record has for a property; nil if nothing.
func (s shower) member(r *population.Record, p schema.Property, depth int) any {
	if depth == 0 && r.Number() < r.Collection().Size {
		for _, m := range s.scope {
			if m.Name == p.Name && p.Schema != nil {
				if v := shape(m.Value, p.Schema, s.zone); p.Schema.Fits(v, schema.Answer) {
					return v
				}
			}
		}
	}
	if p.Schema != nil && holdsObjects(p.Schema) {
		if key := shape(r.Value(p.Name), p.Schema, s.zone); isKey(key) && takesKeys(p.Schema) && p.Schema.Fits(key, schema.Answer) {
			return key // which the schema takes as well
		}
		if related := r.Related(p.Name); related != nil {
			return s.related(related, p.Schema, depth)
		}
	}
	return shape(r.Value(p.Name), p.Schema, s.zone)
}

// takesKeys tells whether a schema says that it takes a text or an integer, where another would show a record.
func takesKeys(s *schema.Schema) bool {
	kinds := s.Kinds()
	return kinds.Has(schema.String) || kinds.Has(schema.Integer)
}

func isKey(v any) bool {
	switch v.(type) {
	case string, int64:
		return true
	}
	return false
}

// holdsObjects tells whether a schema is that of an object with properties, or of an array of those.
func holdsObjects(s *schema.Schema) bool {
	if e := s.Element(); e != nil && s.Kinds().Has(schema.Array) {
		s = e
	}
	return s.Kinds().Has(schema.Object) || len(s.Fields()) > 0
}

// related shows the records that a reference leads to.
func (s shower) related(v any, as *schema.Schema, depth int) any {
	switch v := v.(type) {
	case *population.Record:
		return s.record(v, as, depth+1)
	case []any:
		list := make([]any, 0, len(v))
		for _, item := range v {
			list = append(list, s.related(item, as.Element(), depth))
		}
		return list
	}
	return shape(v, as, s.zone)
}

// mended makes anew what does not fit the schema, each member from the place where it stands.
func (s shower) mended(r *population.Record, o *value.Object, as *schema.Schema) {
	key := s.key.Sub(r.Collection().Name).Sub(strconv.Itoa(r.Number()))
	for _, p := range as.Fields() {
		v, there := o.Get(p.Name)
		if !there && !slices.Contains(as.RequiredNames(), p.Name) || there && p.Schema.Fits(v, schema.Answer) {
			continue
		}
		made, err := s.maker.Value(key.Sub(p.Schema.Pointer), p.Schema)
		if err != nil {
			continue
		}
		if old, ok := v.(*value.Object); ok {
			made = kept(old, made, p.Schema)
		}
		o.Set(p.Name, made)
	}
}

// kept is a value that was made anew, with what fits of the one in whose stead it stands.
func kept(old *value.Object, made any, s *schema.Schema) any {
	o, ok := made.(*value.Object)
	if !ok {
		return made
	}
	for _, m := range old.Members() {
		was, _ := o.Get(m.Name)
		if of := s.Field(m.Name); of == nil || !of.Fits(m.Value, schema.Answer) {
			continue
		}
		if o.Set(m.Name, m.Value); !s.Fits(o, schema.Answer) {
			o.Set(m.Name, was)
		}
	}
	return o
}
