package respond

import (
	"strings"
	"time"

	"mockserver/internal/population"
	"mockserver/internal/schema"
	"mockserver/internal/value"
)

// shape turns a value of the population into what a schema describes: instants and days are printed in a zone, or
// as epoch seconds where a number is due; integers become text where text is due. s may be nil.
func shape(v any, s *schema.Schema, zone *time.Location) any { return shaper{zone: zone}.shape(v, s) }

// shaper shapes what is not shaped yet.
type shaper struct {
	zone *time.Location
	done []any // a list that has its shape, wherever it stands
}

func (p shaper) shape(v any, s *schema.Schema) any {
	switch v := v.(type) {
	case value.Time:
		switch {
		case s != nil && onlyNumber(s):
			return v.In(time.UTC).Unix()
		case s != nil && s.FormatOf() == "date":
			return value.DateOf(v.In(p.zone)).String()
		}
		return instant(v.In(p.zone))
	case value.Date:
		if s != nil && s.FormatOf() == "date-time" {
			return instant(v.Start(p.zone))
		}
		return v.String()
	case int64, value.Number:
		if s != nil && onlyText(s) {
			return value.Text(v)
		}
	case []any:
		return p.list(v, s)
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			o.Set(m.Name, p.shape(m.Value, s.Field(m.Name)))
		}
		return o
	case *population.Record:
		return shower{zone: v.Collection().Zone}.record(v, s, 0)
	}
	return v
}

func (p shaper) list(v []any, s *schema.Schema) any {
	if len(v) > 0 && len(v) == len(p.done) && &v[0] == &p.done[0] {
		return v
	}
	list := make([]any, len(v))
	of := s.Element()
	for i, item := range v {
		list[i] = p.shape(item, of)
	}
	return list
}

// instant prints RFC 3339; offsets of old times that are no whole minutes cannot be written, so those are in UTC.
func instant(t time.Time) string {
	if _, offset := t.Zone(); offset%int(time.Minute/time.Second) != 0 {
		t = t.UTC()
	}
	return t.Format(time.RFC3339Nano)
}

func onlyNumber(s *schema.Schema) bool {
	kinds := s.Kinds()
	return (kinds.Has(schema.Integer) || kinds.Has(schema.Number)) && !kinds.Has(schema.String)
}

func onlyText(s *schema.Schema) bool {
	kinds := s.Kinds()
	return kinds.Has(schema.String) && !kinds.Has(schema.Integer) && !kinds.Has(schema.Number)
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
