// Package sample makes answers from a document alone: its examples, else values generated from its schemas, written as
// their media types.
package sample

import (
	"fmt"
	"strconv"
	"time"

	"mockserver/internal/fake"
	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// Maker makes the answers of one operation to one request.
type Maker struct {
	Key    fake.Key // of the seed, the operation and the request
	Clock  value.Time
	Limits *limit.Set // nil: the defaults; of its zero value, each limit is the default
	Spent  *int       // nil, or grows by the steps that looking for values takes
}

// Bounds are the limits, each with a value.
func (m *Maker) Bounds() limit.Set {
	if m.Limits == nil {
		return limit.Default()
	}
	return m.Limits.OrDefault()
}

// Wish is what a request wants of an answer.
type Wish struct {
	Example string         // the name of one of the examples; "": the first that fits
	Dynamic bool           // a generated value rather than an example
	Failure bool           // the answer tells what went wrong
	Known   []value.Member // what the request says of the resource: a generated object has these members, where they fit
}

// Body is a representation, made and written.
type Body struct {
	MediaType string // as Content-Type has it
	Bytes     []byte
	Value     any    // what Bytes say, before it was written as JSON; nil where that is not at hand
	Generated bool   // no example could be used
	Warning   string // what of the wish could not be met, "" if nothing
}

// UnknownExample says that a media type has no example of a name.
type UnknownExample struct {
	Name  string
	Names []string // that there are, in the order of the document
}

// Error is a sentence without a full stop.
func (e *UnknownExample) Error() string {
	if len(e.Names) == 0 {
		return fmt.Sprintf("there is no example called %q; no example has a name", e.Name)
	}
	const shown = 20
	names := make([]string, 0, shown)
	for _, name := range e.Names[:min(len(e.Names), shown)] {
		names = append(names, strconv.Quote(name))
	}
	if more := len(e.Names) - len(names); more > 0 {
		names = append(names, strconv.Itoa(more)+" more")
	}
	verb := "are"
	if len(names) == 1 {
		verb = "is"
	}
	return fmt.Sprintf("there is no example called %q; there %s %s", e.Name, verb, violation.Join(names, "and"))
}

// Body makes a body for a media type of a response: the example that is wished for, else the first that fits, else the first
// of which most fits, the rest made anew; else a generated value. What does not fit the schema is never made. The error is an *UnknownExample, or a *fake.Unsatisfiable.
func (m Maker) Body(t *spec.MediaType, w Wish) (Body, error) {
	var warning string
	if w.Example != "" || !w.Dynamic {
		body, ok, err := m.exampleOf(t, w.Example)
		if ok || err != nil {
			return body, err
		}
		if body.Warning != "" {
			warning = body.Warning + "; a generated value is sent instead"
		}
	}
	body, err := m.generated(t, w)
	body.Generated, body.Warning = true, warning
	return body, err
}

// Value makes a value for a media type: one that fits its schema. The error is a *fake.Unsatisfiable.
func (m Maker) Value(t *spec.MediaType, w Wish) (any, error) {
	switch {
	case t.Schema != nil:
		return m.make(m.Key.Sub("body"), t.Schema, w)
	case t.Item != nil:
		return m.items(t.Item, w)
	}
	return familyOf(t.Type).blank(), nil
}

// itemsMade is the length of a generated sequence of which only the items are described.
const itemsMade = 2

func (m Maker) items(s *schema.Schema, w Wish) (any, error) {
	items := make([]any, itemsMade)
	for i := range items {
		var err error
		if items[i], err = m.make(m.Key.Sub("body").Sub(fmt.Sprint(i)), s, w); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (m Maker) make(k fake.Key, s *schema.Schema, w Wish) (any, error) {
	g := fake.Generator{Mode: schema.Answer, Clock: m.clock(), Dynamic: w.Dynamic, Failure: w.Failure, Limits: m.Bounds(), Spent: m.Spent}
	if heir := named(s, w.Known); heir != nil { // whose name the request gives
		if v, err := g.Value(k, heir); err == nil && s.Fits(v, schema.Answer) {
			return echo(v, s, w.Known), nil
		}
	}
	v, err := g.Value(k, s)
	if err != nil {
		return nil, err
	}
	if w.Failure {
		if said := told(v, s, w.Known, maxTold); s.Fits(said, schema.Answer) {
			return said, nil
		}
	}
	return echo(v, s, w.Known), nil
}

// maxTold bounds the objects and arrays within each other that say what is known of a failure.
const maxTold = 3

// told is a failure of which each object says what is known, not only the outermost: {"error": {"code": 404}}.
func told(v any, s *schema.Schema, known []value.Member, depth int) any {
	if s == nil || depth == 0 {
		return v
	}
	switch v := v.(type) {
	case *value.Object:
		o := value.NewObject(v.Len())
		for _, m := range v.Members() {
			o.Set(m.Name, told(m.Value, s.Field(m.Name), known, depth-1))
		}
		return echo(o, s, known)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = told(item, s.Element(), known, depth-1)
		}
		return list
	}
	return v
}

// generated is a body of a generated value.
func (m Maker) generated(t *spec.MediaType, w Wish) (Body, error) {
	if text, ok := m.tiny(t, w); ok {
		return Body{MediaType: spec.Concrete(t.Type), Bytes: []byte(text)}, nil
	}
	v, err := m.Value(t, w)
	if err != nil {
		return Body{}, err
	}
	return Write(t, v)
}

// maxKnown bounds the members that are tried one by one where all at once do not fit: a path has no more.
const maxKnown = 50

// echo sets the members that are known of an object and that its schema describes: all of them if the whole fits then,
// else each that does not spoil it.
func echo(v any, s *schema.Schema, known []value.Member) any {
	o, ok := v.(*value.Object)
	if !ok {
		return v
	}
	var wanted []value.Member
	for _, k := range known {
		f := s.Field(k.Name)
		if f == nil || k.Value == nil || k.Name == telling(s) && named(s, []value.Member{k}) == nil {
			continue
		}
		if text := value.Text(k.Value); !f.Fits(k.Value, schema.Answer) && f.Fits(text, schema.Answer) {
			k.Value = text
		}
		wanted = append(wanted, k)
	}
	if wanted == nil {
		return v
	}
	if all := o.With(wanted...); s.Fits(all, schema.Answer) {
		return all
	}
	for _, k := range wanted[:min(len(wanted), maxKnown)] {
		if next := o.With(k); s.Fits(next, schema.Answer) {
			o = next
		}
	}
	return o
}

// telling is the property by which what inherits a schema is told apart; "" if nothing is.
func telling(s *schema.Schema) string {
	for one := range s.Chain {
		if one.Discriminator != nil && one.HasHeirs() {
			return one.Discriminator.Property
		}
	}
	return ""
}

// named is the schema, of those that inherit one, that is called as the request says; nil if none is.
func named(s *schema.Schema, known []value.Member) *schema.Schema {
	property := telling(s)
	for _, k := range known {
		if k.Name != property || property == "" {
			continue
		}
		for one := range s.Chain {
			if heir := heirCalled(one, k.Value); heir != nil {
				return heir
			}
		}
	}
	return nil
}

func (m Maker) clock() time.Time { return m.Clock.In(time.UTC) }
