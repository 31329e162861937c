package validate

import (
	"slices"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// body reads and judges the body of a request.
func (k *checker) body(b *spec.RequestBody) {
	given := len(k.request.Body) > 0
	switch {
	case b == nil && given:
		k.warn("the operation describes no body; that of the request is ignored")
	case b == nil || !given && !b.Required:
	case given && len(b.Content) == 0:
		k.warn("the operation describes no media type of its body; it is ignored")
	case given || k.emptyIsBody(b):
		k.read(b)
	default:
		k.refuse(violation.Violation{
			Where: "body", Rule: "required", Expected: "a body of " + violation.Join(mediaTypes(b), "or"), Document: tree.Join(b.Pointer, "required"),
		})
	}
}

// emptyIsBody tells whether no bytes at all are a body, because the request gives a media type in which they say
// something: the empty text, a form without fields.
func (k *checker) emptyIsBody(b *spec.RequestBody) bool {
	written := k.request.Header.Get("Content-Type")
	m := mediaTypeFor(b.Content, written)
	return written != "" && m != nil && readerOf(mediaRangeOf(written).essence).empty
}

// read reads a body by the media type that it says it has.
func (k *checker) read(b *spec.RequestBody) {
	media, written := k.mediaType(b)
	if media == nil {
		return
	}
	text, ok := k.decompressed(b)
	if !ok {
		return
	}
	c := &content{
		media: media, schema: media.Schema, essence: written.essence, parameters: written.parameters, text: text, where: "body",
		limits: k.options.Limits, warn: k.warn, spent: &k.steps,
	}
	if v := c.decodeCharset(); v != nil {
		if v.Rule == "charset" {
			k.call.UnsupportedMediaType = v
			return
		}
		k.call.MediaType = media
		k.refuse(*v)
		return
	}
	k.call.MediaType = media
	var broken []violation.Violation
	k.call.Body, broken = c.value()
	k.refuse(broken...)
}

// content is a body, a part of one or a parameter while it is read as a media type.
type content struct {
	media      *spec.MediaType
	schema     *schema.Schema // of the whole; nil: anything
	essence    string         // what the request says it is, in small letters and without parameters
	parameters map[string]string
	text       []byte // in UTF-8 where the media type is of texts
	where      string // "body", "body/picture", "query.filter"
	limits     limit.Set
	warn       func(string)
	spent      *int   // as in a reading
	nested     int    // forms and multipart bodies around it
	choice     choice // of those that the schema leaves open, the one that is tried
	patience
}

// value reads the text and judges it.
func (c *content) value() (any, []violation.Violation) {
	r := readerOf(c.essence)
	v, broken := r.read(c)
	if v == nil && len(broken) > 0 {
		return nil, broken
	}
	unread := len(broken)
	for _, judged := range r.judge(c, v) {
		about := func(b violation.Violation) bool {
			return judged.Where == b.Where || strings.HasPrefix(judged.Where, b.Where+"/") || b.Where == c.where
		}
		if !slices.ContainsFunc(broken[:min(unread, c.limits.Errors)], about) { // of what could not be read there is nothing more to say
			broken = append(broken, judged)
		}
	}
	return v, broken
}

// chosen reads an object once for each choice that its schema leaves open, until one fits; that of none comes first.
func (c *content) chosen(read func() (any, []violation.Violation)) (any, []violation.Violation) {
	v, broken := read()
	if c.schema == nil || len(broken) > 0 || c.schema.Fits(v, schema.ReadRequest) {
		return v, broken
	}
	work := 0
	for _, one := range choicesOf(c.schema) {
		if work += len(c.text); work > c.limits.Rereading {
			break
		}
		c.choice = one
		if other, broken := read(); len(broken) == 0 && c.schema.Fits(other, schema.ReadRequest) {
			return other, nil
		}
	}
	c.choice = choice{}
	return v, broken
}

// judgeWhole judges what was read by the schema.
func judgeWhole(c *content, v any) []violation.Violation {
	if c.schema == nil {
		return nil
	}
	return c.schema.CheckSharing(v, c.where, schema.ReadRequest, c.spent)
}

// refusal is the violation of a text that is not of its media type.
func (c *content) refusal(rule, expected, reason string) []violation.Violation {
	return []violation.Violation{{
		Where: c.where, Rule: rule, Expected: expected, Document: c.media.Pointer, Says: c.where + " is not " + expected + ": " + reason + ".",
	}}
}

// content reads a parameter that is serialised as a media type.
func (k *checker) content(p *spec.Parameter, where string, raws []raw) outcome {
	if len(raws) == 0 {
		return outcome{}
	}
	r := reading{parameter: p, raws: raws}
	text, _, f := r.single()
	if f != nil {
		return outcome{given: true, unread: true, broken: []violation.Violation{f.of(p, where)}}
	}
	essence := mediaRangeOf(p.Content.Type).essence
	c := &content{
		media: p.Content, schema: p.Content.Schema, essence: essence, text: []byte(text.(string)), where: where,
		limits: k.options.Limits, warn: k.warn, spent: &k.steps,
	}
	v, broken := c.value()
	return outcome{value: v, given: true, broken: broken}
}

// queryString reads a parameter that is the whole query (OAS 3.2 §4.12.1, in: querystring).
func (k *checker) queryString(p *spec.Parameter, where string) (any, bool, []violation.Violation) {
	switch {
	case k.request.RawQuery == "" && p.Required:
		return nil, false, []violation.Violation{k.missing(p, where, nil)}
	case k.request.RawQuery == "" || p.Content == nil:
		return k.request.RawQuery, k.request.RawQuery != "", nil
	}
	whole := raw{k.request.RawQuery, percent}
	if mediaRangeOf(p.Content.Type).essence == formType {
		whole.encoding = plain
	}
	o := k.content(p, where, []raw{whole})
	return o.value, o.given, o.broken
}
