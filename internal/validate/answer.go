package validate

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"mockserver/internal/limit"
	"mockserver/internal/schema"
	"mockserver/internal/spec"
	"mockserver/internal/tree"
	"mockserver/internal/violation"
)

// Answer judges an answer that somebody else has made, such as that of a stub: what of it breaks the contract. Its body is
// judged to the letter of its schema if it is JSON or text; other media types are only to be among those that are
// described. An operation that describes no answers promises nothing. The limits are those of requests; the zero Set: the default ones.
func Answer(c *spec.Contract, status int, header http.Header, body []byte, l limit.Set) []violation.Violation {
	if len(c.Responses) == 0 {
		return nil
	}
	a := &answered{header: header, body: body, limits: l.OrDefault()}
	r := c.Response(status)
	if r == nil {
		a.refuse(undocumented(c, status))
		return a.broken
	}
	for i := range r.Headers {
		a.headerLine(&r.Headers[i])
	}
	if !bodiless(status) {
		a.judgeBody(r, status)
	}
	return a.broken
}

// bodiless tells whether an answer of a status has no body, whatever a document says (RFC 9110 §6.4.1).
func bodiless(status int) bool {
	return status < 200 || status == http.StatusNoContent || status == http.StatusNotModified
}

// answered is an answer while it is judged.
type answered struct {
	header http.Header
	body   []byte
	limits limit.Set
	steps  int
	broken []violation.Violation
}

// refuse notes violations, up to the limit of one request.
func (a *answered) refuse(broken ...violation.Violation) {
	room := max(0, a.limits.Violations-len(a.broken))
	a.broken = append(a.broken, broken[:min(room, len(broken))]...)
}

func undocumented(c *spec.Contract, status int) violation.Violation {
	var described []string
	var limit []any
	for _, r := range c.Responses {
		described, limit = append(described, r.Status), append(limit, r.Status)
	}
	pointer := c.Responses[0].Pointer
	return violation.Violation{
		Where: "status", Rule: "status", Limit: limit, Received: int64(status), Expected: violation.Join(described, "or"),
		Document: pointer[:max(0, strings.LastIndexByte(pointer, '/'))],
	}
}

// unjudgedHeaders are written by whoever sends the answer, and not seen before; of Content-Type the standard says that a header of that name is
// ignored (OAS 3.1 §4.8.17).
var unjudgedHeaders = map[string]bool{
	"Content-Type": true, "Content-Length": true, "Transfer-Encoding": true, "Connection": true, "Date": true, "Keep-Alive": true, "Trailer": true,
}

// headerLine judges a described header. It is read as a parameter of the style simple; cookies stand in lines of their own,
// which cannot be joined (RFC 9110 §5.3).
func (a *answered) headerLine(h *spec.Header) {
	name := http.CanonicalHeaderKey(h.Name)
	if unjudgedHeaders[name] {
		return
	}
	where := "header." + h.Name
	lines := a.header.Values(name)
	if len(lines) == 0 {
		if h.Required {
			v := violation.Violation{Where: where, Rule: "required", Expected: "a value", Document: tree.Join(h.Pointer, "required")}
			if h.Schema != nil {
				v.Expected = h.Schema.Words()
			}
			a.refuse(v)
		}
		return
	}
	if name != "Set-Cookie" {
		a.headerTexts(h, where, lines)
		return
	}
	for _, line := range lines {
		a.headerTexts(h, where, []string{line})
	}
}

// collectionStyles are the styles that headers of Swagger 2.0 have beside csv.
var collectionStyles = map[string]string{"ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"}

func (a *answered) headerTexts(h *spec.Header, where string, texts []string) {
	if h.Schema == nil {
		return
	}
	p := &spec.Parameter{
		Name: h.Name, In: "header", Style: cmp.Or(collectionStyles[h.Node.Get("collectionFormat").Str()], "simple"), Explode: h.Node.Get("explode").True(), Schema: h.Schema, Pointer: h.Pointer,
	}
	raws := make([]raw, len(texts))
	for i, text := range texts {
		raws[i] = raw{text, plain}
	}
	if content := h.Node.Get("content"); content.Is(tree.Object) && content.Len() > 0 {
		a.judgeText(&spec.MediaType{Type: content.Keys[0], Schema: h.Schema, Pointer: h.Pointer}, where, mediaRangeOf(content.Keys[0]), []byte(strings.Join(texts, ",")))
		return
	}
	o := best(&reading{parameter: p, raws: raws, query: &query{}, limits: &a.limits, spent: &a.steps}, where, func(string) {})
	a.refuse(o.broken...)
}

// judgeBody judges the body by the media type that it says it has, or else the first that is described.
func (a *answered) judgeBody(r *spec.Response, status int) {
	written := a.header.Get("Content-Type")
	switch {
	case len(r.Content) == 0 && len(a.body) == 0:
		return
	case len(r.Content) == 0:
		a.refuse(violation.Violation{
			Where: "body", Rule: "contentType", Document: r.Pointer,
			Says: "body is not empty, but the document describes none for the status " + strconv.Itoa(status) + ".",
		})
		return
	case written == "":
		written = spec.Concrete(r.Content[0].Type)
	}
	described := &spec.RequestBody{Content: r.Content, Types: tree.Join(r.Pointer, "content"), Pointer: r.Pointer}
	media := mediaTypeFor(r.Content, written)
	if media == nil && len(a.body) > 0 {
		a.refuse(*unsupported(described, written))
		return
	}
	if len(a.body) == 0 && (media == nil || !readerOf(mediaRangeOf(written).essence).empty) {
		a.refuse(violation.Violation{Where: "body", Rule: "required", Expected: "a body of " + violation.Join(mediaTypes(described), "or"), Document: described.Types})
		return
	}
	// What is coded in a way that is not read here, or is larger than is read, is not judged.
	k := &checker{request: Request{Header: a.header, Body: a.body}, options: Options{Limits: a.limits}, call: &Call{}}
	k.options.fill()
	text, ok := k.decompressed(described)
	if !ok && k.call.UnsupportedMediaType == nil && k.call.TooLarge == nil {
		a.refuse(k.call.Violations...)
	}
	if ok {
		a.judgeText(media, "body", mediaRangeOf(written), text)
	}
}

// judgeText judges what is JSON or text by its schema.
func (a *answered) judgeText(media *spec.MediaType, where string, written mediaRange, text []byte) {
	c := &content{
		media: media, schema: media.Schema, essence: written.essence, parameters: written.parameters, text: text, where: where,
		limits: a.limits, warn: func(string) {}, spent: &a.steps,
	}
	if !isJSON(c.essence) && !isText(c.essence) || isSequence(c.essence) || isXML(c.essence) {
		return
	}
	if v := c.decodeCharset(); v != nil {
		a.refuse(*v)
		return
	}
	v, broken := readerOf(c.essence).read(c)
	a.refuse(broken...)
	if len(broken) > 0 || media.Schema == nil {
		return
	}
	if _, is := v.(string); is && isText(c.essence) && c.essence != "text/plain" && !takesText(media.Schema) {
		return // a table, which the schema describes by what it means
	}
	a.refuse(media.Schema.CheckSharing(v, where, schema.Answer, &a.steps)...)
}
