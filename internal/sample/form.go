package sample

import (
	"net/url"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/value"
)

// formFamily is a form as HTML sends it (OpenAPI 3.1, section 4.8.14.4).
var formFamily = &family{
	has:   oneOf("application/x-www-form-urlencoded"),
	write: bytesOf(func(t *spec.MediaType, v any) []byte { return []byte(writeForm(t, v)) }),
	read:  readForm,
	kinds: schema.Types(schema.Object, schema.String),
	empty: value.NewObject(0),
}

func writeForm(t *spec.MediaType, v any) string {
	o, ok := v.(*value.Object)
	if !ok {
		return value.Text(v)
	}
	var pairs []string
	by := encodings(t)
	for _, m := range o.Members() {
		pairs = appendPairs(pairs, m.Name, m.Value, by[m.Name])
	}
	return strings.Join(pairs, "&")
}

// appendPairs writes one property: a list as repeated pairs unless its style joins the items; an object as JSON, or
// with brackets where the style is deepObject.
func appendPairs(pairs []string, name string, v any, e *spec.Encoding) []string {
	switch v := v.(type) {
	case []any:
		if separator := separatorOf(e); separator != "" {
			items := make([]string, len(v))
			for i, item := range v {
				items[i] = url.QueryEscape(cellText(item))
			}
			return append(pairs, url.QueryEscape(name)+"="+strings.Join(items, separator))
		}
		for _, item := range v {
			pairs = append(pairs, pair(name, item))
		}
		return pairs
	case *value.Object:
		if e == nil || e.Style == "" {
			break
		}
		for _, m := range v.Members() {
			inner := m.Name
			if e.Style == "deepObject" {
				inner = name + "[" + m.Name + "]"
			}
			pairs = append(pairs, pair(inner, m.Value))
		}
		return pairs
	}
	return append(pairs, pair(name, v))
}

func pair(name string, v any) string {
	return url.QueryEscape(name) + "=" + url.QueryEscape(cellText(v))
}

// separatorOf is what stands between the items of a list in one pair; "" where each has a pair of its own.
func separatorOf(e *spec.Encoding) string {
	switch {
	case e == nil || e.Explode || e.Style == "":
		return ""
	case e.Style == "spaceDelimited":
		return "%20"
	case e.Style == "pipeDelimited":
		return "%7C"
	}
	return ","
}

// encodings are those of a media type by the names of their properties.
func encodings(t *spec.MediaType) map[string]*spec.Encoding {
	all := map[string]*spec.Encoding{}
	for _, e := range t.Encoding {
		all[e.Name] = e
	}
	return all
}

// readForm reads pairs as the object that a schema describes; names that come twice are lists.
func readForm(t *spec.MediaType, text string) (any, bool) {
	o := value.NewObject(0)
	for part := range strings.SplitSeq(strings.TrimSpace(text), "&") {
		name, word, found := strings.Cut(part, "=")
		name, err1 := url.QueryUnescape(name)
		word, err2 := url.QueryUnescape(word)
		if !found || err1 != nil || err2 != nil {
			return nil, false
		}
		var s *schema.Schema
		if t.Schema != nil {
			s = t.Schema.Field(name)
		}
		if s == nil || !s.Kinds().Has(schema.Array) {
			v, _ := typed(word, s)
			o.Set(name, v)
			continue
		}
		v, _ := typed(word, s.Element())
		list, _ := o.Get(name)
		items, _ := list.([]any)
		o.Set(name, append(items, v))
	}
	return o, true
}
