package spec

import (
	"slices"
	"strings"

	"mockserver/internal/tree"
)

// The media types of forms.
const (
	urlencoded = "application/x-www-form-urlencoded"
	multipart  = "multipart/form-data"
)

// mediaTypes are what the operation consumes or produces, else what the document does; nil where neither says so.
func (c *compilation) mediaTypes(member string) []string {
	list := c.operation.Node.Get(member)
	if list == nil {
		list = c.Root.Get(member)
	}
	if list.Str() != "" { // a single one, which would be in a list
		return []string{list.Str()}
	}
	var all []string
	known := map[string]bool{}
	for _, item := range list.Elements() {
		if name := item.Str(); name != "" && !known[name] {
			known[name] = true
			all = append(all, name)
		}
	}
	return all
}

// swaggerBody makes the body from the parameters that are one: a single one in: body, or fields in: formData.
func (c *compilation) swaggerBody() *RequestBody {
	o := c.operation
	f := form{named: map[string]bool{}}
	c.bodyParameters(o.Node.Get("parameters"), tree.Join(o.Pointer, "parameters"), &f)
	if f.whole == nil { // what the path item says of the body is overridden by a body
		c.bodyParameters(o.PathItem.Get("parameters"), tree.Join(o.itemPointer, "parameters"), &f)
	}
	switch {
	case f.whole != nil && (f.own || len(f.fields) == 0):
		return c.wholeBody(*f.whole)
	case len(f.fields) > 0:
		return c.formBody(f.fields)
	}
	return nil
}

// form is what the parameters of an operation say of its body.
type form struct {
	whole  *place  // the parameter in: body
	own    bool    // no field of the operation overrides it
	fields []place // in: formData
	named  map[string]bool
}

// bodyParameters finds the first parameter in: body of a list, and those in: formData.
func (c *compilation) bodyParameters(list *tree.Node, at string, f *form) {
	own := len(f.named) == 0
	list, at = c.container(list, at)
	for i, item := range list.Elements() {
		n, pointer, err := c.Resolve(item, tree.Join(at, itoa(i)))
		if err != nil {
			continue // parameterList tells
		}
		name := n.Get("name").Str()
		switch in := n.Get("in").Str(); {
		case in == "body" && f.whole == nil:
			f.whole, f.own = &place{n, pointer}, own
		case in == "formData" && name != "" && !f.named[name]:
			f.named[name] = true
			f.fields = append(f.fields, place{n, pointer})
		}
	}
}

func (c *compilation) wholeBody(body place) *RequestBody {
	b := &RequestBody{Required: truth(body.node.Get("required")), Pointer: body.pointer}
	consumed := c.mediaTypes("consumes")
	if len(consumed) == 0 {
		consumed = []string{"application/json"}
	}
	s := c.schemaAt(body.node, body.pointer, "schema", vital)
	for _, name := range consumed {
		b.Content = append(b.Content, &MediaType{Type: name, Schema: s, Node: body.node, Pointer: body.pointer})
	}
	return b
}

func (c *compilation) formBody(fields []place) *RequestBody {
	at := tree.Join(c.operation.Pointer, "parameters")
	node := c.raised.form(fields)
	b := &RequestBody{Required: node.Get("required").Len() > 0, Pointer: at}
	s := c.schema(node, at, vital)
	var encodings []*Encoding
	for _, f := range fields {
		if e := fieldEncoding(f); e != nil {
			encodings = append(encodings, e)
		}
	}
	for _, name := range c.formTypes(fields) {
		b.Content = append(b.Content, &MediaType{Type: name, Schema: s, Encoding: encodings, Node: node, Pointer: at})
	}
	return b
}

// formTypes are the media types that a form may be sent as: those consumed, and multipart for files.
func (c *compilation) formTypes(fields []place) []string {
	var all []string
	for _, name := range c.mediaTypes("consumes") {
		if bare := BareType(name); bare == urlencoded || bare == multipart {
			all = append(all, name)
		}
	}
	files := slices.ContainsFunc(fields, func(f place) bool { return isFile(f.node) })
	switch {
	case files && !slices.ContainsFunc(all, func(name string) bool { return BareType(name) == multipart }):
		all = append(all, multipart)
	case len(all) == 0:
		all = []string{urlencoded}
	}
	return all
}

// fieldEncoding says how a field is serialised where that is not the default for its type.
func fieldEncoding(f place) *Encoding {
	name := f.node.Get("name").Str()
	switch {
	case isFile(f.node):
		return &Encoding{Name: name, ContentType: "*/*", Pointer: f.pointer}
	case f.node.Get("type").Str() == "array":
		e := &Encoding{Name: name, Pointer: f.pointer}
		e.Style, e.Explode = swaggerStyle("query", f.node)
		return e
	}
	return nil
}

// swaggerStyle is the style that stands for a collectionFormat, csv where there is none. In paths and headers the
// delimited ones keep their names, though OpenAPI 3 has them in queries only.
func swaggerStyle(in string, n *tree.Node) (style string, explode bool) {
	switch n.Get("collectionFormat").Str() {
	case "ssv":
		return "spaceDelimited", false
	case "tsv":
		return "tabDelimited", false
	case "pipes":
		return "pipeDelimited", false
	case "multi":
		return defaultStyles[in], in == "query"
	}
	return defaultStyles[in], false
}

// swaggerContent lists the representations of an answer: its schema in each media type that is produced, with the
// examples of that. Without a schema and examples an answer has no body.
func (c *compilation) swaggerContent(n *tree.Node, at string, p part) []*MediaType {
	node, examples := n.Get("schema"), n.Get("examples")
	types := c.mediaTypes("produces")
	switch {
	case node == nil && examples.Len() == 0:
		return nil
	case len(types) == 0 && isFile(node):
		types = []string{"application/octet-stream"}
	case len(types) == 0:
		types = exampleTypes(examples)
	}
	m := MediaType{Node: n, Pointer: at}
	if node != nil {
		if isFile(node) {
			node = c.raised.schema(node)
		}
		m.Schema = c.schema(node, tree.Join(at, "schema"), p)
	}
	byType := map[string][]Example{}
	for i, key := range examples.Members() {
		bare := BareType(key)
		byType[bare] = append(byType[bare], Example{Value: examples.Items[i].Value()})
	}
	var all []*MediaType
	for _, name := range types {
		one := m
		one.Type, one.Examples = name, byType[BareType(name)]
		all = append(all, &one)
	}
	return all
}

// exampleTypes are the media types of examples; JSON where there are none.
func exampleTypes(examples *tree.Node) []string {
	var all []string
	for _, key := range examples.Members() {
		if strings.Contains(key, "/") {
			all = append(all, key)
		}
	}
	if len(all) == 0 {
		all = []string{"application/json"}
	}
	return all
}
