package spec

import (
	"slices"
	"strings"

	"mockserver/internal/schema"
	"mockserver/internal/tree"
)

// requestBody compiles what the operation says of its requests' bodies; nil if it says nothing.
func (c *compilation) requestBody() *RequestBody {
	if c.swagger() {
		return c.swaggerBody()
	}
	body, at := c.operation.Node.Get("requestBody"), tree.Join(c.operation.Pointer, "requestBody")
	if body == nil || body.Is(tree.Null) {
		return nil
	}
	n, at := c.object(body, at, "requestBody", vital)
	if n == nil {
		return nil
	}
	required := truth(n.Get("required"))
	if required && c.Dialect == schema.OpenAPI30 && bodiless[c.operation.Method] {
		required = false
		c.noted(n.Get("required"), tree.Join(at, "required"), "in OpenAPI 3.0 the body of a %s means nothing, so it is not required; one that is sent is judged", c.operation.Method)
	}
	return &RequestBody{Required: required, Content: c.content(n.Get("content"), tree.Join(at, "content"), vital), Pointer: at, Types: tree.Join(at, "content")}
}

// bodiless are the methods whose bodies have no meaning in HTTP, and so "SHALL be ignored" in version 3.0 (Operation Object; RFC
// 7231 §4.3). Version 3.1 leaves them to their author.
var bodiless = map[string]bool{"GET": true, "HEAD": true, "DELETE": true}

// content lists the media types that an object describes.
func (c *compilation) content(content *tree.Node, at string, p part) []*MediaType {
	if content == nil || content.Is(tree.Null) {
		return nil
	}
	content, at = c.container(content, at)
	if !content.Is(tree.Object) {
		c.failed(wrongKind(content, "content", "an object from media type to its description"), content, at, p)
		return nil
	}
	var all []*MediaType
	typed := isTyped(content)
	for i, name := range content.Keys {
		if ref := content.Items[i]; name == "$ref" && ref.Is(tree.String) {
			_, _, err := c.Resolve(content, at)
			c.failed(err, ref, at, p)
		}
		if strings.HasPrefix(name, "x-") || strayed(name, content.Items[i], typed) {
			continue
		}
		if n, pointer := c.object(content.Items[i], tree.Join(at, name), "a media type", p); n != nil {
			all = append(all, c.mediaType(name, n, pointer, p))
		}
	}
	return all
}

// strayed tells whether a member of content is no media type, but a member of something else that stands too deep. A "json"
// is meant where no other is one either.
func strayed(name string, n *tree.Node, typed bool) bool {
	return !strings.Contains(name, "/") && (typed || !n.Is(tree.Object))
}

// isTyped tells whether content has a media type.
func isTyped(content *tree.Node) bool {
	return slices.ContainsFunc(content.Keys, func(name string) bool { return strings.Contains(name, "/") })
}

func (c *compilation) mediaType(name string, n *tree.Node, at string, p part) *MediaType {
	return &MediaType{
		Type: name, Node: n, Pointer: at,
		Schema:   c.schemaAt(n, at, "schema", p),
		Item:     c.schemaAt(n, at, "itemSchema", p),
		Encoding: c.encodings(n.Get("encoding"), tree.Join(at, "encoding")),
		Examples: c.examples(n, at),
	}
}

// encodings lists how the properties of a form, or the parts of a body, are serialised.
func (c *compilation) encodings(list *tree.Node, at string) []*Encoding {
	list, at = c.container(list, at)
	var all []*Encoding
	for i, name := range list.Members() {
		n, at := c.object(list.Items[i], tree.Join(at, name), "the encoding of a property", spare)
		if n == nil {
			continue
		}
		e := &Encoding{Name: name, ContentType: n.Get("contentType").Str(), AllowReserved: truth(n.Get("allowReserved")), Pointer: at,
			Headers: c.headers(n.Get("headers"), tree.Join(at, "headers"))}
		style, explode := n.Get("style"), n.Get("explode")
		if style != nil || explode != nil || n.Get("allowReserved") != nil {
			e.Style = style.Str()
			if e.Style == "" || !strings.Contains(styles["query"], " "+e.Style+" ") {
				e.Style = "form"
			}
			e.Explode = e.Style == "form"
		}
		if explode != nil {
			e.Explode = truth(explode)
		}
		all = append(all, e)
	}
	return all
}

// headers lists the headers of a response or of a part.
func (c *compilation) headers(list *tree.Node, at string) []Header {
	list, at = c.container(list, at)
	var all []Header
	for i, name := range list.Members() {
		if strings.HasPrefix(name, "x-") && list.Items[i].Kind < tree.Array {
			continue // an extension rather than a header
		}
		n, at := c.object(list.Items[i], tree.Join(at, name), "a header", spare)
		if n == nil {
			continue
		}
		h := Header{Name: name, Required: truth(n.Get("required")), Node: n, Pointer: at}
		switch {
		case c.swagger():
			s := c.raised.of(n, at)
			h.Schema = c.schema(s.node, s.pointer, spare)
		case n.Get("schema") != nil:
			h.Schema = c.schemaAt(n, at, "schema", spare)
		default:
			if content := c.content(n.Get("content"), tree.Join(at, "content"), spare); len(content) > 0 {
				h.Schema = content[0].Schema
			}
		}
		all = append(all, h)
	}
	return all
}
