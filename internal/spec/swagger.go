package spec

import (
	"slices"

	"mockserver/internal/tree"
)

// The media types of forms.
const (
	urlencoded = "application/x-www-form-urlencoded"
	multipart  = "multipart/form-data"
)

// maxTypes bounds the media types of an operation, each of which every response has. Nobody has a tenth of it.
const maxTypes = 200

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
		if len(all) == maxTypes {
			c.noted(item, tree.Join(c.mediaTypesPointer(member, ""), itoa(maxTypes)), "%s lists more than %d media types; those behind are left out", member, maxTypes)
			break
		}
		if name := item.Str(); name != "" && !known[name] {
			known[name] = true
			all = append(all, name)
		}
	}
	return all
}

// mediaTypesPointer is where the media types are said; another place where they are not.
func (c *compilation) mediaTypesPointer(member, other string) string {
	switch {
	case c.operation.Node.Get(member) != nil:
		return tree.Join(c.operation.Pointer, member)
	case c.Root.Get(member) != nil:
		return tree.Join("", member)
	}
	return other
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
	b := &RequestBody{Required: truth(body.node.Get("required")), Pointer: body.pointer, Types: c.mediaTypesPointer("consumes", body.pointer)}
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
	b := &RequestBody{Pointer: fields[0].pointer}
	if i := slices.IndexFunc(fields, isRequired); i >= 0 {
		b.Required, b.Pointer = true, fields[i].pointer
	}
	b.Types = c.mediaTypesPointer("consumes", b.Pointer)
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
	case mayBeEmpty(f):
		return &Encoding{Name: name, AllowEmpty: true, Required: isRequired(f), Pointer: f.pointer}
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
