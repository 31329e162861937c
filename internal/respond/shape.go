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
	shaped, _ := p.shaped(v, s)
	return shaped
}

// shaped is the shape of a value, and whether that is another value: what has its shape already is not copied.
func (p shaper) shaped(v any, s *schema.Schema) (shaped any, other bool) {
	switch v := v.(type) {
	case value.Time:
		switch {
		case s != nil && onlyNumber(s):
			return v.In(time.UTC).Unix(), true
		case s != nil && s.FormatOf() == "date":
			return value.DateOf(v.In(p.zone)).String(), true
		}
		return instant(v.In(p.zone)), true
	case value.Date:
		if s != nil && s.FormatOf() == "date-time" {
			return instant(v.Start(p.zone)), true
		}
		return v.String(), true
	case int64, value.Number:
		if s != nil && onlyText(s) {
			return value.Text(v), true
		}
	case []any:
		return p.list(v, s)
	case *value.Object:
		return p.object(v, s)
	case *population.Record:
		return shower{zone: v.Collection().Zone}.record(v, s, 0), true
	}
	return v, false
}

func (p shaper) object(v *value.Object, s *schema.Schema) (shaped any, other bool) {
	var made *value.Object // nil as long as nothing is another
	for i, m := range v.Members() {
		of, other := p.shaped(m.Value, s.Field(m.Name))
		if other && made == nil {
			made = value.NewObject(v.Len())
			for _, before := range v.Members()[:i] {
				made.Set(before.Name, before.Value)
			}
		}
		if made != nil {
			made.Set(m.Name, of)
		}
	}
	if made == nil {
		return v, false
	}
	return made, true
}

func (p shaper) list(v []any, s *schema.Schema) (shaped any, other bool) {
	if len(v) > 0 && len(v) == len(p.done) && &v[0] == &p.done[0] {
		return v, false
	}
	var made []any // nil as long as nothing is another
	element := s.Element()
	for i, item := range v {
		of, other := p.shaped(item, element)
		if other && made == nil {
			made = append(make([]any, 0, len(v)), v[:i]...)
		}
		if made != nil {
			made = append(made, of)
		}
	}
	if made == nil {
		return v, false
	}
	return made, true
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
