package respond

import (
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/binding"
	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// inputSchema is the schema of the record in the request's body; nil if there is none.
func (a *answering) inputSchema() input {
	m := a.Call.MediaType
	if m == nil {
		return input{}
	}
	return input{schemaAt(m.Schema, a.Binding.Input())}
}

// input is the schema of what a request gives of a record.
type input struct{ *schema.Schema }

// properties are its properties; none without a schema.
func (i input) properties() []schema.Property {
	if i.Schema == nil {
		return nil
	}
	return i.Schema.Fields()
}

// takes tells whether the schema describes a member that a client may set. Without properties, it takes any. What it does not
// describe is not kept: a client cannot choose its own key.
func (i input) takes(name string) bool {
	if len(i.properties()) == 0 {
		return true
	}
	of := i.Field(name)
	return of != nil && !of.IsReadOnly()
}

// offering are the members of a record that the request gives: what its schema describes and is not read only. The defaults
// of the schema count as given.
func (a *answering) offering(defaults bool) *value.Object {
	made := value.NewObject(0)
	s := a.inputSchema()
	if defaults && a.Binding.Lenient() {
		for _, p := range s.properties() {
			if v, ok := p.Schema.DefaultOf(); ok && !p.Schema.IsReadOnly() {
				made.Set(p.Name, v)
			}
		}
	}
	for _, m := range a.bodyRecord().Members() {
		if s.takes(m.Name) && (m.Value != nil || a.Binding.Lenient() || a.Binding.MayBeNull(m.Name)) {
			made.Set(m.Name, a.patched(m))
		}
	}
	for _, m := range a.Binding.Set(a.names()).Members() {
		made.Set(m.Name, m.Value)
	}
	if key, ok := made.Get(a.Binding.Collection.Key); ok && a.Binding.Lenient() && len(population.Spellings(key)) == 0 {
		made = made.Without(a.Binding.Collection.Key)
	}
	return made
}

// patched is the value that a member of the request's body gives: objects are merged into what the record has, as a merge
// patch does (RFC 7396).
func (a *answering) patched(m value.Member) any {
	given, ok := m.Value.(*value.Object)
	if !ok || a.Binding.Action != binding.Update || a.record == nil || a.Binding.Collection.Reference(m.Name) != nil {
		return m.Value
	}
	return mergedPatch(a.record.Value(m.Name), given)
}

// mergedPatch is MergePatch of RFC 7396, section 2.
func mergedPatch(target any, patch *value.Object) any {
	made := value.NewObject(patch.Len())
	if old, ok := target.(*value.Object); ok {
		for _, m := range old.Members() {
			made.Set(m.Name, m.Value)
		}
	}
	for _, m := range patch.Members() {
		inner, nested := m.Value.(*value.Object)
		switch {
		case m.Value == nil:
			made = made.Without(m.Name)
		case nested:
			old, _ := made.Get(m.Name)
			made.Set(m.Name, mergedPatch(old, inner))
		default:
			made.Set(m.Name, m.Value)
		}
	}
	return made
}

// bodyRecord is the record in the request's body; of a JSON Patch (RFC 6902), what it makes of the one that there is.
func (a *answering) bodyRecord() *value.Object {
	body := a.Call.Body
	if list, ok := body.([]any); ok && a.record != nil {
		return a.patchedBy(list)
	}
	for _, token := range a.Binding.Input() {
		o, _ := body.(*value.Object)
		body, _ = o.Get(token)
	}
	o, _ := body.(*value.Object)
	return o
}

// ours are the fields of a new record that are generated: those that an answer requires, and those that no request gives.
func (a *answering) ours() []string {
	fill := a.Binding.Fill()
	if !a.Binding.Lenient() {
		return fill
	}
	s := a.inputSchema()
	for _, f := range a.Binding.Collection.Fields() {
		of := s.Field(f.Name)
		if (of == nil && len(s.properties()) > 0 || of != nil && of.IsReadOnly()) && !slices.Contains(fill, f.Name) {
			fill = append(fill, f.Name)
		}
	}
	return fill
}

// The names of the times at which a record came to be and was changed last, without case and separators.
var (
	createdNames = []string{"createdat", "created", "createdon", "creationdate", "createddate", "datecreated", "createdtime", "creationtime", "insertedat", "createtime"}
	updatedNames = []string{"updatedat", "updated", "updatedon", "modifiedat", "modified", "lastmodified", "lastmodifiedat", "updateddate", "dateupdated", "lastupdated", "modifiedon", "updatetime", "datemodified"}
)

// stamp sets the times that a change is known by to the clock, where the request cannot give them.
func (a *answering) stamp(given *value.Object, names ...[]string) {
	s := a.inputSchema()
	for _, f := range a.Binding.Collection.Fields() {
		plain := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(f.Name))
		if !slices.Contains(slices.Concat(names...), plain) {
			continue
		}
		of, own := s.Field(f.Name), a.Binding.Collection.SchemaOf(f.Name)
		if own == nil || of != nil && !of.IsReadOnly() {
			continue
		}
		now := a.Clock.In(a.zone())
		for _, v := range []any{instant(now), now.Format("2006-01-02"), now.Unix(), now.UnixMilli(), strconv.FormatInt(now.Unix(), 10)} {
			if own.Fits(v, schema.Answer) && (own.FormatOf() != "" || !own.Kinds().Has(schema.String)) {
				given.Set(f.Name, v)
				break
			}
		}
	}
}
