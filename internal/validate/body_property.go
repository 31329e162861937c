package validate

import (
	"mime"
	"slices"
	"strconv"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/value"
	"mockserver/internal/violation"
)

// piece is one value of a form or one part of a multipart body.
type piece struct {
	text    []byte
	written mediaRange          // what the part says it is; empty if it does not say
	header  map[string][]string // of a part
	file    bool                // it has a file name
}

// groups are pieces by their names, which are in the order of their first coming.
type groups struct {
	names  []string
	pieces map[string][]piece
}

func groupsOf(n int) *groups { return &groups{pieces: make(map[string][]piece, n)} }

func (g *groups) add(name string, p piece) {
	if g.pieces[name] == nil {
		g.names = append(g.names, name)
	}
	g.pieces[name] = append(g.pieces[name], p)
}

// properties reads each group as a property of the object.
func (c *content) properties(o *value.Object, g *groups) []violation.Violation {
	var broken []violation.Violation
	for _, name := range g.names {
		p := property{content: c, where: violation.Inside(c.where, name), schema: c.memberBy(c.schema, c.choice, name), encoding: c.encoding(name)}
		if p.encoding != nil && p.encoding.AllowEmpty && !slices.ContainsFunc(g.pieces[name], func(one piece) bool { return len(one.text) > 0 }) {
			continue
		}
		v, bad := p.read(g.pieces[name])
		broken = append(broken, bad...)
		if _, given := o.Get(name); !given {
			o.Set(name, v)
		}
	}
	for _, e := range c.media.Encoding {
		if e.Required && g.pieces[e.Name] == nil {
			broken = append(broken, violation.Violation{
				Where: violation.Inside(c.where, e.Name), Rule: "required", Limit: e.Name, Expected: c.memberBy(c.schema, c.choice, e.Name).Words() + ", or an empty value", Document: tree.Join(e.Pointer, "required"),
			})
		}
	}
	return broken
}

// property is a property of a form or multipart body while it is read.
type property struct {
	content  *content
	where    string
	schema   *schema.Schema
	encoding *spec.Encoding // nil: as the type has it
}

// read makes one value of the pieces; several are an array.
func (p *property) read(pieces []piece) (any, []violation.Violation) {
	if len(pieces) == 1 && !takesArray(p.schema) {
		return p.item(p.where, p.schema, pieces[0])
	}
	items := make([]any, len(pieces))
	var broken []violation.Violation
	for i := range pieces {
		v, bad := p.item(tree.Join(p.where, strconv.Itoa(i)), elementOf(p.schema, i), pieces[i])
		items[i] = v
		broken = append(broken, bad...)
	}
	if whole, ok := p.whole(pieces, items); ok {
		return whole, nil
	}
	return items, broken
}

// whole is the JSON array that the only piece may be, instead of an element.
func (p *property) whole(pieces []piece, items []any) (any, bool) {
	if len(pieces) != 1 || p.schema == nil {
		return nil, false
	}
	if list, ok := items[0].([]any); ok && !takesArray(elementOf(p.schema, 0)) {
		return list, true
	}
	if !strings.HasPrefix(strings.TrimSpace(string(pieces[0].text)), "[") || p.schema.Fits(items, schema.ReadRequest) {
		return nil, false
	}
	v, err := value.ParseJSON(pieces[0].text, jsonLimits(&p.content.limits))
	return v, err == nil && p.schema.Fits(v, schema.ReadRequest)
}

// item reads one piece as its media type.
func (p *property) item(where string, s *schema.Schema, one piece) (any, []violation.Violation) {
	broken := p.headers(where, one)
	written, bad := p.typeOf(where, s, one)
	if broken = append(broken, bad...); len(broken) > 0 {
		return nil, broken
	}
	media := &spec.MediaType{Type: written.essence, Schema: s, Pointer: p.content.media.Pointer}
	if s != nil {
		media.Pointer = s.Pointer
	}
	inner := &content{
		media: media, schema: s, essence: written.essence, parameters: written.parameters, text: one.text, where: where,
		limits: p.content.limits, warn: p.content.warn, nested: p.content.nested + 1,
	}
	if most := inner.limits.Multipart; inner.nested > most {
		return nil, inner.beyond("multipart-depth", "it is nested more than "+strconv.Itoa(most)+" times, the limit that --limit multipart-depth=N sets")
	}
	if v := inner.decodeCharset(); v != nil {
		v.Where = where
		if v.Subject != "" {
			v.Subject = "the charset of " + where
		}
		return nil, []violation.Violation{*v}
	}
	return readerOf(inner.essence).read(inner)
}

// typeOf is what a piece is read as: what it says, else the first type of the encoding, else what goes with the schema
// (OAS 3.1 §4.8.15.1): JSON for objects, text for all else. Objects are JSON whatever a piece says that is only bytes or text.
func (p *property) typeOf(where string, s *schema.Schema, one piece) (mediaRange, []violation.Violation) {
	written := one.written
	complexOnly := s != nil && s.Kinds() != 0 && s.Kinds()&^schema.Types(schema.Array, schema.Object, schema.Null) == 0
	described := ""
	if p.encoding != nil && p.encoding.Style == "" {
		described = p.encoding.ContentType
	}
	switch {
	case described != "" && written.essence != "" && !takes(described, written):
		return written, []violation.Violation{{
			Where: where, Rule: "contentType", Limit: described, Received: written.essence, Expected: "the Content-Type " + alternatives(described),
			Document: tree.Join(p.encoding.Pointer, "contentType"),
		}}
	case written.essence != "" && !(complexOnly && written.essence == "application/octet-stream"):
		return written, nil
	case described != "":
		first, _, _ := strings.Cut(described, ",")
		if r := mediaRangeOf(first); r.essence != "" && !strings.Contains(r.essence, "*") {
			return r, nil
		}
	}
	if complexOnly {
		return mediaRange{essence: "application/json"}, nil
	}
	if one.file {
		return mediaRange{essence: "application/octet-stream"}, nil
	}
	return mediaRange{essence: "text/plain"}, nil
}

// headers judges the headers of a part that its encoding describes.
func (p *property) headers(where string, one piece) []violation.Violation {
	var broken []violation.Violation
	if p.encoding == nil || one.header == nil {
		return nil
	}
	for _, h := range p.encoding.Headers {
		name := mimeName(h.Name)
		values := one.header[name]
		switch {
		case name == "Content-Type":
		case len(values) == 0 && h.Required:
			broken = append(broken, violation.Violation{
				Where: where, Rule: "required", Limit: h.Name, Expected: "the header " + h.Name, Document: h.Pointer,
				Says: where + " lacks the header " + h.Name + ".",
			})
		case len(values) > 0 && h.Schema != nil:
			r := reading{limits: &p.content.limits, parameter: &spec.Parameter{Name: h.Name, In: "header", Style: "simple", Schema: h.Schema, Pointer: h.Pointer}}
			for _, v := range values {
				r.raws = append(r.raws, raw{v, plain})
			}
			for _, v := range best(&r, where, p.content.warn).broken {
				v.Subject = "the header " + h.Name + " of " + v.Where
				if v.Says != "" {
					v.Says = strings.Replace(v.Says, v.Where, v.Subject, 1)
				}
				broken = append(broken, v)
			}
		}
	}
	return broken
}

// mimeType is what a Content-Type says; a malformed one says nothing that could be read.
func mimeType(text string) mediaRange {
	if text == "" {
		return mediaRange{}
	}
	if r := mediaRangeOf(text); r.essence != "" {
		return r
	}
	_, parameters, _ := mime.ParseMediaType(text)
	return mediaRange{"application/octet-stream", parameters}
}
