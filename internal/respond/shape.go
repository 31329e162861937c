package respond

import (
	"slices"
	"strings"
	"time"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// shape turns a value of the population into what a schema describes: instants and days are printed in a zone, or
// as epoch seconds where an integer is due; integers become text where text is due. s may be nil.
func shape(v any, s *schema.Schema, zone *time.Location) any {
	switch v := v.(type) {
	case value.Time:
		if s != nil && s.Kinds().Has(schema.Integer) && !s.Kinds().Has(schema.String) {
			return v.In(time.UTC).Unix()
		}
		return v.In(zone).Format(time.RFC3339Nano)
	case value.Date:
		return v.String()
	case int64, value.Number:
		if s != nil && onlyText(s) {
			return value.Text(v)
		}
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = shape(item, element(s), zone)
		}
		return list
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			o.Set(m.Name, shape(m.Value, field(s, m.Name), zone))
		}
		return o
	case *population.Record:
		return record(v, s)
	}
	return v
}

func onlyText(s *schema.Schema) bool {
	kinds := s.Kinds()
	return kinds.Has(schema.String) && !kinds.Has(schema.Integer) && !kinds.Has(schema.Number)
}

func element(s *schema.Schema) *schema.Schema {
	if s == nil {
		return nil
	}
	return s.Element()
}

func field(s *schema.Schema, name string) *schema.Schema {
	if s == nil {
		return nil
	}
	return s.Field(name)
}

// record shows a record as its schema has it: its properties in their order. What is null is left out, unless the
// schema requires it. Without a schema all fields are shown.
func record(r *population.Record, s *schema.Schema) *value.Object {
	zone := r.Collection().Zone
	if s == nil || len(s.Fields()) == 0 {
		o := value.NewObject(0)
		for _, f := range r.Collection().Fields() {
			o.Set(f.Name, shape(r.Value(f.Name), nil, zone))
		}
		return o
	}
	required := s.RequiredNames()
	o := value.NewObject(len(s.Fields()))
	for _, p := range s.Fields() {
		v := shape(r.Value(p.Name), p.Schema, zone)
		if v != nil || slices.Contains(required, p.Name) {
			o.Set(p.Name, v)
		}
	}
	return o
}

// nest sets the value of a dotted key: rows nest what headers write with dots.
func nest(o *value.Object, key string, v any) {
	first, rest, dotted := strings.Cut(key, ".")
	if !dotted {
		o.Set(key, v)
		return
	}
	inner, _ := o.Get(first)
	next, ok := inner.(*value.Object)
	if !ok {
		next = value.NewObject(1)
		o.Set(first, next)
	}
	nest(next, rest, v)
}
